//! A table of counts, and what has moved since it was known.

use std::collections::BTreeSet;

use lead_lifecycle::values::Currency;
use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

use crate::problem::Problem;
use crate::report::measure::cells::Cell;
use crate::report::measure::told::moved;
use crate::screen::{Column, Table};

/// A table of counts. Each row has labels, counts, and what stands beside them.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    labels: Vec<String>,
    counts: Vec<&'static str>,
    beside: Vec<&'static str>,
    rows: Vec<Row>,
}

/// A row of it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// None: it is not known.
    pub(super) labels: Vec<Option<String>>,
    pub(super) counts: Vec<i64>,
    /// By how much each has moved since, where it is told as it was known then.
    pub(super) moved: Option<Vec<i64>>,
    pub(super) beside: Vec<Cell>,
}

/// Names of labels as they stand above columns.
const HEADS: [&str; 25] = [
    "source",
    "medium",
    "campaign",
    "content",
    "origin",
    "owner",
    "team",
    "role",
    "rank",
    "policy",
    "kind",
    "start",
    "pipeline",
    "product",
    "period",
    "milestone",
    "stage",
    "lead",
    "touch",
    "reason",
    "expected",
    "how",
    "what",
    "after",
    "left",
];

/// A column of labels.
pub(super) fn head(name: &str) -> Column {
    Column::left(HEADS.into_iter().find(|head| *head == name).unwrap_or("field"))
}

/// What is not known, as it is shown.
pub(super) fn shown(label: Option<&String>) -> String {
    label.map_or_else(|| String::from("(none)"), Clone::clone)
}

fn chosen<T: Clone>(of: &[T], places: &[usize]) -> Vec<T> {
    places.iter().filter_map(|place| of.get(*place)).cloned().collect()
}

impl Sheet {
    pub(super) const fn new(labels: Vec<String>, counts: Vec<&'static str>, beside: Vec<&'static str>) -> Self {
        Self { labels, counts, beside, rows: Vec::new() }
    }

