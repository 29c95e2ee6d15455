//! The meeting that the lead has agreed to.

use serde::{Deserialize, Serialize};

use crate::values::{Channel, Instant, Text, vocabulary};

vocabulary! {
    /// Which meeting it is.
    MeetingKind {
        /// The first: held, it makes the Opportunity. To agree to it is to consent.
        First = "first",
        /// Any after the hand-over was accepted.
        FollowUp = "follow_up",
    }
    /// Who chose the time of a meeting.
    BookedBy {
        /// A member, in a talk with the lead.
        Us = "us",
        /// The lead itself, through a booking page.
        Lead = "lead",
    }
}

/// A meeting that the lead has agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "アポイント")]
pub struct Appointment {
    /// When it begins.
    pub at: Instant,
    /// How it is held.
    pub channel: Channel,
    /// Which meeting it is.
    pub kind: MeetingKind,
    /// Who chose its time.
    pub booked_by: BookedBy,
    /// Where, with whom, about what.
    #[serde(default)]
    pub note: Option<Text>,
    /// How often it was moved or missed so far.
    #[serde(default)]
    pub changes: u32,
}

impl Appointment {
    pub(super) fn redact(&mut self) {
        let Self { at: _, channel: _, kind: _, booked_by: _, note, changes: _ } = self;
        *note = None;
    }
}
