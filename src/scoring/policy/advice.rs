//! What is advised on the rules of scoring.

use serde::Serialize;

use crate::scoring::policy::lint_code::ScoringLintCode;
use crate::values::Points;

/// What is advised on the rules of scoring. `Display` is the default wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ScoringAdvice {
    /// No activity can meet the condition of a tag.
    NoActivityMeets,
    /// No profile can meet the condition of a rule.
    NoProfileMeets,
    /// A rule gives no points.
    NoPoints,
    /// A band holds values that an earlier one holds too, which then wins.
    OverlappingBands {
        /// The place of the earlier band, counted from 0.
        earlier: usize,
    },
    /// Nothing that happens earns a tag, and fit alone does not promote: the score never does.
    NeverPromotes,
    /// No lead can reach a threshold.
    ThresholdUnreachable {
        /// The most that a lead can reach.
        most: Points,
    },
    /// No lead can reach a minimum.
    MinimumUnreachable {
        /// The most that a lead can reach.
        most: Points,
    },
    /// A rule gives less than its cap allows.
    RuleCapNeverReached {
        /// The most that the rule gives.
        most: Points,
    },
    /// Nothing in a group or dimension gives as much as its cap allows.
    CapNeverReached {
        /// The most that there can be.
        most: Points,
    },
    /// No rule weighs a tag, and it raises no hand.
    UnusedTag,
    /// No rule belongs to a group.
    EmptyGroup,
    /// No score profile takes a dimension.
    UnusedDimension,
}

impl ScoringAdvice {
    /// The kind.
    #[must_use]
    pub const fn code(&self) -> ScoringLintCode {
        match self {
            Self::NoActivityMeets | Self::NoProfileMeets => ScoringLintCode::NeverFires,
            Self::NoPoints => ScoringLintCode::NoPoints,
            Self::OverlappingBands { .. } => ScoringLintCode::OverlappingBands,
            Self::NeverPromotes => ScoringLintCode::NeverPromotes,
            Self::ThresholdUnreachable { .. } => ScoringLintCode::ThresholdUnreachable,
            Self::MinimumUnreachable { .. } => ScoringLintCode::MinimumUnreachable,
            Self::RuleCapNeverReached { .. } | Self::CapNeverReached { .. } => ScoringLintCode::CapNeverReached,
            Self::UnusedTag => ScoringLintCode::UnusedTag,
            Self::EmptyGroup => ScoringLintCode::EmptyGroup,
            Self::UnusedDimension => ScoringLintCode::UnusedDimension,
        }
    }
}
