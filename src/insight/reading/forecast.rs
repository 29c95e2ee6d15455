//! What is open, and what may become of it.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::insight::numbers::{Tally, Times};
use crate::insight::reading::amounts::Amounts;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::claimed::{Behind, Claimed};
use crate::insight::reading::deal_book::{BookedDeal, book};
use crate::insight::reading::deal_slices::DealSlices;
use crate::insight::reading::money::MoneyTable;
use crate::insight::reading::period::{Period, PeriodKey};
use crate::insight::reading::periods::Periods;
use crate::insight::reading::probabilities::Probabilities;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::same_deals::SameDeals;
use crate::insight::reading::slice::Slice;
use crate::insight::report::{DealRow, Minor, Point, Report};
use crate::planning::{Fraction, StepRate};
use crate::values::{Currency, DealStageName};

/// What is asked of the forecast.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ForecastAsked {
    /// How likely deals are to be won, by where they stand.
    pub probabilities: Probabilities,
    /// Which deals the host says are the same.
    pub same: SameDeals,
}

/// When a deal is to close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedIn {
    /// It should have closed before `as_of`, and has not.
    Slipped,
    /// In a period; in months, where none were asked for.
    Period(Period),
    /// Nobody says.
    Undated,
}

impl fmt::Display for ExpectedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slipped => f.pad("slipped"),
            Self::Period(period) => fmt::Display::fmt(period, f),
            Self::Undated => f.pad("undated"),
        }
    }
}

/// Deals that are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// How many.
    pub deals: u64,
    /// What they come to, one sum for each currency.
    pub value: Amounts,
    /// Of how many nobody knows what they come to: in the count, in no sum.
    pub unpriced: u64,
    /// Each value times the probability of its stage, rounded to the smallest unit, half away from zero: so parts add up to the whole.
    pub weighted: Amounts,
    /// Of how many no probability is known: in no weighted sum.
    pub without_probability: u64,
    /// How long they have been open, in seconds.
    pub age: Times,
}

/// A row of the forecast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastRow {
    /// The slice at the opening.
    pub slice: Slice,
    /// When the deals are to close.
    pub expected: ExpectedIn,
    /// Deals whose lead is an Opportunity.
    pub opportunities: Open,
    /// Deals whose lead is still an SQL: they have not been met.
    pub sqls: Open,
}

/// What is open and what may become of it (パイプライン・着地予測): every deal once.
///
/// Values and expected closes are those that were told last. For a forecast as it was made in the past, read a report over lines of
/// [`LeadLine::known_at`](crate::insight::LeadLine::known_at). A deal whose opening nobody dates is open as of any instant until it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "フォーキャスト")]
pub struct ForecastTable {
    /// The rows, in the order of slices and of when deals are to close.
    pub rows: Vec<ForecastRow>,
}

/// How far a forecast was off, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastError {
    /// The currency.
    pub currency: Currency,
    /// What had been expected.
    pub forecast: Decimal,
    /// What was won.
    pub actual: Decimal,
    /// What was won less what had been expected.
    pub difference: Decimal,
}

#[derive(Debug, Default)]
struct Collected {
    deals: u64,
    value: Amounts,
    unpriced: u64,
    weighted: Amounts,
    without_probability: u64,
    age: Tally,
}

impl Collected {
    fn take(&mut self, value: Option<Minor>, probability: Option<&Fraction>, age: Option<i64>) {
        self.deals = self.deals.saturating_add(1);
        match value {
            Some(value) => self.value.add(value),
            None => self.unpriced = self.unpriced.saturating_add(1),
        }
        let weighted = |value: Minor, probability| Some(Minor { units: times(value.units, probability)?, ..value });
        match (value, probability) {
            (None, Some(_)) => {}
            (value, probability) => match value.zip(probability).and_then(|(value, of)| weighted(value, of)) {
                Some(weighted) => self.weighted.add(weighted),
                // None is known, or it is too long to be reckoned with.
                None => self.without_probability = self.without_probability.saturating_add(1),
            },
        }
        if let Some(age) = age {
            self.age.add(age, 1);
        }
    }

    fn into_open(self) -> Open {
        let Self { deals, value, unpriced, weighted, without_probability, age } = self;
        Open { deals, value, unpriced, weighted, without_probability, age: Times::from(&age) }
    }
}

/// So many units times a fraction of one, rounded half away from zero.
fn times(units: i128, fraction: &Fraction) -> Option<i128> {
    let short = || {
        let top = i128::try_from(fraction.numerator()?).ok()?;
        let bottom = i128::try_from(fraction.denominator()?).ok()?;
        let product = units.checked_mul(top)?.checked_mul(2)?;
        let half = if product < 0 { bottom.checked_neg()? } else { bottom };
        product.checked_add(half)?.checked_div(bottom.checked_mul(2)?)
    };
    let long = || {
        let product = Fraction::from(units.unsigned_abs()).checked_mul(fraction).ok()?;
        let size = i128::try_from(product.checked_add(&Fraction::new(1, 2).ok()?).ok()?.floor().ok()?).ok()?;
        if units < 0 { size.checked_neg() } else { Some(size) }
    };
    short().or_else(long)
}

