//! KPI targets in [three layers](crate::practice::indicators), derived from the top down: outcome by the month, process
//! by the week, activity by the day.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::planning::capacity::Capacity;
use crate::planning::exact::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::plan::Plan;
use crate::planning::plan_error::PlanError;
use crate::planning::target::Target;
use crate::values::{Currency, StepName};

/// A layer of KPIs. Targets of the activity layer alone, so many calls whatever comes of them, are
/// [the classic failure](crate::practice::indicators).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KpiLayer {
    /// What counts in the end; looked at every month (成果指標).
    Outcome,
    /// How it comes about; looked at every week (過程指標).
    Process,
    /// What is done; looked at every day (行動指標).
    Activity,
}

/// What a KPI measures.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KpiItem {
    /// Revenue, in whole units of the currency.
    Revenue,
    /// How many reach a step.
    Volume(StepName),
    /// The rate at which a step is reached from the one before. It is the same for every member and period.
    Rate(StepName),
}

/// A target for one KPI, exact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct KpiTarget {
    /// The layer, and with it the period that the target is for: a month, a week or a day.
    pub layer: KpiLayer,
    /// What is measured.
    pub item: KpiItem,
    /// What the whole team has to reach.
    pub team: Fraction,
    /// What each member has to reach. A rate is the same for all.
    pub member: Fraction,
}

/// The targets of all three layers, derived from one plan (KPIツリー).
///
/// ```
/// use lead_lifecycle::planning::{Capacity, Funnel, KpiSheet, Target};
/// use lead_lifecycle::values::StepName;
/// use lead_lifecycle::{Currency, Money};
/// let yen = |amount| Money::from_units(amount, Currency::JPY);
/// let plan = Funnel::standard().back(&Target::revenue(yen(30_000_000)?, yen(3_000_000)?)?)?;
/// // Inside sales delivers SQLs; four members work 20 days a month, five a week.
/// let sheet = KpiSheet::of(&plan, &StepName::new("sql")?, None, &Capacity::new(4, 20, 5)?)?;
/// assert_eq!(
///     sheet.to_string(),
///     "\
/// layer    per    item                           team         member
/// outcome  month  revenue              JPY 30,000,000  JPY 7,500,000
/// outcome  month  sql                           50.00          12.50
/// outcome  month  rate of opportunity             80%            80%
/// process  week   mql                           50.00          12.50
/// process  week   rate of sql                     25%            25%
/// "
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "KPI")]
pub struct KpiSheet {
    /// That of the revenue, if there is a target for it.
    currency: Option<Currency>,
    targets: Vec<KpiTarget>,
}

impl KpiSheet {
    /// The targets of a team that delivers one step of a plan: inside sales delivers SQLs.
    ///
    /// | layer | targets |
    /// |---|---|
    /// | outcome | revenue, if the plan's target is revenue; the volume delivered; the rate of the step after it |
    /// | process | the volumes before the delivered step, and the rates up to it |
    /// | activity | every step of `activity`, a funnel whose last step brings the delivered volume (calls → … → meetings) |
    ///
    /// ```
    /// use lead_lifecycle::planning::{Capacity, Funnel, KpiLayer, KpiSheet, Step, Target};
    /// let plan = Funnel::standard().back(&Target::wins(10))?;
    /// // Every tenth call brings an SQL: 50 SQLs a month are 500 calls, and 25 on each of 20 days.
    /// let calls = Funnel::new("call".parse()?, vec![Step::new("sql".parse()?, "10%".parse()?)])?;
    /// let sheet = KpiSheet::of(&plan, &"sql".parse()?, Some(&calls), &Capacity::new(5, 20, 5)?)?;
    /// let calls = sheet.targets().iter().find(|target| target.layer == KpiLayer::Activity).unwrap();
    /// assert_eq!((calls.team.to_string(), calls.member.to_string()), ("25".into(), "5".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a step that the plan does not have; [`PlanError::ZeroRate`] for an activity that
    /// nothing gets through to.
    pub fn of(
        plan: &Plan,
        delivers: &StepName,
        activity: Option<&Funnel>,
        capacity: &Capacity,
    ) -> Result<Self, PlanError> {
        let position = plan.funnel().position(delivers)?;
        let steps = plan.funnel().steps();
        let mut targets = Vec::new();
        let currency = plan.target().deal_size().map(|deal_size| deal_size.money().currency());
        if let Some(deal_size) = plan.target().deal_size() {
            let each = capacity.quotas(&plan.revenue_at(deal_size)?)?;
            targets.push(target(KpiLayer::Outcome, KpiItem::Revenue, each.month, each.member_month));
        }
        let delivered = plan.lines().get(position).map_or(&Fraction::ZERO, |line| &line.exact);
        let each = capacity.quotas(delivered)?;
        let item = KpiItem::Volume(delivers.clone());
        targets.push(target(KpiLayer::Outcome, item, each.month, each.member_month));
        if let Some(next) = steps.get(position) {
            targets.push(rate(KpiLayer::Outcome, &next.name, next.rate.fraction()));
        }
        for line in plan.lines().iter().take(position) {
            let each = capacity.quotas(&line.exact)?;
            let item = KpiItem::Volume(line.step.clone());
            targets.push(target(KpiLayer::Process, item, each.week, each.member_week));
        }
        for step in steps.iter().take(position) {
            targets.push(rate(KpiLayer::Process, &step.name, step.rate.fraction()));
        }
        if let Some(funnel) = activity {
            let aim = Target::Volume { step: funnel.last().clone(), volume: delivered.clone() };
            for line in funnel.back(&aim)?.lines() {
                let each = capacity.quotas(&line.exact)?;
                let item = KpiItem::Volume(line.step.clone());
                targets.push(target(KpiLayer::Activity, item, each.day, each.member_day));
            }
        }
        Ok(Self { currency, targets })
    }

    /// The currency of the revenue, if there is a target for it.
    #[must_use]
    pub const fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// The targets: outcome first, then process, then activity.
    #[must_use]
    pub fn targets(&self) -> &[KpiTarget] {
        &self.targets
    }
}

fn target(layer: KpiLayer, item: KpiItem, team: Fraction, member: Fraction) -> KpiTarget {
    KpiTarget { layer, item, team, member }
}

fn rate(layer: KpiLayer, step: &StepName, rate: Fraction) -> KpiTarget {
    target(layer, KpiItem::Rate(step.clone()), rate.clone(), rate)
}
