//! What is open, and what may become of it.

use std::collections::BTreeMap;

use lead_lifecycle::insight::{
    Asked, ExpectedIn, ForecastAsked, ForecastCell, ForecastRow, ForecastTable, MoneyAsked, MoneyTable, Open, Period,
    Periods, Probabilities, SameDeals, Slice, TimeUnit,
};
use lead_lifecycle::planning::{Fraction, Share, StepRate};
use lead_lifecycle::values::{Currency, decimal};
use lead_lifecycle::{Instant, Policy};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::args::Measuring;
use crate::problem::Problem;
use crate::report::measure::cell::{Words, column_of};
use crate::report::measure::cells::Cell;
use crate::report::measure::ground::{Ground, wrong};
use crate::report::measure::members::Members;
use crate::report::measure::sheet::{Row, Sheet};
use crate::report::measure::told::{Told, many};
use crate::screen::{Column, Page, Report, Table};
use crate::store::Store;

/// The forecast.
#[derive(Debug, Serialize)]
pub(super) struct Forecast {
    #[serde(flatten)]
    told: Told,
    /// Whose probabilities it goes by.
    chances: &'static str,
    deals: i64,
    rows: Sheet,
    /// What had been expected and what was won, of the periods that are over.
    errors: Vec<Missed>,
    #[serde(skip)]
    max: usize,
}

/// How far the forecast of a period was off.
#[derive(Debug, Serialize)]
struct Missed {
    period: String,
    currency: Currency,
    forecast: String,
    actual: String,
    difference: String,
}

/// The probabilities of the stages of a policy.
fn of_policy(policy: &Policy) -> Probabilities {
    let mut known = Probabilities::none();
    for (pipeline, stages) in policy.pipelines().iter() {
        for stage in stages.stages() {
            if let Some(share) = share_of(stage.probability.value()) {
                known = known.with(pipeline.clone(), stage.name.clone(), StepRate::Stated(share));
            }
        }
    }
    known
}

fn share_of(rate: Decimal) -> Option<Share> {
    let whole = 10_u128.checked_pow(rate.scale())?;
    Share::new(Fraction::new(u128::try_from(rate.mantissa()).ok()?, whole).ok()?).ok()
}

fn more(ground: &Ground, policy: &Policy, measured: bool) -> ForecastAsked {
    let same = SameDeals::none();
    let probabilities =
        if measured { Probabilities::measured(&ground.report, ground.told.as_of, &same) } else { of_policy(policy) };
    ForecastAsked { probabilities, same }
}

const COUNTS: [&str; 4] = ["deals", "unpriced", "without chance", "sqls"];
const BESIDE: [&str; 5] = ["value", "weighted", "age", "sql value", "sql weighted"];

fn counts(row: Option<&ForecastRow>) -> [i64; 4] {
    let many = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    row.map_or([0; 4], |ForecastRow { opportunities, sqls, .. }| {
        let both = |count: fn(&Open) -> u64| many(count(opportunities).saturating_add(count(sqls)));
        [many(opportunities.deals), both(|open| open.unpriced), both(|open| open.without_probability), many(sqls.deals)]
    })
}

fn beside(row: Option<&ForecastRow>) -> Vec<Cell> {
    row.map_or_else(
        || vec![Cell::Nothing; 5],
        |ForecastRow { opportunities, sqls, .. }| {
            vec![
                Cell::sums(&opportunities.value),
                Cell::sums(&opportunities.weighted),
                Cell::length(opportunities.age.median().as_ref(), TimeUnit::Elapsed),
                Cell::sums(&sqls.value),
                Cell::sums(&sqls.weighted),
            ]
        },
    )
}

