//! A funnel that takes time, and the way forward through it.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::exact::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::lag::Lag;
use crate::planning::month::Month;
use crate::planning::month_line::MonthLine;
use crate::planning::month_sheet::MonthSheet;
use crate::planning::open_volume::OpenVolume;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::MissingInput;

/// A funnel that takes time: a lag for every step.
///
/// ```
/// use lead_lifecycle::planning::{Fraction, Funnel, Lag, MonthlyWins, Schedule};
/// let schedule = Schedule::new(Funnel::standard(), vec![Lag::months(1)?, Lag::none(), Lag::months(2)?])?;
/// let targets = MonthlyWins::new("2026-04".parse()?, vec![Fraction::from(10_u64)])?;
/// let plan = schedule.back(&targets, "2026-01".parse()?, &[])?;
/// // The wins of April need their MQLs in January.
/// assert_eq!(plan.months()[0].month.to_string(), "2026-01");
/// assert_eq!(plan.months()[0].whole, [200, 0, 0, 0]);
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Schedule {
    funnel: Funnel,
    // INVARIANT: as many as the funnel has steps; together no longer than a lag may be.
    lags: Vec<Lag>,
}

impl Schedule {
    /// A funnel with a lag for each of its steps, in their order.
    ///
    /// # Errors
    /// [`PlanError::Missing`] for fewer or more lags than steps; [`PlanError::Limit`] when all lags together are longer
    /// than [`bounds::LAG_MONTHS`].
    pub fn new(funnel: Funnel, lags: Vec<Lag>) -> Result<Self, PlanError> {
        if lags.len() != funnel.steps().len() {
            return Err(MissingInput::LagPerStep.into());
        }
        let schedule = Self { funnel, lags };
        PlanError::check(bounds::LAG_MONTHS, schedule.longest())?;
        Ok(schedule)
    }

    /// A funnel that takes no time: what comes in reaches the last step in the same month.
    #[must_use]
    pub fn immediate(funnel: Funnel) -> Self {
        let lags = funnel.steps().iter().map(|_| Lag::none()).collect();
        Self { funnel, lags }
    }

    /// The funnel.
    #[must_use]
    pub const fn funnel(&self) -> &Funnel {
        &self.funnel
    }

    /// The lags, in the order of the steps.
    #[must_use]
    pub fn lags(&self) -> &[Lag] {
        &self.lags
    }

    /// What planned entries bring at every step, and when. `entries` are those of the first month, the second …
    ///
    /// What is already open comes on top. Whatever should have got further before `now` and has not gets further in
    /// `now` at the earliest. The months run from the first one on (or from `now`, if something is open and `now` is
    /// earlier) until the last volume has arrived.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Fraction, Funnel, Lag, Schedule};
    /// let schedule = Schedule::new(Funnel::standard(), vec![Lag::months(1)?, Lag::none(), Lag::months(2)?])?;
    /// let april = "2026-04".parse()?;
    /// let months = schedule.forward(april, &[Fraction::from(200_u64)], april, &[])?;
    /// let wins: Vec<_> = months.iter().map(|line| line.whole[3]).collect();
    /// assert_eq!(wins, [0, 0, 0, 10]); // April to July
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Limit`] for no month or more than [`bounds::PLAN_MONTHS`]; [`PlanError::Unknown`] for an open step
    /// that the funnel does not have; [`PlanError::Missing`] for one that is its last; [`PlanError::Month`] out of the
    /// range of months; [`PlanError::Number`] for numbers too large.
    #[doc(alias = "着地見込み")]
    pub fn forward(
        &self,
        first: Month,
        entries: &[Fraction],
        now: Month,
        open: &[OpenVolume],
    ) -> Result<Vec<MonthLine>, PlanError> {
        PlanError::check_len(bounds::PLAN_MONTHS, entries.len())?;
        let longest = self.longest();
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let last = first.later(count.saturating_sub(1).saturating_add(longest))?;
        let late = open.iter().map(|volume| volume.since.max(now)).max().unwrap_or(first);
        let last = if open.is_empty() { last } else { last.max(late.later(longest)?) };
        let start = if open.is_empty() { first } else { first.min(now) };
        // The window of months has a bound; nothing outside of it is read.
        let span = last.since(start).saturating_add(1);
        PlanError::check(bounds::PLAN_MONTHS, span.saturating_sub(longest))?;
        let mut sheet = MonthSheet::new(start, last, self.funnel.names().count());
        for (index, volume) in (0_u32..).zip(entries) {
            let month = first.later(index)?;
            sheet.add(0, month, volume)?;
            self.flow(&mut sheet, 0, month, volume, first)?;
        }
        for volume in open {
            let position = self.open_position(volume)?;
            self.flow(&mut sheet, position, volume.since, &volume.volume, now)?;
        }
        sheet.lines(now)
    }

    /// How long all steps together take at the most, in months.
    pub(super) fn longest(&self) -> u32 {
        self.lags.iter().fold(0, |sum, lag| sum.saturating_add(lag.longest()))
    }

    /// Where an open volume stands: before the last step.
    pub(super) fn open_position(&self, open: &OpenVolume) -> Result<usize, PlanError> {
        let position = self.funnel.position(&open.step)?;
        if position == self.funnel.steps().len() {
            return Err(MissingInput::OpenStep.into());
        }
        Ok(position)
    }

    /// Adds what a volume at a position brings to every later one, in `not_before` at the earliest.
    pub(super) fn flow(
        &self,
        sheet: &mut MonthSheet,
        position: usize,
        month: Month,
        volume: &Fraction,
        not_before: Month,
    ) -> Result<(), PlanError> {
        let mut so_far = Lag::none();
        let mut volume = volume.clone();
        let steps = self.lags.iter().zip(self.funnel.rates()).enumerate().skip(position);
        for (index, (lag, rate)) in steps {
            so_far = so_far.then(lag)?;
            volume = volume.checked_mul(rate)?;
            for (months, share) in (0_u32..).zip(so_far.shares()).filter(|(_, s)| !s.is_zero()) {
                let at = month.later(months)?.max(not_before);
                sheet.add(index.saturating_add(1), at, &volume.checked_mul(share)?)?;
            }
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Schedule", expecting = "a table")]
        struct Raw {
            funnel: Funnel,
            lags: Vec<Lag>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.funnel, raw.lags).map_err(serde::de::Error::custom)
    }
}
