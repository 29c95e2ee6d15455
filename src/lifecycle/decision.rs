//! What goes out of a call: the facts to store.

use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::Fact;

/// What was decided: facts for the host to append, all or none.
///
/// Append them only if the stored lead is still at `expected_revision`; otherwise somebody else was faster, and the
/// command is to be decided again on the newer lead.
///
/// Only deciding makes one:
/// ```compile_fail,E0451
/// let decision = lead_lifecycle::Decision { expected_revision: 0, facts: vec![], clock_facts: 0 };
/// ```
#[must_use = "a decision changes nothing until its facts are stored and applied"]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    expected_revision: u64,
    facts: Vec<Fact>,
    clock_facts: usize,
}

impl Decision {
    /// For a lead at `expected_revision`; the first `clock_facts` of the facts were due before the command.
    pub(super) const fn new(expected_revision: u64, facts: Vec<Fact>, clock_facts: usize) -> Self {
        Self { expected_revision, facts, clock_facts }
    }

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
