//! A rate that was counted.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::plan_error::PlanError;

/// A rate that was counted: so many converted, out of so many.
///
/// A plan takes the exact fraction. [`Odds`](crate::planning::Odds) also take into account how little a small count
/// proves, and [`interval`](Self::interval) says it.
///
/// Its text is `50 of 200`.
///
/// ```
/// use lead_lifecycle::planning::{RateEvidence, StepRate};
/// let counted: RateEvidence = "50 of 200".parse()?;
/// assert_eq!(counted, RateEvidence::new(50, 200)?);
/// assert_eq!(StepRate::Evidence(counted).fraction().to_string(), "0.25");
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "実績")]
pub struct RateEvidence {
    converted: u64,
    of: u64,
}

impl RateEvidence {
    /// `converted` out of `of`, both counted in cases.
    ///
    /// ```
    /// use lead_lifecycle::planning::RateEvidence;
    /// assert_eq!(RateEvidence::new(50, 200)?.to_string(), "50 of 200");
    /// assert!(RateEvidence::new(201, 200).is_err());
    /// assert!(RateEvidence::new(0, 0).is_err());
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Evidence`] when more converted than there were, or there were none; [`PlanError::Limit`] beyond
    /// [`bounds::EVIDENCE_OF`].
    pub fn new(converted: u64, of: u64) -> Result<Self, PlanError> {
        if converted > of || of == 0 {
            return Err(PlanError::Evidence { converted, of });
        }
        PlanError::check(bounds::EVIDENCE_OF, of)?;
        Ok(Self { converted, of })
    }

    /// How many converted.
    #[must_use]
    pub const fn converted(&self) -> u64 {
        self.converted
    }

    /// How many there were.
    #[must_use]
    pub const fn of(&self) -> u64 {
        self.of
    }
}

impl fmt::Display for RateEvidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&alloc::format!("{} of {}", self.converted, self.of))
    }
}

impl FromStr for RateEvidence {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || PlanError::EvidenceText { got: text.chars().take(40).collect() };
        let count = |digits: &str| {
            let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|_| only_digits).ok_or_else(refuse)
        };
        let (converted, of) = text.split_once(" of ").ok_or_else(refuse)?;
        Self::new(count(converted)?, count(of)?)
    }
}

impl<'de> Deserialize<'de> for RateEvidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "RateEvidence", expecting = "a table")]
        struct Raw {
            converted: u64,
            of: u64,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.converted, raw.of).map_err(serde::de::Error::custom)
    }
}
