//! What happened: the facts that a host stores, and of which a lead is the fold.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::deal::{Contract, Deal, DealEdit, Edit, MoveKind};
use crate::document::read_by_document;
use crate::lead::actor::Actor;
use crate::lead::adoption::StockTerms;
use crate::lead::appointment::Appointment;
use crate::lead::assignment::{DealOwner, TeamChange};
use crate::lead::attribution::Attribution;
use crate::lead::capture_edit::CaptureEdit;
use crate::lead::captured::Captured;
use crate::lead::clocks_changed::ClocksChanged;
use crate::lead::command::{MissedBy, Proposable};
use crate::lead::consents::Consent;
use crate::lead::contribution::MergedFrom;
use crate::lead::contribution_corrected::ContributionCorrected;
use crate::lead::deal_move::DealMove;
use crate::lead::ending::{Ending, NextCycle};
use crate::lead::envelope::{Envelope, NewerSchema, SCHEMA};
use crate::lead::erasure::Erasure;
use crate::lead::handoff_record::HandoffFile;
use crate::lead::imported_step::ImportedStep;
use crate::lead::left_over::LeftOver;
use crate::lead::milestones::MilestoneBasis;
use crate::lead::profile_change::ProfileChange;
use crate::lead::split::Split;
use crate::lead::taken_back::TakenBack;
use crate::lead::trigger::Trigger;
use crate::qualification::Answer;
use crate::recycle::{Ownership, Reason};
use crate::scoring::{Breakdown, EarnedTags, FitTags, ScoringState};
use crate::values::{
    Activity, ActorId, Addressee, Channel, ClockName, CommandKind, ContactOutcome, ContractKey, CriterionName, Date,
    DealStageName, Digest, Direction, FactKind, FieldName, Instant, LeadKey, Moment, Money, PipelineName, PolicyStamp,
    Progress, ProposalId, StageKind, Text,
};

/// One fact of a lead: an envelope and what happened.
///
/// A stored fact of a newer [`SCHEMA`] is refused for that, whatever else it holds.
///
/// ```
/// use lead_lifecycle::Fact;
/// let newer = r#"{"body": {"read_minds": {}}, "envelope": {"mood": "good", "schema": 2}}"#;
/// let error = serde_json::from_str::<Fact>(newer).unwrap_err();
/// assert_eq!(error.to_string(), "envelope.schema: schema 2 is newer than this crate knows (1)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, expecting = "a table")]
pub struct Fact {
    /// When, by whom, in which order, under which policy.
    pub envelope: Envelope,
    /// What happened.
    pub body: FactBody,
}

