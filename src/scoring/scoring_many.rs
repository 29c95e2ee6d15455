//! Many states at once, and states under a new policy.

use alloc::vec::Vec;

use crate::scoring::fast::bulk;
use crate::scoring::fast::columns::ScoreColumns;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::retag;
use crate::scoring::score::score::Score;
use crate::scoring::scoring::Scoring;
use crate::values::{Activity, Carry, Instant, LeadProfile, RuleName};

impl Scoring {
    /// [`Scoring::score`] for many states: calls `each` with each state's place and score, in order. Nothing is
    /// allocated.
    ///
    /// Faster than one by one, because some states at a time are fetched from memory and, if the policy has at most 16
    /// tags, scored rule by rule. A host with threads gives each of them its own part of the states. States that lie in
    /// memory in the order in which they are scored are read faster: a fresh clone of their list usually does. For
    /// re-scoring at many instants, [`Scoring::columns`] are faster still.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn score_all<'s>(
        &self,
        states: impl IntoIterator<Item = &'s ScoringState>,
        at: Instant,
        mut each: impl FnMut(usize, Score),
    ) {
        let mut place = 0_usize;
        bulk::sums(&self.rules, &self.plans, states, at.seconds(), |state, sums| {
            let score = match sums {
                Some(sums) => Score::of_sums(&self.rules, sums, self.rules.promotes),
                None => self.score(state, at),
            };
            each(place, score);
            place = place.saturating_add(1);
        });
    }

    /// Lays states out by column, in their order, to be scored at many instants: see [`ScoreColumns`].
    #[must_use]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn columns<'s>(&self, states: impl IntoIterator<Item = &'s ScoringState>) -> ScoreColumns<'_> {
        let mut columns = ScoreColumns::none(&self.rules, &self.plans);
        for state in states {
            columns.push(state);
        }
        columns
    }

    /// The state that a history has under this policy: activities with the instants at which they happened, the merged
    /// profile, and what each recycle did. Under an unchanged policy it equals the state that the facts made.
    #[must_use]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn retag<'a>(
        &self,
        history: impl IntoIterator<Item = (&'a Activity, Instant)>,
        profile: &LeadProfile,
        carries: impl IntoIterator<Item = (Carry, Instant)>,
    ) -> ScoringState {
        retag::retag(&self.rules, history, profile, carries)
    }

    /// The rules for which a state, made under `previous`, kept too little to be scored under this policy as if it had
    /// always been in force: their tag is new, is earned otherwise than before, or would now reach further back than
    /// the state remembers.
    ///
    /// Empty for the policy that made the state. Hosts that keep the history call [`Scoring::retag`] instead.
    #[must_use]
    pub fn thin_rules(&self, state: &ScoringState, previous: &Self) -> Vec<RuleName> {
        retag::thin_rules(&self.rules, state, &previous.rules)
    }
}
