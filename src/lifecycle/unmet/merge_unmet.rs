//! What stands in the way of two leads becoming one, or of parting them again.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lifecycle::unmet::correction_unmet::FactAt;
use crate::values::{DealKey, Instant, LeadKey};

/// Of what a lead cannot hold more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RoomFor {
    /// Contracts in force.
    Contracts,
    /// Fields of the profile.
    Fields,
    /// Answered criteria.
    Answers,
    /// Leads that became one with it.
    Leads,
}

/// What stands in the way of two leads becoming one, or of parting them again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MergeUnmet {
    /// A lead cannot be merged into itself.
    IntoItself,
    /// Its deal is open, and a merge moves none.
    OpenDeal {
        /// The deal.
        deal: DealKey,
        /// The open deal of the lead that it would be merged into: if there is none, merge the other way round.
        other: Option<DealKey>,
    },
    /// The other lead was merged into this one: they are one already.
    Circle {
        /// The other lead.
        merged: LeadKey,
    },
    /// One of them was merged: its life goes on in another lead.
    MergedBefore {
        /// Which one.
        merged: LeadKey,
        /// The lead that lives on.
        into: LeadKey,
    },
    /// The person was erased from this lead: erase the other one too, before they become one.
    ErasedHere {
        /// When.
        at: Instant,
        /// The other lead.
        other: LeadKey,
    },
    /// Its score waits to be counted again: what it brings would be less than it has.
    RecountDue {
        /// Since when.
        since: Instant,
    },
    /// The lead that lives on cannot hold so much.
    NoRoom {
        /// Of what.
        of: RoomFor,
        /// At most so many.
        most: usize,
    },
    /// Only half of an earlier merge was stored, and the lead has moved on since: split it, then merge again.
    HalfMerged {
        /// The lead that lives on.
        into: LeadKey,
    },
    /// These stand on what the other lead brought: they do not fit without it.
    StandOnPart {
        /// The lead that parts.
        lead: LeadKey,
        /// The facts to be taken back before.
        facts: Vec<FactAt>,
    },
    /// What one of the leads that were merged into it brings is there already, by half of an earlier merge: split that one first.
    BroughtBefore {
        /// Which one.
        lead: LeadKey,
    },
    /// It was not merged into another lead, so there is nothing to split.
    NotMerged,
    /// The history of a lead on the way to the one that lives on was not given.
    NotGiven {
        /// The lead.
        lead: LeadKey,
    },
    /// The history of a lead was given that has nothing to do with the merge.
    NotOnTheWay {
        /// The lead.
        lead: LeadKey,
    },
    /// It reaches back to before the snapshot: give the whole history.
    WholeNeeded {
        /// The lead.
        lead: LeadKey,
        /// The revision of the snapshot.
        snapshot: u64,
    },
}

impl MergeUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::IntoItself => "into_itself",
            Self::OpenDeal { .. } => "open_deal",
            Self::Circle { .. } => "circle",
            Self::MergedBefore { .. } => "merged_before",
            Self::ErasedHere { .. } => "erased_here",
            Self::RecountDue { .. } => "recount_due",
            Self::NoRoom { .. } => "no_room",
            Self::HalfMerged { .. } => "half_merged",
            Self::StandOnPart { .. } => "stand_on_part",
            Self::BroughtBefore { .. } => "brought_before",
            Self::NotMerged => "not_merged",
            Self::NotGiven { .. } => "not_given",
            Self::NotOnTheWay { .. } => "not_on_the_way",
            Self::WholeNeeded { .. } => "whole_needed",
        }
    }
}
