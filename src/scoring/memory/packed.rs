//! The occurrences of a state in one block of words, because a million states are kept in memory and read from start to
//! end.
//!
//! ```text
//!          fits = 2    tags = 2     one word for each of 3 occurrences
//!         ┌────┬────┐ ┌────┬────┐ ┌──────┬──────┬──────┐       ┌──────┬──────┬──────┐
//! words   │ f0 │ f1 │ │ t0 │ t1 │ │  i0  │  i1  │  i2  │  ids  │ id0  │ id1  │ id2  │
//!         └────┴────┘ └────┴────┘ └──────┴──────┴──────┘       └──────┴──────┴──────┘
//!          keys of     keys of     instants, tag after          what makes each
//!          the met     the tags,   tag, newest first:           occurrence distinct,
//!          fit rules   rising      here 1 of t0, 2 of t1        in the same order
//!         └─────────────── scoring reads these ─────────┘
//!
//! i0 …     63 … 59   58    57 … 48   47 … 38   37 … 0
//!         ┌─────────┬─────┬─────────┬─────────┬───────────────────────────────┐
//! a word  │ unused  │ cut │  keep   │   len   │ seconds since `Instant::MIN`  │
//!         └─────────┴─────┴─────────┴─────────┴───────────────────────────────┘
//!          the head of t0 above i0, of t1     the instant of the n-th
//!          above i1, whosever instant that    occurrence
//!          is: how many occurrences the tag has (`len`), how many
//!          it may have (`keep`), whether there were more (`cut`)
//! ```
//!
//! So where each tag begins is known without going from one to the next: the heads stand side by side in the first
//! instants. Every tag has an occurrence: there are instants enough.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

use crate::scoring::bounds;
use crate::scoring::memory::block::Slot;
use crate::scoring::memory::head::Head;
use crate::scoring::memory::occurrence::Occurrence;
use crate::scoring::memory::order::{rank, take_for_last, take_known};
use crate::scoring::memory::tag::{NewTag, Tags};
use crate::scoring::memory::word::{AT_BITS, AT_MASK, coarse, pack};
use crate::values::{Digest, Fingerprint};

/// INVARIANT of all that is reckoned with places here: fits, tags and occurrences stand within the words, and are fewer
/// than bits can count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::scoring) struct Packed {
    words: Box<[u64]>,
    ids: Box<[Digest]>,
    /// The newest instant of all, to 64 seconds.
    newest: u32,
    tags: u16,
    fits: u16,
}

// What a state holds can be counted in the bits that there are for it: ten of a head, sixteen of a count.
const _: () = assert!(bounds::KEEP.min == 1 && bounds::KEEP.max <= 1023);
const _: () = assert!(bounds::STATE_TAGS.max == 65_535 && bounds::FIT_TAGS.max <= 65_535);

/// Where a tag stands, or would: its number, and that of its first occurrence.
#[derive(Clone, Copy)]
struct Found {
    tag: usize,
    first: usize,
    known: bool,
}

impl Packed {
    /// The caller has checked the bounds, and checks the order.
    pub(super) fn of(fits: impl ExactSizeIterator<Item = Fingerprint>, tags: &[NewTag]) -> Self {
        let kept = || tags.iter().flat_map(|tag| &tag.kept);
        let (fits_len, first) = (fits.len(), fits.len().saturating_add(tags.len()));
        let mut words = Vec::with_capacity(first.saturating_add(kept().count()));
        words.extend(fits.map(Fingerprint::to_bits));
        words.extend(tags.iter().map(|tag| tag.key.to_bits()));
        words.extend(kept().map(|occurrence| pack(occurrence.at)));
        let newest = words.iter().skip(first).map(|word| coarse(*word)).max().unwrap_or(0);
        for (word, NewTag { keep, cut, kept, .. }) in words.iter_mut().skip(first).zip(tags) {
            *word |= Head::new(u16::try_from(kept.len()).unwrap_or(0), *keep, *cut).bits();
        }
        let ids = kept().map(|occurrence| occurrence.key).collect();
        let short = |len: usize| u16::try_from(len).unwrap_or(u16::MAX);
        Self { words: words.into(), ids, newest, tags: short(tags.len()), fits: short(fits_len) }
    }

