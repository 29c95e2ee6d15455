//! The explanation of a score: every contribution, every loss, every bound; the parts sum exactly to the whole.

use alloc::vec::Vec;
use serde::Serialize;

use crate::scoring::language::standing::Standing;
use crate::values::{DimensionName, GroupName, Instant, Points, ProfileName, Rank, Rate, RuleName, TagName};

/// Why a score is what it is. Its names belong to the [`Scoring`](crate::scoring::Scoring) that made it.
///
/// Made by [`Scoring::explain`](crate::scoring::Scoring::explain). `Display` is the default wording, as a tree.
///
/// Contributions sum exactly to their group, groups to their dimension; what a bound adds or takes is stated at each
/// level; how dimensions combine is a node of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ScoreReport<'a> {
    /// The instant of the score.
    pub at: Instant,
    /// The score profile.
    pub profile: &'a ProfileName,
    /// Every rule that gave or took something, in the order of dimensions, groups and rule names.
    pub contributions: Vec<Contribution<'a>>,
    /// The instants of all awards; each contribution names its part. See [`ScoreReport::instants`].
    pub instants: Vec<Instant>,
    /// Every group.
    pub groups: Vec<GroupReport<'a>>,
    /// Every dimension.
    pub dimensions: Vec<DimensionReport<'a>>,
    /// How dimensions combine.
    pub combination: Combination<'a>,
    /// Where the total stands against the thresholds.
    pub standing: Standing,
}

/// What one rule gave: `value` = `raw` − `decay_loss` − `cap_loss`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Contribution<'a> {
    /// The rule.
    pub rule: &'a RuleName,
    /// What it weighs.
    pub source: Source<'a>,
    /// Its group.
    pub group: &'a GroupName,
    /// The dimension of its group.
    pub dimension: &'a DimensionName,
    /// How many awards it made.
    pub awards: u16,
    /// The place of its first award in [`ScoreReport::instants`] (rules without instants: 0).
    pub first: u32,
    /// The points of all awards, undecayed.
    pub raw: Points,
    /// What age and recycling took of them, rounding included.
    pub decay_loss: Points,
    /// What the rule's cap took.
    pub cap_loss: Points,
    /// What is left.
    pub value: Points,
    /// The places of its dimension and group in the policy, and of the rule among all by name.
    pub place: (u8, u8, u16),
}

/// What a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Source<'a> {
    /// The profile.
    Fit,
    /// Occurrences of a tag.
    Engagement {
        /// The tag.
        tag: &'a TagName,
        /// Whether the tag had more occurrences than it keeps, and this rule looked at all that are kept and would have
        /// looked further: more may have counted. What an earlier policy forgot is told by
        /// [`Scoring::thin_rules`](crate::scoring::Scoring::thin_rules).
        cut: bool,
    },
    /// A stated date.
    Timing {
        /// The end of the stated day.
        until: Instant,
    },
}

/// A group: `sum` of its contributions, `value` within its floor and cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct GroupReport<'a> {
    /// The group.
    pub group: &'a GroupName,
    /// Its dimension.
    pub dimension: &'a DimensionName,
    /// The sum of its contributions.
    pub sum: Points,
    /// Within floor and cap.
    pub value: Points,
}

/// A dimension: `sum` of its groups, `value` within its floor and cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DimensionReport<'a> {
    /// The dimension.
    pub dimension: &'a DimensionName,
    /// The sum of its groups.
    pub sum: Points,
    /// Within floor and cap.
    pub value: Points,
}

/// How dimensions combine into the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Combination<'a> {
    /// The formula.
    pub formula: Formula,
    /// The dimensions that it takes, with their values and shares.
    pub operands: Vec<Operand<'a>>,
    /// Its result, rounded once to a thousandth, half away from zero.
    pub result: Points,
    /// The total: the result within the profile's floor and cap.
    pub total: Points,
    /// The rank.
    pub rank: Rank,
}

/// The formula by which dimensions combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Formula {
    /// Their sum.
    Sum,
    /// Their sum, each at its share.
    Weighted,
    /// Their product; every factor but the first is divided by `per` points.
    Product {
        /// The divisor.
        per: Points,
    },
    /// A table: row 0 is A, column 0 is 1.
    Matrix {
        /// The row.
        row: u8,
        /// The column.
        column: u8,
    },
}

/// A dimension in a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Operand<'a> {
    /// The dimension.
    pub dimension: &'a DimensionName,
    /// Its value.
    pub value: Points,
    /// Its share, in a weighted sum.
    pub share: Option<Rate>,
}

impl<'a> ScoreReport<'a> {
    /// The instants of a contribution's awards, newest first; none for fit and timing rules.
    #[must_use]
    pub fn instants(&self, contribution: &Contribution<'_>) -> &[Instant] {
        if !matches!(contribution.source, Source::Engagement { .. }) {
            return &[];
        }
        let first = usize::try_from(contribution.first).unwrap_or(usize::MAX);
        self.instants.get(first..first.saturating_add(usize::from(contribution.awards))).unwrap_or(&[])
    }

    /// The contributions that speak for the lead, the strongest first.
    #[must_use]
    pub fn reasons_for(&self) -> Vec<&Contribution<'a>> {
        self.reasons(|value| value > Points::ZERO)
    }

    /// The contributions that speak against the lead, the strongest first.
    #[must_use]
    pub fn reasons_against(&self) -> Vec<&Contribution<'a>> {
        self.reasons(|value| value < Points::ZERO)
    }

    fn reasons(&self, wanted: impl Fn(Points) -> bool) -> Vec<&Contribution<'a>> {
        let mut reasons: Vec<_> = self.contributions.iter().filter(|c| wanted(c.value)).collect();
        reasons.sort_by_key(|c| core::cmp::Reverse(c.value.thousandths().unsigned_abs()));
        reasons
    }

    /// The rules whose tag had more occurrences than it keeps, so that more may have counted.
    pub fn cut(&self) -> impl Iterator<Item = &Contribution<'a>> {
        self.contributions.iter().filter(|c| matches!(c.source, Source::Engagement { cut: true, .. }))
    }
}
