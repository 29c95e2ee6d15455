//! How long things take.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::insight::numbers::{LogBuckets, Tally, Times};
use crate::insight::reading::asked::Asked;
use crate::insight::reading::cells::Cells;
use crate::insight::reading::lengths::{Length, Part, PerCycle, PlacedBy, Ruler, SumOf, TimeUnit};
use crate::insight::reading::period::PeriodKey;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slice::Slice;
use crate::insight::reading::slicer::Slicer;
use crate::insight::reading::table::Table;
use crate::insight::report::{Lasting, Over, Point, Report, TimeRow};

/// Which times are told.
///
/// ```
/// use lead_lifecycle::insight::{Lasting, Over, SumOf, TimeUnit, TimesAsked};
/// use lead_lifecycle::StageKind;
/// // How long SQLs that went forward have been SQL, in calendar days.
/// let asked = TimesAsked { over: Some(Over::Reached), unit: TimeUnit::Days, ..TimesAsked::of(Lasting::Stage(StageKind::Sql)) };
/// assert_eq!(asked.sum, SumOf::Stretch);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimesAsked<'c> {
    /// What lasted.
    pub what: Lasting,
    /// Each stretch by itself, or all of a cycle together.
    pub sum: SumOf,
    /// Of an answer: all of it, or until it was recorded, or from then on.
    pub part: Part,
    /// Only what ended this way; none: whatever ended. What is on is told in any case.
    pub over: Option<Over>,
    /// In what times are counted.
    pub unit: TimeUnit<'c>,
    /// In which period a stretch stands.
    pub placed: PlacedBy,
    /// Whether times are brought into buckets of ± 0.5 %, see [`LogBuckets`]; otherwise they are exact.
    pub bucketed: bool,
}

impl TimesAsked<'_> {
    /// Elapsed seconds of every stretch, exact, in the period of its end. Of answers (responses, clocks, first meetings) only those that
    /// came: what ended without one is none.
    #[must_use]
    pub const fn of(what: Lasting) -> Self {
        let over = match what {
            Lasting::Response | Lasting::Clock(_) | Lasting::HandoffToMeeting => Some(Over::Reached),
            Lasting::Stage(_) | Lasting::DealStage { .. } | Lasting::Cycle | Lasting::Deal => None,
        };
        Self {
            what,
            sum: SumOf::Stretch,
            part: Part::Whole,
            over,
            unit: TimeUnit::Elapsed,
            placed: PlacedBy::End,
            bucketed: false,
        }
    }
}

/// A row of times. All are in seconds, or in days where days were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimesRow {
    /// The slice at the beginning.
    pub slice: Slice,
    /// The period.
    pub period: PeriodKey,
    /// What is over. Times below zero are among them and in none of their numbers: see [`Times::negative`].
    pub finished: Times,
    /// What is on, as old as it is by then: it is not over, and in no mean or quantile of what is.
    pub running: Times,
    /// Of which nobody knows when it began or ended.
    pub undated: i64,
}

/// How long things take (所要時間): what is over, what is on, and what nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "リードタイム")]
pub struct TimesTable {
    /// The rows, in the order of slices and periods.
    pub rows: Vec<TimesRow>,
}

/// Which number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimesCount {
    /// What is over, without those below zero.
    Finished,
    /// What is on.
    Running,
    /// Of which nobody knows when.
    Undated,
    /// What ended before it began.
    Negative,
}

/// A number of the times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimesCell {
    /// The slice; none: all together.
    pub slice: Option<Slice>,
    /// The period; none: all together.
    pub period: Option<PeriodKey>,
    /// Which number.
    pub count: TimesCount,
}

#[derive(Debug, Default)]
struct Collected {
    finished: Vec<(i64, i64)>,
    running: Vec<(i64, i64)>,
    undated: i64,
}

impl Collected {
    fn take(&mut self, length: Length, times: i64) {
        match length {
            Length::Over(length) => self.finished.push((length, times)),
            Length::On(length) => self.running.push((length, times)),
            Length::Undated => self.undated = self.undated.saturating_add(times),
        }
    }

