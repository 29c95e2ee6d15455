//! The occurrences of a state in one block of words, because a million states are kept in memory and read from start to end.
//!
//! First the keys of the met fit rules; then, in the order of tag keys, each tag: its key, and two words per occurrence, newest first: the instant
//! and what makes it distinct. An instant takes 38 bits; the bits above it hold, in the first occurrence of each tag, how many are kept, how many
//! may be, and whether there were more.

use alloc::boxed::Box;
use alloc::vec::Vec;

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

fn unpack(word: u64) -> i64 {
    i64::try_from(word & AT_MASK).unwrap_or(0).saturating_add(Instant::MIN.seconds())
}

impl<'a> Kept<'a> {
    pub(crate) const NONE: Self = Self(&[]);

    pub(crate) fn len(&self) -> usize {
        self.0.len() >> 1
    }

    #[inline]
    pub(crate) fn at(&self, place: usize) -> Option<i64> {
        self.0.get(place.wrapping_shl(1)).map(|word| unpack(*word))
    }

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

    /// Where a new occurrence belongs.
    pub(crate) fn rank(&self, new: Occurrence) -> usize {
        self.iter().take_while(|old| *old > new).count()
    }
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
    pub(crate) fn fits(&self) -> &[u64] {
        self.words.get(..usize::from(self.fits)).unwrap_or(&[])
    }

    pub(crate) fn tags(&self) -> Tags<'_> {
        Tags(self.words.get(usize::from(self.fits)..).unwrap_or(&[]))
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
            self.change(start, |_, head| Head { cut: true, ..head });
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
        let mut grow = None;
        self.change(start, |kept, head| {
            let mut head = Head { keep: head.keep.max(keep), ..head };
            let old = Kept(kept);
            let same = old.iter().position(|known| known.key == new.key);
            if let Some(same) = same {
                if old.at(same).is_some_and(|known| known < new.at) {
                    raise(kept, same, new);
                }
            } else if head.len < head.keep {
                grow = Some(old.rank(new));
            } else {
                head.cut = true;
                let last = old.len().saturating_sub(1);
                if old.rank(new) <= last {
                    raise(kept, last, new);
                }
            }
            head
        });
        if let Some(rank) = grow {
            self.change(start, |_, head| head);
            self.grow(start, rank, new);
        }
    }

    /// One more occurrence at a rank.
    fn grow(&mut self, start: usize, rank: usize, new: Occurrence) {
        let first = start.saturating_add(1);
        let head = self.words.get(first).map_or(Head { len: 0, keep: 1, cut: false }, |word| Head::of(*word));
        if let Some(word) = self.words.get_mut(first) {
            *word &= AT_MASK;
        }
        self.insert(first.saturating_add(rank.wrapping_shl(1)), &[pack(new.at), new.key]);
        if let Some(word) = self.words.get_mut(first) {
            *word |= Head { len: head.len.saturating_add(1), ..head }.bits();
        }
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

    /// Changes the occurrences of the tag at `start` in place, and its head.
    fn change(&mut self, start: usize, change: impl FnOnce(&mut [u64], Head) -> Head) {
        let first = start.saturating_add(1);
        let Some(word) = self.words.get_mut(first) else {
            return;
        };
        let head = Head::of(*word);
        *word &= AT_MASK;
        let end = first.saturating_add(usize::from(head.len).wrapping_shl(1));
        let Some(kept) = self.words.get_mut(first..end) else {
            return;
        };
        let head = change(kept, head);
        if let Some(word) = kept.first_mut() {
            *word |= head.bits();
        }
    }

    fn insert(&mut self, place: usize, new: &[u64]) {
        let (before, after) = self.words.split_at_checked(place).unwrap_or((&self.words, &[]));
        let mut words = Vec::with_capacity(self.words.len().saturating_add(new.len()));
        words.extend_from_slice(before);
        words.extend_from_slice(new);
        words.extend_from_slice(after);
        self.words = words.into();
    }
}

/// Puts `new` in the place of the occurrence at `place` and moves it forward to its rank.
fn raise(kept: &mut [u64], place: usize, new: Occurrence) {
    let rank = Kept(kept).rank(new).min(place);
    let end = place.saturating_add(1).wrapping_shl(1);
    if let Some(moved) = kept.get_mut(rank.wrapping_shl(1)..end) {
        moved.rotate_right(2.min(moved.len()));
        if let [at, key, ..] = moved {
            (*at, *key) = (pack(new.at), new.key);
        }
    }
}