read_by_document!(Fact, {
    const SCHEMA_AT: &'static [&'static str] = &["envelope", "schema"];
    const NEWEST: u16 = SCHEMA;

    fn newer(got: u64) -> impl core::fmt::Display {
        NewerSchema { got }
    }
});

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum FactBody {
    /// The lead was captured: its first fact.
    Captured(Box<Captured>),
    /// Company, person, origin or source were corrected.
    CaptureEdited(Box<CaptureEdit>),
    /// Profile fields were written.
    ProfileUpdated(ProfileChange),
    /// The lead did something.
    ActivityRecorded {
        /// What.
        activity: Activity,
        /// Which of its fields are personal; gone after redaction, with the fields.
        #[serde(deserialize_with = "crate::values::unique::set")]
        personal: BTreeSet<FieldName>,
        /// The behaviour tags earned.
        tags: EarnedTags,
        /// Whether the lead asks with it to be contacted.
        raises_hand: bool,
    },
    /// A consent or its withdrawal.
    ConsentRecorded(Consent),
    /// The lead became MQL.
    BecameMql {
        /// What made it so.
        trigger: Trigger,
        /// The score at that moment.
        score: Option<Breakdown>,
        /// Why, when a person judged so.
        note: Option<Text>,
        /// When what promoted it by rule happened, if that was before it took effect: later turns may be dated back to it.
        grounds: Option<Instant>,
        /// How far inside sales has come already: contacted, if somebody was reached in this cycle.
        progress: Progress,
    },
    /// An untouched MQL fell below the exit threshold: back to Lead in the same cycle.
    Demoted {
        /// The score at that moment.
        score: Option<Breakdown>,
    },
    /// A contact was attempted.
    AttemptRecorded {
        /// Who began.
        direction: Direction,
        /// The way.
        channel: Channel,
        /// How far it came.
        outcome: ContactOutcome,
        /// The progress reached with it.
        progress: Progress,
        /// Whether it went against a withdrawn consent.
        against_consent: bool,
        /// Whether the lead asks with it to be contacted.
        raises_hand: bool,
        /// What was said.
        note: Option<Text>,
    },
    /// The hand-raises that waited were closed without an answer.
    HandRaiseClosed {
        /// Why.
        reason: Reason,
    },
    /// The lead was put off; stage and deal stay.
    Postponed {
        /// Until then.
        until: Instant,
        /// Why.
        note: Option<Text>,
    },
    /// The instant has come until which the lead was put off.
    PostponementEnded,
    /// A criterion was answered.
    AnswerRecorded {
        /// The criterion.
        criterion: CriterionName,
        /// The answer.
        answer: Answer,
    },
    /// An answer became too old to count.
    AnswerBecameStale {
        /// The criterion.
        criterion: CriterionName,
    },
    /// An appointment was made.
    AppointmentScheduled(Appointment),
    /// The appointment was moved.
    AppointmentMoved(Appointment),
    /// The appointment was cancelled.
    AppointmentCancelled {
        /// Why.
        note: Option<Text>,
    },
    /// The appointment did not take place.
    AppointmentMissed {
        /// Who did not come.
        by: MissedBy,
    },
    /// A meeting after the first was held.
    MeetingHeld {
        /// What was said.
        note: Option<Text>,
    },
    /// The lead was handed over and its deal opened.
    BecameSql {
        /// The hand-over file.
        #[serde(with = "crate::values::shared")]
        file: Arc<HandoffFile>,
        /// The fingerprint of its content and of what was heard: qualifying again needs another.
        print: Digest,
        /// The deal.
        deal: Box<Deal>,
    },
    /// Field sales accepted: SAO.
    HandoffAccepted,
    /// Field sales rejected; the deal is withdrawn and inside sales examines again.
    HandoffRejected {
        /// Why.
        reason: Reason,
    },
    /// The first meeting was held and no chance to propose was found: hand-over and deal stand as they are.
    FirstMeetingInvalid {
        /// What was said.
        note: Option<Text>,
    },
    /// The first meeting was held and valid, or the pipeline knows none: Opportunity.
    BecameOpportunity {
        /// Whether a first meeting was held; not where the pipeline knows none.
        met: bool,
        /// What was said.
        note: Option<Text>,
        /// How the deal moved with it.
        moved: DealMove,
    },
    /// The open deal was changed.
    DealEdited {
        /// The change.
        edit: Box<DealEdit>,
        /// Which of the fields it sets the policy marks as not personal.
        public: BTreeSet<FieldName>,
    },
    /// The open deal moved.
    DealMoved(DealMove),
    /// The deal was won: Customer.
    Won {
        /// The contract.
        contract: Contract,
        /// From which deal stage, and what was skipped.
        moved: MoveKind,
    },
    /// The deal was lost.
    Lost {
        /// Why.
        reason: Reason,
        /// What follows by the reason's rule.
        ending: Ending,
        /// Until when the lead was put off, in the place of every rule of cooling.
        until: Option<Instant>,
    },
    /// The lead bought without sales: Customer.
    PurchaseRecorded {
        /// The contract.
        contract: Contract,
        /// Source, medium, campaign, content, when a customer begins another cycle with it.
        attribution: Attribution,
        /// Whether owner and team stay, when a customer begins another cycle with it.
        keeps: Ownership,
    },
    /// The lead was recycled, or what the rules make of that.
    Recycled {
        /// Why.
        reason: Reason,
        /// What follows.
        ending: Ending,
        /// Until when the lead was put off, in the place of every rule of cooling.
        until: Option<Instant>,
    },
    /// The lead was discarded or disqualified, or what the rules make of that.
    Disqualified {
        /// Why.
        reason: Reason,
        /// What follows.
        ending: Ending,
    },
    /// A disqualified lead was taken back.
    Reopened {
        /// Why.
        reason: Reason,
        /// The cycle that begins.
        next: NextCycle,
    },
    /// A disqualified lead shows new interest.
    ReopenSuggested {
        /// What shows it.
        trigger: Trigger,
    },
    /// An expansion cycle began at MQL.
    ExpansionOpened {
        /// What may be sold.
        note: Option<Text>,
        /// Source, medium, campaign, content.
        attribution: Attribution,
        /// When the hand-raise happened that opened it by rule, if that was before it took effect.
        grounds: Option<Instant>,
        /// Whether owner and team stay.
        keeps: Ownership,
    },
    /// A contract ended.
    ContractEnded {
        /// The contract.
        contract: ContractKey,
        /// Why.
        reason: Reason,
        /// What follows, when it was the last one and no expansion is open.
        ending: Option<Ending>,
        /// Until when the lead was put off, in the place of every rule of cooling.
        until: Option<Instant>,
    },
    /// A contract was renewed.
    ContractRenewed {
        /// The contract.
        contract: ContractKey,
        /// The new last day; none: it runs on without end.
        ends: Option<Date>,
        /// The new value; none: as before.
        value: Option<Money>,
    },
    /// The terms of a contract changed.
    ContractAmended {
        /// The contract.
        contract: ContractKey,
        /// The new value; none: as before.
        value: Option<Money>,
        /// The last day.
        ends: Edit<Date>,
    },
    /// Owner and team changed, and whose the open deal is.
    Assigned {
        /// The member.
        owner: Option<ActorId>,
        /// The team.
        team: TeamChange,
        /// The open deal.
        deal: DealOwner,
    },
    /// The lead came under a new policy, or another version of one.
    PolicyAdopted {
        /// The policy before.
        from: PolicyStamp,
        /// How many activity ids to remember.
        memory: u16,
        /// The attribute tags under the new policy.
        tags: FitTags,
        /// The pipeline that the open deal went to, when the new policy does not know its own.
        deal_pipeline: Option<PipelineName>,
        /// Where the open deal went, when its pipeline does not know its stage.
        deal_stage: Option<DealStageName>,
        /// How the score treats the lead, which was there before; none: what versions before have left open stays open.
        stock: Option<StockTerms>,
        /// Whether the new rules need more than was kept: until the score is counted again it neither promotes nor demotes.
        recount_due: bool,
    },
    /// The score was counted again from history, or what is kept was accepted.
    Recounted {
        /// What the activities of the history keep; none: what is kept was accepted without a history.
        counted: Option<Box<ScoringState>>,
        /// Whether the lead is spared the demotion for the score that it now has.
        spared: bool,
    },
    /// The score of an MQL that was spared a demotion is at the exit or over it: from here on a decline demotes it.
    SparingEnded,
    /// Cooling is over.
    CoolingEnded,
    /// The lead has been in its stage for too long.
    BecameStale {
        /// The stage.
        stage: StageKind,
    },
    /// An assistant proposed a command.
    ProposalMade {
        /// The key.
        id: ProposalId,
        /// The command; gone after redaction.
        command: Option<Box<Proposable>>,
        /// The kind of command, which redaction leaves.
        kind: CommandKind,
        /// Why; gone after redaction.
        rationale: Option<Text>,
        /// When it lapses.
        expires_at: Instant,
    },
    /// A person approved a proposal; the facts of its command follow.
    ProposalApproved {
        /// The proposal.
        id: ProposalId,
    },
    /// A person turned a proposal down.
    ProposalDeclined {
        /// The proposal.
        id: ProposalId,
        /// Why.
        note: Option<Text>,
    },
    /// A proposal lapsed.
    ProposalExpired {
        /// The proposal.
        id: ProposalId,
    },
    /// The lead was merged into another.
    MergedInto {
        /// The other lead.
        into: LeadKey,
    },
    /// Personal data was removed; the host redacts the facts before it alike, see [`Fact::redact`].
    Redacted(Box<Erasure>),
    /// A legacy system reports a step.
    StepImported {
        /// The step.
        step: ImportedStep,
        /// When, if it is known.
        at: Option<Instant>,
        /// Whether it was reported, or is implied by a later one.
        basis: MilestoneBasis,
        /// What the legacy system said of when, where another instant was used to make the order possible.
        told: Option<Moment>,
    },
    /// Service-level clocks began, ended, or were held or released.
    ClocksChanged(Box<ClocksChanged>),
    /// Facts were taken back, as a mistake.
    TakenBack(Box<TakenBack>),
    /// Another lead was merged into this one.
    MergedFrom(Box<MergedFrom>),
    /// The lead was merged into another by mistake, and lives by itself again.
    SplitFrom(Box<Split>),
    /// A lead that had been merged into this one, or into one that was, lives by itself again.
    SplitOff(Box<Split>),
    /// What a lead that was merged into this one brought is said anew.
    ContributionCorrected(Box<ContributionCorrected>),
    /// What a legacy system said that has no place in the lead.
    LeftOver(Vec<LeftOver>),
    /// The time for a warning has come, before the deadline of a service-level clock.
    ClockWarned {
        /// The clock.
        clock: ClockName,
        /// Which run of it.
        run: u64,
        /// The deadline.
        due_at: Option<Instant>,
    },
    /// The deadline of a service-level clock has passed. It takes effect one second after the deadline and the grace; where only
    /// later news shows it, when that is recorded.
    ClockBreached {
        /// The clock.
        clock: ClockName,
        /// Which run of it.
        run: u64,
        /// The deadline.
        due_at: Instant,
    },
    /// A step of the escalation of a service-level clock has come.
    ClockEscalated {
        /// The clock.
        clock: ClockName,
        /// Which run of it.
        run: u64,
        /// Which step, counted from 0.
        step: u8,
        /// Whom it tells: the first that resolves to a member at work.
        tell: Vec<Addressee>,
        /// Whether it asks for another owner.
        reassign: bool,
        /// When the next step is due.
        next: Option<Instant>,
    },
    /// A breach was none, as later news shows: the answer came in time, or the clock was held.
    BreachWithdrawn {
        /// The clock.
        clock: ClockName,
        /// Which run of it.
        run: u64,
        /// The deadline as it is now known; none while it is held.
        due_at: Option<Instant>,
    },
}

