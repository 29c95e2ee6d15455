//! A month of a plan, with the volume at every step; and the sheet on which such months are made.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::planning::deal_size::DealSize;
use crate::planning::exact::Fraction;
use crate::planning::month::Month;
use crate::planning::plan_error::PlanError;

/// A month of a calendar plan or of a forecast, with the volume at every step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

/// Volumes by step and month, within a window of months.
pub(super) struct MonthSheet {
    first: Month,
    rows: Vec<Vec<Fraction>>,
}

impl MonthSheet {
    pub(super) fn new(first: Month, last: Month, steps: usize) -> Self {
        let months = usize::try_from(last.since(first)).unwrap_or(0).saturating_add(1);
        Self { first, rows: alloc::vec![alloc::vec![Fraction::ZERO; steps]; months] }
    }

    /// What falls outside of the window counts nowhere.
    pub(super) fn add(&mut self, step: usize, month: Month, volume: &Fraction) -> Result<(), PlanError> {
        if month < self.first {
            return Ok(());
        }
        let index = usize::try_from(month.since(self.first)).unwrap_or(usize::MAX);
        if let Some(slot) = self.rows.get_mut(index).and_then(|row| row.get_mut(step)) {
            *slot = slot.checked_add(volume)?;
        }
        Ok(())
    }

    pub(super) fn volumes(&self, step: usize) -> Vec<(Month, Fraction)> {
        let months = (0_u32..).map_while(|index| self.first.later(index).ok());
        let volume = |row: &Vec<Fraction>| row.get(step).cloned().unwrap_or(Fraction::ZERO);
        months.zip(self.rows.iter().map(volume)).collect()
    }

    pub(super) fn lines(self, now: Month) -> Result<Vec<MonthLine>, PlanError> {
        let steps = self.rows.first().map_or(0, Vec::len);
        let mut totals = alloc::vec![(Fraction::ZERO, 0_u128); steps];
        let mut lines = Vec::with_capacity(self.rows.len());
        for (index, exact) in (0_u32..).zip(self.rows) {
            let month = self.first.later(index)?;
            let mut whole = Vec::with_capacity(steps);
            for (volume, (total, given)) in exact.iter().zip(&mut totals) {
                *total = total.checked_add(volume)?;
                let due = total.ceil()?;
                whole.push(due.saturating_sub(*given));
                *given = due;
            }
            lines.push(MonthLine { month, past: month < now, exact, whole });
        }
        Ok(lines)
    }
}