    pub(super) fn put(&mut self, row: Row) {
        self.rows.push(row);
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The rows whose last label is this, without it.
    pub(super) fn of(&self, last: &str) -> Self {
        let labels = self.labels.iter().take(self.labels.len().saturating_sub(1)).cloned().collect();
        let rows = self.rows.iter().filter(|row| row.labels.last().and_then(Option::as_deref) == Some(last));
        let rows = rows.map(|row| Row {
            labels: row.labels.iter().take(self.labels.len().saturating_sub(1)).cloned().collect(),
            ..row.clone()
        });
        Self { rows: rows.collect(), labels, counts: self.counts.clone(), beside: self.beside.clone() }
    }

    /// The last labels, each once, in order.
    pub(super) fn last_labels(&self) -> Vec<&str> {
        let mut labels: Vec<&str> = Vec::new();
        for label in self.rows.iter().filter_map(|row| row.labels.last().and_then(Option::as_deref)) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels
    }

    /// The other way round, for a table whose rows have one label: what is counted goes down, the labels across. What is 0
    /// everywhere is left out.
    pub(super) fn across(&self, name: &'static str, heads: &[Column]) -> Table {
        let mut columns = vec![Column::left(name)];
        columns.extend_from_slice(heads);
        let mut table = Table::new(&columns);
        for (place, count) in self.counts.iter().enumerate() {
            let of = |row: &Row| {
                let since = row.moved.as_ref().and_then(|moved| moved.get(place)).copied();
                (row.counts.get(place).copied().unwrap_or(0), since)
            };
            if self.rows.iter().map(of).any(|(count, since)| count != 0 || since.is_some_and(|since| since != 0)) {
                let cells = self.rows.iter().map(of).map(|(count, since)| moved(count, since));
                table.row([(*count).replace('_', " ")].into_iter().chain(cells));
            }
        }
        table
    }

    /// The same with fewer columns.
    pub(super) fn only(&self, counts: &[&str], beside: &[&str]) -> Self {
        let kept = |names: &[&'static str], wanted: &[&str]| -> Vec<usize> {
            (0..names.len()).filter(|place| names.get(*place).is_some_and(|name| wanted.contains(name))).collect()
        };
        let (of_counts, of_beside) = (kept(&self.counts, counts), kept(&self.beside, beside));
        let row = |row: &Row| Row {
            labels: row.labels.clone(),
            counts: chosen(&row.counts, &of_counts),
            moved: row.moved.as_ref().map(|moved| chosen(moved, &of_counts)),
            beside: chosen(&row.beside, &of_beside),
        };
        Self {
            labels: self.labels.clone(),
            counts: chosen(&self.counts, &of_counts),
            beside: chosen(&self.beside, &of_beside),
            rows: self.rows.iter().map(row).collect(),
        }
    }

    /// The first row as a list of names and numbers: for what has many columns.
    pub(super) fn down(&self) -> Table {
        let mut table = Table::new(&[Column::left("what"), Column::right("")]);
        if let Some(row) = self.rows.first() {
            for (place, name) in self.counts.iter().enumerate() {
                let since = row.moved.as_ref().and_then(|moved| moved.get(place)).copied();
                table.row([(*name).to_owned(), moved(row.counts.get(place).copied().unwrap_or(0), since)]);
            }
            for (name, cell) in self.beside.iter().zip(&row.beside) {
                table.row([(*name).to_owned(), cell.shown()]);
            }
        }
        table
    }

    /// For people, as many rows as are wanted. Columns of counts that are 0 everywhere are left out, but the first.
    pub(super) fn table(&self, max: usize) -> Table {
        let used = |place: usize| {
            place == 0
                || self.rows.iter().any(|row| {
                    let moved = row.moved.as_ref().and_then(|moved| moved.get(place));
                    row.counts.get(place).is_some_and(|count| *count != 0) || moved.is_some_and(|moved| *moved != 0)
                })
        };
        let used: Vec<usize> = (0..self.counts.len()).filter(|place| used(*place)).collect();
        let mut columns: Vec<Column> = self.labels.iter().map(|name| head(name)).collect();
        columns.extend(used.iter().filter_map(|place| self.counts.get(*place)).map(|name| Column::right(name)));
        columns.extend(self.beside.iter().map(|name| Column::right(name)));
        let mut table = Table::new(&columns);
        for row in self.rows.iter().take(max) {
            let count = |place: &usize| {
                let since = row.moved.as_ref().and_then(|moved| moved.get(*place)).copied();
                moved(row.counts.get(*place).copied().unwrap_or(0), since)
            };
            // A long name is broken where its parts meet.
            let label = |(name, label): (&String, &Option<String>)| {
                let label = shown(label.as_ref());
                if name == "what" { label.replace('/', "/\n") } else { label }
            };
            let labels = self.labels.iter().zip(&row.labels).map(label);
            table.row(labels.chain(used.iter().map(count)).chain(row.beside.iter().map(Cell::shown)));
        }
        table
    }

    /// Of each column beside the counts that holds money, the currencies: each has a column of its own as CSV.
    fn currencies(&self) -> Vec<Option<BTreeSet<Currency>>> {
        let of = |place: usize| {
            let cells = || self.rows.iter().filter_map(move |row| row.beside.get(place));
            let is_money = cells().any(Cell::is_of_money);
            is_money.then(|| cells().flat_map(Cell::currencies).collect())
        };
        (0..self.beside.len()).map(of).collect()
    }

    /// As CSV: with what has moved since, where that was asked for, in columns of their own.
    pub(super) fn csv(&self) -> Result<String, Problem> {
        let has_moved = self.rows.iter().any(|row| row.moved.is_some());
        let wrong = |error: csv::Error| Problem::Data(format!("the table cannot be written: {error}"));
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut heads: Vec<String> = self.labels.clone();
        heads.extend(self.counts.iter().map(|name| (*name).to_owned()));
        if has_moved {
            heads.extend(self.counts.iter().map(|name| format!("{name}_moved")));
        }
        let currencies = self.currencies();
        for (name, currencies) in self.beside.iter().zip(&currencies) {
            match currencies {
                None => heads.push((*name).to_owned()),
                Some(known) => heads.extend(known.iter().map(|currency| format!("{name}_{currency}"))),
            }
        }
        writer.write_record(&heads).map_err(wrong)?;
        for row in &self.rows {
            let mut cells: Vec<String> = row.labels.iter().map(|label| label.clone().unwrap_or_default()).collect();
            cells.extend(row.counts.iter().map(ToString::to_string));
            if has_moved {
                let none = vec![0; self.counts.len()];
                cells.extend(row.moved.as_ref().unwrap_or(&none).iter().map(ToString::to_string));
            }
            for (cell, currencies) in row.beside.iter().zip(&currencies) {
                match currencies {
                    None => cells.push(cell.raw(None)),
                    Some(known) => cells.extend(known.iter().map(|currency| cell.raw(Some(*currency)))),
                }
            }
            writer.write_record(&cells).map_err(wrong)?;
        }
        let bytes = writer.into_inner().map_err(|error| Problem::Data(error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| Problem::Data(error.to_string()))
    }
}

impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.rows.len()))?;
        for row in &self.rows {
            rows.serialize_element(&OfSheet { sheet: self, row })?;
        }
        rows.end()
    }
}

struct OfSheet<'s> {
    sheet: &'s Sheet,
    row: &'s Row,
}

/// Counts by their names.
struct Named<'s>(&'s [&'static str], &'s [i64]);

impl Serialize for OfSheet<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { sheet, row } = self;
        let mut map = serializer.serialize_map(None)?;
        for (name, label) in sheet.labels.iter().zip(&row.labels) {
            map.serialize_entry(name, label)?;
        }
        for (name, count) in sheet.counts.iter().zip(&row.counts) {
            map.serialize_entry(&name.replace(' ', "_"), count)?;
        }
        for (name, cell) in sheet.beside.iter().zip(&row.beside) {
            map.serialize_entry(&name.replace(' ', "_"), cell)?;
        }
        if let Some(moved) = &row.moved {
            map.serialize_entry("moved", &Named(&sheet.counts, moved))?;
        }
        map.end()
    }
}

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|name| name.replace(' ', "_")).zip(self.1))
    }
}
