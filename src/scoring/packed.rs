//! The occurrences of a state in one block of words, because a million states are kept in memory and read from start to end.
//!
//! First the keys of the met fit rules; then, in the order of tag keys, each tag: its key, and two words per occurrence, newest first: the instant
//! and what makes it distinct. An instant takes 38 bits; the bits above it hold, in the first occurrence of each tag, how many are kept, how many
//! may be, and whether there were more.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::scoring::dense::Slot;
use crate::values::Instant;

/// An occurrence: its instant in seconds, and what makes it distinct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Occurrence {
    pub(crate) at: i64,
    pub(crate) key: u64,
}

/// A tag of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeptTag<'a> {
    pub(crate) key: u64,
    /// How many may be kept.
    pub(crate) keep: u16,
    /// Whether there were more.
    pub(crate) cut: bool,
    pub(crate) kept: Kept<'a>,
}

/// Occurrences, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept<'a>(&'a [u64]);

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Packed {
    words: Box<[u64]>,
    fits: u16,
}

const AT_BITS: u32 = 38;
const AT_MASK: u64 = (1 << AT_BITS) - 1;
const COUNT_BITS: u32 = 10;
const COUNT_MASK: u64 = (1 << COUNT_BITS) - 1;
const CUT: u64 = 1 << (2 * COUNT_BITS);

/// How many are kept and may be, and whether there were more.
#[derive(Clone, Copy)]
struct Head {
    len: u16,
    keep: u16,
    cut: bool,
}

impl Head {
    fn of(word: u64) -> Self {
        let bits = word.wrapping_shr(AT_BITS);
        let count = |bits: u64| u16::try_from(bits & COUNT_MASK).unwrap_or(0);
        Self { len: count(bits), keep: count(bits.wrapping_shr(COUNT_BITS)), cut: bits & CUT != 0 }
    }

    fn bits(self) -> u64 {
        let cut = if self.cut { CUT } else { 0 };
        (u64::from(self.len) | u64::from(self.keep).wrapping_shl(COUNT_BITS) | cut).wrapping_shl(AT_BITS)
    }
}

/// Instants lie in a range of less than 2^38 seconds.
fn pack(at: i64) -> u64 {
    u64::try_from(at.saturating_sub(Instant::MIN.seconds())).unwrap_or(0) & AT_MASK
}

#[inline]
fn unpack(word: u64) -> i64 {
    // INVARIANT: 38 bits and a minimum within 38 bits of zero.
    i64::try_from(word & AT_MASK).unwrap_or(0).wrapping_add(Instant::MIN.seconds())
}

impl<'a> Kept<'a> {
    pub(crate) const NONE: Self = Self(&[]);

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.0.len() >> 1
    }

    #[inline]
    pub(crate) fn at(&self, place: usize) -> Option<i64> {
        self.0.get(place.wrapping_shl(1)).map(|word| unpack(*word))
    }

    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = Occurrence> + use<'a> {
        self.0.chunks_exact(2).map(|pair| match pair {
            [at, key] => Occurrence { at: unpack(*at), key: *key },
            _ => Occurrence { at: 0, key: 0 },
        })
    }

    /// The so many newest.
    #[inline]
    pub(crate) fn first(&self, count: usize) -> Self {
        Self(self.0.get(..count.wrapping_shl(1)).unwrap_or(self.0))
    }

    /// Without the so many newest.
    pub(crate) fn skip(&self, count: usize) -> Self {
        Self(self.0.get(count.wrapping_shl(1)..).unwrap_or(&[]))
    }

    /// The place of the occurrence that is the same as another.
    #[inline]
    pub(crate) fn place_of(&self, key: u64) -> Option<usize> {
        self.iter().position(|known| known.key == key)
    }

    /// Where a new occurrence belongs.
    #[inline]
    pub(crate) fn rank(&self, new: Occurrence) -> usize {
        self.iter().take_while(|old| *old > new).count()
    }
}

/// Words of which some are occurrences.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block<'a>(pub(crate) &'a [u64]);

impl<'a> Block<'a> {
    /// Calls `each` with the key, the newest occurrence's word and the place of every tag, until it says no. `false` when it did.
    #[inline]
    pub(crate) fn each_tag(self, start: usize, mut each: impl FnMut(u64, u64, Slot) -> bool) -> bool {
        let mut start = start;
        while let (Some(key), Some(head)) = (self.0.get(start), self.0.get(start.wrapping_add(1))) {
            let len = head.wrapping_shr(AT_BITS) & COUNT_MASK;
            let first = start.wrapping_add(1);
            let slot = Slot { start: u32::try_from(first).unwrap_or(0), len: u32::try_from(len).unwrap_or(0) };
            if !each(*key, *head, slot) {
                return false;
            }
            start = first.wrapping_add(usize::try_from(len).unwrap_or(0).wrapping_shl(1));
        }
        true
    }

