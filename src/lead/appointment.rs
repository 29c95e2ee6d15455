//! The meeting that the lead has agreed to.

use serde::{Deserialize, Serialize};

use crate::values::{Channel, Instant, Text};

/// A meeting that the lead has agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "アポイント")]
pub struct Appointment {
    /// When it begins.
    pub at: Instant,
    /// How it is held.
    pub channel: Channel,
    /// Where, with whom, about what.
    #[serde(default)]
    pub note: Option<Text>,
    /// How often it was moved or missed so far.
    #[serde(default)]
    pub changes: u32,
}

impl Appointment {
    pub(super) fn redact(&mut self) {
        self.note = None;
    }
}
