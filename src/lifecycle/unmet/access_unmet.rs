//! Whose command it may not be.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::access::Grant;
use crate::values::{ActorId, Role};

/// Why it is not for this actor to issue the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AccessUnmet {
    /// The role may not issue the command.
    Permission {
        /// The role.
        role: Role,
        /// What the matrix of the policy says of it.
        grant: Grant,
        /// The roles that may.
        permitted: Vec<Role>,
    },
    /// The role may issue it only on deals of its own.
    NotOwnDeal {
        /// Who owns the deal; none: nobody yet.
        owner: Option<ActorId>,
    },
    /// Only a person may approve or decline.
    PersonNeeded {
        /// The role, which is that of a machine.
        role: Role,
    },
}

impl AccessUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Permission { .. } => "permission",
            Self::NotOwnDeal { .. } => "not_own_deal",
            Self::PersonNeeded { .. } => "person_needed",
        }
    }
}
