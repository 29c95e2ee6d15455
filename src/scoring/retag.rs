//! A newly adopted policy: tagging a history again, and what a state kept too little for it.

use alloc::vec::Vec;

use crate::scoring::rules::{Scoring, Tag};
use crate::scoring::state::ScoringState;
use crate::values::{Activity, Carry, Instant, Profile, RuleName};

impl Scoring {
    /// The state that a history has under this policy: activities with the instants at which they happened, the merged profile, and what each
    /// recycle did. Under an unchanged policy it equals the state that the facts made.
    #[must_use]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn retag<'a>(
        &self,
        history: impl IntoIterator<Item = (&'a Activity, Instant)>,
        profile: &Profile,
        carries: impl IntoIterator<Item = (Carry, Instant)>,
    ) -> ScoringState {
        let mut state = ScoringState::new();
        for (activity, at) in history {
            state.apply_activity(&self.tag_activity(activity, at), at, activity.id.fingerprint());
        }
        state.apply_profile(&self.tag_profile(profile));
        for (how, at) in carries {
            state.carry(how, at);
        }
        state
    }

    /// The rules for which a state, made under `previous`, kept too little to be scored under this policy as if it had always been in force:
    /// their tag is new, is earned otherwise than before, or would now reach further back than the state remembers.
    ///
    /// Empty for the policy that made the state. Hosts that keep the history call [`Scoring::retag`] instead.
    #[must_use]
    pub fn thin_rules(&self, state: &ScoringState, previous: &Self) -> Vec<RuleName> {
        let mut thin = Vec::new();
        for tag in &self.tags {
            let before = previous.tag_named(tag.name.as_str());
            let changed = before.is_none_or(|before| !same_meaning(before, tag) || before.keep == 0);
            let shifted = previous.offset != self.offset && tag.period.is_some();
            let kept = state.tags().find(|kept| kept.key == tag.key);
            for rule in self.rules_of(tag) {
                let reach = rule.every.saturating_mul(rule.times);
                let short = match &kept {
                    Some(kept) => kept.cut && kept.kept.len() < usize::from(reach),
                    None => state.packed.is_full(),
                };
                if changed || shifted || short {
                    thin.push(rule.name.clone());
                }
            }
        }
        thin
    }
}

/// Whether the same activities earn both tags, and the same ones count as one.
fn same_meaning(x: &Tag, y: &Tag) -> bool {
    x.kinds == y.kinds && x.when == y.when && x.once_per == y.once_per && x.period == y.period
}
