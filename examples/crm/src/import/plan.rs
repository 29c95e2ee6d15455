//! The files of a mapping, opened: which column stands where, and how each is to be read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::import::dates::{Calendar, DateFormat, LocalZone};
use crate::import::mapping::cell::Cell;
use crate::import::mapping::mapping::{Column, Mapping};
use crate::import::numbers::Digits;
use crate::import::sheet::{BECAUSE, NTH, Sheet, Written};
use crate::import::words::WordTable;
use crate::problem::Problem;

/// Where a column stands: in which file, and at which place of its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: usize,
    pub(crate) column: usize,
}

/// The number of the main file.
pub(crate) const MAIN: usize = 0;

/// One file.
#[derive(Debug)]
pub(crate) struct PlannedFile {
    /// Empty for the main one, else the name of the join, `history` or `activities`.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) header: Vec<String>,
    pub(crate) written: Written,
    zone: Option<LocalZone>,
    dates: Option<Vec<DateFormat>>,
}

/// A mapping with its files.
#[derive(Debug)]
pub(crate) struct Plan<'m> {
    pub(crate) mapping: &'m Mapping,
    /// The main file, then the joined ones in the order in which they can be looked up, then history and activities.
    pub(crate) files: Vec<PlannedFile>,
    /// The columns that the mapping names, as it writes them; those of history and activities with their name before.
    pub(crate) places: BTreeMap<String, Place>,
    /// Words of coded columns.
    pub(crate) tables: BTreeMap<String, WordTable>,
    /// The files to look up, in order, each with what is looked up.
    pub(crate) joins: Vec<(usize, &'m Cell)>,
    pub(crate) history: Option<usize>,
    pub(crate) activities: Option<usize>,
}

/// What the column of another file is called.
pub(crate) fn named(file: &str, column: &str) -> String {
    if file.is_empty() { column.to_owned() } else { format!("{file}.{column}") }
}

/// What is where the run begins: the plan, and every file open at its first row.
pub(crate) struct Opened<'m> {
    pub(crate) plan: Plan<'m>,
    pub(crate) sheets: Vec<Sheet>,
}

impl<'m> Opened<'m> {
    /// Opens all files and finds every column.
    pub(crate) fn open(mapping: &'m Mapping, from: &Path, main: &Path, folder: &Path) -> Result<Self, Problem> {
        let order = order_of_joins(mapping).map_err(|what| Problem::file(from, what))?;
        let mut opened = Opened {
            plan: Plan {
                mapping,
                files: Vec::new(),
                places: BTreeMap::new(),
                tables: WordTable::of(mapping),
                joins: Vec::new(),
                history: None,
                activities: None,
            },
            sheets: Vec::new(),
        };
        let of_row = mapping.columns();
        let wanted =
            |name: &str| -> Vec<&str> { of_row.iter().filter_map(|column| of_file(mapping, column, name)).collect() };
        let form = mapping.form();
        opened.add("", main, Sheet::open(main, form, &wanted(""))?, (None, None));
        for name in order {
            let Some(join) = mapping.joins.get(name) else { continue };
            let path = folder.join(&join.file);
            let mut columns = wanted(name);
            columns.push(&join.key);
            let sheet = Sheet::open(&path, join.form().or(form), &columns)?;
            let number = opened.add(name, &path, sheet, (join.zone.clone(), join.dates.clone()));
            opened.place(number, &join.key, from)?;
            opened.plan.joins.push((number, &join.by));
        }
        opened.open_beside(folder, from)?;
        for column in &of_row {
            let file = opened.file_of(column);
            let name = opened.plan.files.get(file).map_or("", |file| file.name.as_str());
            let bare = of_file(mapping, column, name).unwrap_or(column);
            opened.place(file, bare, from)?;
        }
        opened.check_names(from)?;
        Ok(opened)
    }

    /// History and activities.
    fn open_beside(&mut self, folder: &Path, from: &Path) -> Result<(), Problem> {
        let mapping = self.plan.mapping;
        let form = mapping.form();
        if let Some(history) = &mapping.history {
            if let Some((file, key)) = history.file.as_ref().zip(history.key.as_ref()) {
                let path = folder.join(file);
                let mut columns = vec![key.as_str(), &history.at, &history.stage.column];
                columns.extend(history.reason.as_ref().map(|cell| cell.column.as_str()));
                let sheet = Sheet::open(&path, history.form().or(form), &columns)?;
                let number = self.add("history", &path, sheet, (history.zone.clone(), history.dates.clone()));
                columns.iter().try_for_each(|column| self.place(number, column, from))?;
                self.plan.history = Some(number);
            }
        }
        if let Some(activities) = &mapping.activities {
            let path = folder.join(&activities.file);
            let mut columns = vec![activities.key.as_str(), &activities.at];
            let cells = [Some(&activities.id), Some(&activities.kind), activities.object.as_ref()];
            columns.extend(cells.into_iter().flatten().map(|cell| cell.column.as_str()));
            columns.extend(activities.fields.values().map(|cell| cell.column.as_str()));
            let sheet = Sheet::open(&path, activities.form().or(form), &columns)?;
            let number = self.add("activities", &path, sheet, (activities.zone.clone(), activities.dates.clone()));
            columns.iter().try_for_each(|column| self.place(number, column, from))?;
            self.plan.activities = Some(number);
        }
        Ok(())
    }

