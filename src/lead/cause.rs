//! What brought a fact about.

use serde::{Deserialize, Serialize};

use crate::values::ProposalId;

/// What brought a fact about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
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
