//! The rule by which a zone's clocks change after its table ends.

use alloc::string::{String, ToString as _};
use chrono::Datelike as _;
use core::fmt;

use crate::calendar::text_form::text_form;
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
/// Days from 0001-01-01 to 1970-01-01.
const YEAR_ONE_TO_1970: i64 = 719_162;

impl ZoneRule {
    /// How far clocks stand from UTC at an instant.
    #[must_use]
    pub fn offset_at(&self, at: Instant) -> UtcOffset {
        let Some(summer) = self.summer else { return self.standard };
        let second = at.seconds();
        let before = self.changes(summer, self.year_of(second).saturating_add(1)).find(|(at, _)| *at <= second);
        before.map_or(self.standard, |(_, offset)| offset)
    }

    /// The offset at a second, and a later second up to which it stays. `None`: for ever.
    pub(super) fn stretch(&self, second: i64) -> (UtcOffset, Option<i64>) {
        let Some(summer) = self.summer else { return (self.standard, None) };
        let mut until = i64::MAX;
        for (at, offset) in self.changes(summer, self.year_of(second).saturating_add(2)) {
            if at <= second {
                return (offset, Some(until));
            }
            until = until.min(at);
        }
        (self.standard, Some(until))
    }

    /// By how many seconds its clocks change at most.
    pub(super) fn widest_step(&self) -> i64 {
        let standard = i64::from(self.standard.seconds());
        self.summer.map_or(0, |summer| i64::from(summer.offset.seconds()).saturating_sub(standard).saturating_abs())
    }

    /// The first change after a second.
    #[cfg(feature = "tz")]
    pub(super) fn change_after(&self, second: i64) -> Option<Change> {
        let (now, mut until) = self.stretch(second);
        // Where summer time ends as the next begins, nothing changes: in four years no rule has more to say.
        for _ in 0..8 {
            let at = until?;
            let (offset, next) = self.stretch(at);
            if offset != now {
                return Some((at, offset));
            }
            until = next;
        }
        None
    }

    /// The year that a second lies in, on clocks without summer time.
    fn year_of(&self, second: i64) -> i64 {
        Instant::saturating(second.saturating_add(i64::from(self.standard.seconds()))).to_utc().year().into()
    }

    /// The changes of a year and of the four before it, from the last back to the first. A change may lie a week outside
    /// its year: what holds at a second was said by a change of its year, of the next, or of the two before.
    fn changes(&self, summer: Summer, last: i64) -> impl Iterator<Item = Change> {
        let years = (0..=4).map(move |back| last.saturating_sub(back));
        years.flat_map(move |year| {
            let [early, late] = self.changes_of(summer, year);
            [late, early]
        })
    }

    /// Both changes of a year, in order; at the same second the one that begins summer time is the later.
    fn changes_of(&self, summer: Summer, year: i64) -> [Change; 2] {
        let year = Year::new(year);
        let at = |switch: Switch, clocks: UtcOffset| {
            let midnight = switch.day.of(year).saturating_mul(DAY);
            midnight.saturating_add(switch.seconds).saturating_sub(i64::from(clocks.seconds()))
        };
        let begins = (at(summer.begins, self.standard), summer.offset);
        let ends = (at(summer.ends, summer.offset), self.standard);
        if begins.0 < ends.0 { [begins, ends] } else { [ends, begins] }
    }
}

#[derive(Clone, Copy)]
struct Year {
    /// Days since 1970-01-01 on which it begins.
    first: i64,
    leap: bool,
}

/// Days before each month, and of the whole year, without a leap day.
const BEFORE_MONTH: [i64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

impl Year {
    fn new(year: i64) -> Self {
        let before = year.saturating_sub(1);
        let leap_days =
            (before.div_euclid(4)).saturating_sub(before.div_euclid(100)).saturating_add(before.div_euclid(400));
        let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
        Self { first: before.saturating_mul(365).saturating_add(leap_days).saturating_sub(YEAR_ONE_TO_1970), leap }
    }

    /// The day on which a month begins, from 1; the thirteenth is the next year.
    fn month(self, month: u8) -> i64 {
        let before = BEFORE_MONTH.get(usize::from(month).saturating_sub(1)).copied().unwrap_or(0);
        self.first.saturating_add(before).saturating_add(i64::from(self.leap && month > 2))
    }
}

impl SwitchDay {
    /// Its day in a year, in days since 1970-01-01.
    fn of(self, year: Year) -> i64 {
        match self {
            Self::WithLeap(day) => year.first.saturating_add(i64::from(day)),
            Self::WithoutLeap(day) => {
                let leap = i64::from(year.leap && day > 59);
                year.first.saturating_add(i64::from(day)).saturating_add(leap).saturating_sub(1)
            }
            Self::Weekday { month, nth, weekday } => {
                let (first, next) = (year.month(month), year.month(month.saturating_add(1)));
                // 1970-01-01 was a Thursday.
                let to_weekday = i64::from(weekday).saturating_sub(first).saturating_sub(4).rem_euclid(7);
                let weeks = i64::from(nth).saturating_sub(1).saturating_mul(7);
                let day = first.saturating_add(to_weekday).saturating_add(weeks);
                if day < next { day } else { day.saturating_sub(7) }
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

text_form!(ZoneRule, "a closing rule like `EST5EDT,M3.2.0,M11.1.0`");