    #[inline]
    pub(super) fn fits(&self) -> impl ExactSizeIterator<Item = Fingerprint> + Clone + use<'_> {
        let words = self.words.get(..usize::from(self.fits)).unwrap_or(&[]);
        words.iter().copied().map(Fingerprint::from_bits)
    }

    #[inline]
    fn tags_len(&self) -> usize {
        usize::from(self.tags)
    }

    /// The word at which instants begin.
    #[inline]
    fn instants(&self) -> usize {
        usize::from(self.fits).wrapping_add(self.tags_len())
    }

    /// How many occurrences there are.
    #[inline]
    pub(super) fn kept_count(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn tags(&self) -> Tags<'_> {
        let first = self.instants();
        let keys = self.words.get(usize::from(self.fits)..first).unwrap_or(&[]);
        Tags::of(keys, self.words.get(first..).unwrap_or(&[]), &self.ids)
    }

    /// The words that scoring reads.
    #[inline]
    pub(in crate::scoring) fn words(&self) -> &[u64] {
        &self.words
    }

    /// The bytes of its lists.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.words).saturating_add(size_of_val(&*self.ids))
    }

    /// Calls `each` with the key of every tag, and where its instants stand in [`Packed::words`].
    #[inline]
    pub(in crate::scoring) fn each_tag(&self, mut each: impl FnMut(Fingerprint, Slot)) {
        let first = self.instants();
        let (Some(keys), Some(kept)) = (self.words.get(usize::from(self.fits)..first), self.words.get(first..)) else {
            return;
        };
        let mut start = u32::from(self.fits).wrapping_add(self.tags.into());
        for (key, head) in keys.iter().zip(kept) {
            let head = Head::of(*head);
            each(Fingerprint::from_bits(*key), Slot { start, head });
            start = start.wrapping_add(head.len());
        }
    }

    /// Whether an occurrence lies after an instant as [`now`](crate::scoring::memory::word::now) gives it.
    #[inline]
    pub(in crate::scoring) fn pending(&self, now: i64) -> bool {
        // Nearly always the newest one is minutes ago.
        let (past, newest) = (now.wrapping_shr(AT_BITS - u32::BITS), i64::from(self.newest));
        past <= newest && self.tags().any(|tag| tag.kept.is_after(now))
    }

    pub(super) fn set_fits(&mut self, fits: impl ExactSizeIterator<Item = Fingerprint>) {
        let (count, fits) = (fits.len(), fits.map(Fingerprint::to_bits));
        if count == usize::from(self.fits) {
            self.words.iter_mut().zip(fits).for_each(|(word, key)| *word = key);
            return;
        }
        let rest = self.words.get(usize::from(self.fits)..).unwrap_or(&[]);
        // All at once: a list that grows or shrinks would be copied again.
        let mut words = Vec::with_capacity(count.saturating_add(rest.len()));
        words.extend(fits);
        words.extend_from_slice(rest);
        self.fits = u16::try_from(count).unwrap_or(u16::MAX);
        self.words = words.into();
    }

    /// Marks a tag as one that had more than it keeps.
    pub(super) fn cut(&mut self, key: Fingerprint) {
        let found = self.find(key);
        if found.known {
            let head = self.head(found.tag);
            self.set_head(found.tag, head.with_cut());
        }
    }

    /// Keeps an occurrence of a tag, if it is among the newest. Where there is no room for one more tag, those with the
    /// smallest keys are kept: the same ones whatever the order.
    pub(super) fn keep(&mut self, key: Fingerprint, keep: u16, new: Occurrence) {
        let mut found = self.find(key);
        if !found.known && self.is_full() {
            if found.tag == self.tags_len() {
                return;
            }
            self.drop_last_tag();
            found = self.find(key);
        }
        self.newest = self.newest.max(coarse(pack(new.at)));
        if !found.known {
            return self.insert(found, Some((key, Head::new(1, keep, false))), new);
        }
        let head = self.head(found.tag);
        let (mut len, keep, mut cut) = (u16::try_from(head.len()).unwrap_or(0), head.keep().max(keep), head.cut());
        let (at, ids) = self.occurrences_mut(found.first, usize::from(len));
        if !take_known(at, ids, new) {
            if len < keep {
                let rank = rank(at, ids, new);
                len = len.saturating_add(1);
                self.insert(Found { first: found.first.saturating_add(rank), ..found }, None, new);
            } else {
                take_for_last(at, ids, new);
                cut = true;
            }
        }
        self.set_head(found.tag, Head::new(len, keep, cut));
    }

    /// Whether there is no room for one more tag.
    #[inline]
    pub(in crate::scoring) const fn is_full(&self) -> bool {
        self.tags == u16::MAX
    }

    #[cold]
    fn drop_last_tag(&mut self) {
        let mut tags: Vec<NewTag> = self.tags().map(|tag| NewTag::from(&tag)).collect();
        tags.pop();
        *self = Self::of(self.fits(), &tags);
    }

    fn find(&self, key: Fingerprint) -> Found {
        let first = self.instants();
        let keys = self.words.get(usize::from(self.fits)..first).unwrap_or(&[]);
        let mut found = Found { tag: 0, first: 0, known: false };
        for (known, head) in keys.iter().zip(self.words.get(first..).unwrap_or(&[])) {
            if *known >= key.to_bits() {
                found.known = *known == key.to_bits();
                break;
            }
            found.tag = found.tag.wrapping_add(1);
            found.first = found.first.wrapping_add(Head::of(*head).count());
        }
        found
    }

    fn head(&self, tag: usize) -> Head {
        Head::of(self.words.get(self.instants().wrapping_add(tag)).copied().unwrap_or(0))
    }

    fn set_head(&mut self, tag: usize, head: Head) {
        let word = self.instants().wrapping_add(tag);
        if let Some(word) = self.words.get_mut(word) {
            *word = (*word & AT_MASK) | head.bits();
        }
    }

    fn occurrences_mut(&mut self, first: usize, len: usize) -> (&mut [u64], &mut [Digest]) {
        let at = self.instants().wrapping_add(first);
        let at = self.words.get_mut(at..at.saturating_add(len)).unwrap_or_default();
        (at, self.ids.get_mut(first..first.saturating_add(len)).unwrap_or_default())
    }

    /// One more occurrence, and its tag if that is new; what was taken grows where it is if it can.
    fn insert(&mut self, found: Found, new_tag: Option<(Fingerprint, Head)>, new: Occurrence) {
        let (instants, count, tags) = (self.instants(), self.kept_count(), self.tags_len());
        let more = usize::from(new_tag.is_some());
        let mut words = core::mem::take(&mut self.words).into_vec();
        words.reserve_exact(more.wrapping_add(1));
        words.extend_from_slice(if new_tag.is_some() { &[0, 0] } else { &[0] });
        let mut ids = core::mem::take(&mut self.ids).into_vec();
        ids.reserve_exact(1);
        ids.insert(found.first.min(count), new.key);
        self.ids = ids.into();
        // From the end, so that nothing is written over before it has moved.
        make_room(&mut words, instants..instants.wrapping_add(count), found.first, more, pack(new.at));
        if let Some((key, head)) = new_tag {
            let place = usize::from(self.fits).wrapping_add(found.tag);
            make_room(&mut words, place..instants, 0, 0, key.to_bits());
            // The heads from the new tag's on move by one; those from the new instant's on have.
            let heads = words.get_mut(instants.wrapping_add(1).wrapping_add(found.tag)..).unwrap_or(&mut []);
            let mut moved = head.bits();
            for word in heads.iter_mut().take(found.first.wrapping_sub(found.tag).wrapping_add(1)) {
                let own = *word & !AT_MASK;
                *word = (*word & AT_MASK) | moved;
                moved = own;
            }
            self.tags = self.tags.saturating_add(1);
        } else if found.first < tags {
            // The heads from the new instant's on have moved and should not.
            let heads = words.get_mut(instants.wrapping_add(found.first)..).unwrap_or(&mut []);
            let mut moved = 0;
            for word in heads.iter_mut().take(tags.wrapping_sub(found.first).wrapping_add(1)).rev() {
                let own = *word & !AT_MASK;
                *word = (*word & AT_MASK) | moved;
                moved = own;
            }
        }
        self.words = words.into();
    }
}

/// Moves a range of words by `by`, and from the one at `place` on by one more; there, `new` is put.
fn make_room(words: &mut [u64], range: Range<usize>, place: usize, by: usize, new: u64) {
    let split = range.start.wrapping_add(place).min(range.end);
    let free = split.wrapping_add(by);
    // Often there is nothing to move, and asking for it costs as much as moving a little.
    if split < range.end {
        words.copy_within(split..range.end, free.wrapping_add(1));
    }
    if by > 0 && range.start < split {
        words.copy_within(range.start..split, range.start.wrapping_add(by));
    }
    if let Some(word) = words.get_mut(free) {
        *word = new;
    }
}
