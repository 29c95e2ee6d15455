//! How needs become whole numbers.

use serde::{Deserialize, Serialize};

/// How the exact needs of a plan become whole numbers. Both ways round up, never down.
///
/// ```
/// use lead_lifecycle::planning::{Funnel, Rounding, Step, Target};
/// use lead_lifecycle::values::StepName;
/// let step = |name: &str, rate: &str| StepName::new(name).map(|name| Step::new(name, rate.parse().unwrap()));
/// let funnel = Funnel::new(StepName::new("lead")?, vec![step("sql", "30%")?, step("win", "70%")?])?;
/// let mut needs = Vec::new();
/// // 10 ÷ 70 % is 14.28…, and that ÷ 30 % is 47.6….
/// funnel.whole_needs(&Target::wins(10), Rounding::EachStep, &mut needs)?;
/// assert_eq!(needs, [48, 15, 10]);
/// // 15 whole ones ÷ 30 % are 50.
/// funnel.whole_needs(&Target::wins(10), Rounding::Cascade, &mut needs)?;
/// assert_eq!(needs, [50, 15, 10]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "切り上げ")]
pub enum Rounding {
    /// Every step's exact need is rounded up on its own. This is the smallest number whose *expected* result reaches
    /// the target: the one to plan volumes with.
    #[default]
    EachStep,
    /// Every step is worked out from the whole number of the step after it. This is what is needed when each step must
    /// deliver whole cases of its own; it is never less than [`Rounding::EachStep`].
    Cascade,
}
