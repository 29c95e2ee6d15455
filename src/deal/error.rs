//! Why a deal, a line or an edit is not accepted.

use serde::{Deserialize, Serialize};

use crate::values::{Currency, FieldError, Instant, Money, MoneyError};

/// Why a deal, a line or an edit is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DealError {
    /// No piece, or too many.
    Quantity {
        /// What was given.
        got: u32,
    },
    /// A line in another currency than the deal.
    Currency {
        /// The line, counted from 1.
        line: usize,
        /// The currency of the deal.
        expected: Currency,
        /// The currency of the line.
        got: Currency,
    },
    /// The lines come to less than nothing.
    Negative {
        /// The total.
        total: Money,
    },
    /// The lines come to more than can be kept.
    Total(MoneyError),
    /// Too many fields.
    Fields(FieldError),
    /// The deal would have moved before it was opened.
    Order {
        /// When it was opened.
        opened: Instant,
        /// When it is said to have moved.
        moved: Instant,
    },
}

impl core::error::Error for DealError {}

impl From<MoneyError> for DealError {
    fn from(error: MoneyError) -> Self {
        Self::Total(error)
    }
}

impl From<FieldError> for DealError {
    fn from(error: FieldError) -> Self {
        Self::Fields(error)
    }
}
