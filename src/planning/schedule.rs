//! A funnel that takes time, and the way forward through it.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::column::{Column, Way};
use crate::planning::exact::{Fraction, Meter};
use crate::planning::funnel::Funnel;
use crate::planning::lag::Lag;
use crate::planning::month::Month;
use crate::planning::month_line::MonthLine;
use crate::planning::month_sheet::{lines_of, months_between};
use crate::planning::open_volume::OpenVolume;
use crate::planning::overdue::{ByAge, OverdueVolume};
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
    /// `now` at the earliest. What is older than the longest lag does not count; [`overdue`](Self::overdue) tells it. The
    /// months run from the first one on (or from `now`, if something is open and `now` is
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
    /// range of months; [`PlanError::Number`] for numbers too large, or more than [`bounds::WORK_STEPS`].
    #[doc(alias = "着地見込み")]
    pub fn forward(
        &self,
        first: Month,
        entries: &[Fraction],
        now: Month,
        open: &[OpenVolume],
    ) -> Result<Vec<MonthLine>, PlanError> {
        PlanError::check_len(bounds::PLAN_MONTHS, entries.len())?;
        let mut meter = Meter::new();
        let longest = self.longest();
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let last = first.later(count.saturating_sub(1).saturating_add(longest))?;
        let late = open.iter().map(|volume| volume.since.max(now)).max().unwrap_or(first);
        let last = if open.is_empty() { last } else { last.max(late.later(longest)?) };
        let start = if open.is_empty() { first } else { first.min(now) };
        // The window of months has a bound; nothing outside of it is read.
        let span = last.since(start).saturating_add(1);
        PlanError::check(bounds::PLAN_MONTHS, span.saturating_sub(longest))?;
        let months = months_between(start, last);
        let before = usize::try_from(first.since(start)).unwrap_or(usize::MAX);
        let entering = Column::of(entries, &mut meter)?.moved(before, months);
        let mut sources = alloc::vec![Column::zero(months); self.lags.len()];
        if let Some(entry) = sources.first_mut() {
            *entry = entering.clone();
        }
        let mut columns = alloc::vec![entering];
        columns.extend(self.flow(&sources, months, &mut meter)?);
        let sorted = ByAge::of(&self.funnel, &self.lags, now, open, &mut meter)?;
        let arriving = self.arriving(&sorted.timely, start, last, now, &mut meter)?;
        for (column, more) in columns.iter_mut().skip(1).zip(&arriving) {
            *column = column.plus(more, &mut meter)?;
        }
        lines_of(start, now, &columns, &mut meter)
    }

    /// The open volumes that are older than the longest lag from their step to the last one. They do not count in
    /// [`back`](Self::back) and [`forward`](Self::forward). Nothing of 0 is overdue. See [`OverdueVolume`] for an
    /// example.
    ///
    /// A volume that is late, but not all of it, counts in full: of those that take two or three months and are open
    /// for three, what is left is expected in `now`. In a funnel that takes no time, what is open since last month is
    /// overdue: give it a lag.
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for an open step that the funnel does not have; [`PlanError::Missing`] for one that is its
    /// last; [`PlanError::Limit`] for more than [`bounds::OPEN_VOLUMES`]; [`PlanError::Number`] for numbers too large.
    pub fn overdue(&self, now: Month, open: &[OpenVolume]) -> Result<Vec<OverdueVolume>, PlanError> {
        Ok(ByAge::of(&self.funnel, &self.lags, now, open, &mut Meter::new())?.overdue)
    }

    /// How long all steps together take at the most, in months.
    pub(super) fn longest(&self) -> u32 {
        self.lags.iter().fold(0, |sum, lag| sum.saturating_add(lag.longest()))
    }

    /// What sources before every step bring to every step, in the months that they have.
    fn flow(&self, sources: &[Column], months: usize, meter: &mut Meter) -> Result<Vec<Column>, PlanError> {
        let mut moving = Column::zero(months);
        let mut columns = Vec::with_capacity(self.lags.len());
        for ((lag, rate), source) in self.lags.iter().zip(self.funnel.rates()).zip(sources) {
            moving = moving.plus(source, meter)?;
            if !moving.is_zero() {
                moving = moving.times(rate, meter)?.spread(lag.shares(), Way::Later, meter)?;
            }
            columns.push(moving.clone());
        }
        Ok(columns)
    }

    /// What is open brings to every step after the entry in the months from `start` to `last`; in `now` at the
    /// earliest. INVARIANT: nothing of it is overdue.
    pub(super) fn arriving(
        &self,
        open: &[(usize, &OpenVolume)],
        start: Month,
        last: Month,
        now: Month,
        meter: &mut Meter,
    ) -> Result<Vec<Column>, PlanError> {
        let asked = months_between(start, last);
        // What arrives before the first month that is asked for, or begins after the last one, is not looked at. So
        // the window has a bound: it begins at most the longest lag before.
        let longest = self.longest();
        let seen = |volume: &OpenVolume| {
            volume.since <= last && (now >= start || start.since(volume.since) <= longest) && now <= last
        };
        let open: Vec<_> = open.iter().filter(|(_, volume)| seen(volume)).collect();
        let Some(earliest) = open.iter().map(|(_, volume)| volume.since).min() else {
            return Ok(alloc::vec![Column::zero(asked); self.lags.len()]);
        };
        let begin = earliest.min(start);
        let months = months_between(begin, last);
        let mut volumes = alloc::vec![alloc::vec![Fraction::ZERO; months]; self.lags.len()];
        for (position, open) in open {
            let month = usize::try_from(open.since.since(begin)).unwrap_or(usize::MAX);
            if let Some(slot) = volumes.get_mut(*position).and_then(|row| row.get_mut(month)) {
                *slot = meter.add(slot, &open.volume)?;
            }
        }
        let sources = volumes.iter().map(|row| Column::of(row, meter)).collect::<Result<Vec<_>, _>>()?;
        let mut columns = Vec::with_capacity(sources.len());
        let (until_now, until_start) = (now.max(begin), usize::try_from(start.since(begin)).unwrap_or(usize::MAX));
        let until_now = usize::try_from(until_now.since(begin)).unwrap_or(usize::MAX);
        for column in self.flow(&sources, months, meter)? {
            // What should have come before now comes now; what comes before the first month is not asked for.
            let due = column.gathered(until_now, meter)?.moved(until_now, months);
            columns.push(due.skipped(until_start));
        }
        Ok(columns)
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
