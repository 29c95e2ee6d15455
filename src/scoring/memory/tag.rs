//! The tags of a state, one after the other: as they are read, and as they are written.

use alloc::vec::Vec;

use crate::scoring::memory::head::Head;
use crate::scoring::memory::kept::Kept;
use crate::scoring::memory::occurrence::Occurrence;
use crate::values::{Digest, Fingerprint};

/// A tag of a state.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) struct KeptTag<'a> {
    pub(in crate::scoring) key: Fingerprint,
    /// How many may be kept.
    pub(in crate::scoring) keep: u16,
    /// Whether there were more.
    pub(in crate::scoring) cut: bool,
    pub(in crate::scoring) kept: Kept<'a>,
    /// What makes each distinct.
    pub(in crate::scoring) ids: &'a [Digest],
}

/// A tag to be stored.
#[derive(Debug)]
pub(super) struct NewTag {
    pub(super) key: Fingerprint,
    pub(super) keep: u16,
    pub(super) cut: bool,
    /// At least one.
    pub(in crate::scoring) kept: Vec<Occurrence>,
}

/// Reads tag after tag.
#[derive(Debug, Clone)]
pub(in crate::scoring) struct Tags<'a> {
    keys: &'a [u64],
    heads: &'a [u64],
    kept: &'a [u64],
    ids: &'a [Digest],
}

impl<'a> Tags<'a> {
    /// Of as many tags as there are keys; their heads stand above the first of the instants.
    pub(super) fn of(keys: &'a [u64], kept: &'a [u64], ids: &'a [Digest]) -> Self {
        Self { keys, heads: kept, kept, ids }
    }

    /// The next tag's key.
    #[inline]
    pub(in crate::scoring) fn peek(&self) -> Option<Fingerprint> {
        self.keys.first().copied().map(Fingerprint::from_bits)
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = KeptTag<'a>;

    #[inline]
    fn next(&mut self) -> Option<KeptTag<'a>> {
        let ([key, keys @ ..], [head, heads @ ..]) = (self.keys, self.heads) else {
            return None;
        };
        let head = Head::of(*head);
        let len = head.count();
        let (kept, others) = self.kept.split_at_checked(len)?;
        let (ids, other_ids) = self.ids.split_at_checked(len)?;
        *self = Self { keys, heads, kept: others, ids: other_ids };
        Some(KeptTag {
            key: Fingerprint::from_bits(*key),
            keep: head.keep(),
            cut: head.cut(),
            kept: Kept::of(kept),
            ids,
        })
    }
}

impl KeptTag<'_> {
    pub(super) fn occurrences(&self) -> impl Iterator<Item = Occurrence> {
        self.kept.iter().zip(self.ids).map(|(at, key)| Occurrence { at, key: *key })
    }
}

impl From<&KeptTag<'_>> for NewTag {
    fn from(tag: &KeptTag<'_>) -> Self {
        Self { key: tag.key, keep: tag.keep, cut: tag.cut, kept: tag.occurrences().collect() }
    }
}
