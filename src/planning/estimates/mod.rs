//! Chance: everything in this room that is an estimate, in `f64` through `libm`, kept apart from the exact results.
//!
//! The special functions live here because no statistics crate without `std` is light enough; they are
//! held to 1e-12 against 25-digit vectors (`tests/planning_estimates.rs`). Exact numbers come in as
//! fractions and are rounded once; nothing goes back into a plan.
#![expect(
    clippy::float_arithmetic,
    reason = "the one module of estimates: its results are `Estimate`, never a `Fraction` or `Money` of a plan"
)]

mod confidence;
mod estimate;
mod float;
mod interval;
mod odds;
mod special;

pub use crate::planning::estimates::confidence::Confidence;
pub use crate::planning::estimates::estimate::Estimate;
pub use crate::planning::estimates::interval::{Interval, IntervalMethod};
pub use crate::planning::estimates::odds::{Basis, Chance, Odds};
