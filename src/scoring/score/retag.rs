//! A newly adopted policy: tagging a history again, and what a state kept too little for it.

use alloc::vec::Vec;

use crate::scoring::language::rules::Rules;
use crate::scoring::language::tag::Tag;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::tagging::{tag_activity, tag_profile};
use crate::values::{Activity, Carry, Instant, LeadProfile, RuleName};

/// The state that a history has under these rules.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
pub(in crate::scoring) fn retag<'a>(
    rules: &Rules,
    history: impl IntoIterator<Item = (&'a Activity, Instant)>,
    profile: &LeadProfile,
    carries: impl IntoIterator<Item = (Carry, Instant)>,
) -> ScoringState {
    let mut state = ScoringState::new();
    for (activity, at) in history {
        state.apply_activity(&tag_activity(rules, activity, at), at, activity.id.digest());
    }
    state.apply_profile(&tag_profile(rules, profile));
    for (how, at) in carries {
        state.carry(how, at);
    }
    state
}

/// The rules for which a state, made under `previous`, kept too little.
pub(in crate::scoring) fn thin_rules(rules: &Rules, state: &ScoringState, previous: &Rules) -> Vec<RuleName> {
    let mut thin = Vec::new();
    for tag in &rules.tags {
        let before = previous.tag_named(tag.name.as_str());
        let changed = before.is_none_or(|before| !same_meaning(before, tag) || before.keep == 0);
        let shifted = previous.zone != rules.zone && tag.period.is_some();
        let kept = state.tags().find(|kept| kept.key == tag.key);
        for rule in rules.rules_of(tag) {
            let reach = rule.every.saturating_mul(rule.times);
            let short = match &kept {
                Some(kept) => kept.cut && kept.kept.len() < usize::from(reach),
                None => state.packed().is_full(),
            };
            if changed || shifted || short {
                thin.push(rule.name.clone());
            }
        }
    }
    thin
}

/// Whether the same activities earn both tags, and the same ones count as one.
fn same_meaning(x: &Tag, y: &Tag) -> bool {
    x.kinds == y.kinds && x.when == y.when && x.once_per == y.once_per && x.period == y.period
}
