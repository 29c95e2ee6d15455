//! The words after `--leads`: which number is meant.

use std::fmt::Display;
use std::str::FromStr;

use lead_lifecycle::insight::PeriodKey;

use crate::problem::Problem;

/// `WHAT[/COLUMN][@PERIOD]`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'w> {
    pub(super) what: &'w str,
    pub(super) column: Option<&'w str>,
    period: Option<&'w str>,
}

impl<'w> Words<'w> {
    pub(super) fn of(text: &'w str) -> Self {
        let (cell, period) = text.split_once('@').map_or((text, None), |(cell, period)| (cell, Some(period)));
        let (what, column) = cell.split_once('/').map_or((cell, None), |(what, column)| (what, Some(column)));
        Self { what, column: column.filter(|column| !column.is_empty()), period }
    }

    /// What is counted, read as what it has to be.
    pub(super) fn what<T: FromStr<Err: Display>>(&self) -> Result<T, Problem> {
        self.what.parse().map_err(|error| Problem::Usage(format!("--leads `{}`: {error}", self.what)))
    }

    /// The period among those of the table; none if none was said.
    pub(super) fn period(&self, periods: impl Iterator<Item = PeriodKey>) -> Result<Option<PeriodKey>, Problem> {
        let mut periods = periods.peekable();
        match (self.period, periods.peek()) {
            (Some(text), Some(PeriodKey::All)) => {
                Err(Problem::Usage(format!("--leads `@{text}`: there are no periods: say `--per PERIOD` too")))
            }
            _ => self.one_of(periods),
        }
    }

    /// What was said after the `@`, among what there is; none if nothing was.
    pub(super) fn one_of<K: Copy + Ord + Display>(&self, known: impl Iterator<Item = K>) -> Result<Option<K>, Problem> {
        let Some(text) = self.period else { return Ok(None) };
        let mut known: Vec<K> = known.collect();
        known.sort_unstable();
        known.dedup();
        // `2026-Q2` needs no quotes in a shell.
        let same = |period: &&K| {
            let name = period.to_string();
            name == text || name.replace(' ', "-") == text
        };
        if let Some(period) = known.iter().find(same) {
            return Ok(Some(*period));
        }
        let names: Vec<String> = known.iter().map(ToString::to_string).collect();
        let near = lead_lifecycle::values::suggest(text, names.iter().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
        let (first, last) = (names.first().cloned().unwrap_or_default(), names.last().cloned().unwrap_or_default());
        Err(Problem::Usage(format!(
            "--leads: the table has no period `{text}`{near}: it goes from `{first}` to `{last}`"
        )))
    }
}

/// The column among those that there are.
pub(super) fn column_of<T: Copy>(text: &str, known: &[(&str, T)]) -> Result<T, Problem> {
    if let Some((_, column)) = known.iter().find(|(word, _)| *word == text) {
        return Ok(*column);
    }
    let near = lead_lifecycle::values::suggest(text, known.iter().map(|(word, _)| *word));
    let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
    let words = known.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    Err(Problem::Usage(format!("--leads: there is no column `{text}`{near}: write one of {words}")))
}
