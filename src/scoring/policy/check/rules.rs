//! Rules of a draft, checked.

use alloc::vec::Vec;

use crate::scoring::bounds;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::fit_rule::{FitPoints, FitRule};
use crate::scoring::language::place::RulePlace;
use crate::scoring::language::tag::Tag;
use crate::scoring::language::timing_rule::TimingRule;
use crate::scoring::policy::check::context::Context;
use crate::scoring::policy::check::{engagements, fits, timings};
use crate::scoring::policy::rule_draft::RuleDraft;

/// What the rules become, before they are put in order.
#[derive(Debug, Default)]
pub(super) struct CheckedRules {
    pub(super) fits: Vec<FitRule>,
    pub(super) fit_points: Vec<FitPoints>,
    pub(super) engagements: Vec<EngagementRule>,
    pub(super) timings: Vec<TimingRule>,
}

pub(super) fn rules(check: &mut Context<'_>, tags: &[Tag]) -> CheckedRules {
    check.count(bounds::RULES, check.draft.rules.len(), "rules");
    let mut rules = CheckedRules::default();
    let draft = check.draft;
    for (order, (name, rule)) in (0..=u16::MAX).zip(&draft.rules) {
        check.order = order;
        let path = check.path.key("rules").key(name.as_str());
        match rule {
            RuleDraft::Fit(fit) => {
                let place = RulePlace::of(rules.fits.len());
                if let Some((rule, points)) = fits::fit(check, name, fit, &path.key("fit"), place) {
                    rules.fit_points.push(points);
                    rules.fits.push(rule);
                }
            }
            RuleDraft::Bands(bands) => {
                let place = RulePlace::of(rules.fits.len());
                let (rule, points) = fits::bands(check, name, bands, &path.key("bands"), place);
                rules.fit_points.extend(points);
                rules.fits.push(rule);
            }
            RuleDraft::Engagement(engagement) => {
                let rule = engagements::engagement(check, name, engagement, tags, &path.key("engagement"));
                rules.engagements.push(rule);
            }
            RuleDraft::Timing(timing) => {
                let rule = timings::timing(check, name, timing, &path.key("timing"));
                rules.timings.push(rule);
            }
        }
    }
    rules
}
