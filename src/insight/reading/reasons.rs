//! Why deals were lost, hand-overs rejected, leads sent back.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::insight::line::Exit;
use crate::insight::reading::amounts::Amounts;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::cutter::Cutter;
use crate::insight::reading::period::PeriodKey;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slice::Slice;
use crate::insight::reading::slicer::Slicer;
use crate::insight::reading::table::Table;
use crate::insight::report::{ReasonRow, Report};
use crate::values::{ReasonCode, StageKind};

/// A row of reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonsRow {
    /// The slice then.
    pub slice: Slice,
    /// When it was given.
    pub period: PeriodKey,
    /// What for: lost, back, recycled, discarded, disqualified, reopened, contract ended.
    pub how: Exit,
    /// The reason.
    pub reason: ReasonCode,
    /// The stage that was left.
    pub stage: StageKind,
    /// How often it was given.
    pub count: i64,
    /// How often there was a deal.
    pub deals: i64,
    /// What those deals come to, one sum for each currency.
    pub value: Amounts,
}

/// Why (失注理由): reasons by count and by value, each time that one was given.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "失注理由")]
pub struct ReasonsTable {
    /// The rows, in the order of slices, periods, what for, reasons and stages.
    pub rows: Vec<ReasonsRow>,
}

/// A number of the reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonsCell {
    /// The slice; none: all together.
    pub slice: Option<Slice>,
    /// The period; none: all together.
    pub period: Option<PeriodKey>,
    /// What for.
    pub how: Exit,
    /// The reason; none: all together.
    pub reason: Option<ReasonCode>,
    /// The stage that was left; none: all together.
    pub stage: Option<StageKind>,
}

#[derive(Debug, Default)]
struct Collected {
    count: i64,
    deals: i64,
    value: Amounts,
}

type Place = (u32, PeriodKey, Exit, ReasonCode, StageKind);

impl Table for ReasonsTable {
    type More = ();
    type Cell = ReasonsCell;

    fn read(report: &Report, asked: &Asked, (): &()) -> Result<Self, ReadError> {
        let slicer = Slicer::of(report, asked)?;
        let mut cutter = Cutter::new(asked.periods(), asked.zone());
        let mut net: BTreeMap<&ReasonRow, i64> = BTreeMap::new();
        for (row, times) in report.tables.reasons.iter() {
            let count = net.entry(row).or_default();
            *count = count.saturating_add(times);
        }
        let mut rows: BTreeMap<Place, Collected> = BTreeMap::new();
        for (row, times) in net.into_iter().filter(|(_, times)| *times != 0) {
            let Some(slice) = slicer.number(row.group) else { continue };
            if row.when.is_known() && !row.when.is_by(asked.as_of()) {
                continue;
            }
            let place = (slice, cutter.key(row.when), row.how, row.code.clone(), row.stage);
            let collected = rows.entry(place).or_default();
            collected.count = collected.count.saturating_add(times);
            if let Some((_, value)) = &row.deal {
                collected.deals = collected.deals.saturating_add(times);
                if let (Some(value), Ok(times)) = (value, u64::try_from(times)) {
                    collected.value.add_times(*value, times);
                }
            }
        }
        let row = |((slice, period, how, reason, stage), collected): (Place, Collected)| {
            let Collected { count, deals, value } = collected;
            ReasonsRow { slice: slicer.slice(slice), period, how, reason, stage, count, deals, value }
        };
        let mut rows: Vec<ReasonsRow> = rows.into_iter().map(row).collect();
        let order = |row: &ReasonsRow| (row.slice.clone(), row.period, row.how, row.reason.clone(), row.stage);
        rows.sort_by_cached_key(order);
        Ok(Self { rows })
    }

    fn count(&self, cell: &ReasonsCell) -> i64 {
        let of = |row: &&ReasonsRow| {
            row.how == cell.how
                && cell.slice.as_ref().is_none_or(|slice| row.slice == *slice)
                && cell.period.is_none_or(|period| row.period == period)
                && cell.reason.as_ref().is_none_or(|reason| row.reason == *reason)
                && cell.stage.is_none_or(|stage| row.stage == stage)
        };
        self.rows.iter().filter(of).fold(0, |sum: i64, row| sum.saturating_add(row.count))
    }
}
