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
    /// A rule of the policy, because of something.
    Rule(Because),
    /// A person approved an assistant's proposal.
    Proposal(ProposalId),
    /// A row of a legacy system.
    Import,
}

impl Cause {
    /// Whether a rule brought it about, whatever the reason; otherwise somebody told it.
    #[must_use]
    pub const fn is_rule(&self) -> bool {
        matches!(self, Self::Rule(_))
    }
}

/// Because of what a rule brought a fact about.
///
/// ```
/// use lead_lifecycle::lead::{Because, Cause};
/// assert_eq!(serde_json::to_string(&Cause::Rule(Because::Time)).unwrap(), r#"{"rule":"time"}"#);
/// assert_eq!(serde_json::to_string(&Cause::Rule(Because::Fact(7))).unwrap(), r#"{"rule":{"fact":7}}"#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Because {
    /// The fact of this revision of the lead.
    Fact(u64),
    /// Its time had come.
    Time,
    /// A version of the policy came into force: the one that the envelope names.
    Policy,
    /// The score was counted again.
    Recount,
    /// Facts were taken back, or leads parted.
    Correction,
    /// Another lead was merged into this one.
    Merge,
}
