//! Instants, spans, civil dates and UTC offsets. Arithmetic is chrono's; bounds and text forms are ours.

use alloc::format;
use alloc::string::{String, ToString as _};
use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, Utc};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::values::limits;

/// Why a time value is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// An instant outside 1900–9999.
    #[error("instant `{got}` is out of range: 1900-01-01T00:00:00Z to 9999-12-31T23:59:59Z")]
    InstantRange {
        /// What was given.
        got: String,
    },
    /// Not an RFC 3339 instant.
    #[error("`{got}` is not an instant: write it like `2026-04-01T09:00:00+09:00`")]
    InstantForm {
        /// What was given.
        got: String,
    },
    /// A span that is too long.
    #[error("span of {got} is too long: at most 200 years")]
    SpanRange {
        /// What was given.
        got: String,
    },
    /// Not a span.
    #[error(
        "`{got}` is not a span: write whole numbers with `s`, `m`, `h`, `d` or `w`, largest first, like `5m`, `48h` or `1d12h`"
    )]
    SpanForm {
        /// What was given.
        got: String,
    },
    /// Not a civil date, or outside 1900–9999.
    #[error("`{got}` is not a date: write it like `2026-04-01`, from 1900 to 9999")]
    Date {
        /// What was given.
        got: String,
    },
    /// Not a UTC offset.
    #[error("`{got}` is not a UTC offset: write it like `+09:00`, from -14:00 to +14:00")]
    Offset {
        /// What was given.
        got: String,
    },
}

fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A point in time: whole seconds in UTC, from 1900 to 9999.
///
/// Fractions of a second are floored at this boundary. Written as RFC 3339 with `Z` in human-readable formats (any
/// offset is read), as seconds since 1970 in others.
///
/// ```
/// use lead_lifecycle::Instant;
/// let at: Instant = "2026-04-01T09:00:00.9+09:00".parse()?;
/// assert_eq!(at.to_string(), "2026-04-01T00:00:00Z");
/// assert!("2026-04-01".parse::<Instant>().is_err());
/// # Ok::<(), lead_lifecycle::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The earliest instant: 1900-01-01T00:00:00Z.
    pub const MIN: Self = Self(-2_208_988_800);
    /// The latest instant: 9999-12-31T23:59:59Z.
    pub const MAX: Self = Self(253_402_300_799);

    /// From seconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// Outside 1900–9999.
    pub fn from_seconds(seconds: i64) -> Result<Self, TimeError> {
        if limits::INSTANT_SECONDS.admits(seconds) {
            Ok(Self(seconds))
        } else {
            Err(TimeError::InstantRange { got: format!("{seconds} s") })
        }
    }

    /// From seconds since 1970-01-01, clamped to [`Instant::MIN`] … [`Instant::MAX`].
    #[inline]
    pub(crate) fn saturating(seconds: i64) -> Self {
        Self(seconds.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// From chrono's instant, floored to the second.
    ///
    /// # Errors
    /// Outside 1900–9999.
    pub fn from_utc(at: DateTime<Utc>) -> Result<Self, TimeError> {
        Self::from_seconds(at.timestamp())
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// As chrono's instant.
    #[must_use]
    pub fn to_utc(self) -> DateTime<Utc> {
        // INVARIANT: the limits lie within chrono's range, so the default is never taken.
        DateTime::from_timestamp(self.0, 0).unwrap_or_default()
    }

    /// Later by `span`; `None` past the end of 9999.
    #[must_use]
    pub fn checked_add(self, span: Span) -> Option<Self> {
        let sum = self.0.checked_add(span.signed())?;
        Self::from_seconds(sum).ok()
    }

    /// Later by `span`, at most [`Instant::MAX`].
    #[must_use]
    pub fn saturating_add(self, span: Span) -> Self {
        self.checked_add(span).unwrap_or(Self::MAX)
    }

    /// Earlier by `span`, at least [`Instant::MIN`].
    #[must_use]
    pub fn saturating_sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.signed())).max(Self::MIN)
    }

    /// The span from `earlier` to here; `None` when `earlier` is later, or more than 200 years away.
    #[must_use]
    pub fn since(self, earlier: Self) -> Option<Span> {
        let seconds = self.0.checked_sub(earlier.0)?;
        u64::try_from(seconds).ok().and_then(|s| Span::from_seconds(s).ok())
    }

    /// The span from `earlier` to here; zero when `earlier` is later, 200 years when it is more.
    #[must_use]
    pub fn saturating_since(self, earlier: Self) -> Span {
        let seconds = self.0.saturating_sub(earlier.0);
        Span::saturating(u64::try_from(seconds).unwrap_or(0))
    }

    /// The civil date at an offset from UTC.
    #[must_use]
    pub fn date(self, offset: UtcOffset) -> Date {
        let local = self.to_utc().with_timezone(&offset.to_chrono()).date_naive();
        Date::clamped(local)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::str::FromStr for Instant {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let form = || TimeError::InstantForm { got: shorten(text) };
        // chrono is more lenient than RFC 3339: it reads a space for `T` and `:60`.
        let bytes = text.as_bytes();
        if !matches!(bytes.get(10), Some(b'T' | b't')) || bytes.get(17..19) == Some(b"60") {
            return Err(form());
        }
        let parsed: DateTime<FixedOffset> = DateTime::parse_from_rfc3339(text).map_err(|_chrono| form())?;
        Self::from_utc(parsed.with_timezone(&Utc))
    }
}

