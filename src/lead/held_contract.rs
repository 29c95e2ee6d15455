//! A contract in force, with the instants of its terms.

use serde::{Deserialize, Serialize};

use crate::deal::{Contract, Edit};
use crate::values::{ContractKey, Date, Instant, Money};

/// A contract in force: its terms as they were last told, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct HeldContract {
    terms: Contract,
    signed_at: Instant,
    value_at: Instant,
    ends_at: Instant,
}

impl HeldContract {
    pub(super) const fn new(terms: Contract, signed_at: Instant) -> Self {
        Self { terms, signed_at, value_at: signed_at, ends_at: signed_at }
    }

    /// Key, value and term.
    #[must_use]
    pub const fn terms(&self) -> &Contract {
        &self.terms
    }

    /// The host's key.
    #[must_use]
    pub const fn key(&self) -> &ContractKey {
        self.terms.key()
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> Money {
        self.terms.value()
    }

    /// The first day.
    #[must_use]
    pub const fn starts(&self) -> Date {
        self.terms.starts()
    }

    /// The last day, if it is known.
    #[must_use]
    pub const fn ends(&self) -> Option<Date> {
        self.terms.ends()
    }

    /// When it was won or bought.
    #[must_use]
    pub const fn signed_at(&self) -> Instant {
        self.signed_at
    }

    /// What another record says of the same contract, where it was said later.
    pub(super) fn unite(&mut self, other: &Self) {
        let signed_at = self.signed_at.min(other.signed_at);
        *self = Self { signed_at, ..self.with_later(other, &[]) };
    }

    /// The same contract with what another record of it was told later than all of these, term by term.
    pub(super) fn with_later(&self, told: &Self, than: &[&Self]) -> Self {
        let newest = |at: fn(&Self) -> Instant| than.iter().map(|one| at(one)).fold(at(self), Instant::max);
        let (value_at, ends_at) = (newest(|one| one.value_at), newest(|one| one.ends_at));
        let mut held = self.clone();
        if told.value_at > value_at {
            held.change(Some(told.value()), Edit::Keep, told.value_at);
        }
        if told.ends_at > ends_at {
            held.change(None, told.ends().map_or(Edit::Clear, Edit::To), told.ends_at);
        }
        held
    }

    /// Of two changes the later by effective time counts, value and term apart. Terms that contradict each other, which
    /// no decision makes, change nothing.
    pub(super) fn change(&mut self, value: Option<Money>, ends: Edit<Date>, at: Instant) {
        let value = value.filter(|_| at >= self.value_at);
        let ends = if at >= self.ends_at { ends } else { Edit::Keep };
        let (new_value, new_ends) = (value.unwrap_or(self.terms.value()), ends.of(self.terms.ends()));
        let key = self.terms.key().clone();
        if let Ok(terms) = Contract::new(key, new_value, self.terms.starts(), new_ends) {
            self.terms = terms;
            if value.is_some() {
                self.value_at = at;
            }
            if ends != Edit::Keep {
                self.ends_at = at;
            }
        }
    }
}
