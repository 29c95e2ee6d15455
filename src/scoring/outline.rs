//! The rules in the order in which reports list them.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::scoring::rules::{EngagementRule, FitPoints, Group, TimingRule};

/// A rule, where a report lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) dimension: u8,
    pub(crate) group: u8,
    /// The place of the rule among all, by name.
    pub(crate) order: u16,
    pub(crate) rule: LineRule,
}

/// The place of the rule among those of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineRule {
    Fit {
        rule: u16,
        /// Where its points stand, unless it has bands.
        points: Option<u16>,
    },
    Engagement(u16),
    Timing(u16),
}

/// By dimension, group and name.
pub(crate) fn outline(
    groups: &[Group],
    fits: &[FitPoints],
    engagements: &[EngagementRule],
    timings: &[TimingRule],
) -> Box<[Line]> {
    let line = |group: u8, order, rule| {
        let dimension = groups.get(usize::from(group)).map_or(0, |group| group.dimension);
        Line { dimension, group, order, rule }
    };
    let mut lines: Vec<Line> = Vec::new();
    for (place, fit) in (0_u16..).zip(fits) {
        let known = lines.iter_mut().find_map(|line| match &mut line.rule {
            LineRule::Fit { rule, points } if *rule == fit.rule => Some(points),
            LineRule::Fit { .. } | LineRule::Engagement(_) | LineRule::Timing(_) => None,
        });
        match known {
            Some(points) => *points = None,
            None => lines.push(line(fit.group, fit.order, LineRule::Fit { rule: fit.rule, points: Some(place) })),
        }
    }
    let engagements = (0_u16..).zip(engagements);
    lines.extend(engagements.map(|(place, rule)| line(rule.group, rule.order, LineRule::Engagement(place))));
    let timings = (0_u16..).zip(timings);
    lines.extend(timings.map(|(place, rule)| line(rule.group, rule.order, LineRule::Timing(place))));
    lines.sort_by_key(|line| (line.dimension, line.group, line.order));
    lines.into()
}
