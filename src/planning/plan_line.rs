//! The lines of a plan.

use serde::{Deserialize, Serialize};

use crate::planning::exact::Fraction;
use crate::values::StepName;

/// What a line of a plan stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineRole {
    /// Needed so that the target is reached; whole numbers are rounded up.
    Needed,
    /// The target itself, rounded up.
    Aimed,
    /// Expected after the target's step; whole numbers are rounded down, so that nothing is promised that is not there.
    Expected,
}

/// One step of a plan: how many there are to be.
///
/// [`Plan::formula`](crate::planning::Plan::formula) says how the number came about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct PlanLine {
    /// The step.
    pub step: StepName,
    /// Needed, aimed at, or expected.
    pub role: LineRole,
    /// How many, exact.
    pub exact: Fraction,
    /// How many, as a whole number: rounded as the role and the plan's [`Rounding`](crate::planning::Rounding) say.
    pub whole: u128,
}
