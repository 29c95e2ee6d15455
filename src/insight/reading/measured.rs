//! What a plan needs, measured; and how good the odds of plans have been.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::insight::line::place_of;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::cohort::{CohortAsked, CohortRow, CohortTable};
use crate::insight::reading::known::Known;
use crate::insight::reading::period::{Period, PeriodKey};
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slicer::Slicer;
use crate::insight::reading::table::Table;
use crate::insight::report::{Column, Lasting, Report};
use crate::planning::{
    Confidence, Estimate, Fraction, Funnel, Lag, Month, Odds, OpenVolume, PlanError, RateEvidence, Step, StepRate,
};
use crate::values::{Literal as _, Milestone, Span, StageKind, StepName};

/// What a plan needs, measured: a funnel of counted rates, how long each step takes, and what is open.
///
/// [`Schedule`](crate::planning::Schedule) plans with it; [`Odds`] take the rates for what they prove.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "実績")]
pub struct Measured {
    /// The steps, each with *k of n* of the mature cohort. Steps go by the words of milestones.
    pub funnel: Funnel,
    /// How long each step took, in weeks of those of the mature cohort that took it within the window.
    pub lags: Vec<Lag>,
    /// What stands at a step and has not got further, by the month in which it got there.
    pub open: Vec<OpenVolume>,
}

/// Why nothing can be planned with.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MeasureError {
    /// The report cannot answer.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Nobody whose window is over has got as far: there is no rate.
    #[error("nobody whose window is over reached `{from}`: `{to}` has no rate")]
    Nothing {
        /// The step before.
        from: Milestone,
        /// The step.
        to: Milestone,
    },
    /// Planning cannot take it.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// How good the odds were for a cohort: what was expected before it began, from those that were over by then, and what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OddsCheck {
    /// The period in which the cohort entered.
    pub period: Period,
    /// How many entered.
    pub entrants: u64,
    /// How many wins were expected of so many.
    pub expected: Estimate,
    /// With nine chances in ten at least so many were expected.
    pub low: u64,
    /// With one chance in ten at least so many.
    pub high: u64,
    /// How many came, within the window.
    pub won: u64,
}

impl OddsCheck {
    /// Whether what came lies between: of odds that are right it does in about eight cohorts of ten.
    #[must_use]
    pub const fn is_inside(&self) -> bool {
        self.low <= self.won && self.won <= self.high
    }
}

fn step_name(milestone: Milestone) -> StepName {
    StepName::literal(milestone.as_str())
}

/// The milestones from an entry on, without SAO, which plans mostly leave out.
fn steps_from(entry: Milestone) -> impl Iterator<Item = Milestone> {
    let place = place_of(entry);
    Milestone::ALL.iter().copied().filter(move |step| place_of(*step) > place && *step != Milestone::Sao)
}

/// The rates from step to step.
fn rates_of(
    entry: Milestone,
    mature: i64,
    converted: impl Fn(Milestone) -> i64,
) -> Result<Vec<(Milestone, RateEvidence)>, MeasureError> {
    let many = |count: i64| u64::try_from(count).unwrap_or(0);
    let mut before = (entry, many(mature));
    let mut rates = Vec::new();
    for step in steps_from(entry) {
        let reached = many(converted(step));
        let (from, of) = before;
        if of == 0 {
            return Err(MeasureError::Nothing { from, to: step });
        }
        rates.push((step, RateEvidence::new(reached.min(of), of)?));
        before = (step, reached);
    }
    Ok(rates)
}

fn funnel_of(entry: Milestone, mature: i64, converted: impl Fn(Milestone) -> i64) -> Result<Funnel, MeasureError> {
    let rates = rates_of(entry, mature, converted)?;
    let steps = rates.into_iter().map(|(step, rate)| Step::new(step_name(step), StepRate::Evidence(rate)));
    Ok(Funnel::new(step_name(entry), steps.collect())?)
}

impl Measured {
    /// Measures what a plan needs: rates and lags of the cohort whose window is over, and what is open.
    ///
    /// # Errors
    /// The report is not split by what was asked for; nobody whose window is over has got to a step; planning cannot take a lag that is too
    /// long.
    pub fn of(report: &Report, asked: &Asked, cohort: &CohortAsked) -> Result<Self, MeasureError> {
        let table = CohortTable::read(report, asked, cohort)?;
        let sum = |count: &dyn Fn(&CohortRow) -> i64| {
            table.rows.iter().fold(0_i64, |sum, row| sum.saturating_add(count(row)))
        };
        let funnel = funnel_of(cohort.entry, sum(&|row| row.mature), |step| sum(&|row| row.at(step).converted))?;
        let lags = lags(report, asked, cohort)?;
        Ok(Self { funnel, lags, open: open(report, asked, cohort.entry)? })
    }

