//! What should have come to an end long ago and has not.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::planning::bounds;
use crate::planning::exact::{Fraction, Meter};
use crate::planning::month::Month;
use crate::planning::open_volume::OpenVolume;
use crate::planning::plan_error::PlanError;
use crate::planning::schedule::Schedule;

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

impl Schedule {
    /// The open volumes that are older than the longest lag from their step to the last one. They do not count in
    /// [`back`](Self::back) and [`forward`](Self::forward). Nothing of 0 is overdue. See [`OverdueVolume`] for an
    /// example.
    ///
    /// A volume that is late, but not all of it, counts in full: of those that take two or three months and are open
    /// for three, what is left is expected in `now`.
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for an open step that the funnel does not have; [`PlanError::Missing`] for one that is its
    /// last; [`PlanError::Limit`] for more than [`bounds::OPEN_VOLUMES`]; [`PlanError::Number`] for numbers too large.
    pub fn overdue(&self, now: Month, open: &[OpenVolume]) -> Result<Vec<OverdueVolume>, PlanError> {
        Ok(self.sorted_by_age(now, open, &mut Meter::new())?.overdue)
    }

    /// What is open, by its age; nothing of 0 is either.
    pub(super) fn sorted_by_age<'a>(
        &self,
        now: Month,
        open: &'a [OpenVolume],
        meter: &mut Meter,
    ) -> Result<ByAge<'a>, PlanError> {
        PlanError::check_len(bounds::OPEN_VOLUMES, open.len())?;
        let mut sorted = ByAge { timely: Vec::new(), overdue: Vec::new() };
        if open.is_empty() {
            return Ok(sorted);
        }
        // The share of every position that reaches the last step, once for all.
        let mut reaching = alloc::vec![Fraction::ONE];
        let mut share = Fraction::ONE;
        for rate in self.funnel().rates().rev() {
            share = meter.mul(&share, rate)?;
            reaching.push(share.clone());
        }
        reaching.reverse();
        for volume in open {
            let position = self.open_position(volume)?;
            let lags = self.lags().iter().skip(position);
            let longest_lag = lags.fold(0_u32, |sum, lag| sum.saturating_add(lag.longest()));
            let months_over = now.since(volume.since).saturating_sub(longest_lag);
            if volume.volume.is_zero() {
                continue;
            }
            if months_over == 0 {
                sorted.timely.push((position, volume));
                continue;
            }
            let wins = meter.mul(&volume.volume, reaching.get(position).unwrap_or(&Fraction::ZERO))?;
            let due = volume.since.later(longest_lag)?;
            sorted.overdue.push(OverdueVolume { open: volume.clone(), longest_lag, due, months_over, wins });
        }
        Ok(sorted)
    }
}
