//! The funnel by period: how many cycles reached each milestone, and when.
//!
//! `cycles` are all but expansions: those that count, and hollow, implied and direct ones, which stand beside. Ratios are of those that
//! count.

use std::collections::BTreeMap;

use lead_lifecycle::Lifecycle;
use lead_lifecycle::insight::{
    Asked, Column as Of, ColumnCounts, Dimension, FunnelCell, FunnelRow, FunnelTable, PeriodKey, Slice, Table as _,
};
use lead_lifecycle::values::Milestone;
use serde::Serialize;

use crate::args::Measuring;
use crate::problem::Problem;
use crate::report::measure::cell::{Words, column_of};
use crate::report::measure::ground::Ground;
use crate::report::measure::members::Members;
use crate::report::measure::sheet::{Row, Sheet, head, shown};
use crate::report::measure::told::{Told, many, moved, signed};
use crate::report::present;
use crate::screen::{Column, Page, Report, Table, share};
use crate::store::Store;

/// The milestones of a row, as they were known, and as they are known today.
#[derive(Debug, Clone)]
struct Line {
    labels: Vec<Option<String>>,
    then: [ColumnCounts; 6],
    today: Option<[ColumnCounts; 6]>,
}

/// The funnel.
#[derive(Debug, Serialize)]
pub(crate) struct Funnel {
    #[serde(flatten)]
    told: Told,
    /// All but expansions.
    cycles: i64,
    expansions: i64,
    rows: Sheet,
    /// How many sources there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_origin: Option<Vec<Slices>>,
    /// As many as were asked for, those with the most cycles first.
    #[serde(skip_serializing_if = "Option::is_none")]
    by_source: Option<Vec<Slices>>,
    #[serde(skip)]
    lines: Vec<Line>,
    #[serde(skip)]
    max: usize,
}

/// A source or an origin.
#[derive(Debug, Serialize)]
struct Slices {
    #[serde(flatten)]
    name: BTreeMap<&'static str, Option<String>>,
    reached: BTreeMap<Milestone, i64>,
    direct: BTreeMap<Milestone, i64>,
    hollow: i64,
    #[serde(skip)]
    counts: [ColumnCounts; 6],
}

fn cycles(counts: &ColumnCounts) -> i64 {
    counts.total().saturating_sub(counts.expansion)
}

fn at(milestones: &[ColumnCounts; 6], milestone: Milestone) -> ColumnCounts {
    let place = Milestone::ALL.iter().position(|known| *known == milestone);
    place.and_then(|place| milestones.get(place)).copied().unwrap_or_default()
}

/// `62.5 %`: a ratio of two counts; a dash where there is nothing to divide by.
fn ratio(of: i64, over: i64) -> String {
    match (u64::try_from(of), u64::try_from(over)) {
        (Ok(of), Ok(over)) => share(of, over),
        (Err(_), _) | (_, Err(_)) => String::from("–"),
    }
}

/// What a milestone counts, in the order of the columns.
const COUNTS: [&str; 7] = ["cycles", "hollow", "implied", "direct", "counted", "expansions", "all"];

fn in_columns(counts: &ColumnCounts) -> [i64; 7] {
    let ColumnCounts { counted, hollow, implied, direct, expansion } = *counts;
    [cycles(counts), hollow, implied, direct, counted, expansion, counts.total()]
}

/// What `--leads MILESTONE/COLUMN` may say.
const COLUMNS: [(&str, usize); 8] = [
    ("cycles", 0),
    ("hollow", 1),
    ("implied", 2),
    ("direct", 3),
    ("counted", 4),
    ("expansion", 5),
    ("expansions", 5),
    ("all", 6),
];

