//! Segments: several sources, products or teams (SDR and BDR), each with its own funnel, in one plan.
//!
//! Sums are exact and rounded once, so a plan of twenty segments is not twenty roundings too large.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::month::{Lag, Month};
use crate::planning::plan::Plan;
use crate::planning::rates::{DealSize, Share, money_fraction, same_currency};
use crate::planning::render::aligned;
use crate::planning::schedule::{CalendarPlan, MonthlyWins, OpenVolume, Schedule};
use crate::planning::target::Target;
use crate::values::{Money, SegmentName, StepName};

/// A segment: its share of the target, its own funnel, lags and deal size.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "セグメント")]
pub struct Segment {
    /// What it is called.
    pub name: SegmentName,
    /// The share of the target that it is to bring.
    pub share: Share,
    /// Its funnel.
    pub funnel: Funnel,
    /// The lags of its steps; none at all for a funnel within the month.
    pub lags: Vec<Lag>,
    /// What a win of it brings.
    pub deal_size: DealSize,
}

/// Segments whose shares make one whole.
///
/// ```
/// use lead_lifecycle::planning::{DealSize, Funnel, Segment, Segments, Share};
/// use lead_lifecycle::{Currency, Money, SegmentName};
/// let yen = |amount| Money::from_units(amount, Currency::JPY);
/// let segment = |name: &str, share: u8, funnel: Funnel, deal: i64| -> Result<Segment, Box<dyn std::error::Error>> {
///     let (name, share, lags) = (SegmentName::new(name)?, Share::percent(share), Vec::new());
///     Ok(Segment { name, share, funnel, lags, deal_size: DealSize::new(yen(deal)?)? })
/// };
/// // Inbound brings 70 % of 30 million yen, outbound 30 % with larger deals.
/// let both = Segments::new(vec![
///     segment("sdr", 70, Funnel::sdr(), 3_000_000)?,
///     segment("bdr", 30, Funnel::bdr(), 4_500_000)?,
/// ])?;
/// let plan = both.back_revenue(yen(30_000_000)?)?;
/// // 7 wins and 2: the same step of both funnels is summed.
/// assert_eq!(plan.total("win").unwrap().exact.to_string(), "9");
/// assert_eq!(plan.total("approach").unwrap().whole, 134);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Segments {
    // INVARIANT: names differ, shares add up to one, one currency, lags none or one per step.
    segments: Vec<Segment>,
}

/// A plan over segments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SegmentedPlan {
    // INVARIANT: plans and totals follow from segments and wins.
    segments: Segments,
    wins: Vec<Fraction>,
    plans: Vec<Plan>,
    totals: Vec<StepTotal>,
}

/// A step summed over all segments that have it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepTotal {
    /// The step.
    pub step: StepName,
    /// The exact sum.
    pub exact: Fraction,
    /// The sum rounded up, once.
    pub whole: u128,
    /// The whole sum handed to the segments that have the step, by largest remainder: adds up to `whole`.
    pub parts: Vec<(SegmentName, u128)>,
}

/// Months over segments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SegmentedCalendar {
    // INVARIANT: totals follow from now and plans.
    now: Month,
    plans: Vec<(SegmentName, CalendarPlan)>,
    totals: Vec<MonthTotal>,
}

/// A month summed over all segments, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthTotal {
    /// The month.
    pub month: Month,
    /// Whether it was over before the plan began.
    pub past: bool,
    /// Every step of any segment: the exact sum, and whole numbers rounded up in the running total.
    pub steps: Vec<(StepName, Fraction, u128)>,
}

