//! From the draft to the checked policy: every fault is collected.

mod conditions;
mod outline;
mod profiles;
mod rules;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;
use core::fmt::Display;
use rust_decimal::prelude::ToPrimitive as _;

use crate::scoring::bounds;
use crate::scoring::check::conditions::Checker;
use crate::scoring::check::outline::outline;
use crate::scoring::check::rules::Rules;
use crate::scoring::decay::{Decay, RATE_PARTS};
use crate::scoring::dense::Plan;
use crate::scoring::draft::{OncePer, ScoringDraft, TagDraft};
use crate::scoring::index::Index;
use crate::scoring::rules::{Bounds, Dimension, EngagementRule, Group, KindTags, Scoring, Tag, TimingRule};
use crate::values::limits::Limit;
use crate::values::{
    ActivityKind, DimensionName, FaultCode, Faults, FieldCatalog, GroupName, Path, Points, Rate, Span, TagName,
    UtcOffset,
};

impl ScoringDraft {
    /// Checks the whole draft against the declared fields.
    ///
    /// Every fault is added to `faults`, its path below `path`; a checked policy comes back only when none was found here.
    /// `offset` is the local time in which periods and dates begin.
    pub fn check(
        &self,
        catalog: &FieldCatalog,
        offset: UtcOffset,
        path: &Path,
        faults: &mut Faults,
    ) -> Option<Scoring> {
        let before = faults.len();
        let mut check = Check { draft: self, catalog, path, faults, order: 0 };
        let scoring = check.scoring(offset);
        (faults.len() == before).then_some(scoring)
    }
}

pub(crate) struct Check<'a> {
    pub(crate) draft: &'a ScoringDraft,
    pub(crate) catalog: &'a FieldCatalog,
    pub(crate) path: &'a Path,
    pub(crate) faults: &'a mut Faults,
    /// The place of the rule that is being checked.
    pub(crate) order: u16,
}

