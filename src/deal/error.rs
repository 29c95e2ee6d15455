//! Why a deal, a line or an edit is not accepted.

use serde::Serialize;

use crate::values::{Currency, FieldError, Instant, Money, MoneyError, limits};

/// Why a deal, a line or an edit is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DealError {
    /// No piece, or too many.
    #[error("quantity `{got}` is out of range: {}", limits::LINE_QUANTITY)]
    Quantity {
        /// What was given.
        got: u32,
    },
    /// A line in another currency than the deal.
    #[error("line {line} is in {got}, the deal in {expected}: write all lines in {expected}")]
    Currency {
        /// The line, counted from 1.
        line: usize,
        /// The currency of the deal.
        expected: Currency,
        /// The currency of the line.
        got: Currency,
    },
    /// The lines come to less than nothing.
    #[error("the lines come to `{total}`: the total must be zero or more")]
    Negative {
        /// The total.
        total: Money,
    },
    /// The lines come to more than can be kept.
    #[error(transparent)]
    Total(#[from] MoneyError),
    /// Too many fields.
    #[error(transparent)]
    Fields(#[from] FieldError),
    /// The deal would have moved before it was opened.
    #[error("deal moved at `{moved}`, before it was opened at `{opened}`: it cannot move earlier")]
    Order {
        /// When it was opened.
        opened: Instant,
        /// When it is said to have moved.
        moved: Instant,
    },
}
