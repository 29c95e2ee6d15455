//! Time: from monthly targets back to the months in which leads must exist, and from planned leads forward.
//!
//! Going back, the wins of a month are drawn from earlier months in the shares that the lags say. Totals
//! are exact both ways; with fixed lags, going forward gives back every month exactly, with spread lags the
//! wins are spread as the lags are.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::month::{Lag, Month};
use crate::planning::rates::{DealSize, money_fraction, same_currency};
use crate::planning::render::aligned;
use crate::values::{Money, StepName};

/// A funnel that takes time: a lag for every step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Schedule {
    funnel: Funnel,
    // INVARIANT: as many as the funnel has steps; together no longer than a lag may be.
    lags: Vec<Lag>,
}

/// What is wanted in every month from a first one on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "月次目標")]
pub struct MonthlyWins {
    first: Month,
    wins: Vec<Fraction>,
}

/// A volume that is already on its way (案件残): at a step since a month, not yet further.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "パイプライン")]
pub struct OpenVolume {
    /// Where it stands.
    pub step: StepName,
    /// Since when.
    pub since: Month,
    /// How much.
    pub volume: Fraction,
}

/// A month of a calendar plan, or of a forecast.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthLine {
    /// The month.
    pub month: Month,
    /// Whether it was over before the plan began: what it needs is too late by design.
    #[doc(alias = "手遅れ")]
    pub past: bool,
    /// The exact volume at every step of the funnel, the entry first.
    pub exact: Vec<Fraction>,
    /// Whole numbers, rounded up in the running total, so that they add up to the whole plan: no month is
    /// short, and no rounding adds up over the months.
    pub whole: Vec<u128>,
}

/// From monthly targets to months of leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "月次計画")]
pub struct CalendarPlan {
    // INVARIANT: months, covered and surplus follow from the rest.
    schedule: Schedule,
    targets: MonthlyWins,
    now: Month,
    open: Vec<OpenVolume>,
    months: Vec<MonthLine>,
    covered: Vec<Fraction>,
}

impl MonthLine {
    /// The revenue that the month's wins bring at a deal size, in whole currency units, exact.
    ///
    /// # Errors
    /// [`PlanError::Number`].
    pub fn revenue_at(&self, deal_size: DealSize) -> Result<Fraction, PlanError> {
        let wins = self.exact.last().unwrap_or(&Fraction::ZERO);
        Ok(wins.checked_mul(&deal_size.fraction())?)
    }
}

impl MonthlyWins {
    /// So many wins in the first month, the second …
    ///
    /// # Errors
    /// [`PlanError::Limit`] for no month or more than [`bounds::PLAN_MONTHS`].
    pub fn new(first: Month, wins: Vec<Fraction>) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::PLAN_MONTHS, wins.len())?;
        let last = u32::try_from(wins.len()).unwrap_or(u32::MAX);
        first.later(last)?;
        Ok(Self { first, wins })
    }

    /// The wins that bring so much revenue in the first month, the second …
    ///
    /// # Errors
    /// [`PlanError::Currencies`], [`PlanError::Negative`], [`PlanError::Limit`].
    pub fn from_revenue(first: Month, revenue: &[Money], deal_size: DealSize) -> Result<Self, PlanError> {
        let wins = revenue.iter().map(|revenue| {
            same_currency(*revenue, deal_size.money())?;
            Ok(money_fraction("revenue", *revenue)?.checked_div(&deal_size.fraction())?)
        });
        Self::new(first, wins.collect::<Result<_, PlanError>>()?)
    }

    /// The first month.
    #[must_use]
    pub const fn first(&self) -> Month {
        self.first
    }

    /// The wins of every month.
    #[must_use]
    pub fn wins(&self) -> &[Fraction] {
        &self.wins
    }

    /// The same targets, of which a share is meant.
    ///
    /// # Errors
    /// [`PlanError::Number`].
    pub fn scaled(&self, factor: &Fraction) -> Result<Self, PlanError> {
        let wins = self.wins.iter().map(|wins| wins.checked_mul(factor));
        Ok(Self { first: self.first, wins: wins.collect::<Result<_, _>>()? })
    }
}

impl Schedule {
    /// A funnel with a lag for each of its steps.
    ///
    /// # Errors
    /// [`PlanError::Missing`] for fewer or more lags than steps; [`PlanError::Limit`] when all lags together are
    /// longer than [`bounds::LAG_MONTHS`].
    pub fn new(funnel: Funnel, lags: Vec<Lag>) -> Result<Self, PlanError> {
        if lags.len() != funnel.steps().len() {
            return Err(PlanError::Missing { what: "a lag for every step, and no more" });
        }
        let longest = lags.iter().fold(0_u32, |sum, lag| sum.saturating_add(lag.longest()));
        PlanError::check(bounds::LAG_MONTHS, longest)?;
        Ok(Self { funnel, lags })
    }

