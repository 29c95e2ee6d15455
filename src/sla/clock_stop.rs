//! Why a clock runs no longer.

use serde::{Deserialize, Serialize};

use crate::values::{Instant, Span, vocabulary};

vocabulary! {
    /// Why a clock runs no longer.
    StopKind {
        /// What it waited for happened.
        Done = "done",
        /// It began anew, as its rule says: this run is over.
        Restarted = "restarted",
        /// The matter is over without it: the stage or the cycle was left, the lead was merged or erased.
        Ended = "ended",
        /// The policy has no such clock any more.
        Retired = "retired",
        /// It should never have run, as what was taken back shows.
        Withdrawn = "withdrawn",
    }
}

/// How a run of a clock came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ClockStop {
    /// When: the instant at which it happened, not that at which it was told.
    pub at: Instant,
    /// Why.
    pub how: StopKind,
    /// The fact that stopped it, by its revision.
    pub by: u64,
    /// How long it ran, in the measure of its target: elapsed or working time, without what was held; of business days the
    /// working time.
    pub worked: Span,
}
