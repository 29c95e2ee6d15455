//! Which sources bring revenue.

use std::collections::BTreeMap;

use lead_lifecycle::insight::{
    Amounts, Closed, MoneyAsked, MoneyTable, PeriodKey, SameDeals, Slice, SourcesAsked, SourcesCell, SourcesRow,
    SourcesTable, TimeUnit, Touching,
};
use lead_lifecycle::planning::RateEvidence;
use lead_lifecycle::values::Keyword;
use serde::Serialize;

use crate::args::Measuring;
use crate::problem::Problem;
use crate::report::measure::cell::Words;
use crate::report::measure::cells::Cell;
use crate::report::measure::ground::{Ground, wrong};
use crate::report::measure::members::Members;
use crate::report::measure::sheet::{Row, Sheet};
use crate::report::measure::told::{Told, signed};
use crate::screen::{Page, Report, Table};
use crate::store::Store;

/// Which sources bring revenue, and what was won and lost at all.
#[derive(Debug, Serialize)]
pub(super) struct Sources {
    #[serde(flatten)]
    told: Told,
    touch: Touching,
    won: i64,
    rows: Sheet,
    /// What was won and lost, whatever the source.
    all: Sheet,
    #[serde(skip)]
    max: usize,
}

/// What was won, as it was known, and as it is known today.
type Pairs = BTreeMap<(Slice, PeriodKey, Option<Keyword>), (Option<Closed>, Option<Closed>)>;

const COUNTS: [&str; 4] = ["won", "expansions", "direct", "unpriced"];

