//! What is wrong with a contract.

use serde::{Deserialize, Serialize};

use crate::deal::ContractError;
use crate::values::{ContractKey, Currency, Date};

/// Why a contract cannot be signed or ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContractUnmet {
    /// The contract is in another currency than the deal.
    #[serde(rename = "contract_currency")]
    Currency {
        /// The currency of the deal.
        deal: Currency,
        /// The currency of the contract.
        contract: Currency,
    },
    /// The contract is in force already.
    #[serde(rename = "contract_known")]
    Known {
        /// The contract.
        contract: ContractKey,
    },
    /// No such contract is in force.
    #[serde(rename = "contract_unknown")]
    Unknown {
        /// The contract.
        contract: ContractKey,
    },
    /// Too many contracts are in force.
    #[serde(rename = "contracts_full")]
    Full,
    /// The new terms contradict each other.
    #[serde(rename = "contract_terms")]
    Terms(ContractError),
    /// The new value is in another currency than the contract.
    #[serde(rename = "contract_currency_changed")]
    CurrencyChanged {
        /// The currency of the contract.
        contract: Currency,
        /// The currency given.
        given: Currency,
    },
    /// A renewal ends no later than the contract does now.
    #[serde(rename = "renewal_not_longer")]
    NotLonger {
        /// The last day now.
        ends: Date,
        /// The last day given.
        given: Date,
    },
    /// The contract runs without end already: there is nothing to renew.
    #[serde(rename = "contract_without_term")]
    NoTerm,
    /// The lead is no customer: no contract is in force.
    NotCustomer,
}

impl ContractUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Currency { .. } => "contract_currency",
            Self::Known { .. } => "contract_known",
            Self::Unknown { .. } => "contract_unknown",
            Self::Full => "contracts_full",
            Self::Terms(_) => "contract_terms",
            Self::CurrencyChanged { .. } => "contract_currency_changed",
            Self::NotLonger { .. } => "renewal_not_longer",
            Self::NoTerm => "contract_without_term",
            Self::NotCustomer => "not_customer",
        }
    }
}
