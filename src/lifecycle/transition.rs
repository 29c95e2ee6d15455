//! The one table of transitions: which command is possible at which stage, and where it may lead.
//!
//! Deciding, the refusal of a wrong stage, the guards, the outlook, the diagram and the committed matrix all read it.

use crate::lifecycle::move_reason::MoveReason;
use crate::values::{CommandKind, StageKind};

use StageKind::{Customer, Disqualified, Lead, Merged, Mql, Opportunity, Sql};

/// One row of the table: what holds for one command, whatever its data say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transition {
    /// The command.
    pub command: CommandKind,
    /// The stages at which it is possible.
    pub from: &'static [StageKind],
    /// The changes of stage it may bring about, each with its reason. Empty: it never changes the stage.
    pub moves: &'static [StageMove],
    /// Whether it is possible after personal data was removed.
    pub when_erased: bool,
    /// How early it may have happened.
    pub earliest: Earliest,
    /// What else must hold, whatever the data of the command say.
    pub guard: Guard,
    /// What must hold besides before the outlook calls the command open. Deciding does not ask it: there, the data of the
    /// command name the proposal, or what is proposed, and that is judged itself.
    pub outlook: Guard,
}

/// How early what a command reports may have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earliest {
    /// At any time: news may come late. What it sets off takes effect when it is recorded.
    Ever,
    /// Not before the present cycle began.
    Cycle,
    /// Not before the newest turn of the cycle, see [`FactKind::is_turn`](crate::FactKind::is_turn).
    Turn,
    /// When it is recorded, and no other time: what the host does about the policy is of now.
    Now,
    /// Not before the contract was signed; where its end turns the stage, not before the newest turn either.
    Contract,
}

/// A condition that is asked of the lead, and needs nothing of a command but its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Guard {
    /// None.
    Nothing,
    /// The lead is not cooling.
    NotCooling,
    /// What must be known before we offer a first meeting is known.
    AppointmentBar,
    /// There is an appointment.
    HasAppointment,
    /// The qualification bar is met, and the lead has agreed to a meeting.
    HandoffBar,
    /// At SQL, field sales has accepted the hand-over.
    Accepted,
    /// The deal has all that winning needs, and there is room for its contract.
    Winnable,
    /// A contract is in force.
    InForce,
    /// The policy lets the lead buy without sales where it is, and there is room for the contract.
    MayBuy,
    /// A hand-raise waits for an answer, or new interest for somebody to reopen the lead.
    HandRaised,
    /// There is a command that the actor may propose.
    ProposesAny,
    /// No deal is open: a merge moves none.
    NoOpenDeal,
    /// A person acts, and a proposal is open.
    ProposalOpen,
}

/// One change of stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StageMove {
    /// From this stage.
    pub from: StageKind,
    /// To this one.
    pub to: StageKind,
    /// Why.
    pub when: MoveReason,
}

const fn to(from: StageKind, to: StageKind, when: MoveReason) -> StageMove {
    StageMove { from, to, when }
}

const OPEN: &[StageKind] = &[Lead, Mql, Sql, Opportunity];
const LIVING: &[StageKind] = &[Lead, Mql, Sql, Opportunity, Customer, Disqualified];
const ANY: &[StageKind] = StageKind::ALL;
const WITH_MEETINGS: &[StageKind] = &[Lead, Mql, Sql, Opportunity, Customer];
/// Where there may be an appointment: agreed on at Lead, it makes the lead an MQL.
const AGREED: &[StageKind] = &[Mql, Sql, Opportunity, Customer];
const BY_MEETING: &[StageMove] = &[to(Lead, Mql, MoveReason::Judgement), to(Lead, Mql, MoveReason::HandRaise)];

/// The stages that have an open deal.
pub(super) const WITH_DEAL: &[StageKind] = &[Sql, Opportunity];

/// A row that never changes the stage by itself, or whose change takes effect when it is recorded.
const fn news(command: CommandKind, from: &'static [StageKind], moves: &'static [StageMove]) -> Transition {
    let (guard, outlook) = (Guard::Nothing, Guard::Nothing);
    Transition { command, from, moves, when_erased: false, earliest: Earliest::Ever, guard, outlook }
}

/// A row that changes the stage by hand.
const fn turn(command: CommandKind, from: &'static [StageKind], moves: &'static [StageMove]) -> Transition {
    Transition { earliest: Earliest::Turn, ..news(command, from, moves) }
}

const BY_PROFILE: &[StageMove] = &[to(Lead, Mql, MoveReason::ScoreReached), to(Mql, Lead, MoveReason::ScoreFell)];

