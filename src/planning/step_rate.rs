//! The rate of a step: stated, or counted.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::planning::exact::Fraction;
use crate::planning::plan_error::PlanError;
use crate::planning::rate_evidence::RateEvidence;
use crate::planning::share::Share;
use crate::values::Rate;

/// The rate at which a step is reached from the one before (転換率): stated by somebody, or counted.
///
/// Its text is that of a [`Share`] or of a [`RateEvidence`]: `25%`, `1/3`, `50 of 200`. Serde writes
/// `{ "stated": "25%" }` or `{ "evidence": { "converted": 50, "of": 200 } }`.
///
/// ```
/// use lead_lifecycle::planning::StepRate;
/// let stated: StepRate = "25%".parse()?;
/// let counted: StepRate = "50 of 200".parse()?;
/// // Both are the same number, but only one of them knows how sure it is.
/// assert_eq!(stated.fraction(), counted.fraction());
/// assert_eq!((stated.evidence().is_some(), counted.evidence().is_some()), (false, true));
/// assert!("101%".parse::<StepRate>().is_err());
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "転換率")]
pub enum StepRate {
    /// Somebody says so. [`Odds`](crate::planning::Odds) take it as certain.
    Stated(Share),
    /// So many converted out of so many. [`Odds`](crate::planning::Odds) take it for what it proves.
    Evidence(RateEvidence),
}

impl StepRate {
    /// A stated rate in whole per cent. What is above 100 becomes 100.
    #[must_use]
    pub fn percent(percent: u8) -> Self {
        Self::Stated(Share::percent(percent))
    }

    /// The rate as a fraction of one, exact.
    #[must_use]
    pub fn fraction(&self) -> Fraction {
        match self {
            Self::Stated(share) => share.fraction().clone(),
            Self::Evidence(evidence) => {
                let (converted, of) = (u128::from(evidence.converted()), u128::from(evidence.of()));
                // INVARIANT: evidence is out of at least one.
                Fraction::new(converted, of).unwrap_or(Fraction::ZERO)
            }
        }
    }

    /// The evidence, if the rate was counted.
    #[must_use]
    pub const fn evidence(&self) -> Option<RateEvidence> {
        match self {
            Self::Stated(_) => None,
            Self::Evidence(evidence) => Some(*evidence),
        }
    }
}

impl From<Rate> for StepRate {
    fn from(rate: Rate) -> Self {
        Self::Stated(rate.into())
    }
}

impl fmt::Display for StepRate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stated(share) => share.fmt(formatter),
            Self::Evidence(evidence) => evidence.fmt(formatter),
        }
    }
}

impl FromStr for StepRate {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains(" of ") {
            return text.parse().map(Self::Evidence);
        }
        text.parse().map(Self::Stated)
    }
}
