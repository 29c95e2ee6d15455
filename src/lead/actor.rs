//! Who acts: a member, a service or an assistant, in one role.

use core::fmt;
use serde::{Deserialize, Serialize};

use crate::values::{ActorId, Role, TeamKey};

/// Who issues a command: a member, a service or an assistant, in one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Actor {
    /// The host's id of the actor.
    pub id: ActorId,
    /// The role in which the actor acts now.
    pub role: Role,
    /// The team at that moment, for later reports.
    #[serde(default)]
    pub team: Option<TeamKey>,
}

impl Actor {
    /// An actor without a team.
    #[must_use]
    pub const fn new(id: ActorId, role: Role) -> Self {
        Self { id, role, team: None }
    }

    /// The same actor in a team.
    #[must_use]
    pub fn with_team(self, team: TeamKey) -> Self {
        Self { team: Some(team), ..self }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.id, self.role)
    }
}
