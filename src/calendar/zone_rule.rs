//! The rule by which a zone's clocks change after its table ends.

use alloc::string::{String, ToString as _};
use chrono::{Datelike as _, NaiveDate};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::calendar::zone_error::ZoneError;
use crate::values::{Instant, UtcOffset};

/// The closing rule of a zone, for every year after its table: as a POSIX `TZ` text.
///
/// `EST5EDT,M3.2.0,M11.1.0` is New York: five hours behind UTC, from the second Sunday of March, 02:00, to the first of
/// November, 02:00, an hour nearer. `JST-9` never changes. The form is that of POSIX.1 with the hours of [RFC 9636],
/// -167 to 167; it is kept as it was written.
///
/// [RFC 9636]: https://www.rfc-editor.org/rfc/rfc9636#section-3.3.1
///
/// ```
/// use lead_lifecycle::calendar::ZoneRule;
/// let rule: ZoneRule = "EST5EDT,M3.2.0,M11.1.0".parse()?;
/// assert_eq!(rule.offset_at("2150-07-01T00:00:00Z".parse()?).to_string(), "-04:00");
/// assert_eq!(rule.offset_at("2150-12-01T00:00:00Z".parse()?).to_string(), "-05:00");
/// assert!("EST5EDT".parse::<ZoneRule>().is_err(), "summer time begins and ends some day");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneRule {
    text: String,
    standard: UtcOffset,
    summer: Option<Summer>,
}

/// Summer time, or what a zone has in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Summer {
    offset: UtcOffset,
    begins: Switch,
    ends: Switch,
}

/// When clocks change in a year: a day, and a time on the clocks before the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Switch {
    day: SwitchDay,
    seconds: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SwitchDay {
    /// The n-th day of the year, from 1; 29 February is never counted.
    WithoutLeap(u16),
    /// The n-th day of the year, from 0, with 29 February.
    WithLeap(u16),
    /// Of a month, the n-th such weekday; the fifth is the last. Weekdays from Sunday, 0.
    Weekday { month: u8, nth: u8, weekday: u8 },
}

/// A change of clocks: from this second on, this offset.
type Change = (i64, UtcOffset);

const TWO_O_CLOCK: i64 = 7_200;
const DAY: i64 = 86_400;

impl ZoneRule {
    /// How far clocks stand from UTC at an instant.
    #[must_use]
    pub fn offset_at(&self, at: Instant) -> UtcOffset {
        let Some(summer) = self.summer else { return self.standard };
        let year = year_of(at.seconds().saturating_add(i64::from(self.standard.seconds())));
        let changes = [year.saturating_sub(1), year, year.saturating_add(1)].map(|year| self.changes_of(summer, year));
        let before = changes.iter().flatten().rev().find(|(second, _)| *second <= at.seconds());
        before.map_or(self.standard, |(_, offset)| *offset)
    }

    /// The first change after a second.
    pub(super) fn change_after(&self, second: i64) -> Option<Change> {
        let summer = self.summer?;
        let first = year_of(second).saturating_sub(1);
        let years = first..=first.saturating_add(3);
        let now = self.offset_at(Instant::saturating(second));
        let after = years.flat_map(|year| self.changes_of(summer, year)).filter(|(at, _)| *at > second);
        // Where summer time ends as the next begins, nothing changes.
        after.map(|(at, _)| (at, self.offset_at(Instant::saturating(at)))).find(|(_, offset)| *offset != now)
    }

    /// Both changes of a year, in order; at the same second the one that begins summer time is the later.
    fn changes_of(&self, summer: Summer, year: i32) -> [Change; 2] {
        let at = |switch: Switch, clocks: UtcOffset| {
            let midnight = switch.day.in_year(year).saturating_mul(DAY);
            midnight.saturating_add(switch.seconds).saturating_sub(i64::from(clocks.seconds()))
        };
        let begins = (at(summer.begins, self.standard), summer.offset);
        let ends = (at(summer.ends, summer.offset), self.standard);
        if begins.0 < ends.0 { [begins, ends] } else { [ends, begins] }
    }
}

fn year_of(second: i64) -> i32 {
    Instant::saturating(second).to_utc().year()
}

/// Days since 1970-01-01.
fn days(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()).saturating_sub(719_163)
}

impl SwitchDay {
    /// Its day in a year, in days since 1970-01-01.
    fn in_year(self, year: i32) -> i64 {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        match self {
            Self::WithLeap(day) => days(first).saturating_add(i64::from(day)),
            Self::WithoutLeap(day) => {
                let leap = i64::from(first.leap_year() && day > 59);
                days(first).saturating_add(i64::from(day)).saturating_add(leap).saturating_sub(1)
            }
            Self::Weekday { month, nth, weekday } => {
                let first = NaiveDate::from_ymd_opt(year, u32::from(month), 1).unwrap_or_default();
                let length = i64::from(first.num_days_in_month());
                let to_weekday =
                    i64::from(weekday).saturating_sub(i64::from(first.weekday().num_days_from_sunday())).rem_euclid(7);
                let day = to_weekday.saturating_add(i64::from(nth).saturating_sub(1).saturating_mul(7));
                let day = if day < length { day } else { day.saturating_sub(7) };
                days(first).saturating_add(day)
            }
        }
    }
}

