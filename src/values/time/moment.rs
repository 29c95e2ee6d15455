//! When something happened, or is to happen, as exactly as it is known.

use core::fmt;

use crate::values::time::date::Date;
use crate::values::time::instant::Instant;
use crate::values::time::serde_text::serde_text;
use crate::values::time::time_error::TimeError;

/// An instant, or a civil day when no more than the day is known.
///
/// ```
/// use lead_lifecycle::Instant;
/// use lead_lifecycle::values::Moment;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day: Moment = "2026-04-30".parse()?;
/// assert_eq!(day, Moment::Day("2026-04-30".parse()?));
/// let instant: Moment = "2026-04-30T09:30:00+09:00".parse()?;
/// assert_eq!(instant, Moment::At("2026-04-30T00:30:00Z".parse()?));
/// assert!("April".parse::<Moment>().is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// At this instant.
    At(Instant),
    /// At some time of this civil day.
    Day(Date),
}

impl Moment {
    /// The civil day, when no more is known.
    #[must_use]
    pub const fn day(self) -> Option<Date> {
        match self {
            Self::At(_) => None,
            Self::Day(day) => Some(day),
        }
    }
}

impl From<Instant> for Moment {
    fn from(at: Instant) -> Self {
        Self::At(at)
    }
}

impl From<Date> for Moment {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => fmt::Display::fmt(at, f),
            Self::Day(day) => fmt::Display::fmt(day, f),
        }
    }
}

impl core::str::FromStr for Moment {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        if text.len() <= 10 { text.parse().map(Self::Day) } else { text.parse().map(Self::At) }
    }
}

serde_text!(
    Moment,
    "an instant like `2026-04-01T09:00:00+09:00`, or a date like `2026-04-01`",
    (Option<Instant>, Option<Date>),
    |v| match v {
        Moment::At(at) => (Some(*at), None),
        Moment::Day(day) => (None, Some(*day)),
    },
    |stored| match stored {
        (Some(at), None) => Ok(Moment::At(at)),
        (None, Some(day)) => Ok(Moment::Day(day)),
        (Some(_), Some(_)) | (None, None) => Err(TimeError::Moment),
    }
);
