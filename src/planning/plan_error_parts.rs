//! What [`PlanError`](crate::planning::PlanError) is made of where one sentence does not do.

use alloc::string::String;

use serde::Serialize;
use thiserror::Error;

use crate::planning::exact::Fraction;
use crate::values::StepName;

/// A goal that no rate of one step can reach, and what would make it possible.
///
/// ```
/// use lead_lifecycle::planning::{Fraction, Funnel, Goal, Known, PlanError, Unknown};
/// use lead_lifecycle::values::StepName;
/// let (goal, entries) = (Some(Goal::Wins(Fraction::from(10_u64))), Some(Fraction::from(30_u64)));
/// let win = Unknown::Rate(StepName::new("win")?);
/// let refused = Funnel::standard().seek(&win, &Known { goal, entries, ..Known::default() }).unwrap_err();
/// let PlanError::Impossible(why) = refused else { unreachable!() };
/// // 30 MQLs bring six opportunities: six wins at the most, and ten opportunities would make ten possible.
/// assert_eq!((why.at_most.to_string(), why.enough.to_string()), ("6".into(), "10".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Error)]
#[error(
    "`{step}` would need a rate of {}%; at 100% {at_most} of the {wanted} wanted are reached, \
     and {enough} at `{before}` would make it possible",
    needed.to_percent_text()
)]
pub struct ImpossibleRate {
    /// The step whose rate was looked for.
    pub step: StepName,
    /// The rate that would be needed, as a fraction of one: above 1.
    pub needed: Fraction,
    /// What is reached at the last step with a rate of 100 %.
    pub at_most: Fraction,
    /// What is wanted at the last step.
    pub wanted: Fraction,
    /// The step before.
    pub before: StepName,
    /// The volume at the step before that would be enough with a rate of 100 %.
    pub enough: Fraction,
}

/// An input that a question needs and did not get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MissingInput {
    /// The goal.
    #[error("goal is missing; with it the question has an answer")]
    Goal,
    /// A goal that is revenue.
    #[error("revenue is missing; with it the question has an answer")]
    Revenue,
    /// What a win brings.
    #[error("deal size is missing; with it the question has an answer")]
    DealSize,
    /// What a member handles.
    #[error("load is missing; with it the question has an answer")]
    Load,
    /// The entries, or what they follow from.
    #[error("entries, or members and their load, are missing; with them the question has an answer")]
    Entries,
    /// As many rows of a chain as it has states.
    #[error("there must be one row for every state, and no more")]
    RowPerState,
    /// As many shares in a row of a chain as the chain has states and outcomes.
    #[error("there must be one share for every state and outcome in a row, and no more; give 0 where nothing goes")]
    SharePerPlace,
    /// As many lags as the funnel has steps.
    #[error("there must be one lag for every step, and no more; give no lag at all or 0 months where it takes no time")]
    LagPerStep,
    /// A step before the last one, for a volume that is open.
    #[error("what stands at the last step is won, not open; give a step before it")]
    OpenStep,
}

/// An input that must be above zero and is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ZeroInput {
    /// What a win brings.
    #[error("deal size is 0; give one above 0")]
    DealSize,
    /// The days of a sales cycle.
    #[error("the cycle's days are 0; give a number above 0")]
    CycleDays,
    /// The cases that a lag was measured by, all together.
    #[error("the count that a lag is measured by is 0; give one above 0")]
    LagCount,
    /// The least that a member handles.
    #[error("workload is 0; give one above 0")]
    Workload,
    /// What a member handles.
    #[error("load is 0; give one above 0")]
    Load,
    /// The entries of a funnel.
    #[error("volume is 0; give one above 0")]
    Volume,
}

/// An input that is money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MoneyInput {
    /// The revenue that is wanted.
    Revenue,
    /// What a win brings.
    DealSize,
}

impl core::fmt::Display for MoneyInput {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.pad(match self {
            Self::Revenue => "revenue",
            Self::DealSize => "deal size",
        })
    }
}

/// Shares that do not make one whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SharesError {
    /// The shares of a lag.
    #[error("the shares of a lag add up to {got}; they must add up to exactly 1")]
    Lag {
        /// What they add up to.
        got: Fraction,
    },
    /// The shares of the segments of a plan.
    #[error("the shares of the segments add up to {got}; they must add up to exactly 1")]
    Segments {
        /// What they add up to.
        got: Fraction,
    },
    /// The row of a state of a chain.
    #[error("the shares of {state} add up to {got}; they must add up to exactly 1")]
    Row {
        /// The state.
        state: StepName,
        /// What they add up to.
        got: Fraction,
    },
    /// More comes back from a step than drops out there.
    #[error("the shares of what comes back from {from} add up to {got}; they may add up to 1 at most")]
    Returns {
        /// The step.
        from: StepName,
        /// What they add up to.
        got: Fraction,
    },
}

/// What is not a month from 1900-01 to 9999-12.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MonthError {
    /// Text that is not written like `2026-04`.
    #[error("`{got}` is not a month; write it like `2026-04`, from 1900-01 to 9999-12")]
    Text {
        /// The first 40 characters of what was given.
        got: String,
    },
    /// A year and a month that do not exist, or are out of range.
    #[error("`{year:04}-{month:02}` is not a month; write it like `2026-04`, from 1900-01 to 9999-12")]
    Numbers {
        /// The year.
        year: u16,
        /// The month of the year.
        month: u8,
    },
    /// Months were counted on or back beyond the range.
    #[error("a month of the year {year} is out of range; months lie from 1900-01 to 9999-12")]
    Beyond {
        /// The year that was reached.
        year: i64,
    },
}
