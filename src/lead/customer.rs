//! A customer's contracts in force, whatever the current cycle does.

use serde::{Deserialize, Serialize};

use crate::deal::{Contract, Edit};
use crate::lead::held_contract::HeldContract;
use crate::values::{ContractKey, Date, DealKey, Instant, Money, MostlyOne};

/// A customer's contracts in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "契約")]
pub struct Customer {
    since: Instant,
    deal: Option<DealKey>,
    contracts: MostlyOne<HeldContract>,
}

impl Customer {
    /// A customer by its first contract.
    pub(super) const fn new(since: Instant, deal: Option<DealKey>, contract: Contract) -> Self {
        Self { since, deal, contracts: MostlyOne::One(HeldContract::new(contract, since)) }
    }

    /// Another contract was signed.
    pub(super) fn sign(&mut self, deal: Option<DealKey>, contract: Contract, at: Instant) {
        self.deal = deal;
        self.contracts.push(HeldContract::new(contract, at));
    }

    /// A contract ended; `true` when it was the last.
    pub(super) fn end(&mut self, contract: &ContractKey) -> bool {
        self.contracts.retain(|held| held.key() != contract);
        self.contracts.as_slice().is_empty()
    }

    /// The terms of a contract changed.
    pub(super) fn change(&mut self, contract: &ContractKey, value: Option<Money>, ends: Edit<Date>, at: Instant) {
        if let Some(held) = self.contracts.iter_mut().find(|held| held.key() == contract) {
            held.change(value, ends, at);
        }
    }

    /// The same customer, with these of the contracts only; none, if there is none of them.
    pub(super) fn with_contracts(&self, contracts: impl IntoIterator<Item = HeldContract>) -> Option<Self> {
        let mut customer = Self { since: self.since, deal: self.deal.clone(), contracts: MostlyOne::new() };
        // A forged history may hold two contracts of one key.
        for held in contracts {
            if customer.contract(held.key()).is_none() {
                customer.contracts.push(held);
            }
        }
        customer.in_order();
        (!customer.contracts().is_empty()).then_some(customer)
    }

    /// Two leads become one: contracts of both are in force; of one that both hold, the later word counts, term by term.
    pub(super) fn unite(&mut self, other: &Self) {
        self.since = self.since.min(other.since);
        for held in other.contracts() {
            if self.contract(held.key()).is_none() {
                self.contracts.push(held.clone());
            } else {
                self.contracts.iter_mut().filter(|known| known.key() == held.key()).for_each(|known| known.unite(held));
            }
        }
        self.in_order();
    }

    fn in_order(&mut self) {
        self.contracts.sort_by(|a, b| (a.signed_at(), a.key()).cmp(&(b.signed_at(), b.key())));
    }

    /// The deal that was won last; none when it was bought without sales.
    #[must_use]
    pub const fn deal(&self) -> Option<&DealKey> {
        self.deal.as_ref()
    }

    /// When the lead became a customer.
    #[must_use]
    pub const fn since(&self) -> Instant {
        self.since
    }

    /// The contracts in force, in the order in which they were told; those of leads that became one, oldest first. Never empty.
    #[must_use]
    pub fn contracts(&self) -> &[HeldContract] {
        self.contracts.as_slice()
    }

    /// A contract in force by its key.
    #[must_use]
    pub fn contract(&self, key: &ContractKey) -> Option<&HeldContract> {
        self.contracts().iter().find(|held| held.key() == key)
    }
}
