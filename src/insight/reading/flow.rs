//! The flow: who entered each stage, and how they left it.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::insight::line::Exit;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::cutter::Cutter;
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

impl Table for FlowTable {
    type More = ();
    type Cell = FlowCell;

    fn read(report: &Report, asked: &Asked, (): &()) -> Result<Self, ReadError> {
        let slicer = Slicer::of(report, asked)?;
        let mut cutter = Cutter::new(asked.periods(), asked.zone());
        let stage = |what: &Lasting| if let Lasting::Stage(stage) = what { Some(*stage) } else { None };
        let stages: Vec<Option<StageKind>> = report.tables.lasting.iter().map(stage).collect();
        let mut rows: BTreeMap<(u32, PeriodKey, StageKind), (i64, [i64; 10], i64)> = BTreeMap::new();
        for (row, times) in report.tables.times.iter() {
            let stage = usize::try_from(row.what).ok().and_then(|place| stages.get(place)).copied().flatten();
            let Some(stage) = stage else { continue };
            let Some(slice) = slicer.number(row.group) else { continue };
            if row.from.is_known() && !row.from.is_by(asked.as_of()) {
                continue;
            }
            let counts = rows.entry((slice, cutter.key(row.from), stage)).or_default();
            counts.0 = counts.0.saturating_add(times);
            let gone = row.exit.filter(|_| !row.until.is_known() || row.until.is_by(asked.as_of()));
            let place = gone.and_then(|exit| Exit::ALL.iter().position(|known| *known == exit));
            let slot = place.and_then(|place| counts.1.get_mut(place)).unwrap_or(&mut counts.2);
            *slot = slot.saturating_add(times);
        }
        let row = |((slice, period, stage), (entered, exits, there))| FlowRow {
            slice: slicer.slice(slice),
            period,
            stage,
            entered,
            exits,
            there,
        };
        let is_nothing = |(entered, exits, there): &(i64, [i64; 10], i64)| {
            *entered == 0 && *there == 0 && exits.iter().all(|count| *count == 0)
        };
        let mut rows: Vec<FlowRow> = rows.into_iter().filter(|(_, counts)| !is_nothing(counts)).map(row).collect();
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
