//! What is prepared for a policy.

use alloc::boxed::Box;

use crate::scoring::fast::placed::Placed;
use crate::scoring::fast::plan::{Plan, unusual};
use crate::scoring::language::decay::Decay;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::language::timing_rule::TimingRule;
use crate::scoring::memory::block::Slot;

/// The plans of the engagement rules, and what else is known before the first lead is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct Plans {
    /// For each of the engagement rules.
    pub(super) plans: Box<[Plan]>,
    /// How often points can change at once, if nothing happens.
    steps: usize,
}

impl Plans {
    pub(in crate::scoring) fn of(rules: &Rules) -> Self {
        let plans = rules.engagements.iter().map(Plan::of).collect();
        Self { plans, steps: steps(&rules.engagements, &rules.timings) }
    }

    /// How often points can change at once, if nothing happens.
    #[inline]
    pub(in crate::scoring) const fn steps(&self) -> usize {
        self.steps
    }

    /// Calls `each` with the value of every engagement rule, and where the occurrences of its tag stand.
    #[inline]
    pub(in crate::scoring) fn each_engagement<'a>(
        &self,
        rules: &'a Rules,
        placed: Placed<'_>,
        at: i64,
        mut each: impl FnMut(&'a EngagementRule, Slot, Thousandths),
    ) {
        let rules = rules.engagements.iter().zip(&self.plans);
        let Some(marks) = placed.marks else {
            for (rule, plan) in rules {
                let (slot, mut value) = (placed.slot(plan.tag), Thousandths::ZERO);
                plan.add(rule, at, core::iter::once((placed.block, slot, &mut value)));
                each(rule, slot, value);
            }
            return;
        };
        for (rule, plan) in rules {
            let slot = placed.slot(plan.tag);
            each(rule, slot, unusual(rule, placed.block, slot, marks, at));
        }
    }
}

fn steps(engagements: &[EngagementRule], timings: &[TimingRule]) -> usize {
    let windows = engagements.iter().filter(|rule| rule.within < u64::MAX && matches!(rule.decay, Decay::None));
    let awards = windows.map(|rule| usize::from(rule.times)).fold(0, usize::saturating_add);
    let dates = timings.iter().map(|rule| rule.ahead.len().saturating_add(rule.missed.len()).saturating_add(1));
    awards.saturating_add(dates.fold(0, usize::saturating_add))
}
