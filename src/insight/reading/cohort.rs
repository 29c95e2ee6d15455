//! The funnel by cohort: what became of those who entered together.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::insight::line::place_of;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::cells::Cells;
use crate::insight::reading::funnel::ColumnCounts;
use crate::insight::reading::measure::{Measure, Term};
use crate::insight::reading::period::PeriodKey;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slice::Slice;
use crate::insight::reading::slicer::Slicer;
use crate::insight::reading::table::Table;
use crate::insight::report::{Column, CycleRow, Point, Report};
use crate::planning::RateEvidence;
use crate::values::{Instant, Milestone, Span, vocabulary};

/// From where a cohort is followed, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct CohortAsked {
    /// Who reached this milestone enters the cohort.
    pub entry: Milestone,
    /// What happens within this time after it counts; none: whatever has happened by now, of everybody.
    pub window: Option<Span>,
}

vocabulary! {
    /// What a cohort counts.
    CohortCount {
        /// Those whose window is over: the denominator of rates.
        Mature = "mature",
        /// Those whose window is not over: they stand beside, in no denominator.
        Immature = "immature",
        /// Of the mature, those who reached a milestone within the window.
        Converted = "converted",
        /// Of the immature, those who have reached it already.
        Early = "early",
        /// Of the mature, those who reached it nobody knows when.
        UndatedConversion = "undated_conversion",
    }
}

/// What became of those who entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Conversions {
    /// Of the mature, within the window.
    pub converted: i64,
    /// Of the immature, already.
    pub early: i64,
    /// Of the mature, nobody knows when: not in the rate of a bounded window.
    pub undated: i64,
}

/// A row of the funnel by cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct CohortRow {
    /// The slice at the entry.
    pub slice: Slice,
    /// When they entered.
    pub period: PeriodKey,
    /// The entrants whose window is over.
    pub mature: i64,
    /// The entrants whose window is not over.
    pub immature: i64,
    /// All entrants, in the columns of the funnel: only `counted` ones are followed.
    pub entrants: ColumnCounts,
    /// The milestones, from Lead to Won: what became of the entrants.
    pub milestones: [Conversions; 6],
}

impl CohortRow {
    /// What became of the entrants up to a milestone.
    #[must_use]
    pub fn at(&self, milestone: Milestone) -> Conversions {
        self.milestones.get(place_of(milestone)).copied().unwrap_or_default()
    }

    /// How many of the mature reached a milestone within the window: *k of n*, which knows its interval. None, if nobody is mature: an
    /// empty denominator has no rate.
    #[must_use]
    pub fn rate(&self, milestone: Milestone) -> Option<RateEvidence> {
        let converted = self.at(milestone).converted;
        Measure::CohortRate.evidence(|term| if term == Term::Converted { converted } else { self.mature })
    }

    /// How many of those who reached one milestone within the window reached the other within it too. None, if nobody reached the one.
    #[must_use]
    pub fn step_rate(&self, from: Milestone, to: Milestone) -> Option<RateEvidence> {
        let (converted, before) = (self.at(to).converted, self.at(from).converted);
        Measure::StepRate.evidence(|term| if term == Term::Converted { converted } else { before })
    }
}

/// The funnel by cohort (コホートファネル): of the cycles that reached the entry in a period, how many reached each later milestone within
/// the window.
///
/// Only entrants whose window is over by then are in a denominator; the others stand beside. A milestone counts as reached when it or a
/// later one was.
///
/// | edge | what holds |
/// |---|---|
/// | the window | what happens at entry + window still counts |
/// | maturity | entry + window ≤ `as_of` |
/// | day only | lags between two days are whole days |
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "コホート")]
pub struct CohortTable {
    /// What was asked for.
    pub asked: CohortAsked,
    /// The rows, in the order of slices and periods.
    pub rows: Vec<CohortRow>,
}

/// A number of the funnel by cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortCell {
    /// The slice; none: all together.
    pub slice: Option<Slice>,
    /// The period; none: all together.
    pub period: Option<PeriodKey>,
    /// What is counted.
    pub count: CohortCount,
    /// Of conversions, the milestone.
    pub milestone: Milestone,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    mature: i64,
    immature: i64,
    entrants: ColumnCounts,
    milestones: [Conversions; 6],
}

