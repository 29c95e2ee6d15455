//! The instants from which service-level clocks run.

use serde::{Deserialize, Serialize};

use crate::values::Instant;

/// The named instants of the present cycle, from which service-level clocks run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Anchors {
    /// When the lead last became MQL.
    pub became_mql: Option<Instant>,
    /// When what promoted it by rule happened, if that was before it took effect.
    pub grounds: Option<Instant>,
    /// When it was last handed over.
    pub handed_over: Option<Instant>,
    /// The first attempt since it last became MQL.
    pub first_attempt: Option<Instant>,
    /// When the first meeting of the present hand-over was held, whatever it was worth.
    pub meeting: Option<Instant>,
    /// When the result of the meeting was recorded.
    pub result_recorded: Option<Instant>,
    /// When the owner was last assigned.
    pub owner_assigned: Option<Instant>,
    /// The latest activity, in any cycle.
    pub last_activity: Option<Instant>,
}

impl Anchors {
    /// From when attempts are attempts on the MQL: the grounds of its promotion, or when it became MQL.
    #[must_use]
    pub fn mql_since(&self) -> Option<Instant> {
        self.grounds.or(self.became_mql)
    }
}
