//! From monthly targets back to the months in which leads must exist.
//!
//! The wins of a month are drawn from earlier months in the shares that the lags say. Totals are exact both ways. With
//! fixed lags, going forward gives back every month exactly; with spread lags, the wins are spread as the lags are.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::column::{Column, Way};
use crate::planning::exact::{Fraction, Meter};
use crate::planning::month::Month;
use crate::planning::month_line::MonthLine;
use crate::planning::month_sheet::{lines_of, months_between};
use crate::planning::monthly_wins::MonthlyWins;
use crate::planning::open_volume::OpenVolume;
use crate::planning::overdue::{ByAge, OverdueVolume};
use crate::planning::plan_error::PlanError;
use crate::planning::schedule::Schedule;

/// Monthly targets, worked back to the months in which leads must exist (月次計画). Made by [`Schedule::back`]. As text it
/// is a table of the whole numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "月次計画")]
pub struct CalendarPlan {
    // INVARIANT: months, covered and overdue follow from the rest.
    schedule: Schedule,
    targets: MonthlyWins,
    now: Month,
    open: Vec<OpenVolume>,
    months: Vec<MonthLine>,
    covered: Vec<Fraction>,
    overdue: Vec<OverdueVolume>,
}

impl Schedule {
    /// From monthly targets back to the volume of every step in every month.
    ///
    /// What is already open is taken off the targets first. What it brings beyond the target of a month counts towards
    /// the next. What is older than the longest lag is not taken off: the plan tells it as
    /// [`overdue`](CalendarPlan::overdue). Months before `now` are marked as past.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Fraction, Funnel, Lag, MonthlyWins, Schedule};
    /// let lags = vec![Lag::months(1)?, Lag::none(), Lag::months(2)?];
    /// let schedule = Schedule::new(Funnel::standard(), lags)?;
    /// let targets = MonthlyWins::new("2026-04".parse()?, vec![Fraction::from(10_u64); 3])?;
    /// let plan = schedule.back(&targets, "2026-02".parse()?, &[])?;
    /// // The wins of April need their 200 MQLs in January, which is over: they are too late.
    /// let january = &plan.months()[0];
    /// assert_eq!((january.month.to_string().as_str(), january.past, january.whole[0]), ("2026-01", true, 200));
    /// assert_eq!(plan.too_late()?.to_string(), "200");
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::ZeroRate`] for a step that nothing gets through to; [`PlanError::Unknown`] for an open step that
    /// the funnel does not have; [`PlanError::Missing`] for one that is its last; [`PlanError::Month`] out of the range
    /// of months; [`PlanError::Limit`] for more than [`bounds::OPEN_VOLUMES`](crate::planning::bounds::OPEN_VOLUMES);
    /// [`PlanError::Number`] for numbers too large, or more than
    /// [`bounds::WORK_STEPS`](crate::planning::bounds::WORK_STEPS).
    pub fn back(&self, targets: &MonthlyWins, now: Month, open: &[OpenVolume]) -> Result<CalendarPlan, PlanError> {
        self.back_within(targets, now, open, &mut Meter::new())
    }

    /// The same, paid out of a purse that others share.
    pub(super) fn back_within(
        &self,
        targets: &MonthlyWins,
        now: Month,
        open: &[OpenVolume],
        meter: &mut Meter,
    ) -> Result<CalendarPlan, PlanError> {
        let ByAge { timely, overdue } = ByAge::of(self.funnel(), self.lags(), now, open, meter)?;
        let arriving = self.arriving(&timely, targets.first(), targets.last()?, now, meter)?;
        let covered = arriving.last().map_or_else(|| Ok(Vec::new()), |wins| wins.fractions(meter))?;
        let net = net_of(targets.wins(), &covered, meter)?;
        let longest = self.longest();
        let first = targets.first().earlier(longest)?;
        let months = months_between(first, targets.last()?);
        let before = usize::try_from(longest).unwrap_or(usize::MAX);
        let mut column = Column::of(&net, meter)?.moved(before, months);
        let mut columns = alloc::vec![column.clone()];
        // From the last step to the first: what a month needs is spread over the months before.
        let steps = self.lags().iter().enumerate().rev().zip(self.funnel().rates().rev());
        for ((index, lag), rate) in steps {
            if !column.is_zero() {
                if rate.is_zero() {
                    let step = self.funnel().name_at(index.saturating_add(1)).clone();
                    return Err(PlanError::ZeroRate { step });
                }
                column = column.over(rate, meter)?.spread(lag.shares(), Way::Earlier, meter)?;
            }
            columns.push(column.clone());
        }
        columns.reverse();
        let months = lines_of(first, now, &columns, meter)?;
        let (schedule, targets, open) = (self.clone(), targets.clone(), open.to_vec());
        Ok(CalendarPlan { schedule, targets, now, open, months, covered, overdue })
    }
}

impl CalendarPlan {
    /// The schedule that the plan follows.
    #[must_use]
    pub const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The wins that were wanted.
    #[must_use]
    pub const fn targets(&self) -> &MonthlyWins {
        &self.targets
    }

    /// The months, from the first in which something is needed to that of the last target.
    #[must_use]
    pub fn months(&self) -> &[MonthLine] {
        &self.months
    }

    /// The line of a month, if the plan has it.
    pub(super) fn in_month(&self, month: Month) -> Option<&MonthLine> {
        let first = self.months.first()?.month;
        let index = usize::try_from(month.since(first)).ok()?;
        self.months.get(index).filter(|line| line.month == month)
    }

    /// The wins that what is already open is expected to bring in every month of the targets, exact.
    #[must_use]
    pub fn covered(&self) -> &[Fraction] {
        &self.covered
    }

    /// What is open and older than the longest lag, in the order in which it was given: it is not counted in
    /// [`covered`](Self::covered). Who counts on it all the same knows from [`OverdueVolume::wins`] how much of the plan
    /// hangs on it.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Fraction, Funnel, Lag, MonthlyWins, OpenVolume, Schedule};
    /// let schedule = Schedule::new(Funnel::standard(), vec![Lag::none(), Lag::none(), Lag::months(1)?])?;
    /// let targets = MonthlyWins::new("2026-04".parse()?, vec![Fraction::from(5_u64)])?;
    /// let (step, since, volume) = ("opportunity".parse()?, "2025-08".parse()?, Fraction::from(20_u64));
    /// let plan = schedule.back(&targets, "2026-04".parse()?, &[OpenVolume { step, since, volume }])?;
    /// // The twenty are seven months over: all of the target has to come from elsewhere.
    /// assert_eq!((plan.overdue()[0].months_over, plan.overdue()[0].wins.to_string()), (7, "5".into()));
    /// assert_eq!(plan.covered()[0], Fraction::ZERO);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[doc(alias = "滞留案件")]
    pub fn overdue(&self) -> &[OverdueVolume] {
        &self.overdue
    }

    /// The entries that were needed in months that are over, exact. To reach the targets all the same, they must come
    /// from elsewhere.
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large.
    pub fn too_late(&self) -> Result<Fraction, PlanError> {
        let past = self.months.iter().filter(|line| line.past);
        let (mut sum, mut meter) = (Fraction::ZERO, Meter::new());
        for entries in past.filter_map(|line| line.exact.first()) {
            sum = meter.add(&sum, entries)?;
        }
        Ok(sum)
    }
}

/// The targets less what covers them. What covers more than the target of a month counts towards the next.
fn net_of(targets: &[Fraction], covered: &[Fraction], meter: &mut Meter) -> Result<Vec<Fraction>, PlanError> {
    let mut spare = Fraction::ZERO;
    let mut net = Vec::with_capacity(targets.len());
    for (target, covered) in targets.iter().zip(covered) {
        spare = meter.add(&spare, covered)?;
        let used = spare.clone().min(target.clone());
        spare = meter.sub(&spare, &used)?;
        net.push(meter.sub(target, &used)?);
    }
    Ok(net)
}

impl<'de> Deserialize<'de> for CalendarPlan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "CalendarPlan", expecting = "a table")]
        struct Raw {
            schedule: Schedule,
            targets: MonthlyWins,
            now: Month,
            open: Vec<OpenVolume>,
            months: Vec<MonthLine>,
            covered: Vec<Fraction>,
            overdue: Vec<OverdueVolume>,
        }
        let raw = Raw::deserialize(deserializer)?;
        let plan = raw.schedule.back(&raw.targets, raw.now, &raw.open);
        let plan = plan.map_err(serde::de::Error::custom)?;
        if plan.months != raw.months || plan.covered != raw.covered || plan.overdue != raw.overdue {
            return Err(serde::de::Error::custom(PlanError::Tampered));
        }
        Ok(plan)
    }
}
