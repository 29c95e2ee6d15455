//! A lead that was put off until an instant.

use serde::{Deserialize, Serialize};

use crate::values::{Instant, vocabulary};

vocabulary! {
    /// What put the lead off.
    PutOffBy {
        /// A postponement: stage and deal stay.
        Postponement = "postponement",
        /// The end of a cycle, with an instant of its own in the place of every rule of cooling.
        Ending = "ending",
    }
}

/// A lead that was put off until an instant. When it has come, somebody is told until an attempt is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "保留")]
pub struct Postponement {
    /// When the lead was put off.
    pub at: Instant,
    /// Until when.
    pub until: Instant,
    /// By what.
    pub by: PutOffBy,
    /// Whether the instant has come, by a fact of the clock.
    pub over: bool,
    /// Whether an attempt was made since it came.
    pub met: bool,
}

impl Postponement {
    pub(super) const fn new(at: Instant, until: Instant, by: PutOffBy) -> Self {
        Self { at, until, by, over: false, met: false }
    }

    /// Whether the lead still waits for the instant.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        !self.over
    }

    /// Whether the instant has come and nobody has tried since.
    #[must_use]
    pub const fn is_due(&self) -> bool {
        self.over && !self.met
    }
}
