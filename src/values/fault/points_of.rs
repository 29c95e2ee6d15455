//! What two numbers of points are that do not go together.

use serde::Serialize;

/// What two numbers of points are that do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PointsOf {
    /// A floor over its cap.
    FloorAndCap,
    /// The points of a grade and those of the next one.
    Grades,
    /// Those at which a lead leaves, over those at which it enters.
    ExitAndEnter,
    /// Those of rank A, under those of rank B.
    Ranks,
}
