//! The words of coded columns: which a mapping names, and what becomes of a word that it does not.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::values::suggest;

use crate::import::mapping::cell::Cell;
use crate::import::mapping::mapping::Mapping;

/// The words of one column on which conditions look.
#[derive(Debug, Default)]
pub(crate) struct WordTable {
    words: BTreeSet<String>,
    default: Option<String>,
    /// Whether any word that is not in the table refuses the row. It does so where milestones are told by words. Where only
    /// ends are told, another word says that the row has not ended: it is counted, and refused if it is nearly a known one.
    strict: bool,
    /// Words that are known because they are the opposite of those that are named: `FALSE` where `TRUE` is.
    opposite: BTreeSet<String>,
}

/// What a word of a coded column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Word {
    Named,
    /// It counts as another.
    CountsAs(String),
    /// It says nothing that a rule names.
    SaysNothing,
    /// It may be a misspelled one.
    Unknown {
        near: Option<String>,
    },
}

impl WordTable {
    /// The tables of all columns that conditions look at.
    pub(crate) fn of(mapping: &Mapping) -> BTreeMap<String, Self> {
        let mut tables: BTreeMap<String, Self> = BTreeMap::new();
        for (column, is, of_step) in mapping.conditions() {
            if is.is_empty() {
                continue;
            }
            let table = tables.entry(column.to_owned()).or_default();
            table.words.extend(is.iter().cloned());
            table.strict |= of_step;
        }
        for (column, said) in &mapping.words {
            let table = tables.entry(column.clone()).or_default();
            table.words.extend(said.known.iter().cloned());
            table.default.clone_from(&said.default);
            table.words.extend(said.default.clone());
            table.strict = true;
        }
        for cell in mapping.cells() {
            if let Some(table) = tables.get_mut(&cell.column) {
                table.words.extend(cell.map.keys().cloned());
            }
        }
        for table in tables.values_mut() {
            let all_in = |words: &[String]| table.words.iter().all(|word| is_in(words, word));
            let opposite = match (all_in(&mapping.yes), all_in(&mapping.no)) {
                (true, false) => &mapping.no,
                (false, true) => &mapping.yes,
                _ => continue,
            };
            table.opposite = opposite.iter().map(|word| word.to_lowercase()).collect();
            table.strict = true;
        }
        tables
    }

    /// What a filled cell's word is.
    pub(crate) fn look_up(&self, word: &str) -> Word {
        if self.words.contains(word) || self.opposite.contains(&word.to_lowercase()) {
            return Word::Named;
        }
        if let Some(default) = &self.default {
            return Word::CountsAs(default.clone());
        }
        let near = nearest(word, &self.words);
        if self.strict || near.is_some() { Word::Unknown { near } } else { Word::SaysNothing }
    }
}

/// Whether a word is in a list of words for yes or no, whatever the case of its letters.
pub(crate) fn is_in(words: &[String], word: &str) -> bool {
    words.iter().any(|known| known.to_lowercase() == word.to_lowercase())
}

/// A flag's word: `yes` or `no`, and nothing else.
pub(crate) fn flag(mapping: &Mapping, word: &str) -> Result<bool, String> {
    match (is_in(&mapping.yes, word), is_in(&mapping.no, word)) {
        (true, false) => Ok(true),
        (false, true) => Ok(false),
        _ => Err(format!("`{word}` is neither a word for yes nor one for no: name it in `yes` or `no` of the mapping")),
    }
}

/// A known word that a word may stand for: the same in other letters, nearly the same, or one that is part of the other.
pub(crate) fn nearest(word: &str, known: &BTreeSet<String>) -> Option<String> {
    let plain = |text: &str| text.to_lowercase().chars().filter(|sign| sign.is_alphanumeric()).collect::<String>();
    let same = known.iter().find(|known| plain(known) == plain(word));
    let near = same.map(String::as_str).or_else(|| suggest(word, known.iter().map(String::as_str)));
    let part = || {
        let mut parts = word.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.find_map(|part| known.iter().find(|known| plain(known) == plain(part)).map(String::as_str))
    };
    near.or_else(part).map(str::to_owned)
}

/// That a word is in no list.
pub(crate) fn in_no_list(word: &str, near: Option<&str>) -> String {
    let hint = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
    format!("word `{word}` is in no list{hint}")
}

/// What a mapped cell's word becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mapped {
    /// The map names it.
    To(String),
    /// It is in no list and counts as the default.
    Default(String),
    /// It is in no list and taken as it is.
    AsItIs,
}

/// A word through the map of its cell.
///
/// # Errors
/// The cell is one of codes, and the map does not name the word; what is right.
pub(crate) fn through_map(cell: &Cell, word: &str, coded: bool) -> Result<Mapped, String> {
    if let Some(target) = cell.map.get(word) {
        return Ok(Mapped::To(target.clone()));
    }
    if !cell.strict.unwrap_or(coded && !cell.map.is_empty()) {
        return Ok(Mapped::AsItIs);
    }
    if let Some(default) = &cell.default {
        return Ok(Mapped::Default(default.clone()));
    }
    let known: BTreeSet<String> = cell.map.keys().cloned().collect();
    Err(in_no_list(word, nearest(word, &known).as_deref()))
}
