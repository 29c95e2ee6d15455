//! Numbers from checked parts.

use rust_decimal::prelude::ToPrimitive as _;

use crate::scoring::language::ratio::RATE_PARTS;
use crate::values::Rate;

/// Parts of 10^12; exact, because a rate has at most 12 decimal places.
pub(super) fn parts(rate: Rate) -> u64 {
    let whole = rust_decimal::Decimal::from(RATE_PARTS);
    rate.value().checked_mul(whole).and_then(|parts| parts.to_u64()).unwrap_or(RATE_PARTS)
}
