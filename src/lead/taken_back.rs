//! What taking back says: which facts count no longer, why, and what the lead comes to without them.

use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

use crate::lead::revisions::Revisions;
use crate::lead::sections::Sections;
use crate::lead::taken_back_ids::TakenBackIds;
use crate::recycle::Reason;

/// Facts were taken back. When, and by whom, its [envelope](crate::lead::Envelope) says.
///
/// They stay in the history, and [`counted`](crate::lead::counted) leaves them out. Made by
/// [`Lifecycle::take_back`](crate::Lifecycle::take_back).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "訂正")]
pub struct TakenBack {
    /// The facts that somebody named. A correction among them is undone: what it took back counts again.
    pub facts: Revisions,
    /// What rules and time had made of them, and what they make no longer.
    pub fallen: Revisions,
    /// Every promotion by rule after `since` that stays, because people have worked on its strength, though its grounds are gone.
    pub hollow: Revisions,
    /// Up to this revision nothing was looked at: that of the snapshot, or 0.
    pub since: u64,
    /// Why.
    pub reason: Reason,
    /// The ids of the activities among the facts: told again, they stay taken back.
    pub activities: TakenBackIds,
    /// What the lead comes to without them.
    pub lead: Box<Sections>,
}
