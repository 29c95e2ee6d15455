//! How to get on from a stage at which a command is not possible.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::values::{CommandKind, LeadKey};

/// How to get on from a stage at which a command is not possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Way {
    /// These commands, one after another, lead to the nearest stage at which it is possible.
    Steps(Vec<CommandKind>),
    /// At this stage another command does what is meant.
    Instead(CommandKind),
    /// The lead was merged: its life goes on in this one.
    Lead(LeadKey),
}