const BY_ACTIVITY: &[StageMove] = &[
    to(Lead, Mql, MoveReason::ScoreReached),
    to(Lead, Mql, MoveReason::HandRaise),
    to(Mql, Lead, MoveReason::ScoreFell),
    to(Customer, Mql, MoveReason::HandRaise),
];

const TO_CUSTOMER: &[StageMove] = &[
    to(Lead, Customer, MoveReason::Bought),
    to(Mql, Customer, MoveReason::Bought),
    to(Sql, Customer, MoveReason::Bought),
    to(Opportunity, Customer, MoveReason::Bought),
    to(Customer, Customer, MoveReason::Bought),
];

const TO_NURTURE: &[StageMove] = &[
    to(Mql, Lead, MoveReason::Recycled),
    to(Sql, Lead, MoveReason::Recycled),
    to(Mql, Disqualified, MoveReason::MaxCycles),
    to(Sql, Disqualified, MoveReason::MaxCycles),
    to(Mql, Customer, MoveReason::ExpansionEnds),
    to(Sql, Customer, MoveReason::ExpansionEnds),
];

const TO_DISQUALIFIED: &[StageMove] = &[
    to(Mql, Disqualified, MoveReason::Reason),
    to(Sql, Disqualified, MoveReason::Reason),
    to(Mql, Customer, MoveReason::ExpansionEnds),
    to(Sql, Customer, MoveReason::ExpansionEnds),
];

const TO_LOSS: &[StageMove] = &[
    to(Sql, Lead, MoveReason::ReasonRecycles),
    to(Opportunity, Lead, MoveReason::ReasonRecycles),
    to(Sql, Disqualified, MoveReason::ReasonDisqualifies),
    to(Opportunity, Disqualified, MoveReason::ReasonDisqualifies),
    to(Sql, Customer, MoveReason::ExpansionEnds),
    to(Opportunity, Customer, MoveReason::ExpansionEnds),
];

const BY_CLOCK: &[StageMove] = &[
    to(Lead, Mql, MoveReason::WaitOver),
    to(Mql, Lead, MoveReason::ScoreDecayed),
    to(Mql, Lead, MoveReason::Stale),
    to(Mql, Disqualified, MoveReason::StaleAtMaxCycles),
    to(Mql, Customer, MoveReason::StaleExpansion),
    to(Sql, Lead, MoveReason::Stale),
    to(Sql, Disqualified, MoveReason::StaleAtMaxCycles),
    to(Sql, Customer, MoveReason::StaleExpansion),
];

const BY_MERGE: &[StageMove] = &[
    to(Lead, Merged, MoveReason::Duplicate),
    to(Mql, Merged, MoveReason::Duplicate),
    to(Customer, Merged, MoveReason::Duplicate),
    to(Disqualified, Merged, MoveReason::Duplicate),
];

/// As before the merge; with an open deal no lead is merged.
const BY_SPLIT: &[StageMove] = &[
    to(Merged, Lead, MoveReason::Parted),
    to(Merged, Mql, MoveReason::Parted),
    to(Merged, Customer, MoveReason::Parted),
    to(Merged, Disqualified, MoveReason::Parted),
];