    /// Whether there is an occurrence at a place, after an instant as [`now`] gives it: without a branch, as that is different for every lead.
    #[inline]
    pub(crate) fn after(self, slot: Slot, place: u32, instant: i64) -> bool {
        let word = slot.start.wrapping_add(place.min(slot.len.saturating_sub(1)).wrapping_shl(1));
        let word = usize::try_from(word).unwrap_or(usize::MAX);
        // None is before every instant.
        let word = self.0.get(word).map_or(0, |word| word & AT_MASK);
        let found = if place < slot.len { i64::try_from(word).unwrap_or(0) } else { i64::MIN };
        found > instant
    }

    /// The instant at a place, or some instant if there are not so many.
    #[inline]
    pub(crate) fn at(self, slot: Slot, place: u32) -> i64 {
        let word = slot.start.wrapping_add(place.min(slot.len.saturating_sub(1)).wrapping_shl(1));
        let word = usize::try_from(word).unwrap_or(usize::MAX);
        self.0.get(word).map_or(0, |word| unpack(*word))
    }

    #[inline]
    pub(crate) fn kept(self, slot: Slot) -> Kept<'a> {
        let place = |word: u32| usize::try_from(word).unwrap_or(usize::MAX);
        let start = place(slot.start);
        Kept(self.0.get(start..start.wrapping_add(place(slot.len).wrapping_shl(1))).unwrap_or(&[]))
    }
}

/// An instant as it stands in a word.
#[inline]
pub(crate) fn now(at: i64) -> i64 {
    at.wrapping_sub(Instant::MIN.seconds())
}

/// Whether the occurrence of a word comes after an instant as [`now`] gives it.
#[inline]
pub(crate) fn later(word: u64, now: i64) -> bool {
    i64::try_from(word & AT_MASK).unwrap_or(0) > now
}

/// Reads tag after tag.
#[derive(Debug, Clone)]
pub(crate) struct Tags<'a>(&'a [u64]);

impl Tags<'_> {
    /// The next tag's key.
    #[inline]
    pub(crate) fn peek(&self) -> Option<u64> {
        self.0.first().copied()
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = KeptTag<'a>;

    #[inline]
    fn next(&mut self) -> Option<KeptTag<'a>> {
        let [key, rest @ ..] = self.0 else {
            return None;
        };
        let head = Head::of(*rest.first()?);
        let (kept, others) = rest.split_at_checked(usize::from(head.len).wrapping_shl(1))?;
        self.0 = others;
        Some(KeptTag { key: *key, keep: head.keep, cut: head.cut, kept: Kept(kept) })
    }
}

impl Packed {
    #[inline]
    pub(crate) fn fits(&self) -> &[u64] {
        self.words.get(..usize::from(self.fits)).unwrap_or(&[])
    }

