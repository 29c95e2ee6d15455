//! The rules in the order in which reports list them.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::fit_rule::FitPoints;
use crate::scoring::language::group::Group;
use crate::scoring::language::place::{DimensionPlace, GroupPlace, RulePlace};
use crate::scoring::language::timing_rule::TimingRule;

/// A rule, where a report lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scoring) struct Line {
    pub(in crate::scoring) dimension: DimensionPlace,
    pub(in crate::scoring) group: GroupPlace,
    /// The place of the rule among all, by name.
    pub(in crate::scoring) order: u16,
    pub(in crate::scoring) rule: LineRule,
}

/// The place of the rule among those of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scoring) enum LineRule {
    Fit {
        rule: RulePlace,
        /// Where its points stand, if there is only one place.
        points: Option<RulePlace>,
    },
    Engagement(RulePlace),
    Timing(RulePlace),
}

/// By dimension, group and name.
pub(in crate::scoring) fn outline(
    groups: &[Group],
    fits: &[FitPoints],
    engagements: &[EngagementRule],
    timings: &[TimingRule],
) -> Box<[Line]> {
    let line = |group: GroupPlace, order, rule| {
        let dimension = groups.get(group.index()).map_or(DimensionPlace::default(), |group| group.dimension);
        Line { dimension, group, order, rule }
    };
    let mut lines: Vec<Line> = Vec::new();
    for (place, fit) in fits.iter().enumerate() {
        let known = lines.iter_mut().find_map(|line| match &mut line.rule {
            LineRule::Fit { rule, points } if *rule == fit.rule => Some(points),
            LineRule::Fit { .. } | LineRule::Engagement(_) | LineRule::Timing(_) => None,
        });
        match known {
            Some(points) => *points = None,
            None => lines.push(line(
                fit.group,
                fit.order,
                LineRule::Fit { rule: fit.rule, points: Some(RulePlace::of(place)) },
            )),
        }
    }
    let engagements = engagements.iter().enumerate();
    lines.extend(
        engagements.map(|(place, rule)| line(rule.group, rule.order, LineRule::Engagement(RulePlace::of(place)))),
    );
    let timings = timings.iter().enumerate();
    lines.extend(timings.map(|(place, rule)| line(rule.group, rule.order, LineRule::Timing(RulePlace::of(place)))));
    lines.sort_by_key(|line| (line.dimension, line.group, line.order));
    lines.into()
}
