//! The kinds of advice on the rules of scoring.

use serde::Serialize;

/// The kind of a piece of advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ScoringLintCode {
    /// A rule or tag whose condition contradicts itself.
    NeverFires,
    /// A rule that gives no points.
    NoPoints,
    /// Two bands that hold the same values: the earlier one wins.
    OverlappingBands,
    /// The score can never promote: nothing that happens earns a tag, and fit alone does not promote.
    NeverPromotes,
    /// A total that no lead can reach.
    ThresholdUnreachable,
    /// A minimum that its dimension cannot reach.
    MinimumUnreachable,
    /// A cap that nothing reaches.
    CapNeverReached,
    /// A tag that no rule weighs and that raises no hand.
    UnusedTag,
    /// A group without rules.
    EmptyGroup,
    /// A dimension that no profile takes.
    UnusedDimension,
}

impl ScoringLintCode {
    /// The code as a stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NeverFires => "never_fires",
            Self::NoPoints => "no_points",
            Self::OverlappingBands => "overlapping_bands",
            Self::NeverPromotes => "never_promotes",
            Self::ThresholdUnreachable => "threshold_unreachable",
            Self::MinimumUnreachable => "minimum_unreachable",
            Self::CapNeverReached => "cap_never_reached",
            Self::UnusedTag => "unused_tag",
            Self::EmptyGroup => "empty_group",
            Self::UnusedDimension => "unused_dimension",
        }
    }
}
