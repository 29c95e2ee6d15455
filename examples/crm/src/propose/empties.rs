//! Words and dates that mean empty, and words for yes and no.

use crate::import::dates::narrow;

/// Words that mean empty in the exports of many systems, in lower case.
const WORDS: [&str; 33] = [
    "null",
    "(null)",
    "none",
    "(none)",
    "-none-",
    "n/a",
    "#n/a",
    "na",
    "nan",
    "nil",
    "undefined",
    "-",
    "--",
    "---",
    "(no value)",
    "(blank)",
    "not set",
    "(not set)",
    "未定",
    "未設定",
    "未入力",
    "不明",
    "ー",
    "－",
    "―",
    "non renseigné",
    "k.a.",
    "no owner",
    "(no owner)",
    "unassigned",
    "(unassigned)",
    "担当なし",
    "担当者なし",
];

/// Dates that mean empty: the days before their times.
const DAYS: [&str; 11] = [
    "0000-00-00",
    "0000/00/00",
    "00/00/0000",
    "00.00.0000",
    "1970-01-01",
    "1970/01/01",
    "1900-01-01",
    "1900/01/01",
    "01/01/1970",
    "01/01/1900",
    "9999-12-31",
];

/// Words of flags: yes, then no.
const FLAGS: [(&str, &str); 11] = [
    ("true", "false"),
    ("yes", "no"),
    ("y", "n"),
    ("t", "f"),
    ("1", "0"),
    ("on", "off"),
    ("はい", "いいえ"),
    ("有", "無"),
    ("○", "×"),
    ("vrai", "faux"),
    ("wahr", "falsch"),
];

pub(super) fn means_empty(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    WORDS.contains(&lower.as_str()) || is_no_day(cell)
}

/// Whether a cell is a date that means empty, with a time or without.
pub(super) fn is_no_day(cell: &str) -> bool {
    let narrow = narrow(cell);
    let day = narrow.split([' ', 'T']).next().unwrap_or_default();
    DAYS.contains(&day) || day.starts_with("10000-")
}

/// The words of a flag, yes and no as they are written, if all words are such.
pub(super) fn flag<'w>(words: impl Iterator<Item = &'w str>) -> Option<(Vec<&'w str>, Vec<&'w str>)> {
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for word in words {
        let lower = word.to_lowercase();
        let side = FLAGS.iter().find_map(|(for_yes, for_no)| match lower.as_str() {
            known if known == *for_yes => Some(true),
            known if known == *for_no => Some(false),
            _ => None,
        })?;
        if side { yes.push(word) } else { no.push(word) }
    }
    (!yes.is_empty() || !no.is_empty()).then_some((yes, no))
}
