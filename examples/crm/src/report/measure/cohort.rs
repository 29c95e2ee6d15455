//! The funnel by cohort: what became of those who entered together.

use std::collections::BTreeMap;

use lead_lifecycle::insight::{
    CohortAsked, CohortCell, CohortCount, CohortRow, CohortTable, Conversions, PeriodKey, Slice, Table as _,
};
use lead_lifecycle::planning::{Confidence, IntervalMethod, RateEvidence};
use lead_lifecycle::values::Milestone;
use serde::Serialize;

use crate::args::Measuring;
use crate::problem::Problem;
use crate::report::measure::cell::{Words, column_of};
use crate::report::measure::cells::Cell;
use crate::report::measure::ground::Ground;
use crate::report::measure::members::Members;
use crate::report::measure::sheet::{Row, Sheet, head, shown};
use crate::report::measure::told::{Told, many, moved, signed};
use crate::screen::{Column, Page, Report, Table, share, span};
use crate::store::Store;

/// A row, as it was known, and as it is known today.
#[derive(Debug, Default)]
struct Pair {
    then: Option<CohortRow>,
    today: Option<CohortRow>,
}

/// The funnel by cohort.
#[derive(Debug, Serialize)]
pub(super) struct Cohort {
    #[serde(flatten)]
    told: Told,
    #[serde(rename = "cohort")]
    asked: CohortAsked,
    mature: i64,
    immature: i64,
    rows: Sheet,
    #[serde(skip)]
    lines: Vec<(Vec<Option<String>>, Pair)>,
    #[serde(skip)]
    is_restated: bool,
    #[serde(skip)]
    max: usize,
}

const COUNTS: [&str; 5] = ["mature", "converted", "undated", "immature", "early"];

fn counts(row: Option<&CohortRow>, milestone: Milestone) -> [i64; 5] {
    let Some(row) = row else { return [0; 5] };
    let Conversions { converted, early, undated } = row.at(milestone);
    [row.mature, converted, undated, row.immature, early]
}

fn lessened(today: [i64; 5], then: [i64; 5]) -> Vec<i64> {
    today.iter().zip(then).map(|(today, then)| today.saturating_sub(then)).collect()
}

/// The lower and the upper end of the interval in which a rate lies.
fn ends(rate: Option<&RateEvidence>) -> Vec<Cell> {
    rate.map_or_else(
        || vec![Cell::Nothing, Cell::Nothing],
        |rate| {
            let interval = rate.interval(IntervalMethod::Wilson, &Confidence::P95);
            vec![Cell::Text(interval.low.to_string()), Cell::Text(interval.high.to_string())]
        },
    )
}

pub(super) fn cohort(ground: &Ground, asked: &Measuring, more: CohortAsked) -> Result<Cohort, Problem> {
    let (then, today) = ground.read::<CohortTable>(&ground.asked, &more)?;
    let is_restated = today.is_some();
    let mut pairs: BTreeMap<(Slice, PeriodKey), Pair> = BTreeMap::new();
    for row in then.rows {
        let key = (row.slice.clone(), row.period);
        pairs.entry(key).or_default().then = Some(row);
    }
    for row in today.into_iter().flat_map(|today| today.rows) {
        let key = (row.slice.clone(), row.period);
        pairs.entry(key).or_default().today = Some(row);
    }
    let pairs = pairs.into_iter().map(|((slice, period), pair)| (ground.labels(&slice, period), pair));
    let lines: Vec<(Vec<Option<String>>, Pair)> = pairs.collect();
    let mut labels = ground.label_names();
    labels.push(String::from("milestone"));
    let mut rows = Sheet::new(labels, COUNTS.to_vec(), vec!["low", "high"]);
    for (labels, pair) in &lines {
        for milestone in Milestone::ALL.iter().filter(|milestone| **milestone > more.entry) {
            let mut labels = labels.clone();
            labels.push(Some(milestone.to_string()));
            let then = counts(pair.then.as_ref(), *milestone);
            let moved = is_restated.then(|| lessened(counts(pair.today.as_ref(), *milestone), then));
            let rate = pair.then.as_ref().and_then(|row| row.rate(*milestone));
            rows.put(Row { labels, counts: then.to_vec(), moved, beside: ends(rate.as_ref()) });
        }
    }
    let sum = |count: fn(&CohortRow) -> i64| {
        lines.iter().filter_map(|(_, pair)| pair.then.as_ref()).map(count).fold(0, i64::saturating_add)
    };
    Ok(Cohort {
        told: ground.told.clone(),
        asked: more,
        mature: sum(|row| row.mature),
        immature: sum(|row| row.immature),
        rows,
        lines,
        is_restated,
        max: asked.max,
    })
}

impl Cohort {
    pub(super) const fn sheet(&self) -> &Sheet {
        &self.rows
    }

    fn later(&self) -> impl Iterator<Item = Milestone> + use<> {
        let entry = self.asked.entry;
        Milestone::ALL.iter().copied().filter(move |milestone| *milestone > entry)
    }

