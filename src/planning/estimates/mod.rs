//! Chance: everything in this room that is an estimate, in `f64` through `libm`, kept apart from the exact results.
//!
//! The special functions live here because no statistics crate without `std` is light enough; they are
//! held to 1e-12 against 25-digit vectors (`tests/planning_estimates.rs`). Exact numbers come in as
//! fractions and are rounded once; nothing goes back into a plan.
#![expect(
    clippy::float_arithmetic,
    reason = "the one module of estimates: its results are `Estimate`, never a `Fraction` or `Money` of a plan"
)]

mod interval;
mod odds;
mod special;

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;

pub use crate::planning::estimates::interval::{Interval, IntervalMethod};
pub use crate::planning::estimates::odds::{Basis, Chance, Odds};

/// A number that is estimated, not exact: a probability, or an expected value. Always finite.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Estimate(f64);

impl Estimate {
    fn new(value: f64) -> Self {
        Self(if value.is_finite() { value } else { f64::MAX })
    }

    /// The number.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&alloc::format!("{:.4}", self.0))
    }
}

impl<'de> Deserialize<'de> for Estimate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        if value.is_finite() {
            return Ok(Self(value));
        }
        Err(serde::de::Error::custom("an estimate is a finite number"))
    }
}

/// How sure one wants to be (信頼度): above 0 % and below 100 %.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
#[doc(alias = "信頼度")]
pub struct Confidence(Fraction);

impl Confidence {
    /// As likely as not.
    pub const HALF: Self = Self(Fraction::in_lowest_terms(1, 2));
    /// Four times out of five.
    pub const P80: Self = Self(Fraction::in_lowest_terms(4, 5));
    /// Nine times out of ten.
    pub const P90: Self = Self(Fraction::in_lowest_terms(9, 10));
    /// Nineteen times out of twenty.
    pub const P95: Self = Self(Fraction::in_lowest_terms(19, 20));

    /// A confidence.
    ///
    /// # Errors
    /// [`PlanError::Confidence`] for 0 %, 100 % and above: no volume is ever certain.
    pub fn new(fraction: Fraction) -> Result<Self, PlanError> {
        if fraction.is_zero() || fraction >= Fraction::ONE {
            return Err(PlanError::Confidence { got: fraction });
        }
        Ok(Self(fraction))
    }

    /// As a fraction of one.
    #[must_use]
    pub const fn fraction(&self) -> &Fraction {
        &self.0
    }

    /// What is left to both tails together.
    fn doubt(&self) -> f64 {
        // INVARIANT: below one, so there is a complement.
        self.0.complement().map_or(0.5, |doubt| to_float(&doubt))
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&alloc::format!("{}%", self.0.to_percent_text()))
    }
}

impl<'de> Deserialize<'de> for Confidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Fraction::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// An exact number as the nearest estimate.
fn to_float(fraction: &Fraction) -> f64 {
    let (numerator, denominator) = fraction.naturals();
    let (top, top_shift) = numerator.leading_bits();
    let (bottom, bottom_shift) = denominator.leading_bits();
    let exponent = i64::from(top_shift).saturating_sub(i64::from(bottom_shift));
    let exponent = i32::try_from(exponent).unwrap_or(i32::MAX);
    libm::ldexp(count_to_float(top) / count_to_float(bottom), exponent)
}

/// A count as a float; rounds once above 2^53.
fn count_to_float(count: u64) -> f64 {
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
fn float_to_count(value: f64) -> u64 {
    value as u64
}