pub(super) fn forecast(
    ground: &Ground,
    policy: &Policy,
    (asked, measured): (&Measuring, bool),
    now: Instant,
) -> Result<Forecast, Problem> {
    let more = more(ground, policy, measured);
    let then = ForecastTable::of(&ground.report, &ground.asked, &more).map_err(wrong)?;
    let today = ground.today.as_ref().map(|today| ForecastTable::of(today, &ground.asked, &more).map_err(wrong));
    let today = today.transpose()?;
    let errors = if ground.told.known_at.is_some() { missed(ground, (&then, &more), now)? } else { Vec::new() };
    let is_restated = today.is_some();
    let mut pairs: BTreeMap<(Slice, ExpectedIn), (Option<ForecastRow>, Option<ForecastRow>)> = BTreeMap::new();
    for row in then.rows {
        let key = (row.slice.clone(), row.expected);
        pairs.entry(key).or_default().0 = Some(row);
    }
    for row in today.into_iter().flat_map(|today| today.rows) {
        let key = (row.slice.clone(), row.expected);
        pairs.entry(key).or_default().1 = Some(row);
    }
    let mut labels: Vec<String> = ground.told.by.iter().map(ToString::to_string).collect();
    labels.push(String::from("expected"));
    let mut rows = Sheet::new(labels, COUNTS.to_vec(), BESIDE.to_vec());
    let mut deals = 0_i64;
    for ((slice, expected), (then, today)) in pairs {
        let mut labels: Vec<Option<String>> = slice.parts().map(|part| part.map(String::from)).collect();
        labels.push(Some(expected.to_string()));
        let was = counts(then.as_ref());
        deals = deals.saturating_add(was[0]).saturating_add(was[3]);
        let moved = is_restated
            .then(|| counts(today.as_ref()).iter().zip(was).map(|(now, was)| now.saturating_sub(was)).collect());
        rows.put(Row { labels, counts: was.to_vec(), moved, beside: beside(then.as_ref()) });
    }
    let chances = if measured { "measured" } else { "policy" };
    Ok(Forecast { told: ground.told.clone(), chances, deals, rows, errors, max: asked.max })
}

/// What had been expected and what was won, of the periods that are over by now.
fn missed(ground: &Ground, (then, _): (&ForecastTable, &ForecastAsked), now: Instant) -> Result<Vec<Missed>, Problem> {
    let zone = &ground.told.zone;
    let periods = ground.told.per.unwrap_or(Periods::months());
    let asked = Asked::new(now, zone.clone()).in_periods(periods);
    let today = ground.today.as_ref().unwrap_or(&ground.report);
    let won = MoneyTable::of(today, &asked, &MoneyAsked::default()).map_err(wrong)?;
    let mut over: Vec<Period> = then
        .rows
        .iter()
        .filter_map(|row| if let ExpectedIn::Period(period) = row.expected { Some(period) } else { None })
        .filter(|period| period.last().end(zone) <= now)
        .collect();
    over.sort_unstable();
    over.dedup();
    let of_period = |period: &Period| {
        let errors = then.against(&won, period).into_iter().map(|error| Missed {
            period: period.to_string(),
            currency: error.currency,
            forecast: decimal::to_text(error.forecast),
            actual: decimal::to_text(error.actual),
            difference: decimal::to_text(error.difference),
        });
        errors.collect::<Vec<_>>()
    };
    Ok(over.iter().flat_map(of_period).collect())
}

impl Forecast {
    pub(super) const fn sheet(&self) -> &Sheet {
        &self.rows
    }

    fn errors(&self) -> Table {
        let mut table = Table::new(&[
            Column::left("period"),
            Column::left("currency"),
            Column::right("expected"),
            Column::right("won"),
            Column::right("difference"),
        ]);
        for Missed { period, currency, forecast, actual, difference } in &self.errors {
            table.row([period.clone(), currency.to_string(), forecast.clone(), actual.clone(), difference.clone()]);
        }
        table
    }
}

impl Report for Forecast {
    const NAME: &'static str = "forecast";

    fn page(&self) -> Page {
        let whose = if self.chances == "measured" { "as they were measured" } else { "of the policy" };
        let title = format!(
            "Forecast{}: {} open, by the probabilities {whose}",
            self.told.asked(),
            many(self.deals, "deal is", "deals are")
        );
        let mut page = Page::titled(title)
            .with(self.rows.table(self.max))
            .cut(self.rows.rows().min(self.max), crate::load::count(self.rows.rows()))
            .line("deals are of Opportunities; those of SQLs have not been met, and stand apart. Age is the median.");
        if !self.errors.is_empty() {
            page = page.heading("What had been expected, and what was won").with(self.errors());
        }
        self.told.beside(page)
    }
}

/// The leads behind a number of the forecast.
pub(super) fn members(
    store: &Store,
    ground: &Ground,
    policy: &Policy,
    (asked, measured, cell): (&Measuring, bool, &str),
) -> Result<Members, Problem> {
    let more = more(ground, policy, measured);
    let words = Words::of(cell);
    let known = [("opportunities", Some(true)), ("deals", Some(true)), ("sqls", Some(false)), ("all", None)];
    let met = column_of(words.what, &known)?;
    let table = ForecastTable::of(&ground.report, &ground.asked, &more).map_err(wrong)?;
    let expected = words.one_of(table.rows.iter().map(|row| row.expected))?;
    let cell_of = ForecastCell { slice: None, expected, met };
    Members::claimed::<ForecastTable>(store, ground, ("forecast", cell, &more), (asked.max, &cell_of))
}