/// A length of time: whole seconds, never negative, at most 200 years.
///
/// Written as text with the units `w`, `d`, `h`, `m`, `s`; a day is 24 hours. The canonical form uses the largest unit
/// that divides it.
///
/// ```
/// use lead_lifecycle::Span;
/// assert_eq!("48h".parse::<Span>()?, Span::days(2));
/// assert_eq!("1d12h".parse::<Span>()?.to_string(), "36h");
/// assert!("soon".parse::<Span>().is_err());
/// # Ok::<(), lead_lifecycle::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(u64);

const MAX_SPAN: u64 = 200 * 366 * 86_400;
const UNITS: [(u64, char); 5] = [(604_800, 'w'), (86_400, 'd'), (3_600, 'h'), (60, 'm'), (1, 's')];

impl Span {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// The longest span, 200 years of 366 days.
    pub const MAX: Self = Self(MAX_SPAN);

    /// From whole seconds.
    ///
    /// # Errors
    /// More than 200 years.
    pub fn from_seconds(seconds: u64) -> Result<Self, TimeError> {
        if seconds <= MAX_SPAN { Ok(Self(seconds)) } else { Err(TimeError::SpanRange { got: format!("{seconds} s") }) }
    }

    /// From whole seconds, at most [`Span::MAX`].
    #[must_use]
    pub const fn saturating(seconds: u64) -> Self {
        if seconds > MAX_SPAN { Self::MAX } else { Self(seconds) }
    }

    /// Whole minutes, at most [`Span::MAX`].
    #[must_use]
    pub fn minutes(minutes: u32) -> Self {
        Self::saturating(u64::from(minutes).saturating_mul(60))
    }

    /// Whole hours, at most [`Span::MAX`].
    #[must_use]
    pub fn hours(hours: u32) -> Self {
        Self::saturating(u64::from(hours).saturating_mul(3_600))
    }

    /// Days of 24 hours, at most [`Span::MAX`].
    #[must_use]
    pub fn days(days: u32) -> Self {
        Self::saturating(u64::from(days).saturating_mul(86_400))
    }

    /// In seconds.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.0
    }

    /// In seconds, signed.
    #[must_use]
    pub fn signed(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// The sum, at most [`Span::MAX`].
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self::saturating(self.0.saturating_add(other.0))
    }

    /// The product, at most [`Span::MAX`].
    #[must_use]
    pub const fn saturating_mul(self, factor: u64) -> Self {
        Self::saturating(self.0.saturating_mul(factor))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, name) in UNITS {
            if self.0 != 0 && self.0.checked_rem(unit) == Some(0) {
                return write!(f, "{}{name}", self.0.checked_div(unit).unwrap_or(0));
            }
        }
        f.write_str("0s")
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::str::FromStr for Span {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let form = || TimeError::SpanForm { got: shorten(text) };
        let mut total: u64 = 0;
        let mut rest = text;
        let mut allowed = UNITS.as_slice();
        if rest.is_empty() {
            return Err(form());
        }
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, tail) = rest.split_at_checked(digits).ok_or_else(form)?;
            let unit = tail.chars().next().ok_or_else(form)?;
            let position = allowed.iter().position(|(_, name)| *name == unit);
            let (at, number) = position.zip(number.parse::<u64>().ok()).ok_or_else(form)?;
            let (length, _) = allowed.get(at).ok_or_else(form)?;
            total = number
                .checked_mul(*length)
                .and_then(|part| total.checked_add(part))
                .ok_or_else(|| TimeError::SpanRange { got: shorten(text) })?;
            allowed = allowed.get(at.saturating_add(1)..).unwrap_or_default();
            rest = tail.get(1..).ok_or_else(form)?;
        }
        Self::from_seconds(total)
    }
}