/// What is done with each open deal: its slice, when it is to close, its row, what it comes to.
type Each<'e> = dyn FnMut(Slice, ExpectedIn, &DealRow, Option<Minor>) + 'e;

fn visit(report: &Report, asked: &Asked, more: &ForecastAsked, each: &mut Each<'_>) -> Result<(), ReadError> {
    let slices = DealSlices::of(report, asked)?;
    let periods = asked.periods().unwrap_or(Periods::months());
    let today = asked.as_of().date(asked.zone());
    for BookedDeal { row, end, .. } in book(report, asked.as_of(), &more.same) {
        if end.is_some() {
            continue;
        }
        let expected = match row.expected_close {
            None => ExpectedIn::Undated,
            Some(date) if date < today => ExpectedIn::Slipped,
            Some(date) => ExpectedIn::Period(periods.of(date)),
        };
        for (slice, value) in slices.of_deal(row, row.group, None) {
            each(slice, expected, row, value);
        }
    }
    Ok(())
}

/// A number of the forecast: of deals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastCell {
    /// The slice; none: all together.
    pub slice: Option<Slice>,
    /// When the deals are to close; none: whenever.
    pub expected: Option<ExpectedIn>,
    /// Whether the lead is an Opportunity, or still an SQL; none: either.
    pub met: Option<bool>,
}

impl Claimed for ForecastTable {
    type More = ForecastAsked;
    type Cell = ForecastCell;

    fn behind(report: &Report, asked: &Asked, more: &ForecastAsked, cell: &ForecastCell) -> Result<Behind, ReadError> {
        let mut behind = Behind::default();
        visit(report, asked, more, &mut |slice, expected, row, _| {
            let here = cell.slice.as_ref().is_none_or(|wanted| slice == *wanted)
                && cell.expected.is_none_or(|wanted| expected == wanted)
                && cell.met.is_none_or(|met| is_met(row, asked) == met);
            if here {
                behind.add(&row.whose);
            }
        })?;
        Ok(behind)
    }
}

impl ForecastTable {
    /// Reads the forecast.
    ///
    /// # Errors
    /// The report is not split by what was asked for.
    pub fn of(report: &Report, asked: &Asked, more: &ForecastAsked) -> Result<Self, ReadError> {
        let mut rows: BTreeMap<(Slice, ExpectedIn), (Collected, Collected)> = BTreeMap::new();
        visit(report, asked, more, &mut |slice, expected, row, value| {
            let rate = stage_by(row, asked).and_then(|stage| more.probabilities.get(&row.pipeline, stage));
            let rate = rate.map(StepRate::fraction);
            let age = row.opened.seconds_to(Point::at(asked.as_of()));
            let (opportunities, sqls) = rows.entry((slice, expected)).or_default();
            let side = if is_met(row, asked) { opportunities } else { sqls };
            side.take(value, rate.as_ref(), age);
        })?;
        let row = |((slice, expected), (opportunities, sqls)): ((Slice, ExpectedIn), (Collected, Collected))| {
            ForecastRow { slice, expected, opportunities: opportunities.into_open(), sqls: sqls.into_open() }
        };
        Ok(Self { rows: rows.into_iter().map(row).collect() })
    }

    /// How far the forecast was off for a period: its weighted value, made of what was known then, against what was won, as it is known
    /// now. One line for each currency of either.
    #[must_use]
    pub fn against(&self, won: &MoneyTable, period: &Period) -> Vec<ForecastError> {
        let mut sums: BTreeMap<Currency, (Decimal, Decimal)> = BTreeMap::new();
        let of_period = self.rows.iter().filter(|row| row.expected == ExpectedIn::Period(*period));
        for (currency, sum) in
            of_period.flat_map(|row| row.opportunities.weighted.iter().chain(row.sqls.weighted.iter()))
        {
            let forecast = &mut sums.entry(currency).or_default().0;
            *forecast = forecast.saturating_add(sum);
        }
        let of_period = won.rows.iter().filter(|row| row.period == PeriodKey::In(*period));
        for (currency, sum) in of_period.flat_map(|row| row.won.value.iter()) {
            let actual = &mut sums.entry(currency).or_default().1;
            *actual = actual.saturating_add(sum);
        }
        let error = |(currency, (forecast, actual)): (Currency, (Decimal, Decimal))| ForecastError {
            currency,
            forecast,
            actual,
            difference: actual.saturating_sub(forecast),
        };
        sums.into_iter().map(error).collect()
    }
}

/// The stage in which the deal was by then: moves are in the order in which they were told.
fn stage_by<'r>(row: &'r DealRow, asked: &Asked) -> Option<&'r DealStageName> {
    let is_by = |(_, from): &&(DealStageName, Point)| !from.is_known() || from.is_by(asked.as_of());
    row.visited.iter().rev().find(is_by).map(|(stage, _)| stage)
}

/// Whether the lead had become Opportunity with the deal.
fn is_met(row: &DealRow, asked: &Asked) -> bool {
    row.met.is_known() && row.met.is_by(asked.as_of()) || (row.has_met && !row.met.is_known())
}
