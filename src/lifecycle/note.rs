//! What a host should know of a decision that was made all the same.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::{Fact, FactBody, Lead, LeftOver, Revisions};
use crate::lifecycle::backfill::LegacyStep;
use crate::lifecycle::unmet::FactAt;
use crate::policy::Policy;
use crate::values::{
    AccountKey, ActivityId, ActivityKind, ActorId, CommandKind, ContractKey, DealKey, Instant, LeadKey, Moment,
    PersonKey, Points, ProposalId,
};

/// What a host should know of a decision, though nothing was refused. `Display` is the default wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// No tag, no rule and no hand-raise of the policy knows the kind of an activity: it is recorded and counts for nothing.
    UnknownActivityKind {
        /// The kind.
        kind: ActivityKind,
        /// A kind that the policy knows and that is written nearly so.
        suggestion: Option<String>,
    },
    /// An activity asks for contact, but is older than all hand-raises that were forgotten: it is recorded and scored, and
    /// raises no hand (see [`ActivityMemory`](crate::lead::ActivityMemory)).
    RaisesNoHand {
        /// The activity.
        activity: ActivityId,
    },
    /// An activity asks for contact, and did so already at a lead that was merged into this one: it is recorded, and raises no hand
    /// anew.
    RaisedBefore {
        /// The activity.
        activity: ActivityId,
    },
    /// The score was counted again, but what these merged leads have brought is counted as it was tagged there: count their scores
    /// again too, and tell what they bring with [`Lifecycle::merge_again`](crate::Lifecycle::merge_again).
    CountedAsBrought {
        /// The leads.
        leads: Vec<LeadKey>,
    },
    /// Of what was named to be taken back these facts did not count any more: they were taken back before, or fell.
    TakenBackBefore {
        /// The facts.
        facts: Revisions,
    },
    /// What was told instead was not told, because nothing that the order names counts any more: to tell it is a command of its
    /// own.
    InsteadNotTold {
        /// Its place among what was told instead, counted from 1.
        number: usize,
        /// The command.
        command: CommandKind,
    },
    /// What a lead that was merged does not bring along: it is left with it, and is there again after a split.
    LeftBehind {
        /// The lead that was merged.
        lead: LeadKey,
        /// What is left with it.
        left: Vec<Left>,
    },
    /// The person is to be erased from these leads too: they were merged into this one, or this one into them.
    EraseAlso {
        /// The leads.
        leads: Vec<LeadKey>,
    },
    /// What was told of contracts of a lead that lives by itself again counts no longer: tell it again there.
    ToldOfParted {
        /// The lead that lives by itself again.
        lead: LeadKey,
        /// The facts.
        facts: Vec<FactAt>,
    },
    /// What was told instead was so already: no fact came of it.
    InsteadAlreadySo {
        /// Its place among what was told instead, counted from 1.
        number: usize,
        /// The command.
        command: CommandKind,
    },
    /// The id of the activity is among those that were taken back: it is not taken in again, and no fact came of it. If it was taken
    /// back wrongly, undo the correction.
    StaysTakenBack {
        /// The activity.
        activity: ActivityId,
    },
    /// What a legacy row said that has no place in the lead: it is kept in a fact of its own.
    LeftOver {
        /// What.
        what: Vec<LeftOver>,
    },
    /// The date of a legacy step was moved to that of the step before it; the fact keeps both.
    DateMoved {
        /// The step.
        step: LegacyStep,
        /// What the row said.
        told: Moment,
        /// What is used.
        used: Moment,
    },
    /// So many activities of a legacy row are recorded already, or stood in it twice.
    ActivitiesKnown {
        /// How many.
        count: usize,
    },
    /// So many activities of a legacy row earn nothing, and are too old to tell them from those that were recorded: they were not
    /// recorded.
    ActivitiesBeyond {
        /// How many.
        count: usize,
    },
    /// Nobody says what was won: the contract is of nothing.
    WorthUnknown {
        /// The contract.
        contract: ContractKey,
    },
    /// Nobody says which product a deal of known value is of: its line is of `imported`.
    ProductUnknown {
        /// The deal.
        deal: DealKey,
    },
    /// So many activities of a legacy row ask for contact: imported, they raise no hand.
    HandsNotRaised {
        /// How many.
        count: usize,
    },
    /// The score of an imported lead is over the threshold: it is stock, and would be promoted if it were not.
    WouldPromote {
        /// The score.
        score: Points,
    },
}

/// Something that a merged lead does not bring along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Left {
    /// An open proposal: nobody can approve it as long as the lead is merged.
    Proposal(ProposalId),
    /// It was put off until then.
    Postponement(Instant),
    /// An appointment: agree on it again at the lead that lives on.
    Appointment(Instant),
    /// Running service-level clocks.
    Clocks(usize),
    /// Its owner, who is not that of the lead that lives on.
    Owner(ActorId),
    /// Its company: the lead that lives on has another.
    Account(AccountKey),
    /// Its person: the lead that lives on has another.
    Person(PersonKey),
}

impl Note {
    /// The stable word, by which notes are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownActivityKind { .. } => "unknown_activity_kind",
            Self::RaisesNoHand { .. } => "raises_no_hand",
            Self::RaisedBefore { .. } => "raised_before",
            Self::CountedAsBrought { .. } => "counted_as_brought",
            Self::TakenBackBefore { .. } => "taken_back_before",
            Self::InsteadNotTold { .. } => "instead_not_told",
            Self::LeftBehind { .. } => "left_behind",
            Self::EraseAlso { .. } => "erase_also",
            Self::ToldOfParted { .. } => "told_of_parted",
            Self::InsteadAlreadySo { .. } => "instead_already_so",
            Self::StaysTakenBack { .. } => "stays_taken_back",
            Self::LeftOver { .. } => "left_over",
            Self::DateMoved { .. } => "date_moved",
            Self::ActivitiesKnown { .. } => "activities_known",
            Self::ActivitiesBeyond { .. } => "activities_beyond",
            Self::WorthUnknown { .. } => "worth_unknown",
            Self::ProductUnknown { .. } => "product_unknown",
            Self::HandsNotRaised { .. } => "hands_not_raised",
            Self::WouldPromote { .. } => "would_promote",
        }
    }
}

/// What is to be known of the facts of a command.
pub(super) fn notes(policy: &Policy, lead: &Lead, facts: &[Fact]) -> Vec<Note> {
    let mut notes = Vec::new();
    for fact in facts {
        let FactBody::ActivityRecorded { activity, raises_hand, .. } = &fact.body else { continue };
        let scoring = policy.scoring();
        if !scoring.knows_kind(&activity.kind) {
            let suggestion = scoring.nearest_kind(&activity.kind).map(String::from);
            notes.push(Note::UnknownActivityKind { kind: activity.kind.clone(), suggestion });
        }
        if !raises_hand && scoring.is_hand_raise(activity) {
            let elsewhere = lead.absorbed().is_some_and(|absorbed| absorbed.raised_hand(activity.id.digest()));
            let activity = activity.id.clone();
            notes.push(if elsewhere { Note::RaisedBefore { activity } } else { Note::RaisesNoHand { activity } });
        }
    }
    notes
}