/// Every transition of an existing lead. `capture` and `import` are not here: they begin one.
pub const TRANSITIONS: &[Transition] = &[
    news(CommandKind::EditCapture, LIVING, &[]),
    news(CommandKind::UpdateProfile, LIVING, BY_PROFILE),
    news(CommandKind::RecordActivity, LIVING, BY_ACTIVITY),
    news(CommandKind::RecordConsent, LIVING, &[]),
    turn(CommandKind::Promote, &[Lead], &[to(Lead, Mql, MoveReason::Judgement)]).only_if(Guard::NotCooling),
    turn(CommandKind::Discard, &[Lead], &[to(Lead, Disqualified, MoveReason::Reason)]).also_erased(),
    news(CommandKind::Postpone, OPEN, &[]).since(Earliest::Cycle),
    news(CommandKind::CloseHandRaise, LIVING, &[]).only_if(Guard::HandRaised).also_erased(),
    news(CommandKind::RecordAttempt, LIVING, &[to(Customer, Mql, MoveReason::HandRaise)]),
    news(CommandKind::RecordAnswer, OPEN, &[]),
    news(CommandKind::ScheduleAppointment, WITH_MEETINGS, BY_MEETING).open_if(Guard::AppointmentBar),
    news(CommandKind::ChangeAppointment, AGREED, &[]).only_if(Guard::HasAppointment),
    news(CommandKind::MissAppointment, AGREED, &[]).only_if(Guard::HasAppointment),
    turn(CommandKind::HoldMeeting, &[Sql, Opportunity, Customer], &[]).only_if(Guard::Accepted),
    turn(CommandKind::Qualify, &[Mql], &[to(Mql, Sql, MoveReason::HandedOver)]).only_if(Guard::HandoffBar),
    turn(CommandKind::Accept, &[Sql], &[to(Sql, Opportunity, MoveReason::AcceptedUnmet)]),
    turn(CommandKind::Reject, &[Sql], &[to(Sql, Mql, MoveReason::Reason)]),
    turn(CommandKind::HoldFirstMeeting, &[Sql], &[to(Sql, Opportunity, MoveReason::FirstMeetingHeld)])
        .only_if(Guard::Accepted),
    news(CommandKind::EditDeal, WITH_DEAL, &[]),
    turn(CommandKind::MoveDeal, &[Opportunity], &[]),
    turn(CommandKind::Win, &[Opportunity], &[to(Opportunity, Customer, MoveReason::ContractSigned)])
        .only_if(Guard::Winnable)
        .also_erased(),
    turn(CommandKind::Lose, WITH_DEAL, TO_LOSS).also_erased(),
    turn(CommandKind::RecordPurchase, &[Lead, Mql, Sql, Opportunity, Customer], TO_CUSTOMER)
        .only_if(Guard::MayBuy)
        .also_erased(),
    turn(CommandKind::Recycle, &[Mql, Sql], TO_NURTURE),
    turn(CommandKind::Disqualify, &[Mql, Sql], TO_DISQUALIFIED).also_erased(),
    turn(
        CommandKind::Reopen,
        &[Disqualified],
        &[to(Disqualified, Lead, MoveReason::NextCycle), to(Lead, Mql, MoveReason::HandRaise)],
    ),
    turn(CommandKind::OpenExpansion, &[Customer], &[to(Customer, Mql, MoveReason::NextCycle)]),
    news(CommandKind::RenewContract, LIVING, &[]).since(Earliest::Contract).only_if(Guard::InForce).also_erased(),
    news(CommandKind::AmendContract, LIVING, &[]).since(Earliest::Contract).only_if(Guard::InForce).also_erased(),
    turn(
        CommandKind::EndContract,
        LIVING,
        &[to(Customer, Lead, MoveReason::LastContractEnds), to(Customer, Disqualified, MoveReason::LastContractEnds)],
    )
    .since(Earliest::Contract)
    .only_if(Guard::InForce)
    .also_erased(),
    news(CommandKind::Assign, LIVING, &[]).since(Earliest::Cycle).also_erased(),
    news(CommandKind::AdoptPolicy, ANY, BY_CLOCK).since(Earliest::Now).also_erased(),
    news(CommandKind::Recount, ANY, BY_PROFILE).since(Earliest::Now),
    news(CommandKind::CheckClock, ANY, BY_CLOCK).also_erased(),
    turn(CommandKind::Merge, LIVING, BY_MERGE).since(Earliest::Now).only_if(Guard::NoOpenDeal).also_erased(),
    turn(CommandKind::Split, &[Merged], BY_SPLIT).since(Earliest::Now).also_erased(),
    news(CommandKind::Redact, ANY, &[]).also_erased(),
    news(CommandKind::Propose, LIVING, &[]).open_if(Guard::ProposesAny),
    news(CommandKind::Approve, LIVING, &[]).open_if(Guard::ProposalOpen),
    news(CommandKind::Decline, LIVING, &[]).open_if(Guard::ProposalOpen).also_erased(),
];

/// The row of a command; none for `capture` and `import`.
///
/// ```
/// use lead_lifecycle::StageKind;
/// use lead_lifecycle::lifecycle::transition;
/// use lead_lifecycle::values::CommandKind;
///
/// let accept = transition(CommandKind::Accept).unwrap();
/// assert!(accept.possible_at(StageKind::Sql) && !accept.possible_at(StageKind::Mql));
/// assert_eq!(transition(CommandKind::Capture), None);
/// ```
#[must_use]
pub fn transition(command: CommandKind) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|row| row.command == command)
}

impl Transition {
    /// Whether the command is possible at a stage.
    #[must_use]
    pub fn possible_at(&self, stage: StageKind) -> bool {
        self.from.contains(&stage)
    }

    const fn also_erased(self) -> Self {
        Self { when_erased: true, ..self }
    }

    const fn since(self, earliest: Earliest) -> Self {
        Self { earliest, ..self }
    }

    const fn only_if(self, guard: Guard) -> Self {
        Self { guard, ..self }
    }

    const fn open_if(self, outlook: Guard) -> Self {
        Self { outlook, ..self }
    }
}
