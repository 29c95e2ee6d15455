//! Dates, amounts and keys as cells: what is not known is empty.
//!
//! Text is written as it is, also where a spreadsheet would take it for a formula: the files are for machines.

use std::fmt::Display;

use lead_lifecycle::Money;
use lead_lifecycle::lead::{MilestoneBasis, MilestoneMark};
use lead_lifecycle::values::{FieldValue, decimal};

/// One row of cells.
#[derive(Debug, Default)]
pub(crate) struct Cells(Vec<String>);

impl Cells {
    pub(crate) fn put(&mut self, value: impl Display) {
        self.0.push(value.to_string());
    }

    /// A cell, empty if there is no value.
    pub(crate) fn maybe<T: Display>(&mut self, value: Option<T>) {
        self.0.push(value.map_or_else(String::new, |value| value.to_string()));
    }

    /// A profile value. A mapping reads semicolons between the members of a set too: one that holds some stands in quotes.
    pub(crate) fn field(&mut self, value: Option<&FieldValue>) {
        let Some(FieldValue::Set(members)) = value else { return self.maybe(value) };
        let quoted = |member: &str| {
            let plain = !member.contains([',', ';', '"']);
            if plain { member.to_owned() } else { format!("\"{}\"", member.replace('"', "\"\"")) }
        };
        self.put(members.iter().map(|member| quoted(member.as_str())).collect::<Vec<_>>().join(", "));
    }

    /// An amount as a plain number: its currency has a column of its own.
    pub(crate) fn amount(&mut self, value: Option<Money>) {
        self.maybe(value.map(|value| decimal::to_text(value.amount())));
    }

    pub(crate) fn all(&self) -> &[String] {
        &self.0
    }
}

/// How a milestone is known. One that is implied and has a date all the same, that of another step, is told apart: read back
/// without it, its date would be lost.
pub(crate) const fn basis(mark: &MilestoneMark) -> &'static str {
    match (mark.basis, mark.at) {
        (MilestoneBasis::Direct, _) => "direct",
        (MilestoneBasis::Imported, _) => "imported",
        (MilestoneBasis::Implied, None) => "implied",
        (MilestoneBasis::Implied, Some(_)) => IMPLIED_DATED,
    }
}

/// The words of a milestone's column `…_basis` that a mapping reads as reached.
pub(crate) const REACHED: [&str; 3] = ["direct", "imported", IMPLIED_DATED];
const IMPLIED_DATED: &str = "implied_dated";
