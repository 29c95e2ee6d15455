//! A score counted again from history, to be put in the place of what was kept.

use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

use crate::scoring::ScoringState;
use crate::values::{LeadKey, PolicyStamp};

/// What a whole history comes to under a version of the policy.
///
/// Made by [`Lifecycle::recount`](crate::Lifecycle::recount). It says of which lead it is, how many activities the history has and
/// which version counted, so that it is refused for another lead and where the lead has moved on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Recount {
    /// The lead.
    pub lead: LeadKey,
    /// The state that the history has.
    pub state: ScoringState,
    /// How many activities the lead has, as its totals count them.
    pub activities: u64,
    /// The version of the policy by which it was counted.
    pub policy: PolicyStamp,
}

/// How a recount that is due is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recounting {
    /// The host has no history, or does not want to read it: what is kept is accepted, and some points may be missing until
    /// enough happens anew.
    Kept,
    /// From the whole history.
    Counted(Box<Recount>),
}
