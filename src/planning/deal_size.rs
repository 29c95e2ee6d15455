//! What a win brings on average.

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::exact::Fraction;
use crate::planning::money_fraction::money_fraction;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::{MoneyInput, ZeroInput};
use crate::values::Money;

/// What a win brings on average (平均単価, ASP): money above zero.
///
/// ```
/// use lead_lifecycle::planning::DealSize;
/// use lead_lifecycle::{Currency, Money};
/// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
/// assert_eq!(deal.fraction().to_string(), "3000000");
/// assert!(DealSize::new(Money::from_units(0, Currency::JPY)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
#[doc(alias = "平均単価")]
pub struct DealSize(Money);

impl DealSize {
    /// The average amount of a won deal.
    ///
    /// # Errors
    /// [`PlanError::Zero`] for an amount of 0, [`PlanError::Negative`] for one below.
    pub fn new(amount: Money) -> Result<Self, PlanError> {
        if money_fraction(MoneyInput::DealSize, amount)?.is_zero() {
            return Err(ZeroInput::DealSize.into());
        }
        Ok(Self(amount))
    }

    /// The amount.
    #[must_use]
    pub const fn money(&self) -> Money {
        self.0
    }

    /// The amount in whole units of its currency, exact: 12 dollars and 50 cents are 12.5.
    #[must_use]
    pub fn fraction(&self) -> Fraction {
        // INVARIANT: checked on construction.
        money_fraction(MoneyInput::DealSize, self.0).unwrap_or(Fraction::ONE)
    }
}

impl<'de> Deserialize<'de> for DealSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Money::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
