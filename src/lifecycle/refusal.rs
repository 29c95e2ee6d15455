//! Why a command is refused: every unmet condition, as data. Words are only the default wording.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::Serialize;

use crate::access::Grant;
use crate::deal::{DealError, DealItem};
use crate::handoff::MissingItem;
use crate::lead::Lead;
use crate::qualification::BarReport;
use crate::recycle::ReasonProblem;
use crate::values::{
    ActorId, CommandKind, ContractKey, CriterionName, Currency, DealStageName, FieldError, Instant, LeadKey, Origin,
    PolicyStamp, Progress, ProposalId, Role, Span, StageKind,
};

/// A command was refused. Nothing has changed, and nothing is to be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Refusal {
    /// The command.
    pub command: CommandKind,
    /// The lead.
    pub lead: LeadKey,
    /// The stage it was judged at: after everything that was due. None when there is no lead yet.
    pub stage: Option<StageKind>,
    /// The instant it was judged at.
    pub at: Instant,
    /// Every unmet condition; never empty.
    pub unmet: Vec<Unmet>,
}

/// One unmet condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unmet {
    /// Not possible at this stage.
    Stage {
        /// The present stage.
        at: StageKind,
        /// Where it is possible.
        possible: Vec<StageKind>,
    },
    /// Personal data was removed; nothing personal may be added.
    Erased {
        /// When.
        at: Instant,
    },
    /// The role may not issue the command.
    Permission {
        /// The role.
        role: Role,
        /// What the matrix says of it.
        grant: Grant,
        /// The roles that may.
        permitted: Vec<Role>,
    },
    /// The role may only on deals of its own.
    NotOwnDeal {
        /// Who owns the deal.
        owner: Option<ActorId>,
    },
    /// The lead is under another policy.
    PolicyNotAdopted {
        /// The policy of the lead.
        lead: PolicyStamp,
        /// The policy that was to decide.
        given: PolicyStamp,
    },
    /// The lead has moved on since the caller saw it.
    Revision {
        /// What the caller expected.
        expected: u64,
        /// What it is.
        actual: u64,
    },
    /// Now lies before the newest fact, by more than the tolerance.
    ClockBehind {
        /// When the newest fact was recorded.
        newest: Instant,
        /// The instant given.
        given: Instant,
        /// The tolerance.
        tolerance: Span,
    },
    /// It is said to have happened in the future, by more than the tolerance.
    Future {
        /// The instant given.
        effective: Instant,
        /// The latest allowed.
        latest: Instant,
    },
    /// A stage cannot change before it was entered.
    BeforeStage {
        /// When the present stage was entered.
        entered: Instant,
        /// The instant given.
        effective: Instant,
    },
    /// The lead is cooling.
    Cooling {
        /// Until then.
        until: Instant,
    },
    /// A field is not accepted.
    Field(FieldError),
    /// The profile would hold too many fields.
    ProfileFull,
    /// An unknown activity that is too old to be told from a forgotten one.
    BeyondMemory {
        /// It must have happened after this.
        watermark: Instant,
    },
    /// A criterion that the policy does not declare.
    UnknownCriterion {
        /// The criterion.
        criterion: CriterionName,
        /// A declared one close to it.
        suggestion: Option<String>,
    },
    /// The policy asks for evidence with this answer.
    EvidenceNeeded {
        /// The criterion.
        criterion: CriterionName,
    },
    /// Too many criteria were answered over the life of the lead.
    AnswersFull,
    /// The qualification bar is not met.
    Bar(BarReport),
    /// What must be known before a meeting is offered is not known.
    AppointmentBar(BarReport),
    /// The lead has not agreed to a meeting.
    NotConsented {
        /// How far inside sales has come.
        progress: Progress,
    },
    /// The hand-over file is not complete.
    HandoffIncomplete(MissingItem),
    /// After a rejection the hand-over file must be revised.
    HandoffNotRevised,
    /// Only a conversation can validate a lead or win its consent.
    ConversationNeeded,
    /// Only `validated` or `consented` can be concluded from an attempt.
    NoConclusion {
        /// What was given.
        progress: Progress,
    },
    /// There is no agreed meeting.
    NoAppointment,
    /// The instant of the meeting lies before the time it was agreed.
    AppointmentPast {
        /// The instant of the meeting.
        at: Instant,
    },
    /// Field sales has not accepted the hand-over.
    NotAccepted,
    /// The deal or its change is not consistent.
    Deal(DealError),
    /// A deal field is not accepted.
    DealField(FieldError),
    /// A deal stage that the pipeline does not have.
    UnknownDealStage {
        /// The stage.
        stage: DealStageName,
        /// A stage close to it.
        suggestion: Option<String>,
    },
    /// A deal stage needs something that the deal does not have.
    DealItemMissing {
        /// The stage, or none for winning.
        stage: Option<DealStageName>,
        /// What is missing.
        item: DealItem,
    },
    /// The pipeline does not allow to skip stages.
    SkipRefused {
        /// The stages that would be skipped.
        over: u32,
    },
    /// The pipeline does not allow to move backward.
    BackwardRefused,
    /// The contract is in another currency than the deal.
    ContractCurrency {
        /// The currency of the deal.
        deal: Currency,
        /// The currency of the contract.
        contract: Currency,
    },
    /// The contract is in force already.
    ContractKnown {
        /// The contract.
        contract: ContractKey,
    },
    /// No such contract is in force.
    ContractUnknown {
        /// The contract.
        contract: ContractKey,
    },
    /// Too many contracts are in force.
    ContractsFull,
    /// The lead is no customer.
    NotCustomer,
    /// The reason is not accepted.
    Reason(ReasonProblem),
    /// A lead cannot be captured, or imported, with this origin.
    Origin {
        /// The origin.
        origin: Origin,
    },
    /// A lead cannot be merged into itself.
    IntoItself,
    /// The open deal is at a stage that the new pipeline does not have: say where it goes.
    DealStageGone {
        /// The stage.
        stage: DealStageName,
    },
    /// The new pipeline has the stage of the open deal, which therefore stays where it is.
    DealStageKept {
        /// The stage.
        stage: DealStageName,
    },
    /// The command cannot be proposed.
    NotProposable {
        /// The command.
        command: CommandKind,
    },
    /// Too many proposals are open.
    ProposalsFull {
        /// The limit.
        max: u32,
    },
    /// The key is in use by another open proposal.
    ProposalKnown {
        /// The proposal.
        proposal: ProposalId,
    },
    /// No proposal is open.
    NoProposal,
    /// No such proposal is open.
    ProposalUnknown {
        /// The proposal.
        proposal: ProposalId,
    },
    /// The command of the proposal was removed by redaction.
    ProposalRedacted {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Only a person may approve or decline.
    PersonNeeded {
        /// The role.
        role: Role,
    },
    /// The proposed command itself would be refused.
    Proposed(Vec<Unmet>),
    /// A legacy row is not possible.
    Backfill(super::backfill::BackfillError),
}

