//! How the numbers of a column are written.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::dates::narrow;

/// The numbers of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) decimal: Option<char>,
    pub(crate) thousands: Option<char>,
    /// Currency signs and units around them.
    pub(crate) signs: BTreeSet<String>,
    /// A number whose sign can be either.
    pub(crate) unsure: Option<String>,
}

/// Units and currency signs that stand around a number.
const SIGNS: [&str; 16] =
    ["¥", "￥", "\\", "$", "€", "£", "₹", "円", "万円", "名", "人", "件", "JPY", "USD", "EUR", "%"];

/// How the numbers of a column are written, if nearly all of its words are numbers.
pub(super) fn numbers(words: &BTreeMap<String, usize>) -> Option<Numbers> {
    let mut found = Numbers::default();
    let mut read = 0_usize;
    for word in words.keys() {
        let Some((digits, signs)) = bare(word) else { continue };
        read = read.saturating_add(1);
        found.signs.extend(signs);
        let (decimal, thousands, unsure) = marks(&digits);
        found.decimal = found.decimal.or(decimal);
        found.thousands = found.thousands.or(thousands);
        if unsure {
            found.unsure.get_or_insert_with(|| word.clone());
        }
    }
    // One that could be either is what the others of the column are.
    if found.decimal.is_some() || found.thousands.is_some() {
        found.unsure = None;
    }
    if found.unsure.is_some() {
        found.thousands = Some(if found.unsure.as_ref().is_some_and(|word| word.contains('.')) { '.' } else { ',' });
    }
    (read > 0 && read.saturating_mul(5) >= words.len().saturating_mul(4)).then_some(found)
}

/// The digits with the marks between them, and the signs around them.
fn bare(word: &str) -> Option<(String, Vec<String>)> {
    let narrow = narrow(word);
    let is_digit = |sign: char| sign.is_ascii_digit();
    let (from, to) = (narrow.find(is_digit)?, narrow.rfind(is_digit)?);
    let digits = narrow.get(from..=to)?;
    let before = narrow.get(..from)?.trim().trim_end_matches(['+', '-']).trim();
    let after = narrow.get(to.saturating_add(1)..)?.trim();
    let legal = digits.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, ',' | '.' | ' ' | '\''));
    let around = [before, after].into_iter().filter(|sign| !sign.is_empty());
    let signs: Vec<String> = around.map(String::from).collect();
    (legal && signs.iter().all(|sign| SIGNS.contains(&sign.as_str()))).then(|| (digits.to_owned(), signs))
}

/// Decimal sign, thousands sign, and whether the one mark that is there can be either.
fn marks(digits: &str) -> (Option<char>, Option<char>, bool) {
    let marks: Vec<char> = digits.chars().filter(|sign| !sign.is_ascii_digit()).collect();
    let (Some(first), Some(last)) = (marks.first().copied(), marks.last().copied()) else {
        return (None, None, false);
    };
    if first != last {
        return (Some(last), Some(first), false);
    }
    let fraction = digits.rsplit(last).next().map_or(0, str::len);
    match (marks.len(), fraction) {
        (1, 3) if matches!(last, '.' | ',') => (None, None, true),
        (1, _) if matches!(last, '.' | ',') => (Some(last), None, false),
        _ => (None, Some(last), false),
    }
}
