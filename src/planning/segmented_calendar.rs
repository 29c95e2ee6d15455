//! The months of several segments.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::calendar_plan::CalendarPlan;
use crate::planning::exact::{Fraction, Meter};
use crate::planning::month::Month;
use crate::planning::monthly_wins::MonthlyWins;
use crate::planning::open_volume::OpenVolume;
use crate::planning::plan_error::PlanError;
use crate::planning::segmented_plan::steps_of;
use crate::planning::segments::Segments;
use crate::values::{Money, SegmentName, StepName};

/// The months of several segments. Made by [`Segments::calendar`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SegmentedCalendar {
    // INVARIANT: totals follow from now and plans.
    now: Month,
    plans: Vec<(SegmentName, CalendarPlan)>,
    totals: Vec<MonthTotal>,
}

/// A month, summed over all segments step by step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct MonthTotal {
    /// The month.
    pub month: Month,
    /// Whether the month was over before the plan began.
    pub past: bool,
    /// Every step that any segment has, with the exact sum and the whole number. As in
    /// [`MonthLine`](crate::planning::MonthLine), the running total is rounded up, not the month.
    pub steps: Vec<(StepName, Fraction, u128)>,
}

impl Segments {
    /// The months in which leads must exist, for monthly revenues from a first month on.
    ///
    /// Every segment brings its share of every month's revenue, by its own deal size. What is already open is given
    /// with the segment that it belongs to. See [`Schedule::back`](crate::planning::Schedule::back) for `now` and
    /// `open`.
    ///
    /// ```
    /// use lead_lifecycle::planning::{DealSize, Funnel, Lag, Segment, Segments};
    /// use lead_lifecycle::{Currency, Money};
    /// let yen = |amount| Money::from_units(amount, Currency::JPY);
    /// let deal = DealSize::new(yen(3_000_000)?)?;
    /// let lags = vec![Lag::months(1)?, Lag::none(), Lag::months(2)?];
    /// let all = Segment::new("all".parse()?, "100%".parse()?, Funnel::standard(), deal).with_lags(lags);
    /// let (april, january) = ("2026-04".parse()?, "2026-01".parse()?);
    /// let calendar = Segments::new(vec![all])?.calendar(april, &[yen(30_000_000)?], january, &[])?;
    /// let (step, exact, whole) = &calendar.totals()[0].steps[0];
    /// assert_eq!((step.as_str(), exact.to_string().as_str(), *whole), ("mql", "200", 200));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for an open segment that there is not; [`PlanError::Currencies`] and
    /// [`PlanError::Negative`] for the revenue; [`PlanError::Limit`] for more than [`bounds::OPEN_VOLUMES`] of all
    /// segments together; else as in [`Schedule::back`](crate::planning::Schedule::back).
    pub fn calendar(
        &self,
        first: Month,
        revenue: &[Money],
        now: Month,
        open: &[(SegmentName, OpenVolume)],
    ) -> Result<SegmentedCalendar, PlanError> {
        PlanError::check_len(bounds::OPEN_VOLUMES, open.len())?;
        let mut own: BTreeMap<&SegmentName, Vec<OpenVolume>> = BTreeMap::new();
        own.extend(self.segments().iter().map(|segment| (&segment.name, Vec::new())));
        for (name, volume) in open {
            let Some(volumes) = own.get_mut(name) else {
                let names = self.segments().iter().map(|segment| segment.name.as_str());
                return Err(PlanError::unknown(name.as_str(), names));
            };
            volumes.push(volume.clone());
        }
        let mut meter = Meter::new();
        let mut plans = Vec::with_capacity(self.segments().len());
        for segment in self.segments() {
            let targets = MonthlyWins::from_revenue(first, revenue, segment.deal_size)?;
            let targets = targets.scaled_within(segment.share.fraction(), &mut meter)?;
            let own = own.get(&segment.name).map(Vec::as_slice).unwrap_or_default();
            let plan = segment.schedule()?.back_within(&targets, now, own, &mut meter)?;
            plans.push((segment.name.clone(), plan));
        }
        let totals = month_totals(&plans, now, &mut meter)?;
        Ok(SegmentedCalendar { now, plans, totals })
    }
}

impl SegmentedCalendar {
    /// The calendar of every segment, in the order of the segments.
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

fn month_totals(
    plans: &[(SegmentName, CalendarPlan)],
    now: Month,
    meter: &mut Meter,
) -> Result<Vec<MonthTotal>, PlanError> {
    let steps = steps_of(plans.iter().map(|(_, plan)| plan.schedule().funnel()));
    let mut sums: Vec<(Fraction, u128)> = alloc::vec![(Fraction::ZERO, 0); steps.len()];
    let months = || plans.iter().flat_map(|(_, plan)| plan.months()).map(|line| line.month);
    let (Some(first), Some(last)) = (months().min(), months().max()) else {
        return Ok(Vec::new());
    };
    let mut totals = Vec::new();
    for index in 0..=last.since(first) {
        let month = first.later(index)?;
        let lines: Vec<_> = plans.iter().map(|(_, plan)| plan.in_month(month)).collect();
        let mut shown = Vec::with_capacity(steps.len());
        // A name, a sum and a number for every step of every month, whatever they are.
        meter.pay(u64::try_from(steps.len()).unwrap_or(u64::MAX).saturating_mul(200))?;
        for ((step, places), (running, given)) in steps.iter().zip(&mut sums) {
            let mut exact = Fraction::ZERO;
            for (plan, position) in places {
                let line = lines.get(*plan).copied().flatten();
                if let Some(volume) = line.and_then(|line| line.exact.get(*position)) {
                    exact = meter.add(&exact, volume)?;
                }
            }
            *running = meter.add(running, &exact)?;
            let due = meter.ceil(running)?;
            shown.push((step.clone(), exact, due.saturating_sub(*given)));
            *given = due;
        }
        totals.push(MonthTotal { month, past: month < now, steps: shown });
    }
    Ok(totals)
}

impl<'de> Deserialize<'de> for SegmentedCalendar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "SegmentedCalendar", expecting = "a table")]
        struct Raw {
            now: Month,
            plans: Vec<(SegmentName, CalendarPlan)>,
            totals: Vec<MonthTotal>,
        }
        let Raw { now, plans, totals } = Raw::deserialize(deserializer)?;
        if month_totals(&plans, now, &mut Meter::new()).map_err(serde::de::Error::custom)? != totals {
            return Err(serde::de::Error::custom(PlanError::Tampered));
        }
        Ok(Self { now, plans, totals })
    }
}
