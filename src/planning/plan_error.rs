//! What can stand in the way of a plan, and what would make it possible.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use thiserror::Error;

use crate::planning::exact::{Fraction, FractionError};
use crate::planning::plan_error_parts::{ImpossibleRate, MissingInput, MoneyInput, MonthError, SharesError, ZeroInput};
use crate::values::limits::Limit;
use crate::values::{Currency, Money, MoneyError, StepName, suggest};

/// Why a plan cannot be made. Every message says what would make it possible.
///
/// The messages are for those who build a host. The variants and their fields are what a host shows in its own words;
/// they are `Serialize` for that.
///
/// ```
/// use lead_lifecycle::planning::{Funnel, PlanError, StepRate, Target};
/// use lead_lifecycle::values::StepName;
/// let win = StepName::new("win")?;
/// let nothing_is_won = Funnel::standard().with_rate(&win, StepRate::percent(0))?;
/// let refused = nothing_is_won.back(&Target::wins(10)).unwrap_err();
/// assert_eq!(refused, PlanError::ZeroRate { step: win });
/// assert_eq!(
///     refused.to_string(),
///     "nothing gets through to `win`, whose rate is 0%; any rate above 0% makes it possible"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PlanError {
    /// An exact number is too large, or not a number.
    #[error(transparent)]
    Number(#[from] FractionError),
    /// Money that its currency does not allow.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A count that is out of its limit; see [`bounds`](crate::planning::bounds).
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
    /// The same name twice, where every name must be its own.
    #[error("`{name}` is named twice; every name of a plan must be its own")]
    Twice {
        /// The name.
        name: String,
    },
    /// A name that the funnel, chain or plan does not have.
    #[error("`{name}` is not known here{}", did_you_mean(suggestion.as_deref()))]
    Unknown {
        /// The name.
        name: String,
        /// The known name that is nearest to it, if one is near.
        suggestion: Option<String>,
    },
    /// A rate above 100 %.
    #[error("rate `{}` is above 100%; 0% to 100% are possible", got.to_share_text())]
    AboveOne {
        /// The rate.
        got: Fraction,
    },
    /// Evidence in which more converted than there were, or there were none.
    #[error("evidence of {converted} out of {of}; at most {of} can convert, out of 1 or more")]
    Evidence {
        /// Those that converted.
        converted: u64,
        /// Those that were observed.
        of: u64,
    },
    /// Text that is not evidence.
    #[error("`{got}` is not evidence; write it like `50 of 200`")]
    EvidenceText {
        /// The first 40 characters of what was given.
        got: String,
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
    #[error(transparent)]
    Zero(#[from] ZeroInput),
    /// A negative amount of money.
    #[error("{what} `{got}` is negative; 0 or more is possible")]
    Negative {
        /// Which amount.
        what: MoneyInput,
        /// The amount.
        got: Money,
    },
    /// Two currencies in one plan.
    #[error("{left} and {right} in one plan; convert to one of them first")]
    Currencies {
        /// The first.
        left: Currency,
        /// The other.
        right: Currency,
    },
    /// Something that the question needs was not given.
    #[error(transparent)]
    Missing(#[from] MissingInput),
    /// Shares that do not make one whole.
    #[error(transparent)]
    Shares(#[from] SharesError),
    /// Leads that would go round for ever.
    #[error("{} are never left for an outcome; give one of them a way out", listed(states))]
    Endless {
        /// The states without a way out.
        states: Vec<StepName>,
    },
    /// A confidence of 0 % or 100 %.
    #[error("confidence `{}` is not possible; it lies between 0% and 100%, both left out", got.to_share_text())]
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
    /// Not a month, or one that is out of range.
    #[error(transparent)]
    Month(#[from] MonthError),
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

    /// A name that is none of the known ones.
    pub(super) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let nearest: Option<&'a str> = suggest(name, known);
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
