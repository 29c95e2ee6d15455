//! What can stand in the way of a plan, and what would make it possible.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use thiserror::Error;

use crate::planning::fraction::{Fraction, FractionError};
use crate::values::limits::Limit;
use crate::values::{Currency, MoneyError, StepName};

/// Why a plan cannot be made. Every message says what would make it possible.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// An exact number is too large, or not a number.
    #[error(transparent)]
    Number(#[from] FractionError),
    /// Money that its currency does not allow.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A count out of its limit.
    #[error("{got} {name}; {min} to {max} are possible")]
    Limit {
        /// What is counted.
        name: &'static str,
        /// How many were given.
        got: u128,
        /// The fewest.
        min: i128,
        /// The most.
        max: i128,
    },
    /// The same name twice.
    #[error("`{name}` is named twice; every name of a plan must be its own")]
    Twice {
        /// The name.
        name: String,
    },
    /// A name that is not there.
    #[error("`{name}` is not known here{}", did_you_mean(suggestion.as_deref()))]
    Unknown {
        /// The name.
        name: String,
        /// The nearest that is known.
        suggestion: Option<String>,
    },
    /// A rate above 100 %.
    #[error("rate `{got}` is above 100%; 0% to 100% are possible")]
    AboveOne {
        /// The rate.
        got: Fraction,
    },
    /// Evidence of more cases than there were.
    #[error("evidence of {converted} out of {of}; at most {of} can convert, out of 1 or more")]
    Evidence {
        /// Those that converted.
        converted: u64,
        /// Those that were observed.
        of: u64,
    },
    /// Nothing gets through a step, so no volume is enough.
    #[error("nothing gets through to `{step}`, whose rate is 0%; any rate above 0% makes it possible")]
    ZeroRate {
        /// The step.
        step: StepName,
    },
    /// The rate looked for would be above 100 %.
    #[error(transparent)]
    Impossible(#[from] Box<ImpossibleRate>),
    /// Something that must be above zero is zero.
    #[error("{what} is 0; give one above 0")]
    Zero {
        /// What.
        what: &'static str,
    },
    /// A negative amount of money.
    #[error("{what} `{got}` is negative; 0 or more is possible")]
    Negative {
        /// What.
        what: &'static str,
        /// The amount.
        got: String,
    },
    /// Two currencies in one plan.
    #[error("{left} and {right} in one plan; convert to one of them first")]
    Currencies {
        /// The first.
        left: Currency,
        /// The other.
        right: Currency,
    },
    /// Something that is needed for this question was not given.
    #[error("{what} is missing; with it the question has an answer")]
    Missing {
        /// What.
        what: &'static str,
    },
    /// Shares that do not make one whole.
    #[error("the shares of {what} add up to {got}; they must add up to exactly 1")]
    Shares {
        /// Whose shares.
        what: String,
        /// What they add up to.
        got: Fraction,
    },
    /// Leads that would go round for ever.
    #[error("{} are never left for an outcome; give one of them a way out", listed(states))]
    Endless {
        /// The states without a way out.
        states: Vec<StepName>,
    },
    /// A confidence of 0 % or 100 %.
    #[error("confidence `{got}` is not possible; it lies between 0% and 100%, both left out")]
    Confidence {
        /// What was given.
        got: Fraction,
    },
    /// The confidence is not reached with any volume that odds are worked out for.
    #[error("not even {volume} entries give the wanted confidence; lower it, or better the rates")]
    BeyondReach {
        /// The largest volume tried.
        volume: u64,
    },
    /// A stored plan whose lines are not those of its own funnel and target.
    #[error("the stored lines do not follow from the funnel and the target; plan again")]
    Tampered,
    /// A month that is not written `2026-04`, or is out of range.
    #[error("`{got}` is not a month; write it like `2026-04`, from 1900-01 to 9999-12")]
    Month {
        /// What was given.
        got: String,
    },
}

/// A goal that no rate of one step can reach, and what would make it possible.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "`{step}` would need a rate of {}%; at 100% {at_most} of the {wanted} wanted are reached, \
     and {enough} at `{before}` would make it possible",
    needed.to_percent_text()
)]
pub struct ImpossibleRate {
    /// The step whose rate is looked for.
    pub step: StepName,
    /// The rate that would be needed.
    pub needed: Fraction,
    /// What is reached at the last step with a rate of 100 %.
    pub at_most: Fraction,
    /// What is wanted at the last step.
    pub wanted: Fraction,
    /// The step before.
    pub before: StepName,
    /// The volume at the step before that would do with a rate of 100 %.
    pub enough: Fraction,
}

impl PlanError {
    /// Whether `got` is within the limit.
    pub(super) fn check(limit: Limit, got: impl Into<u128>) -> Result<(), Self> {
        let got = got.into();
        if i128::try_from(got).is_ok_and(|got| limit.admits(got)) {
            return Ok(());
        }
        let Limit { name, min, max } = limit;
        Err(Self::Limit { name, got, min, max })
    }

    /// Whether a length is within the limit.
    pub(super) fn check_len(limit: Limit, len: usize) -> Result<(), Self> {
        Self::check(limit, u128::try_from(len).unwrap_or(u128::MAX))
    }

    pub(super) fn unknown(name: &str, nearest: Option<&str>) -> Self {
        Self::Unknown { name: String::from(name), suggestion: nearest.map(String::from) }
    }
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| alloc::format!("; did you mean `{name}`"))
}

fn listed(states: &[StepName]) -> String {
    let quoted: Vec<String> = states.iter().map(|state| alloc::format!("`{state}`")).collect();
    quoted.join(", ")
}
