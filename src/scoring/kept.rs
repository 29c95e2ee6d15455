//! Occurrences as they stand in words: instants newest first, and in another list of the same order what makes each distinct. Scoring reads instants only.

use crate::values::Instant;

/// An occurrence: its instant in seconds, and what makes it distinct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Occurrence {
    pub(crate) at: i64,
    pub(crate) key: u64,
}

/// Instants, newest first. What stands in the bits above an instant is not read here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept<'a>(pub(crate) &'a [u64]);

/// Words of which some are instants.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Block<'a>(pub(crate) &'a [u64]);

/// The instants of a tag: the word at which they begin, and what the tag's head says of them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Slot {
    pub(crate) start: u32,
    pub(crate) head: Head,
}

/// How many occurrences there are, how many may be kept, and whether there were more.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Head(u32);

const COUNT_BITS: u32 = 10;
const COUNT_MASK: u32 = (1 << COUNT_BITS) - 1;
const CUT: u32 = 1 << (2 * COUNT_BITS);

impl Head {
    /// INVARIANT: counts are at most 1023.
    pub(crate) fn new(len: u16, keep: u16, cut: bool) -> Self {
        Self(u32::from(len) | u32::from(keep).wrapping_shl(COUNT_BITS) | if cut { CUT } else { 0 })
    }

    /// As it stands above an instant.
    #[inline]
    pub(crate) fn of(word: u64) -> Self {
        Self(u32::try_from(word.wrapping_shr(AT_BITS)).unwrap_or(0))
    }

    #[inline]
    pub(crate) fn bits(self) -> u64 {
        u64::from(self.0).wrapping_shl(AT_BITS)
    }

    #[inline]
    pub(crate) const fn len(self) -> u32 {
        self.0 & COUNT_MASK
    }

    pub(crate) fn keep(self) -> u16 {
        u16::try_from(self.0.wrapping_shr(COUNT_BITS) & COUNT_MASK).unwrap_or(0)
    }

    #[inline]
    pub(crate) const fn cut(self) -> bool {
        self.0 & CUT != 0
    }
}

pub(crate) const AT_BITS: u32 = 38;
pub(crate) const AT_MASK: u64 = (1 << AT_BITS) - 1;

/// Instants lie in a range of less than 2^38 seconds.
#[inline]
pub(crate) fn pack(at: i64) -> u64 {
    u64::try_from(at.saturating_sub(Instant::MIN.seconds())).unwrap_or(0) & AT_MASK
}

#[inline]
fn unpack(word: u64) -> i64 {
    // INVARIANT: 38 bits and a minimum within 38 bits of zero.
    i64::try_from(word & AT_MASK).unwrap_or(0).wrapping_add(Instant::MIN.seconds())
}

/// An instant as it stands in a word.
#[inline]
pub(crate) fn now(at: i64) -> i64 {
    at.wrapping_sub(Instant::MIN.seconds())
}

/// A word's instant, to 64 seconds.
#[inline]
pub(crate) fn coarse(word: u64) -> u32 {
    u32::try_from((word & AT_MASK).wrapping_shr(AT_BITS - u32::BITS)).unwrap_or(0)
}

/// Whether the occurrence of a word comes after an instant as [`now`] gives it.
#[inline]
pub(crate) fn later(word: u64, now: i64) -> bool {
    i64::try_from(word & AT_MASK).unwrap_or(0) > now
}

#[inline]
fn place(word: u32) -> usize {
    usize::try_from(word).unwrap_or(usize::MAX)
}

impl<'a> Kept<'a> {
    pub(crate) const NONE: Self = Self(&[]);

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    pub(crate) fn at(&self, place: usize) -> Option<i64> {
        self.0.get(place).map(|word| unpack(*word))
    }

    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = i64> + use<'a> {
        self.0.iter().map(|word| unpack(*word))
    }

    /// The so many newest.
    #[inline]
    pub(crate) fn first(&self, count: usize) -> Self {
        Self(self.0.get(..count).unwrap_or(self.0))
    }

    /// Without the so many newest.
    pub(crate) fn skip(&self, count: usize) -> Self {
        Self(self.0.get(count..).unwrap_or(&[]))
    }
}

