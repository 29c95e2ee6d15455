//! What a merged lead brought, said anew.

use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

use crate::lead::contribution::ContributionPart;
use crate::lead::revisions::Revisions;
use crate::lead::sections::Sections;

/// What a lead that was merged into this one brought is said anew, because something was corrected there.
///
/// The fact of the merge stays in the history, and [`Contributions`](crate::lead::Contributions) says what it brings now. Made by
/// [`Lifecycle::take_back_merged`](crate::Lifecycle::take_back_merged) and [`Lifecycle::merge_again`](crate::Lifecycle::merge_again).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ContributionCorrected {
    /// The fact of the merge.
    pub merged: u64,
    /// What the lead brings.
    pub part: ContributionPart,
    /// What rules and time had made of it and make no longer.
    pub fallen: Revisions,
    /// Every promotion by rule that stays, because people have worked on its strength, though its grounds are gone.
    pub hollow: Revisions,
    /// What the lead comes to with it.
    pub sections: Box<Sections>,
}
