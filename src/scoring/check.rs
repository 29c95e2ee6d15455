//! From the draft to the checked policy: every fault is collected.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;
use core::fmt::Display;

use crate::scoring::bounds;
use crate::scoring::combine::{Combine, Matrix, Profile};
use crate::scoring::condition::{Checker, Test};
use crate::scoring::decay::{Decay, RATE_PARTS};
use crate::scoring::draft::{
    BandDraft, BandsDraft, CombineDraft, Count, DecayDraft, EngagementDraft, MatrixDraft, OncePer,
    ProductDraft, ProfileDraft, RuleDraft, ScoringDraft, TagDraft, TimingDraft, TimingStep,
};
use crate::scoring::rules::{
    Bounds, Dimension, EngagementRule, FitPoints, FitRule, FitTest, Group, Scoring, Tag, TimingRule,
};
use crate::scoring::tagging::fit_key;
use crate::values::limits::Limit;
use crate::values::{
    ActivityKind, DimensionName, FaultCode, Faults, FieldCatalog, FieldKind, GroupName, Path,
    Points, ProfileName, Rate, RuleName, Span, TagName, UtcOffset,
};
use rust_decimal::prelude::ToPrimitive as _;

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
        let mut check = Check {
            draft: self,
            catalog,
            path,
            faults,
        };
        let scoring = check.scoring(offset);
        (faults.len() == before).then_some(scoring)
    }
}

struct Check<'a> {
    draft: &'a ScoringDraft,
    catalog: &'a FieldCatalog,
    path: &'a Path,
    faults: &'a mut Faults,
}

/// What the rules become, before they are put in order.
#[derive(Default)]
struct Rules {
    fits: Vec<FitRule>,
    fit_points: Vec<FitPoints>,
    engagements: Vec<EngagementRule>,
    timings: Vec<TimingRule>,
}

