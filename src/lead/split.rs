//! What parting two leads again says.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::revisions::Revisions;
use crate::lead::sections::Sections;
use crate::values::LeadKey;

/// A merge was undone. When, and by whom, its [envelope](crate::lead::Envelope) says.
///
/// The facts of the merge stay in the history, and [`counted`](crate::lead::counted) leaves them out. Made by
/// [`Lifecycle::split`](crate::Lifecycle::split).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Split {
    /// At the lead that lives by itself again: the lead that it had been merged into. At that one, and at those that it had been
    /// merged into: the lead that is gone.
    pub lead: LeadKey,
    /// The facts of merges that count no longer.
    pub facts: Revisions,
    /// Of other merges what counts no longer: the fact, and whose part of it.
    pub parts: Vec<(u64, LeadKey)>,
    /// What rules and time had made of it and make no longer, and what was told of contracts that are gone.
    pub fallen: Revisions,
    /// Every promotion by rule that stays, because people have worked on its strength, though its grounds are gone.
    pub hollow: Revisions,
    /// What the lead comes to without the merge.
    pub sections: Box<Sections>,
}
