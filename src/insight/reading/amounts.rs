//! Amounts of several currencies, which are never added.

use alloc::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::insight::report::Minor;
use crate::planning::Fraction;
use crate::values::{Currency, decimal};

/// Amounts, one for each currency: they are never added to each other.
///
/// Sums are exact. They may be larger than [`Money`](crate::Money) may be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amounts(BTreeMap<Currency, Sum>);

/// A sum in smallest units, and of how many amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct Sum {
    units: i128,
    count: u64,
}

impl Amounts {
    /// The currencies, each with its sum in smallest units.
    pub fn minor(&self) -> impl Iterator<Item = (Currency, i128)> {
        self.0.iter().map(|(currency, sum)| (*currency, sum.units))
    }

    /// The currencies, each with its sum. A sum of more than 28 digits is brought to the largest there is.
    pub fn iter(&self) -> impl Iterator<Item = (Currency, Decimal)> {
        self.minor().map(|(currency, units)| {
            let places = u32::from(currency.minor_units());
            let sum = Decimal::try_from_i128_with_scale(units, places);
            (currency, decimal::canonical(sum.unwrap_or(if units < 0 { Decimal::MIN } else { Decimal::MAX })))
        })
    }

    /// The sum of a currency; none, if there is no amount of it.
    #[must_use]
    pub fn get(&self, currency: Currency) -> Option<Decimal> {
        self.iter().find(|(known, _)| *known == currency).map(|(_, sum)| sum)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Of how many amounts of a currency it is the sum.
    #[must_use]
    pub fn count(&self, currency: Currency) -> u64 {
        self.0.get(&currency).map_or(0, |sum| sum.count)
    }

    pub(super) fn add(&mut self, amount: Minor) {
        self.add_times(amount, 1);
    }

    /// So many times the same.
    pub(super) fn add_times(&mut self, amount: Minor, times: u64) {
        let sum = self.0.entry(amount.currency).or_default();
        sum.units = sum.units.saturating_add(amount.units.saturating_mul(i128::from(times)));
        sum.count = sum.count.saturating_add(times);
    }

    /// The average of the amounts of a currency, exact. None, if there are none, or it is below zero.
    #[must_use]
    pub fn average(&self, currency: Currency) -> Option<Fraction> {
        let sum = self.0.get(&currency)?;
        let whole = 10_u128.checked_pow(u32::from(currency.minor_units()))?;
        Fraction::new(u128::try_from(sum.units).ok()?, whole.checked_mul(u128::from(sum.count))?).ok()
    }

    /// The share of what is here in what is here and there, in one currency. None, if that is nothing.
    #[must_use]
    pub fn share(&self, other: &Self, currency: Currency) -> Option<Fraction> {
        let units = |amounts: &Self| u128::try_from(amounts.0.get(&currency).map_or(0, |sum| sum.units)).ok();
        let (mine, others) = (units(self)?, units(other)?);
        Fraction::new(mine, mine.checked_add(others).filter(|sum| *sum > 0)?).ok()
    }
}