fn paired(ground: &Ground, (then, today): (FunnelTable, Option<FunnelTable>)) -> Vec<Line> {
    let is_restated = today.is_some();
    let mut rows: BTreeMap<(Slice, PeriodKey), ([ColumnCounts; 6], [ColumnCounts; 6])> = BTreeMap::new();
    let key = |row: &FunnelRow| (row.slice.clone(), row.period);
    for row in &then.rows {
        rows.entry(key(row)).or_default().0 = row.milestones;
    }
    for row in today.iter().flat_map(|today| &today.rows) {
        rows.entry(key(row)).or_default().1 = row.milestones;
    }
    let line = |((slice, period), (then, today)): ((Slice, PeriodKey), _)| Line {
        labels: ground.labels(&slice, period),
        then,
        today: is_restated.then_some(today),
    };
    rows.into_iter().map(line).collect()
}

fn sheet(ground: &Ground, lines: &[Line]) -> Sheet {
    let mut labels = ground.label_names();
    labels.push(String::from("milestone"));
    let mut sheet = Sheet::new(labels, COUNTS[..6].to_vec(), Vec::new());
    for line in lines {
        for milestone in Milestone::ALL {
            let mut labels = line.labels.clone();
            labels.push(Some(milestone.to_string()));
            let then = in_columns(&at(&line.then, *milestone));
            let moved = line.today.as_ref().map(|today| {
                let today = in_columns(&at(today, *milestone));
                today.iter().zip(&then).take(6).map(|(today, then)| today.saturating_sub(*then)).collect()
            });
            sheet.put(Row { labels, counts: then[..6].to_vec(), moved, beside: Vec::new() });
        }
    }
    sheet
}

pub(super) fn funnel(ground: &Ground, asked: &Measuring) -> Result<Funnel, Problem> {
    let table = ground.read::<FunnelTable>(&ground.asked, &())?;
    let mut lines = paired(ground, table);
    if lines.is_empty() && ground.told.by.is_empty() && ground.told.per.is_none() {
        let today = ground.told.known_at.map(|_| Default::default());
        lines.push(Line { labels: Vec::new(), then: Default::default(), today });
    }
    let sum = |count: fn(&ColumnCounts) -> i64, milestone| {
        lines.iter().map(|line| count(&at(&line.then, milestone))).fold(0, i64::saturating_add)
    };
    let (by_origin, by_source) = if asked.is_overview() {
        (Some(sliced(ground, Dimension::Origin)?), Some(sliced(ground, Dimension::Source)?))
    } else {
        (None, None)
    };
    Ok(Funnel {
        told: ground.told.clone(),
        cycles: sum(cycles, Milestone::Lead),
        expansions: sum(|counts| counts.expansion, Milestone::Mql),
        rows: sheet(ground, &lines),
        sources: by_source.as_ref().map(|sources| crate::load::count(sources.len())),
        by_origin,
        by_source: by_source.map(|mut sources| {
            sources.truncate(asked.max);
            sources
        }),
        lines,
        max: asked.max,
    })
}

/// The funnel of everything, today.
pub(crate) fn overview(store: &Store, lifecycle: &Lifecycle, max: usize) -> Result<Funnel, Problem> {
    let asked = Measuring::overview(max);
    funnel(&Ground::of(store, lifecycle, present(store, None)?, &asked)?, &asked)
}

/// The funnel of each slice in a dimension: those with the most cycles first.
fn sliced(ground: &Ground, dimension: Dimension) -> Result<Vec<Slices>, Problem> {
    let word = if dimension == Dimension::Origin { "origin" } else { "source" };
    let mut asked = Asked::new(ground.told.as_of, ground.told.zone.clone()).by(vec![dimension]);
    for only in &ground.told.only {
        asked = asked.only(only.dimension.clone(), only.value.as_deref());
    }
    let (table, _) = ground.read::<FunnelTable>(&asked, &())?;
    let slices = table.rows.into_iter().map(|row| {
        let part = row.slice.parts().flatten().next().map(String::from);
        let of = |count: fn(&ColumnCounts) -> i64| {
            Milestone::ALL.iter().map(|milestone| (*milestone, count(&at(&row.milestones, *milestone)))).collect()
        };
        let of_expansions = part.as_deref() == Some("expansion");
        Slices {
            name: BTreeMap::from([(word, Some(part.unwrap_or_else(|| String::from("(none)"))))]),
            reached: of(if of_expansions { ColumnCounts::total } else { cycles }),
            direct: of(|counts| counts.direct),
            hollow: at(&row.milestones, Milestone::Mql).hollow,
            counts: row.milestones,
        }
    });
    let is_there = |slices: &Slices| slices.reached.values().any(|count| *count != 0);
    let mut slices: Vec<Slices> = slices.filter(is_there).collect();
    let lead = |slices: &Slices| slices.reached.get(&Milestone::Lead).copied().unwrap_or(0);
    slices.sort_by(|one, other| (lead(other), &one.name).cmp(&(lead(one), &other.name)));
    Ok(slices)
}

