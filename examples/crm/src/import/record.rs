//! One row with what it joins: its cells by the names of the mapping, and what became of each.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use lead_lifecycle::values::Moment;
use lead_lifecycle::{Currency, Money};
use rust_decimal::Decimal;

use crate::import::dates::Reading;
use crate::import::mapping::cell::{Cell, When};
use crate::import::numbers::{amount, number};
use crate::import::plan::{Place, Plan, named};
use crate::import::trouble::Trouble;
use crate::import::words::{Mapped, Word, in_no_list, through_map};

/// What became of the cells of a row.
#[derive(Debug, Default, Clone)]
pub(crate) struct Marks {
    /// Cells that a rule took.
    pub(crate) used: BTreeSet<Place>,
    /// Cells whose word or day means empty.
    pub(crate) emptied: BTreeMap<Place, String>,
    /// Words in no list, by column, and what they counted as.
    pub(crate) unknown: BTreeSet<(String, String, String)>,
    /// Words that a map does not name, taken as they are.
    pub(crate) as_it_is: BTreeSet<(String, String)>,
    /// Empty cells for which a default stands.
    pub(crate) defaulted: BTreeSet<(String, String)>,
    /// Columns of which a fraction of a second was dropped.
    pub(crate) rounded: BTreeSet<String>,
}

/// One row, read under a plan.
#[derive(Debug)]
pub(crate) struct Record<'p> {
    pub(crate) plan: &'p Plan<'p>,
    /// What stands before its columns where the plan names them: nothing for rows of the main file.
    scope: &'static str,
    /// The cells of each file that the row has a row of.
    pub(crate) cells: Vec<Option<Vec<String>>>,
    marks: RefCell<Marks>,
}

impl<'p> Record<'p> {
    /// A row of one file.
    pub(crate) fn new(plan: &'p Plan<'p>, file: usize, cells: Vec<String>) -> Self {
        let scope = match file {
            _ if plan.history == Some(file) => "history",
            _ if plan.activities == Some(file) => "activities",
            _ => "",
        };
        let mut all = Vec::new();
        all.resize_with(plan.files.len(), || None);
        if let Some(own) = all.get_mut(file) {
            *own = Some(cells);
        }
        Self { plan, scope, cells: all, marks: RefCell::default() }
    }

    /// Puts in the row of a file that it looks up.
    pub(crate) fn join(&mut self, file: usize, cells: Vec<String>) {
        if let Some(place) = self.cells.get_mut(file) {
            *place = Some(cells);
        }
    }

    /// Whether it has a row of a file.
    pub(crate) fn has(&self, file: usize) -> bool {
        self.cells.get(file).is_some_and(Option::is_some)
    }

    /// A column by which the row was found: it did its work.
    pub(crate) fn found_by(&self, full: &str) {
        self.marks.borrow_mut().used.extend(self.plan.places.get(full));
    }

    /// What became of its cells; one that no rule asked for is empty too, if its word means that.
    pub(crate) fn marks(&self) -> Marks {
        let mut marks = self.marks.borrow().clone();
        for (column, place) in &self.plan.places {
            let Some(text) = self.raw(*place) else { continue };
            if !marks.used.contains(place) && !marks.emptied.contains_key(place) && self.plan.is_empty(column, text) {
                marks.emptied.insert(*place, text.to_owned());
            }
        }
        marks
    }

    fn place(&self, column: &str) -> Option<Place> {
        self.plan.places.get(&named(self.scope, column)).copied()
    }

