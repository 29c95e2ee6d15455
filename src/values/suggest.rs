//! The word that was probably meant.

use alloc::vec::Vec;

/// The most edits of a slip of the pen, however long the word is: it bounds the work.
const EDITS: usize = 8;

/// The candidate nearest to `word`, if one is near enough to be a slip of the pen.
///
/// Near enough: at most a third of the characters edited, and at most 8 (at least one edit is always allowed); of
/// equally near ones, the first.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = length.div_ceil(3).clamp(1, EDITS);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(word, candidate, allowed)?, candidate)))
        .filter(|(edits, candidate)| *edits < candidate.chars().count().max(length))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, in characters, if it is at most so many; inputs are cut at 64 characters to bound the work.
///
/// Only what lies so near the diagonal is worked out: elsewhere there are more edits in any case.
fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    const FAR: usize = usize::MAX >> 1;
    let right: Vec<char> = right.chars().take(64).collect();
    let left: Vec<char> = left.chars().take(64).collect();
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=right.len()).map(|cell| if cell <= most { cell } else { FAR }).collect();
    for (i, from) in left.iter().enumerate() {
        let first = i.saturating_sub(most);
        let mut corner = row.get(first).copied().unwrap_or(FAR);
        let mut before = if first == 0 { i.saturating_add(1) } else { FAR };
        let mut least = before;
        if let Some(cell) = row.get_mut(first) {
            *cell = before;
        }
        let band = most.saturating_mul(2).saturating_add(1);
        for (cell, to) in row.iter_mut().skip(first.saturating_add(1)).zip(right.iter().skip(first)).take(band) {
            let replace = corner.saturating_add(usize::from(from != to));
            corner = *cell;
            before = replace.min(before.saturating_add(1)).min(corner.saturating_add(1));
            least = least.min(before);
            *cell = before;
        }
        if least > most {
            return None;
        }
    }
    row.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::values::suggest::{distance, suggest};

    #[test]
    fn edit_distance() {
        assert_eq!(distance("", "abc", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("seminar", "seminar", 1), Some(0));
    }

    /// The whole table, for comparison.
    #[expect(clippy::arithmetic_side_effects, reason = "a slip panics, and fails the test")]
    fn slowly(left: &str, right: &str) -> usize {
        let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
        let mut table = alloc::vec![alloc::vec![0_usize; right.len() + 1]; left.len() + 1];
        for i in 0..=left.len() {
            for j in 0..=right.len() {
                table[i][j] = match (i, j) {
                    (0, _) | (_, 0) => i + j,
                    _ => (table[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]))
                        .min(table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1),
                };
            }
        }
        table[left.len()][right.len()]
    }

    proptest::proptest! {
        #[test]
        fn near_the_diagonal_is_all_that_matters(left in "[abc]{0,12}", right in "[abc]{0,12}", most in 0..9_usize) {
            let edits = slowly(&left, &right);
            proptest::prop_assert_eq!(distance(&left, &right, most), Some(edits).filter(|edits| *edits <= most));
        }
    }

    #[test]
    fn only_near_words_are_suggested() {
        assert_eq!(suggest("threshhold", ["thresholds", "threshold", "rules"]), Some("threshold"));
        assert_eq!(suggest("zzz", ["threshold", "rules"]), None);
        assert_eq!(suggest("a", ["b"]), None);
    }
}
