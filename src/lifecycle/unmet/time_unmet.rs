//! Which instant stands in the way.

use serde::{Deserialize, Serialize};

use crate::lead::FactKind;
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
    /// It is said to have happened before what it follows: the newest turn of the cycle, mostly.
    BeforeFact {
        /// What it follows.
        fact: FactKind,
        /// When that was, or when its grounds were.
        at: Instant,
        /// The instant given.
        effective: Instant,
    },
    /// It is said to have happened longer ago than the policy lets anybody tell.
    TooFarBack {
        /// The instant given.
        effective: Instant,
        /// The earliest that is allowed.
        earliest: Instant,
    },
}

impl TimeUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ClockBehind { .. } => "clock_behind",
            Self::Future { .. } => "future",
            Self::BeforeFact { .. } => "before_fact",
            Self::TooFarBack { .. } => "too_far_back",
        }
    }
}
