//! Exact numbers: fractions of any size, and the natural numbers that they are made of. Nothing is rounded here, unless
//! the name of a function says so.

mod fraction;
mod fraction_error;
mod fraction_text;
mod lehmer;
mod limbs;
mod meter;
mod natural;
mod steps;

pub use crate::planning::exact::fraction::Fraction;
pub use crate::planning::exact::fraction_error::FractionError;
pub(in crate::planning) use crate::planning::exact::meter::Meter;
pub(in crate::planning) use crate::planning::exact::natural::Natural;
