//! Offsets from UTC.

use alloc::format;
use chrono::{FixedOffset, Utc};
use core::fmt;

use crate::values::limits;
use crate::values::time::serde_text::serde_text;
use crate::values::time::time_error::{TimeError, shorten};

/// A fixed offset from UTC, in whole minutes, at most 14 hours either way. Civil dates of a policy are read at it.
///
/// ```
/// use lead_lifecycle::values::UtcOffset;
/// assert_eq!("+09:00".parse::<UtcOffset>()?, UtcOffset::JST);
/// assert_eq!(UtcOffset::from_minutes(-210)?.to_string(), "-03:30");
/// assert!("+15:00".parse::<UtcOffset>().is_err());
/// # Ok::<(), lead_lifecycle::values::TimeError>(())
/// ```
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

serde_text!(UtcOffset, "a UTC offset like `+09:00`", i16, |v| v.0, UtcOffset::from_minutes);
