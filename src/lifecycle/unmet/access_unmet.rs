//! Whose command it may not be.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::access::Grant;
use crate::lifecycle::unmet::permitted::Permitted;
use crate::values::{ActorId, Role};

/// Why it is not for this actor to issue the command.
///
/// The roles that could issue it here stand in the order of [`Role`]: first those that may on any lead, then those whose
/// grant has a condition.
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
        /// Who could.
        permitted: Vec<Permitted>,
    },
    /// The role may issue it only on leads of its own.
    NotOwnLead {
        /// Who owns the lead; none: nobody does, and `assign` gives it to somebody.
        owner: Option<ActorId>,
        /// Who could. Beside roles that may on any lead, those in which the owner may: in another role the owner may not
        /// either.
        permitted: Vec<Permitted>,
    },
    /// The role may issue it only on deals of its own.
    NotOwnDeal {
        /// Who owns the open deal; none: no deal is open. A deal without an owner is anybody's.
        owner: Option<ActorId>,
        /// Who could. Beside roles that may on any deal, those in which the owner may.
        permitted: Vec<Permitted>,
    },
    /// The role may issue it only on a meeting that the lead booked itself.
    NotSelfBooked {
        /// Who could.
        permitted: Vec<Permitted>,
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
            Self::NotOwnLead { .. } => "not_own_lead",
            Self::NotOwnDeal { .. } => "not_own_deal",
            Self::NotSelfBooked { .. } => "not_self_booked",
            Self::PersonNeeded { .. } => "person_needed",
        }
    }
}
