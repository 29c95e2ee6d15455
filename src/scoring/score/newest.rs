//! The occurrences of a tag as rules see them.

use crate::scoring::language::tag::Tag;
use crate::scoring::memory::kept::Kept;
use crate::scoring::memory::occurrence::Occurrence;
use crate::scoring::memory::order::rank;
use crate::scoring::memory::tag::KeptTag;

/// The occurrences of a tag that rules may look at, newest first.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) struct Newest<'a> {
    kept: Kept<'a>,
    len: usize,
    patch: Option<Patch>,
    /// So many more in front, all at one instant.
    fresh: usize,
    fresh_at: i64,
}

/// One more occurrence at `rank`, instead of the one at `gone`.
#[derive(Debug, Clone, Copy)]
struct Patch {
    at: i64,
    rank: usize,
    gone: usize,
}

impl<'a> Newest<'a> {
    pub(super) fn plain(kept: Kept<'a>, tag: &Tag) -> Self {
        let len = kept.len().min(usize::from(tag.keep));
        Self { kept, len, patch: None, fresh: 0, fresh_at: 0 }
    }

    /// What [`ScoringState::apply_activity`](crate::scoring::memory::scoring_state::ScoringState::apply_activity) would
    /// make of it.
    pub(super) fn with(old: KeptTag<'a>, new: Occurrence, tag: &Tag) -> Self {
        let kept = old.kept;
        let same = old.ids.iter().position(|id| *id == new.key);
        if same.and_then(|place| kept.at(place)).is_some_and(|at| at >= new.at) {
            return Self::plain(kept, tag);
        }
        let keep = usize::from(old.keep);
        let grown = if same.is_some() { kept.len() } else { kept.len().saturating_add(1) };
        let len = grown.min(keep).min(usize::from(tag.keep));
        let patch = Patch { at: new.at, rank: rank(kept.words(), old.ids, new), gone: same.unwrap_or(usize::MAX) };
        Self { kept, len, patch: Some(patch), fresh: 0, fresh_at: 0 }
    }

    /// No occurrences.
    pub(in crate::scoring) fn none() -> Self {
        Self { kept: Kept::NONE, len: 0, patch: None, fresh: 0, fresh_at: 0 }
    }

    /// Without those still to come at an instant.
    pub(in crate::scoring) fn so_far(&self, at: i64) -> Self {
        let pending = self.pending(at);
        if self.patch.is_some() {
            return *self;
        }
        Self { kept: self.kept.skip(pending), len: self.len.saturating_sub(pending), ..*self }
    }

    /// With so many more at an instant that is not before the others that count.
    pub(in crate::scoring) fn sooner(&self, times: u16, at: i64, tag: &Tag) -> Self {
        let fresh = self.fresh.saturating_add(usize::from(times));
        let grown = self.len.saturating_add(usize::from(times));
        let len = grown.min(usize::from(tag.keep));
        Self { len, fresh, fresh_at: at, ..*self }
    }

    /// How many have happened at an instant.
    pub(in crate::scoring) fn counted(&self, at: i64) -> usize {
        self.len.saturating_sub(self.pending(at))
    }
}

/// Instants, newest first.
pub(in crate::scoring) trait Instants {
    /// The instant at a place.
    fn at(&self, place: usize) -> Option<i64>;

    /// How many are still to come at an instant.
    #[inline]
    fn pending(&self, at: i64) -> usize {
        let mut place = 0;
        while self.at(place).is_some_and(|t| t > at) {
            place = place.saturating_add(1);
        }
        place
    }
}

impl Instants for Kept<'_> {
    #[inline]
    fn at(&self, place: usize) -> Option<i64> {
        Kept::at(self, place)
    }
}

impl Instants for Newest<'_> {
    #[inline]
    fn at(&self, place: usize) -> Option<i64> {
        if place >= self.len {
            return None;
        }
        let Some(place) = place.checked_sub(self.fresh) else {
            return Some(self.fresh_at);
        };
        let Some(patch) = self.patch else {
            return self.kept.at(place);
        };
        if place == patch.rank {
            return Some(patch.at);
        }
        // After the new one, everything is one place further on, until the one that went was passed.
        let before = place.saturating_sub(1);
        let moved = place > patch.rank && before < patch.gone;
        let old = if moved { before } else { place };
        self.kept.at(old)
    }
}
