//! KPI targets in three layers, designed top down from one number (DOMAIN §11): outcome by the month, process by
//! the week, activity by the day.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::people::Capacity;
use crate::planning::plan::Plan;
use crate::planning::render::aligned;
use crate::planning::target::Target;
use crate::values::StepName;

/// A layer of KPIs. Targets of the activity layer alone are the classic failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KpiLayer {
    /// What counts in the end, by the month (成果指標).
    Outcome,
    /// How it comes about, by the week (過程指標).
    Process,
    /// What is done, by the day (行動指標).
    Activity,
}

/// What a KPI measures.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KpiItem {
    /// Revenue, in whole currency units.
    Revenue,
    /// How many reach a step.
    Volume(StepName),
    /// The rate at which a step is reached from the one before; not divided by members or days.
    Rate(StepName),
}

/// A KPI and its target, exact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KpiTarget {
    /// The layer, and with it the period: month, week or day.
    pub layer: KpiLayer,
    /// What is measured.
    pub item: KpiItem,
    /// The team's target.
    pub team: Fraction,
    /// A member's target; of a rate, the same.
    pub member: Fraction,
}

/// The targets of all three layers (KPIツリー).
///
/// ```
/// use lead_lifecycle::planning::{Capacity, Funnel, KpiSheet, Target};
/// use lead_lifecycle::{Currency, Money, StepName};
/// let yen = |amount| Money::from_units(amount, Currency::JPY);
/// let plan = Funnel::standard().back(&Target::revenue(yen(30_000_000)?, yen(3_000_000)?)?)?;
/// // Inside sales delivers SQLs; four members work 20 days a month, five a week.
/// let sheet = KpiSheet::of(&plan, &StepName::new("sql")?, None, &Capacity::new(4, 20, 5)?)?;
/// let sqls = &sheet.targets()[1];
/// assert_eq!((sqls.team.to_string().as_str(), sqls.member.to_string().as_str()), ("50", "12.5"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[doc(alias = "KPI")]
pub struct KpiSheet {
    targets: Vec<KpiTarget>,
}

impl KpiSheet {
    /// The targets of a team that delivers a step of a plan.
    ///
    /// Outcome: revenue (where the target speaks of it), the volume delivered and the rate of the step after
    /// it. Process: the volumes before and the rates up to the delivered step. Activity: every step of `activity`, a
    /// funnel whose last step brings the delivered volume (calls → … → meetings).
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a step that the plan does not have; [`PlanError::ZeroRate`] in the activities.
    pub fn of(
        plan: &Plan,
        delivers: &StepName,
        activity: Option<&Funnel>,
        capacity: &Capacity,
    ) -> Result<Self, PlanError> {
        let position = plan.funnel().position(delivers)?;
        let steps = plan.funnel().steps();
        let mut targets = Vec::new();
        if let Some(deal_size) = plan.target().deal_size() {
            let each = capacity.breakdown(&plan.revenue_at(deal_size)?)?;
            targets.push(target(KpiLayer::Outcome, KpiItem::Revenue, each.month, each.member_month));
        }
        let delivered = plan.lines().get(position).map_or(&Fraction::ZERO, |line| &line.exact);
        let each = capacity.breakdown(delivered)?;
        let item = KpiItem::Volume(delivers.clone());
        targets.push(target(KpiLayer::Outcome, item, each.month, each.member_month));
        if let Some(next) = steps.get(position) {
            targets.push(rate(KpiLayer::Outcome, &next.name, next.rate.fraction()));
        }
        for line in plan.lines().iter().take(position) {
            let each = capacity.breakdown(&line.exact)?;
            let item = KpiItem::Volume(line.step.clone());
            targets.push(target(KpiLayer::Process, item, each.week, each.member_week));
        }
        for step in steps.iter().take(position) {
            targets.push(rate(KpiLayer::Process, &step.name, step.rate.fraction()));
        }
        if let Some(funnel) = activity {
            let aim = Target::Volume { step: funnel.last().clone(), volume: delivered.clone() };
            for line in funnel.back(&aim)?.lines() {
                let each = capacity.breakdown(&line.exact)?;
                let item = KpiItem::Volume(line.step.clone());
                targets.push(target(KpiLayer::Activity, item, each.day, each.member_day));
            }
        }
        Ok(Self { targets })
    }

    /// The targets, outcome first.
    #[must_use]
    pub fn targets(&self) -> &[KpiTarget] {
        &self.targets
    }
}

impl fmt::Display for KpiSheet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["layer", "per", "item", "team", "member"].map(String::from).to_vec();
        let mut rows = alloc::vec![head];
        for target in &self.targets {
            let (layer, per) = match target.layer {
                KpiLayer::Outcome => ("outcome", "month"),
                KpiLayer::Process => ("process", "week"),
                KpiLayer::Activity => ("activity", "day"),
            };
            let number = |value: &Fraction| value.to_decimal_text(2);
            let percent = |value: &Fraction| alloc::format!("{}%", value.to_percent_text());
            let (item, team, member) = match &target.item {
                KpiItem::Revenue => ("revenue".to_string(), number(&target.team), number(&target.member)),
                KpiItem::Volume(step) => (step.to_string(), number(&target.team), number(&target.member)),
                KpiItem::Rate(step) => {
                    (alloc::format!("rate of {step}"), percent(&target.team), percent(&target.member))
                }
            };
            rows.push(alloc::vec![layer.into(), per.into(), item, team, member]);
        }
        formatter.write_str(&aligned(&rows))
    }
}

fn target(layer: KpiLayer, item: KpiItem, team: Fraction, member: Fraction) -> KpiTarget {
    KpiTarget { layer, item, team, member }
}

fn rate(layer: KpiLayer, step: &StepName, rate: Fraction) -> KpiTarget {
    target(layer, KpiItem::Rate(step.clone()), rate.clone(), rate)
}
