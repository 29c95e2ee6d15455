//! What comes in with a call, and what goes out.

use alloc::vec::Vec;

use crate::lead::{Actor, Fact};
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
    pub fn effective(self, at: Instant) -> Self {
        Self { effective_at: Some(at), ..self }
    }

    /// The same, with the host's command id.
    #[must_use]
    pub fn with_command_id(self, id: CommandId) -> Self {
        Self { command_id: Some(id), ..self }
    }

    /// The same, only if the lead is still at a revision.
    #[must_use]
    pub fn expecting(self, revision: u64) -> Self {
        Self { expected_revision: Some(revision), ..self }
    }
}

/// What was decided: facts for the host to append, all or none.
///
/// Append them only if the stored lead is still at `expected_revision`; otherwise somebody else was faster, and the command is to be
/// decided again on the newer lead.
///
/// Only deciding makes one:
/// ```compile_fail,E0451
/// let decision = lead_lifecycle::Decision { expected_revision: 0, facts: vec![], clock_facts: 0 };
/// ```
#[must_use = "a decision changes nothing until its facts are stored and applied"]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub(crate) expected_revision: u64,
    pub(crate) facts: Vec<Fact>,
    pub(crate) clock_facts: usize,
}

impl Decision {
    /// The revision that the stored lead must have.
    #[must_use]
    pub const fn expected_revision(&self) -> u64 {
        self.expected_revision
    }

    /// All facts in order: first what time alone has made true, then the command's own and their consequences.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The facts that were due before the command.
    #[must_use]
    pub fn clock_facts(&self) -> &[Fact] {
        self.facts.get(..self.clock_facts).unwrap_or_default()
    }

    /// The facts of the command and their consequences. Empty: it is already so.
    #[must_use]
    pub fn own_facts(&self) -> &[Fact] {
        self.facts.get(self.clock_facts..).unwrap_or_default()
    }

    /// Whether there is nothing to store.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The facts, to store.
    #[must_use]
    pub fn into_facts(self) -> Vec<Fact> {
        self.facts
    }
}
