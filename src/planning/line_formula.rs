//! How the whole number of a line came about.

use serde::Serialize;

use crate::planning::deal_size::DealSize;
use crate::planning::exact::Fraction;
use crate::planning::step_rate::StepRate;
use crate::values::Money;

/// How the whole number of a line of a plan came about. As text it is `200 = ⌈50 ÷ 25%⌉`.
///
/// ```
/// use lead_lifecycle::planning::{Funnel, LineFormula, Target};
/// let plan = Funnel::standard().back(&Target::wins(10))?;
/// let formula = plan.formula("mql").unwrap();
/// assert_eq!(formula.to_string(), "200 = ⌈50 ÷ 25%⌉");
/// let LineFormula::Needed { after, .. } = formula else { unreachable!() };
/// assert_eq!(after.to_string(), "50");
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineFormula {
    /// The revenue that is aimed at, divided by what a win brings; rounded up.
    Revenue {
        /// The whole number of the line.
        whole: u128,
        /// The revenue.
        revenue: Money,
        /// What a win brings.
        deal_size: DealSize,
    },
    /// The volume that is aimed at, rounded up.
    Aimed {
        /// The whole number of the line.
        whole: u128,
        /// The volume.
        volume: Fraction,
    },
    /// What the step after this one needs, divided by the rate at which that step is reached; rounded up.
    Needed {
        /// The whole number of the line.
        whole: u128,
        /// What the step after this one needs: exact, or whole where the plan's rounding is
        /// [`Cascade`](crate::planning::Rounding::Cascade).
        after: Fraction,
        /// The rate at which the step after this one is reached.
        rate: StepRate,
    },
    /// What is expected at the step before, times the rate at which this step is reached; rounded down.
    Expected {
        /// The whole number of the line.
        whole: u128,
        /// What is expected at the step before, exact.
        before: Fraction,
        /// The rate at which this step is reached.
        rate: StepRate,
    },
}
