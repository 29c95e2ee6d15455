//! What became of every row and every cell, added up: the numbers that a run ends with.

use std::collections::BTreeMap;

use serde::Serialize;

/// How many examples are kept of each thing.
pub(crate) const EXAMPLES: usize = 3;
/// How many different words of a column are kept; the rest is only counted.
const WORDS: usize = 40;

/// The balance of a run.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Balance {
    pub(crate) mapping: String,
    pub(crate) rows: Rows,
    /// Refused rows by reason; a row may have several.
    pub(crate) refused: BTreeMap<String, Examples>,
    pub(crate) leads: Leads,
    pub(crate) facts: u64,
    pub(crate) activities: Activities,
    pub(crate) files: Vec<FileBalance>,
    /// Words in no list, by column and word, with what they counted as.
    pub(crate) unknown_words: BTreeMap<String, Words>,
    /// Words that a map does not name and that were taken as they are.
    pub(crate) as_it_is: BTreeMap<String, Words>,
    /// Empty cells for which a default stands, by column and default.
    pub(crate) defaulted: BTreeMap<String, Words>,
    /// Dates of which a fraction of a second was dropped, by column.
    pub(crate) rounded: BTreeMap<String, u64>,
    /// Dates that were moved to the step before, by step.
    pub(crate) clamped: BTreeMap<String, Examples>,
    /// Steps that the export does not report and that must have been, by milestone.
    pub(crate) implied: BTreeMap<String, u64>,
    /// What was said and has no place in the lead, by kind: it is kept in a fact of its own.
    pub(crate) left_over: BTreeMap<String, Examples>,
    /// Leads whose score is over the threshold: as stock they wait.
    pub(crate) would_promote: Examples,
    /// Contracts of nothing: nobody says what was won.
    pub(crate) worth_unknown: Examples,
    /// Deals of a known value of which nobody says which product they are of.
    pub(crate) product_unknown: Examples,
    /// Kinds of activities that the policy does not know: they count for nothing.
    pub(crate) unknown_kinds: Words,
    /// Whatever else the crate told, by its words.
    pub(crate) notes: Words,
}

/// Rows of the main file: read = loaded + known + refused.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Rows {
    pub(crate) read: u64,
    pub(crate) loaded: u64,
    /// Loaded before, with the same cells.
    pub(crate) known: u64,
    /// Of the known ones, those that stand in the file twice, every cell the same.
    pub(crate) twice: u64,
    pub(crate) refused: u64,
    /// Lines without any cell filled: they are no rows.
    pub(crate) blank: u64,
}

#[derive(Debug, Default, Serialize)]
pub(crate) struct Leads {
    pub(crate) made: u64,
    /// Rows that went on with a lead that was there: its next round.
    pub(crate) gone_on: u64,
    /// Leads with derived keys, because their deals overlap in time with others of the same key.
    pub(crate) apart: Examples,
}

#[derive(Debug, Default, Serialize)]
pub(crate) struct Activities {
    pub(crate) loaded: u64,
    pub(crate) known: u64,
    pub(crate) refused: Examples,
    /// Of those that are loaded, how many ask for contact: they raise no hand.
    pub(crate) raise_no_hand: u64,
    /// Too old to tell from recorded ones, and worth nothing: not loaded.
    pub(crate) beyond: u64,
}

/// One file.
#[derive(Debug, Default, Serialize)]
pub(crate) struct FileBalance {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) rows: u64,
    /// How it is written, as far as the mapping does not say.
    pub(crate) found: Vec<String>,
    /// Rows that no row of the main file asked for.
    pub(crate) unmatched: Examples,
    /// Rows of the main file whose key is not in this one.
    pub(crate) not_found: Examples,
    pub(crate) columns: Vec<ColumnBalance>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// The mapping reads it.
    Used,
    /// The mapping leaves it out by name.
    Ignored,
    #[default]
    Unmapped,
}

/// One column: filled = used + empty by word + left over + in rows known + in rows refused. Cells of joined files are counted once
/// for every row that asks for them.
#[derive(Debug, Default, Serialize)]
pub(crate) struct ColumnBalance {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) filled: u64,
    pub(crate) used: u64,
    pub(crate) empty_by_word: Words,
    /// Filled cells that no rule took, like the day of a close of a row that has not ended.
    pub(crate) left_over: Examples,
    pub(crate) in_known: u64,
    pub(crate) in_refused: u64,
}

/// A count with its first examples.
#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Examples {
    pub(crate) count: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) examples: Vec<Example>,
}

#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Example {
    pub(crate) line: u64,
    pub(crate) lead: String,
    pub(crate) what: String,
}

/// Words with how often they were met.
#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Words {
    pub(crate) words: BTreeMap<String, Counted>,
    /// How often words were met that are not listed, because there are too many.
    pub(crate) others: u64,
}

#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Counted {
    pub(crate) count: u64,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) counts_as: String,
}

/// One more.
pub(crate) fn one(count: &mut u64) {
    more(count, 1);
}

pub(crate) fn more(count: &mut u64, by: u64) {
    *count = count.saturating_add(by);
}

impl Examples {
    pub(crate) fn add(&mut self, line: u64, lead: &str, what: impl Into<String>) {
        one(&mut self.count);
        if self.examples.len() < EXAMPLES {
            self.examples.push(Example { line, lead: lead.to_owned(), what: what.into() });
        }
    }
}

impl Words {
    pub(crate) fn add(&mut self, word: &str, counts_as: &str) {
        if self.words.len() >= WORDS && !self.words.contains_key(word) {
            one(&mut self.others);
            return;
        }
        let counted = self.words.entry(word.to_owned()).or_default();
        one(&mut counted.count);
        if counted.counts_as != counts_as {
            counts_as.clone_into(&mut counted.counts_as);
        }
    }

    pub(crate) fn count(&self) -> u64 {
        self.words.values().fold(self.others, |sum, word| sum.saturating_add(word.count))
    }
}

impl Balance {
    /// Whether everything that was read is accounted for: a fault of the program if not.
    pub(crate) fn adds_up(&self) -> Result<(), String> {
        let Rows { read, loaded, known, refused, .. } = self.rows;
        if Some(read) != loaded.checked_add(known).and_then(|sum| sum.checked_add(refused)) {
            return Err(format!("{read} rows were read, and {loaded} + {known} + {refused} accounted for"));
        }
        for column in self.files.iter().flat_map(|file| &file.columns).filter(|column| column.role == Role::Used) {
            let parts =
                [column.used, column.empty_by_word.count(), column.left_over.count, column.in_known, column.in_refused];
            let sum = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(*part));
            if sum != column.filled {
                let (name, filled) = (&column.name, column.filled);
                return Err(format!("column `{name}`: {filled} cells are filled, and {sum} accounted for"));
            }
        }
        Ok(())
    }
}
