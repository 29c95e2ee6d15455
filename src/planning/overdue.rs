//! What should have come to an end long ago and has not.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::planning::bounds;
use crate::planning::exact::{Fraction, Meter};
use crate::planning::funnel::Funnel;
use crate::planning::lag::Lag;
use crate::planning::month::Month;
use crate::planning::open_volume::OpenVolume;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::MissingInput;

/// An open volume that is older than the longest lag (滞留案件): by the lags of all steps before it, all of it should have
/// reached the last step before `now`. It is told and not counted as coming wins, because a plan that counted it would
/// hide that nothing new is on its way.
///
/// As text it is a sentence; see [`wording`](crate::wording).
///
/// ```
/// use lead_lifecycle::planning::{Fraction, Funnel, Lag, MonthlyWins, OpenVolume, Schedule};
/// let schedule = Schedule::new(Funnel::standard(), vec![Lag::none(), Lag::none(), Lag::months(3)?])?;
/// let open = |since: &str, volume: u64| OpenVolume {
///     step: "opportunity".parse().unwrap(),
///     since: since.parse().unwrap(),
///     volume: Fraction::from(volume),
/// };
/// // Of those that are open since January, the last should have been won, or lost, in April.
/// let overdue = schedule.overdue("2026-06".parse()?, &[open("2026-01", 24), open("2026-03", 8)])?;
/// assert_eq!(overdue.len(), 1);
/// assert_eq!((overdue[0].due.to_string().as_str(), overdue[0].months_over), ("2026-04", 2));
/// assert_eq!(overdue[0].wins.to_string(), "6");
/// assert_eq!(
///     overdue[0].to_string(),
///     "24 at opportunity since 2026-01 are older than the longest lag of 3 months: \
///      due by 2026-04, 2 months over; not counted (6 wins at the rates of the funnel)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
#[doc(alias = "滞留")]
pub struct OverdueVolume {
    /// What is open.
    pub open: OpenVolume,
    /// The longest that it could take from its step to the last one, in months.
    pub longest_lag: u32,
    /// The last month in which any of it should have reached the last step.
    pub due: Month,
    /// How many months that is ago: 1 and above.
    pub months_over: u32,
    /// The wins that it would bring by the rates of the funnel, if it were as good as new; exact. So much of a plan
    /// would hang on it.
    pub wins: Fraction,
}

/// What is open, by its age.
pub(super) struct ByAge<'a> {
    /// What may still come in time, with the position where it stands.
    pub(super) timely: Vec<(usize, &'a OpenVolume)>,
    /// What is older than the longest lag.
    pub(super) overdue: Vec<OverdueVolume>,
}

impl<'a> ByAge<'a> {
    /// Sorts what is open; nothing of 0 is either. `lags` are those of the funnel's steps.
    pub(super) fn of(
        funnel: &Funnel,
        lags: &[Lag],
        now: Month,
        open: &'a [OpenVolume],
        meter: &mut Meter,
    ) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::OPEN_VOLUMES, open.len())?;
        let mut sorted = ByAge { timely: Vec::new(), overdue: Vec::new() };
        // The share that gets through the last step, the last two …: as far back as something is overdue.
        let mut through = alloc::vec![Fraction::ONE];
        for volume in open {
            let position = open_position(funnel, volume)?;
            let before = lags.iter().skip(position);
            let longest_lag = before.fold(0_u32, |sum, lag| sum.saturating_add(lag.longest()));
            let months_over = now.since(volume.since).saturating_sub(longest_lag);
            if volume.volume.is_zero() {
                continue;
            }
            if months_over == 0 {
                sorted.timely.push((position, volume));
                continue;
            }
            let steps = funnel.steps().len().saturating_sub(position);
            let missing = steps.saturating_add(1).saturating_sub(through.len());
            for rate in funnel.rates().rev().skip(through.len().saturating_sub(1)).take(missing) {
                through.push(meter.mul(through.last().unwrap_or(&Fraction::ONE), rate)?);
            }
            let wins = meter.mul(&volume.volume, through.get(steps).unwrap_or(&Fraction::ZERO))?;
            let due = volume.since.later(longest_lag)?;
            sorted.overdue.push(OverdueVolume { open: volume.clone(), longest_lag, due, months_over, wins });
        }
        Ok(sorted)
    }
}

/// Where an open volume stands: before the last step.
fn open_position(funnel: &Funnel, open: &OpenVolume) -> Result<usize, PlanError> {
    let position = funnel.position(&open.step)?;
    if position == funnel.steps().len() {
        return Err(MissingInput::OpenStep.into());
    }
    Ok(position)
}