impl fmt::Display for ZoneRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl core::str::FromStr for ZoneRule {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, ZoneError> {
        let form = || ZoneError::Rule { got: text.chars().take(40).collect() };
        if text.len() > 128 {
            return Err(form());
        }
        let mut read = Reader { rest: text };
        let rule = read.rule(text).ok_or_else(form)?;
        if read.rest.is_empty() { Ok(rule) } else { Err(form()) }
    }
}

/// What is left of a text.
struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn rule(&mut self, text: &str) -> Option<ZoneRule> {
        self.name()?;
        let standard = self.offset()?;
        let text = text.to_string();
        if self.rest.is_empty() {
            return Some(ZoneRule { text, standard, summer: None });
        }
        self.name()?;
        let an_hour_nearer = UtcOffset::from_seconds(standard.seconds().saturating_add(3_600)).ok();
        let offset = if self.rest.starts_with(',') { an_hour_nearer } else { self.offset() };
        let begins = self.switch()?;
        let ends = self.switch()?;
        Some(ZoneRule { text, standard, summer: Some(Summer { offset: offset?, begins, ends }) })
    }

    /// An abbreviation: three letters or more, or anything of that length in angle brackets.
    fn name(&mut self) -> Option<()> {
        let (name, rest) = if let Some(quoted) = self.rest.strip_prefix('<') {
            quoted.split_once('>')?
        } else {
            self.rest.split_at_checked(self.rest.bytes().take_while(u8::is_ascii_alphabetic).count())?
        };
        let legal = name.len() >= 3 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-'));
        self.rest = rest;
        legal.then_some(())
    }

    /// POSIX counts west of Greenwich.
    fn offset(&mut self) -> Option<UtcOffset> {
        let west = self.time(24)?;
        UtcOffset::from_seconds(i32::try_from(west).ok()?.saturating_neg()).ok()
    }

    /// `[+-]hh[:mm[:ss]]`
    fn time(&mut self, hours: u32) -> Option<i64> {
        let negative = self.rest.starts_with('-');
        self.rest = self.rest.strip_prefix(['-', '+']).unwrap_or(self.rest);
        let mut seconds = i64::from(self.number(hours)?).saturating_mul(3_600);
        for unit in [60, 1] {
            let Some(rest) = self.rest.strip_prefix(':') else { break };
            self.rest = rest;
            seconds = seconds.saturating_add(i64::from(self.number(59)?).saturating_mul(unit));
        }
        Some(if negative { seconds.saturating_neg() } else { seconds })
    }

    /// `,day[/time]`
    fn switch(&mut self) -> Option<Switch> {
        self.rest = self.rest.strip_prefix(',')?;
        let day = self.day()?;
        let Some(rest) = self.rest.strip_prefix('/') else { return Some(Switch { day, seconds: TWO_O_CLOCK }) };
        self.rest = rest;
        Some(Switch { day, seconds: self.time(167)? })
    }

    fn day(&mut self) -> Option<SwitchDay> {
        if let Some(rest) = self.rest.strip_prefix('J') {
            self.rest = rest;
            return self.small(1, 365).map(SwitchDay::WithoutLeap);
        }
        let Some(rest) = self.rest.strip_prefix('M') else {
            return self.small(0, 365).map(SwitchDay::WithLeap);
        };
        self.rest = rest;
        let month = self.small(1, 12)?;
        self.rest = self.rest.strip_prefix('.')?;
        let nth = self.small(1, 5)?;
        self.rest = self.rest.strip_prefix('.')?;
        let weekday = self.small(0, 6)?;
        let small = |number| u8::try_from(number).ok();
        Some(SwitchDay::Weekday { month: small(month)?, nth: small(nth)?, weekday: small(weekday)? })
    }

    fn small(&mut self, least: u16, most: u16) -> Option<u16> {
        let number = u16::try_from(self.number(u32::from(most))?).ok()?;
        (number >= least).then_some(number)
    }

    fn number(&mut self, most: u32) -> Option<u32> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.rest.split_at_checked(digits)?;
        self.rest = rest;
        number.parse().ok().filter(|number| digits <= 3 && *number <= most)
    }
}

impl Serialize for ZoneRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for ZoneRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl serde::de::Visitor<'_> for TextVisitor {
            type Value = ZoneRule;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a closing rule like `EST5EDT,M3.2.0,M11.1.0`")
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<ZoneRule, E> {
                v.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}
