//! An instant in 38 bits of a word. What stands in the bits above it is not read here.

use crate::values::Instant;

pub(super) const AT_BITS: u32 = 38;
pub(super) const AT_MASK: u64 = (1 << AT_BITS) - 1;

/// Instants lie in a range of less than 2^38 seconds.
#[inline]
pub(in crate::scoring) fn pack(at: i64) -> u64 {
    u64::try_from(at.saturating_sub(Instant::MIN.seconds())).unwrap_or(0) & AT_MASK
}

#[inline]
pub(super) fn unpack(word: u64) -> i64 {
    // INVARIANT: 38 bits and a minimum within 38 bits of zero.
    i64::try_from(word & AT_MASK).unwrap_or(0).wrapping_add(Instant::MIN.seconds())
}

/// An instant as it stands in a word.
#[inline]
pub(in crate::scoring) fn now(at: i64) -> i64 {
    at.wrapping_sub(Instant::MIN.seconds())
}

/// A word's instant, to 64 seconds.
#[inline]
pub(super) fn coarse(word: u64) -> u32 {
    u32::try_from((word & AT_MASK).wrapping_shr(AT_BITS - u32::BITS)).unwrap_or(0)
}

/// Whether the occurrence of a word comes after an instant as [`now`] gives it.
#[inline]
pub(super) fn later(word: u64, now: i64) -> bool {
    i64::try_from(word & AT_MASK).unwrap_or(0) > now
}
