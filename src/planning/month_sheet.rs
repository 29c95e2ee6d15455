//! The sheet on which the months of a plan are made.

use alloc::vec::Vec;

use crate::planning::column::Column;
use crate::planning::exact::Meter;
use crate::planning::month::Month;
use crate::planning::month_line::MonthLine;
use crate::planning::plan_error::PlanError;

/// How many months there are from the first to the last, both counted.
pub(super) fn months_between(first: Month, last: Month) -> usize {
    usize::try_from(last.since(first)).unwrap_or(usize::MAX).saturating_add(1)
}

/// The lines of a plan from its columns: one for every step, all of them from the same first month on.
pub(super) fn lines_of(
    first: Month,
    now: Month,
    columns: &[Column],
    meter: &mut Meter,
) -> Result<Vec<MonthLine>, PlanError> {
    let mut settled = Vec::with_capacity(columns.len());
    for column in columns {
        settled.push(column.settled(meter)?.into_iter());
    }
    let mut given = alloc::vec![0_u128; settled.len()];
    let mut lines = Vec::new();
    let mut index = 0_u32;
    loop {
        let (mut exact, mut whole) = (Vec::with_capacity(settled.len()), Vec::with_capacity(settled.len()));
        for (column, given) in settled.iter_mut().zip(&mut given) {
            let Some((volume, due)) = column.next() else {
                return Ok(lines);
            };
            exact.push(volume);
            whole.push(due.saturating_sub(*given));
            *given = due;
        }
        let month = first.later(index)?;
        lines.push(MonthLine { month, past: month < now, exact, whole });
        index = index.saturating_add(1);
    }
}
