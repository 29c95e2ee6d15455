//! A rule beside what it weighs.

use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::fit_rule::FitPoints;
use crate::scoring::language::place::GroupPlace;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::language::timing_rule::TimingRule;
use crate::scoring::memory::marks::Marks;
use crate::scoring::score::newest::Newest;
use crate::scoring::score::weigh;

/// A rule that may give something, with what it weighs.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) enum Item<'a> {
    Fit(&'a FitPoints),
    Engagement(&'a EngagementRule, Newest<'a>, &'a Marks),
    /// The end of the stated day, in seconds.
    Timing(&'a TimingRule, i64),
}

impl Item<'_> {
    pub(in crate::scoring) fn group(&self) -> GroupPlace {
        match self {
            Self::Fit(fit) => fit.group,
            Self::Engagement(rule, ..) => rule.group,
            Self::Timing(rule, _) => rule.group,
        }
    }

    #[inline]
    pub(in crate::scoring) fn value(&self, at: i64) -> Thousandths {
        match self {
            Self::Fit(fit) => fit.points,
            Self::Engagement(rule, newest, marks) => weigh::value(rule, newest, marks, at),
            Self::Timing(rule, until) => rule.value(*until, at),
        }
    }
}
