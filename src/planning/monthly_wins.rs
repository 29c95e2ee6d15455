//! The wins that are wanted, month by month.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::deal_size::DealSize;
use crate::planning::exact::{Fraction, Meter};
use crate::planning::money_fraction::{money_fraction, same_currency};
use crate::planning::month::Month;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::MoneyInput;
use crate::values::Money;

/// The wins that are wanted in every month, from a first one on.
///
/// ```
/// use lead_lifecycle::planning::{DealSize, MonthlyWins};
/// use lead_lifecycle::{Currency, Money};
/// let yen = |amount| Money::from_units(amount, Currency::JPY);
/// let revenue = [yen(30_000_000)?, yen(45_000_000)?];
/// let targets = MonthlyWins::from_revenue("2026-04".parse()?, &revenue, DealSize::new(yen(3_000_000)?)?)?;
/// assert_eq!(targets.wins()[1].to_string(), "15");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "月次目標")]
pub struct MonthlyWins {
    first: Month,
    wins: Vec<Fraction>,
}

impl MonthlyWins {
    /// So many wins in the first month, in the second …
    ///
    /// # Errors
    /// [`PlanError::Limit`] for no month or more than [`bounds::PLAN_MONTHS`]; [`PlanError::Month`] beyond the year
    /// 9999.
    pub fn new(first: Month, wins: Vec<Fraction>) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::PLAN_MONTHS, wins.len())?;
        let last = u32::try_from(wins.len()).unwrap_or(u32::MAX);
        first.later(last)?;
        Ok(Self { first, wins })
    }

    /// The wins that bring so much revenue in the first month, in the second …: revenue ÷ deal size, exact.
    ///
    /// # Errors
    /// [`PlanError::Currencies`] for two currencies; [`PlanError::Negative`] for revenue below 0; else as in
    /// [`MonthlyWins::new`].
    pub fn from_revenue(first: Month, revenue: &[Money], deal_size: DealSize) -> Result<Self, PlanError> {
        let wins = revenue.iter().map(|revenue| {
            same_currency(*revenue, deal_size.money())?;
            Ok(money_fraction(MoneyInput::Revenue, *revenue)?.checked_div(&deal_size.fraction())?)
        });
        Self::new(first, wins.collect::<Result<_, PlanError>>()?)
    }

    /// The first month.
    #[must_use]
    pub const fn first(&self) -> Month {
        self.first
    }

    /// The wins of every month, from the first on.
    #[must_use]
    pub fn wins(&self) -> &[Fraction] {
        &self.wins
    }

    /// The same months with every target multiplied by a factor: the part of a target that one team is to bring.
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large, or more than [`bounds::WORK_STEPS`].
    pub fn scaled(&self, factor: &Fraction) -> Result<Self, PlanError> {
        self.scaled_within(factor, &mut Meter::new())
    }

    /// The same, paid out of a purse that others share.
    pub(super) fn scaled_within(&self, factor: &Fraction, meter: &mut Meter) -> Result<Self, PlanError> {
        let wins = self.wins.iter().map(|wins| meter.mul(wins, factor));
        Ok(Self { first: self.first, wins: wins.collect::<Result<_, _>>()? })
    }

    /// The last month.
    pub(super) fn last(&self) -> Result<Month, PlanError> {
        let count = u32::try_from(self.wins.len()).unwrap_or(u32::MAX);
        self.first.later(count.saturating_sub(1))
    }
}

impl<'de> Deserialize<'de> for MonthlyWins {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "MonthlyWins", expecting = "a table")]
        struct Raw {
            first: Month,
            wins: Vec<Fraction>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.first, raw.wins).map_err(serde::de::Error::custom)
    }
}
