//! What a plan is made for.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::rates::{DealSize, money_fraction, not_negative, same_currency};
use crate::values::{Money, StepName};

/// Revenue to be won with deals of an average size, both in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "売上目標")]
pub struct RevenueGoal {
    revenue: Money,
    deal_size: DealSize,
}

impl RevenueGoal {
    /// A revenue and the average deal that is to bring it.
    ///
    /// # Errors
    /// [`PlanError::Negative`] for negative revenue, [`PlanError::Currencies`] for two currencies.
    pub fn new(revenue: Money, deal_size: DealSize) -> Result<Self, PlanError> {
        not_negative("revenue", revenue)?;
        same_currency(revenue, deal_size.money())?;
        Ok(Self { revenue, deal_size })
    }

    /// The revenue.
    #[must_use]
    pub const fn revenue(&self) -> Money {
        self.revenue
    }

    /// The average deal.
    #[must_use]
    pub const fn deal_size(&self) -> DealSize {
        self.deal_size
    }

    /// The wins that bring the revenue, exact.
    ///
    /// # Errors
    /// [`PlanError::Number`] when the fraction is too large.
    pub fn wins(&self) -> Result<Fraction, PlanError> {
        let revenue = money_fraction("revenue", self.revenue)?;
        Ok(revenue.checked_div(&self.deal_size.fraction())?)
    }

    /// The wins as a fraction of machine words, not reduced.
    pub(super) fn words(&self) -> Option<(u64, u64)> {
        let (revenue, deal) = (self.revenue.amount(), self.deal_size.money().amount());
        let mut numerator = u64::try_from(revenue.mantissa()).ok()?;
        let mut denominator = u64::try_from(deal.mantissa()).ok()?;
        // Both to one scale; a currency has at most four places, so this is short.
        if revenue.scale() < deal.scale() {
            let by = deal.scale().checked_sub(revenue.scale())?;
            numerator = numerator.checked_mul(10_u64.checked_pow(by)?)?;
        }
        if deal.scale() < revenue.scale() {
            let by = revenue.scale().checked_sub(deal.scale())?;
            denominator = denominator.checked_mul(10_u64.checked_pow(by)?)?;
        }
        Some((numerator, denominator))
    }
}

impl<'de> Deserialize<'de> for RevenueGoal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "RevenueGoal")]
        struct Raw {
            revenue: Money,
            deal_size: DealSize,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.revenue, raw.deal_size).map_err(serde::de::Error::custom)
    }
}

/// What a plan starts from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "目標")]
pub enum Target {
    /// Revenue, brought by wins of an average size at the last step.
    Revenue(RevenueGoal),
    /// So many at the last step.
    Wins(Fraction),
    /// So many at any step: the steps before are what it needs, those after what it brings.
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
    /// # Errors
    /// Zero or negative amounts, and two currencies; see [`RevenueGoal::new`].
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

    /// The average deal, if the target speaks of revenue.
    #[must_use]
    pub const fn deal_size(&self) -> Option<DealSize> {
        match self {
            Self::Revenue(goal) => Some(goal.deal_size),
            Self::Wins(_) | Self::Volume { .. } => None,
        }
    }

    /// The exact volume that is aimed at.
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

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revenue(goal) => {
                write!(formatter, "{} at {} a deal", goal.revenue, goal.deal_size.money())
            }
            Self::Wins(wins) => write!(formatter, "{wins} wins"),
            Self::Volume { step, volume } => write!(formatter, "{volume} at {step}"),
        }
    }
}
