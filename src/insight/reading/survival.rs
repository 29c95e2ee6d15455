//! What becomes of those who wait: survival, with those who still wait.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::insight::line::Exit;
use crate::insight::numbers::{Observation, RiskTable};
use crate::insight::reading::asked::Asked;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slice::Slice;
use crate::insight::reading::slicer::Slicer;
use crate::insight::report::{Lasting, Over, Point, Report, TimeRow};
use crate::values::{Span, vocabulary};

vocabulary! {
    /// From when on lives count that a legacy system brought.
    ImportedLives {
        /// From the import on: that they had lived until then is why they came. Those that had ended before count for nothing.
        EnterLate = "enter_late",
        /// From their beginning: the import brought those that had ended as well as those that had not.
        Whole = "whole",
    }

    /// By what ends are told apart.
    Causes {
        /// Reached, or left otherwise: 0 and 1.
        Over = "over",
        /// How a visit of a stage ended, by its place in [`Exit::ALL`].
        Exit = "exit",
    }
}

/// What is asked of survival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurvivalAsked {
    /// What lasts.
    pub what: Lasting,
    /// In what times are counted, rounded down: a day, if unsure. Nothing is as a second.
    pub unit: Span,
    /// By what ends are told apart.
    pub causes: Causes,
    /// From when on imported lives count.
    pub imported: ImportedLives,
}

impl SurvivalAsked {
    /// In days, reached or left, imported lives from the import on.
    #[must_use]
    pub fn of(what: Lasting) -> Self {
        Self { what, unit: Span::days(1), causes: Causes::Over, imported: ImportedLives::EnterLate }
    }
}

/// A row of survival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurvivalRow {
    /// The slice at the beginning.
    pub slice: Slice,
    /// Who was at risk when, and what happened.
    pub risk: RiskTable,
    /// Of which nobody knows when it began or ended: not in the table.
    pub undated: i64,
    /// What ended before it began: not in the table.
    pub negative: i64,
    /// Imported lives that had ended before the import: not in the table where imported lives enter late.
    pub ended_before_import: i64,
}

/// What becomes of those who wait (生存分析): those who still wait are censored, not left out.
///
/// Kaplan–Meier and cumulative incidence are read from each row's [`RiskTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurvivalTable {
    /// The rows, in the order of slices.
    pub rows: Vec<SurvivalRow>,
}

#[derive(Debug, Default)]
struct Collected {
    risk: RiskTable,
    undated: i64,
    negative: i64,
    ended_before_import: i64,
}

impl Collected {
    fn take(&mut self, row: &TimeRow, times: i64, asked: &Asked, more: &SurvivalAsked) {
        let now = Point::at(asked.as_of());
        let over = row.over.filter(|_| !row.until.is_known() || row.until.is_by(asked.as_of()));
        let until = if over.is_some() { row.until } else { now };
        // It has not begun.
        if row.from.is_known() && !row.from.is_by(asked.as_of()) && !(over.is_some() && row.until.is_known()) {
            return;
        }
        let Some(length) = row.from.seconds_to(until) else {
            self.undated = self.undated.saturating_add(times);
            return;
        };
        if length < 0 {
            self.negative = self.negative.saturating_add(times);
            return;
        }
        let unit = more.unit.signed().max(1);
        let whole = |seconds: i64| seconds.div_euclid(unit);
        let watched = row.from.seconds_to(row.imported).filter(|_| more.imported == ImportedLives::EnterLate);
        if over.is_some() && watched.is_some_and(|watched| length <= watched) {
            self.ended_before_import = self.ended_before_import.saturating_add(times);
            return;
        }
        let cause = over.and_then(|over| cause_of(row, over, more.causes));
        let entry = watched.map_or(0, |watched| whole(watched.max(0)));
        self.risk.add(Observation { entry, time: whole(length), cause, count: times });
    }
}

fn cause_of(row: &TimeRow, over: Over, causes: Causes) -> Option<u8> {
    match (causes, row.exit) {
        (Causes::Exit, Some(exit)) => {
            let place = Exit::ALL.iter().position(|known| *known == exit);
            place.and_then(|place| u8::try_from(place).ok())
        }
        (Causes::Over | Causes::Exit, _) => Some(if over == Over::Reached { 0 } else { 1 }),
    }
}

impl SurvivalTable {
    /// Reads survival. Periods that were asked for are those of the beginning, all in one row: it is split by slices alone.
    ///
    /// # Errors
    /// The report is not split by what was asked for.
    pub fn of(report: &Report, asked: &Asked, more: &SurvivalAsked) -> Result<Self, ReadError> {
        let slicer = Slicer::of(report, asked)?;
        let wanted =
            report.tables.lasting.iter().position(|what| *what == more.what).and_then(|at| u32::try_from(at).ok());
        let mut rows: BTreeMap<u32, Collected> = BTreeMap::new();
        for (row, times) in wanted.into_iter().flat_map(|wanted| report.tables.times.of(wanted)) {
            let Some(slice) = slicer.number(row.group) else { continue };
            rows.entry(slice).or_default().take(row, times, asked, more);
        }
        let row = |(slice, collected): (u32, Collected)| {
            let Collected { risk, undated, negative, ended_before_import } = collected;
            SurvivalRow { slice: slicer.slice(slice), risk, undated, negative, ended_before_import }
        };
        let nothing = |collected: &Collected| {
            let Collected { risk, undated, negative, ended_before_import } = collected;
            risk.is_empty() && (*undated, *negative, *ended_before_import) == (0, 0, 0)
        };
        let rows = rows.into_iter().filter(|(_, collected)| !nothing(collected));
        let mut rows: Vec<SurvivalRow> = rows.map(row).collect();
        rows.sort_by(|one, other| one.slice.cmp(&other.slice));
        Ok(Self { rows })
    }
}
