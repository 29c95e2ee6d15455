//! Why an item is on the agenda.

use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::FactKind;
use crate::lifecycle::agenda::agenda_kind::AgendaKind;
use crate::lifecycle::agenda::severity::Severity;
use crate::qualification::BarReport;
use crate::sla::Target;
use crate::values::{
    Addressee, ClockName, CommandKind, ContractKey, CriterionName, Date, DealKey, Instant, ProposalId, Role, StageKind,
};

/// Why something waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AgendaReason {
    /// Time has made a fact true that is not recorded yet: issue `check_clock`.
    ClockDue {
        /// The kind of fact.
        fact: FactKind,
        /// Since when.
        since: Instant,
    },
    /// A version of the policy needs more than was kept: issue `recount`. Until then the score neither promotes nor demotes.
    Recount {
        /// Since when.
        since: Instant,
    },
    /// The lead has been in its stage for too long.
    Stale {
        /// The stage.
        stage: StageKind,
        /// Since when.
        since: Instant,
    },
    /// The lead asked to be contacted, and nobody has reached it, met it or decided since.
    HandRaise {
        /// Since when it waits.
        since: Instant,
    },
    /// The instant has come until which the lead was put off, and nobody has tried since.
    PutOff {
        /// Until then.
        until: Instant,
    },
    /// The lead booked its first meeting itself, and not all is known that has to be known before one.
    BeforeMeeting {
        /// When the meeting is.
        at: Instant,
        /// What is known and what is not.
        known: BarReport,
    },
    /// The first meeting was held and no chance to propose was found: reject, recycle, lose or meet again.
    InvalidMeeting {
        /// When it was held.
        at: Instant,
    },
    /// A service-level clock runs.
    ServiceLevel {
        /// The clock.
        clock: ClockName,
        /// How long it may take.
        target: Target,
        /// Its deadline; none while it is held until somebody owns the lead.
        due: Option<Instant>,
        /// Whether the deadline has passed.
        is_past_due: bool,
        /// Whether a warning was given.
        is_warned: bool,
        /// Whether it ever missed a deadline.
        ever_missed: bool,
        /// Which role answers for it, if the policy says so.
        role: Option<Role>,
        /// The commands of which one stops it.
        settle: Vec<CommandKind>,
    },
    /// A step of the escalation of a clock that runs: somebody else is told.
    Escalation {
        /// The clock.
        clock: ClockName,
        /// Which step, counted from 0.
        step: u8,
        /// Whom it tells: the first of these words that resolves to a member at work.
        tell: Vec<Addressee>,
        /// Since when.
        since: Option<Instant>,
        /// The commands of which one stops the clock.
        settle: Vec<CommandKind>,
    },
    /// A step of an escalation asks for another owner.
    Reassign {
        /// The clock.
        clock: ClockName,
        /// Since when.
        since: Option<Instant>,
    },
    /// Nobody has tried to contact this MQL, and no clock that runs asks for it.
    FirstContact {
        /// When it became MQL.
        since: Instant,
    },
    /// Field sales has neither accepted nor rejected the hand-over.
    #[serde(rename = "handover")]
    Handoff {
        /// When it was handed over.
        since: Instant,
    },
    /// The time of the appointment has passed and nothing was recorded of it.
    Appointment {
        /// When it was.
        at: Instant,
    },
    /// The expected close of the open deal has passed.
    ExpectedClose {
        /// The deal.
        deal: DealKey,
        /// The date.
        date: Date,
    },
    /// A proposal waits for a person.
    Proposal {
        /// The proposal.
        id: ProposalId,
        /// When it lapses.
        expires_at: Instant,
    },
    /// An answer is too old to count.
    StaleAnswer {
        /// The criterion.
        criterion: CriterionName,
        /// Since when; none where the policy now in force lets it count again.
        since: Option<Instant>,
    },
    /// A disqualified lead has shown new interest.
    Reopen,
    /// The term of a contract has passed and nobody ended or renewed it.
    ContractTerm {
        /// The contract.
        contract: ContractKey,
        /// The last day.
        ended: Date,
    },
}

impl AgendaReason {
    /// What it is about, without its data.
    #[must_use]
    pub const fn kind(&self) -> AgendaKind {
        match self {
            Self::ClockDue { .. } => AgendaKind::ClockDue,
            Self::Recount { .. } => AgendaKind::Recount,
            Self::Stale { .. } => AgendaKind::Stale,
            Self::HandRaise { .. } => AgendaKind::HandRaise,
            Self::PutOff { .. } => AgendaKind::PutOff,
            Self::BeforeMeeting { .. } => AgendaKind::BeforeMeeting,
            Self::InvalidMeeting { .. } => AgendaKind::InvalidMeeting,
            Self::ServiceLevel { .. } => AgendaKind::ServiceLevel,
            Self::Escalation { .. } => AgendaKind::Escalation,
            Self::Reassign { .. } => AgendaKind::Reassign,
            Self::FirstContact { .. } => AgendaKind::FirstContact,
            Self::Handoff { .. } => AgendaKind::Handoff,
            Self::Appointment { .. } => AgendaKind::Appointment,
            Self::ExpectedClose { .. } => AgendaKind::ExpectedClose,
            Self::Proposal { .. } => AgendaKind::Proposal,
            Self::StaleAnswer { .. } => AgendaKind::StaleAnswer,
            Self::Reopen => AgendaKind::Reopen,
            Self::ContractTerm { .. } => AgendaKind::ContractTerm,
        }
    }

    /// How urgent it is.
    #[must_use]
    #[expect(clippy::wildcard_enum_match_arm, reason = "of all others the kind says it")]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::ServiceLevel { is_past_due: true, .. } => Severity::Overdue,
            Self::ServiceLevel { is_warned: true, .. } | Self::ServiceLevel { due: None, .. } => Severity::Due,
            _ => self.kind().severity(),
        }
    }

    /// The commands of which one settles it.
    #[must_use]
    #[expect(clippy::wildcard_enum_match_arm, reason = "of all others the kind says it")]
    pub fn settle(&self) -> Vec<CommandKind> {
        match self {
            Self::ServiceLevel { settle, .. } | Self::Escalation { settle, .. } => settle.clone(),
            _ => self.kind().settle().to_vec(),
        }
    }

    /// Which of several steps of one clock; 0 where there is no step.
    pub(super) const fn step(&self) -> u8 {
        if let Self::Escalation { step, .. } = self { *step } else { 0 }
    }

    /// Which of several of one kind on one lead; empty where there is at most one.
    pub(super) fn which(&self) -> &str {
        match self {
            Self::ExpectedClose { deal, .. } => deal.as_str(),
            Self::Proposal { id, .. } => id.as_str(),
            Self::StaleAnswer { criterion, .. } => criterion.as_str(),
            Self::ServiceLevel { clock, .. } | Self::Escalation { clock, .. } | Self::Reassign { clock, .. } => {
                clock.as_str()
            }
            Self::ContractTerm { contract, .. } => contract.as_str(),
            Self::ClockDue { .. }
            | Self::Recount { .. }
            | Self::Stale { .. }
            | Self::HandRaise { .. }
            | Self::PutOff { .. }
            | Self::BeforeMeeting { .. }
            | Self::InvalidMeeting { .. }
            | Self::FirstContact { .. }
            | Self::Handoff { .. }
            | Self::Appointment { .. }
            | Self::Reopen => "",
        }
    }
}