impl Segments {
    /// Segments that make up a plan.
    ///
    /// # Errors
    /// [`PlanError::Shares`] unless the shares add up to exactly one; [`PlanError::Twice`] for a repeated name;
    /// [`PlanError::Currencies`]; [`PlanError::Missing`] when lags are given, but not one for every step;
    /// [`PlanError::Limit`].
    pub fn new(segments: Vec<Segment>) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::SEGMENTS, segments.len())?;
        let mut sum = Fraction::ZERO;
        for (index, segment) in segments.iter().enumerate() {
            if segments.iter().take(index).any(|before| before.name == segment.name) {
                return Err(PlanError::Twice { name: segment.name.as_str().into() });
            }
            if let Some(first) = segments.first() {
                same_currency(first.deal_size.money(), segment.deal_size.money())?;
            }
            segment.schedule()?;
            sum = sum.checked_add(segment.share.fraction())?;
        }
        if sum != Fraction::ONE {
            return Err(PlanError::Shares { what: "the segments".into(), got: sum });
        }
        Ok(Self { segments })
    }

    /// The segments.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The plan for a revenue: every segment's share of it, by its own deal size.
    ///
    /// # Errors
    /// [`PlanError::Currencies`], [`PlanError::Negative`], and what [`Funnel::back`] reports.
    pub fn back_revenue(&self, revenue: Money) -> Result<SegmentedPlan, PlanError> {
        let exact = money_fraction("revenue", revenue)?;
        let wins = self.segments.iter().map(|segment| {
            same_currency(revenue, segment.deal_size.money())?;
            let part = exact.checked_mul(segment.share.fraction())?;
            Ok(part.checked_div(&segment.deal_size.fraction())?)
        });
        self.planned(wins.collect::<Result<_, PlanError>>()?)
    }

    /// The plan for so many wins: every segment's share of them.
    ///
    /// # Errors
    /// What [`Funnel::back`] reports.
    pub fn back_wins(&self, wins: &Fraction) -> Result<SegmentedPlan, PlanError> {
        let parts = self.segments.iter().map(|segment| wins.checked_mul(segment.share.fraction()));
        self.planned(parts.collect::<Result<_, _>>()?)
    }

    /// The months for monthly revenues from a first month on; what is open, by segment.
    ///
    /// # Errors
    /// See [`Schedule::back`]; [`PlanError::Unknown`] for an open segment.
    pub fn calendar(
        &self,
        first: Month,
        revenue: &[Money],
        now: Month,
        open: &[(SegmentName, OpenVolume)],
    ) -> Result<SegmentedCalendar, PlanError> {
        for (name, _) in open {
            if !self.segments.iter().any(|segment| segment.name == *name) {
                let names = self.segments.iter().map(|segment| segment.name.as_str());
                let nearest = crate::values::suggest(name.as_str(), names);
                return Err(PlanError::unknown(name.as_str(), nearest));
            }
        }
        let mut plans = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            let targets = MonthlyWins::from_revenue(first, revenue, segment.deal_size)?;
            let targets = targets.scaled(segment.share.fraction())?;
            let own = open.iter().filter(|(name, _)| *name == segment.name);
            let own: Vec<OpenVolume> = own.map(|(_, volume)| volume.clone()).collect();
            let plan = segment.schedule()?.back(&targets, now, &own)?;
            plans.push((segment.name.clone(), plan));
        }
        let totals = month_totals(&plans, now)?;
        Ok(SegmentedCalendar { now, plans, totals })
    }

    fn planned(&self, wins: Vec<Fraction>) -> Result<SegmentedPlan, PlanError> {
        let plans =
            self.segments.iter().zip(&wins).map(|(segment, wins)| segment.funnel.back(&Target::Wins(wins.clone())));
        let plans: Vec<Plan> = plans.collect::<Result<_, _>>()?;
        let mut totals: Vec<StepTotal> = Vec::new();
        for step in steps_of(self.segments.iter().map(|segment| &segment.funnel)) {
            let with_step = self.segments.iter().zip(&plans);
            let exact = with_step.filter_map(|(segment, plan)| {
                let line = plan.line(step.as_str())?;
                Some((segment.name.clone(), line.exact.clone()))
            });
            let exact = exact.collect();
            totals.push(StepTotal::of(step, exact)?);
        }
        Ok(SegmentedPlan { segments: self.clone(), wins, plans, totals })
    }
}

impl Segment {
    fn schedule(&self) -> Result<Schedule, PlanError> {
        if self.lags.is_empty() {
            return Ok(Schedule::immediate(self.funnel.clone()));
        }
        Schedule::new(self.funnel.clone(), self.lags.clone())
    }
}

impl StepTotal {
    fn of(step: StepName, exact: Vec<(SegmentName, Fraction)>) -> Result<Self, PlanError> {
        let mut sum = Fraction::ZERO;
        for (_, volume) in &exact {
            sum = sum.checked_add(volume)?;
        }
        let whole = sum.ceil()?;
        let mut parts = Vec::with_capacity(exact.len());
        let mut given = 0_u128;
        for (index, (name, volume)) in exact.into_iter().enumerate() {
            let floor = volume.floor()?;
            given = given.saturating_add(floor);
            parts.push((index, name, floor, volume.checked_sub(&Fraction::from(floor))?));
        }
        // Largest remainder first; of equal ones, the first segment.
        parts.sort_by(|left, right| right.3.cmp(&left.3).then(left.0.cmp(&right.0)));
        for part in &mut parts {
            if given < whole {
                part.2 = part.2.saturating_add(1);
                given = given.saturating_add(1);
            }
        }
        parts.sort_by_key(|part| part.0);
        let parts = parts.into_iter().map(|(_, name, whole, _)| (name, whole)).collect();
        Ok(Self { step, exact: sum, whole, parts })
    }
}

