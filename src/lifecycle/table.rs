//! The one table of transitions: which command is possible at which stage, and where it may lead.
//!
//! Deciding, the refusal of a wrong stage, the outlook, the diagram and the committed matrix all read it.

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

const fn row(command: CommandKind, from: &'static [StageKind], moves: &'static [StageMove]) -> Transition {
    Transition { command, from, moves, when_erased: false }
}

const fn always(command: CommandKind, from: &'static [StageKind], moves: &'static [StageMove]) -> Transition {
    Transition { command, from, moves, when_erased: true }
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
    row(CommandKind::UpdateProfile, LIVING, BY_INTEREST),
    row(CommandKind::RecordActivity, LIVING, BY_INTEREST),
    row(CommandKind::RecordConsent, LIVING, &[]),
    row(CommandKind::Promote, &[Lead], &[to(Lead, Mql, "judgement")]),
    row(CommandKind::RecordAttempt, &[Mql, Sql], &[]),
    row(CommandKind::RecordAnswer, OPEN, &[]),
    row(CommandKind::ScheduleAppointment, &[Mql, Sql], &[]),
    row(CommandKind::ChangeAppointment, &[Mql, Sql], &[]),
    row(CommandKind::MissAppointment, &[Mql, Sql], &[]),
    row(CommandKind::Qualify, &[Mql], &[to(Mql, Sql, "bar met, hand-over complete, consented")]),
    row(CommandKind::Accept, &[Sql], &[]),
    row(CommandKind::Reject, &[Sql], &[to(Sql, Mql, "reason")]),
    row(CommandKind::HoldFirstMeeting, &[Sql], &[to(Sql, Opportunity, "accepted, first meeting held")]),
    row(CommandKind::EditDeal, &[Sql, Opportunity], &[]),
    row(CommandKind::MoveDeal, &[Opportunity], &[]),
    always(CommandKind::Win, &[Opportunity], &[to(Opportunity, Customer, "contract signed")]),
    always(CommandKind::Lose, &[Sql, Opportunity], TO_LOSS),
    row(CommandKind::Recycle, &[Mql, Sql], TO_NURTURE),
    always(CommandKind::Disqualify, &[Mql, Sql], TO_DISCARD),
    row(CommandKind::Reopen, &[Disqualified], &[to(Disqualified, Lead, "next cycle")]),
    row(CommandKind::OpenExpansion, &[Customer], &[to(Customer, Mql, "next cycle")]),
    always(
        CommandKind::EndContract,
        &[Mql, Sql, Opportunity, Customer],
        &[
            to(Customer, Lead, "last contract, by the reason's rule"),
            to(Customer, Disqualified, "last contract, by the reason's rule"),
        ],
    ),
    always(CommandKind::Assign, LIVING, &[]),
    always(CommandKind::AdoptPolicy, ANY, BY_CLOCK),
    always(CommandKind::CheckClock, ANY, BY_CLOCK),
    always(CommandKind::Merge, LIVING, BY_MERGE),
    always(CommandKind::Redact, ANY, &[]),
    row(CommandKind::Propose, LIVING, &[]),
    row(CommandKind::Approve, LIVING, &[]),
    always(CommandKind::Decline, LIVING, &[]),
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
}
