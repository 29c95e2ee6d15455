//! How sure one wants to be.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::error::PlanError;
use crate::planning::estimates::float::to_float;
use crate::planning::fraction::Fraction;

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
    pub(super) fn doubt(&self) -> f64 {
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
