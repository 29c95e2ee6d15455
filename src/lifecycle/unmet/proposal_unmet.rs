//! What is wrong with a proposal.

use serde::{Deserialize, Serialize};

use crate::values::{CommandKind, ProposalId};

/// Why a proposal cannot be made or decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProposalUnmet {
    /// The command cannot be proposed.
    NotProposable {
        /// The command.
        command: CommandKind,
    },
    /// Too many proposals are open.
    #[serde(rename = "proposals_full")]
    Full {
        /// How many may be open, by the policy.
        max: u32,
    },
    /// The key is in use by another open proposal.
    #[serde(rename = "proposal_known")]
    Known {
        /// The key.
        proposal: ProposalId,
    },
    /// No proposal is open.
    #[serde(rename = "no_proposal")]
    NoneOpen,
    /// No such proposal is open.
    #[serde(rename = "proposal_unknown")]
    Unknown {
        /// The key given.
        proposal: ProposalId,
    },
    /// The command of the proposal was removed by redaction.
    #[serde(rename = "proposal_redacted")]
    Redacted {
        /// The proposal.
        proposal: ProposalId,
    },
}

impl ProposalUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotProposable { .. } => "not_proposable",
            Self::Full { .. } => "proposals_full",
            Self::Known { .. } => "proposal_known",
            Self::NoneOpen => "no_proposal",
            Self::Unknown { .. } => "proposal_unknown",
            Self::Redacted { .. } => "proposal_redacted",
        }
    }
}
