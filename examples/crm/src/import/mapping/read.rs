//! A mapping read from its file, and checked as far as that goes without the data.

use std::path::{Path, PathBuf};

use lead_lifecycle::Instant;
use lead_lifecycle::values::Moment;

use crate::import::dates::{Calendar, Reading, narrow};
use crate::import::mapping::mapping::Mapping;
use crate::import::numbers::multiplies;
use crate::problem::Problem;

impl Mapping {
    /// Reads a mapping file.
    pub(crate) fn read(file: &Path) -> Result<Self, Problem> {
        let text = std::fs::read_to_string(file).map_err(|error| Problem::file(file, error))?;
        let mapping: Self = toml::from_str(&text).map_err(|error| {
            let before =
                error.span().map_or(0, |span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count());
            Problem::line(file, u64::try_from(before).unwrap_or(u64::MAX).saturating_add(1), error.message())
        })?;
        mapping.check().map_err(|what| Problem::file(file, what))?;
        Ok(mapping)
    }

    fn check(&self) -> Result<(), String> {
        check_signs("", self.decimal, self.thousands)?;
        if let Some(sign) = self.signs.iter().find(|sign| multiplies(&narrow(sign)).is_some()) {
            return Err(format!(
                "`{sign}` in `signs` multiplies the number before it, and is read so by itself: leave it out"
            ));
        }
        for (name, column) in &self.columns {
            let (decimal, thousands) = (column.decimal.or(self.decimal), column.thousands.or(self.thousands));
            check_signs(&format!("[columns.\"{name}\"] "), decimal, thousands)?;
        }
        if let Some(history) = &self.history {
            if history.file.is_some() && history.key.is_none() {
                return Err("[history] needs a `key`: the column of its file that holds the lead's key".into());
            }
            if history.file.is_none() && (history.by.is_some() || history.key.is_some()) {
                return Err("[history] has `by` or `key` and no `file`: the main file is its own history".into());
            }
        }
        let reserved = ["history", "activities"].into_iter().find(|name| self.joins.contains_key(*name));
        if let Some(name) = reserved {
            return Err(format!("[joins.{name}] must have another name: `{name}.column` is of [{name}]"));
        }
        Ok(())
    }

    /// Where the files lie.
    pub(crate) fn folder(&self, mapping: &Path, given: Option<&Path>) -> PathBuf {
        given.map_or_else(
            || mapping.parent().map_or_else(|| self.data.clone(), |folder| folder.join(&self.data)),
            Path::to_path_buf,
        )
    }

    /// When the import takes place: in one of the mapping's formats, or as `2026-04-30`; a day is its first second.
    pub(crate) fn as_of(&self) -> Result<Instant, String> {
        let read = Calendar::new(&self.dates, self.zone.zone()).read(&self.as_of).map(|Reading { moment, .. }| moment);
        let moment: Moment = read.or_else(|what| self.as_of.parse().map_err(|_neither| format!("as_of: {what}")))?;
        Ok(moment.start(self.zone.zone()))
    }
}

fn check_signs(place: &str, decimal: Option<char>, thousands: Option<char>) -> Result<(), String> {
    let decimal = decimal.unwrap_or('.');
    if thousands == Some(decimal) {
        return Err(format!("{place}`decimal` and `thousands` are both `{decimal}`: they must differ"));
    }
    Ok(())
}
