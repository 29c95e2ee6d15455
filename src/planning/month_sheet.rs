//! The sheet on which the months of a plan are made.

use alloc::vec::Vec;

use crate::planning::exact::Fraction;
use crate::planning::month::Month;
use crate::planning::month_line::MonthLine;
use crate::planning::plan_error::PlanError;

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
