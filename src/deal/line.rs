//! Lines of a deal, and a deal that is to be opened.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::{
    Currency, Date, DealKey, FieldError, Fields, Instant, List, Money, MoneyError, ProductKey, limits,
};

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

/// One line of a deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DealLine {
    product: ProductKey,
    quantity: u32,
    amount: Money,
}

impl DealLine {
    /// Checks and keeps a line. The amount is that of the whole line, not of a piece; a discount is a negative one.
    ///
    /// # Errors
    /// A quantity of 0 or above 1,000,000,000.
    pub fn new(product: ProductKey, quantity: u32, amount: Money) -> Result<Self, DealError> {
        if limits::LINE_QUANTITY.admits(quantity) {
            Ok(Self { product, quantity, amount })
        } else {
            Err(DealError::Quantity { got: quantity })
        }
    }

    /// The product.
    #[must_use]
    pub const fn product(&self) -> &ProductKey {
        &self.product
    }

    /// Pieces.
    #[must_use]
    pub const fn quantity(&self) -> u32 {
        self.quantity
    }

    /// The amount of the line.
    #[must_use]
    pub const fn amount(&self) -> Money {
        self.amount
    }
}

impl<'de> Deserialize<'de> for DealLine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "DealLine")]
        struct Raw {
            product: ProductKey,
            #[serde(default = "one_piece")]
            quantity: u32,
            amount: Money,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.product, raw.quantity, raw.amount).map_err(serde::de::Error::custom)
    }
}

const fn one_piece() -> u32 {
    1
}

/// A deal to be opened with the hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewDeal {
    key: DealKey,
    currency: Currency,
    lines: List<DealLine>,
    expected_close: Option<Date>,
    fields: Fields,
}

impl NewDeal {
    /// A deal of which nothing is known but its key and currency.
    #[must_use]
    pub const fn new(key: DealKey, currency: Currency) -> Self {
        Self { key, currency, lines: List::empty(), expected_close: None, fields: Fields::new() }
    }

    /// The same deal with these lines.
    ///
    /// # Errors
    /// A line in another currency, a negative total, a total beyond the range of money.
    pub fn with_lines(self, lines: List<DealLine>) -> Result<Self, DealError> {
        total(&lines, self.currency)?;
        Ok(Self { lines, ..self })
    }

    /// The same deal with an expected day of closing.
    #[must_use]
    pub fn with_expected_close(self, date: Date) -> Self {
        Self { expected_close: Some(date), ..self }
    }

    /// The same deal with these fields.
    #[must_use]
    pub fn with_fields(self, fields: Fields) -> Self {
        Self { fields, ..self }
    }

    /// The host's key.
    #[must_use]
    pub const fn key(&self) -> &DealKey {
        &self.key
    }

    /// The one currency of the deal.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The lines.
    #[must_use]
    pub const fn lines(&self) -> &List<DealLine> {
        &self.lines
    }

    /// The expected day of closing.
    #[must_use]
    pub const fn expected_close(&self) -> Option<Date> {
        self.expected_close
    }

    /// The fields.
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.fields
    }
}

impl<'de> Deserialize<'de> for NewDeal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "NewDeal")]
        struct Raw {
            key: DealKey,
            currency: Currency,
            #[serde(default)]
            lines: List<DealLine>,
            #[serde(default)]
            expected_close: Option<Date>,
            #[serde(default)]
            fields: Fields,
        }
        let raw = Raw::deserialize(deserializer)?;
        let new = Self { expected_close: raw.expected_close, fields: raw.fields, ..Self::new(raw.key, raw.currency) };
        new.with_lines(raw.lines).map_err(serde::de::Error::custom)
    }
}
/// The sum of lines in one currency.
pub(crate) fn total(lines: &[DealLine], currency: Currency) -> Result<Money, DealError> {
    let mut sum = Decimal::ZERO;
    for (index, line) in lines.iter().enumerate() {
        let got = line.amount.currency();
        if got != currency {
            return Err(DealError::Currency { line: index.saturating_add(1), expected: currency, got });
        }
        // INVARIANT: at most 64 amounts of at most 10^15 with 4 places fit a decimal of 28 digits.
        sum = sum.checked_add(line.amount.amount()).unwrap_or(Decimal::MAX);
    }
    let total = Money::new(sum, currency)?;
    if total.amount() < Decimal::ZERO {
        return Err(DealError::Negative { total });
    }
    Ok(total)
}
