//! Why an exact number cannot be had.

use alloc::string::String;

use serde::Serialize;
use thiserror::Error;

/// Why a [`Fraction`](crate::planning::Fraction) could not be made.
///
/// ```
/// use lead_lifecycle::planning::{Fraction, FractionError};
/// assert_eq!(Fraction::new(1, 0), Err(FractionError::DivisionByZero));
/// let refused = "a third".parse::<Fraction>().unwrap_err();
/// assert_eq!(refused.to_string(), "`a third` is not an exact number; write `12.5`, `25%` or `1/3`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FractionError {
    /// The exact result needs more bits than a fraction may have, or it does not fit the integer that was asked for.
    #[error("exact number of {bits} bits is too large; at most {max} bits are held")]
    TooLarge {
        /// Bits of the larger of numerator and denominator.
        bits: u32,
        /// The most bits that are held.
        max: u32,
    },
    /// The numbers are so long, and so many, that working them out would take too long. See
    /// [`bounds::WORK_STEPS`](crate::planning::bounds::WORK_STEPS).
    #[error(
        "more than {max} steps of long numbers in one call; \
         fewer digits in rates, shares and volumes, or fewer steps, months, states or segments, make it possible"
    )]
    TooMuchWork {
        /// The most steps that one call makes.
        max: u64,
    },
    /// Division by zero.
    #[error("division by zero; the divisor must be above 0")]
    DivisionByZero,
    /// A difference would be negative.
    #[error("difference below zero; only numbers from 0 upwards are planned with")]
    BelowZero,
    /// Text that is not a number of this kind.
    #[error("`{got}` is not an exact number; write `12.5`, `25%` or `1/3`")]
    Text {
        /// The first 40 characters of what was given.
        got: String,
    },
}