impl<'a> Block<'a> {
    /// All bits if there is an occurrence at a place, after an instant as [`now`] gives it, otherwise none: without a branch, as that is different for
    /// every lead.
    #[inline]
    pub(crate) fn after(self, slot: Slot, rank: u32, instant: i64) -> i64 {
        let word = slot.start.wrapping_add(rank.min(slot.head.len().saturating_sub(1)));
        let word = self.0.get(place(word)).map_or(0, |word| word & AT_MASK);
        // INVARIANT: instants take 38 bits and `now` less what a rule reaches back at most 63: the signs of the differences are true.
        let late = instant.wrapping_sub(i64::try_from(word).unwrap_or(0)).wrapping_shr(63);
        let there = i64::from(rank).wrapping_sub(i64::from(slot.head.len())).wrapping_shr(63);
        late & there
    }

    #[inline]
    pub(crate) fn kept(self, slot: Slot) -> Kept<'a> {
        let start = place(slot.start);
        Kept(self.0.get(start..start.wrapping_add(place(slot.head.len()))).unwrap_or(&[]))
    }
}

/// How many occurrences come before a new one.
#[inline]
pub(crate) fn rank(at: &[u64], ids: &[u64], new: Occurrence) -> usize {
    let word = pack(new.at);
    at.iter().zip(ids).take_while(|(at, id)| (**at & AT_MASK, **id) > (word, new.key)).count()
}

/// Puts a new occurrence at a place; those from there on move back by one, and the last goes.
#[inline]
pub(crate) fn put(at: &mut [u64], ids: &mut [u64], rank: usize, new: Occurrence) {
    let mut moved = (pack(new.at), new.key);
    for (word, id) in at.iter_mut().zip(ids).skip(rank) {
        let old = (*word & AT_MASK, *id);
        (*word, *id) = ((*word & !AT_MASK) | moved.0, moved.1);
        moved = old;
    }
}

/// Takes a new occurrence into those of a tag, as many of which there are as `at` and `ids` are long, without making them more: whether it was one of
/// them, of which the newest stands for all.
#[inline]
pub(crate) fn take_known(at: &mut [u64], ids: &mut [u64], new: Occurrence) -> bool {
    let Some(same) = ids.iter().position(|id| *id == new.key) else { return false };
    if at.get(same).is_some_and(|known| known & AT_MASK < pack(new.at)) {
        let upto = same.wrapping_add(1);
        if let (Some(at), Some(ids)) = (at.get_mut(..upto), ids.get_mut(..upto)) {
            let rank = rank(at, ids, new);
            put(at, ids, rank, new);
        }
    }
    true
}

/// Takes a new occurrence that is none of those of a tag instead of the oldest, if it is not older than that.
#[inline]
pub(crate) fn take_for_last(at: &mut [u64], ids: &mut [u64], new: Occurrence) {
    let rank = rank(at, ids, new);
    put(at, ids, rank, new);
}

/// Words in which few occurrences are kept, newest first, with room before them.
pub(crate) type Words = [u64; BLOCK];
pub(crate) const BLOCK: usize = FIRST + RECENT;
/// As many as are kept there at most.
pub(crate) const RECENT: usize = 8;
/// The place of the newest when there is none yet.
pub(crate) const FIRST: usize = 16;

/// Takes a new occurrence that is not before the others and none of them: gives the place of the newest then; `None` when it may be one of them, or is
/// older.
#[inline]
pub(crate) fn take_newest(at: &mut Words, ids: &mut Words, newest: usize, new: Occurrence) -> Option<usize> {
    let mut place = newest;
    let word = pack(new.at);
    // Without a branch on how many there are: what lies behind them may be another lead's.
    let recent = ids.get(place..)?.first_chunk::<RECENT>()?;
    let known = recent.iter().fold(0_u8, |known, id| known | u8::from(*id == new.key)) != 0;
    if known || at.get(place).is_none_or(|newest| word < *newest) {
        return None;
    }
    if place == 0 {
        at.copy_within(..RECENT, FIRST);
        ids.copy_within(..RECENT, FIRST);
        place = FIRST;
    }
    place = place.wrapping_sub(1);
    (*at.get_mut(place)?, *ids.get_mut(place)?) = (word, new.key);
    Some(place)
}
