//! The search by halving a range.

/// More halvings of a range than any range of whole seconds has.
const DEPTH: usize = 48;

/// The search in a range in which each rule only falls or only rises, and `possible` says whether a part of it may hold
/// the standing.
pub(super) fn first_in(from: i64, until: i64, possible: impl Fn(i64, i64) -> bool) -> Option<i64> {
    let mut from = from;
    let mut ends = [0_i64; DEPTH];
    let mut open = 0_usize;
    *ends.first_mut()? = until;
    loop {
        let end = *ends.get(open)?;
        if !possible(from, end) {
            from = end.saturating_add(1);
        } else if from == end {
            // With both ends the same, what is possible is so.
            return Some(from);
        } else {
            open = open.saturating_add(1);
            *ends.get_mut(open)? = from.saturating_add(end.saturating_sub(from) >> 1);
            continue;
        }
        open = open.checked_sub(1)?;
    }
}