impl SegmentedPlan {
    /// The segments.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        self.segments.segments()
    }

    /// The plan of every segment, in their order.
    #[must_use]
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// Every step of any segment, summed.
    #[must_use]
    pub fn totals(&self) -> &[StepTotal] {
        &self.totals
    }

    /// The total of a step.
    #[must_use]
    pub fn total(&self, step: &str) -> Option<&StepTotal> {
        self.totals.iter().find(|total| total.step.as_str() == step)
    }

    /// The revenue that all segments' wins bring, exact: the target itself, without drift.
    ///
    /// # Errors
    /// [`PlanError::Number`].
    pub fn revenue(&self) -> Result<Fraction, PlanError> {
        let mut sum = Fraction::ZERO;
        for (segment, plan) in self.segments().iter().zip(&self.plans) {
            sum = sum.checked_add(&plan.revenue_at(segment.deal_size)?)?;
        }
        Ok(sum)
    }
}

impl SegmentedCalendar {
    /// The calendar of every segment, in their order.
    #[must_use]
    pub fn plans(&self) -> &[(SegmentName, CalendarPlan)] {
        &self.plans
    }

    /// All segments together, month by month.
    #[must_use]
    pub fn totals(&self) -> &[MonthTotal] {
        &self.totals
    }
}

impl fmt::Display for SegmentedPlan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.segments().iter().map(|segment| segment.name.as_str());
        let heads = core::iter::once("step").chain(names).chain(["total", "exact"]);
        let mut rows = alloc::vec![heads.map(String::from).collect::<Vec<_>>()];
        for total in &self.totals {
            let mut row = alloc::vec![String::from(total.step.as_str())];
            for segment in self.segments() {
                let part = total.parts.iter().find(|(name, _)| *name == segment.name);
                row.push(part.map_or_else(String::new, |(_, whole)| alloc::format!("{whole}")));
            }
            row.push(alloc::format!("{}", total.whole));
            row.push(total.exact.to_decimal_text(2));
            rows.push(row);
        }
        formatter.write_str(&aligned(&rows))
    }
}

/// Every step of any funnel once, in the order of the funnels.
fn steps_of<'a>(funnels: impl Iterator<Item = &'a Funnel>) -> Vec<StepName> {
    let mut steps: Vec<StepName> = Vec::new();
    for name in funnels.flat_map(|funnel: &'a Funnel| funnel.names()) {
        if !steps.contains(name) {
            steps.push(name.clone());
        }
    }
    steps
}

fn month_totals(plans: &[(SegmentName, CalendarPlan)], now: Month) -> Result<Vec<MonthTotal>, PlanError> {
    let funnels = plans.iter().map(|(_, plan)| plan.schedule().funnel());
    let mut sums: Vec<_> = steps_of(funnels).into_iter().map(|step| (step, Fraction::ZERO, 0_u128)).collect();
    let months = || plans.iter().flat_map(|(_, plan)| plan.months()).map(|line| line.month);
    let (Some(first), Some(last)) = (months().min(), months().max()) else {
        return Ok(Vec::new());
    };
    let mut totals = Vec::new();
    for index in 0..=last.since(first) {
        let month = first.later(index)?;
        let mut steps = Vec::with_capacity(sums.len());
        for (step, running, given) in &mut sums {
            let mut exact = Fraction::ZERO;
            for (_, plan) in plans {
                let Ok(position) = plan.schedule().funnel().position(step) else { continue };
                let line = plan.months().iter().find(|line| line.month == month);
                if let Some(volume) = line.and_then(|line| line.exact.get(position)) {
                    exact = exact.checked_add(volume)?;
                }
            }
            *running = running.checked_add(&exact)?;
            let due = running.ceil()?;
            steps.push((step.clone(), exact, due.saturating_sub(*given)));
            *given = due;
        }
        totals.push(MonthTotal { month, past: month < now, steps });
    }
    Ok(totals)
}

impl<'de> Deserialize<'de> for Segments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for SegmentedCalendar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "SegmentedCalendar")]
        struct Raw {
            now: Month,
            plans: Vec<(SegmentName, CalendarPlan)>,
            totals: Vec<MonthTotal>,
        }
        let Raw { now, plans, totals } = Raw::deserialize(deserializer)?;
        if month_totals(&plans, now).map_err(serde::de::Error::custom)? != totals {
            return Err(serde::de::Error::custom(PlanError::Tampered));
        }
        Ok(Self { now, plans, totals })
    }
}

impl<'de> Deserialize<'de> for SegmentedPlan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "SegmentedPlan")]
        struct Raw {
            segments: Segments,
            wins: Vec<Fraction>,
            plans: Vec<Plan>,
            totals: Vec<StepTotal>,
        }
        let raw = Raw::deserialize(deserializer)?;
        let plan = raw.segments.planned(raw.wins).map_err(serde::de::Error::custom)?;
        if plan.plans != raw.plans || plan.totals != raw.totals {
            return Err(serde::de::Error::custom(PlanError::Tampered));
        }
        Ok(plan)
    }
}