    /// A cell as it is, without blanks around it; none if nothing is in it.
    fn raw(&self, place: Place) -> Option<&str> {
        let cells = self.cells.get(place.file)?.as_ref()?;
        cells.get(place.column).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// A filled cell.
    pub(crate) fn get(&self, column: &str) -> Option<&str> {
        let place = self.place(column)?;
        let text = self.raw(place)?;
        if self.plan.is_empty(&named(self.scope, column), text) {
            self.marks.borrow_mut().emptied.insert(place, text.to_owned());
            return None;
        }
        Some(text)
    }

    /// A filled cell that a rule takes.
    pub(crate) fn take(&self, column: &str) -> Option<&str> {
        let text = self.get(column)?;
        if let Some(place) = self.place(column) {
            self.marks.borrow_mut().used.insert(place);
        }
        Some(text)
    }

    /// A value through its mapping; `coded` where words that the map does not name are not to be taken.
    pub(crate) fn text(&self, cell: &Cell, coded: bool) -> Result<Option<String>, Trouble> {
        let column = &cell.column;
        let Some(word) = self.take(column) else {
            let Some(default) = &cell.default else { return Ok(None) };
            self.marks.borrow_mut().defaulted.insert((named(self.scope, column), default.clone()));
            return Ok(Some(format!("{}{default}", cell.prefix)));
        };
        let mapped = through_map(cell, word, coded).map_err(|what| Trouble::at("word", column, what))?;
        let target = match mapped {
            Mapped::To(target) if target.is_empty() => {
                let mut marks = self.marks.borrow_mut();
                marks.emptied.extend(self.place(column).map(|place| (place, word.to_owned())));
                return Ok(None);
            }
            Mapped::To(target) => target,
            Mapped::Default(target) if target.is_empty() => {
                self.counts_as(column, word, "nothing");
                return Ok(None);
            }
            Mapped::Default(target) => {
                self.counts_as(column, word, &target);
                target
            }
            Mapped::AsItIs => {
                if !cell.map.is_empty() {
                    self.marks.borrow_mut().as_it_is.insert((named(self.scope, column), word.to_owned()));
                }
                word.to_owned()
            }
        };
        Ok(Some(format!("{}{target}", cell.prefix)))
    }

    fn counts_as(&self, column: &str, word: &str, target: &str) {
        self.marks.borrow_mut().unknown.insert((named(self.scope, column), word.to_owned(), target.to_owned()));
    }

    /// A value through a constructor.
    pub(crate) fn keyed<T, E: Display>(
        &self,
        cell: Option<&Cell>,
        (coded, code): (bool, &'static str),
        make: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Trouble> {
        let Some(cell) = cell else { return Ok(None) };
        let text = self.text(cell, coded)?;
        text.map(|text| make(&text).map_err(|error| Trouble::at(code, &cell.column, error))).transpose()
    }

    /// A word of the origin's column, which is told apart by its own kind of map.
    pub(crate) fn unlisted(&self, column: &str, word: &str, counts_as: &str) {
        self.counts_as(column, word, counts_as);
    }

    pub(crate) fn default_for(&self, column: &str, value: &str) {
        self.marks.borrow_mut().defaulted.insert((named(self.scope, column), value.to_owned()));
    }

    /// Whether a condition holds.
    pub(crate) fn holds(&self, when: &When) -> Result<bool, Trouble> {
        let Some(word) = self.get(&when.column) else { return Ok(false) };
        if when.is.is_empty() {
            self.take(&when.column);
            return Ok(true);
        }
        let word = match self.plan.tables.get(&when.column).map(|table| table.look_up(word)) {
            Some(Word::Unknown { near }) => {
                let what = in_no_list(word, near.as_deref());
                return Err(Trouble::at("word", &when.column, what));
            }
            Some(Word::CountsAs(default)) => default,
            Some(Word::SaysNothing | Word::Named) | None => word.to_owned(),
        };
        self.take(&when.column);
        Ok(when.is.contains(&word))
    }

    /// Counts the words of coded columns that no rule names, once a row.
    pub(crate) fn note_unlisted(&self) {
        for (column, table) in &self.plan.tables {
            let Some(word) = self.get(column) else { continue };
            match table.look_up(word) {
                Word::CountsAs(default) => self.counts_as(column, word, &default),
                Word::SaysNothing => self.counts_as(column, word, "no end"),
                Word::Named | Word::Unknown { .. } => {}
            }
        }
    }

    /// A date of a column.
    pub(crate) fn moment(&self, column: Option<&str>) -> Result<Option<Moment>, Trouble> {
        let Some((column, text)) = column.and_then(|column| self.take(column).map(|text| (column, text))) else {
            return Ok(None);
        };
        let full = named(self.scope, column);
        let Reading { moment, rounded } =
            self.plan.calendar(&full).read(text).map_err(|what| Trouble::at("date", column, what))?;
        if rounded {
            self.marks.borrow_mut().rounded.insert(full);
        }
        Ok(Some(moment))
    }

    /// A date of a column, without taking it.
    pub(crate) fn peek(&self, column: &str) -> Option<Moment> {
        let text = self.raw(self.place(column)?)?;
        let full = named(self.scope, column);
        if self.plan.is_empty(&full, text) {
            return None;
        }
        self.plan.calendar(&full).read(text).ok().map(|reading| reading.moment)
    }

    /// An amount.
    pub(crate) fn money(&self, cell: Option<&Cell>, currency: Option<Currency>) -> Result<Option<Money>, Trouble> {
        let Some(cell) = cell else { return Ok(None) };
        let Some(text) = self.text(cell, false)? else { return Ok(None) };
        let needed = || Trouble::at("number", &cell.column, format!("`{text}` has no currency: its cell is empty"));
        let currency = currency.ok_or_else(needed)?;
        let digits = self.plan.digits(&named(self.scope, &cell.column));
        let money = amount(&text, digits, (&self.plan.mapping.signs, currency), cell.times);
        money.map(Some).map_err(|what| Trouble::at("number", &cell.column, what))
    }

    /// A number.
    pub(crate) fn number(&self, cell: &Cell, text: &str) -> Result<Decimal, Trouble> {
        let digits = self.plan.digits(&named(self.scope, &cell.column));
        number(text, &self.plan.mapping.signs, digits, cell.times)
            .map_err(|what| Trouble::at("number", &cell.column, what))
    }

    /// The name of a column as the mapping writes it elsewhere.
    pub(crate) fn full(&self, column: &str) -> String {
        named(self.scope, column)
    }

    /// Every filled cell of every file that the row has a row of.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (Place, &str)> {
        self.cells.iter().enumerate().flat_map(move |(file, cells)| {
            let cells = cells.iter().flat_map(|cells| cells.iter().enumerate());
            let texts = cells.map(move |(column, text)| (Place { file, column }, text.trim()));
            texts.filter(|(_, text)| !text.is_empty())
        })
    }

    /// The cells that the mapping reads, as one text: two rows are the same if theirs are.
    pub(crate) fn said(&self) -> String {
        let mut said = String::new();
        for place in self.plan.places.values() {
            said.push_str(self.raw(*place).unwrap_or_default());
            said.push('\u{1f}');
        }
        said
    }
}
