//! The one table of transitions: which command is possible at which stage, and where it may lead.
//!
//! Deciding, the refusal of a wrong stage, the guards, the outlook, the diagram and the committed matrix all read it.

use crate::lifecycle::move_reason::MoveReason;
use crate::values::{CommandKind, StageKind};

use StageKind::{Customer, Disqualified, Lead, Merged, Mql, Opportunity, Sql};

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transition {
    /// The command.
    pub command: CommandKind,
    /// The stages at which it is possible.
    pub from: &'static [StageKind],
    /// The changes of stage it may bring about, each with the words of the diagram. Empty: it never changes the stage.
    pub moves: &'static [StageMove],
    /// Whether it is possible after personal data was removed.
    pub when_erased: bool,
    /// How early it may have happened.
    pub earliest: Earliest,
    /// What else must hold, whatever the data of the command say.
    pub guard: Guard,
    /// What must hold for the command to be open at all, where deciding looks for what its data name: for the outlook.
    pub outlook: Guard,
}

/// How early what a command reports may have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earliest {
    /// At any time: news arrive late, and what they set off takes effect when it is recorded.
    Ever,
    /// When the present stage was entered, or noted as stale since: a stage cannot change before.
    Stage,
    /// The same; beside an open expansion, which it does not touch, when the lead became a customer.
    Contract,
}

/// A condition that needs nothing of a command but its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Guard {
    /// None.
    Nothing,
    /// The lead is not cooling.
    NotCooling,
    /// What must be known before an appointment is offered is known.
    AppointmentBar,
    /// There is an appointment.
    HasAppointment,
    /// The qualification bar is met, and the lead has agreed to a meeting.
    HandoffBar,
    /// Field sales has accepted the hand-over.
    Accepted,
    /// The deal has all that winning needs, and there is room for its contract.
    Winnable,
    /// A contract is in force.
    InForce,
    /// There is a command that the actor may propose.
    ProposesAny,
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

/// The stages that have an open deal.
pub(super) const WITH_DEAL: &[StageKind] = &[Sql, Opportunity];

/// A row that never changes the stage by itself, or whose change takes effect when it is recorded.
const fn news(command: CommandKind, from: &'static [StageKind], moves: &'static [StageMove]) -> Transition {
    let (guard, outlook) = (Guard::Nothing, Guard::Nothing);
    Transition { command, from, moves, when_erased: false, earliest: Earliest::Ever, guard, outlook }
}

/// A row that changes the stage by hand.
const fn turn(command: CommandKind, from: &'static [StageKind], moves: &'static [StageMove]) -> Transition {
    Transition { earliest: Earliest::Stage, ..news(command, from, moves) }
}

const BY_INTEREST: &[StageMove] = &[
    to(Lead, Mql, MoveReason::ScoreReached),
    to(Lead, Mql, MoveReason::HandRaise),
    to(Mql, Lead, MoveReason::ScoreFell),
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
    to(Sql, Merged, MoveReason::Duplicate),
    to(Opportunity, Merged, MoveReason::Duplicate),
    to(Customer, Merged, MoveReason::Duplicate),
    to(Disqualified, Merged, MoveReason::Duplicate),
];

/// Every transition of an existing lead. `capture` and `import` are not here: they begin one.
pub const TRANSITIONS: &[Transition] = &[
    news(CommandKind::UpdateProfile, LIVING, BY_INTEREST),
    news(CommandKind::RecordActivity, LIVING, BY_INTEREST),
    news(CommandKind::RecordConsent, LIVING, &[]),
    news(CommandKind::Promote, &[Lead], &[to(Lead, Mql, MoveReason::Judgement)]).only_if(Guard::NotCooling),
    news(CommandKind::RecordAttempt, &[Mql, Sql], &[]),
    news(CommandKind::RecordAnswer, OPEN, &[]),
    news(CommandKind::ScheduleAppointment, &[Mql, Sql], &[]).only_if(Guard::AppointmentBar),
    news(CommandKind::ChangeAppointment, &[Mql, Sql], &[]).only_if(Guard::HasAppointment),
    news(CommandKind::MissAppointment, &[Mql, Sql], &[]).only_if(Guard::HasAppointment),
    turn(CommandKind::Qualify, &[Mql], &[to(Mql, Sql, MoveReason::HandedOver)]).only_if(Guard::HandoffBar),
    news(CommandKind::Accept, &[Sql], &[]),
    turn(CommandKind::Reject, &[Sql], &[to(Sql, Mql, MoveReason::Reason)]),
    turn(CommandKind::HoldFirstMeeting, &[Sql], &[to(Sql, Opportunity, MoveReason::FirstMeetingHeld)])
        .only_if(Guard::Accepted),
    news(CommandKind::EditDeal, WITH_DEAL, &[]),
    news(CommandKind::MoveDeal, &[Opportunity], &[]),
    turn(CommandKind::Win, &[Opportunity], &[to(Opportunity, Customer, MoveReason::ContractSigned)])
        .only_if(Guard::Winnable)
        .also_erased(),
    turn(CommandKind::Lose, WITH_DEAL, TO_LOSS).also_erased(),
    turn(CommandKind::Recycle, &[Mql, Sql], TO_NURTURE),
    turn(CommandKind::Disqualify, &[Mql, Sql], TO_DISQUALIFIED).also_erased(),
    turn(CommandKind::Reopen, &[Disqualified], &[to(Disqualified, Lead, MoveReason::NextCycle)]),
    turn(CommandKind::OpenExpansion, &[Customer], &[to(Customer, Mql, MoveReason::NextCycle)]),
    turn(
        CommandKind::EndContract,
        &[Mql, Sql, Opportunity, Customer],
        &[to(Customer, Lead, MoveReason::LastContractEnds), to(Customer, Disqualified, MoveReason::LastContractEnds)],
    )
    .since(Earliest::Contract)
    .only_if(Guard::InForce)
    .also_erased(),
    news(CommandKind::Assign, LIVING, &[]).also_erased(),
    news(CommandKind::AdoptPolicy, ANY, BY_CLOCK).also_erased(),
    news(CommandKind::CheckClock, ANY, BY_CLOCK).also_erased(),
    turn(CommandKind::Merge, LIVING, BY_MERGE).also_erased(),
    news(CommandKind::Redact, ANY, &[]).also_erased(),
    news(CommandKind::Propose, LIVING, &[]).open_if(Guard::ProposesAny),
    news(CommandKind::Approve, LIVING, &[]).open_if(Guard::ProposalOpen),
    news(CommandKind::Decline, LIVING, &[]).open_if(Guard::ProposalOpen).also_erased(),
];

/// The row of a command; none for `capture` and `import`.
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
