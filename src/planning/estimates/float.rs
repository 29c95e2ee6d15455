//! From exact numbers to floats, rounded once, and back to counts that only start a search.

use crate::planning::exact::Fraction;

/// An exact number as the nearest estimate.
pub(super) fn to_float(fraction: &Fraction) -> f64 {
    let (numerator, denominator) = fraction.naturals();
    let (top, top_shift) = numerator.leading_bits();
    let (bottom, bottom_shift) = denominator.leading_bits();
    let exponent = i64::from(top_shift).saturating_sub(i64::from(bottom_shift));
    let exponent = i32::try_from(exponent).unwrap_or(i32::MAX);
    libm::ldexp(count_to_float(top) / count_to_float(bottom), exponent)
}

/// A count as a float; rounds once above 2^53.
pub(super) fn count_to_float(count: u64) -> f64 {
    // INVARIANT: both halves are below 2^32.
    let half = |bits: u64| f64::from(u32::try_from(bits).unwrap_or(u32::MAX));
    half(count.wrapping_shr(32)) * 4_294_967_296.0 + half(count & 0xFFFF_FFFF)
}

/// A float as a count: towards zero, saturating.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no other conversion exists; `as` saturates, and this only starts a search"
)]
pub(super) fn float_to_count(value: f64) -> u64 {
    value as u64
}
