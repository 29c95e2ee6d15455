//! What starts and stops clocks.

use serde::{Deserialize, Serialize};

use crate::sla::attempt_pattern::AttemptPattern;
use crate::sla::sight::Sight;
use crate::values::{
    ActivityKind, DealStageName, FactKind, FaultCode, Faults, Got, Instant, Milestone, Path, ProcessDemand, vocabulary,
};

vocabulary! {
    /// Instants of a lead's life that several facts may set.
    ClockAnchor {
        /// It became MQL: by score, by hand, as an expansion, or because field sales rejected the hand-over.
        BecameMql = "became_mql",
        /// It was handed over.
        HandedOver = "handed_over",
        /// The time of the appointment. It lies ahead when it is agreed on; another time is another run.
        Appointment = "appointment",
        /// A first meeting was held.
        Meeting = "meeting",
        /// The result of a meeting was recorded: the instant of recording, whenever the meeting was.
        ResultRecorded = "result_recorded",
        /// It was given to a member.
        OwnerAssigned = "owner_assigned",
        /// It asked to be contacted.
        HandRaise = "hand_raise",
        /// It did something, whatever it was.
        Activity = "activity",
    }
}

/// Something that starts, stops or restarts a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClockEvent {
    /// A fact of this kind. An imported step is the fact that it stands for.
    Fact(FactKind),
    /// One of the instants that several facts may set.
    Anchor(ClockAnchor),
    /// A milestone, reached for the first time in its cycle.
    Milestone(Milestone),
    /// An activity of this kind.
    Activity(ActivityKind),
    /// An attempt to contact.
    Attempt(AttemptPattern),
    /// The deal comes to this stage of its pipeline, or beyond it.
    DealStage(DealStageName),
}

impl ClockEvent {
    pub(super) fn check(&self, path: &Path, faults: &mut Faults) {
        if let Self::Fact(kind) = self {
            if kind.is_of_clocks() || kind.corrects() {
                let at = path.key("fact");
                faults.add(FaultCode::NotAllowed, &at, ProcessDemand::FactOfLife, Got::name(kind.as_str()));
            }
        }
    }

    /// When it happened, if this is what a fact says.
    pub(super) fn instant(&self, seen: &Sight<'_>) -> Option<Instant> {
        match self {
            Self::Fact(kind) => (seen.kind == *kind).then_some(seen.at),
            Self::Anchor(anchor) => anchor.instant(seen),
            Self::Milestone(milestone) => (seen.milestone == Some(*milestone)).then_some(seen.at),
            Self::Activity(kind) => (seen.activity == Some(kind)).then_some(seen.at),
            Self::Attempt(pattern) => seen.attempt.filter(|attempt| pattern.matches(*attempt)).map(|_| seen.at),
            Self::DealStage(stage) => (seen.reaches_stage)(stage).then_some(seen.at),
        }
    }

    /// Whether an activity of a kind, one that asks for nothing, is it.
    pub(super) fn heeds_activity(&self, kind: &ActivityKind) -> bool {
        match self {
            Self::Activity(own) => own == kind,
            Self::Anchor(anchor) => *anchor == ClockAnchor::Activity,
            Self::Fact(own) => *own == FactKind::ActivityRecorded,
            Self::Milestone(_) | Self::Attempt(_) | Self::DealStage(_) => false,
        }
    }

    /// Whether a fact of this kind may be it.
    pub(super) fn may_be(&self, kind: FactKind) -> bool {
        use FactKind as Kind;
        match self {
            Self::Fact(own) => kind == *own,
            Self::Anchor(anchor) => anchor.may_be(kind),
            Self::Milestone(milestone) => kind.milestone() == Some(*milestone),
            Self::Activity(_) => kind == Kind::ActivityRecorded,
            Self::Attempt(_) => kind == Kind::AttemptRecorded,
            Self::DealStage(_) => {
                matches!(kind, Kind::BecameSql | Kind::BecameOpportunity | Kind::DealMoved | Kind::Won)
            }
        }
    }
}

impl ClockAnchor {
    fn instant(self, seen: &Sight<'_>) -> Option<Instant> {
        use FactKind as Kind;
        if !self.may_be(seen.kind) {
            return None;
        }
        match self {
            Self::Appointment => seen.appointment(),
            Self::ResultRecorded => (seen.kind != Kind::BecameOpportunity || seen.met).then_some(seen.recorded_at),
            Self::Meeting => (seen.kind != Kind::BecameOpportunity || seen.met).then_some(seen.at),
            Self::OwnerAssigned => seen.is_given.then_some(seen.at),
            Self::HandRaise => seen.raises_hand.then_some(seen.at),
            Self::BecameMql | Self::HandedOver | Self::Activity => Some(seen.at),
        }
    }

    const fn may_be(self, kind: FactKind) -> bool {
        use FactKind as Kind;
        match self {
            Self::BecameMql => matches!(kind, Kind::BecameMql | Kind::ExpansionOpened | Kind::HandoffRejected),
            Self::HandedOver => matches!(kind, Kind::BecameSql),
            Self::Appointment => matches!(kind, Kind::AppointmentScheduled | Kind::AppointmentMoved),
            Self::Meeting => matches!(kind, Kind::BecameOpportunity | Kind::FirstMeetingInvalid),
            Self::ResultRecorded => {
                matches!(kind, Kind::BecameOpportunity | Kind::FirstMeetingInvalid | Kind::MeetingHeld)
            }
            Self::OwnerAssigned => matches!(kind, Kind::Captured | Kind::Assigned),
            Self::HandRaise => matches!(kind, Kind::ActivityRecorded | Kind::AttemptRecorded),
            Self::Activity => matches!(kind, Kind::ActivityRecorded),
        }
    }
}
