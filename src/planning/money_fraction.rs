//! Between money and exact fractions.

use rust_decimal::Decimal;

use crate::planning::exact::{Fraction, FractionError};
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::MoneyInput;
use crate::values::{Currency, Money};

/// Money as an exact number of whole currency units.
pub(super) fn money_fraction(what: MoneyInput, money: Money) -> Result<Fraction, PlanError> {
    let mantissa = not_negative(what, money)?;
    let scale = 10_u128.checked_pow(money.amount().scale()).unwrap_or(1);
    Ok(Fraction::new(mantissa, scale)?)
}

/// The digits of an amount that is not negative.
pub(super) fn not_negative(what: MoneyInput, money: Money) -> Result<u128, PlanError> {
    let digits = u128::try_from(money.amount().mantissa());
    digits.map_err(|_negative| PlanError::Negative { what, got: money })
}

/// Whether both are of one currency.
pub(super) fn same_currency(left: Money, right: Money) -> Result<(), PlanError> {
    if left.currency() == right.currency() {
        return Ok(());
    }
    Err(PlanError::Currencies { left: left.currency(), right: right.currency() })
}

/// An exact amount as money, rounded to the minor unit in the named way.
pub(in crate::planning) fn to_money(
    exact: &Fraction,
    currency: Currency,
    round: fn(&Fraction) -> Result<u128, FractionError>,
) -> Result<Money, PlanError> {
    let places = u32::from(currency.minor_units());
    let scale = 10_u64.checked_pow(places).unwrap_or(1);
    let minor = round(&exact.checked_mul(&Fraction::from(scale))?)?;
    let amount = i128::try_from(minor).ok().and_then(|minor| Decimal::try_from_i128_with_scale(minor, places).ok());
    // Beyond what a decimal holds is far beyond what money may be.
    Ok(Money::new(amount.unwrap_or(Decimal::MAX), currency)?)
}

impl Fraction {
    /// So many whole units of a currency as money, rounded to its smallest unit, half away from zero: what a person
    /// reads of an exact amount. Yen have no decimals, dollars two.
    ///
    /// ```
    /// use lead_lifecycle::planning::Fraction;
    /// use lead_lifecycle::{Currency, Money};
    /// let exact: Fraction = "10000000/3".parse()?;
    /// assert_eq!(exact.to_money(Currency::JPY)?, Money::from_units(3_333_333, Currency::JPY)?);
    /// assert_eq!(exact.to_money(Currency::USD)?, Money::from_minor(333_333_333, Currency::USD)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Money`] beyond what money may be, [`PlanError::Number`] when it does not fit at all.
    pub fn to_money(&self, currency: Currency) -> Result<Money, PlanError> {
        to_money(self, currency, |minor| {
            let half = Self::in_lowest_terms(1, 2);
            minor.checked_add(&half)?.floor()
        })
    }
}
