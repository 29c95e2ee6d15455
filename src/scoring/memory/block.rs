//! Where the instants of a tag stand among other words.

use crate::scoring::memory::head::Head;
use crate::scoring::memory::kept::Kept;
use crate::scoring::memory::word::AT_MASK;

/// Words of which some are instants.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::scoring) struct Block<'a>(&'a [u64]);

/// The instants of a tag: the word at which they begin, and what the tag's head says of them.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::scoring) struct Slot {
    pub(in crate::scoring) start: u32,
    pub(in crate::scoring) head: Head,
}

impl<'a> Block<'a> {
    #[inline]
    pub(in crate::scoring) const fn of(words: &'a [u64]) -> Self {
        Self(words)
    }

    /// All bits if there is an occurrence at a place, after an instant as [`now`](crate::scoring::memory::word::now)
    /// gives it, otherwise none: without a branch, as that is different for every lead.
    #[inline]
    pub(in crate::scoring) fn after(self, slot: Slot, rank: u32, instant: i64) -> i64 {
        let word = slot.start.wrapping_add(rank.min(slot.head.len().saturating_sub(1)));
        let word = self.0.get(place(word)).map_or(0, |word| word & AT_MASK);
        // INVARIANT: instants take 38 bits and `now` less what a rule reaches back at most 63: the signs of the
        // differences are true.
        let late = instant.wrapping_sub(i64::try_from(word).unwrap_or(0)).wrapping_shr(63);
        let there = i64::from(rank).wrapping_sub(i64::from(slot.head.len())).wrapping_shr(63);
        late & there
    }

    #[inline]
    pub(in crate::scoring) fn kept(self, slot: Slot) -> Kept<'a> {
        let start = place(slot.start);
        Kept::of(self.0.get(start..start.wrapping_add(place(slot.head.len()))).unwrap_or(&[]))
    }
}

#[inline]
fn place(word: u32) -> usize {
    usize::try_from(word).unwrap_or(usize::MAX)
}
