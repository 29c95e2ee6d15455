//! What can stand in the way of a command, as data. Words are in `words`.

use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

use crate::access::Grant;
use crate::deal::{DealError, DealItem};
use crate::handoff::MissingItem;
use crate::lead::ApplyError;
use crate::lifecycle::backfill::error::BackfillError;
use crate::qualification::BarReport;
use crate::recycle::ReasonProblem;
use crate::values::{
    ActorId, CommandKind, ContractKey, CriterionName, Currency, DealStageName, FieldError, Instant, Origin,
    PolicyStamp, Progress, ProposalId, Role, Span, StageKind,
};

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
    Backfill(BackfillError),
    /// What was decided does not fit onto the lead. A fault of this crate, or of a lead that no facts made; nothing is
    /// stored.
    Misfit(ApplyError),
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
            Self::Misfit(_) => "misfit",
        }
    }
}

/// What is unmet when what was decided does not fit.
pub(super) fn misfit(error: ApplyError) -> Vec<Unmet> {
    alloc::vec![Unmet::Misfit(error)]
}
