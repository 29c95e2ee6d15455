//! Who acted, where a lead came from, and under which policy a fact was decided.

use core::fmt;
use serde::{Deserialize, Serialize};

use crate::values::{ActorId, Keyword, ProposalId, Role, TeamKey};

/// Who issues a command: a member, a service or an assistant, in one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    pub fn in_team(self, team: TeamKey) -> Self {
        Self { team: Some(team), ..self }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.id, self.role)
    }
}

/// What brought a fact about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The command itself.
    Command,
    /// A rule of the policy, as a consequence of the command or because its time had come.
    Rule,
    /// A person approved an assistant's proposal.
    Proposal(ProposalId),
    /// A row of a legacy system.
    Import,
}

/// Where a cycle came from, at the smallest unit that later analysis can use.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[doc(alias = "流入元")]
pub struct Attribution {
    /// The source: `google`, `exhibition_2026`, `partner_x` …
    pub source: Option<Keyword>,
    /// The medium: `cpc`, `organic`, `webinar` …
    pub medium: Option<Keyword>,
    /// The campaign.
    pub campaign: Option<Keyword>,
    /// The content: which ad, which article.
    pub content: Option<Keyword>,
}