/// When a milestone, or a later one, was reached.
enum Reached {
    Not,
    At(i64),
    Undated,
}

/// Seconds from the entry until a milestone or a later one was reached, by an instant.
fn reached(row: &CycleRow, entry: Point, place: usize, as_of: Instant) -> Reached {
    let mut reached = Reached::Not;
    for later in place..6 {
        let Some((_, point, _)) = row.mark(later) else { continue };
        match entry.seconds_to(point) {
            None => {
                if matches!(reached, Reached::Not) {
                    reached = Reached::Undated;
                }
            }
            Some(_) if !point.is_by(as_of) => {}
            Some(lag) => {
                let known = if let Reached::At(known) = reached { known.min(lag) } else { lag };
                reached = Reached::At(known);
            }
        }
    }
    reached
}

impl Counts {
    fn enter(&mut self, row: &CycleRow, times: i64, (place, entry): (usize, Point), asked: (&CohortAsked, Instant)) {
        let (CohortAsked { window, .. }, as_of) = asked;
        let window = window.map(Span::signed);
        let over = window.map(|window| entry.seconds().saturating_add(window));
        let mature = over.is_none_or(|over| over <= as_of.seconds());
        let side = if mature { &mut self.mature } else { &mut self.immature };
        *side = side.saturating_add(times);
        for (later, conversions) in self.milestones.iter_mut().enumerate().skip(place) {
            let slot = match (reached(row, entry, later, as_of), mature) {
                (Reached::Not, _) => continue,
                (Reached::Undated, false) => continue,
                (Reached::Undated, true) if window.is_some() => &mut conversions.undated,
                (Reached::At(lag), true) if window.is_some_and(|window| lag > window) => continue,
                (Reached::At(_) | Reached::Undated, true) => &mut conversions.converted,
                (Reached::At(_), false) => &mut conversions.early,
            };
            *slot = slot.saturating_add(times);
        }
    }
}

impl Table for CohortTable {
    type More = CohortAsked;
    type Cell = CohortCell;

    fn read(report: &Report, asked: &Asked, more: &CohortAsked) -> Result<Self, ReadError> {
        let slicer = Slicer::of(report, asked)?;
        let mut cells: Cells<'_, Counts> = Cells::of(asked);
        let place = place_of(more.entry);
        for (row, times) in report.tables.cycles.iter() {
            let Some((column, entry, group)) = row.mark(place) else { continue };
            let Some(slice) = slicer.number(group) else { continue };
            if entry.is_known() && !entry.is_by(asked.as_of()) {
                continue;
            }
            let counts = cells.at(slice, entry);
            counts.entrants.add(column, times);
            if column == Column::Counted && entry.is_known() {
                counts.enter(row, times, (place, entry), (more, asked.as_of()));
            }
        }
        let row = |(slice, period, counts): (u32, PeriodKey, Counts)| {
            let Counts { mature, immature, entrants, milestones } = counts;
            CohortRow { slice: slicer.slice(slice), period, mature, immature, entrants, milestones }
        };
        let mut rows: Vec<CohortRow> =
            cells.into_cells().filter(|(_, _, counts)| *counts != Counts::default()).map(row).collect();
        rows.sort_by(|one, other| (&one.slice, one.period).cmp(&(&other.slice, other.period)));
        Ok(Self { asked: *more, rows })
    }

    fn count(&self, cell: &CohortCell) -> i64 {
        let of = |row: &&CohortRow| {
            cell.slice.as_ref().is_none_or(|slice| row.slice == *slice)
                && cell.period.is_none_or(|period| row.period == period)
        };
        let count = |row: &CohortRow| match cell.count {
            CohortCount::Mature => row.mature,
            CohortCount::Immature => row.immature,
            CohortCount::Converted => row.at(cell.milestone).converted,
            CohortCount::Early => row.at(cell.milestone).early,
            CohortCount::UndatedConversion => row.at(cell.milestone).undated,
        };
        self.rows.iter().filter(of).fold(0, |sum: i64, row| sum.saturating_add(count(row)))
    }
}
