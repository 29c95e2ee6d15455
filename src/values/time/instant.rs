//! Points in time.

use alloc::format;
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use core::fmt;

use crate::values::limits;
use crate::values::time::serde_text::serde_text;
use crate::values::time::span::Span;
use crate::values::time::time_error::{TimeError, shorten};

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
/// # Ok::<(), lead_lifecycle::values::TimeError>(())
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

    /// One second earlier, at least [`Instant::MIN`].
    #[must_use]
    pub(crate) fn second_before(self) -> Self {
        Self(self.0.saturating_sub(1)).max(Self::MIN)
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

serde_text!(Instant, "an instant like `2026-04-01T09:00:00+09:00`", i64, |v| v.0, Instant::from_seconds);
