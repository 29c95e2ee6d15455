//! Revenue as a goal.

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::deal_size::DealSize;
use crate::planning::exact::Fraction;
use crate::planning::money_fraction::{money_fraction, not_negative, same_currency};
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::MoneyInput;
use crate::values::Money;

/// Revenue that is to be won with deals of an average size, both in one currency.
///
/// ```
/// use lead_lifecycle::planning::{DealSize, RevenueGoal};
/// use lead_lifecycle::{Currency, Money};
/// let yen = |amount| Money::from_units(amount, Currency::JPY);
/// let goal = RevenueGoal::new(yen(10_000_000)?, DealSize::new(yen(3_000_000)?)?)?;
/// assert_eq!(goal.wins()?.to_string(), "10/3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "売上目標")]
pub struct RevenueGoal {
    revenue: Money,
    deal_size: DealSize,
}

impl RevenueGoal {
    /// A revenue and the average deal that is to bring it.
    ///
    /// # Errors
    /// [`PlanError::Negative`] for negative revenue, [`PlanError::Currencies`] for two currencies.
    pub fn new(revenue: Money, deal_size: DealSize) -> Result<Self, PlanError> {
        not_negative(MoneyInput::Revenue, revenue)?;
        same_currency(revenue, deal_size.money())?;
        Ok(Self { revenue, deal_size })
    }

    /// The revenue.
    #[must_use]
    pub const fn revenue(&self) -> Money {
        self.revenue
    }

    /// What a win brings on average.
    #[must_use]
    pub const fn deal_size(&self) -> DealSize {
        self.deal_size
    }

    /// The wins that bring the revenue: revenue ÷ deal size, exact.
    ///
    /// # Errors
    /// [`PlanError::Number`] when the fraction is too large.
    pub fn wins(&self) -> Result<Fraction, PlanError> {
        let revenue = money_fraction(MoneyInput::Revenue, self.revenue)?;
        Ok(revenue.checked_div(&self.deal_size.fraction())?)
    }

    /// The wins as a fraction of machine words, not reduced.
    pub(super) fn words(&self) -> Option<(u64, u64)> {
        let (revenue, deal) = (self.revenue.amount(), self.deal_size.money().amount());
        let mut numerator = u64::try_from(revenue.mantissa()).ok()?;
        let mut denominator = u64::try_from(deal.mantissa()).ok()?;
        // Both to one scale; a currency has at most four places, so this is short.
        if revenue.scale() < deal.scale() {
            let by = deal.scale().checked_sub(revenue.scale())?;
            numerator = numerator.checked_mul(10_u64.checked_pow(by)?)?;
        }
        if deal.scale() < revenue.scale() {
            let by = revenue.scale().checked_sub(deal.scale())?;
            denominator = denominator.checked_mul(10_u64.checked_pow(by)?)?;
        }
        Some((numerator, denominator))
    }
}

impl<'de> Deserialize<'de> for RevenueGoal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "RevenueGoal", expecting = "a table")]
        struct Raw {
            revenue: Money,
            deal_size: DealSize,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.revenue, raw.deal_size).map_err(serde::de::Error::custom)
    }
}
