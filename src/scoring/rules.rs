//! The checked scoring policy: names resolved to small numbers, everything in the order in which it is read.

use alloc::boxed::Box;

use crate::scoring::combine::Profile;
use crate::scoring::decay::Decay;
use crate::scoring::dense::Plan;
use crate::scoring::draft::OncePer;
use crate::scoring::holds::{Condition, Test};
use crate::scoring::index::Index;
use crate::values::{
    ActivityKind, DimensionName, FieldName, GroupName, Points, ProfileName, RuleName, TagName, UtcOffset,
};

/// A checked scoring policy: it tags activities and profiles, and scores what a lead has kept.
///
/// Made by [`ScoringDraft::check`](crate::scoring::ScoringDraft::check) only; it cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scoring {
    pub(crate) offset: UtcOffset,
    /// In the order of fingerprints.
    pub(crate) tags: Box<[Tag]>,
    pub(crate) tag_index: Index,
    /// In the order of kinds.
    pub(crate) kinds: Box<[KindTags]>,
    pub(crate) kind_index: Index,
    /// In the order of names.
    pub(crate) fits: Box<[FitRule]>,
    /// In the order of keys: what each met fit rule gives.
    pub(crate) fit_points: Box<[FitPoints]>,
    pub(crate) fit_index: Index,
    /// In the order of tags.
    pub(crate) engagements: Box<[EngagementRule]>,
    /// For each of them.
    pub(crate) plans: Box<[Plan]>,
    /// In the order of fingerprints.
    pub(crate) timings: Box<[TimingRule]>,
    /// How often points can change at once, if nothing happens.
    pub(crate) steps: usize,
    /// All rules, in the order of reports.
    pub(crate) outline: Box<[Line]>,
    pub(crate) groups: Box<[Group]>,
    pub(crate) dimensions: Box<[Dimension]>,
    pub(crate) profiles: Box<[Profile]>,
    pub(crate) promotes: u8,
    pub(crate) raising_kinds: Box<[ActivityKind]>,
    pub(crate) raising_tags: Box<[u16]>,
}

/// What an activity of a kind may earn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KindTags {
    pub(crate) kind: ActivityKind,
    pub(crate) tags: Box<[u16]>,
    /// The one tag of the kind, if every activity earns it, and every one counts.
    pub(crate) sole: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: TagName,
    pub(crate) key: u64,
    pub(crate) keep: u16,
    pub(crate) when: Option<Condition>,
    pub(crate) once_per: Option<OncePer>,
    /// Seconds; at least 1.
    pub(crate) period: Option<u64>,
    /// The kinds, for comparing two policies.
    pub(crate) kinds: Box<[ActivityKind]>,
    /// First and one past the last of its rules in `Scoring::engagements`.
    pub(crate) rules: (u16, u16),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FitRule {
    pub(crate) name: RuleName,
    pub(crate) group: u8,
    pub(crate) test: FitTest,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FitTest {
    When { condition: Condition, points: i64 },
    Bands { field: FieldName, bands: Box<[(Test, i64)]>, otherwise: Option<i64> },
}

/// What a met fit rule (or one of its bands) gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FitPoints {
    pub(crate) key: u64,
    pub(crate) points: i64,
    pub(crate) rule: u16,
    pub(crate) group: u8,
    /// The place of the rule among all, by name.
    pub(crate) order: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EngagementRule {
    pub(crate) name: RuleName,
    pub(crate) tag: u16,
    pub(crate) group: u8,
    pub(crate) order: u16,
    pub(crate) lasting: bool,
    pub(crate) points: i64,
    /// Every so many occurrences make one payment; at least 1.
    pub(crate) every: u16,
    /// Payments at most.
    pub(crate) times: u16,
    /// Whether the rule itself says so, and not only how many occurrences its tag keeps.
    pub(crate) limited: bool,
    /// Seconds: only ages below count.
    pub(crate) within: u64,
    pub(crate) decay: Decay,
    /// The most in either direction.
    pub(crate) cap: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimingRule {
    pub(crate) name: RuleName,
    pub(crate) key: u64,
    pub(crate) group: u8,
    pub(crate) order: u16,
    pub(crate) field: FieldName,
    /// (seconds left at most, points); seconds rise.
    pub(crate) ahead: Box<[(u64, i64)]>,
    /// (seconds missed less than, points); seconds rise.
    pub(crate) missed: Box<[(u64, i64)]>,
}

/// A rule, where a report lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) dimension: u8,
    pub(crate) group: u8,
    /// The place of the rule among all, by name.
    pub(crate) order: u16,
    pub(crate) rule: LineRule,
}

/// The place of the rule among those of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineRule {
    Fit {
        rule: u16,
        /// Where its points stand, if there is only one place.
        points: Option<u16>,
    },
    Engagement(u16),
    Timing(u16),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) name: GroupName,
    pub(crate) dimension: u8,
    pub(crate) bounds: Bounds,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dimension {
    pub(crate) name: DimensionName,
    pub(crate) bounds: Bounds,
}

/// Floor and cap in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) floor: i64,
    pub(crate) cap: i64,
}

impl Bounds {
    #[inline]
    pub(crate) fn hold(self, value: i64) -> i64 {
        value.min(self.cap).max(self.floor)
    }
}

impl Scoring {
    /// The names of the dimensions, in the order in which a [`Score`](crate::scoring::Score) holds them.
    #[must_use]
    pub fn dimensions(&self) -> impl ExactSizeIterator<Item = &DimensionName> {
        self.dimensions.iter().map(|dimension| &dimension.name)
    }

    /// The names of the score profiles.
    #[must_use]
    pub fn profiles(&self) -> impl ExactSizeIterator<Item = &ProfileName> {
        self.profiles.iter().map(|profile| &profile.name)
    }

    /// The name of the profile that promotes and demotes leads.
    #[must_use]
    pub fn promotes(&self) -> Option<&ProfileName> {
        self.profile(self.promotes).map(|profile| &profile.name)
    }

    /// The total at which the promoting profile lets a lead enter.
    #[must_use]
    pub fn enter(&self) -> Points {
        self.profile(self.promotes).map_or(Points::MAX, |profile| Points::saturating(profile.enter))
    }

    /// The total under which the promoting profile lets an untouched MQL fall back.
    #[must_use]
    pub fn exit(&self) -> Points {
        self.profile(self.promotes).map_or(Points::MIN, |profile| Points::saturating(profile.exit))
    }

    /// The names of the tags that activities can earn, in no particular order.
    #[must_use]
    pub fn tags(&self) -> impl ExactSizeIterator<Item = &TagName> {
        self.tags.iter().map(|tag| &tag.name)
    }

    #[inline]
    pub(crate) fn profile(&self, index: u8) -> Option<&Profile> {
        self.profiles.get(usize::from(index))
    }

    pub(crate) fn profile_named(&self, name: &str) -> Option<u8> {
        let index = self.profiles.iter().position(|profile| profile.name.as_str() == name)?;
        u8::try_from(index).ok()
    }

    /// The rules that weigh a tag.
    pub(crate) fn rules_of(&self, tag: &Tag) -> &[EngagementRule] {
        let (first, end) = tag.rules;
        self.engagements.get(usize::from(first)..usize::from(end)).unwrap_or(&[])
    }

    pub(crate) fn tag_named(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name.as_str() == name)
    }
}
