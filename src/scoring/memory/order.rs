//! How occurrences stay in order: instants newest first and, in another list of the same order, what makes each
//! distinct.

use crate::scoring::memory::occurrence::Occurrence;
use crate::scoring::memory::word::{AT_MASK, pack};
use crate::values::Digest;

/// How many occurrences come before a new one.
#[inline]
pub(in crate::scoring) fn rank(at: &[u64], ids: &[Digest], new: Occurrence) -> usize {
    let (word, key) = (pack(new.at), new.key);
    at.iter().zip(ids).take_while(|(at, id)| (**at & AT_MASK, **id) > (word, key)).count()
}

/// Puts a new occurrence at a place; those from there on move back by one, and the last goes.
#[inline]
pub(in crate::scoring) fn put(at: &mut [u64], ids: &mut [Digest], rank: usize, new: Occurrence) {
    let mut moved = (pack(new.at), new.key);
    for (word, id) in at.iter_mut().zip(ids).skip(rank) {
        let old = (*word & AT_MASK, *id);
        (*word, *id) = ((*word & !AT_MASK) | moved.0, moved.1);
        moved = old;
    }
}

/// Takes a new occurrence into those of a tag, as many of which there are as `at` and `ids` are long, without making
/// them more: whether it was one of them, of which the newest stands for all.
#[inline]
pub(in crate::scoring) fn take_known(at: &mut [u64], ids: &mut [Digest], new: Occurrence) -> bool {
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
pub(in crate::scoring) fn take_for_last(at: &mut [u64], ids: &mut [Digest], new: Occurrence) {
    let rank = rank(at, ids, new);
    put(at, ids, rank, new);
}
