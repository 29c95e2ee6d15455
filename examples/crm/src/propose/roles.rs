//! What each column of a file is: by its name, and by what stands in it.

use crate::propose::column::Column;
use crate::propose::dates::{self, Dated};
use crate::propose::empties::flag;
use crate::propose::look::Looked;
use crate::propose::meanings::{Meant, meant};
use crate::propose::names::{Role, by_name, says_date};
use crate::propose::numbers::{Numbers, numbers};

/// A column with what it seems to be.
#[derive(Debug)]
pub(crate) struct Told<'l> {
    pub(crate) column: &'l Column,
    pub(crate) role: Option<Role>,
    pub(crate) sure: bool,
    pub(crate) because: &'static str,
    pub(crate) dated: Option<Dated>,
    pub(crate) numbers: Option<Numbers>,
    /// Words for yes and for no.
    pub(crate) flag: Option<(Vec<&'l str>, Vec<&'l str>)>,
}

/// A file with what its columns seem to be.
#[derive(Debug)]
pub(crate) struct Found<'l> {
    pub(crate) looked: &'l Looked,
    pub(crate) columns: Vec<Told<'l>>,
}

impl<'l> Found<'l> {
    pub(crate) fn of(looked: &'l Looked) -> Self {
        let mut found = Self { looked, columns: looked.columns.iter().map(Told::of).collect() };
        found.turn_days();
        found.choose_stage();
        found.find_key();
        found.keep_one_of_each();
        found
    }

    /// The column of a role, if that is sure.
    pub(crate) fn sure(&self, role: Role) -> Option<&Told<'l>> {
        self.columns.iter().find(|told| told.role == Some(role) && told.sure)
    }

    /// The name of the column of a role, if that is sure.
    pub(crate) fn name(&self, role: Role) -> Option<&'l str> {
        self.sure(role).map(|told| told.column.name.as_str())
    }

    /// The key of a lead, and that of a deal: rows of a person, or rows that are leads themselves.
    pub(crate) fn lead(&self) -> Option<(&Told<'l>, Option<&Told<'l>>)> {
        let deal = self.sure(Role::Deal).filter(|told| told.column.is_key());
        let key = self.sure(Role::Key);
        let person = self.sure(Role::Person).filter(|told| told.column.complete);
        match (person, key.or(deal)) {
            (Some(person), deal) => Some((person, deal)),
            (None, Some(key)) => Some((key, None)),
            (None, None) => None,
        }
    }

    /// Where one column shows that days stand before months, the others are read so too.
    fn turn_days(&mut self) {
        let mut known = self.columns.iter().filter_map(|told| told.dated.as_ref());
        let day_first = |dated: &Dated| dated.ambiguous.is_none() && dated.formats.iter().any(|f| f.starts_with("%d/"));
        if !known.any(day_first) {
            return;
        }
        for dated in self.columns.iter_mut().filter_map(|told| told.dated.as_mut()) {
            if dated.ambiguous.as_ref().is_some_and(|(_, twin)| twin.starts_with("%d/")) {
                dated.turn();
            }
        }
    }

    /// Of several status columns the one that has words that are known in most rows is the stage.
    fn choose_stage(&mut self) {
        let known = |told: &Told<'_>| -> usize {
            let words = told.column.words.iter();
            words.filter(|(word, _)| matches!(meant(word), Meant::Sure(_))).map(|(_, rows)| *rows).sum()
        };
        let stages = self.columns.iter().enumerate().filter(|(_, told)| told.role == Some(Role::Stage));
        let best = stages.max_by_key(|(index, told)| (told.sure, known(told), usize::MAX.saturating_sub(*index)));
        let best = best.map(|(index, _)| index);
        for (index, told) in self.columns.iter_mut().enumerate() {
            if told.role == Some(Role::Stage) {
                told.sure = Some(index) == best;
                told.because =
                    if told.sure { "by its name, and its words" } else { "by its name; another column is the stage" };
            }
        }
    }

    /// A key must be in every row, and once: else another column is looked for.
    fn find_key(&mut self) {
        for told in &mut self.columns {
            if told.role == Some(Role::Key) && !told.column.is_key() {
                (told.sure, told.because) = (false, "by its name, but not every row has one of its own");
            }
        }
        if self.lead().is_some() {
            return;
        }
        let keys = |told: &&mut Told<'l>| {
            told.column.is_key() && told.dated.is_none() && !told.column.is_mail() && told.role.is_none()
        };
        if let Some(told) = self.columns.iter_mut().find(keys) {
            (told.role, told.sure) = (Some(Role::Key), true);
            told.because = "every row has one of its own, and no name says otherwise";
        }
    }

    /// The first column of a role has it.
    fn keep_one_of_each(&mut self) {
        let mut had = Vec::new();
        for told in &mut self.columns {
            let Some(role) = told.role.filter(|role| told.sure && *role != Role::Ignored) else { continue };
            if had.contains(&role) {
                (told.sure, told.because) = (false, "by its name; an earlier column is that");
            } else {
                had.push(role);
            }
        }
    }
}

impl<'l> Told<'l> {
    fn of(column: &'l Column) -> Self {
        let named = by_name(&column.name);
        let dated =
            dates::dated(&column.words, says_date(&column.name) || named.is_some_and(|(role, _)| is_date(role)));
        let numbers = if dated.is_none() { numbers(&column.words) } else { None };
        let flag = if column.words.is_empty() { None } else { flag(column.words.keys().map(String::as_str)) };
        let mut told = Self { column, role: None, sure: false, because: "", dated, numbers, flag };
        match named {
            Some((role, sure)) => {
                let fits = !is_date(role) || told.dated.is_some() || column.words.is_empty();
                told.role = Some(role);
                told.sure = sure && fits;
                told.because = match (sure, fits) {
                    (true, true) => "by its name",
                    (true, false) => "by its name, but its words are no dates",
                    (false, _) => "by a part of its name",
                };
            }
            None if column.is_mail() => {
                (told.role, told.sure, told.because) =
                    (Some(Role::Field("email")), true, "its words are mail addresses");
            }
            None => {}
        }
        let meanings = || column.words.keys().filter(|word| matches!(meant(word), Meant::Sure(_))).count();
        if told.role.is_none() && column.is_coded() && meanings() >= 2 {
            (told.role, told.sure, told.because) = (Some(Role::Stage), false, "its words are stages");
        }
        told
    }

    pub(crate) fn name(&self) -> &'l str {
        &self.column.name
    }
}

const fn is_date(role: Role) -> bool {
    matches!(
        role,
        Role::CreatedAt
            | Role::MqlAt
            | Role::SqlAt
            | Role::MeetingAt
            | Role::WonAt
            | Role::LostAt
            | Role::ClosedAt
            | Role::HappenedAt
            | Role::ExpectedClose
    )
}
