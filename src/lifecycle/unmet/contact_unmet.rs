//! What attempts and appointments lack.

use serde::{Deserialize, Serialize};

use crate::lead::MeetingKind;
use crate::values::{Instant, Progress, StageKind};

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
    /// Nobody works on the lead at this stage, so nothing can be concluded from an attempt.
    NothingToConclude {
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
    /// There is no meeting of this kind at this stage: first ones up to SQL, follow-ups once field sales has accepted.
    MeetingKind {
        /// The kind given.
        kind: MeetingKind,
        /// The present stage.
        at: StageKind,
    },
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
            Self::NothingToConclude { .. } => "nothing_to_conclude",
            Self::NotConsented { .. } => "not_consented",
            Self::NoAppointment => "no_appointment",
            Self::MeetingKind { .. } => "meeting_kind",
            Self::AppointmentPast { .. } => "appointment_past",
        }
    }
}