impl Check<'_> {
    pub(crate) fn scoring(&mut self, offset: UtcOffset) -> Scoring {
        let (dimensions, groups) = (self.dimensions(), self.groups());
        let mut tags = self.tags();
        let mut rules = self.rules(&tags);
        rules.fit_points.sort_by_key(|fit| fit.key);
        rules.engagements.sort_by(|x, y| (x.tag, &x.name).cmp(&(y.tag, &y.name)));
        rules.timings.sort_by_key(|timing| timing.key);
        for (index, tag) in tags.iter_mut().enumerate() {
            let before = |rule: &EngagementRule| usize::from(rule.tag) < index;
            let upto = |rule: &EngagementRule| usize::from(rule.tag) <= index;
            let (first, end) = (rules.engagements.partition_point(before), rules.engagements.partition_point(upto));
            tag.rules = (small(first), small(end));
        }
        self.collisions(&tags, &rules);
        let profiles = self.profiles();
        let promotes = self.promotes();
        let raising_tags = self.raising_tags(&tags);
        let kinds = by_kind(&tags);
        Scoring {
            offset,
            kind_index: Index::of(&kinds.iter().map(|known| known.kind.fingerprint().to_bits()).collect::<Vec<u64>>()),
            kinds,
            tag_index: Index::of(&tags.iter().map(|tag| tag.key).collect::<Vec<u64>>()),
            tags: tags.into(),
            fits: rules.fits.into(),
            fit_index: Index::of(&rules.fit_points.iter().map(|fit| fit.key).collect::<Vec<u64>>()),
            steps: steps(&rules.engagements, &rules.timings),
            outline: outline(&groups, &rules.fit_points, &rules.engagements, &rules.timings),
            plans: rules.engagements.iter().map(Plan::of).collect(),
            fit_points: rules.fit_points.into(),
            engagements: rules.engagements.into(),
            timings: rules.timings.into(),
            groups: groups.into(),
            dimensions: dimensions.into(),
            profiles: profiles.into(),
            promotes,
            raising_kinds: self.draft.hand_raise.kinds.iter().cloned().collect(),
            raising_tags,
        }
    }

    pub(crate) fn count(&mut self, limit: Limit, got: usize, key: &str) {
        if !limit.admits_len(got) {
            self.faults.add(FaultCode::OutOfRange, &self.path.key(key), limit, got);
        }
    }

    pub(crate) fn tags(&mut self) -> Vec<Tag> {
        self.count(bounds::TAGS, self.draft.tags.len(), "tags");
        let mut tags: Vec<Tag> = Vec::new();
        let draft = self.draft;
        for (name, tag) in &draft.tags {
            let path = self.path.key("tags").key(name.as_str());
            tags.push(self.tag(name, tag, &path));
        }
        tags.sort_by_key(|tag| tag.key);
        tags
    }

    pub(crate) fn tag(&mut self, name: &TagName, draft: &TagDraft, path: &Path) -> Tag {
        if draft.kinds.is_empty() {
            self.faults.add(FaultCode::Missing, &path.key("kinds"), "at least one kind of activity", "none");
        }
        if draft.kinds.len() > bounds::KINDS.max_len() {
            self.faults.add(FaultCode::OutOfRange, &path.key("kinds"), bounds::KINDS, draft.kinds.len());
        }
        if !bounds::KEEP.admits(draft.keep) {
            self.faults.add(FaultCode::OutOfRange, &path.key("keep"), bounds::KEEP, draft.keep);
        }
        let mut checker = Checker { catalog: self.catalog, faults: self.faults, declared: false };
        let when = draft.when.as_ref().and_then(|when| checker.condition(when, &path.key("when")));
        if let Some(OncePer::Field(field)) = &draft.once_per {
            checker.kind(field, &path.key("once_per").key("field"));
        }
        let period = draft.one_per_period.map(|span| self.positive(span, &path.key("one_per_period")));
        Tag {
            name: name.clone(),
            key: name.fingerprint().to_bits(),
            keep: draft.keep,
            when,
            once_per: draft.once_per.clone(),
            period,
            kinds: draft.kinds.iter().cloned().collect(),
            rules: (0, 0),
        }
    }

    pub(crate) fn positive(&mut self, span: Span, path: &Path) -> u64 {
        if span.seconds() == 0 {
            self.faults.add(FaultCode::OutOfRange, path, "a span of at least `1s`", format!("`{span}`"));
        }
        span.seconds().max(1)
    }

    pub(crate) fn points(&mut self, points: Points, path: &Path) -> i64 {
        if !bounds::RULE_THOUSANDTHS.admits(points.thousandths()) {
            let expected = "at most 1,000,000 points either way";
            self.faults.add(FaultCode::OutOfRange, path, expected, points);
        }
        points.thousandths()
    }

    pub(crate) fn group(&mut self, name: &GroupName, path: &Path) -> u8 {
        let position = self.draft.groups.keys().position(|group| group == name);
        if position.is_none() {
            let known = self.draft.groups.keys().map(GroupName::as_str);
            self.faults.unknown(&path.key("group"), "a declared group", name.as_str(), known);
        }
        position.map_or(0, tiny)
    }

    pub(crate) fn dimension(&mut self, name: &DimensionName, path: &Path) -> u8 {
        let position = self.draft.dimensions.keys().position(|dimension| dimension == name);
        if position.is_none() {
            let known = self.draft.dimensions.keys().map(DimensionName::as_str);
            self.faults.unknown(path, "a declared dimension", name.as_str(), known);
        }
        position.map_or(0, tiny)
    }

    pub(crate) fn bounds(&mut self, floor: Option<Points>, cap: Option<Points>, path: &Path) -> Bounds {
        let (floor, cap) = (floor.unwrap_or(Points::MIN), cap.unwrap_or(Points::MAX));
        if floor > cap {
            self.faults.add(FaultCode::Order, path, "a `floor` of at most the `cap`", format!("{floor} over {cap}"));
        }
        Bounds { floor: floor.thousandths(), cap: cap.thousandths() }
    }

    pub(crate) fn groups(&mut self) -> Vec<Group> {
        self.count(bounds::GROUPS, self.draft.groups.len(), "groups");
        let draft = self.draft;
        let mut groups = Vec::new();
        for (name, group) in &draft.groups {
            let path = self.path.key("groups").key(name.as_str());
            let dimension = self.dimension(&group.dimension, &path.key("dimension"));
            let bounds = self.bounds(group.floor, group.cap, &path);
            groups.push(Group { name: name.clone(), dimension, bounds });
        }
        groups
    }

    pub(crate) fn dimensions(&mut self) -> Vec<Dimension> {
        self.count(bounds::DIMENSIONS, self.draft.dimensions.len(), "dimensions");
        let draft = self.draft;
        let mut dimensions = Vec::new();
        for (name, dimension) in &draft.dimensions {
            let path = self.path.key("dimensions").key(name.as_str());
            let bounds = self.bounds(dimension.floor, dimension.cap, &path);
            dimensions.push(Dimension { name: name.clone(), bounds });
        }
        dimensions
    }

    pub(crate) fn raising_tags(&mut self, tags: &[Tag]) -> Box<[u16]> {
        let draft = self.draft;
        let path = self.path.key("hand_raise").key("tags");
        let mut raising = Vec::new();
        for name in &draft.hand_raise.tags {
            if let Some(index) = tags.iter().position(|tag| tag.name == *name) {
                raising.push(small(index));
            } else {
                let known = tags.iter().map(|tag| tag.name.as_str());
                self.faults.unknown(&path, "a declared tag", name.as_str(), known);
            }
        }
        raising.into()
    }

    /// Stored states know names by fingerprint only: two names with one fingerprint would be one.
    pub(crate) fn collisions(&mut self, tags: &[Tag], rules: &Rules) {
        let mut seen: BTreeSet<u64> = BTreeSet::new();
        for tag in tags {
            if !seen.insert(tag.key) {
                collide(self.faults, &self.path.key("tags"), &tag.name);
            }
        }
        let kinds: BTreeSet<&ActivityKind> = tags.iter().flat_map(|tag| &tag.kinds).collect();
        let mut seen: BTreeSet<u64> = BTreeSet::new();
        for kind in kinds {
            if !seen.insert(kind.fingerprint().to_bits()) {
                collide(self.faults, &self.path.key("tags"), kind);
            }
        }
        let mut seen: BTreeSet<u64> = BTreeSet::new();
        let fits = rules.fit_points.iter().map(|fit| (fit.key, rules.fits.get(usize::from(fit.rule)).map(|r| &r.name)));
        let timings = rules.timings.iter().map(|timing| (timing.key, Some(&timing.name)));
        for (key, name) in fits.chain(timings) {
            if !seen.insert(key) {
                if let Some(name) = name {
                    collide(self.faults, &self.path.key("rules"), name);
                }
            }
        }
    }
}

