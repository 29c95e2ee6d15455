//! The flow: who entered each stage, and how they left it.

use std::collections::BTreeMap;

use lead_lifecycle::insight::{Exit, FlowCell, FlowCount, FlowRow, FlowTable, PeriodKey, Slice, Table as _};
use lead_lifecycle::values::StageKind;
use serde::Serialize;

use crate::args::Measuring;
use crate::problem::Problem;
use crate::report::measure::cell::{Words, column_of};
use crate::report::measure::ground::Ground;
use crate::report::measure::members::Members;
use crate::report::measure::sheet::{Row, Sheet};
use crate::report::measure::told::{Told, many};
use crate::screen::{Column, Page, Report};
use crate::store::Store;

/// What a row says, as it was known, and as it is known today.
type Pairs = BTreeMap<(Slice, PeriodKey, StageKind), (Vec<i64>, Vec<i64>)>;

/// The flow.
#[derive(Debug, Serialize)]
pub(super) struct Flow {
    #[serde(flatten)]
    told: Told,
    visits: i64,
    there: i64,
    rows: Sheet,
    #[serde(skip)]
    max: usize,
}

fn names() -> Vec<&'static str> {
    let exits = Exit::ALL.iter().map(|exit| exit.as_str());
    ["entered"].into_iter().chain(exits).chain(["there"]).collect()
}

fn counts(row: &FlowRow) -> Vec<i64> {
    [row.entered].into_iter().chain(row.exits).chain([row.there]).collect()
}

pub(super) fn flow(ground: &Ground, asked: &Measuring) -> Result<Flow, Problem> {
    let (then, today) = ground.read::<FlowTable>(&ground.asked, &())?;
    let is_restated = today.is_some();
    let none = || vec![0_i64; names().len()];
    let mut rows = Pairs::new();
    let key = |row: &FlowRow| (row.slice.clone(), row.period, row.stage);
    for row in &then.rows {
        rows.entry(key(row)).or_insert_with(|| (none(), none())).0 = counts(row);
    }
    for row in today.iter().flat_map(|today| &today.rows) {
        rows.entry(key(row)).or_insert_with(|| (none(), none())).1 = counts(row);
    }
    let mut labels = ground.label_names();
    labels.push(String::from("stage"));
    let mut sheet = Sheet::new(labels, names(), Vec::new());
    for ((slice, period, stage), (then, today)) in rows {
        let mut labels = ground.labels(&slice, period);
        labels.push(Some(stage.to_string()));
        let moved = today.iter().zip(&then).map(|(today, then)| today.saturating_sub(*then)).collect();
        sheet.put(Row { labels, counts: then, moved: is_restated.then_some(moved), beside: Vec::new() });
    }
    let sum = |count: fn(&FlowRow) -> i64| then.rows.iter().map(count).fold(0, i64::saturating_add);
    Ok(Flow {
        told: ground.told.clone(),
        visits: sum(|row| row.entered),
        there: sum(|row| row.there),
        rows: sheet,
        max: asked.max,
    })
}

impl Flow {
    pub(super) const fn sheet(&self) -> &Sheet {
        &self.rows
    }
}

impl Report for Flow {
    const NAME: &'static str = "flow";

    fn page(&self) -> Page {
        let visits = many(self.visits, "visit of a stage", "visits of stages");
        let there = many(self.there, "is", "are");
        let title = format!("Flow{}: {visits} began, {there} on", self.told.asked());
        let mut page = Page::titled(title);
        if self.told.by.is_empty() && self.told.per.is_none() {
            let stages = StageKind::ALL.iter().map(|stage| stage.as_str());
            let stages: Vec<Column> =
                stages.filter(|stage| self.rows.last_labels().contains(stage)).map(Column::right).collect();
            page = page.with(self.rows.across("visits", &stages));
        } else {
            for stage in StageKind::ALL.iter().map(|stage| stage.as_str()) {
                let of = self.rows.of(stage);
                if of.rows() > 0 {
                    page = page
                        .heading(stage)
                        .with(of.table(self.max))
                        .cut(of.rows().min(self.max), crate::load::count(of.rows()));
                }
            }
        }
        let page =
            page.line("entered is what left in one of the ways, and what is there; ways that nobody took are left out");
        self.told.beside(page).line("`crm flow --leads STAGE/COLUMN` lists the leads of a count")
    }
}

/// The leads behind a number of the flow.
pub(super) fn members(store: &Store, ground: &Ground, asked: &Measuring, cell: &str) -> Result<Members, Problem> {
    let words = Words::of(cell);
    let stage: StageKind = words.what()?;
    let mut known = vec![("entered", FlowCount::Entered), ("there", FlowCount::There)];
    known.extend(Exit::ALL.iter().map(|exit| (exit.as_str(), FlowCount::Left(*exit))));
    let count = words.column.map_or(Ok(FlowCount::Entered), |text| column_of(text, &known))?;
    let (table, _) = ground.read::<FlowTable>(&ground.asked, &())?;
    let period = words.period(table.rows.iter().map(|row| row.period))?;
    let cell_of = FlowCell { slice: None, period, stage, count };
    Members::of(store, ground, ("flow", cell, &()), (asked.max, |table: &FlowTable| table.count(&cell_of)))
}
