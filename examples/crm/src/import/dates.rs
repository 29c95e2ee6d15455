//! Dates of cells: several formats tried in order; an offset in the value beats every zone that is only said of it.

use std::fmt;

use chrono::NaiveDateTime;
use chrono::format::{Fixed, Item, Parsed, StrftimeItems, parse, parse_and_remainder};
use lead_lifecycle::calendar::{Zone, ZoneChoice, ZoneTable};
use lead_lifecycle::values::Moment;
use lead_lifecycle::{Date, Instant};
use serde::Deserialize;

/// A format of dates, as in C's `strftime`; `%s` and `epoch_ms` are seconds and thousandths since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct DateFormat(String);

impl TryFrom<String> for DateFormat {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == SECONDS || text == THOUSANDTHS {
            return Ok(Self(text));
        }
        if text.contains(SECONDS) {
            return Err(format!("format `{text}`: `{SECONDS}` stands alone"));
        }
        let mut parts = 0_usize;
        for item in StrftimeItems::new(&text) {
            match item {
                Item::Error => return Err(format!("format `{text}` is malformed: write one like `%Y-%m-%d %H:%M:%S`")),
                Item::Numeric(..) | Item::Fixed(_) => parts = parts.saturating_add(1),
                Item::Literal(_) | Item::OwnedLiteral(_) | Item::Space(_) | Item::OwnedSpace(_) => {}
            }
        }
        if parts == 0 {
            return Err(format!("format `{text}` has no date in it: write one like `%Y-%m-%d`"));
        }
        Ok(Self(text))
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const SECONDS: &str = "%s";
const THOUSANDTHS: &str = "epoch_ms";

/// A zone that a mapping names: an offset, or a name of the zone database.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "ZoneChoice")]
pub(crate) struct LocalZone(Zone);

impl LocalZone {
    pub(crate) const fn zone(&self) -> &Zone {
        &self.0
    }
}

impl TryFrom<ZoneChoice> for LocalZone {
    type Error = String;

    fn try_from(choice: ZoneChoice) -> Result<Self, String> {
        match choice {
            ZoneChoice::Offset(offset) => Ok(Self(Zone::from(offset))),
            ZoneChoice::Named(name) => match ZoneTable::of(&name) {
                Some(table) => Ok(Self(Zone::named(name, table))),
                None => Err(format!(
                    "zone `{name}` is not known: write a name like `Asia/Tokyo`, or an offset like `+09:00`"
                )),
            },
        }
    }
}

/// How the dates of one column are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calendar<'m> {
    formats: &'m [DateFormat],
    zone: &'m Zone,
}

/// A date that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) moment: Moment,
    /// Whether a fraction of a second was dropped.
    pub(crate) rounded: bool,
}

impl<'m> Calendar<'m> {
    pub(crate) const fn new(formats: &'m [DateFormat], zone: &'m Zone) -> Self {
        Self { formats, zone }
    }

    pub(crate) const fn zone(self) -> &'m Zone {
        self.zone
    }

    /// An instant in one of the formats, or a day when the format has no time of day.
    pub(crate) fn read(self, text: &str) -> Result<Reading, String> {
        let narrow = narrow(text);
        for format in self.formats {
            if let Some(reading) = self.in_format(format, &narrow)? {
                return Ok(reading);
            }
        }
        let formats: Vec<&str> = self.formats.iter().map(|format| format.0.as_str()).collect();
        let hint = zone_hint(&narrow).map_or_else(String::new, |hint| format!(": {hint}"));
        Err(format!("`{text}` fits none of the mapping's formats {}{hint}", formats.join(" | ")))
    }

    /// None if the text is not of this format.
    fn in_format(self, format: &DateFormat, text: &str) -> Result<Option<Reading>, String> {
        let said = |error: &dyn fmt::Display| format!("`{text}`: {error}");
        let instant = |seconds| Instant::from_seconds(seconds).map(Moment::At).map_err(|error| said(&error));
        match format.0.as_str() {
            SECONDS => {
                let Ok(seconds) = text.parse::<i64>() else { return Ok(None) };
                return Ok(Some(Reading { moment: instant(seconds)?, rounded: false }));
            }
            THOUSANDTHS => {
                let Ok(thousandths) = text.parse::<i64>() else { return Ok(None) };
                let rounded = thousandths.rem_euclid(1000) != 0;
                return Ok(Some(Reading { moment: instant(thousandths.div_euclid(1000))?, rounded }));
            }
            _ => {}
        }
        let mut parsed = Parsed::new();
        if !scan(&mut parsed, text, &format.0) {
            return Ok(None);
        }
        if parsed.hour_mod_12().is_some() && parsed.minute().is_none() && parsed.set_minute(0).is_err() {
            return Ok(None);
        }
        if parsed.hour_mod_12().is_none() {
            let Ok(date) = parsed.to_naive_date() else { return Ok(None) };
            let day = Date::new(date).map_err(|error| said(&error))?;
            return Ok(Some(Reading { moment: Moment::Day(day), rounded: false }));
        }
        let (Ok(date), Ok(time)) = (parsed.to_naive_date(), parsed.to_naive_time()) else { return Ok(None) };
        let local = date.and_time(time);
        let moment = match parsed.offset() {
            Some(offset) => at(local, offset),
            None => shown(local, self.zone),
        };
        let moment = moment.map_err(|error| said(&error))?;
        Ok(Some(Reading { moment, rounded: parsed.nanosecond().is_some_and(|nanoseconds| nanoseconds != 0) }))
    }
}

