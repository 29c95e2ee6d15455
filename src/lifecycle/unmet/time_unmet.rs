//! Which instant stands in the way.

use serde::{Deserialize, Serialize};

use crate::values::{Instant, Span};

/// Which instant stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TimeUnmet {
    /// Now lies before the newest fact, by more than the tolerance.
    ClockBehind {
        /// When the newest fact was recorded.
        newest: Instant,
        /// The instant given as now.
        given: Instant,
        /// The tolerance of the policy.
        tolerance: Span,
    },
    /// It is said to have happened in the future, by more than the tolerance.
    Future {
        /// The instant given.
        effective: Instant,
        /// The latest that is allowed.
        latest: Instant,
    },
    /// It is said to have happened before the step that it follows.
    BeforeStage {
        /// When that step was: when the present stage was entered, mostly.
        entered: Instant,
        /// The instant given.
        effective: Instant,
    },
}

impl TimeUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ClockBehind { .. } => "clock_behind",
            Self::Future { .. } => "future",
            Self::BeforeStage { .. } => "before_stage",
        }
    }
}
