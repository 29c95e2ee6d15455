//! A member of the organisation, as far as it matters who is told.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::values::{ActorId, Addressee, TeamKey};

/// A member of the organisation, as the host knows it at the moment. The crate keeps none: who is away or has left never moves a
/// deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Member {
    /// Who it is, as in facts.
    pub id: ActorId,
    /// Whether the member is there to be told: neither away nor gone.
    pub active: bool,
    /// The team of the member; none: of no team, and there for all.
    #[serde(default)]
    pub team: Option<TeamKey>,
    /// For which words the member answers, as `manager` or `queue`. `owner` needs none: it is who owns the item.
    #[serde(default)]
    pub answers_for: Vec<Addressee>,
}