/// A civil date from 1900 to 9999, without a zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// From chrono's date.
    ///
    /// # Errors
    /// Outside 1900–9999.
    pub fn new(date: NaiveDate) -> Result<Self, TimeError> {
        if limits::DATE_YEARS.admits(date.year()) {
            Ok(Self(date))
        } else {
            Err(TimeError::Date { got: date.to_string() })
        }
    }

    fn clamped(date: NaiveDate) -> Self {
        let low = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(NaiveDate::MIN);
        let high = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
        Self(date.clamp(low, high))
    }

    /// As chrono's date.
    #[must_use]
    pub const fn to_chrono(self) -> NaiveDate {
        self.0
    }

    /// Later by calendar months; a day that the month lacks becomes its last (31 January + 1 month = 28 or 29
    /// February). At most 9999-12-31.
    #[must_use]
    pub fn add_months(self, months: u32) -> Self {
        let later = self.0.checked_add_months(chrono::Months::new(months));
        Self::clamped(later.unwrap_or(NaiveDate::MAX))
    }

    /// Later by days; at most 9999-12-31.
    #[must_use]
    pub fn add_days(self, days: u32) -> Self {
        let later = self.0.checked_add_days(chrono::Days::new(u64::from(days)));
        Self::clamped(later.unwrap_or(NaiveDate::MAX))
    }

    /// The first instant of the date at an offset from UTC.
    #[must_use]
    pub fn start(self, offset: UtcOffset) -> Instant {
        let local = self.0.and_time(NaiveTime::MIN).and_utc().timestamp();
        let seconds = local.saturating_sub(i64::from(offset.seconds()));
        Instant::from_seconds(seconds).unwrap_or(if seconds < 0 { Instant::MIN } else { Instant::MAX })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl core::str::FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let form = || TimeError::Date { got: shorten(text) };
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() });
        if !shaped {
            return Err(form());
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_chrono| form())?;
        Self::new(date)
    }
}

/// A fixed offset from UTC, in whole minutes. Civil dates of a policy are read at it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UtcOffset(i16);

impl UtcOffset {
    /// No offset.
    pub const UTC: Self = Self(0);
    /// Japan Standard Time, `+09:00`.
    #[doc(alias = "日本標準時")]
    pub const JST: Self = Self(540);

    /// From whole minutes east of UTC.
    ///
    /// # Errors
    /// More than 14 hours either way.
    pub fn from_minutes(minutes: i16) -> Result<Self, TimeError> {
        if limits::OFFSET_MINUTES.admits(minutes) {
            Ok(Self(minutes))
        } else {
            Err(TimeError::Offset { got: format!("{minutes} min") })
        }
    }

    /// Seconds east of UTC.
    #[must_use]
    pub fn seconds(self) -> i32 {
        i32::from(self.0).saturating_mul(60)
    }

    /// As chrono's offset.
    #[must_use]
    pub fn to_chrono(self) -> FixedOffset {
        // INVARIANT: at most 14 hours, chrono takes up to 24.
        FixedOffset::east_opt(self.seconds()).unwrap_or_else(|| chrono::Offset::fix(&Utc))
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0.unsigned_abs();
        let sign = if self.0 < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes.div_euclid(60), minutes.rem_euclid(60));
        write!(f, "{sign}{hours:02}:{minutes:02}")
    }
}

impl fmt::Debug for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::str::FromStr for UtcOffset {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let form = || TimeError::Offset { got: shorten(text) };
        if matches!(text, "Z" | "UTC") {
            return Ok(Self::UTC);
        }
        let negative = match text.bytes().next() {
            Some(b'+') => false,
            Some(b'-') => true,
            _ => return Err(form()),
        };
        let (hours, minutes) = text.get(1..).and_then(|t| t.split_once(':')).ok_or_else(form)?;
        if hours.len() != 2 || minutes.len() != 2 {
            return Err(form());
        }
        let hours: u8 = hours.parse().map_err(|_number| form())?;
        let minutes: u8 = minutes.parse().map_err(|_number| form())?;
        if minutes > 59 {
            return Err(form());
        }
        let total = i16::from(hours).saturating_mul(60).saturating_add(i16::from(minutes));
        Self::from_minutes(if negative { total.saturating_neg() } else { total }).map_err(|_range| form())
    }
}

macro_rules! serde_text {
    ($name:ident, $what:literal, $number:ty, $to:expr, $from:expr) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    let to: fn(&$name) -> $number = $to;
                    to(self).serialize(serializer)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct TextVisitor;
                impl serde::de::Visitor<'_> for TextVisitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($what)
                    }
                    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<$name, E> {
                        v.parse().map_err(E::custom)
                    }
                }
                if deserializer.is_human_readable() {
                    deserializer.deserialize_str(TextVisitor)
                } else {
                    let from: fn($number) -> Result<$name, TimeError> = $from;
                    from(<$number>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
                }
            }
        }
    };
}

serde_text!(Instant, "an instant like `2026-04-01T09:00:00+09:00`", i64, |v| v.0, Instant::from_seconds);
serde_text!(Span, "a span like `5m`, `48h` or `30d`", u64, |v| v.0, Span::from_seconds);
serde_text!(Date, "a date like `2026-04-01`", i32, |v| v.0.num_days_from_ce(), |days| {
    NaiveDate::from_num_days_from_ce_opt(days)
        .ok_or_else(|| TimeError::Date { got: days.to_string() })
        .and_then(Date::new)
});
serde_text!(UtcOffset, "a UTC offset like `+09:00`", i16, |v| v.0, UtcOffset::from_minutes);
