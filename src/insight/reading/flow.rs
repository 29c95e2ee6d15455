//! The flow: who entered each stage, and how they left it.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::insight::line::Exit;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::cells::Cells;
use crate::insight::reading::period::PeriodKey;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slice::Slice;
use crate::insight::reading::slicer::Slicer;
use crate::insight::reading::table::Table;
use crate::insight::report::{Lasting, Report};
use crate::values::StageKind;

/// A row of the flow: entered = every way out + still there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct FlowRow {
    /// The slice at the entry.
    pub slice: Slice,
    /// When the stage was entered.
    pub period: PeriodKey,
    /// The stage.
    pub stage: StageKind,
    /// How many visits began.
    pub entered: i64,
    /// How many ended in each way, in the order of [`Exit::ALL`].
    pub exits: [i64; 10],
    /// How many are on.
    pub there: i64,
}

impl FlowRow {
    /// How many visits ended in one way.
    #[must_use]
    pub fn left(&self, exit: Exit) -> i64 {
        let place = Exit::ALL.iter().position(|known| *known == exit);
        place.and_then(|place| self.exits.get(place)).copied().unwrap_or(0)
    }
}

/// The flow (フロー): it counts visits, so that whoever comes back counts again. Every visit that began is in exactly one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct FlowTable {
    /// The rows, in the order of slices, periods and stages.
    pub rows: Vec<FlowRow>,
}

/// Which number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowCount {
    /// How many visits began.
    Entered,
    /// How many ended in one way.
    Left(Exit),
    /// How many are on.
    There,
}

/// A number of the flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowCell {
    /// The slice; none: all together.
    pub slice: Option<Slice>,
    /// The period; none: all together.
    pub period: Option<PeriodKey>,
    /// The stage.
    pub stage: StageKind,
    /// Which number.
    pub count: FlowCount,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts {
    entered: i64,
    exits: [i64; 10],
    there: i64,
}

impl Table for FlowTable {
    type More = ();
    type Cell = FlowCell;

    fn read(report: &Report, asked: &Asked, (): &()) -> Result<Self, ReadError> {
        let slicer = Slicer::of(report, asked)?;
        let mut rows: Vec<FlowRow> = Vec::new();
        for (what, number) in report.tables.lasting.iter().zip(0_u32..) {
            let Lasting::Stage(stage) = what else { continue };
            let mut cells: Cells<'_, Counts> = Cells::of(asked);
            for (row, times) in report.tables.times.of(number) {
                let Some(slice) = slicer.number(row.group) else { continue };
                if row.from.is_known() && !row.from.is_by(asked.as_of()) {
                    continue;
                }
                let counts = cells.at(slice, row.from);
                counts.entered = counts.entered.saturating_add(times);
                let gone = row.exit.filter(|_| !row.until.is_known() || row.until.is_by(asked.as_of()));
                let place = gone.and_then(|exit| Exit::ALL.iter().position(|known| *known == exit));
                let slot = place.and_then(|place| counts.exits.get_mut(place)).unwrap_or(&mut counts.there);
                *slot = slot.saturating_add(times);
            }
            let counted = cells.into_cells().filter(|(_, _, counts)| *counts != Counts::default());
            rows.extend(counted.map(|(slice, period, Counts { entered, exits, there })| FlowRow {
                slice: slicer.slice(slice),
                period,
                stage: *stage,
                entered,
                exits,
                there,
            }));
        }
        rows.sort_by(|one, other| (&one.slice, one.period, one.stage).cmp(&(&other.slice, other.period, other.stage)));
        Ok(Self { rows })
    }

    fn count(&self, cell: &FlowCell) -> i64 {
        let of = |row: &&FlowRow| {
            row.stage == cell.stage
                && cell.slice.as_ref().is_none_or(|slice| row.slice == *slice)
                && cell.period.is_none_or(|period| row.period == period)
        };
        let count = |row: &FlowRow| match cell.count {
            FlowCount::Entered => row.entered,
            FlowCount::Left(exit) => row.left(exit),
            FlowCount::There => row.there,
        };
        self.rows.iter().filter(of).fold(0, |sum: i64, row| sum.saturating_add(count(row)))
    }
}