    /// A row of it; none, if all that was put in was taken out again.
    fn into_row(self, (slice, period): (Slice, PeriodKey), bucketed: bool) -> Option<TimesRow> {
        let (finished, finished_none) = times_of(self.finished, bucketed);
        let (running, running_none) = times_of(self.running, bucketed);
        let nothing = finished_none && running_none && self.undated == 0;
        (!nothing).then_some(TimesRow { slice, period, finished, running, undated: self.undated })
    }
}

/// The times, and whether there are none.
fn times_of(lengths: Vec<(i64, i64)>, bucketed: bool) -> (Times, bool) {
    let times = if bucketed {
        let mut buckets = LogBuckets::default();
        lengths.into_iter().for_each(|(length, times)| buckets.add(length, times));
        buckets.times()
    } else {
        Times::from(&lengths.into_iter().collect::<Tally>())
    };
    let none = times.count() == 0 && times.negative() == 0 && times.owed() == 0;
    (times, none)
}

impl TimesTable {
    /// Reads times.
    ///
    /// # Errors
    /// The report is not split by what was asked for.
    pub fn of(report: &Report, asked: &Asked, more: &TimesAsked<'_>) -> Result<Self, ReadError> {
        let slicer = Slicer::of(report, asked)?;
        let ruler = Ruler::of(asked, more.unit, more.part);
        let wanted =
            report.tables.lasting.iter().position(|what| *what == more.what).and_then(|at| u32::try_from(at).ok());
        let now = Point::at(asked.as_of());
        let mut cells: Cells<'_, Collected> = Cells::of(asked);
        let mut cycles = PerCycle::default();
        let mut put = |slice: u32, (from, until): (Point, Point), length: Length, times: i64| {
            let ended = if matches!(length, Length::On(_)) { now } else { until };
            let placed = if more.placed == PlacedBy::Beginning { from } else { ended };
            cells.at(slice, placed).take(length, times);
        };
        let mut of_cycles: BTreeMap<&TimeRow, i64> = BTreeMap::new();
        for (row, times) in wanted.into_iter().flat_map(|wanted| report.tables.times.of(wanted)) {
            let Some(slice) = slicer.number(row.group) else { continue };
            let Some(length) = ruler.length(row) else { continue };
            if more.sum == SumOf::Cycle {
                let net = of_cycles.entry(row).or_default();
                *net = net.saturating_add(times);
            } else if more.over.is_none() || !ruler.is_over(row) || row.over == more.over {
                put(slice, (row.from, row.until), length, times);
            }
        }
        // What was taken out again would leave its mark on a sum: only what is left is summed up.
        for (row, times) in of_cycles.into_iter().filter(|(_, times)| *times != 0) {
            if let (Some(slice), Some(length)) = (slicer.number(row.group), ruler.length(row)) {
                cycles.add(slice, row, length, times);
            }
        }
        for (slice, sum) in cycles.into_sums() {
            let over = !matches!(sum.length, Length::On(_));
            if more.over.is_none() || !over || sum.over == more.over {
                put(slice, (sum.first, sum.last), sum.length, sum.times);
            }
        }
        let row = |(slice, period, collected): (u32, PeriodKey, Collected)| {
            collected.into_row((slicer.slice(slice), period), more.bucketed)
        };
        let mut rows: Vec<TimesRow> = cells.into_cells().filter_map(row).collect();
        rows.sort_by(|one, other| (&one.slice, one.period).cmp(&(&other.slice, other.period)));
        Ok(Self { rows })
    }
}

impl Table for TimesTable {
    type More = TimesAsked<'static>;
    type Cell = TimesCell;

    fn read(report: &Report, asked: &Asked, more: &Self::More) -> Result<Self, ReadError> {
        Self::of(report, asked, more)
    }

    fn count(&self, cell: &TimesCell) -> i64 {
        let of = |row: &&TimesRow| {
            cell.slice.as_ref().is_none_or(|slice| row.slice == *slice)
                && cell.period.is_none_or(|period| row.period == period)
        };
        let many = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let count = |row: &TimesRow| match cell.count {
            TimesCount::Finished => many(row.finished.count()),
            TimesCount::Running => many(row.running.count()),
            TimesCount::Undated => row.undated,
            TimesCount::Negative => many(row.finished.negative()),
        };
        self.rows.iter().filter(of).fold(0, |sum: i64, row| sum.saturating_add(count(row)))
    }
}
