//! What an assignment says of team and deal.

use serde::{Deserialize, Serialize};

use crate::values::{ActorId, TeamKey};

/// What becomes of the team when the owner changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamChange {
    /// It stays.
    #[default]
    Keep,
    /// It is this one.
    Set(TeamKey),
    /// There is none.
    Clear,
}

/// What becomes of the owner of the open deal when the owner of the lead changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DealOwner {
    /// The deal goes to the new owner of the lead.
    #[default]
    Follow,
    /// It stays with whoever has it.
    Keep,
    /// It goes to this member.
    To(ActorId),
}