fn collide(faults: &mut Faults, path: &Path, name: &impl Display) {
    let got = format!("`{name}`, which shares one with another");
    faults.add(FaultCode::Collision, path, "names with different fingerprints: rename one", got);
}

fn by_kind(tags: &[Tag]) -> Box<[KindTags]> {
    let mut kinds: BTreeMap<ActivityKind, Vec<u16>> = BTreeMap::new();
    for (index, tag) in tags.iter().enumerate() {
        for kind in &tag.kinds {
            kinds.entry(kind.clone()).or_default().push(small(index));
        }
    }
    let plain = |index: u16| tags.get(usize::from(index)).is_some_and(Tag::plain);
    let of_kind = |(kind, indices): (ActivityKind, Vec<u16>)| {
        let sole = if let [one] = indices.as_slice() { Some(*one).filter(|one| plain(*one)) } else { None };
        KindTags { kind, tags: indices.into(), sole }
    };
    kinds.into_iter().map(of_kind).collect()
}

fn steps(engagements: &[EngagementRule], timings: &[TimingRule]) -> usize {
    let windows = engagements.iter().filter(|rule| rule.within < u64::MAX && matches!(rule.decay, Decay::None));
    let payments = windows.map(|rule| usize::from(rule.times)).fold(0, usize::saturating_add);
    let dates = timings.iter().map(|rule| rule.ahead.len().saturating_add(rule.missed.len()).saturating_add(1));
    payments.saturating_add(dates.fold(0, usize::saturating_add))
}

/// Parts of 10^12; exact, because a rate has at most 12 decimal places.
pub(crate) fn parts(rate: Rate) -> u64 {
    let whole = rust_decimal::Decimal::from(RATE_PARTS);
    rate.value().checked_mul(whole).and_then(|parts| parts.to_u64()).unwrap_or(RATE_PARTS)
}

/// A position; the bounds on counts keep it far below the end of its type.
pub(crate) fn small(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}

pub(crate) fn tiny(position: usize) -> u8 {
    u8::try_from(position).unwrap_or(u8::MAX)
}
