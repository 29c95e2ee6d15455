//! Lengths of time.

use alloc::format;
use core::fmt;

use crate::values::time::serde_text::serde_text;
use crate::values::time::time_error::{TimeError, shorten};

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
/// # Ok::<(), lead_lifecycle::values::TimeError>(())
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

serde_text!(Span, "a span like `5m`, `48h` or `30d`", u64, |v| v.0, Span::from_seconds);
