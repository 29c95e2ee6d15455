//! From the draft to the checked rules: every fault is collected.

use alloc::vec::Vec;

use crate::calendar::Zone;
use crate::scoring::bounds;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::index::Index;
use crate::scoring::language::outline::outline;
use crate::scoring::language::place::RulePlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::tag::Tag;
use crate::scoring::policy::check::collisions::collisions;
use crate::scoring::policy::check::context::Context;
use crate::scoring::policy::check::groups::{dimensions, groups};
use crate::scoring::policy::check::profiles::{profiles, promotes};
use crate::scoring::policy::check::rules::rules;
use crate::scoring::policy::check::tags::{by_kind, raising_tags, tags};
use crate::scoring::policy::draft::ScoringDraft;
use crate::values::{Faults, FieldCatalog, Path};

/// Checks the whole draft: `None` when a fault was found here.
pub(in crate::scoring) fn checked(
    draft: &ScoringDraft,
    catalog: &FieldCatalog,
    zone: Zone,
    path: &Path,
    faults: &mut Faults,
) -> Option<Rules> {
    let before = faults.len();
    let mut check = Context { draft, catalog, path, faults, order: 0 };
    let rules = assembled(&mut check, zone);
    (faults.len() == before).then_some(rules)
}

fn assembled(check: &mut Context<'_>, zone: Zone) -> Rules {
    let (dimensions, groups) = (dimensions(check), groups(check));
    let mut tags = tags(check);
    let mut rules = rules(check, &tags);
    rules.fit_points.sort_by_key(|fit| fit.key);
    rules.engagements.sort_by(|x, y| (x.tag, &x.name).cmp(&(y.tag, &y.name)));
    rules.timings.sort_by_key(|timing| timing.key);
    assign(&mut tags, &rules.engagements);
    moments(check, &tags, &rules.engagements);
    collisions(check, &tags, &rules);
    let profiles = profiles(check);
    let promotes = promotes(check);
    let raising_tags = raising_tags(check, &tags);
    let kinds = by_kind(&tags);
    Rules {
        zone,
        kind_index: Index::of(&kinds.iter().map(|known| known.kind.fingerprint()).collect::<Vec<_>>()),
        kinds,
        tag_index: Index::of(&tags.iter().map(|tag| tag.key).collect::<Vec<_>>()),
        tags: tags.into(),
        fits: rules.fits.into(),
        fit_index: Index::of(&rules.fit_points.iter().map(|fit| fit.key).collect::<Vec<_>>()),
        outline: outline(&groups, &rules.fit_points, &rules.engagements, &rules.timings),
        fit_points: rules.fit_points.into(),
        engagements: rules.engagements.into(),
        timings: rules.timings.into(),
        groups: groups.into(),
        dimensions: dimensions.into(),
        profiles: profiles.into(),
        promotes,
        raising_kinds: check.draft.hand_raise.kinds.iter().cloned().collect(),
        raising_tags,
        fit_alone: check.draft.fit_alone,
    }
}

/// What is looked at when the future is asked for is bounded for every lead.
fn moments(check: &mut Context<'_>, tags: &[Tag], engagements: &[EngagementRule]) {
    let of_rule = |rule: &EngagementRule| {
        let keep = tags.get(rule.tag.index()).map_or(0, |tag| usize::from(tag.keep));
        keep.saturating_mul(rule.moments())
    };
    let all = engagements.iter().map(of_rule).fold(0, usize::saturating_add);
    check.count(bounds::MOMENTS, all, "rules");
}

/// Tells each tag where its rules stand among those that are in the order of tags.
fn assign(tags: &mut [Tag], engagements: &[EngagementRule]) {
    for (index, tag) in tags.iter_mut().enumerate() {
        let before = |rule: &EngagementRule| rule.tag.index() < index;
        let upto = |rule: &EngagementRule| rule.tag.index() <= index;
        let (first, end) = (engagements.partition_point(before), engagements.partition_point(upto));
        tag.rules = (RulePlace::of(first), RulePlace::of(end));
    }
}
