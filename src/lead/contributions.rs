//! What became of the contributions of merges since.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::lead::contribution::ContributionPart;
use crate::lead::fact::{Fact, FactBody};
use crate::values::LeadKey;

/// What became of the contributions of merges since: parts that are gone because leads were split, and parts that are said anew
/// because something was corrected where they come from.
///
/// A [`MergedFrom`](crate::lead::MergedFrom) stays in the history as it was stored; whoever folds what counts asks here what is
/// left of it.
#[derive(Debug, Clone, Default)]
pub struct Contributions(BTreeMap<u64, BTreeMap<LeadKey, Option<Box<ContributionPart>>>>);

impl Contributions {
    /// Every merge brings what its fact says.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// What a history says.
    #[must_use]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    #[expect(clippy::wildcard_enum_match_arm, reason = "only these facts speak of the contributions of merges")]
    pub fn of<'a>(history: impl IntoIterator<Item = &'a Fact>) -> Self {
        let mut changed = Self::default();
        for fact in history {
            match &fact.body {
                FactBody::SplitOff(split) => {
                    split.parts.iter().for_each(|(merged, lead)| changed.leave_out(*merged, lead));
                }
                FactBody::ContributionCorrected(said) => changed.say_anew(said.merged, said.part.clone()),
                _ => {}
            }
        }
        changed
    }

    /// What a lead brought with a merge, by the revision of that fact, is gone.
    pub fn leave_out(&mut self, merged: u64, lead: &LeadKey) {
        self.0.entry(merged).or_default().insert(lead.clone(), None);
    }

    /// What a lead brought with a merge is this.
    pub fn say_anew(&mut self, merged: u64, part: ContributionPart) {
        self.0.entry(merged).or_default().insert(part.lead().clone(), Some(Box::new(part)));
    }

    /// Whether a merge brings something else than its fact says.
    #[must_use]
    pub fn touch(&self, merged: u64) -> bool {
        self.0.contains_key(&merged)
    }

    /// The leads that have parted again of those that a merge brought.
    pub fn gone(&self, merged: u64) -> impl Iterator<Item = &LeadKey> {
        let of = self.0.get(&merged).into_iter().flatten();
        of.filter(|(_, said)| said.is_none()).map(|(lead, _)| lead)
    }

    /// The parts that a merge brings; none, if the fact is another.
    #[must_use]
    pub fn parts<'a>(&'a self, fact: &'a Fact) -> Vec<&'a ContributionPart> {
        let FactBody::MergedFrom(merged) = &fact.body else {
            return Vec::new();
        };
        let changed = self.0.get(&fact.envelope.revision);
        let now = |part: &'a ContributionPart| match changed.and_then(|changed| changed.get(part.lead())) {
            None => Some(part),
            Some(said) => said.as_deref(),
        };
        merged.contribution.iter().filter_map(now).collect()
    }

    /// A merge that brings something else than its fact says, as if it had said so.
    #[must_use]
    pub fn said_anew(&self, fact: &Fact) -> Option<Fact> {
        let FactBody::MergedFrom(merged) = &fact.body else {
            return None;
        };
        self.touch(fact.envelope.revision).then(|| {
            let mut anew = (**merged).clone();
            anew.contribution = self.parts(fact).into_iter().cloned().collect();
            Fact { envelope: fact.envelope.clone(), body: FactBody::MergedFrom(Box::new(anew)) }
        })
    }
}
