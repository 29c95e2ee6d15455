//! What is already on its way.

use serde::{Deserialize, Serialize};

use crate::planning::exact::Fraction;
use crate::planning::month::Month;
use crate::values::StepName;

/// A volume that is already on its way (案件残): it stands at a step since a month, and has not got further.
///
/// ```
/// use lead_lifecycle::planning::{Fraction, Funnel, MonthlyWins, OpenVolume, Schedule};
/// let open = OpenVolume {
///     step: "opportunity".parse()?,
///     since: "2026-04".parse()?,
///     volume: Fraction::from(16_u64),
/// };
/// let targets = MonthlyWins::new("2026-04".parse()?, vec![Fraction::from(10_u64)])?;
/// let plan = Schedule::immediate(Funnel::standard()).back(&targets, "2026-04".parse()?, &[open])?;
/// // A quarter of the 16 is won: 6 wins are left to plan, which take 120 MQLs.
/// assert_eq!((plan.covered()[0].to_string().as_str(), plan.months()[0].whole[0]), ("4", 120));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "パイプライン")]
pub struct OpenVolume {
    /// The step where it stands; not the last one, because what is won is not open.
    pub step: StepName,
    /// The month in which it got there.
    pub since: Month,
    /// How many.
    pub volume: Fraction,
}
