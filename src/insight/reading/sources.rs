//! Which sources bring revenue.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::insight::line::DealEnd;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::cutter::Cutter;
use crate::insight::reading::deal_book::{BookedDeal, book, contracts};
use crate::insight::reading::deal_slices::DealSlices;
use crate::insight::reading::money::Closed;
use crate::insight::reading::period::PeriodKey;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::same_deals::SameDeals;
use crate::insight::reading::slice::Slice;
use crate::insight::report::Report;
use crate::values::{Keyword, vocabulary};

vocabulary! {
    /// Which touch a win is credited to. A touch is the beginning of a cycle with a source, or an activity that says its source.
    Touching {
        /// The first of all: where the person was met first.
        First = "first",
        /// The last one at or before the cycle became MQL.
        BeforeMql = "before_mql",
        /// The last one at or before the win.
        Last = "last",
    }
}

/// What is asked of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcesAsked {
    /// Which touch a win is credited to.
    pub touching: Touching,
    /// Which deals the host says are the same.
    pub same: SameDeals,
}

/// A row of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcesRow {
    /// The slice at the win.
    pub slice: Slice,
    /// When it was won.
    pub period: PeriodKey,
    /// The source; none: there was no touch with one.
    pub source: Option<Keyword>,
    /// What was won.
    pub won: Closed,
}

/// Which sources bring revenue (流入元別売上): every win is credited once, to one touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcesTable {
    /// The rows, in the order of slices, periods and sources.
    pub rows: Vec<SourcesRow>,
}

impl SourcesTable {
    /// Reads sources.
    ///
    /// # Errors
    /// The report is not split by what was asked for.
    pub fn of(report: &Report, asked: &Asked, more: &SourcesAsked) -> Result<Self, ReadError> {
        let slices = DealSlices::of(report, asked)?;
        let mut cutter = Cutter::new(asked.periods(), asked.zone());
        let place = match more.touching {
            Touching::First => 0,
            Touching::BeforeMql => 1,
            Touching::Last => 2,
        };
        let credited = |sources: &[Option<Keyword>; 3]| sources.get(place).cloned().flatten();
        let mut rows: BTreeMap<(Slice, PeriodKey, Option<Keyword>), Closed> = BTreeMap::new();
        for BookedDeal { row, end } in book(report, asked.as_of(), &more.same) {
            let Some(end) = end.filter(|end| end.how == DealEnd::Won) else { continue };
            let period = cutter.key(end.when);
            for (slice, value) in slices.of_deal(row, end.group, end.signed) {
                let won = rows.entry((slice, period, credited(&row.sources))).or_default();
                won.take(value, row.start, false);
            }
        }
        for contract in contracts(report, asked.as_of()).into_iter().filter(|contract| contract.without_deal) {
            let Some(slice) = slices.of_contract(contract.signed.group) else { continue };
            let period = cutter.key(contract.signed.at);
            let won = rows.entry((slice, period, credited(&contract.signed.sources))).or_default();
            won.take(Some(contract.first_value()), contract.signed.start, true);
        }
        let row = |((slice, period, source), won)| SourcesRow { slice, period, source, won };
        Ok(Self { rows: rows.into_iter().map(row).collect() })
    }
}
