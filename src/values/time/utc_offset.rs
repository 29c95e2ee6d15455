//! Offsets from UTC.

use alloc::format;
use chrono::{FixedOffset, Utc};
use core::fmt;

use crate::values::limits;
use crate::values::time::serde_text::serde_text;
use crate::values::time::time_error::{TimeError, shorten};

/// A fixed offset from UTC in whole seconds, at most 14 hours either way.
///
/// Written to the minute; the seconds are there only where history had them (Liberia until 1972: `-00:44:30`).
///
/// ```
/// use lead_lifecycle::values::UtcOffset;
/// assert_eq!("+09:00".parse::<UtcOffset>()?, UtcOffset::JST);
/// assert_eq!(UtcOffset::from_minutes(-210)?.to_string(), "-03:30");
/// assert!("+15:00".parse::<UtcOffset>().is_err());
/// # Ok::<(), lead_lifecycle::values::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UtcOffset(i32);

impl UtcOffset {
    /// No offset.
    pub const UTC: Self = Self(0);
    /// Japan Standard Time, `+09:00`.
    #[doc(alias = "日本標準時")]
    pub const JST: Self = Self(32_400);

    /// From whole minutes east of UTC.
    ///
    /// # Errors
    /// More than 14 hours either way.
    pub fn from_minutes(minutes: i16) -> Result<Self, TimeError> {
        Self::from_seconds(i32::from(minutes).saturating_mul(60))
    }

    /// From whole seconds east of UTC.
    ///
    /// # Errors
    /// More than 14 hours either way.
    pub fn from_seconds(seconds: i32) -> Result<Self, TimeError> {
        if limits::OFFSET_SECONDS.admits(seconds) {
            Ok(Self(seconds))
        } else {
            Err(TimeError::Offset { got: format!("{seconds} s") })
        }
    }

    /// Seconds east of UTC.
    #[must_use]
    pub const fn seconds(self) -> i32 {
        self.0
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
        let total = self.0.unsigned_abs();
        let sign = if self.0 < 0 { '-' } else { '+' };
        let (hours, minutes, seconds) =
            (total.div_euclid(3_600), total.div_euclid(60).rem_euclid(60), total.rem_euclid(60));
        write!(f, "{sign}{hours:02}:{minutes:02}")?;
        if seconds == 0 { Ok(()) } else { write!(f, ":{seconds:02}") }
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
        let mut parts = text.get(1..).unwrap_or_default().split(':');
        let written = (parts.next(), parts.next(), parts.next(), parts.next());
        let (Some(hours), Some(minutes), seconds, None) = written else { return Err(form()) };
        let two_digits = |part: &str, most: u8| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u8>().ok().filter(|number| digits && *number <= most).map(i32::from).ok_or_else(form)
        };
        let hours = two_digits(hours, 99)?.saturating_mul(3_600);
        let minutes = two_digits(minutes, 59)?.saturating_mul(60);
        let total = hours.saturating_add(minutes).saturating_add(two_digits(seconds.unwrap_or("00"), 59)?);
        Self::from_seconds(if negative { total.saturating_neg() } else { total }).map_err(|_range| form())
    }
}

serde_text!(UtcOffset, "a UTC offset like `+09:00`", i32, |v| v.0, UtcOffset::from_seconds);