impl Funnel {
    pub(super) const fn sheet(&self) -> &Sheet {
        &self.rows
    }

    /// Milestone by milestone.
    fn milestones(line: &Line) -> Table {
        let right = ["cycles", "hollow", "implied", "direct", "counted", "of the step before", "expansion"];
        let mut columns = vec![Column::left("milestone")];
        columns.extend(right.map(Column::right));
        let mut table = Table::new(&columns);
        let mut before: Option<i64> = None;
        for milestone in Milestone::ALL {
            let counts = at(&line.then, *milestone);
            let then = in_columns(&counts);
            let today = line.today.as_ref().map(|today| in_columns(&at(today, *milestone)));
            let cell = |place: usize| {
                let count = then.get(place).copied().unwrap_or(0);
                let today = today.and_then(|today| today.get(place).copied());
                moved(count, today.map(|today| today.saturating_sub(count)))
            };
            let step = before.map_or_else(String::new, |before| ratio(counts.counted, before));
            table.row([milestone.to_string(), cell(0), cell(1), cell(2), cell(3), cell(4), step, cell(5)]);
            before = Some(counts.counted);
        }
        table
    }

    /// A row for each slice and period.
    fn wide(&self) -> Table {
        let mut columns: Vec<Column> = self.told.by.iter().map(|by| head(&by.to_string())).collect();
        columns.extend(self.told.per.map(|_| Column::left("period")));
        columns.extend(["lead", "MQL", "SQL", "SAO", "opp.", "won", "Lead → MQL", "→ SQL", "→ won"].map(Column::right));
        let mut table = Table::new(&columns);
        for line in self.lines.iter().take(self.max) {
            let cell = |milestone: &Milestone| {
                let then = cycles(&at(&line.then, *milestone));
                let today = line.today.as_ref().map(|today| cycles(&at(today, *milestone)));
                moved(then, today.map(|today| today.saturating_sub(then)))
            };
            let step = |from, to| ratio(at(&line.then, to).counted, at(&line.then, from).counted);
            let steps = [
                step(Milestone::Lead, Milestone::Mql),
                step(Milestone::Mql, Milestone::Sql),
                step(Milestone::Sql, Milestone::Won),
            ];
            let labels = line.labels.iter().map(|label| shown(label.as_ref()));
            table.row(labels.chain(Milestone::ALL.iter().map(cell)).chain(steps));
        }
        table
    }

    fn slices(slices: &[Slices], word: &'static str) -> Table {
        let right = ["cycles", "MQL", "hollow", "SQL", "won", "Lead → MQL", "MQL → SQL", "Lead → won"];
        let mut columns = vec![Column::left(word)];
        columns.extend(right.map(Column::right));
        let mut table = Table::new(&columns);
        for slice in slices {
            let reached = |milestone| signed(slice.reached.get(&milestone).copied().unwrap_or(0));
            let step = |from, to| ratio(at(&slice.counts, to).counted, at(&slice.counts, from).counted);
            table.row([
                shown(slice.name.get(word).and_then(Option::as_ref)),
                reached(Milestone::Lead),
                reached(Milestone::Mql),
                signed(slice.hollow),
                reached(Milestone::Sql),
                reached(Milestone::Won),
                step(Milestone::Lead, Milestone::Mql),
                step(Milestone::Mql, Milestone::Sql),
                step(Milestone::Lead, Milestone::Won),
            ]);
        }
        table
    }

