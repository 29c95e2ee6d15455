//! How a cycle ends that was not won, and the cycle that follows.

use serde::{Deserialize, Serialize};

use crate::recycle::{Ownership, Reason};
use crate::values::{Carry, Instant};

/// The cycle that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct NextCycle {
    /// Until when it is cooling.
    pub cooling_until: Option<Instant>,
    /// What becomes of the engagement.
    pub carry: Carry,
    /// Whether owner and team stay.
    pub keeps: Ownership,
}

/// How a cycle ends that was not won.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The next cycle begins at Lead.
    Recycled(NextCycle),
    /// The lead is disqualified, with the reason that counts.
    Disqualified {
        /// The reason that counts: the one given, or `max_cycles`.
        reason: Reason,
        /// The reason given, when another counts.
        given: Option<Reason>,
    },
    /// An expansion failed: the lead is a customer as before.
    BackToCustomer,
}
