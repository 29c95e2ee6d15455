//! A month of a plan, with the volume at every step.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::planning::deal_size::DealSize;
use crate::planning::exact::Fraction;
use crate::planning::month::Month;
use crate::planning::plan_error::PlanError;

/// A month of a calendar plan or of a forecast, with the volume at every step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct MonthLine {
    /// The month.
    pub month: Month,
    /// Whether the month was over before the plan began. What it needs can no longer be had.
    #[doc(alias = "手遅れ")]
    pub past: bool,
    /// The exact volume at every step of the funnel, the entry first.
    pub exact: Vec<Fraction>,
    /// The same in whole numbers. The running total is rounded up, not the month: so the months add up to the whole
    /// plan, no month is short, and no rounding adds up over the months.
    pub whole: Vec<u128>,
}

impl MonthLine {
    /// The revenue that the month's wins bring at a deal size: in whole units of its currency, exact.
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large.
    pub fn revenue_at(&self, deal_size: DealSize) -> Result<Fraction, PlanError> {
        let wins = self.exact.last().unwrap_or(&Fraction::ZERO);
        Ok(wins.checked_mul(&deal_size.fraction())?)
    }
}