    /// How many stand beside those that count, at all milestones.
    fn beside(&self) -> Option<String> {
        let sum = |column: Of| {
            let counts = self.lines.iter().flat_map(|line| &line.then).map(|counts| counts.get(column));
            counts.fold(0, i64::saturating_add)
        };
        let said = [(Of::Hollow, "hollow"), (Of::Implied, "implied"), (Of::Direct, "bought without sales")];
        let said: Vec<String> = said
            .into_iter()
            .map(|(column, word)| (sum(column), word))
            .filter(|(count, _)| *count != 0)
            .map(|(count, word)| format!("{} {word}", signed(count)))
            .collect();
        (!said.is_empty()).then(|| format!("among them {}: they are in no ratio", said.join(", ")))
    }
}

impl Report for Funnel {
    const NAME: &'static str = "funnel";

    fn page(&self) -> Page {
        let won: i64 =
            self.lines.iter().map(|line| cycles(&at(&line.then, Milestone::Won))).fold(0, i64::saturating_add);
        let cycles = many(self.cycles, "cycle", "cycles");
        let won = many(won, "was", "were");
        let expansions = many(self.expansions, "expansion is", "expansions are");
        let is_wide = !self.told.by.is_empty() || self.told.per.is_some();
        let title = format!("Funnel{}: {cycles} began, {won} won; {expansions} counted apart", self.told.asked());
        let mut page = Page::titled(title);
        if is_wide {
            page = page.with(self.wide()).cut(self.lines.len().min(self.max), crate::load::count(self.lines.len()));
        } else if let Some(line) = self.lines.first() {
            page = page.with(Self::milestones(line));
        }
        if let Some(beside) = self.beside() {
            page = page.line(beside);
        }
        page = self.told.beside(page);
        page = page.line(
            "`crm funnel --leads MILESTONE` lists the leads of a count, `MILESTONE/COLUMN` those of a column; \
             `--cohort mql` follows those who entered together, with rates",
        );
        if let Some(origins) = &self.by_origin {
            page = page.heading("By origin").with(Self::slices(origins, "origin"));
        }
        match &self.by_source {
            Some(sources) => page
                .heading("By source")
                .with(Self::slices(sources, "source"))
                .cut(sources.len(), self.sources.unwrap_or(0)),
            None => page,
        }
    }
}

/// The leads behind a number of the funnel.
pub(super) fn members(store: &Store, ground: &Ground, asked: &Measuring, cell: &str) -> Result<Members, Problem> {
    let words = Words::of(cell);
    let milestone: Milestone = words.what()?;
    let column = match (words.column, asked.column) {
        (Some(text), _) => column_of(text, &COLUMNS)?,
        (None, Some(Of::Hollow)) => 1,
        (None, Some(Of::Expansion)) => 5,
        (None, _) => 0,
    };
    let (table, _) = ground.read::<FunnelTable>(&ground.asked, &())?;
    let period = words.period(table.rows.iter().map(|row| row.period))?;
    let of = |column: Option<Of>| FunnelCell { slice: None, period, milestone, column };
    let (every, hollow, implied, direct, counted, expansion) = (
        of(None),
        of(Some(Of::Hollow)),
        of(Some(Of::Implied)),
        of(Some(Of::Direct)),
        of(Some(Of::Counted)),
        of(Some(Of::Expansion)),
    );
    let count = |table: &FunnelTable| match column {
        0 => table.count(&every).saturating_sub(table.count(&expansion)),
        1 => table.count(&hollow),
        2 => table.count(&implied),
        3 => table.count(&direct),
        4 => table.count(&counted),
        5 => table.count(&expansion),
        _ => table.count(&every),
    };
    Members::of(store, ground, ("funnel", cell, &()), (asked.max, count))
}
