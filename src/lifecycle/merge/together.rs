//! What goes out of a call that concerns several leads.

use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::ReplayError;
use crate::lifecycle::decision::Decision;
use crate::lifecycle::refusal::Refusal;
use crate::values::LeadKey;

/// What was decided of one of several leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OfLead {
    /// The lead.
    pub lead: LeadKey,
    /// Its facts.
    pub decision: Decision,
}

/// Decisions on several leads: the host stores them together, all or none, in this order.
///
/// Each has the revision that its lead must still be at; if one of them is not, none is stored. They carry the same
/// [command id](Decision::command_id). A host that cannot store both at once stores them in this order and gives the command
/// again if it was interrupted: what is there already is not done twice.
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lifecycle/merge/merging.md"))]
#[must_use = "decisions change nothing until their facts are stored and applied"]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Together(Vec<OfLead>);

impl Together {
    pub(super) const fn new(decisions: Vec<OfLead>) -> Self {
        Self(decisions)
    }

    /// The decisions, in the order in which they are stored.
    pub fn iter(&self) -> impl Iterator<Item = &OfLead> {
        self.0.iter()
    }

    /// The decision on a lead, if it is concerned.
    #[must_use]
    pub fn of(&self, lead: &LeadKey) -> Option<&Decision> {
        self.0.iter().find(|of| of.lead == *lead).map(|of| &of.decision)
    }

    /// Whether there is nothing to store.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|of| of.decision.is_empty())
    }

    /// Whether the command brings no facts of its own: it is already so.
    #[must_use]
    pub fn is_already_so(&self) -> bool {
        self.0.iter().all(|of| of.decision.own_facts().is_empty())
    }

    /// The decisions, to store.
    #[must_use]
    pub fn into_decisions(self) -> Vec<OfLead> {
        self.0
    }
}

/// Why leads were not merged, or not split.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MergeError {
    /// A past does not fold: an empty one, for example, which is that of an unknown lead.
    Replay {
        /// Its lead, as far as it is known.
        lead: Option<LeadKey>,
        /// Why.
        error: ReplayError,
    },
    /// It is refused.
    Refused(Refusal),
}

impl core::error::Error for MergeError {}

impl From<Refusal> for MergeError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
