//! What can be asked of a lead.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::deal::{Contract, DealEdit, NewDeal};
use crate::handoff::Handoff;
use crate::lead::actor::Attribution;
use crate::lead::plain;
use crate::qualification::{Evidence, Verdict};
use crate::recycle::Reason;
use crate::scoring::ScoringState;
use crate::values::{
    AccountKey, Activity, ActorId, Channel, CommandKind, ConsentStatus, ContactOutcome, ContractKey, CriterionName,
    Date, DealStageName, Direction, FieldName, FieldValue, Instant, LeadKey, Origin, PersonKey, Progress, ProposalId,
    Purpose, TeamKey, Text,
};

/// Starts a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capture {
    /// The key of the new lead.
    pub lead: LeadKey,
    /// Where it came from. Not `expansion`: that is opened on a customer.
    pub origin: Origin,
    /// Source, medium, campaign, content.
    #[serde(default)]
    pub attribution: Attribution,
    /// The company.
    #[serde(default)]
    pub account: Option<AccountKey>,
    /// The person.
    #[serde(default)]
    pub person: Option<PersonKey>,
    /// What is known already.
    #[serde(default)]
    pub fields: BTreeMap<FieldName, FieldValue>,
    /// The member who owns it.
    #[serde(default)]
    pub owner: Option<ActorId>,
    /// The team that owns it.
    #[serde(default)]
    pub team: Option<TeamKey>,
}

impl Capture {
    /// A lead of which nothing is known but its key and origin.
    #[must_use]
    pub fn new(lead: LeadKey, origin: Origin) -> Self {
        Self {
            lead,
            origin,
            attribution: Attribution::default(),
            account: None,
            person: None,
            fields: BTreeMap::new(),
            owner: None,
            team: None,
        }
    }
}

/// What came of an appointment that did not take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissedBy {
    /// The lead did not come.
    Lead,
    /// We did not come.
    Us,
}

/// What the first meeting was worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingResult {
    /// A real chance to propose: counts for the valid-meeting rate.
    #[doc(alias = "有効商談")]
    Valid,
    /// Held, but no chance to propose was found.
    Invalid,
}