    fn cell(&self, pair: &Pair, milestone: Milestone, place: usize) -> String {
        let of = |row: Option<&CohortRow>| counts(row, milestone).get(place).copied().unwrap_or(0);
        let then = of(pair.then.as_ref());
        moved(then, self.is_restated.then(|| of(pair.today.as_ref()).saturating_sub(then)))
    }

    /// Milestone by milestone.
    fn milestones(&self, pair: &Pair) -> Table {
        let right = ["of", "reached", "rate", "lies between", "undated", "beside", "already"];
        let mut columns = vec![Column::left("milestone")];
        columns.extend(right.map(Column::right));
        let mut table = Table::new(&columns);
        for milestone in self.later() {
            let rate = pair.then.as_ref().and_then(|row| row.rate(milestone));
            let between = rate.as_ref().map_or_else(
                || String::from("–"),
                |rate| rate.interval(IntervalMethod::Wilson, &Confidence::P95).to_string(),
            );
            table.row([
                milestone.to_string(),
                self.cell(pair, milestone, 0),
                self.cell(pair, milestone, 1),
                rate.map_or_else(|| String::from("–"), |rate| share(rate.converted(), rate.of())),
                between,
                self.cell(pair, milestone, 2),
                self.cell(pair, milestone, 3),
                self.cell(pair, milestone, 4),
            ]);
        }
        table
    }

    /// A row for each slice and period.
    fn wide(&self) -> Table {
        let mut columns: Vec<Column> = self.told.by.iter().map(|by| head(&by.to_string())).collect();
        columns.extend(self.told.per.map(|_| Column::left("period")));
        columns.extend([Column::right("mature"), Column::right("beside")]);
        columns.extend(self.later().map(|milestone| Column::right(milestone.as_str())));
        let mut table = Table::new(&columns);
        for (labels, pair) in self.lines.iter().take(self.max) {
            let reached = |milestone| {
                let rate = pair.then.as_ref().and_then(|row| row.rate(milestone));
                let rate = rate.map_or_else(String::new, |rate| format!(" {}", share(rate.converted(), rate.of())));
                format!("{}{rate}", self.cell(pair, milestone, 1))
            };
            let beside = [self.cell(pair, Milestone::Won, 0), self.cell(pair, Milestone::Won, 3)];
            let labels = labels.iter().map(|label| shown(label.as_ref()));
            table.row(labels.chain(beside).chain(self.later().map(reached)));
        }
        table
    }
}

impl Report for Cohort {
    const NAME: &'static str = "funnel-cohort";

    fn page(&self) -> Page {
        let CohortAsked { entry, window } = self.asked;
        let within = window.map_or_else(|| String::from("by now"), |window| format!("within {}", span(window)));
        let entrants = self.mature.saturating_add(self.immature);
        let title = format!(
            "Cohorts{}: of {} that reached {entry}, {} had the time ({within}); beside: {}",
            self.told.asked(),
            many(entrants, "cycle", "cycles"),
            many(self.mature, "has", "have"),
            signed(self.immature)
        );
        let mut page = Page::titled(title);
        let is_wide = !self.told.by.is_empty() || self.told.per.is_some();
        if is_wide {
            page = page.with(self.wide()).cut(self.lines.len().min(self.max), crate::load::count(self.lines.len()));
        } else if let Some((_, pair)) = self.lines.first() {
            page = page.with(self.milestones(pair));
        }
        let page =
            page.line("a milestone is reached when it or a later one was; rates are of those who have had their time");
        self.told
            .beside(page)
            .line("`--leads MILESTONE/COLUMN` lists the leads of a count: converted, mature, immature, early, undated")
    }
}

/// The leads behind a number of a cohort.
pub(super) fn members(
    store: &Store,
    ground: &Ground,
    (asked, more): (&Measuring, &CohortAsked),
    cell: &str,
) -> Result<Members, Problem> {
    let words = Words::of(cell);
    let known = [
        ("converted", CohortCount::Converted),
        ("mature", CohortCount::Mature),
        ("immature", CohortCount::Immature),
        ("early", CohortCount::Early),
        ("undated", CohortCount::UndatedConversion),
    ];
    // Who entered is the same whatever milestone is meant: `mature` says enough.
    let alone = known.iter().find(|(word, _)| *word == words.what).map(|(_, count)| *count);
    let (milestone, count) = if let Some(count @ (CohortCount::Mature | CohortCount::Immature)) = alone {
        (more.entry, count)
    } else {
        let count = words.column.map_or(Ok(CohortCount::Converted), |text| column_of(text, &known))?;
        (words.what()?, count)
    };
    let (table, _) = ground.read::<CohortTable>(&ground.asked, more)?;
    let period = words.period(table.rows.iter().map(|row| row.period))?;
    let cell_of = CohortCell { slice: None, period, count, milestone };
    Members::of(store, ground, ("cohort", cell, more), (asked.max, |table: &CohortTable| table.count(&cell_of)))
}
