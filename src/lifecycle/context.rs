//! What comes in with a call.

use crate::lead::Actor;
use crate::values::{CommandId, Instant};

/// Who asks, and when. The crate has no clock: time comes in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Now: when the facts are recorded.
    pub now: Instant,
    /// Who issues the command.
    pub actor: Actor,
    /// When it happened, if not now. Later than now only within the policy's tolerance.
    pub effective_at: Option<Instant>,
    /// The host's id of the command, copied into the facts for its uniqueness check.
    pub command_id: Option<CommandId>,
    /// The revision at which the caller last saw the lead: another one is refused.
    pub expected_revision: Option<u64>,
}

impl Context {
    /// An actor, now.
    #[must_use]
    pub const fn new(now: Instant, actor: Actor) -> Self {
        Self { now, actor, effective_at: None, command_id: None, expected_revision: None }
    }

    /// The same, for something that happened earlier.
    #[must_use]
    pub fn with_effective_at(self, at: Instant) -> Self {
        Self { effective_at: Some(at), ..self }
    }

    /// The same, with the host's command id.
    #[must_use]
    pub fn with_command_id(self, id: CommandId) -> Self {
        Self { command_id: Some(id), ..self }
    }

    /// The same, only if the lead is still at a revision.
    #[must_use]
    pub fn with_expected_revision(self, revision: u64) -> Self {
        Self { expected_revision: Some(revision), ..self }
    }
}