    pub(crate) fn tags(&self) -> Tags<'_> {
        Tags(self.words.get(usize::from(self.fits)..).unwrap_or(&[]))
    }

    pub(crate) fn fits_len(&self) -> usize {
        usize::from(self.fits)
    }

    pub(crate) fn block(&self) -> Block<'_> {
        Block(&self.words)
    }

    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    pub(crate) fn set_fits(&mut self, fits: impl ExactSizeIterator<Item = u64>) {
        let count = fits.len();
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

    /// A tag after all others, with its occurrences as they are: the caller checks them.
    pub(crate) fn push_tag(&mut self, key: u64, keep: u16, cut: bool, kept: &[Occurrence]) {
        let head = Head { len: u16::try_from(kept.len()).unwrap_or(0), keep, cut };
        let mut words = core::mem::take(&mut self.words).into_vec();
        words.push(key);
        for (place, occurrence) in kept.iter().enumerate() {
            words.push(pack(occurrence.at) | if place == 0 { head.bits() } else { 0 });
            words.push(occurrence.key);
        }
        self.words = words.into();
    }

    /// Marks a tag as one that had more than it keeps.
    pub(crate) fn cut(&mut self, key: u64) {
        if let Ok(start) = self.find(key) {
            self.change(start, false, |_, head| Head { cut: true, ..head });
        }
    }

    /// Keeps an occurrence of a tag, if it is among the newest.
    pub(crate) fn keep(&mut self, key: u64, keep: u16, new: Occurrence) {
        let start = match self.find(key) {
            Ok(start) => start,
            Err(start) => {
                let head = Head { len: 1, keep, cut: false };
                return self.insert(start, &[key, pack(new.at) | head.bits(), new.key]);
            }
        };
        let first = start.saturating_add(1);
        let Some(head) = self.words.get(first).map(|word| Head::of(*word)) else { return };
        let keep = head.keep.max(keep);
        let end = first.saturating_add(usize::from(head.len).wrapping_shl(1));
        let known = self.words.get(first..end).is_some_and(|kept| Kept(kept).place_of(new.key).is_some());
        if !known && head.len < keep {
            self.insert(end, &[0, 0]);
        }
        self.change(start, !known && head.len < keep, |kept, head| {
            let (len, cut) = take(kept, usize::from(head.len), new);
            Head { len: u16::try_from(len).unwrap_or(head.len), keep, cut: head.cut || cut }
        });
    }

    /// The word at which a tag begins, or would.
    fn find(&self, key: u64) -> Result<usize, usize> {
        let mut tags = self.tags();
        loop {
            let start = self.words.len().saturating_sub(tags.0.len());
            match tags.peek() {
                Some(known) if known == key => return Ok(start),
                Some(known) if known < key => {
                    tags.next();
                }
                Some(_) | None => return Err(start),
            }
        }
    }

    /// Changes the occurrences of the tag at `start` in place, with room for one more if there is, and its head.
    fn change(&mut self, start: usize, more: bool, change: impl FnOnce(&mut [u64], Head) -> Head) {
        let first = start.saturating_add(1);
        let Some(word) = self.words.get_mut(first) else {
            return;
        };
        let head = Head::of(*word);
        *word &= AT_MASK;
        let room = usize::from(head.len).saturating_add(usize::from(more));
        let Some(kept) = self.words.get_mut(first..first.saturating_add(room.wrapping_shl(1))) else {
            return;
        };
        let head = change(kept, head);
        if let Some(word) = kept.first_mut() {
            *word |= head.bits();
        }
    }

    /// Words in between; what was taken grows where it is if it can.
    fn insert(&mut self, place: usize, new: &[u64]) {
        let mut words = core::mem::take(&mut self.words).into_vec();
        let old = words.len();
        let place = place.min(old);
        words.reserve_exact(new.len());
        words.extend_from_slice(new);
        words.copy_within(place..old, place.saturating_add(new.len()));
        for (word, new) in words.iter_mut().skip(place).zip(new) {
            *word = *new;
        }
        self.words = words.into();
    }
}

/// Takes a new occurrence into those of a tag, `len` of which there are, in order, in the room there is: how many there are then, and whether one
/// was left out. Of occurrences that are the same, the newest stands for all.
#[inline]
pub(crate) fn take(room: &mut [u64], len: usize, new: Occurrence) -> (usize, bool) {
    let old = Kept(room.get(..len.wrapping_shl(1)).unwrap_or(&[]));
    if let Some(same) = old.place_of(new.key) {
        if old.at(same).is_some_and(|known| known < new.at) {
            raise(room, same, new);
        }
        return (len, false);
    }
    if len.wrapping_shl(1) < room.len() {
        raise(room, len, new);
        return (len.wrapping_add(1), false);
    }
    let last = len.saturating_sub(1);
    if old.rank(new) <= last {
        raise(room, last, new);
    }
    (len, true)
}

/// Occurrences for which [`take_newest`] has room.
pub(crate) const SMALL: u16 = 8;

/// Takes a new occurrence that is not before the others and none of them, without a branch on how many there are; `false` when it may be another one.
#[inline]
pub(crate) fn take_newest(room: &mut [u64; 16], new: Occurrence) -> bool {
    let [newest, ..] = *room;
    let word = pack(new.at);
    let known = room.chunks_exact(2).fold(false, |known, pair| known | (pair.last() == Some(&new.key)));
    if known || word < newest {
        return false;
    }
    room.copy_within(..14, 2);
    let [at, key, ..] = room;
    (*at, *key) = (word, new.key);
    true
}

/// Puts `new` in the place of the occurrence at `place`, at its rank: the ones between move back by one.
#[inline]
fn raise(kept: &mut [u64], place: usize, new: Occurrence) {
    let Some(older) = kept.get(..place.wrapping_shl(1)) else { return };
    let from = Kept(older).rank(new).wrapping_shl(1);
    let end = place.wrapping_add(1).wrapping_shl(1);
    let mut moved = [pack(new.at), new.key];
    for pair in kept.get_mut(from..end).unwrap_or(&mut []).chunks_exact_mut(2) {
        if let [at, key] = pair {
            core::mem::swap(at, &mut moved[0]);
            core::mem::swap(key, &mut moved[1]);
        }
    }
}