impl Check<'_> {
    fn scoring(&mut self, offset: UtcOffset) -> Scoring {
        let (dimensions, groups) = (self.dimensions(), self.groups());
        let mut tags = self.tags();
        let mut rules = self.rules(&tags);
        rules.fit_points.sort_by_key(|fit| fit.key);
        rules
            .engagements
            .sort_by(|x, y| (x.tag, &x.name).cmp(&(y.tag, &y.name)));
        rules.timings.sort_by_key(|timing| timing.key);
        for (index, tag) in tags.iter_mut().enumerate() {
            let before = |rule: &EngagementRule| usize::from(rule.tag) < index;
            let upto = |rule: &EngagementRule| usize::from(rule.tag) <= index;
            let (first, end) = (
                rules.engagements.partition_point(before),
                rules.engagements.partition_point(upto),
            );
            tag.rules = (small(first), small(end));
        }
        self.collisions(&tags, &rules);
        let profiles = self.profiles();
        let promotes = self.promotes();
        let raising_tags = self.raising_tags(&tags);
        Scoring {
            offset,
            kinds: by_kind(&tags),
            tags: tags.into(),
            fits: rules.fits.into(),
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

    fn count(&mut self, limit: Limit, got: usize, key: &str) {
        if !limit.admits_len(got) {
            self.faults
                .add(FaultCode::OutOfRange, &self.path.key(key), limit, got);
        }
    }

    fn tags(&mut self) -> Vec<Tag> {
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

    fn tag(&mut self, name: &TagName, draft: &TagDraft, path: &Path) -> Tag {
        if draft.kinds.is_empty() {
            self.faults.add(
                FaultCode::Missing,
                &path.key("kinds"),
                "at least one kind of activity",
                "none",
            );
        }
        if !bounds::KEEP.admits(draft.keep) {
            self.faults.add(
                FaultCode::OutOfRange,
                &path.key("keep"),
                bounds::KEEP,
                draft.keep,
            );
        }
        let mut checker = Checker {
            catalog: self.catalog,
            faults: self.faults,
            declared: false,
        };
        let when = draft
            .when
            .as_ref()
            .and_then(|when| checker.condition(when, &path.key("when")));
        if let Some(OncePer::Field(field)) = &draft.once_per {
            checker.kind(field, &path.key("once_per").key("field"));
        }
        let period = draft
            .one_per_period
            .map(|span| self.positive(span, &path.key("one_per_period")));
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

    fn positive(&mut self, span: Span, path: &Path) -> u64 {
        if span.seconds() == 0 {
            self.faults.add(
                FaultCode::OutOfRange,
                path,
                "a span of at least `1s`",
                format!("`{span}`"),
            );
        }
        span.seconds().max(1)
    }

    fn rules(&mut self, tags: &[Tag]) -> Rules {
        self.count(bounds::RULES, self.draft.rules.len(), "rules");
        let mut rules = Rules::default();
        let draft = self.draft;
        for (name, rule) in &draft.rules {
            let path = self.path.key("rules").key(name.as_str());
            match rule {
                RuleDraft::Fit(fit) => {
                    let path = path.key("fit");
                    let group = self.group(&fit.group, &path);
                    let points = self.points(fit.points, &path.key("points"));
                    let mut checker = Checker {
                        catalog: self.catalog,
                        faults: self.faults,
                        declared: true,
                    };
                    if let Some(condition) = checker.condition(&fit.when, &path.key("when")) {
                        let rule = small(rules.fits.len());
                        rules.fit_points.push(FitPoints {
                            key: fit_key(name, None),
                            points,
                            rule,
                            group,
                        });
                        rules.fits.push(FitRule {
                            name: name.clone(),
                            group,
                            test: FitTest::When { condition, points },
                        });
                    }
                }
                RuleDraft::Bands(bands) => self.bands(name, bands, &path.key("bands"), &mut rules),
                RuleDraft::Engagement(engagement) => {
                    let rule = self.engagement(name, engagement, tags, &path.key("engagement"));
                    rules.engagements.push(rule);
                }
                RuleDraft::Timing(timing) => {
                    let rule = self.timing(name, timing, &path.key("timing"));
                    rules.timings.push(rule);
                }
            }
        }
        rules
    }

    fn bands(&mut self, name: &RuleName, draft: &BandsDraft, path: &Path, rules: &mut Rules) {
        let group = self.group(&draft.group, path);
        let rule = small(rules.fits.len());
        let mut points = |me: &mut Self, band: Option<usize>, points: Points, path: &Path| {
            let points = me.points(points, path);
            rules.fit_points.push(FitPoints {
                key: fit_key(name, Some(band)),
                points,
                rule,
                group,
            });
            points
        };
        if draft.bands.is_empty() || !bounds::BANDS.admits_len(draft.bands.len()) {
            self.faults.add(
                FaultCode::OutOfRange,
                &path.key("bands"),
                "1 to 64 bands",
                draft.bands.len(),
            );
        }
        let otherwise = draft
            .otherwise
            .map(|p| points(self, None, p, &path.key("otherwise")));
        let mut checker = Checker {
            catalog: self.catalog,
            faults: self.faults,
            declared: true,
        };
        let Some(Some(kind)) = checker.kind(&draft.field, &path.key("field")) else {
            return;
        };
        let mut bands = Vec::new();
        for (index, band) in draft.bands.iter().enumerate() {
            let path = path.key("bands").index(index);
            let given = points(self, Some(index), band.points, &path.key("points"));
            if let Some(test) = self.band(kind, band, &path) {
                bands.push((test, given));
            }
        }
        let test = FitTest::Bands {
            field: draft.field.clone(),
            bands: bands.into(),
            otherwise,
        };
        rules.fits.push(FitRule {
            name: name.clone(),
            group,
            test,
        });
    }

    fn band(&mut self, kind: FieldKind, band: &BandDraft, path: &Path) -> Option<Test> {
        let mut checker = Checker {
            catalog: self.catalog,
            faults: self.faults,
            declared: true,
        };
        let ranged = band.from.is_some() || band.to.is_some();
        match (ranged, band.one_of.is_empty()) {
            (true, true) => checker.range(kind, band.from.as_ref(), band.to.as_ref(), path),
            (false, false) => checker.one_of(kind, &band.one_of, &path.key("one_of")),
            (both, _) => {
                let got = if both { "both" } else { "neither" };
                self.faults.add(
                    FaultCode::Conflict,
                    path,
                    "a range (`from`, `to`) or `one_of`",
                    got,
                );
                None
            }
        }
    }

    fn engagement(
        &mut self,
        name: &RuleName,
        draft: &EngagementDraft,
        tags: &[Tag],
        path: &Path,
    ) -> EngagementRule {
        let position = tags.iter().position(|tag| tag.name == draft.tag);
        let keep = position
            .and_then(|index| tags.get(index))
            .map_or(u16::MAX, |tag| tag.keep);
        if position.is_none() {
            let known = tags.iter().map(|tag| tag.name.as_str());
            self.faults.unknown(
                &path.key("tag"),
                "a declared tag",
                draft.tag.as_str(),
                known,
            );
        }
        let newest = draft.newest.unwrap_or(keep);
        if newest == 0 || newest > keep {
            let expected = format!("1 to {keep}, which the tag keeps");
            self.faults
                .add(FaultCode::OutOfRange, &path.key("newest"), expected, newest);
        }
        let every = match draft.count {
            Count::Each => 1,
            Count::Every(n) | Count::AtLeast(n) => n,
        };
        if every == 0 || every > newest {
            let expected =
                format!("1 to {newest}: the tag keeps {keep} and the rule looks at {newest}");
            self.faults
                .add(FaultCode::OutOfRange, &path.key("count"), expected, every);
        }
        let within = draft
            .within
            .map_or(u64::MAX, |span| self.positive(span, &path.key("within")));
        let expires = draft.expires_after.map_or(u64::MAX, |span| {
            self.positive(span, &path.key("expires_after"))
        });
        let cap = draft.cap.map_or(i64::MAX, |cap| {
            if cap <= Points::ZERO {
                self.faults.add(
                    FaultCode::OutOfRange,
                    &path.key("cap"),
                    "a positive number of points",
                    cap,
                );
            }
            cap.thousandths().saturating_abs()
        });
        EngagementRule {
            name: name.clone(),
            tag: position.map_or(0, small),
            group: self.group(&draft.group, path),
            lasting: draft.lasting,
            points: self.points(draft.points, &path.key("points")),
            every: every.max(1),
            times: match draft.count {
                Count::AtLeast(_) => 1,
                Count::Each | Count::Every(_) => newest.checked_div(every).unwrap_or(0),
            },
            once: matches!(draft.count, Count::AtLeast(_)),
            within: within.min(expires),
            decay: self.decay(&draft.decay, &path.key("decay")),
            cap,
        }
    }

    fn decay(&mut self, draft: &DecayDraft, path: &Path) -> Decay {
        match draft {
            DecayDraft::None => Decay::None,
            DecayDraft::Linear(span) => Decay::Linear(self.positive(*span, &path.key("linear"))),
            DecayDraft::HalfLife(span) => {
                if !bounds::HALF_LIFE_SECONDS.admits(span.seconds()) {
                    let (limit, path) = (bounds::HALF_LIFE_SECONDS, path.key("half_life"));
                    self.faults
                        .add(FaultCode::OutOfRange, &path, limit, format!("`{span}`"));
                }
                Decay::HalfLife(span.seconds().clamp(60, 50 * 366 * 86_400))
            }
            DecayDraft::Steps(steps) => {
                let path = path.key("steps");
                if steps.is_empty() || !bounds::BANDS.admits_len(steps.len()) {
                    self.faults
                        .add(FaultCode::OutOfRange, &path, "1 to 64 steps", steps.len());
                }
                for (index, pair) in steps.windows(2).enumerate() {
                    if let [one, next] = pair {
                        if next.from <= one.from || next.keeps > one.keeps {
                            let at = path.index(index.saturating_add(1));
                            self.faults.add(
                                FaultCode::Order,
                                &at,
                                "a later age that keeps no more",
                                "neither or one of them",
                            );
                        }
                    }
                }
                Decay::Steps(
                    steps
                        .iter()
                        .map(|step| (step.from.seconds(), parts(step.keeps)))
                        .collect(),
                )
            }
        }
    }

    fn timing(&mut self, name: &RuleName, draft: &TimingDraft, path: &Path) -> TimingRule {
        let mut checker = Checker {
            catalog: self.catalog,
            faults: self.faults,
            declared: true,
        };
        if let Some(Some(kind)) = checker.kind(&draft.field, &path.key("field")) {
            if kind != FieldKind::Date {
                self.faults.add(
                    FaultCode::WrongType,
                    &path.key("field"),
                    "a date field",
                    format!("a {kind} field"),
                );
            }
        }
        if draft.ahead.is_empty() && draft.missed.is_empty() {
            self.faults.add(
                FaultCode::Missing,
                path,
                "steps in `ahead` or `missed`",
                "none",
            );
        }
        TimingRule {
            name: name.clone(),
            key: name.fingerprint().to_bits(),
            group: self.group(&draft.group, path),
            field: draft.field.clone(),
            ahead: self.steps(&draft.ahead, &path.key("ahead")),
            missed: self.steps(&draft.missed, &path.key("missed")),
        }
    }

    fn steps(&mut self, steps: &[TimingStep], path: &Path) -> Box<[(u64, i64)]> {
        if !bounds::BANDS.admits_len(steps.len()) {
            self.faults
                .add(FaultCode::OutOfRange, path, bounds::BANDS, steps.len());
        }
        let mut last = 0;
        let mut checked = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            let path = path.index(index);
            if step.up_to.seconds() <= last {
                let got = format!("`{}`", step.up_to);
                self.faults.add(
                    FaultCode::Order,
                    &path.key("up_to"),
                    "a longer span than the step before",
                    got,
                );
            }
            last = step.up_to.seconds();
            checked.push((last, self.points(step.points, &path.key("points"))));
        }
        checked.into()
    }

    fn points(&mut self, points: Points, path: &Path) -> i64 {
        if !bounds::RULE_THOUSANDTHS.admits(points.thousandths()) {
            let expected = "at most 1,000,000 points either way";
            self.faults
                .add(FaultCode::OutOfRange, path, expected, points);
        }
        points.thousandths()
    }

    fn group(&mut self, name: &GroupName, path: &Path) -> u8 {
        let position = self.draft.groups.keys().position(|group| group == name);
        if position.is_none() {
            let known = self.draft.groups.keys().map(GroupName::as_str);
            self.faults
                .unknown(&path.key("group"), "a declared group", name.as_str(), known);
        }
        position.map_or(0, tiny)
    }

    fn dimension(&mut self, name: &DimensionName, path: &Path) -> u8 {
        let position = self
            .draft
            .dimensions
            .keys()
            .position(|dimension| dimension == name);
        if position.is_none() {
            let known = self.draft.dimensions.keys().map(DimensionName::as_str);
            self.faults
                .unknown(path, "a declared dimension", name.as_str(), known);
        }
        position.map_or(0, tiny)
    }

    fn bounds(&mut self, floor: Option<Points>, cap: Option<Points>, path: &Path) -> Bounds {
        let (floor, cap) = (floor.unwrap_or(Points::MIN), cap.unwrap_or(Points::MAX));
        if floor > cap {
            self.faults.add(
                FaultCode::Order,
                path,
                "a `floor` of at most the `cap`",
                format!("{floor} over {cap}"),
            );
        }
        Bounds {
            floor: floor.thousandths(),
            cap: cap.thousandths(),
        }
    }

    fn groups(&mut self) -> Vec<Group> {
        self.count(bounds::GROUPS, self.draft.groups.len(), "groups");
        let draft = self.draft;
        let mut groups = Vec::new();
        for (name, group) in &draft.groups {
            let path = self.path.key("groups").key(name.as_str());
            let dimension = self.dimension(&group.dimension, &path.key("dimension"));
            let bounds = self.bounds(group.floor, group.cap, &path);
            groups.push(Group {
                name: name.clone(),
                dimension,
                bounds,
            });
        }
        groups
    }

    fn dimensions(&mut self) -> Vec<Dimension> {
        self.count(
            bounds::DIMENSIONS,
            self.draft.dimensions.len(),
            "dimensions",
        );
        let draft = self.draft;
        let mut dimensions = Vec::new();
        for (name, dimension) in &draft.dimensions {
            let path = self.path.key("dimensions").key(name.as_str());
            let bounds = self.bounds(dimension.floor, dimension.cap, &path);
            dimensions.push(Dimension {
                name: name.clone(),
                bounds,
            });
        }
        dimensions
    }

    fn profiles(&mut self) -> Vec<Profile> {
        self.count(bounds::PROFILES, self.draft.profiles.len(), "profiles");
        let draft = self.draft;
        let mut profiles = Vec::new();
        for (name, profile) in &draft.profiles {
            let path = self.path.key("profiles").key(name.as_str());
            if let Some(combine) = self.combine(&profile.combine, &path.key("combine")) {
                profiles.push(self.profile(name, profile, combine, &path));
            }
        }
        profiles
    }

    fn profile(
        &mut self,
        name: &ProfileName,
        draft: &ProfileDraft,
        combine: Combine,
        path: &Path,
    ) -> Profile {
        let exit = draft.exit.unwrap_or(draft.enter);
        if exit > draft.enter {
            let got = format!("exit {exit} over enter {}", draft.enter);
            self.faults.add(
                FaultCode::Order,
                &path.key("exit"),
                "`exit` of at most `enter`",
                got,
            );
        }
        if let Some(ranks) = draft.ranks {
            if ranks.a < ranks.b {
                let got = format!("a {} under b {}", ranks.a, ranks.b);
                self.faults.add(
                    FaultCode::Order,
                    &path.key("ranks"),
                    "`a` of at least `b`",
                    got,
                );
            }
            if matches!(combine, Combine::Matrix(_)) {
                let expected = "no `ranks`: the matrix gives its own";
                self.faults
                    .add(FaultCode::Conflict, &path.key("ranks"), expected, "both");
            }
        }
        let mut minima = Vec::new();
        for (dimension, points) in &draft.minima {
            let path = path.key("minima").key(dimension.as_str());
            minima.push((self.dimension(dimension, &path), points.thousandths()));
        }
        Profile {
            name: name.clone(),
            combine,
            bounds: self.bounds(draft.floor, draft.cap, path),
            enter: draft.enter.thousandths(),
            exit: exit.thousandths(),
            minima: minima.into(),
            ranks: draft
                .ranks
                .map(|ranks| (ranks.a.thousandths(), ranks.b.thousandths())),
        }
    }

    fn combine(&mut self, draft: &CombineDraft, path: &Path) -> Option<Combine> {
        match draft {
            CombineDraft::Sum(of) => {
                let path = path.key("sum");
                self.some(of.len(), &path);
                Some(Combine::Sum(
                    of.iter().map(|name| self.dimension(name, &path)).collect(),
                ))
            }
            CombineDraft::Weighted(of) => {
                let path = path.key("weighted");
                self.some(of.len(), &path);
                let mut weigh = |(name, rate): (&DimensionName, &Rate)| {
                    (self.dimension(name, &path), parts(*rate))
                };
                Some(Combine::Weighted(of.iter().map(&mut weigh).collect()))
            }
            CombineDraft::Product(product) => self.product(product, &path.key("product")),
            CombineDraft::Matrix(matrix) => Some(self.matrix(matrix, &path.key("matrix"))),
        }
    }

    fn some(&mut self, count: usize, path: &Path) {
        if count == 0 {
            self.faults
                .add(FaultCode::Missing, path, "at least one dimension", "none");
        }
    }

    fn product(&mut self, draft: &ProductDraft, path: &Path) -> Option<Combine> {
        if !(2..=3).contains(&draft.of.len()) {
            self.faults.add(
                FaultCode::OutOfRange,
                &path.key("of"),
                "two or three dimensions",
                draft.of.len(),
            );
            return None;
        }
        let per = draft.per.unwrap_or(Points::from_int(1));
        if per <= Points::ZERO {
            self.faults.add(
                FaultCode::OutOfRange,
                &path.key("per"),
                "a positive number of points",
                per,
            );
        }
        let mut of = Vec::new();
        for (index, name) in draft.of.iter().enumerate() {
            let path = path.key("of").index(index);
            let dimension = self.dimension(name, &path);
            let floor = self.draft.dimensions.get(name).map(|d| d.floor);
            if floor.is_some_and(|floor| floor.is_none_or(|floor| floor < Points::ZERO)) {
                let expected = format!("dimension `{name}` with a floor of at least 0");
                self.faults.add(
                    FaultCode::Conflict,
                    &path,
                    expected,
                    "a dimension that can be negative",
                );
            }
            if of.contains(&dimension) {
                self.faults.add(
                    FaultCode::Duplicate,
                    &path,
                    "different dimensions",
                    format!("`{name}` twice"),
                );
            }
            of.push(dimension);
        }
        Some(Combine::Product {
            of: of.into(),
            per: per.thousandths(),
        })
    }

    fn matrix(&mut self, draft: &MatrixDraft, path: &Path) -> Combine {
        for (key, [first, second]) in [
            ("rows_from", draft.rows_from),
            ("columns_from", draft.columns_from),
        ] {
            if first <= second {
                let got = format!("{first} then {second}");
                self.faults.add(
                    FaultCode::Order,
                    &path.key(key),
                    "the better grade's points first",
                    got,
                );
            }
        }
        if draft.rows == draft.columns {
            let got = format!("`{}` twice", draft.rows);
            self.faults
                .add(FaultCode::Duplicate, path, "two different dimensions", got);
        }
        Combine::Matrix(Box::new(Matrix {
            rows: self.dimension(&draft.rows, &path.key("rows")),
            rows_from: draft.rows_from.map(Points::thousandths),
            columns: self.dimension(&draft.columns, &path.key("columns")),
            columns_from: draft.columns_from.map(Points::thousandths),
            totals: draft.totals.map(|row| row.map(Points::thousandths)),
            ranks: draft.ranks,
        }))
    }

    fn promotes(&mut self) -> u8 {
        let draft = self.draft;
        let path = self.path.key("promotes");
        let Some(promotes) = &draft.promotes else {
            if draft.profiles.len() > 1 {
                self.faults.add(
                    FaultCode::Missing,
                    &path,
                    "the profile that promotes, as there are several",
                    "none",
                );
            }
            return 0;
        };
        let position = draft.profiles.keys().position(|name| name == promotes);
        if position.is_none() {
            let known = draft.profiles.keys().map(ProfileName::as_str);
            self.faults
                .unknown(&path, "a declared score profile", promotes.as_str(), known);
        }
        position.map_or(0, tiny)
    }

    fn raising_tags(&mut self, tags: &[Tag]) -> Box<[u16]> {
        let draft = self.draft;
        let path = self.path.key("hand_raise").key("tags");
        let mut raising = Vec::new();
        for name in &draft.hand_raise.tags {
            match tags.iter().position(|tag| tag.name == *name) {
                Some(index) => raising.push(small(index)),
                None => {
                    let known = tags.iter().map(|tag| tag.name.as_str());
                    self.faults
                        .unknown(&path, "a declared tag", name.as_str(), known);
                }
            }
        }
        raising.into()
    }

    /// Stored states know names by fingerprint only: two names with one fingerprint would be one.
    fn collisions(&mut self, tags: &[Tag], rules: &Rules) {
        let mut seen: BTreeMap<u64, Option<usize>> = BTreeMap::new();
        for tag in tags {
            if seen.insert(tag.key, None).is_some() {
                collide(self.faults, &self.path.key("tags"), &tag.name);
            }
        }
        let mut seen: BTreeMap<u64, ()> = BTreeMap::new();
        let fits = rules.fit_points.iter().map(|fit| {
            (
                fit.key,
                rules.fits.get(usize::from(fit.rule)).map(|r| &r.name),
            )
        });
        let timings = rules
            .timings
            .iter()
            .map(|timing| (timing.key, Some(&timing.name)));
        for (key, name) in fits.chain(timings) {
            if seen.insert(key, ()).is_some() {
                if let Some(name) = name {
                    collide(self.faults, &self.path.key("rules"), name);
                }
            }
        }
    }
}

fn collide(faults: &mut Faults, path: &Path, name: &impl Display) {
    let got = format!("`{name}`, which shares one with another");
    faults.add(
        FaultCode::Collision,
        path,
        "names with different fingerprints: rename one",
        got,
    );
}

fn by_kind(tags: &[Tag]) -> Box<[(ActivityKind, Box<[u16]>)]> {
    let mut kinds: BTreeMap<ActivityKind, Vec<u16>> = BTreeMap::new();
    for (index, tag) in tags.iter().enumerate() {
        for kind in &tag.kinds {
            kinds.entry(kind.clone()).or_default().push(small(index));
        }
    }
    kinds
        .into_iter()
        .map(|(kind, tags)| (kind, tags.into()))
        .collect()
}

/// Parts of 10^12; exact, because a rate has at most 12 decimal places.
fn parts(rate: Rate) -> u64 {
    let whole = rust_decimal::Decimal::from(RATE_PARTS);
    rate.value()
        .checked_mul(whole)
        .and_then(|parts| parts.to_u64())
        .unwrap_or(RATE_PARTS)
}

/// A position; the bounds on counts keep it far below the end of its type.
fn small(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}

fn tiny(position: usize) -> u8 {
    u8::try_from(position).unwrap_or(u8::MAX)
}
