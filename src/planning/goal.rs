//! A question with one unknown: the goal, what is known, what is looked for and what was found.
//! [`Funnel::seek`](crate::planning::Funnel::seek) answers it.

use serde::{Deserialize, Serialize};

use crate::planning::deal_size::DealSize;
use crate::planning::exact::Fraction;
use crate::planning::money_fraction::money_fraction;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::{MissingInput, MoneyInput};
use crate::planning::share::Share;
use crate::values::{Money, StepName};

/// What is to be reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// So much revenue. The deal size must be known too, unless it is what is looked for.
    Revenue(Money),
    /// So many at the last step.
    Wins(Fraction),
}

/// What is known when one number is looked for. What the question does not need may be left out.
///
/// ```
/// use lead_lifecycle::planning::{Fraction, Goal, Known};
/// let known = Known { goal: Some(Goal::Wins(Fraction::from(10_u64))), ..Known::default() };
/// assert_eq!(known.entries, None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct Known {
    /// What is to be reached.
    pub goal: Option<Goal>,
    /// What a win brings on average.
    pub deal_size: Option<DealSize>,
    /// The entries of the funnel. Where they are not given, they are members times load.
    pub entries: Option<Fraction>,
    /// The members of the team.
    pub members: Option<u32>,
    /// How many entries one member handles.
    pub load: Option<Fraction>,
}

/// The one number that is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// The rate of a step. The rate that the funnel has there does not count.
    Rate(StepName),
    /// What a win must bring.
    DealSize,
    /// How many entries it takes.
    Entries,
    /// How many members it takes.
    #[serde(rename = "headcount")]
    Members,
    /// What is reached.
    Goal,
}

/// The number that was found: exact, and rounded so that the goal is still reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// The rate that reaches the goal, exact.
    Rate(Share),
    /// The deal size that reaches the goal.
    DealSize {
        /// The deal size in whole units of its currency, exact.
        exact: Fraction,
        /// The same as money, rounded up to the smallest unit of the currency.
        rounded: Money,
    },
    /// The entries that reach the goal.
    Entries {
        /// The exact number.
        exact: Fraction,
        /// The same, rounded up.
        whole: u128,
    },
    /// The members who handle the entries.
    #[serde(rename = "headcount")]
    Members {
        /// The exact number.
        exact: Fraction,
        /// The same, rounded up.
        whole: u128,
    },
    /// What is reached.
    Goal {
        /// The wins, exact.
        wins: Fraction,
        /// Their revenue, rounded down to the smallest unit of the currency, if the deal size is known.
        revenue: Option<Money>,
    },
}

impl Known {
    pub(super) fn wins(&self) -> Result<Fraction, PlanError> {
        match self.goal.as_ref().ok_or(MissingInput::Goal)? {
            Goal::Wins(wins) => Ok(wins.clone()),
            Goal::Revenue(revenue) => {
                let deal_size = self.deal_size.ok_or(MissingInput::DealSize)?;
                let revenue = money_fraction(MoneyInput::Revenue, *revenue)?;
                Ok(revenue.checked_div(&deal_size.fraction())?)
            }
        }
    }

    pub(super) fn entries(&self) -> Result<Fraction, PlanError> {
        match (&self.entries, self.members, &self.load) {
            (Some(entries), _, _) => Ok(entries.clone()),
            (None, Some(members), Some(load)) => Ok(load.checked_mul(&Fraction::from(u64::from(members)))?),
            (None, _, _) => Err(MissingInput::Entries.into()),
        }
    }
}