fn many(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn counts(closed: Option<&Closed>) -> [i64; 4] {
    closed.map_or([0; 4], |closed| {
        [many(closed.deals), many(closed.expansions), many(closed.direct), many(closed.unpriced)]
    })
}

fn less<const N: usize>(now: [i64; N], was: [i64; N]) -> Vec<i64> {
    now.iter().zip(was).map(|(now, was)| now.saturating_sub(was)).collect()
}

pub(super) fn sources(ground: &Ground, asked: &Measuring, touching: Touching) -> Result<Sources, Problem> {
    let more = SourcesAsked { touching, same: SameDeals::none() };
    let then = SourcesTable::of(&ground.report, &ground.asked, &more).map_err(wrong)?;
    let today = ground.today.as_ref().map(|today| SourcesTable::of(today, &ground.asked, &more).map_err(wrong));
    let mut pairs = Pairs::new();
    let key = |row: &SourcesRow| (row.slice.clone(), row.period, row.source.clone());
    for row in then.rows {
        let place_of = key(&row);
        pairs.entry(place_of).or_default().0 = Some(row.won);
    }
    for row in today.transpose()?.into_iter().flat_map(|today| today.rows) {
        let place_of = key(&row);
        pairs.entry(place_of).or_default().1 = Some(row.won);
    }
    let mut labels = ground.label_names();
    labels.push(String::from("touch"));
    let mut rows = Sheet::new(labels, COUNTS.to_vec(), vec!["value", "average"]);
    let mut won = 0_i64;
    for ((slice, period, source), (then, today)) in pairs {
        let mut labels = ground.labels(&slice, period);
        labels.push(source.map(|source| source.to_string()));
        let was = counts(then.as_ref());
        won = won.saturating_add(was[0]);
        let moved = ground.today.is_some().then(|| less(counts(today.as_ref()), was));
        let none = Amounts::default();
        let value = then.as_ref().map_or(&none, |closed| &closed.value);
        rows.put(Row { labels, counts: was.to_vec(), moved, beside: vec![Cell::sums(value), Cell::averages(value)] });
    }
    Ok(Sources { told: ground.told.clone(), touch: touching, won, rows, all: all(ground)?, max: asked.max })
}

/// What was won and lost, whatever the source.
fn all(ground: &Ground) -> Result<Sheet, Problem> {
    let read = |report| MoneyTable::of(report, &ground.asked, &MoneyAsked::default()).map_err(wrong);
    let then = read(&ground.report)?;
    let today = ground.today.as_ref().map(read).transpose()?;
    let counts = ["won", "inside sales", "lost", "withdrawn", "leads", "persons", "accounts"];
    let beside = ["won value", "lost value", "win rate", "lies between", "average", "deal time"];
    let mut sheet = Sheet::new(ground.label_names(), counts.to_vec(), beside.to_vec());
    for row in &then.rows {
        let of = |row: &lead_lifecycle::insight::MoneyRow| {
            [
                many(row.won.deals),
                many(row.inside_sales.deals),
                many(row.lost.deals),
                many(row.withdrawn.deals),
                many(row.leads),
                many(row.persons),
                many(row.accounts),
            ]
        };
        let was = of(row);
        let moved = today.as_ref().map(|today| {
            let same = today.rows.iter().find(|now| now.slice == row.slice && now.period == row.period);
            less(same.map_or([0; 7], of), was)
        });
        let rate: Option<RateEvidence> = row.win_rate();
        let beside = vec![
            Cell::sums(&row.won.value),
            Cell::sums(&row.lost.value),
            Cell::rate(rate.as_ref()),
            Cell::interval(rate.as_ref()),
            Cell::averages(&row.won.value),
            Cell::length(row.cycle.median().as_ref(), TimeUnit::Elapsed),
        ];
        sheet.put(Row { labels: ground.labels(&row.slice, row.period), counts: was.to_vec(), moved, beside });
    }
    Ok(sheet)
}

impl Sources {
    /// Everything of one row; of several what matters most.
    fn all(&self) -> Table {
        if self.all.rows() <= 1 {
            return self.all.down();
        }
        let counts = ["won", "inside sales", "lost", "withdrawn"];
        self.all.only(&counts, &["won value", "win rate", "lies between"]).table(self.max)
    }

    pub(super) const fn sheet(&self) -> &Sheet {
        &self.rows
    }
}

impl Report for Sources {
    const NAME: &'static str = "sources";

    fn page(&self) -> Page {
        let touch = match self.touch {
            Touching::First => "the first touch",
            Touching::BeforeMql => "the last touch before MQL",
            Touching::Last => "the last touch before the win",
        };
        let title = format!("Sources{}: {} won, each credited to {touch}", self.told.asked(), signed(self.won));
        let page = Page::titled(title)
            .with(self.rows.table(self.max))
            .cut(self.rows.rows().min(self.max), crate::load::count(self.rows.rows()))
            .heading("Won and lost, whatever the source")
            .with(self.all())
            .line("a win rate is of won and lost; withdrawn deals ended otherwise: rejected, recycled, sorted out");
        self.told.beside(page).line("`crm sources --leads SOURCE` lists the leads of a count")
    }
}

/// The leads behind a number of sources.
pub(super) fn members(
    store: &Store,
    ground: &Ground,
    (asked, touching): (&Measuring, Touching),
    cell: &str,
) -> Result<Members, Problem> {
    let more = SourcesAsked { touching, same: SameDeals::none() };
    let words = Words::of(cell);
    let table = SourcesTable::of(&ground.report, &ground.asked, &more).map_err(wrong)?;
    let source = match words.what {
        "all" => None,
        "(none)" => Some(None),
        text => {
            let known = || table.rows.iter().filter_map(|row| row.source.as_ref());
            let found = known().find(|source| source.as_str() == text).ok_or_else(|| {
                let near = lead_lifecycle::values::suggest(text, known().map(Keyword::as_str));
                let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
                Problem::Usage(format!(
                    "no win is credited to the source `{text}`{near}: `crm sources` names those that there are"
                ))
            });
            Some(Some(found?.clone()))
        }
    };
    let period = words.period(table.rows.iter().map(|row| row.period))?;
    let cell_of = SourcesCell { slice: None, period, source };
    Members::claimed::<SourcesTable>(store, ground, ("sources", cell, &more), (asked.max, &cell_of))
}
