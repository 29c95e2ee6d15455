//! What a plan is made for.

use serde::{Deserialize, Serialize};

use crate::planning::deal_size::DealSize;
use crate::planning::exact::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::plan_error::PlanError;
use crate::planning::revenue_goal::RevenueGoal;
use crate::values::{Money, StepName};

/// What a plan is made for (目標).
///
/// ```
/// use lead_lifecycle::planning::{Funnel, Target};
/// use lead_lifecycle::values::StepName;
/// use lead_lifecycle::{Currency, Money};
/// let yen = |amount| Money::from_units(amount, Currency::JPY);
/// for target in [
///     Target::revenue(yen(30_000_000)?, yen(3_000_000)?)?,
///     Target::wins(10),
///     Target::volume(StepName::new("opportunity")?, 40),
/// ] {
///     assert_eq!(Funnel::standard().back(&target)?.entries().to_string(), "200");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "目標")]
pub enum Target {
    /// Revenue, which wins of an average size at the last step bring.
    Revenue(RevenueGoal),
    /// So many at the last step.
    Wins(Fraction),
    /// So many at any step. The steps before it are what that needs, the steps after it what it brings.
    Volume {
        /// The step.
        step: StepName,
        /// How many.
        volume: Fraction,
    },
}

impl Target {
    /// Revenue from deals of an average size.
    ///
    /// ```
    /// use lead_lifecycle::planning::Target;
    /// use lead_lifecycle::{Currency, Money};
    /// let yen = Money::from_units(30_000_000, Currency::JPY)?;
    /// let dollars = Money::from_units(30_000, Currency::USD)?;
    /// assert!(Target::revenue(yen, dollars).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Zero`] for a deal size of 0; [`PlanError::Negative`] for an amount below 0;
    /// [`PlanError::Currencies`] for two currencies.
    pub fn revenue(revenue: Money, deal_size: Money) -> Result<Self, PlanError> {
        Ok(Self::Revenue(RevenueGoal::new(revenue, DealSize::new(deal_size)?)?))
    }

    /// A whole number of wins.
    #[must_use]
    pub fn wins(wins: u64) -> Self {
        Self::Wins(Fraction::from(wins))
    }

    /// A whole number at a step.
    #[must_use]
    pub fn volume(step: StepName, volume: u64) -> Self {
        Self::Volume { step, volume: Fraction::from(volume) }
    }

    /// What a win brings on average, if the target is revenue.
    #[must_use]
    pub const fn deal_size(&self) -> Option<DealSize> {
        match self {
            Self::Revenue(goal) => Some(goal.deal_size()),
            Self::Wins(_) | Self::Volume { .. } => None,
        }
    }

    /// The exact volume that is aimed at, at the step that the target speaks of.
    ///
    /// # Errors
    /// [`PlanError::Number`] when the fraction is too large.
    pub fn aim(&self) -> Result<Fraction, PlanError> {
        match self {
            Self::Revenue(goal) => goal.wins(),
            Self::Wins(wins) => Ok(wins.clone()),
            Self::Volume { volume, .. } => Ok(volume.clone()),
        }
    }

    /// Where in the funnel the target stands.
    pub(super) fn position(&self, funnel: &Funnel) -> Result<usize, PlanError> {
        match self {
            Self::Revenue(_) | Self::Wins(_) => Ok(funnel.steps().len()),
            Self::Volume { step, .. } => funnel.position(step),
        }
    }

    pub(super) fn words(&self) -> Option<(u64, u64)> {
        let word = |part: Option<u128>| part.and_then(|value| u64::try_from(value).ok());
        match self {
            Self::Revenue(goal) => goal.words(),
            Self::Wins(volume) | Self::Volume { volume, .. } => {
                word(volume.numerator()).zip(word(volume.denominator()))
            }
        }
    }
}
