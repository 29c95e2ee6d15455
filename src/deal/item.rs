//! Something that a stage needs of a deal.

use serde::{Deserialize, Serialize};

use crate::deal::deal::Deal;
use crate::deal::edit::DealEdit;
use crate::values::FieldName;

/// Something that a stage needs of a deal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DealItem {
    /// At least one line.
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
            Self::Lines => !deal.lines().is_empty(),
            Self::ExpectedClose => deal.expected_close().is_some(),
            Self::Field(name) => deal.fields().get(name.as_str()).is_some(),
        }
    }

    /// Whether a deal would have it after an edit.
    #[must_use]
    pub fn is_filled_after(&self, deal: &Deal, edit: &DealEdit) -> bool {
        match self {
            Self::Lines => !edit.lines.as_ref().unwrap_or(deal.lines()).is_empty(),
            Self::ExpectedClose => edit.expected_close.of(deal.expected_close()).is_some(),
            Self::Field(name) => {
                let kept = !edit.clear.contains(name) && self.is_filled(deal);
                kept || edit.set.get(name.as_str()).is_some()
            }
        }
    }
}
