//! What the rules of scoring demand beyond bounds and declared names.

use serde::Serialize;

use crate::values::points::Points;
use crate::values::text::DimensionName;

/// What the rules of scoring demand of a value beyond its type, its bound and that its name is declared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ScoringDemand {
    /// Of two grades the better one begins at more points, and is written first.
    BetterGradeFirst,
    /// The names of dimensions that are multiplied differ.
    DifferentDimensions,
    /// Stored states know names by their fingerprints, so no two names may share one.
    DifferentFingerprints,
    /// A total that is left at `exit` is reached at `enter` or below it.
    ExitUpToEnter,
    /// A later step of a decay keeps no more than the one before.
    FallingStep,
    /// Rank A begins at as many points as rank B, or at more.
    FallingRanks,
    /// A floor is no higher than the cap above it.
    FloorUpToCap,
    /// A step of a decay begins at a later age than the one before.
    LaterStep,
    /// A step of a date rule reaches further than the one before.
    LongerStep,
    /// A matrix gives its own ranks.
    NoRanksBesideMatrix,
    /// What is multiplied must not be negative.
    NonNegativeDimension(DimensionName),
    /// At most so many points, given or taken.
    PointsUpTo(Points),
    /// More than no points.
    PositivePoints,
    /// Of several profiles one is named that promotes.
    PromotingProfile,
    /// A band says what it holds in one way: by a range or by a list.
    RangeOrList,
    /// A rule that weighs a date has steps before it or after it.
    StepsOfDate,
    /// A product is one of two or three dimensions.
    TwoOrThreeDimensions,
    /// Rows and columns of a matrix are different dimensions.
    TwoDimensions,
    /// From 1 to as many occurrences as the tag keeps.
    UpToKept(u16),
    /// From 1 to as many occurrences as the rule looks at.
    UpToNewest {
        /// How many the rule looks at.
        newest: u16,
        /// How many the tag keeps.
        keep: u16,
    },
}
