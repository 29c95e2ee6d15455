//! What attempts and appointments lack.

use serde::{Deserialize, Serialize};

use crate::values::{Instant, Progress};

/// What the contact with the lead lacks: attempts, consent to a meeting, the appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContactUnmet {
    /// Only a conversation can validate a lead or win its consent.
    ConversationNeeded,
    /// Only `validated` or `consented` can be concluded from an attempt.
    NoConclusion {
        /// The conclusion given.
        progress: Progress,
    },
    /// The lead has not agreed to a meeting.
    NotConsented {
        /// How far inside sales has come.
        progress: Progress,
    },
    /// There is no appointment.
    NoAppointment,
    /// The appointment would lie before the instant at which it is made.
    AppointmentPast {
        /// When it would be.
        at: Instant,
    },
}

impl ContactUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ConversationNeeded => "conversation_needed",
            Self::NoConclusion { .. } => "no_conclusion",
            Self::NotConsented { .. } => "not_consented",
            Self::NoAppointment => "no_appointment",
            Self::AppointmentPast { .. } => "appointment_past",
        }
    }
}
