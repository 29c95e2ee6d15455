//! The funnel by period: how many cycles reached each milestone, and when.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::insight::line::place_of;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::cells::Cells;
use crate::insight::reading::measure::{Measure, Term};
use crate::insight::reading::period::PeriodKey;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slice::Slice;
use crate::insight::reading::slicer::Slicer;
use crate::insight::reading::table::Table;
use crate::insight::report::{Column, Report};
use crate::planning::Fraction;
use crate::values::Milestone;

/// How often a milestone was reached, in columns: each cycle stands in exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ColumnCounts {
    /// By cycles of sales, and recorded: what ratios and rates are made of.
    pub counted: i64,
    /// Promotions whose grounds were taken back, and that people have worked on.
    pub hollow: i64,
    /// Nobody recorded it: a later one implies it.
    pub implied: i64,
    /// By cycles that were bought without sales.
    pub direct: i64,
    /// By expansions of existing customers.
    pub expansion: i64,
}

impl ColumnCounts {
    /// The count of a column.
    #[must_use]
    pub const fn get(&self, column: Column) -> i64 {
        match column {
            Column::Counted => self.counted,
            Column::Hollow => self.hollow,
            Column::Implied => self.implied,
            Column::Direct => self.direct,
            Column::Expansion => self.expansion,
        }
    }

    /// All columns together.
    #[must_use]
    pub fn total(&self) -> i64 {
        Column::ALL.iter().fold(0, |sum: i64, column| sum.saturating_add(self.get(*column)))
    }

    pub(super) const fn add(&mut self, column: Column, times: i64) {
        let slot = match column {
            Column::Counted => &mut self.counted,
            Column::Hollow => &mut self.hollow,
            Column::Implied => &mut self.implied,
            Column::Direct => &mut self.direct,
            Column::Expansion => &mut self.expansion,
        };
        *slot = slot.saturating_add(times);
    }
}

/// A row of the funnel by period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct FunnelRow {
    /// The slice at the milestone.
    pub slice: Slice,
    /// When the milestone was reached.
    pub period: PeriodKey,
    /// The milestones, from Lead to Won.
    pub milestones: [ColumnCounts; 6],
}

impl FunnelRow {
    /// How often a milestone was reached.
    #[must_use]
    pub fn at(&self, milestone: Milestone) -> ColumnCounts {
        self.milestones.get(place_of(milestone)).copied().unwrap_or_default()
    }

    /// How many reached one milestone in the period, divided by how many reached another in it. That is a ratio and no rate: they need
    /// not be the same cycles, and it may be above 1. None, if nobody reached the other, or if nobody recorded the one and it is only implied.
    #[must_use]
    pub fn ratio(&self, of: Milestone, over: Milestone) -> Option<Fraction> {
        if self.at(of).counted == 0 && self.at(of).implied > 0 {
            return None;
        }
        Measure::PeriodRatio.fraction(|term| {
            let milestone = if term == Term::ReachedInPeriod { of } else { over };
            self.at(milestone).counted
        })
    }
}

/// The funnel by period (期間ファネル): in which period cycles reached each milestone. It counts (lead, cycle), each milestone once.
///
/// Periods are not cohorts: who is won in May became a lead before. Rates are asked of [`CohortTable`](crate::insight::CohortTable).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "ファネル")]
pub struct FunnelTable {
    /// The rows, in the order of slices and periods.
    pub rows: Vec<FunnelRow>,
}

/// A number of the funnel by period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunnelCell {
    /// The slice; none: all together.
    pub slice: Option<Slice>,
    /// The period; none: all together.
    pub period: Option<PeriodKey>,
    /// The milestone.
    pub milestone: Milestone,
    /// The column; none: all together.
    pub column: Option<Column>,
}

impl Table for FunnelTable {
    type More = ();
    type Cell = FunnelCell;

    fn read(report: &Report, asked: &Asked, (): &()) -> Result<Self, ReadError> {
        let slicer = Slicer::of(report, asked)?;
        let mut cells: Cells<'_, [ColumnCounts; 6]> = Cells::of(asked);
        for (row, times) in report.tables.cycles.iter() {
            for place in 0..6 {
                let Some((column, point, group)) = row.mark(place) else { continue };
                let Some(slice) = slicer.number(group) else { continue };
                if point.is_known() && !point.is_by(asked.as_of()) {
                    continue;
                }
                if let Some(counts) = cells.at(slice, point).get_mut(place) {
                    counts.add(column, times);
                }
            }
        }
        let mut rows: Vec<FunnelRow> = cells
            .into_cells()
            .filter(|(_, _, milestones)| milestones.iter().any(|counts| *counts != ColumnCounts::default()))
            .map(|(slice, period, milestones)| FunnelRow { slice: slicer.slice(slice), period, milestones })
            .collect();
        rows.sort_by(|one, other| (&one.slice, one.period).cmp(&(&other.slice, other.period)));
        Ok(Self { rows })
    }

    fn count(&self, cell: &FunnelCell) -> i64 {
        let of = |row: &&FunnelRow| {
            cell.slice.as_ref().is_none_or(|slice| row.slice == *slice)
                && cell.period.is_none_or(|period| row.period == period)
        };
        let count = |row: &FunnelRow| {
            let counts = row.at(cell.milestone);
            cell.column.map_or_else(|| counts.total(), |column| counts.get(column))
        };
        self.rows.iter().filter(of).fold(0, |sum: i64, row| sum.saturating_add(count(row)))
    }
}
