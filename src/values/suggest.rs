//! The word that was probably meant.

use alloc::vec::Vec;

/// The candidate nearest to `word`, if one is near enough to be a slip of the pen.
///
/// Near enough: at most a third of the characters edited (at least one edit is always allowed); of equally near ones,
/// the first.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = length.div_ceil(3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(edits, candidate)| *edits <= allowed && *edits < candidate.chars().count().max(length))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, in characters; inputs are cut at 64 characters to bound the work.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.chars().take(64).enumerate() {
        let mut corner = i;
        let mut before = i.saturating_add(1);
        for (cell, to) in row.iter_mut().skip(1).zip(&right) {
            let replace = corner.saturating_add(usize::from(from != *to));
            corner = *cell;
            before = replace.min(before.saturating_add(1)).min(corner.saturating_add(1));
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = i.saturating_add(1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::values::suggest::{distance, suggest};

    #[test]
    fn edit_distance() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("seminar", "seminar"), 0);
    }

    #[test]
    fn only_near_words_are_suggested() {
        assert_eq!(suggest("threshhold", ["thresholds", "threshold", "rules"]), Some("threshold"));
        assert_eq!(suggest("zzz", ["threshold", "rules"]), None);
        assert_eq!(suggest("a", ["b"]), None);
    }
}