/// What can be asked of an existing lead. A lead is started by [`Capture`].
///
/// Who may issue which command is in the policy; from which stage is in the table of transitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Command {
    /// Sets profile fields, or clears them with an empty value.
    UpdateProfile {
        /// The fields.
        fields: BTreeMap<FieldName, Option<FieldValue>>,
    },
    /// Records what the lead did.
    RecordActivity {
        /// The activity.
        activity: Activity,
    },
    /// Records a consent or its withdrawal.
    RecordConsent {
        /// The way to reach the person.
        channel: Channel,
        /// What for.
        purpose: Purpose,
        /// Granted or withdrawn.
        status: ConsentStatus,
    },
    /// Makes the lead an MQL by judgement.
    Promote {
        /// Why.
        #[serde(default)]
        note: Option<Text>,
    },
    /// Records a contact attempt.
    RecordAttempt {
        /// Who began.
        direction: Direction,
        /// The way.
        channel: Channel,
        /// How far it came.
        outcome: ContactOutcome,
        /// What inside sales concludes: `validated` or `consented`, only after a conversation.
        #[serde(default)]
        advance: Option<Progress>,
        /// What was said.
        #[serde(default)]
        note: Option<Text>,
    },
    /// Records the answer to a criterion.
    RecordAnswer {
        /// The criterion.
        criterion: CriterionName,
        /// Confirmed, denied or unknown. Unknown is not no.
        verdict: Verdict,
        /// The target date, for a timeline.
        #[serde(default)]
        by: Option<Date>,
        /// What was said.
        #[serde(default)]
        detail: Option<Text>,
        /// How it is known.
        #[serde(default)]
        evidence: Option<Evidence>,
    },
    /// Agrees on a meeting.
    ScheduleAppointment {
        /// When it begins.
        at: Instant,
        /// How it is held.
        channel: Channel,
        /// Where, with whom, about what.
        #[serde(default)]
        note: Option<Text>,
    },
    /// Moves the agreed meeting, or cancels it.
    ChangeAppointment {
        /// The new beginning; none cancels.
        to: Option<Instant>,
        /// Why.
        #[serde(default)]
        note: Option<Text>,
    },
    /// Records that the agreed meeting did not take place.
    MissAppointment {
        /// Who did not come.
        by: MissedBy,
    },
    /// Hands the lead over to field sales.
    Qualify {
        /// The hand-over file.
        handoff: Box<Handoff>,
        /// The deal to open.
        deal: Box<NewDeal>,
    },
    /// Field sales accepts the hand-over.
    Accept,
    /// Field sales rejects the hand-over.
    Reject {
        /// Why.
        reason: Reason,
    },
    /// Records that the first meeting was held.
    HoldFirstMeeting {
        /// What it was worth.
        result: MeetingResult,
        /// What was said.
        #[serde(default)]
        note: Option<Text>,
    },
    /// Changes the open deal.
    EditDeal {
        /// The change.
        edit: Box<DealEdit>,
    },
    /// Moves the open deal to another stage of the pipeline.
    MoveDeal {
        /// The stage.
        to: DealStageName,
    },
    /// Wins the deal.
    Win {
        /// The contract signed.
        contract: Contract,
    },
    /// Loses the deal.
    Lose {
        /// Why.
        reason: Reason,
    },
    /// Sends the lead back to nurturing.
    Recycle {
        /// Why.
        reason: Reason,
    },
    /// Discards the lead.
    Disqualify {
        /// Why.
        reason: Reason,
    },
    /// Takes a discarded lead back.
    Reopen {
        /// Why.
        reason: Reason,
    },
    /// Opens an expansion cycle for a customer.
    OpenExpansion {
        /// What may be sold.
        #[serde(default)]
        note: Option<Text>,
        /// Source, medium, campaign, content.
        #[serde(default)]
        attribution: Attribution,
    },
    /// Ends a contract.
    EndContract {
        /// The contract.
        contract: ContractKey,
        /// Why.
        reason: Reason,
    },
    /// Changes owner and team.
    Assign {
        /// The member; none takes the owner away.
        owner: Option<ActorId>,
        /// The team; none takes the team away.
        #[serde(default)]
        team: Option<TeamKey>,
    },
    /// Puts the lead under the policy of this [`Lifecycle`](crate::Lifecycle).
    AdoptPolicy {
        /// The scoring state counted again from the whole history; without it the present state is kept.
        #[serde(default)]
        retagged: Option<Box<ScoringState>>,
        /// Where an open deal goes whose stage the new pipeline does not know.
        #[serde(default)]
        deal_stage: Option<DealStageName>,
    },
    /// Records what time alone has made true.
    CheckClock,
    /// Merges this lead into another.
    Merge {
        /// The other lead.
        into: LeadKey,
    },
    /// Removes personal data, for good.
    Redact,
    /// Proposes a command for a person to approve.
    Propose {
        /// The key of the proposal.
        id: ProposalId,
        /// What is proposed.
        #[serde(deserialize_with = "plain::read")]
        command: Box<Command>,
        /// Why.
        rationale: Text,
    },
    /// Approves a proposal: it is decided now, in the name of the person who approves.
    Approve {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Turns a proposal down.
    Decline {
        /// The proposal.
        proposal: ProposalId,
        /// Why.
        #[serde(default)]
        note: Option<Text>,
    },
}

impl Command {
    /// The command without its data.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::UpdateProfile { .. } => CommandKind::UpdateProfile,
            Self::RecordActivity { .. } => CommandKind::RecordActivity,
            Self::RecordConsent { .. } => CommandKind::RecordConsent,
            Self::Promote { .. } => CommandKind::Promote,
            Self::RecordAttempt { .. } => CommandKind::RecordAttempt,
            Self::RecordAnswer { .. } => CommandKind::RecordAnswer,
            Self::ScheduleAppointment { .. } => CommandKind::ScheduleAppointment,
            Self::ChangeAppointment { .. } => CommandKind::ChangeAppointment,
            Self::MissAppointment { .. } => CommandKind::MissAppointment,
            Self::Qualify { .. } => CommandKind::Qualify,
            Self::Accept => CommandKind::Accept,
            Self::Reject { .. } => CommandKind::Reject,
            Self::HoldFirstMeeting { .. } => CommandKind::HoldFirstMeeting,
            Self::EditDeal { .. } => CommandKind::EditDeal,
            Self::MoveDeal { .. } => CommandKind::MoveDeal,
            Self::Win { .. } => CommandKind::Win,
            Self::Lose { .. } => CommandKind::Lose,
            Self::Recycle { .. } => CommandKind::Recycle,
            Self::Disqualify { .. } => CommandKind::Disqualify,
            Self::Reopen { .. } => CommandKind::Reopen,
            Self::OpenExpansion { .. } => CommandKind::OpenExpansion,
            Self::EndContract { .. } => CommandKind::EndContract,
            Self::Assign { .. } => CommandKind::Assign,
            Self::AdoptPolicy { .. } => CommandKind::AdoptPolicy,
            Self::CheckClock => CommandKind::CheckClock,
            Self::Merge { .. } => CommandKind::Merge,
            Self::Redact => CommandKind::Redact,
            Self::Propose { .. } => CommandKind::Propose,
            Self::Approve { .. } => CommandKind::Approve,
            Self::Decline { .. } => CommandKind::Decline,
        }
    }
}
