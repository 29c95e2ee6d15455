//! A number that is estimated.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// A number that is estimated and not exact: a probability, an expected value. It is always finite.
///
/// Its text has four places.
///
/// ```
/// use lead_lifecycle::planning::{Funnel, Odds};
/// let chance = Odds::of(&Funnel::standard())?.chance(200, 10)?.probability;
/// assert!(chance.value() > 0.545 && chance.value() < 0.546);
/// assert_eq!(chance.to_string(), "0.5453");
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Estimate(f64);

impl Estimate {
    pub(super) fn new(value: f64) -> Self {
        Self(if value.is_finite() { value } else { f64::MAX })
    }

    /// The number.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }
}

impl Estimate {
    /// The number per cent, without the sign: with so many places, at most six.
    ///
    /// What is neither nothing nor all never reads like it: see [`Chance`](crate::planning::Chance) for how it is told.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Funnel, Odds};
    /// let chance = Odds::of(&Funnel::standard())?.chance(200, 10)?.probability;
    /// assert_eq!((chance.to_percent_text(2), chance.to_percent_text(0)), ("54.53".into(), "55".into()));
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    #[must_use]
    pub fn to_percent_text(self, places: u8) -> String {
        alloc::format!("{:.*}", usize::from(places.min(6)), self.0 * 100.0)
    }

    /// Percentage points with one place, rounded up, so that an error is never told smaller than it is; with what
    /// rounding a chance to two places adds.
    pub(super) fn to_points_text(self) -> String {
        alloc::format!("{:.1}", (libm::ceil(self.0 * 1000.0 + 0.05) / 10.0).min(100.0))
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