    /// A funnel that takes no time.
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

    /// From monthly targets to the volumes of every step in every month.
    ///
    /// What is already open is taken off the targets first; what it brings beyond a month's target counts
    /// towards the next. Months before `now` are marked as past.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Fraction, Funnel, Lag, MonthlyWins, Schedule};
    /// let lags = vec![Lag::months(1)?, Lag::none(), Lag::months(2)?];
    /// let schedule = Schedule::new(Funnel::standard(), lags)?;
    /// let targets = MonthlyWins::new("2026-04".parse()?, vec![Fraction::from(10_u64); 3])?;
    /// let plan = schedule.back(&targets, "2026-02".parse()?, &[])?;
    /// // The wins of April need their 200 MQLs in January, which is over: too late by design.
    /// let january = &plan.months()[0];
    /// assert_eq!((january.month.to_string().as_str(), january.past, january.whole[0]), ("2026-01", true, 200));
    /// assert_eq!(plan.too_late()?.to_string(), "200");
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::ZeroRate`], [`PlanError::Unknown`] for an open step, [`PlanError::Number`].
    pub fn back(&self, targets: &MonthlyWins, now: Month, open: &[OpenVolume]) -> Result<CalendarPlan, PlanError> {
        let covered = self.covered(targets, now, open)?;
        let net = net_of(&targets.wins, &covered)?;
        let longest = self.lags.iter().fold(0_u32, |sum, lag| sum.saturating_add(lag.longest()));
        let first = targets.first.earlier(longest)?;
        let mut sheet = Sheet::new(first, targets.last()?, self.funnel.names().count());
        for (index, wins) in (0_u32..).zip(&net) {
            let month = targets.first.later(index)?;
            sheet.add(self.funnel.steps().len(), month, wins)?;
        }
        // Step by step upwards: what a month needs, spread back over the months before.
        for (index, lag) in self.lags.iter().enumerate().rev() {
            let needs = sheet.volumes(index.saturating_add(1));
            for (month, need) in needs.into_iter().filter(|(_, need)| !need.is_zero()) {
                let before = self.funnel.divide(&need, index)?;
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

    /// From planned entries, month by month, to what they bring at every step and when; what is already open
    /// comes on top, never before `now`.
    ///
    /// # Errors
    /// [`PlanError::Limit`] for no month or too many; [`PlanError::Unknown`] for an open step.
    #[doc(alias = "着地見込み")]
    pub fn forward(
        &self,
        first: Month,
        entries: &[Fraction],
        now: Month,
        open: &[OpenVolume],
    ) -> Result<Vec<MonthLine>, PlanError> {
        PlanError::check_len(bounds::PLAN_MONTHS, entries.len())?;
        let longest = self.lags.iter().fold(0_u32, |sum, lag| sum.saturating_add(lag.longest()));
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let last = first.later(count.saturating_sub(1).saturating_add(longest))?;
        let late = open.iter().map(|volume| volume.since.max(now)).max().unwrap_or(first);
        let last = if open.is_empty() { last } else { last.max(late.later(longest)?) };
        let start = if open.is_empty() { first } else { first.min(now) };
        // A window: nothing is read outside it, and it is bounded.
        let span = last.since(start).saturating_add(1);
        PlanError::check(bounds::PLAN_MONTHS, span.saturating_sub(longest))?;
        let mut sheet = Sheet::new(start, last, self.funnel.names().count());
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

    /// What is already open brings to the months of the targets; what comes before or after counts nowhere.
    fn covered(&self, targets: &MonthlyWins, now: Month, open: &[OpenVolume]) -> Result<Vec<Fraction>, PlanError> {
        let last = targets.last()?;
        let mut sheet = Sheet::new(targets.first, last, self.funnel.names().count());
        for volume in open {
            let position = self.open_position(volume)?;
            self.flow(&mut sheet, position, volume.since, &volume.volume, now)?;
        }
        let wins = sheet.volumes(self.funnel.steps().len());
        Ok(wins.into_iter().map(|(_, wins)| wins).collect())
    }

    fn open_position(&self, open: &OpenVolume) -> Result<usize, PlanError> {
        let position = self.funnel.position(&open.step)?;
        if position == self.funnel.steps().len() {
            return Err(PlanError::Missing { what: "a step before the last; what is won is not open" });
        }
        Ok(position)
    }

    /// Adds what a volume at a position brings to every later one, no sooner than a month.
    fn flow(
        &self,
        sheet: &mut Sheet,
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

impl MonthlyWins {
    fn last(&self) -> Result<Month, PlanError> {
        let count = u32::try_from(self.wins.len()).unwrap_or(u32::MAX);
        self.first.later(count.saturating_sub(1))
    }
}

impl CalendarPlan {
    /// The schedule.
    #[must_use]
    pub const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// What was wanted.
    #[must_use]
    pub const fn targets(&self) -> &MonthlyWins {
        &self.targets
    }

    /// The months, from the first in which leads must exist to the last target.
    #[must_use]
    pub fn months(&self) -> &[MonthLine] {
        &self.months
    }

    /// The wins of every target month that what is already open is expected to bring.
    #[must_use]
    pub fn covered(&self) -> &[Fraction] {
        &self.covered
    }

    /// The entries that would have been needed in months that are past, exact.
    ///
    /// # Errors
    /// [`PlanError::Number`].
    pub fn too_late(&self) -> Result<Fraction, PlanError> {
        let past = self.months.iter().filter(|line| line.past);
        let mut sum = Fraction::ZERO;
        for entries in past.filter_map(|line| line.exact.first()) {
            sum = sum.checked_add(entries)?;
        }
        Ok(sum)
    }
}

impl fmt::Display for CalendarPlan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.schedule.funnel.names().map(StepName::as_str);
        let heads: Vec<&str> = core::iter::once("month").chain(names).chain(core::iter::once("")).collect();
        let mut rows = alloc::vec![heads.into_iter().map(Into::into).collect::<Vec<_>>()];
        for line in &self.months {
            let mut row = alloc::vec![alloc::format!("{}", line.month)];
            row.extend(line.whole.iter().map(|whole| alloc::format!("{whole}")));
            row.push(String::from(if line.past { "too late" } else { "" }));
            rows.push(row);
        }
        formatter.write_str(&aligned(&rows))
    }
}

/// Targets less what covers them, what is beyond a month's target counting towards the next.
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

/// Volumes by step and month, within a window of months.
struct Sheet {
    first: Month,
    rows: Vec<Vec<Fraction>>,
}

impl Sheet {
    fn new(first: Month, last: Month, steps: usize) -> Self {
        let months = usize::try_from(last.since(first)).unwrap_or(0).saturating_add(1);
        Self { first, rows: alloc::vec![alloc::vec![Fraction::ZERO; steps]; months] }
    }

    /// What falls outside of the window counts nowhere.
    fn add(&mut self, step: usize, month: Month, volume: &Fraction) -> Result<(), PlanError> {
        if month < self.first {
            return Ok(());
        }
        let index = usize::try_from(month.since(self.first)).unwrap_or(usize::MAX);
        if let Some(slot) = self.rows.get_mut(index).and_then(|row| row.get_mut(step)) {
            *slot = slot.checked_add(volume)?;
        }
        Ok(())
    }

    fn volumes(&self, step: usize) -> Vec<(Month, Fraction)> {
        let months = (0_u32..).map_while(|index| self.first.later(index).ok());
        let volume = |row: &Vec<Fraction>| row.get(step).cloned().unwrap_or(Fraction::ZERO);
        months.zip(self.rows.iter().map(volume)).collect()
    }

    fn lines(self, now: Month) -> Result<Vec<MonthLine>, PlanError> {
        let steps = self.rows.first().map_or(0, Vec::len);
        let mut totals = alloc::vec![(Fraction::ZERO, 0_u128); steps];
        let mut lines = Vec::with_capacity(self.rows.len());
        for (index, exact) in (0_u32..).zip(self.rows) {
            let month = self.first.later(index)?;
            let mut whole = Vec::with_capacity(steps);
            for (volume, (total, given)) in exact.iter().zip(&mut totals) {
                *total = total.checked_add(volume)?;
                let due = total.ceil()?;
                whole.push(due.saturating_sub(*given));
                *given = due;
            }
            lines.push(MonthLine { month, past: month < now, exact, whole });
        }
        Ok(lines)
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Schedule")]
        struct Raw {
            funnel: Funnel,
            lags: Vec<Lag>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.funnel, raw.lags).map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for MonthlyWins {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "MonthlyWins")]
        struct Raw {
            first: Month,
            wins: Vec<Fraction>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.first, raw.wins).map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for CalendarPlan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "CalendarPlan")]
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
