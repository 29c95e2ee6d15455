//! Everything in this room that is estimated, in `f64` through `libm`, kept apart from what is exact.
//!
//! The functions of the distributions are here because no statistics crate without `std` is light enough. Tests hold
//! them to 1e-12 against vectors of 25 digits. Exact numbers come in as fractions and are rounded once; nothing goes
//! back into a plan.
#![expect(
    clippy::float_arithmetic,
    reason = "the one module of estimates: its results are `Estimate`, never a `Fraction` or `Money` of a plan"
)]

mod chance;
mod confidence;
mod density;
mod distributions;
mod estimate;
mod float;
mod incidence;
mod integrals;
mod interval;
mod odds;
mod overall_rate;
mod rate_difference;

pub use crate::planning::estimates::chance::{Chance, OddsBasis};
pub use crate::planning::estimates::confidence::Confidence;
pub use crate::planning::estimates::estimate::Estimate;
pub use crate::planning::estimates::incidence::{Incidence, Probability};
pub use crate::planning::estimates::interval::{Interval, IntervalMethod};
pub use crate::planning::estimates::odds::Odds;
pub use crate::planning::estimates::rate_difference::RateDifference;
