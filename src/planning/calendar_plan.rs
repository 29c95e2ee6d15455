//! From monthly targets back to the months in which leads must exist.
//!
//! The wins of a month are drawn from earlier months in the shares that the lags say. Totals are exact both ways. With
//! fixed lags, going forward gives back every month exactly; with spread lags, the wins are spread as the lags are.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::exact::Fraction;
use crate::planning::month::Month;
use crate::planning::month_line::MonthLine;
use crate::planning::month_sheet::MonthSheet;
use crate::planning::monthly_wins::MonthlyWins;
use crate::planning::open_volume::OpenVolume;
use crate::planning::plan_error::PlanError;
use crate::planning::schedule::Schedule;

/// Monthly targets, worked back to the months in which leads must exist (月次計画). Made by [`Schedule::back`]. As text it
/// is a table of the whole numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "月次計画")]
pub struct CalendarPlan {
    // INVARIANT: months and covered follow from the rest.
    schedule: Schedule,
    targets: MonthlyWins,
    now: Month,
    open: Vec<OpenVolume>,
    months: Vec<MonthLine>,
    covered: Vec<Fraction>,
}

impl Schedule {
    /// From monthly targets back to the volume of every step in every month.
    ///
    /// What is already open is taken off the targets first. What it brings beyond the target of a month counts towards
    /// the next. Months before `now` are marked as past.
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
    /// of months; [`PlanError::Number`] for numbers too large.
    pub fn back(&self, targets: &MonthlyWins, now: Month, open: &[OpenVolume]) -> Result<CalendarPlan, PlanError> {
        let covered = self.covered(targets, now, open)?;
        let net = net_of(targets.wins(), &covered)?;
        let longest = self.longest();
        let first = targets.first().earlier(longest)?;
        let mut sheet = MonthSheet::new(first, targets.last()?, self.funnel().names().count());
        for (index, wins) in (0_u32..).zip(&net) {
            let month = targets.first().later(index)?;
            sheet.add(self.funnel().steps().len(), month, wins)?;
        }
        // From the last step to the first: what a month needs is spread over the months before.
        for (index, lag) in self.lags().iter().enumerate().rev() {
            let needs = sheet.volumes(index.saturating_add(1));
            for (month, need) in needs.into_iter().filter(|(_, need)| !need.is_zero()) {
                let before = self.funnel().divide(&need, index)?;
                for (months, share) in (0_u32..).zip(lag.shares()).filter(|(_, s)| !s.is_zero()) {
                    sheet.add(index, month.earlier(months)?, &before.checked_mul(share)?)?;
                }
            }
        }
        Ok(CalendarPlan {
            schedule: self.clone(),
            targets: targets.clone(),
            now,
            open: open.to_vec(),
            months: sheet.lines(now)?,
            covered,
        })
    }

    /// What is already open brings to the months of the targets. What it brings before or after them does not count.
    fn covered(&self, targets: &MonthlyWins, now: Month, open: &[OpenVolume]) -> Result<Vec<Fraction>, PlanError> {
        let last = targets.last()?;
        let mut sheet = MonthSheet::new(targets.first(), last, self.funnel().names().count());
        for volume in open {
            let position = self.open_position(volume)?;
            self.flow(&mut sheet, position, volume.since, &volume.volume, now)?;
        }
        let wins = sheet.volumes(self.funnel().steps().len());
        Ok(wins.into_iter().map(|(_, wins)| wins).collect())
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

    /// The wins that what is already open is expected to bring in every month of the targets, exact.
    #[must_use]
    pub fn covered(&self) -> &[Fraction] {
        &self.covered
    }

    /// The entries that were needed in months that are over, exact. To reach the targets all the same, they must come
    /// from elsewhere.
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large.
    pub fn too_late(&self) -> Result<Fraction, PlanError> {
        let past = self.months.iter().filter(|line| line.past);
        let mut sum = Fraction::ZERO;
        for entries in past.filter_map(|line| line.exact.first()) {
            sum = sum.checked_add(entries)?;
        }
        Ok(sum)
    }
}

/// The targets less what covers them. What covers more than the target of a month counts towards the next.
fn net_of(targets: &[Fraction], covered: &[Fraction]) -> Result<Vec<Fraction>, PlanError> {
    let mut spare = Fraction::ZERO;
    let mut net = Vec::with_capacity(targets.len());
    for (target, covered) in targets.iter().zip(covered) {
        spare = spare.checked_add(covered)?;
        let used = spare.clone().min(target.clone());
        spare = spare.checked_sub(&used)?;
        net.push(target.checked_sub(&used)?);
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
        }
        let raw = Raw::deserialize(deserializer)?;
        let plan = raw.schedule.back(&raw.targets, raw.now, &raw.open);
        let plan = plan.map_err(serde::de::Error::custom)?;
        if plan.months != raw.months || plan.covered != raw.covered {
            return Err(serde::de::Error::custom(PlanError::Tampered));
        }
        Ok(plan)
    }
}
