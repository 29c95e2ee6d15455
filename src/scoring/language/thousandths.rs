//! Points as rules reckon with them.

use crate::values::Points;

/// Thousandths of a point. Beside them a bare `i64` is an instant in seconds, and a bare `u64` a span in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[repr(transparent)]
pub(in crate::scoring) struct Thousandths(i64);

impl Thousandths {
    pub(in crate::scoring) const ZERO: Self = Self(0);
    pub(in crate::scoring) const MAX: Self = Self(i64::MAX);
    pub(super) const MIN: Self = Self(i64::MIN);

    #[inline]
    pub(in crate::scoring) const fn of(number: i64) -> Self {
        Self(number)
    }

    #[inline]
    pub(in crate::scoring) const fn get(self) -> i64 {
        self.0
    }

    /// As points, clamped to what points can be.
    #[inline]
    pub(in crate::scoring) fn points(self) -> Points {
        Points::saturating(self.0)
    }

    #[inline]
    pub(in crate::scoring) const fn wrapping_add(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    #[inline]
    pub(in crate::scoring) const fn wrapping_sub(self, other: Self) -> Self {
        Self(self.0.wrapping_sub(other.0))
    }

    #[inline]
    pub(super) const fn wrapping_neg(self) -> Self {
        Self(self.0.wrapping_neg())
    }

    #[inline]
    pub(in crate::scoring) const fn wrapping_mul(self, times: i64) -> Self {
        Self(self.0.wrapping_mul(times))
    }

    #[inline]
    pub(in crate::scoring) const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    #[inline]
    pub(in crate::scoring) const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    #[inline]
    pub(in crate::scoring) const fn saturating_abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    #[inline]
    pub(in crate::scoring) const fn saturating_mul(self, times: i64) -> Self {
        Self(self.0.saturating_mul(times))
    }

    #[inline]
    pub(in crate::scoring) const fn unsigned_abs(self) -> u64 {
        self.0.unsigned_abs()
    }
}

impl From<Points> for Thousandths {
    #[inline]
    fn from(points: Points) -> Self {
        Self(points.thousandths())
    }
}