impl Refusal {
    pub(crate) fn of(lead: &Lead, command: CommandKind, at: Instant, unmet: Vec<Unmet>) -> Self {
        Self { command, lead: lead.key().clone(), stage: Some(lead.stage().kind()), at, unmet }
    }
}

impl Unmet {
    /// A stable word for counting refusals.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Stage { .. } => "stage",
            Self::Erased { .. } => "erased",
            Self::Permission { .. } => "permission",
            Self::NotOwnDeal { .. } => "not_own_deal",
            Self::PolicyNotAdopted { .. } => "policy_not_adopted",
            Self::Revision { .. } => "revision",
            Self::ClockBehind { .. } => "clock_behind",
            Self::Future { .. } => "future",
            Self::BeforeStage { .. } => "before_stage",
            Self::Cooling { .. } => "cooling",
            Self::Field(_) => "field",
            Self::ProfileFull => "profile_full",
            Self::BeyondMemory { .. } => "beyond_memory",
            Self::UnknownCriterion { .. } => "unknown_criterion",
            Self::EvidenceNeeded { .. } => "evidence_needed",
            Self::AnswersFull => "answers_full",
            Self::Bar(_) => "bar",
            Self::AppointmentBar(_) => "appointment_bar",
            Self::NotConsented { .. } => "not_consented",
            Self::HandoffIncomplete(_) => "handoff_incomplete",
            Self::HandoffNotRevised => "handoff_not_revised",
            Self::ConversationNeeded => "conversation_needed",
            Self::NoConclusion { .. } => "no_conclusion",
            Self::NoAppointment => "no_appointment",
            Self::AppointmentPast { .. } => "appointment_past",
            Self::NotAccepted => "not_accepted",
            Self::Deal(_) => "deal",
            Self::DealField(_) => "deal_field",
            Self::UnknownDealStage { .. } => "unknown_deal_stage",
            Self::DealItemMissing { .. } => "deal_item_missing",
            Self::SkipRefused { .. } => "skip_refused",
            Self::BackwardRefused => "backward_refused",
            Self::ContractCurrency { .. } => "contract_currency",
            Self::ContractKnown { .. } => "contract_known",
            Self::ContractUnknown { .. } => "contract_unknown",
            Self::ContractsFull => "contracts_full",
            Self::NotCustomer => "not_customer",
            Self::Reason(_) => "reason",
            Self::Origin { .. } => "origin",
            Self::IntoItself => "into_itself",
            Self::DealStageGone { .. } => "deal_stage_gone",
            Self::DealStageKept { .. } => "deal_stage_kept",
            Self::NotProposable { .. } => "not_proposable",
            Self::ProposalsFull { .. } => "proposals_full",
            Self::ProposalKnown { .. } => "proposal_known",
            Self::NoProposal => "no_proposal",
            Self::ProposalUnknown { .. } => "proposal_unknown",
            Self::ProposalRedacted { .. } => "proposal_redacted",
            Self::PersonNeeded { .. } => "person_needed",
            Self::Proposed(_) => "proposed",
            Self::Backfill(_) => "backfill",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` refused for lead `{}`", self.command, self.lead)?;
        if let Some(stage) = self.stage {
            write!(f, " at {stage}")?;
        }
        for (index, unmet) in self.unmet.iter().enumerate() {
            let separator = if index == 0 { ": " } else { "; " };
            write!(f, "{separator}{unmet}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Refusal {}

struct Words<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for Words<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nobody");
        }
        for (index, word) in self.0.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{word}")?;
        }
        Ok(())
    }
}

struct Hint<'a>(Option<&'a str>);

impl fmt::Display for Hint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |word| write!(f, ": did you mean `{word}`?"))
    }
}

impl fmt::Display for Unmet {
    #[expect(clippy::too_many_lines, reason = "one sentence per condition")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage { at, possible } => {
                write!(f, "not possible at stage {at}, only at {}", Words(possible))
            }
            Self::Erased { at } => write!(f, "personal data was removed at {at}, nothing personal may be added"),
            Self::Permission { role, grant, permitted } => {
                let but = match grant {
                    Grant::Consulted => ", it is only consulted",
                    Grant::Informed => ", it is only informed",
                    Grant::Propose => ", it may only propose",
                    Grant::Responsible
                    | Grant::Accountable
                    | Grant::ResponsibleAccountable
                    | Grant::OwnDeals
                    | Grant::No => "",
                };
                write!(f, "role {role} may not{but}; permitted: {}", Words(permitted))
            }
            Self::NotOwnDeal { owner: Some(owner) } => {
                write!(f, "the deal belongs to `{owner}`, only its owner may")
            }
            Self::NotOwnDeal { owner: None } => f.write_str("the deal has no owner yet, only its owner may"),
            Self::PolicyNotAdopted { lead, given } => {
                write!(f, "the lead is under policy {lead}: issue `adopt_policy` to put it under {given}")
            }
            Self::Revision { expected, actual } => {
                write!(f, "expected revision {expected}, the lead is at {actual}: read it again and decide again")
            }
            Self::ClockBehind { newest, given, tolerance } => {
                write!(f, "{given} is before the newest fact at {newest} by more than {tolerance}")
            }
            Self::Future { effective, latest } => {
                write!(f, "effective at {effective}, which is in the future: at the latest {latest}")
            }
            Self::BeforeStage { entered, effective } => {
                write!(f, "effective at {effective}, before the present stage was entered at {entered}")
            }
            Self::Cooling { until } => write!(f, "cooling until {until}: only a hand-raise promotes before"),
            Self::Field(error) | Self::DealField(error) => fmt::Display::fmt(error, f),
            Self::ProfileFull => f.write_str("the profile is full: at most 256 fields"),
            Self::BeyondMemory { watermark } => write!(
                f,
                "an unknown activity at or before {watermark} could be one already counted: it is beyond memory"
            ),
            Self::UnknownCriterion { criterion, suggestion } => {
                write!(f, "criterion `{criterion}` is not declared in the policy{}", Hint(suggestion.as_deref()))
            }
            Self::EvidenceNeeded { criterion } => {
                write!(f, "criterion `{criterion}` needs evidence")
            }
            Self::AnswersFull => f.write_str("too many criteria were answered in the life of this lead"),
            Self::Bar(report) => write!(f, "qualification bar not met: {report}"),
            Self::AppointmentBar(report) => {
                write!(f, "not known enough to offer a meeting: {report}")
            }
            Self::NotConsented { progress } => {
                write!(f, "the lead has not agreed to a meeting (progress is {progress})")
            }
            Self::HandoffIncomplete(item) => write!(f, "the hand-over lacks {item}"),
            Self::HandoffNotRevised => f.write_str("the hand-over was rejected as it is: revise it"),
            Self::ConversationNeeded => f.write_str("only a conversation can validate a lead or win its consent"),
            Self::NoConclusion { progress } => {
                write!(f, "`{progress}` cannot be concluded from an attempt, only `validated` or `consented`")
            }
            Self::NoAppointment => f.write_str("no meeting is agreed"),
            Self::AppointmentPast { at } => {
                write!(f, "the meeting would be at {at}, before it was agreed")
            }
            Self::NotAccepted => f.write_str("field sales has not accepted the hand-over"),
            Self::Deal(error) => fmt::Display::fmt(error, f),
            Self::UnknownDealStage { stage, suggestion } => {
                write!(f, "the pipeline has no stage `{stage}`{}", Hint(suggestion.as_deref()))
            }
            Self::DealItemMissing { stage: Some(stage), item } => {
                write!(f, "deal stage `{stage}` needs {item}")
            }
            Self::DealItemMissing { stage: None, item } => write!(f, "winning needs {item}"),
            Self::SkipRefused { over } => write!(f, "the pipeline does not allow to skip stages ({over} skipped)"),
            Self::BackwardRefused => f.write_str("the pipeline does not allow to move backward"),
            Self::ContractCurrency { deal, contract } => {
                write!(f, "the contract is in {contract}, the deal in {deal}")
            }
            Self::ContractKnown { contract } => {
                write!(f, "contract `{contract}` is in force already")
            }
            Self::ContractUnknown { contract } => write!(f, "no contract `{contract}` is in force"),
            Self::ContractsFull => f.write_str("too many contracts are in force: at most 64"),
            Self::NotCustomer => f.write_str("the lead is no customer"),
            Self::Reason(problem) => fmt::Display::fmt(problem, f),
            Self::Origin { origin } => write!(f, "a lead does not begin with origin `{origin}`"),
            Self::IntoItself => f.write_str("a lead cannot be merged into itself"),
            Self::DealStageGone { stage } => {
                write!(f, "the open deal is at `{stage}`, which the new pipeline does not have: give `deal_stage`")
            }
            Self::DealStageKept { stage } => {
                write!(f, "the new pipeline has `{stage}`, where the open deal stays: leave `deal_stage` out")
            }
            Self::NotProposable { command } => write!(f, "`{command}` cannot be proposed"),
            Self::ProposalsFull { max } => write!(f, "{max} proposals are open already"),
            Self::ProposalKnown { proposal } => write!(f, "proposal `{proposal}` is open already"),
            Self::NoProposal => f.write_str("no proposal is open"),
            Self::ProposalUnknown { proposal } => write!(f, "no proposal `{proposal}` is open"),
            Self::ProposalRedacted { proposal } => {
                write!(f, "the command of proposal `{proposal}` was removed by redaction")
            }
            Self::PersonNeeded { role } => write!(f, "role {role} may not: a person decides"),
            Self::Proposed(unmet) => {
                f.write_str("the proposed command would be refused: ")?;
                for (index, one) in unmet.iter().enumerate() {
                    let separator = if index > 0 { "; " } else { "" };
                    write!(f, "{separator}{one}")?;
                }
                Ok(())
            }
            Self::Backfill(error) => fmt::Display::fmt(error, f),
        }
    }
}
