//! The score counted again at many places of one history: each fact is tagged once by each version that asks.

use alloc::vec::Vec;

use crate::lifecycle::book::Version;
use crate::lifecycle::correct::named::Named;
use crate::lifecycle::recount::count_on;
use crate::scoring::ScoringState;
use crate::values::LeadProfile;

/// What counts up to some place, by the versions that asked for it.
pub(super) struct Tallies<'b>(Vec<Tally<'b>>);

struct Tally<'b> {
    version: &'b Version,
    /// Every fact before this place is in it.
    until: usize,
    state: ScoringState,
}

impl<'b> Tallies<'b> {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// What counts of the facts before a place, and has not fallen, comes to under a version. Places rise from call to call, and
    /// what has fallen before them is known.
    pub(super) fn state(
        &mut self,
        version: &'b Version,
        (named, fallen): (&Named<'_>, &[u64]),
        place: usize,
        profile: &LeadProfile,
    ) -> ScoringState {
        let known = self.0.iter().position(|tally| core::ptr::eq(tally.version, version));
        let known = known.unwrap_or_else(|| {
            self.0.push(Tally { version, until: 0, state: ScoringState::new() });
            self.0.len().saturating_sub(1)
        });
        let Some(tally) = self.0.get_mut(known) else {
            return ScoringState::new();
        };
        let facts = named.facts.iter().enumerate().take(place).skip(tally.until);
        for (_, fact) in
            facts.filter(|(place, fact)| named.counts(*place) && fallen.binary_search(&fact.envelope.revision).is_err())
        {
            count_on(&mut tally.state, fact, version, &named.contributions);
        }
        tally.until = tally.until.max(place);
        let mut state = tally.state.clone();
        state.apply_profile(&version.policy().scoring().tag_profile(profile));
        state
    }
}
