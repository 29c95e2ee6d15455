//! Rates of exchange, given with the call.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use rust_decimal::Decimal;

use crate::insight::reading::amounts::Amounts;
use crate::planning::{Fraction, Share};
use crate::values::{Currency, Money};

/// Rates of exchange: what one unit of a currency is worth in the base. They are given with the call and are nobody's default.
///
/// ```
/// use lead_lifecycle::insight::Rates;
/// use lead_lifecycle::Currency;
/// let rates = Rates::to(Currency::JPY).with(Currency::EUR, "160".parse()?);
/// let expected = rates.expected(&"EUR 20000".parse()?, &"80%".parse()?).unwrap();
/// assert_eq!(expected.to_string(), "2560000");
/// assert!(rates.expected(&"KRW 9000000".parse()?, &"50%".parse()?).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    base: Currency,
    rates: BTreeMap<Currency, Decimal>,
}

/// What can be put in order by its worth, and what cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking<T> {
    /// The dearest first, each with what is expected of it in the base; of two that are equal the one that was given first.
    pub ranked: Vec<(T, Fraction)>,
    /// For whose currency there is no rate, in the order given.
    pub not_comparable: Vec<T>,
}

impl Rates {
    /// Everything in this currency.
    #[must_use]
    pub const fn to(base: Currency) -> Self {
        Self { base, rates: BTreeMap::new() }
    }

    /// The same, with what one unit of a currency is worth. What is not above 0 is no rate.
    #[must_use]
    pub fn with(mut self, currency: Currency, worth: Decimal) -> Self {
        if worth > Decimal::ZERO {
            let _before = self.rates.insert(currency, worth);
        }
        self
    }

    /// The base.
    #[must_use]
    pub const fn base(&self) -> Currency {
        self.base
    }

    /// What one unit of a currency is worth, exact; of the base, one.
    #[must_use]
    pub fn worth(&self, currency: Currency) -> Option<Fraction> {
        if currency == self.base {
            return Some(Fraction::ONE);
        }
        let rate = self.rates.get(&currency)?;
        let whole = 10_u128.checked_pow(rate.scale())?;
        Fraction::new(u128::try_from(rate.mantissa()).ok()?, whole).ok()
    }

    /// An amount times a probability, in the base and exact. None without a rate, and for an amount below zero.
    #[must_use]
    pub fn expected(&self, amount: &Money, probability: &Share) -> Option<Fraction> {
        let units = u128::try_from(amount.minor()).ok()?;
        let whole = 10_u128.checked_pow(u32::from(amount.currency().minor_units()))?;
        let amount_of = Fraction::new(units, whole).ok()?;
        let worth = amount_of.checked_mul(&self.worth(amount.currency())?).ok()?;
        worth.checked_mul(probability.fraction()).ok()
    }

    /// All amounts in the base, exact; none, if there is no rate for one of them: then they have no sum.
    #[must_use]
    pub fn sum(&self, amounts: &Amounts) -> Option<Fraction> {
        let mut sum = Fraction::ZERO;
        for (currency, units) in amounts.minor() {
            let whole = 10_u128.checked_pow(u32::from(currency.minor_units()))?;
            let amount = Fraction::new(u128::try_from(units).ok()?, whole).ok()?;
            sum = sum.checked_add(&amount.checked_mul(&self.worth(currency)?).ok()?).ok()?;
        }
        Some(sum)
    }

    /// Puts things in order by what is expected of them.
    #[must_use]
    pub fn rank<T>(&self, things: impl IntoIterator<Item = (T, Money, Share)>) -> Ranking<T> {
        let mut ranking = Ranking { ranked: Vec::new(), not_comparable: Vec::new() };
        for (thing, amount, probability) in things {
            match self.expected(&amount, &probability) {
                Some(expected) => ranking.ranked.push((thing, expected)),
                None => ranking.not_comparable.push(thing),
            }
        }
        ranking.ranked.sort_by(|(_, one), (_, other)| other.cmp(one));
        ranking
    }
}
