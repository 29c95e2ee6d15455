//! What stands in the way of taking facts back.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::{Fact, FactKind, Revisions};
use crate::values::{ActivityId, CommandKind, LeadKey};

/// A fact by its revision, with its kind for whoever reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct FactAt {
    /// The revision.
    pub fact: u64,
    /// What it is.
    pub kind: FactKind,
}

impl FactAt {
    pub(in crate::lifecycle) const fn of(fact: &Fact) -> Self {
        Self { fact: fact.envelope.revision, kind: fact.kind() }
    }
}

/// What stands in the way of taking facts back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CorrectionUnmet {
    /// No fact is named, and nothing is told instead.
    NothingNamed,
    /// More facts are named, or told instead, than one order may.
    TooMany {
        /// How many.
        given: usize,
        /// At most so many.
        most: usize,
    },
    /// The history has no such facts.
    NoSuchFact {
        /// The revisions that were named.
        facts: Revisions,
        /// The newest of the history.
        newest: u64,
    },
    /// It reaches back to before the snapshot: give the whole history.
    NeedsWhole {
        /// The revision of the snapshot.
        snapshot: u64,
    },
    /// Rules or time made them: they fall when their grounds fall.
    MadeByRule {
        /// The facts.
        facts: Vec<FactAt>,
    },
    /// They are corrected by telling again.
    TellAgain {
        /// The facts.
        facts: Vec<FactAt>,
    },
    /// They are never taken back.
    NeverTakenBack {
        /// The facts.
        facts: Vec<FactAt>,
    },
    /// These change the stage, or withdraw a consent: to take them back needs the right `take_back_stage`, which the actor does
    /// not have.
    OfStage {
        /// The facts.
        facts: Vec<FactAt>,
    },
    /// Turns are taken back from the newest backwards: these came later.
    TurnsAfter {
        /// The facts to be named too.
        facts: Vec<FactAt>,
    },
    /// These stand on what is taken back: they do not fit without it.
    StandOn {
        /// The facts to be named too.
        facts: Vec<FactAt>,
    },
    /// The lead was merged: what is taken back from it changes the one that it was merged into too.
    Merged {
        /// That one.
        into: LeadKey,
    },
    /// Of a merged lead only news are taken back: split it first.
    OfMerged {
        /// The facts.
        facts: Vec<FactAt>,
    },
    /// This cannot be told instead.
    NotInstead {
        /// The command.
        command: CommandKind,
    },
    /// The activity that is told instead has an id that was taken back, and is not taken in again: tell it under another id.
    InsteadTakenBack {
        /// The activity.
        activity: ActivityId,
    },
    /// What is told instead is refused, for the conditions that follow.
    InsteadRefused {
        /// Its place among what is told instead, counted from 1.
        number: usize,
        /// The command.
        command: CommandKind,
    },
}

impl CorrectionUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NothingNamed => "nothing_named",
            Self::TooMany { .. } => "too_many",
            Self::NoSuchFact { .. } => "no_such_fact",
            Self::NeedsWhole { .. } => "needs_whole",
            Self::MadeByRule { .. } => "made_by_rule",
            Self::TellAgain { .. } => "tell_again",
            Self::NeverTakenBack { .. } => "never_taken_back",
            Self::OfStage { .. } => "of_stage",
            Self::TurnsAfter { .. } => "turns_after",
            Self::StandOn { .. } => "stand_on",
            Self::Merged { .. } => "merged",
            Self::OfMerged { .. } => "of_merged",
            Self::NotInstead { .. } => "not_instead",
            Self::InsteadTakenBack { .. } => "instead_taken_back",
            Self::InsteadRefused { .. } => "instead_refused",
        }
    }
}
