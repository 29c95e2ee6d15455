//! How the numbers of a column are written.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::dates::narrow;
use crate::import::numbers::multiplies;

/// The numbers of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) decimal: Option<char>,
    pub(crate) thousands: Option<char>,
    /// Currency signs and units around them.
    pub(crate) signs: BTreeSet<String>,
    /// A number whose sign can be either.
    pub(crate) unsure: Option<String>,
    /// A number whose signs contradict those of most others.
    pub(crate) otherwise: Option<String>,
}

/// Units and currency signs that stand around a number.
const SIGNS: [&str; 15] = ["¥", "￥", "\\", "$", "€", "£", "₹", "円", "名", "人", "件", "JPY", "USD", "EUR", "%"];

/// How the numbers of a column are written, if nearly all of its words are numbers.
pub(super) fn numbers(words: &BTreeMap<String, usize>) -> Option<Numbers> {
    let mut found = Numbers::default();
    let mut read: Vec<(&str, usize, Marks)> = Vec::new();
    for (word, rows) in words {
        let Some((digits, signs)) = bare(word) else { continue };
        found.signs.extend(signs);
        read.push((word, *rows, marks(&digits)));
    }
    // Where the words contradict each other, most rows are right, and the others are told.
    let rows = |sign: char| -> usize {
        let of = read.iter().filter(|(_, _, marks)| marks.decimal_sign() == Some(sign));
        of.map(|(_, rows, _)| *rows).sum()
    };
    let comma = rows(',') > rows('.');
    for (word, _, marks) in &read {
        if marks.decimal_sign().is_some_and(|sign| (sign == ',') != comma) {
            found.otherwise.get_or_insert_with(|| (*word).to_owned());
            continue;
        }
        found.decimal = found.decimal.or(marks.decimal);
        found.thousands = found.thousands.or(marks.thousands);
        if marks.unsure {
            found.unsure.get_or_insert_with(|| (*word).to_owned());
        }
    }
    // One that could be either is what the others of the column are.
    if found.decimal.is_some() || found.thousands.is_some() {
        found.unsure = None;
    }
    if found.unsure.is_some() {
        found.thousands = Some(if found.unsure.as_ref().is_some_and(|word| word.contains('.')) { '.' } else { ',' });
    }
    (!read.is_empty() && read.len().saturating_mul(5) >= words.len().saturating_mul(4)).then_some(found)
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
    // What multiplies is no sign: it is read with the number.
    let after = multiplies(after).unwrap_or(after);
    let around = [before, after].into_iter().filter(|sign| !sign.is_empty());
    let signs: Vec<String> = around.map(String::from).collect();
    (legal && signs.iter().all(|sign| SIGNS.contains(&sign.as_str()))).then(|| (digits.to_owned(), signs))
}

/// The marks of one number.
#[derive(Debug, Clone, Copy, Default)]
struct Marks {
    decimal: Option<char>,
    thousands: Option<char>,
    /// Whether the one mark that is there can be either.
    unsure: bool,
}

impl Marks {
    /// The decimal sign that it has, or that must be, because the other one parts its thousands.
    fn decimal_sign(self) -> Option<char> {
        self.decimal.or(match self.thousands? {
            '.' => Some(','),
            ',' => Some('.'),
            _ => None,
        })
    }
}

fn marks(digits: &str) -> Marks {
    let marks: Vec<char> = digits.chars().filter(|sign| !sign.is_ascii_digit()).collect();
    let (Some(first), Some(last)) = (marks.first().copied(), marks.last().copied()) else {
        return Marks::default();
    };
    let of = |decimal, thousands| Marks { decimal, thousands, unsure: false };
    if first != last {
        return of(Some(last), Some(first));
    }
    let fraction = digits.rsplit(last).next().map_or(0, str::len);
    match (marks.len(), fraction) {
        (1, 3) if matches!(last, '.' | ',') => Marks { unsure: true, ..Marks::default() },
        (1, _) if matches!(last, '.' | ',') => of(Some(last), None),
        _ => of(None, Some(last)),
    }
}
