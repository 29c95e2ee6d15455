//! What can be asked of a lead, as one list.
//!
//! What an assistant may propose is the same list with a hole in the place of the proposal: a proposal in a proposal is
//! no value at all, and no input, in any format, nests without end.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::deal::{Contract, DealEdit, Edit, NewDeal};
use crate::document::{Document, read_one};
use crate::handoff::Handoff;
use crate::lead::appointment::{BookedBy, MeetingKind};
use crate::lead::assignment::{DealOwner, TeamChange};
use crate::lead::attribution::Attribution;
use crate::lead::capture_edit::CaptureEdit;
use crate::lead::recount::Recounting;
use crate::qualification::{AnswerEvidence, Verdict};
use crate::recycle::Reason;
use crate::values::{
    Activity, ActorId, Channel, CommandKind, ConsentStatus, ContactOutcome, ContractKey, CriterionName, Date,
    DealStageName, Direction, FieldName, FieldValue, Instant, Moment, Money, PipelineName, Progress, ProposalId,
    Purpose, Text,
};

/// What can be asked of an existing lead. A lead is started by [`Capture`](crate::Capture).
///
/// Who may issue which command, the policy says; at which stage it is possible, the table of transitions.
///
/// ```
/// use lead_lifecycle::Command;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // As a host's interface sends it. What is left out is not said, and takes nothing away that stands.
/// let command: Command = serde_json::from_str(r#"{"promote": {"note": "asked for a quote at the fair"}}"#)?;
/// assert_eq!(command.kind().as_str(), "promote");
/// // Of which nothing has to be said, the word is enough.
/// assert_eq!(serde_json::from_str::<Command>(r#""promote""#)?, serde_json::from_str(r#"{"promote": {}}"#)?);
///
/// let wrong = serde_json::from_str::<Command>(r#"{"promote": {"nota": "x"}}"#).unwrap_err();
/// assert_eq!(wrong.to_string(), "promote.nota: expected one of `note`, got `nota` (did you mean `note`?)");
/// # Ok(())
/// # }
/// ```
pub type Command = CommandOf<Propose>;

/// What can be proposed: every command but a proposal.
///
/// ```
/// use lead_lifecycle::lead::Proposable;
/// use lead_lifecycle::Command;
///
/// let proposable = Proposable::Accept;
/// assert_eq!(Command::from(proposable), Command::Accept);
/// assert_eq!(Proposable::try_from(Command::Accept), Ok(Proposable::Accept));
/// ```
pub type Proposable = CommandOf<Nested>;

/// A command to put before a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Propose {
    /// The key of the proposal.
    pub id: ProposalId,
    /// What is proposed.
    pub command: Box<Proposable>,
    /// Why.
    pub rationale: Text,
}

/// A proposal in a proposal: there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Nested {}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(_deserializer: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom(NestedProposal))
    }
}

/// A proposal cannot hold another proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a proposal cannot hold another proposal")]
pub struct NestedProposal;

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
    /// Held, but no chance to propose was found: the hand-over stands, and so does the deal.
    Invalid,
}

/// A meeting to be agreed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Meeting {
    /// When it begins.
    pub at: Instant,
    /// How it is held.
    pub channel: Channel,
    /// Which meeting it is. None: the first until field sales has accepted and met the lead, then a follow-up.
    #[serde(default)]
    pub kind: Option<MeetingKind>,
    /// Who chose its time: what the lead books itself asks for no must-knows, and raises a hand.
    #[serde(default = "by_us")]
    pub booked_by: BookedBy,
    /// Where, with whom, about what.
    #[serde(default)]
    pub note: Option<Text>,
}

impl Meeting {
    /// A meeting that a member books.
    #[must_use]
    pub const fn new(at: Instant, channel: Channel) -> Self {
        Self { at, channel, kind: None, booked_by: BookedBy::Us, note: None }
    }
}

/// A value that may be none, but has to be said, because none takes away what stands: an owner left out by mistake, a
/// meeting, the end of a contract.
fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

const fn by_us() -> BookedBy {
    BookedBy::Us
}

/// A contact attempt as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Attempt {
    /// Who began.
    pub direction: Direction,
    /// The way.
    pub channel: Channel,
    /// How far it came.
    pub outcome: ContactOutcome,
    /// What inside sales concludes: `validated` or `consented`, only after a conversation.
    #[serde(default)]
    pub advance: Option<Progress>,
    /// What was said.
    #[serde(default)]
    pub note: Option<Text>,
}