read_by_document!(FactBody);

impl FactBody {
    /// The fact without its data.
    #[must_use]
    pub const fn kind(&self) -> FactKind {
        match self {
            Self::Captured(_) => FactKind::Captured,
            Self::CaptureEdited(_) => FactKind::CaptureEdited,
            Self::ProfileUpdated(_) => FactKind::ProfileUpdated,
            Self::ActivityRecorded { .. } => FactKind::ActivityRecorded,
            Self::ConsentRecorded(_) => FactKind::ConsentRecorded,
            Self::BecameMql { .. } => FactKind::BecameMql,
            Self::Demoted { .. } => FactKind::Demoted,
            Self::AttemptRecorded { .. } => FactKind::AttemptRecorded,
            Self::HandRaiseClosed { .. } => FactKind::HandRaiseClosed,
            Self::Postponed { .. } => FactKind::Postponed,
            Self::PostponementEnded => FactKind::PostponementEnded,
            Self::AnswerRecorded { .. } => FactKind::AnswerRecorded,
            Self::AnswerBecameStale { .. } => FactKind::AnswerBecameStale,
            Self::AppointmentScheduled(_) => FactKind::AppointmentScheduled,
            Self::AppointmentMoved(_) => FactKind::AppointmentMoved,
            Self::AppointmentCancelled { .. } => FactKind::AppointmentCancelled,
            Self::AppointmentMissed { .. } => FactKind::AppointmentMissed,
            Self::MeetingHeld { .. } => FactKind::MeetingHeld,
            Self::BecameSql { .. } => FactKind::BecameSql,
            Self::HandoffAccepted => FactKind::HandoffAccepted,
            Self::HandoffRejected { .. } => FactKind::HandoffRejected,
            Self::FirstMeetingInvalid { .. } => FactKind::FirstMeetingInvalid,
            Self::BecameOpportunity { .. } => FactKind::BecameOpportunity,
            Self::DealEdited { .. } => FactKind::DealEdited,
            Self::DealMoved(_) => FactKind::DealMoved,
            Self::Won { .. } => FactKind::Won,
            Self::Lost { .. } => FactKind::Lost,
            Self::PurchaseRecorded { .. } => FactKind::PurchaseRecorded,
            Self::Recycled { .. } => FactKind::Recycled,
            Self::Disqualified { .. } => FactKind::Disqualified,
            Self::Reopened { .. } => FactKind::Reopened,
            Self::ReopenSuggested { .. } => FactKind::ReopenSuggested,
            Self::ExpansionOpened { .. } => FactKind::ExpansionOpened,
            Self::ContractEnded { .. } => FactKind::ContractEnded,
            Self::ContractRenewed { .. } => FactKind::ContractRenewed,
            Self::ContractAmended { .. } => FactKind::ContractAmended,
            Self::Assigned { .. } => FactKind::Assigned,
            Self::PolicyAdopted { .. } => FactKind::PolicyAdopted,
            Self::Recounted { .. } => FactKind::Recounted,
            Self::SparingEnded => FactKind::SparingEnded,
            Self::CoolingEnded => FactKind::CoolingEnded,
            Self::BecameStale { .. } => FactKind::BecameStale,
            Self::ProposalMade { .. } => FactKind::ProposalMade,
            Self::ProposalApproved { .. } => FactKind::ProposalApproved,
            Self::ProposalDeclined { .. } => FactKind::ProposalDeclined,
            Self::ProposalExpired { .. } => FactKind::ProposalExpired,
            Self::MergedInto { .. } => FactKind::MergedInto,
            Self::Redacted(_) => FactKind::Redacted,
            Self::StepImported { .. } => FactKind::StepImported,
            Self::LeftOver(_) => FactKind::LeftOver,
            Self::ClocksChanged(_) => FactKind::ClocksChanged,
            Self::ClockWarned { .. } => FactKind::ClockWarned,
            Self::ClockBreached { .. } => FactKind::ClockBreached,
            Self::ClockEscalated { .. } => FactKind::ClockEscalated,
            Self::BreachWithdrawn { .. } => FactKind::BreachWithdrawn,
            Self::TakenBack(_) => FactKind::TakenBack,
            Self::MergedFrom(_) => FactKind::MergedFrom,
            Self::SplitFrom(_) => FactKind::SplitFrom,
            Self::SplitOff(_) => FactKind::SplitOff,
            Self::ContributionCorrected(_) => FactKind::ContributionCorrected,
        }
    }
}

impl Fact {
    /// The fact without its data.
    #[must_use]
    pub const fn kind(&self) -> FactKind {
        self.body.kind()
    }

    /// From when deadlines run that it sets going: what rules and time made is told when it happens, the rest when it is recorded.
    #[must_use]
    pub const fn told_at(&self) -> Instant {
        if self.envelope.cause.is_rule() { self.envelope.effective_at } else { self.envelope.recorded_at }
    }

    /// Who issued the command that brought it about.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.envelope.actor
    }
}