    /// How good the odds would have been: for each period whose cohort is over, what was expected when it began, of those that were over
    /// by then, and what came. Periods before which nobody was over have no odds, and are left out.
    ///
    /// # Errors
    /// As of [`Measured::of`].
    pub fn check_odds(report: &Report, asked: &Asked, cohort: &CohortAsked) -> Result<Vec<OddsCheck>, MeasureError> {
        let table = CohortTable::read(report, asked, cohort)?;
        let mut cohorts: BTreeMap<Period, (u64, u64, i64)> = BTreeMap::new();
        for row in &table.rows {
            let PeriodKey::In(period) = row.period else { continue };
            let (entrants, won, open) = cohorts.entry(period).or_default();
            *entrants = entrants.saturating_add(u64::try_from(row.mature).unwrap_or(0));
            *won = won.saturating_add(u64::try_from(row.at(Milestone::Won).converted).unwrap_or(0));
            *open = open.saturating_add(row.immature);
        }
        let mut checks = Vec::new();
        let mut known = Known::of(report, asked, cohort)?;
        for (period, (entrants, won, open)) in cohorts {
            if open != 0 || entrants == 0 {
                continue;
            }
            // Periods come in order, so that nothing is counted twice.
            known.go_on(period.first().start(asked.zone()));
            let funnel = funnel_of(cohort.entry, known.mature(), |step| known.converted(step));
            let funnel = match funnel {
                Ok(funnel) => funnel,
                // Nobody had got so far: there were no odds.
                Err(MeasureError::Nothing { .. }) => continue,
                Err(error) => return Err(error),
            };
            let odds = Odds::of(&funnel)?;
            let tenth = Confidence::new(Fraction::new(1, 10).unwrap_or(Fraction::ONE))?;
            let (low, high) = (odds.wins_at(entrants, &Confidence::P90)?, odds.wins_at(entrants, &tenth)?);
            let expected = odds.expected_wins(entrants);
            checks.push(OddsCheck { period, entrants, expected, low, high, won });
        }
        Ok(checks)
    }
}

const WEEK: i64 = 7 * 86_400;

/// How long each step took, in weeks: of those who count in the rates. The quick ones of a cohort whose window is not over are not all
/// that will come.
fn lags(report: &Report, asked: &Asked, cohort: &CohortAsked) -> Result<Vec<Lag>, MeasureError> {
    let slicer = Slicer::of(report, asked)?;
    let mut before = cohort.entry;
    let mut lags = Vec::new();
    for step in steps_from(cohort.entry) {
        let mut weeks: BTreeMap<usize, i64> = BTreeMap::new();
        for (row, times) in report.tables.cycles.iter() {
            let Some((Column::Counted, entry, group)) = row.mark(place_of(cohort.entry)) else { continue };
            let marks = (row.mark(place_of(before)), row.mark(place_of(step)));
            let (Some((_, from, _)), Some((_, until, _))) = marks else { continue };
            let within = |window: i64| {
                entry.seconds().saturating_add(window) <= asked.as_of().seconds()
                    && entry.seconds_to(until).is_some_and(|lag| lag <= window)
            };
            let counts = entry.is_known() && until.is_by(asked.as_of()) && slicer.number(group).is_some();
            let counts = counts && cohort.window.map(Span::signed).is_none_or(within);
            let took = from.seconds_to(until).filter(|_| counts);
            if let Some(week) = took.and_then(|took| usize::try_from(took.div_euclid(WEEK)).ok()) {
                let count = weeks.entry(week).or_default();
                *count = count.saturating_add(times);
            }
        }
        weeks.retain(|_, count| *count > 0);
        lags.push(lag_of(&weeks)?);
        before = step;
    }
    Ok(lags)
}

fn lag_of(weeks: &BTreeMap<usize, i64>) -> Result<Lag, PlanError> {
    let Some(longest) = weeks.keys().next_back().copied() else { return Ok(Lag::none()) };
    // No longer than planning takes: it refuses what is.
    let length = longest.saturating_add(1).min(4_096);
    let counts = (0..length).map(|week| weeks.get(&week).and_then(|count| u64::try_from(*count).ok()).unwrap_or(0));
    Lag::by_week(&counts.collect::<Vec<u64>>())
}

/// What stands at a step and has not got further, by month.
fn open(report: &Report, asked: &Asked, entry: Milestone) -> Result<Vec<OpenVolume>, MeasureError> {
    let slicer = Slicer::of(report, asked)?;
    let step_of = |stage: StageKind| match stage {
        StageKind::Lead => Some(Milestone::Lead),
        StageKind::Mql => Some(Milestone::Mql),
        StageKind::Sql => Some(Milestone::Sql),
        StageKind::Opportunity => Some(Milestone::Opportunity),
        StageKind::Customer | StageKind::Disqualified | StageKind::Merged => None,
    };
    let mut volumes: BTreeMap<(Milestone, Month), i64> = BTreeMap::new();
    for (row, times) in report.tables.times.iter() {
        let what = usize::try_from(row.what).ok().and_then(|place| report.tables.lasting.get(place));
        let Some(Lasting::Stage(stage)) = what else { continue };
        let Some(step) = step_of(*stage).filter(|step| place_of(*step) >= place_of(entry)) else { continue };
        let over = row.over.is_some() && (!row.until.is_known() || row.until.is_by(asked.as_of()));
        if over || !row.from.is_by(asked.as_of()) || slicer.number(row.group).is_none() {
            continue;
        }
        let Some(since) = row.from.date(asked.zone()) else { continue };
        let volume = volumes.entry((step, Month::of(since))).or_default();
        *volume = volume.saturating_add(times);
    }
    let volume = |((step, since), volume): ((Milestone, Month), i64)| {
        let volume = u64::try_from(volume).ok().filter(|volume| *volume > 0)?;
        Some(OpenVolume { step: step_name(step), since, volume: Fraction::from(volume) })
    };
    Ok(volumes.into_iter().filter_map(volume).collect())
}