/// The answer to a criterion as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Reply {
    /// The criterion.
    pub criterion: CriterionName,
    /// Confirmed, denied or unknown. Unknown is not no.
    pub verdict: Verdict,
    /// The target date, for a timeline.
    #[serde(default)]
    pub by: Option<Date>,
    /// What was said.
    #[serde(default)]
    pub detail: Option<Text>,
    /// How it is known.
    #[serde(default)]
    pub evidence: Option<AnswerEvidence>,
}

// One entry makes a command, its kind, and its way from one hole to the other.
macro_rules! commands {
    (
        $(#[$list:meta])*
        { $(
            $(#[$doc:meta])*
            $variant:ident $({ $($(#[$meta:meta])* $field:ident: $type:ty,)* })? $(($one:ident: $of:ty))?,
        )* }
        $(#[$hole_doc:meta])* $hole:ident
        { $($(#[$doc2:meta])* $variant2:ident { $($(#[$meta2:meta])* $field2:ident: $type2:ty,)* },)* }
    ) => {
        $(#[$list])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(remote = "Self", rename = "Command", rename_all = "snake_case", deny_unknown_fields)]
        #[serde(bound(serialize = "P: Serialize + core::fmt::Debug"))]
        #[non_exhaustive]
        pub enum CommandOf<P> {
            $($(#[$doc])* $variant $({ $($(#[$meta])* $field: $type,)* })? $(($of))?,)*
            $(#[$hole_doc])* $hole(P),
            $($(#[$doc2])* $variant2 { $($(#[$meta2])* $field2: $type2,)* },)*
        }

        impl<P> CommandOf<P> {
            /// The command without its data.
            #[must_use]
            pub const fn kind(&self) -> CommandKind {
                match self {
                    $(Self::$variant { .. } => CommandKind::$variant,)*
                    Self::$hole(_) => CommandKind::$hole,
                    $(Self::$variant2 { .. } => CommandKind::$variant2,)*
                }
            }

            /// The same command with something else in the place of a proposal.
            fn with<Q, E>(self, proposal: impl FnOnce(P) -> Result<Q, E>) -> Result<CommandOf<Q>, E> {
                Ok(match self {
                    $(
                        Self::$variant $({ $($field),* })? $(($one))? =>
                            CommandOf::$variant $({ $($field),* })? $(($one))?,
                    )*
                    Self::$hole(propose) => CommandOf::$hole(proposal(propose)?),
                    $(Self::$variant2 { $($field2),* } => CommandOf::$variant2 { $($field2),* },)*
                })
            }
        }
    };
}

commands! {
    /// The one list of commands, with `P` in the place of a proposal: see [`Command`] and [`Proposable`].
    {
        /// Corrects company, person, origin or source.
        EditCapture(edit: Box<CaptureEdit>),
        /// Sets profile fields, or clears them with an empty value.
        UpdateProfile {
            /// The fields.
            #[serde(deserialize_with = "crate::values::unique::map")]
            fields: BTreeMap<FieldName, Option<FieldValue>>,
        },
        /// Records what the lead did. Any kind is taken in; one that the policy does not name earns nothing, see
        /// [`Activity::kind`].
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
        /// Makes the lead an MQL by judgement. Only at Lead: a second time it is refused.
        Promote {
            /// Why.
            #[serde(default)]
            note: Option<Text>,
        },
        /// Discards a lead at Lead, in whatever cycle: spam, say. It does not become MQL by it. At MQL and SQL it is
        /// `disqualify`.
        Discard {
            /// Why, by the list `disqualify`.
            reason: Reason,
        },
        /// Puts the lead off; stage and deal stay. At Lead it cools, elsewhere deadlines wait. When the instant has come,
        /// the agenda says so until an attempt is made. Of two the newer holds, be it earlier. Whoever ends the cycle
        /// with it says `until` in `recycle`, `lose` or `end_contract` instead. A customer is put off in an expansion only.
        Postpone {
            /// Until then; a day until it begins in the zone of the policy.
            until: Moment,
            /// Why.
            #[serde(default)]
            note: Option<Text>,
        },
        /// Closes the hand-raises that wait, and a suggestion to reopen, without an answer to the lead.
        CloseHandRaise {
            /// Why.
            reason: Reason,
        },
        /// Records a contact attempt, whatever the stage. Only at MQL and SQL something is concluded from it: elsewhere
        /// `advance` stays out. At Lead, to agree on a meeting is to promote: `schedule_appointment`.
        RecordAttempt(attempt: Attempt),
        /// Records the answer to a criterion.
        RecordAnswer(reply: Reply),
        /// Records an appointment: the lead has agreed to a meeting; to a first one is to consent. At Lead this promotes,
        /// whoever may book. What has to be known before we offer a first meeting
        /// ([`before_appointment`](crate::qualification::QualificationDraft::before_appointment)) is recorded before, by
        /// `record_answer`; a meeting that the lead booked itself needs nothing.
        ScheduleAppointment(meeting: Meeting),
        /// Moves the appointment, or cancels it.
        ChangeAppointment {
            /// The new beginning; none cancels. It has to be said: written data that leave it out are refused.
            #[serde(deserialize_with = "said")]
            to: Option<Instant>,
            /// Why.
            #[serde(default)]
            note: Option<Text>,
        },
        /// Records that the appointment did not take place.
        MissAppointment {
            /// Who did not come.
            by: MissedBy,
        },
        /// Records that a meeting after the first was held.
        HoldMeeting {
            /// What was said.
            #[serde(default)]
            note: Option<Text>,
        },
        /// Hands the lead over to field sales, and opens the deal.
        ///
        /// A refusal lists everything that is missing at once. What mends it:
        ///
        /// | refused with | mended by |
        /// |---|---|
        /// | `bar`: a criterion was not asked, is open, denied or too old | `record_answer`, once for each |
        /// | `not_consented`: the lead has not agreed to a meeting | `record_attempt` with `advance: consented`, or `schedule_appointment` |
        /// | `handoff_incomplete` of an item | the item in `handoff` itself |
        /// | `handoff_incomplete` of a profile field | `update_profile` |
        /// | `handoff_not_revised`: rejected before, and nothing is new since | `record_answer`, or another file |
        /// | `deal_known`: the key was used before on this lead, as by a hand-over that was rejected | a new key |
        /// | `pipeline_needed`, `unknown_pipeline` | [`NewDeal::with_pipeline`] |
        /// | `stage`: the lead is no MQL | the commands that the refusal names |
        Qualify {
            /// The hand-over file.
            handoff: Box<Handoff>,
            /// The deal to open.
            deal: Box<NewDeal>,
        },
        /// Field sales accepts the hand-over.
        Accept,
        /// Field sales rejects the hand-over: the lead is an MQL again, and its deal is gone.
        Reject {
            /// Why.
            reason: Reason,
        },
        /// Records that the first meeting was held, after `accept`. A valid one makes the Opportunity; after an invalid one
        /// the lead stays at SQL with its deal, and the agenda asks what becomes of it.
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
        /// Wins the deal: from the last stage of its pipeline, or from any where stages may be skipped.
        ///
        /// Winning needs what any stage of the pipeline needs and what `won_requires` adds, by the standard pipeline at
        /// least one line and an expected close: refused with `deal_item_missing`, mended by `edit_deal`. The contract is in
        /// the currency of the deal, under a key that is not in force yet; its value need not be that of the deal.
        /// [`Pipeline::missing_to_win`](crate::deal::Pipeline::missing_to_win) says beforehand what is missing.
        Win {
            /// The contract signed.
            contract: Contract,
        },
        /// Loses the deal.
        Lose {
            /// Why.
            reason: Reason,
            /// Until when the next cycle cools, in the place of every rule of cooling. Then somebody is told.
            #[serde(default)]
            until: Option<Moment>,
        },
        /// Records that the lead bought without sales, in the shop say: it is a customer, and step rates leave the cycle out.
        /// A customer that buys again begins another cycle with it, and has one more contract.
        RecordPurchase {
            /// The contract.
            contract: Contract,
            /// Source, medium, campaign, content; of a customer, who begins another cycle with it.
            #[serde(default)]
            attribution: Attribution,
        },
        /// Sends the lead back to nurturing.
        Recycle {
            /// Why.
            reason: Reason,
            /// Until when the next cycle cools, in the place of every rule of cooling. Then somebody is told.
            #[serde(default)]
            until: Option<Moment>,
        },
        /// Disqualifies the lead, from MQL or SQL. At Lead it is `discard`, at Opportunity `lose`.
        Disqualify {
            /// Why.
            reason: Reason,
        },
        /// Takes a disqualified lead back: the next cycle begins at Lead.
        Reopen {
            /// Why.
            reason: Reason,
        },
        /// Opens an expansion cycle for a customer: at MQL, and the contracts stay. A hand-raise of a customer does it by
        /// itself where the policy says so ([`HandRaiseRules`](crate::policy::HandRaiseRules)).
        OpenExpansion {
            /// What may be sold.
            #[serde(default)]
            note: Option<Text>,
            /// Source, medium, campaign, content.
            #[serde(default)]
            attribution: Attribution,
        },
        /// Renews a contract for another term.
        RenewContract {
            /// The contract.
            contract: ContractKey,
            /// The new last day, later than the one before; none: it runs on without end. It has to be said: written
            /// data that leave it out are refused.
            #[serde(deserialize_with = "said")]
            ends: Option<Date>,
            /// The new value; none: as before.
            #[serde(default)]
            value: Option<Money>,
        },
        /// Changes the terms of a contract.
        AmendContract {
            /// The contract.
            contract: ContractKey,
            /// The new value; none: as before.
            #[serde(default)]
            value: Option<Money>,
            /// The last day.
            #[serde(default)]
            ends: Edit<Date>,
        },
        /// Ends a contract.
        EndContract {
            /// The contract.
            contract: ContractKey,
            /// Why.
            reason: Reason,
            /// Until when the next cycle cools, in the place of every rule of cooling. Then somebody is told.
            #[serde(default)]
            until: Option<Moment>,
        },
        /// Changes owner and team, and whose the open deal is.
        ///
        /// When a member leaves: `owner` alone gives lead and deal to the colleague. To give away the deal only, name the
        /// present owner of the lead again, [`Cycle::owner`](crate::lead::Cycle::owner), and the colleague in `deal`.
        Assign {
            /// The member; none takes the owner away. It has to be said: written data that leave it out are refused.
            #[serde(deserialize_with = "said")]
            owner: Option<ActorId>,
            /// The team.
            #[serde(default)]
            team: TeamChange,
            /// The open deal: it follows the lead unless said otherwise.
            #[serde(default)]
            deal: DealOwner,
        },
        /// Puts the lead under the version in force of this [`Lifecycle`](crate::Lifecycle), if its book does not know the
        /// version of the lead. Versions that it knows come into force by themselves.
        AdoptPolicy {
            /// The pipeline that an open deal goes to whose own the new policy does not know; the default of the new
            /// policy without one.
            #[serde(default)]
            deal_pipeline: Option<PipelineName>,
            /// Where an open deal goes whose stage the pipeline does not know.
            #[serde(default)]
            deal_stage: Option<DealStageName>,
        },
        /// Puts a score counted again in the place of what was kept, or accepts what is kept: see
        /// [`Lifecycle::recount`](crate::Lifecycle::recount).
        Recount(how: Recounting),
        /// Records what time alone has made true.
        CheckClock,
        /// Removes personal data, for good, by the stricter of the recorded and the present marks; the host then redacts what
        /// it has stored, see [`Fact::redact`](crate::Fact::redact). Again it changes something only under a policy that marks
        /// more.
        Redact,
    }
    /// Proposes a command for a person to approve.
    Propose
    {
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
}

impl<P: DeserializeOwned> Document for CommandOf<P> {
    fn derived<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

impl<P: Serialize + core::fmt::Debug> Serialize for CommandOf<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de, P: DeserializeOwned> Deserialize<'de> for CommandOf<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_one(deserializer)
    }
}

impl From<Proposable> for Command {
    fn from(proposable: Proposable) -> Self {
        match proposable.with::<_, Nested>(|nested| match nested {}) {
            Ok(command) => command,
            Err(never) => match never {},
        }
    }
}

impl TryFrom<Command> for Proposable {
    type Error = NestedProposal;

    fn try_from(command: Command) -> Result<Self, NestedProposal> {
        command.with(|_proposal| Err(NestedProposal))
    }
}
