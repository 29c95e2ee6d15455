//! How sure one wants to be.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::estimates::float::to_float;
use crate::planning::exact::Fraction;
use crate::planning::plan_error::PlanError;
use crate::planning::share::Share;

/// How sure one wants to be (信頼度): above 0 % and below 100 %.
///
/// Its text is per cent where that is exact (`90%`), else a fraction (`2/3`). Serde writes and reads it as a
/// [`Fraction`].
///
/// ```
/// use lead_lifecycle::planning::Confidence;
/// assert_eq!("90%".parse::<Confidence>()?, Confidence::P90);
/// assert_eq!(Confidence::P95.to_string(), "95%");
/// // No volume is ever certain.
/// assert!("100%".parse::<Confidence>().is_err());
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
#[doc(alias = "信頼度")]
pub struct Confidence(Fraction);

impl Confidence {
    /// 50 %: as likely as not.
    pub const HALF: Self = Self(Fraction::in_lowest_terms(1, 2));
    /// 80 %: four times out of five.
    pub const P80: Self = Self(Fraction::in_lowest_terms(4, 5));
    /// 90 %: nine times out of ten.
    pub const P90: Self = Self(Fraction::in_lowest_terms(9, 10));
    /// 95 %: nineteen times out of twenty.
    pub const P95: Self = Self(Fraction::in_lowest_terms(19, 20));

    /// A confidence from a fraction of one.
    ///
    /// # Errors
    /// [`PlanError::Confidence`] for 0 %, 100 % and above: no volume is ever certain.
    pub fn new(fraction: Fraction) -> Result<Self, PlanError> {
        if fraction.is_zero() || fraction >= Fraction::ONE {
            return Err(PlanError::Confidence { got: fraction });
        }
        Ok(Self(fraction))
    }

    /// The confidence as a fraction of one, exact.
    #[must_use]
    pub const fn fraction(&self) -> &Fraction {
        &self.0
    }

    /// What is left to doubt: to both tails of a distribution together.
    pub(super) fn doubt(&self) -> f64 {
        // INVARIANT: below one, so there is a complement. However small, a float holds it: a doubt of zero would have no quantile.
        self.0.complement().map_or(0.5, |doubt| to_float(&doubt).max(1e-300))
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // INVARIANT: below one, so it is a share.
        Share::new(self.0.clone()).map_or(Ok(()), |share| share.fmt(formatter))
    }
}

impl FromStr for Confidence {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text.parse()?)
    }
}

impl<'de> Deserialize<'de> for Confidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Fraction::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
