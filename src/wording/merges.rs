//! Why leads are not merged, or not split.

use core::fmt;

use crate::lifecycle::{MergeError, MergeUnmet, RoomFor};
use crate::wording::corrections::FactsAt;
use crate::wording::words::{Told, Words, displayed};

displayed!(MergeUnmet);

impl fmt::Display for RoomFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Contracts => "contracts in force",
            Self::Fields => "fields of the profile",
            Self::Answers => "answered criteria",
            Self::Leads => "merged leads",
        })
    }
}

impl Told for MergeUnmet {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IntoItself => f.write_str("a lead cannot be merged into itself"),
            Self::OpenDeal { deal, other: None } => {
                write!(f, "deal `{deal}` is open, and a merge moves none: merge the other way round, or close it")
            }
            Self::OpenDeal { deal, other: Some(other) } => {
                write!(f, "deal `{deal}` is open, and `{other}` of the other lead too: close one of them first")
            }
            Self::Circle { merged } => write!(f, "`{merged}` was merged into this lead: they are one already"),
            Self::MergedBefore { merged, into } => {
                write!(f, "`{merged}` was merged: its life goes on in `{into}`, name that one")
            }
            Self::ErasedHere { at, other } => {
                let at = words.at(*at);
                write!(f, "the person was erased from this lead at {at}: erase `{other}` too, then merge")
            }
            Self::RecountDue { since } => {
                let since = words.at(*since);
                write!(f, "its score waits to be counted again since {since}: count it first, then merge")
            }
            Self::NoRoom { of, most } => write!(f, "the lead that lives on would have more than {most} {of}"),
            Self::HalfMerged { into } => {
                write!(f, "only half of its merge into `{into}` was stored: split it, then merge again")
            }
            Self::StandOnPart { lead, facts } => {
                write!(f, "these stand on what `{lead}` brought, take them back first: {}", FactsAt(facts))
            }
            Self::BroughtBefore { lead } => {
                write!(
                    f,
                    "what `{lead}` brings is in the other lead already, by half of an earlier merge: split `{lead}` from it first"
                )
            }
            Self::NotMerged => f.write_str("it was not merged into another lead"),
            Self::NotGiven { lead } => {
                write!(f, "the history of `{lead}` is needed next on the way: give them nearest first")
            }
            Self::NotOnTheWay { lead } => write!(f, "it was not merged into `{lead}`: leave that history out"),
            Self::WholeNeeded { lead, snapshot } => write!(
                f,
                "it reaches back to before the snapshot of `{lead}` at revision {snapshot}: give the whole history"
            ),
        }
    }
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replay { lead: Some(lead), error } => write!(f, "lead `{lead}`: {error}"),
            Self::Replay { lead: None, error } => write!(f, "{error}"),
            Self::Refused(refusal) => write!(f, "{refusal}"),
        }
    }
}
