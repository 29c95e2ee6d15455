//! In which formats the dates of a column are written.

use std::collections::BTreeMap;

use lead_lifecycle::calendar::Zone;

use crate::import::dates::{Calendar, DateFormat};

/// Formats that are tried, in this order: of those that fit as well, the first is taken.
const FORMATS: [&str; 46] = [
    "%Y-%m-%dT%H:%M:%S%.f%z",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M%z",
    "%Y-%m-%d %H:%M:%S%.f %Z",
    "%Y-%m-%d %H:%M:%S %Z",
    "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y年%m月%d日 %H時%M分",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日",
    "%Y.%m.%d",
    "%m/%d/%y %I:%M:%S %p",
    "%m/%d/%y %I:%M %p",
    "%m/%d/%y %H:%M",
    "%m/%d/%y",
    "%d/%m/%y %H:%M",
    "%d/%m/%y",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y",
    "%B %d, %Y",
    "%a %b %d %H:%M:%S %Y",
    "%Y%m%d",
    "%s",
    "epoch_ms",
];
/// Formats of bare digits, which are dates only where the name of the column says so.
const DIGITS: [&str; 3] = ["%Y%m%d", "%s", "epoch_ms"];

/// The dates of a column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dated {
    /// Enough to read every date of it, those that read most first.
    pub(crate) formats: Vec<&'static str>,
    /// A date that can be read in two ways, with the other format that reads all of the column.
    pub(crate) ambiguous: Option<(String, &'static str)>,
    /// Words that no format reads.
    pub(crate) unread: Vec<String>,
    /// Whether any date lacks an offset although it has a time.
    pub(crate) local: bool,
    /// The latest of all, as a day.
    pub(crate) latest: Option<String>,
}

/// The formats of a column, if nearly all of its words are dates.
pub(super) fn dated(words: &BTreeMap<String, usize>, by_name: bool) -> Option<Dated> {
    let fits: Vec<(&'static str, Vec<Option<String>>)> = FORMATS
        .into_iter()
        .filter(|format| by_name || !DIGITS.contains(format))
        .map(|format| (format, words.keys().map(|word| day(format, word)).collect()))
        .collect();
    let mut found = Dated::default();
    let mut open: Vec<usize> = (0..words.len()).collect();
    while let Some((format, days)) = best(&fits, &open) {
        open.retain(|index| days.get(*index).is_none_or(Option::is_none));
        found.latest = found.latest.max(days.iter().flatten().max().cloned());
        found.formats.push(format);
    }
    if open.len().saturating_mul(5) > words.len() || found.formats.is_empty() {
        return None;
    }
    let unread = open.iter().filter_map(|index| words.keys().nth(*index));
    found.unread = unread.cloned().collect();
    found.local = found.formats.iter().any(|format| {
        format.contains("%H") && !format.ends_with("%z") && !format.ends_with("%Z") || format.contains("%I")
    });
    found.ambiguous = found.formats.iter().find_map(|format| {
        let days = fits.iter().find(|(other, _)| other == format).map(|(_, days)| days)?;
        let (twin, swapped) = fits.iter().find(|(other, _)| *other == swapped(format) && other != format)?;
        let as_good = days.iter().zip(swapped).all(|(day, other)| day.is_none() || other.is_some());
        let differ = days.iter().zip(swapped).position(|(day, other)| day.is_some() && day != other)?;
        let word = words.keys().nth(differ)?;
        as_good.then(|| (word.clone(), *twin))
    });
    Some(found)
}

/// The format that reads most of the words that none has read yet.
fn best<'f>(
    fits: &'f [(&'static str, Vec<Option<String>>)],
    open: &[usize],
) -> Option<(&'static str, &'f Vec<Option<String>>)> {
    let reads = |days: &[Option<String>]| open.iter().filter(|at| days.get(**at).is_some_and(Option::is_some)).count();
    // Of equal ones `max_by_key` takes the last, and here the first is meant.
    let best = fits.iter().rev().max_by_key(|(_, days)| reads(days))?;
    (reads(&best.1) > 0).then_some((best.0, &best.1))
}

/// The day of a word in a format, as `2026-03-31`; none where it has another form, or a year that no deal was in.
fn day(format: &str, word: &str) -> Option<String> {
    let formats = [DateFormat::try_from(format.to_owned()).ok()?];
    let moment = Calendar::new(&formats, &Zone::UTC).read(word).ok()?.moment;
    let day = moment.start(&Zone::UTC).date(&Zone::UTC).to_string();
    let year: i32 = day.get(..4)?.parse().ok()?;
    (1980..=2100).contains(&year).then_some(day)
}

/// The format with days and months changed over.
fn swapped(format: &str) -> String {
    format.replace("%m", "%?").replace("%d", "%m").replace("%?", "%d")
}

impl Dated {
    /// Days stand before months.
    pub(super) fn turn(&mut self) {
        for format in self.formats.iter_mut().filter(|format| format.starts_with("%m/%d")) {
            let turned = swapped(format);
            *format = FORMATS.into_iter().find(|known| *known == turned).unwrap_or(*format);
        }
        self.ambiguous = None;
    }
}

/// Formats of several columns in one list: those that read more than others do come first, so that none takes what is
/// another's.
pub(super) fn in_order(formats: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let wanted: Vec<&str> = formats.collect();
    FORMATS.into_iter().filter(|format| wanted.contains(format)).collect()
}
