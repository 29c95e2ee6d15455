//! Something that a stage needs of a deal.

use serde::{Deserialize, Serialize};

use crate::deal::deal::Deal;
use crate::deal::edit::DealEdit;
use crate::deal::line::DealLine;
use crate::values::FieldName;

/// Something that a stage needs of a deal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DealItem {
    /// At least one line, and what each comes to.
    Lines,
    /// The expected day of closing.
    ExpectedClose,
    /// A field of the deal.
    Field(FieldName),
}

impl DealItem {
    /// Whether a deal has it.
    #[must_use]
    pub fn is_filled(&self, deal: &Deal) -> bool {
        match self {
            Self::Lines => priced(deal.lines()),
            Self::ExpectedClose => deal.expected_close().is_some(),
            Self::Field(name) => deal.fields().get(name.as_str()).is_some(),
        }
    }

    /// Whether a deal would have it after an edit.
    #[must_use]
    pub fn is_filled_after(&self, deal: &Deal, edit: &DealEdit) -> bool {
        match self {
            Self::Lines => priced(edit.lines.as_ref().unwrap_or(deal.lines())),
            Self::ExpectedClose => edit.expected_close.of(deal.expected_close()).is_some(),
            Self::Field(name) => {
                let kept = !edit.clear.contains(name) && self.is_filled(deal);
                kept || edit.set.get(name.as_str()).is_some()
            }
        }
    }
}

/// Whether there is a line, and none whose amount is unknown.
fn priced(lines: &[DealLine]) -> bool {
    !lines.is_empty() && lines.iter().all(|line| line.amount().is_some())
}
