//! A customer's contracts in force, whatever the current cycle does.

use serde::{Deserialize, Serialize};

use crate::deal::Contract;
use crate::values::{ContractKey, DealKey, Instant, MostlyOne};

/// A customer's contracts in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "契約")]
pub struct Customer {
    since: Instant,
    deal: DealKey,
    contracts: MostlyOne<Contract>,
}

impl Customer {
    /// A customer by its first contract.
    pub(super) const fn new(since: Instant, deal: DealKey, contract: Contract) -> Self {
        Self { since, deal, contracts: MostlyOne::One(contract) }
    }

    /// Another deal was won.
    pub(super) fn sign(&mut self, deal: DealKey, contract: Contract) {
        self.deal = deal;
        self.contracts.push(contract);
    }

    /// A contract ended; `true` when it was the last.
    pub(super) fn end(&mut self, contract: &ContractKey) -> bool {
        self.contracts.retain(|held| held.key() != contract);
        self.contracts.as_slice().is_empty()
    }

    /// The deal that was won last.
    #[must_use]
    pub const fn deal(&self) -> &DealKey {
        &self.deal
    }

    /// When the lead became a customer.
    #[must_use]
    pub const fn since(&self) -> Instant {
        self.since
    }

    /// The contracts in force, oldest first; never empty.
    #[must_use]
    pub fn contracts(&self) -> &[Contract] {
        self.contracts.as_slice()
    }
}
