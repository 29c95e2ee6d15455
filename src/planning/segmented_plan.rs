//! A plan over segments. Sums are exact and rounded once, so that twenty segments are not twenty roundings too large.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::exact::{Fraction, Meter};
use crate::planning::funnel::Funnel;
use crate::planning::money_fraction::{money_fraction, same_currency};
use crate::planning::plan::Plan;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::MoneyInput;
use crate::planning::rounding::Rounding;
use crate::planning::segment::Segment;
use crate::planning::segments::Segments;
use crate::planning::target::Target;
use crate::values::{Money, SegmentName, StepName};

/// A plan over segments, made by [`Segments::back_revenue`] or [`Segments::back_wins`]. As text it is a table: a row
/// for every step, a column for every segment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SegmentedPlan {
    // INVARIANT: plans and totals follow from segments and wins.
    segments: Segments,
    wins: Vec<Fraction>,
    plans: Vec<Plan>,
    totals: Vec<StepTotal>,
}

/// A step, summed over all segments that have it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct StepTotal {
    /// The step.
    pub step: StepName,
    /// The exact sum.
    pub exact: Fraction,
    /// The sum, rounded up once.
    pub whole: u128,
    /// What of `whole` falls to every segment that has the step. These add up to `whole`: each gets its exact need
    /// rounded down, and what is left goes to those that lost most by it.
    pub parts: Vec<(SegmentName, u128)>,
}

impl Segments {
    /// The plan for a revenue: every segment brings its share of it, by its own deal size.
    ///
    /// # Errors
    /// [`PlanError::Currencies`] for another currency than that of the segments; [`PlanError::Negative`] for revenue
    /// below 0; else as in [`Funnel::back`].
    pub fn back_revenue(&self, revenue: Money) -> Result<SegmentedPlan, PlanError> {
        let exact = money_fraction(MoneyInput::Revenue, revenue)?;
        let wins = self.segments().iter().map(|segment| {
            same_currency(revenue, segment.deal_size.money())?;
            let part = exact.checked_mul(segment.share.fraction())?;
            Ok(part.checked_div(&segment.deal_size.fraction())?)
        });
        self.planned(wins.collect::<Result<_, PlanError>>()?)
    }

    /// The plan for so many wins: every segment brings its share of them.
    ///
    /// ```
    /// use lead_lifecycle::planning::{DealSize, Fraction, Funnel, Segment, Segments};
    /// use lead_lifecycle::{Currency, Money};
    /// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
    /// let third = |name: &str| Segment::new(name.parse().unwrap(), "1/3".parse().unwrap(), Funnel::standard(), deal);
    /// let plan = Segments::new(vec![third("web"), third("seminar"), third("referral")])?;
    /// let plan = plan.back_wins(&Fraction::from(10_u64))?;
    /// // 66.67 MQLs each are 200 together, and not three times 67.
    /// let mqls = plan.total("mql").unwrap();
    /// let parts: Vec<_> = mqls.parts.iter().map(|(_, whole)| *whole).collect();
    /// assert_eq!((mqls.whole, parts), (200, vec![67, 67, 66]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// See [`Funnel::back`].
    pub fn back_wins(&self, wins: &Fraction) -> Result<SegmentedPlan, PlanError> {
        let parts = self.segments().iter().map(|segment| wins.checked_mul(segment.share.fraction()));
        self.planned(parts.collect::<Result<_, _>>()?)
    }

    fn planned(&self, wins: Vec<Fraction>) -> Result<SegmentedPlan, PlanError> {
        let mut meter = Meter::new();
        let mut plans = Vec::with_capacity(wins.len());
        for (segment, wins) in self.segments().iter().zip(&wins) {
            let target = Target::Wins(wins.clone());
            plans.push(Plan::within(&segment.funnel, &target, Rounding::EachStep, &mut meter)?);
        }
        let mut totals = Vec::new();
        for (step, places) in steps_of(self.segments().iter().map(|segment| &segment.funnel)) {
            let part = |(index, position): (usize, usize)| {
                let (segment, plan) = (self.segments().get(index)?, plans.get(index)?);
                Some((segment.name.clone(), plan.lines().get(position)?.exact.clone()))
            };
            totals.push(StepTotal::of(step, places.into_iter().filter_map(part).collect(), &mut meter)?);
        }
        Ok(SegmentedPlan { segments: self.clone(), wins, plans, totals })
    }
}

impl StepTotal {
    fn of(step: StepName, exact: Vec<(SegmentName, Fraction)>, meter: &mut Meter) -> Result<Self, PlanError> {
        let mut sum = Fraction::ZERO;
        for (_, volume) in &exact {
            sum = meter.add(&sum, volume)?;
        }
        let whole = meter.ceil(&sum)?;
        let mut parts = Vec::with_capacity(exact.len());
        let mut given = 0_u128;
        for (index, (name, volume)) in exact.into_iter().enumerate() {
            let (floor, left) = volume.split()?;
            given = given.saturating_add(floor);
            parts.push((index, name, floor, left));
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

    /// The plan of every segment, in the order of the segments.
    #[must_use]
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// Every step that any segment has, summed.
    #[must_use]
    pub fn totals(&self) -> &[StepTotal] {
        &self.totals
    }

    /// The total of one step; `None` for a name that no segment has.
    #[must_use]
    pub fn total(&self, step: &str) -> Option<&StepTotal> {
        self.totals.iter().find(|total| total.step.as_str() == step)
    }

    /// The revenue that the wins of all segments bring: in whole units of the currency, exact. It is the target itself;
    /// nothing is lost by sharing it out.
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large.
    pub fn revenue(&self) -> Result<Fraction, PlanError> {
        let (mut sum, mut meter) = (Fraction::ZERO, Meter::new());
        for (segment, plan) in self.segments().iter().zip(&self.plans) {
            sum = meter.add(&sum, &plan.revenue_at(segment.deal_size)?)?;
        }
        Ok(sum)
    }
}

/// A step, and where it stands: the number of each funnel that has it, and its position there.
pub(super) type StepPlaces = (StepName, Vec<(usize, usize)>);

/// Every step of any funnel once, in the order of the funnels.
pub(super) fn steps_of<'a>(funnels: impl Iterator<Item = &'a Funnel>) -> Vec<StepPlaces> {
    let mut steps: Vec<StepPlaces> = Vec::new();
    let mut known: BTreeMap<&'a StepName, usize> = BTreeMap::new();
    for (index, funnel) in funnels.enumerate() {
        for (position, name) in funnel.names().enumerate() {
            let next = steps.len();
            let step = *known.entry(name).or_insert(next);
            if step == next {
                steps.push((name.clone(), Vec::new()));
            }
            if let Some((_, places)) = steps.get_mut(step) {
                places.push((index, position));
            }
        }
    }
    steps
}

impl<'de> Deserialize<'de> for SegmentedPlan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "SegmentedPlan", expecting = "a table")]
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
