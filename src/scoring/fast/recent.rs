//! A few occurrences in a block of their own, with room before them: the newest goes in front without moving the
//! others.

use crate::scoring::memory::occurrence::Occurrence;
use crate::scoring::memory::word::pack;
use crate::values::Digest;

/// Words in which few occurrences are kept, newest first, with room before them.
pub(super) type Words = [u64; BLOCK];
pub(super) const BLOCK: usize = FIRST + RECENT;
/// What makes each distinct, at the same places.
pub(super) type Ids = [Digest; BLOCK];
/// As many as are kept there at most.
pub(super) const RECENT: usize = 8;
/// The place of the newest when there is none yet.
pub(super) const FIRST: usize = 16;

/// Takes a new occurrence that is not before the others and none of them: gives the place of the newest then; `None`
/// when it may be one of them, or is older.
#[inline]
pub(super) fn take_newest(at: &mut Words, ids: &mut Ids, newest: usize, new: Occurrence) -> Option<usize> {
    let mut place = newest;
    let (word, key) = (pack(new.at), new.key);
    // Without a branch on how many there are: what lies behind them may be another lead's.
    let recent = ids.get(place..)?.first_chunk::<RECENT>()?;
    let known = recent.iter().fold(0_u8, |known, id| known | u8::from(*id == key)) != 0;
    if known || at.get(place).is_none_or(|newest| word < *newest) {
        return None;
    }
    if place == 0 {
        at.copy_within(..RECENT, FIRST);
        ids.copy_within(..RECENT, FIRST);
        place = FIRST;
    }
    place = place.wrapping_sub(1);
    (*at.get_mut(place)?, *ids.get_mut(place)?) = (word, key);
    Some(place)
}