    fn add(
        &mut self,
        name: &str,
        path: &Path,
        sheet: Sheet,
        (zone, dates): (Option<LocalZone>, Option<Vec<DateFormat>>),
    ) -> usize {
        let (header, written) = (sheet.header.clone(), sheet.written.clone());
        let file = PlannedFile { name: name.to_owned(), path: path.to_path_buf(), header, written, zone, dates };
        self.plan.files.push(file);
        self.sheets.push(sheet);
        self.sheets.len().saturating_sub(1)
    }

    fn place(&mut self, file: usize, column: &str, from: &Path) -> Result<(), Problem> {
        let Some(sheet) = self.sheets.get(file) else { return Ok(()) };
        let name = self.plan.files.get(file).map_or("", |file| file.name.as_str());
        let place = Place { file, column: sheet.position(column, from)? };
        self.plan.places.insert(named(name, column), place);
        Ok(())
    }

    /// Which file a column of a row is of.
    fn file_of(&self, column: &str) -> usize {
        let of = |file: &PlannedFile| !file.name.is_empty() && of_file(self.plan.mapping, column, &file.name).is_some();
        self.plan.files.iter().position(of).unwrap_or(MAIN)
    }

    /// What the mapping says of single columns must be of columns that there are.
    fn check_names(&self, from: &Path) -> Result<(), Problem> {
        let mapping = self.plan.mapping;
        let said = mapping.ignore.iter().chain(mapping.columns.keys()).chain(mapping.words.keys());
        for column in said {
            let beside = self.plan.files.iter().position(|file| {
                let rest = column.strip_prefix(file.name.as_str()).and_then(|rest| rest.strip_prefix('.'));
                !file.name.is_empty() && rest.is_some()
            });
            let file = beside.unwrap_or(MAIN);
            let bare = if beside.is_some() { column.split_once('.').map_or("", |(_, bare)| bare) } else { column };
            if let Some(sheet) = self.sheets.get(file) {
                if !sheet.header.iter().any(|name| name == bare) {
                    sheet.position(bare, from)?;
                }
            }
        }
        Ok(())
    }
}

/// A column of a row as it is called in one file, if it is of that.
fn of_file<'c>(mapping: &Mapping, column: &'c str, file: &str) -> Option<&'c str> {
    let joined = column.split_once('.').filter(|(name, _)| mapping.joins.contains_key(*name));
    match joined {
        Some((name, bare)) => (name == file).then_some(bare),
        None => file.is_empty().then_some(column),
    }
}

/// The joined files in an order in which what is looked up is there already.
fn order_of_joins(mapping: &Mapping) -> Result<Vec<&str>, String> {
    let mut order: Vec<&str> = Vec::new();
    let mut left: Vec<&str> = mapping.joins.keys().map(String::as_str).collect();
    while !left.is_empty() {
        let is_ready = |name: &&str| {
            let by = mapping.joins.get(*name).map_or("", |join| join.by.column.as_str());
            let of = by.split_once('.').map(|(of, _)| of).filter(|of| mapping.joins.contains_key(*of));
            of.is_none_or(|of| order.contains(&of))
        };
        let (ready, waiting): (Vec<&str>, Vec<&str>) = left.iter().copied().partition(is_ready);
        if ready.is_empty() {
            return Err(format!("[joins] {} look each other up in a circle", waiting.join(", ")));
        }
        order.extend(ready);
        left = waiting;
    }
    Ok(order)
}

impl Plan<'_> {
    fn said(&self, column: &str) -> Option<&Column> {
        self.mapping.columns.get(column)
    }

    fn file(&self, column: &str) -> Option<&PlannedFile> {
        self.places.get(column).and_then(|place| self.files.get(place.file))
    }

    /// How the dates of a column are written: what is said of the column beats what is said of its file, and that the mapping.
    pub(crate) fn calendar(&self, column: &str) -> Calendar<'_> {
        let (said, file) = (self.said(column), self.file(column));
        let zone = said.and_then(|said| said.zone.as_ref()).or_else(|| file.and_then(|file| file.zone.as_ref()));
        let formats = said.and_then(|said| said.dates.as_deref());
        let formats = formats.or_else(|| file.and_then(|file| file.dates.as_deref()));
        Calendar::new(formats.unwrap_or(&self.mapping.dates), zone.unwrap_or(&self.mapping.zone).zone())
    }

    /// How the numbers of a column are written.
    pub(crate) fn digits(&self, column: &str) -> Digits {
        let said = self.said(column);
        let decimal = said.and_then(|said| said.decimal).or(self.mapping.decimal).unwrap_or('.');
        let thousands = said.and_then(|said| said.thousands).or(self.mapping.thousands);
        Digits { decimal, thousands }
    }

    /// Whether a filled cell means empty: by a word, or by a day.
    pub(crate) fn is_empty(&self, column: &str, text: &str) -> bool {
        let said = self.said(column);
        let words = said.and_then(|said| said.empty.as_ref()).unwrap_or(&self.mapping.empty);
        if words.iter().any(|word| word == text) {
            return true;
        }
        let days = said.and_then(|said| said.empty_dates.as_ref()).unwrap_or(&self.mapping.empty_dates);
        let written = text.replace('/', "-");
        days.iter().any(|day| {
            let day = day.replace('/', "-");
            let rest = written.strip_prefix(day.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', 'T']))
        })
    }

    /// Columns that are left out by the reader itself.
    pub(crate) fn is_own(column: &str) -> bool {
        column == BECAUSE || column == NTH
    }
}