/// A civil time on the clocks of a zone. One that they show twice is the earlier; one that they leave out was never.
fn shown(local: NaiveDateTime, zone: &Zone) -> Result<Moment, String> {
    let instant = zone.instant_of(local);
    at(local, zone.offset_at(instant).seconds())
        .and_then(|at| if at == Moment::At(instant) { Ok(at) } else { Err(format!("no clock of {zone} shows it")) })
}

/// A civil time at an offset.
fn at(local: NaiveDateTime, offset: i32) -> Result<Moment, String> {
    let seconds = local.and_utc().timestamp().checked_sub(i64::from(offset));
    let seconds = seconds.ok_or_else(|| String::from("lies too far away"))?;
    Instant::from_seconds(seconds).map(Moment::At).map_err(|error| error.to_string())
}

/// Reads text along a format; whether it fits. Zones are read here: chrono throws the name of a zone away.
fn scan(parsed: &mut Parsed, text: &str, format: &str) -> bool {
    let (mut text, mut run) = (text, Vec::new());
    for item in StrftimeItems::new(format) {
        let is_name = matches!(item, Item::Fixed(Fixed::TimezoneName));
        if !is_name && !is_offset(&item) {
            run.push(item);
            continue;
        }
        let Ok(rest) = parse_and_remainder(parsed, text, run.drain(..)) else { return false };
        let Some((offset, rest)) = zone(rest.trim_start(), is_name) else { return false };
        if parsed.set_offset(i64::from(offset)).is_err() {
            return false;
        }
        text = rest;
    }
    parse(parsed, text, run.into_iter()).is_ok()
}

fn is_offset(item: &Item<'_>) -> bool {
    let colons = [
        Fixed::TimezoneOffset,
        Fixed::TimezoneOffsetZ,
        Fixed::TimezoneOffsetColon,
        Fixed::TimezoneOffsetColonZ,
        Fixed::TimezoneOffsetDoubleColon,
        Fixed::TimezoneOffsetTripleColon,
    ];
    // `%#z` has no public name of its own.
    let Item::Fixed(fixed) = item else { return false };
    colons.contains(fixed) || format!("{fixed:?}").contains("Permissive")
}

/// Names that mean an offset, whatever the day: the others are read with the calendars of zones.
const NAMES: [(&str, i32); 4] = [("UTC", 0), ("GMT", 0), ("Z", 0), ("JST", 9 * 3600)];

/// A zone at the beginning of a text, in seconds east, and the text after it.
fn zone(text: &str, by_name: bool) -> Option<(i32, &str)> {
    let letters = text.find(|sign: char| !sign.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(letters)?;
    if name.is_empty() {
        return offset(text);
    }
    let upper = name.to_ascii_uppercase();
    let (known, seconds) = NAMES.iter().find(|(known, _)| *known == upper)?;
    // `UTC+9` and `GMT-03:00` say it in numbers.
    let in_numbers = if matches!(*known, "UTC" | "GMT") { offset(rest) } else { None };
    in_numbers.or_else(|| (by_name || *known != "JST").then_some((*seconds, rest)))
}

/// `+09:00`, `+0900`, `-7`, at the beginning of a text.
fn offset(text: &str) -> Option<(i32, &str)> {
    let (sign, rest) = match text.chars().next()? {
        '+' => (1_i32, text.get(1..)?),
        '-' => (-1, text.get(1..)?),
        '\u{2212}' => (-1, text.get('\u{2212}'.len_utf8()..)?),
        _ => return None,
    };
    let length = rest.find(|sign: char| !sign.is_ascii_digit() && sign != ':').unwrap_or(rest.len());
    let (digits, rest) = rest.split_at_checked(length)?;
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some((hours, minutes)), _) => (hours, minutes),
        (None, 1 | 2) => (digits, "0"),
        (None, 3 | 4) => digits.split_at_checked(digits.len().saturating_sub(2))?,
        (None, _) => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_mul(sign)?;
    (hours <= 14 && minutes < 60).then_some((seconds, rest))
}

/// What a value that fits no format says of its zone.
fn zone_hint(text: &str) -> Option<String> {
    let time = text.find(':')?;
    let (_, last) = text.split_at_checked(time)?;
    let tail = last.trim_start_matches(|sign: char| sign.is_ascii_digit() || matches!(sign, ':' | '.' | ','));
    let tail = tail.trim();
    let word = tail.chars().next().is_some_and(|sign| sign.is_ascii_alphabetic() || matches!(sign, '+' | '-'));
    if !word || matches!(tail.to_ascii_uppercase().as_str(), "AM" | "PM") {
        return None;
    }
    Some(match zone(tail, true) {
        Some((_, "")) => format!("`{tail}` is an offset, add a format that carries it with `%z` or `%Z`"),
        Some(_) | None => format!("`{tail}` is no zone that is read: `UTC`, `GMT`, `Z`, `JST` and offsets are"),
    })
}

/// Full-width digits and signs as ordinary ones.
pub(crate) fn narrow(text: &str) -> String {
    let narrow = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => {
            let code = u32::from(sign).checked_sub(0xfee0).and_then(char::from_u32);
            code.unwrap_or(sign)
        }
        '\u{3000}' | '\u{a0}' | '\u{202f}' => ' ',
        other => other,
    };
    text.trim().chars().map(narrow).collect()
}
