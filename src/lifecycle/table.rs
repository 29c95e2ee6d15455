//! The one table of transitions: which command is possible at which stage, and where it may lead.
//!
//! Deciding, the refusal of a wrong stage, the guards, the outlook, the diagram and the committed matrix all read it.

use crate::values::{CommandKind, StageKind};

use StageKind::{Customer, Disqualified, Lead, Merged, Mql, Opportunity, Sql};

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    pub prospect: Guard,
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
pub enum Guard {
    /// None.
    Nothing,
    /// The lead is not cooling.
    NotCooling,
    /// What must be known before a meeting is offered is known.
    AppointmentBar,
    /// A meeting is agreed.
    MeetingAgreed,
    /// The qualification bar is met, and the lead has agreed to a meeting.
    HandoverBar,
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
pub struct StageMove {
    /// From this stage.
    pub from: StageKind,
    /// To this one.
    pub to: StageKind,
    /// Under which condition.
    pub when: &'static str,
}

const fn to(from: StageKind, to: StageKind, when: &'static str) -> StageMove {
    StageMove { from, to, when }
}

const OPEN: &[StageKind] = &[Lead, Mql, Sql, Opportunity];
const LIVING: &[StageKind] = &[Lead, Mql, Sql, Opportunity, Customer, Disqualified];
const ANY: &[StageKind] = StageKind::ALL;

/// The stages that have an open deal.
pub(super) const WITH_DEAL: &[StageKind] = &[Sql, Opportunity];

/// A row that never changes the stage by itself, or whose change takes effect when it is recorded.
const fn news(command: CommandKind, from: &'static [StageKind], moves: &'static [StageMove]) -> Transition {
    let (guard, prospect) = (Guard::Nothing, Guard::Nothing);
    Transition { command, from, moves, when_erased: false, earliest: Earliest::Ever, guard, prospect }
}

/// A row that changes the stage by hand.
const fn turn(command: CommandKind, from: &'static [StageKind], moves: &'static [StageMove]) -> Transition {
    Transition { earliest: Earliest::Stage, ..news(command, from, moves) }
}

const BY_INTEREST: &[StageMove] = &[
    to(Lead, Mql, "score reaches the threshold"),
    to(Lead, Mql, "hand-raise"),
    to(Mql, Lead, "untouched, score below the exit threshold"),
];

const TO_NURTURE: &[StageMove] = &[
    to(Mql, Lead, "next cycle, cooling"),
    to(Sql, Lead, "next cycle, cooling"),
    to(Mql, Disqualified, "maximum of cycles"),
    to(Sql, Disqualified, "maximum of cycles"),
    to(Mql, Customer, "expansion ends"),
    to(Sql, Customer, "expansion ends"),
];

const TO_DISCARD: &[StageMove] = &[
    to(Mql, Disqualified, "reason"),
    to(Sql, Disqualified, "reason"),
    to(Mql, Customer, "expansion ends"),
    to(Sql, Customer, "expansion ends"),
];

const TO_LOSS: &[StageMove] = &[
    to(Sql, Lead, "next cycle by the reason's rule"),
    to(Opportunity, Lead, "next cycle by the reason's rule"),
    to(Sql, Disqualified, "by the reason's rule"),
    to(Opportunity, Disqualified, "by the reason's rule"),
    to(Sql, Customer, "expansion ends"),
    to(Opportunity, Customer, "expansion ends"),
];

const BY_CLOCK: &[StageMove] = &[
    to(Lead, Mql, "cooling over or penalty expired, score at the threshold"),
    to(Mql, Lead, "untouched, score decayed below the exit threshold"),
    to(Mql, Lead, "stale, by the policy's rule"),
    to(Mql, Disqualified, "stale at the maximum of cycles"),
    to(Mql, Customer, "stale expansion"),
    to(Sql, Lead, "stale, by the policy's rule"),
    to(Sql, Disqualified, "stale at the maximum of cycles"),
    to(Sql, Customer, "stale expansion"),
];

const BY_MERGE: &[StageMove] = &[
    to(Lead, Merged, "duplicate"),
    to(Mql, Merged, "duplicate"),
    to(Sql, Merged, "duplicate"),
    to(Opportunity, Merged, "duplicate"),
    to(Customer, Merged, "duplicate"),
    to(Disqualified, Merged, "duplicate"),
];

/// Every transition of an existing lead. `capture` and `import` are not here: they begin one.
pub const TRANSITIONS: &[Transition] = &[
    news(CommandKind::UpdateProfile, LIVING, BY_INTEREST),
    news(CommandKind::RecordActivity, LIVING, BY_INTEREST),
    news(CommandKind::RecordConsent, LIVING, &[]),
    news(CommandKind::Promote, &[Lead], &[to(Lead, Mql, "judgement")]).only_if(Guard::NotCooling),
    news(CommandKind::RecordAttempt, &[Mql, Sql], &[]),
    news(CommandKind::RecordAnswer, OPEN, &[]),
    news(CommandKind::ScheduleAppointment, &[Mql, Sql], &[]).only_if(Guard::AppointmentBar),
    news(CommandKind::ChangeAppointment, &[Mql, Sql], &[]).only_if(Guard::MeetingAgreed),
    news(CommandKind::MissAppointment, &[Mql, Sql], &[]).only_if(Guard::MeetingAgreed),
    turn(CommandKind::Qualify, &[Mql], &[to(Mql, Sql, "bar met, hand-over complete, consented")])
        .only_if(Guard::HandoverBar),
    news(CommandKind::Accept, &[Sql], &[]),
    turn(CommandKind::Reject, &[Sql], &[to(Sql, Mql, "reason")]),
    turn(CommandKind::HoldFirstMeeting, &[Sql], &[to(Sql, Opportunity, "accepted, first meeting held")])
        .only_if(Guard::Accepted),
    news(CommandKind::EditDeal, WITH_DEAL, &[]),
    news(CommandKind::MoveDeal, &[Opportunity], &[]),
    turn(CommandKind::Win, &[Opportunity], &[to(Opportunity, Customer, "contract signed")])
        .only_if(Guard::Winnable)
        .also_erased(),
    turn(CommandKind::Lose, WITH_DEAL, TO_LOSS).also_erased(),
    turn(CommandKind::Recycle, &[Mql, Sql], TO_NURTURE),
    turn(CommandKind::Disqualify, &[Mql, Sql], TO_DISCARD).also_erased(),
    turn(CommandKind::Reopen, &[Disqualified], &[to(Disqualified, Lead, "next cycle")]),
    turn(CommandKind::OpenExpansion, &[Customer], &[to(Customer, Mql, "next cycle")]),
    turn(
        CommandKind::EndContract,
        &[Mql, Sql, Opportunity, Customer],
        &[
            to(Customer, Lead, "last contract, by the reason's rule"),
            to(Customer, Disqualified, "last contract, by the reason's rule"),
        ],
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

    const fn open_if(self, prospect: Guard) -> Self {
        Self { prospect, ..self }
    }
}
