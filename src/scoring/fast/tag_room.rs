//! The room of one tag in a history that is being read.

use crate::scoring::fast::recent::{BLOCK, FIRST, Ids, RECENT, Words, take_newest};
use crate::scoring::memory::block::Slot;
use crate::scoring::memory::head::Head;
use crate::scoring::memory::occurrence::Occurrence;
use crate::scoring::memory::order::{put, rank, take_for_last, take_known};

/// What was taken of a tag: more than are kept says that there were more.
#[derive(Debug, Clone, Copy)]
pub(super) struct TagRoom {
    /// The first of its blocks; the next ones are its too, as far as it keeps more than a block holds.
    block: usize,
    /// Where in its block the newest stands.
    newest: usize,
    keep: u16,
    len: u32,
}

impl TagRoom {
    /// Few are kept at the end of a block, so that newer ones go before them without moving them.
    pub(super) fn empty(block: usize, keep: u16) -> Self {
        let newest = if usize::from(keep) <= RECENT { FIRST } else { 0 };
        Self { block, newest, keep, len: 0 }
    }

    /// Empty again.
    pub(super) fn emptied(self) -> Self {
        Self::empty(self.block, self.keep)
    }

    /// Where what was taken stands.
    // INVARIANT: 256 tags of at most 512 occurrences stand below 2^18.
    pub(super) fn slot(&self) -> Slot {
        let kept = u16::try_from(self.len.min(self.keep.into())).unwrap_or(0);
        let start = u32::try_from(self.start()).unwrap_or(0);
        Slot { start, head: Head::new(kept, self.keep, self.len > kept.into()) }
    }

    /// The word at which it begins.
    pub(super) fn start(self) -> usize {
        self.block.saturating_mul(BLOCK).saturating_add(self.newest)
    }

    /// Takes an occurrence into the blocks that begin here.
    #[inline]
    pub(super) fn take(&mut self, instants: &mut [Words], ids: &mut [Ids], new: Occurrence) {
        if usize::from(self.keep) <= RECENT {
            if let (Some(at), Some(ids)) = (instants.get_mut(self.block), ids.get_mut(self.block)) {
                if let Some(newest) = take_newest(at, ids, self.newest, new) {
                    (self.newest, self.len) = (newest, self.len.saturating_add(1));
                    return;
                }
            }
        }
        self.take_slowly(instants, ids, new);
    }

    fn take_slowly(&mut self, instants: &mut [Words], ids: &mut [Ids], new: Occurrence) {
        let kept = self.len.min(self.keep.into());
        let first = self.start();
        let end = first.saturating_add(usize::try_from(kept).unwrap_or(0));
        let (instants, ids) = (instants.as_flattened_mut(), ids.as_flattened_mut());
        let (Some(at), Some(known)) = (instants.get_mut(first..end), ids.get_mut(first..end)) else { return };
        if take_known(at, known, new) {
            return;
        }
        if kept == u32::from(self.keep) {
            take_for_last(at, known, new);
            self.len = kept.saturating_add(1);
            return;
        }
        let rank = rank(at, known, new);
        let end = end.saturating_add(1);
        if let (Some(at), Some(ids)) = (instants.get_mut(first..end), ids.get_mut(first..end)) {
            put(at, ids, rank, new);
            self.len = self.len.saturating_add(1);
        }
    }
}
