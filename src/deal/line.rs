//! A line of a deal.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::deal::error::DealError;
use crate::values::{Currency, Money, ProductKey, limits};

/// One line of a deal: a product, how many pieces, and what they come to.
///
/// ```
/// use lead_lifecycle::deal::{DealError, DealLine};
/// use lead_lifecycle::values::ProductKey;
/// use lead_lifecycle::{Currency, Money};
/// let amount = Money::from_units(1_200_000, Currency::JPY)?;
/// assert_eq!(DealLine::new(ProductKey::new("crm")?, 10, amount)?.amount(), Some(amount));
/// let none = DealLine::new(ProductKey::new("crm")?, 0, amount).unwrap_err();
/// assert_eq!(none, DealError::Quantity { got: 0 });
/// assert_eq!(none.to_string(), "quantity `0` is out of range: 1 to 1000000000 pieces of a deal line");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DealLine {
    product: ProductKey,
    quantity: u32,
    amount: Option<Money>,
}

impl DealLine {
    /// Checks and keeps a line. The amount is that of the whole line, not of a piece; a discount is a negative one.
    ///
    /// # Errors
    /// A quantity of 0 or above 1,000,000,000.
    pub fn new(product: ProductKey, quantity: u32, amount: Money) -> Result<Self, DealError> {
        Self::checked(product, quantity, Some(amount))
    }

    /// A line of which nobody knows yet what it comes to: it adds nothing to the value of the deal, and does not fill
    /// [`DealItem::Lines`](crate::deal::DealItem::Lines).
    ///
    /// # Errors
    /// As of [`new`](Self::new).
    pub fn unpriced(product: ProductKey, quantity: u32) -> Result<Self, DealError> {
        Self::checked(product, quantity, None)
    }

    fn checked(product: ProductKey, quantity: u32, amount: Option<Money>) -> Result<Self, DealError> {
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

    /// The amount of the line, if it is known.
    #[must_use]
    pub const fn amount(&self) -> Option<Money> {
        self.amount
    }
}

impl<'de> Deserialize<'de> for DealLine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "DealLine", expecting = "a table")]
        struct Raw {
            product: ProductKey,
            #[serde(default = "one_piece")]
            quantity: u32,
            #[serde(default)]
            amount: Option<Money>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::checked(raw.product, raw.quantity, raw.amount).map_err(serde::de::Error::custom)
    }
}

const fn one_piece() -> u32 {
    1
}

/// The sum of lines in one currency.
pub(super) fn total(lines: &[DealLine], currency: Currency) -> Result<Money, DealError> {
    let mut sum = Decimal::ZERO;
    for (index, line) in lines.iter().enumerate() {
        let Some(amount) = line.amount else { continue };
        let got = amount.currency();
        if got != currency {
            return Err(DealError::Currency { line: index.saturating_add(1), expected: currency, got });
        }
        // INVARIANT: at most 64 amounts of at most 10^15 with 4 places fit a decimal of 28 digits.
        sum = sum.checked_add(amount.amount()).unwrap_or(Decimal::MAX);
    }
    let total = Money::new(sum, currency)?;
    if total.amount() < Decimal::ZERO {
        return Err(DealError::Negative { total });
    }
    Ok(total)
}
