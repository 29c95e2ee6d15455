//! A proposal of an assistant that waits for a person.

use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

use crate::lead::actor::Actor;
use crate::lead::command::Proposable;
use crate::values::{Instant, ProposalId, Text};

/// A command that an assistant proposed and that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "提案")]
pub struct Proposal {
    /// The key given by the host.
    pub id: ProposalId,
    /// What is proposed; gone after redaction.
    pub command: Option<Box<Proposable>>,
    /// Why; gone after redaction.
    pub rationale: Option<Text>,
    /// Who proposed it.
    pub by: Actor,
    /// When.
    pub made_at: Instant,
    /// When it lapses.
    pub expires_at: Instant,
}

impl Proposal {
    pub(super) fn redact(&mut self) {
        let Self { id: _, command, rationale, by: _, made_at: _, expires_at: _ } = self;
        (*command, *rationale) = (None, None);
    }
}
