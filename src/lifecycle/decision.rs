//! What goes out of a call: the facts to store.

use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::Fact;
use crate::lifecycle::note::Note;
use crate::values::CommandId;

/// What was decided: facts for the host to append, all or none.
///
/// Append them only if the stored lead is still at `expected_revision`; otherwise somebody else was faster, and the
/// command is to be decided again on the newer lead.
///
/// ```
/// use lead_lifecycle::{Actor, Capture, Context, FactKind, Lifecycle, Origin, Policy, Role};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let system = Context::new("2026-04-01T09:00:00+09:00".parse()?, Actor::new("web-form".parse()?, Role::System));
/// let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
/// let decision = Lifecycle::new(Policy::standard()).capture(&capture, &system)?;
/// assert_eq!((decision.expected_revision(), decision.facts()[0].kind()), (0, FactKind::Captured));
/// # Ok(())
/// # }
/// ```
///
/// Only deciding makes one:
/// ```compile_fail,E0451
/// let decision = lead_lifecycle::Decision { expected_revision: 0, facts: vec![], clock_facts: 0, command_id: None, notes: vec![] };
/// ```
#[must_use = "a decision changes nothing until its facts are stored and applied"]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    expected_revision: u64,
    facts: Vec<Fact>,
    clock_facts: usize,
    command_id: Option<CommandId>,
    notes: Vec<Note>,
}

impl Decision {
    /// For a lead at `expected_revision`; the first `clock_facts` of the facts were due before the command.
    pub(super) const fn new(expected_revision: u64, facts: Vec<Fact>, clock_facts: usize) -> Self {
        Self { expected_revision, facts, clock_facts, command_id: None, notes: Vec::new() }
    }

    /// The same, with the host's id of the command and what it should know.
    pub(super) fn of(self, command_id: Option<CommandId>, notes: Vec<Note>) -> Self {
        Self { command_id, notes, ..self }
    }

    /// The host's id of the command, as the context gave it.
    ///
    /// It is unique per decision, not per fact: all facts of the command carry it, those that were due before it carry none,
    /// and a decision without facts (it is already so) has no fact to carry it. So a host keeps the ids of commands in a
    /// list of their own, unique there, and writes this one in the same transaction as the facts, even if there are none;
    /// a second command with the same id is then answered with what the first one did.
    #[must_use]
    pub const fn command_id(&self) -> Option<&CommandId> {
        self.command_id.as_ref()
    }

    /// What the host should know of it, though nothing was refused: an activity of a kind that the policy does not know,
    /// one that is too old to raise a hand. See [`Note`].
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The revision that the stored lead must have; 0: there must be no lead of this key.
    #[must_use]
    pub const fn expected_revision(&self) -> u64 {
        self.expected_revision
    }

    /// All facts in order: first what time alone has made true, then the command's own and their consequences.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The facts that were due before the command. Stored, they are known by their envelope: the actor is `clock`, the cause
    /// a rule, and `command` is empty, because the command did not bring them about.
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
