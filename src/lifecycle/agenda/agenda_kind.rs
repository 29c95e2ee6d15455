//! What an item of the agenda is about, in one word.

use crate::lifecycle::agenda::severity::Severity;
use crate::values::{CommandKind, vocabulary};

vocabulary! {
    /// What an item of the agenda is about, without its data.
    AgendaKind {
        /// Time has made a fact true that is not recorded yet.
        ClockDue = "clock_due",
        /// The score has to be counted again.
        Recount = "recount",
        /// The lead asked to be contacted.
        HandRaise = "hand_raise",
        /// The instant has come until which the lead was put off.
        PutOff = "put_off",
        /// The lead has been in its stage for too long.
        Stale = "stale",
        /// A service-level clock runs. Due: at its deadline. Past it, it is overdue; warned of, or held until somebody owns the lead, it is
        /// due; else it comes soon.
        ServiceLevel = "service_level",
        /// A step of an escalation: somebody else is told. Due: since that step.
        Escalation = "escalation",
        /// A step of an escalation asks for another owner. Due: since that step.
        Reassign = "reassign",
        /// Nobody has tried to contact this MQL.
        FirstContact = "first_contact",
        /// Field sales has neither accepted nor rejected the hand-over.
        Handoff = "handover",
        /// The first meeting was held and showed no chance to propose.
        InvalidMeeting = "invalid_meeting",
        /// A disqualified lead has shown new interest.
        Reopen = "reopen",
        /// The time of the appointment has passed.
        Appointment = "appointment",
        /// A meeting is ahead, and not all is known that has to be known before.
        BeforeMeeting = "before_meeting",
        /// The expected close of the open deal has passed.
        ExpectedClose = "expected_close",
        /// A proposal waits for a person.
        Proposal = "proposal",
        /// An answer is too old to count.
        StaleAnswer = "stale_answer",
        /// The term of a contract has passed.
        ContractTerm = "contract_term",
    }
}

impl AgendaKind {
    /// How urgent such an item is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Stale
            | Self::Escalation
            | Self::Reassign
            | Self::Appointment
            | Self::ExpectedClose
            | Self::ContractTerm => Severity::Overdue,
            Self::ClockDue
            | Self::Recount
            | Self::HandRaise
            | Self::PutOff
            | Self::FirstContact
            | Self::Handoff
            | Self::InvalidMeeting
            | Self::Reopen
            | Self::Proposal
            | Self::StaleAnswer => Severity::Due,
            Self::ServiceLevel | Self::BeforeMeeting => Severity::Soon,
        }
    }

    /// The commands of which one settles such an item.
    #[must_use]
    pub const fn settle(self) -> &'static [CommandKind] {
        use CommandKind as Do;
        match self {
            Self::ClockDue => &[Do::CheckClock],
            Self::Recount => &[Do::Recount],
            // What stops a clock, its rule says.
            Self::ServiceLevel | Self::Escalation => &[],
            Self::Reassign => &[Do::Assign],
            Self::HandRaise => &[Do::RecordAttempt, Do::ScheduleAppointment, Do::CloseHandRaise],
            Self::PutOff | Self::FirstContact => &[Do::RecordAttempt],
            Self::BeforeMeeting | Self::StaleAnswer => &[Do::RecordAnswer],
            Self::InvalidMeeting => &[Do::Reject, Do::Recycle, Do::Lose, Do::ScheduleAppointment],
            Self::Stale => {
                &[Do::Promote, Do::Discard, Do::Qualify, Do::Recycle, Do::Disqualify, Do::Reject, Do::Win, Do::Lose]
            }
            Self::Handoff => &[Do::Accept, Do::Reject],
            Self::Appointment => &[Do::HoldFirstMeeting, Do::HoldMeeting, Do::ChangeAppointment, Do::MissAppointment],
            Self::ExpectedClose => &[Do::EditDeal, Do::Win, Do::Lose],
            Self::Proposal => &[Do::Approve, Do::Decline],
            Self::Reopen => &[Do::Reopen, Do::CloseHandRaise],
            Self::ContractTerm => &[Do::RenewContract, Do::AmendContract, Do::EndContract],
        }
    }
}
