//! Which sources bring revenue.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::insight::line::{CycleStart, DealEnd};
use crate::insight::reading::asked::Asked;
use crate::insight::reading::claimed::{Behind, Claimed};
use crate::insight::reading::cutter::Cutter;
use crate::insight::reading::deal_book::{BookedDeal, book, contracts};
use crate::insight::reading::deal_slices::DealSlices;
use crate::insight::reading::money::Closed;
use crate::insight::reading::period::PeriodKey;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::same_deals::SameDeals;
use crate::insight::reading::slice::Slice;
use crate::insight::report::{Minor, Report, Whose};
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

/// A number of sources: of what was won.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcesCell {
    /// The slice; none: all together.
    pub slice: Option<Slice>,
    /// The period; none: all together.
    pub period: Option<PeriodKey>,
    /// The source: nothing in it where there was no touch with one; none: all together.
    pub source: Option<Option<Keyword>>,
}

/// What was won, credited to a source.
struct Credited<'s> {
    slice: Slice,
    period: PeriodKey,
    source: Option<&'s Keyword>,
    value: Option<Minor>,
    start: CycleStart,
    direct: bool,
    whose: Whose,
}

fn visit(
    report: &Report,
    asked: &Asked,
    more: &SourcesAsked,
    each: &mut dyn FnMut(Credited<'_>),
) -> Result<(), ReadError> {
    let slices = DealSlices::of(report, asked)?;
    let mut cutter = Cutter::new(asked.periods(), asked.zone());
    let [first, before_mql, last] =
        [Touching::First, Touching::BeforeMql, Touching::Last].map(|one| one == more.touching);
    let credited = |sources: &'_ [Option<Keyword>; 3]| {
        let [of_first, of_mql, of_last] = sources.each_ref().map(Option::as_ref);
        let found = of_first.filter(|_| first).or(of_mql.filter(|_| before_mql));
        found.or(of_last.filter(|_| last)).cloned()
    };
    for BookedDeal { row, end, .. } in book(report, asked.as_of(), &more.same) {
        let Some(end) = end.filter(|end| end.how == DealEnd::Won) else { continue };
        let (period, source) = (cutter.key(end.when), credited(&row.sources));
        for (slice, value) in slices.of_deal(row, end.group, end.signed) {
            let (start, whose, source) = (row.start, row.whose, source.as_ref());
            each(Credited { slice, period, source, value, start, direct: false, whose });
        }
    }
    for contract in contracts(report, asked.as_of()).into_iter().filter(|contract| contract.without_deal) {
        let signed = contract.signed;
        let Some(slice) = slices.of_contract(signed.group) else { continue };
        let (period, source, value) = (cutter.key(signed.at), credited(&signed.sources), Some(contract.first_value()));
        let (start, whose, source) = (signed.start, signed.whose, source.as_ref());
        each(Credited { slice, period, source, value, start, direct: true, whose });
    }
    Ok(())
}

impl SourcesTable {
    /// Reads sources.
    ///
    /// # Errors
    /// The report is not split by what was asked for.
    pub fn of(report: &Report, asked: &Asked, more: &SourcesAsked) -> Result<Self, ReadError> {
        let mut rows: BTreeMap<(Slice, PeriodKey, Option<Keyword>), Closed> = BTreeMap::new();
        visit(report, asked, more, &mut |won| {
            let closed = rows.entry((won.slice, won.period, won.source.cloned())).or_default();
            closed.take(won.value, won.start, won.direct);
        })?;
        let row = |((slice, period, source), won)| SourcesRow { slice, period, source, won };
        Ok(Self { rows: rows.into_iter().map(row).collect() })
    }
}

impl Claimed for SourcesTable {
    type More = SourcesAsked;
    type Cell = SourcesCell;

    fn behind(report: &Report, asked: &Asked, more: &SourcesAsked, cell: &SourcesCell) -> Result<Behind, ReadError> {
        let mut behind = Behind::default();
        visit(report, asked, more, &mut |won| {
            let here = cell.slice.as_ref().is_none_or(|slice| won.slice == *slice)
                && cell.period.is_none_or(|period| won.period == period)
                && cell.source.as_ref().is_none_or(|source| won.source == source.as_ref());
            if here {
                behind.add(&won.whose);
            }
        })?;
        Ok(behind)
    }
}
