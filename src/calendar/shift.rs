//! Opening intervals.

use core::fmt;

use crate::calendar::calendar_error::{CalendarError, shorten};
use crate::calendar::text_form::text_form;

/// An opening interval of a day on local clocks, its end not included. One that ends at or before its beginning goes on
/// past midnight, and belongs to the day on which it begins.
///
/// ```
/// use lead_lifecycle::calendar::Shift;
/// let night: Shift = "22:00-06:00".parse()?;
/// assert_eq!(night.seconds(), 8 * 3_600);
/// assert_eq!("09:00-24:00".parse::<Shift>()?.seconds(), 15 * 3_600);
/// assert!("9-12".parse::<Shift>().is_err() && "09:00-09:00".parse::<Shift>().is_err());
/// # Ok::<(), lead_lifecycle::calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "営業時間")]
pub struct Shift {
    /// Seconds after midnight: below a day.
    from: u32,
    /// INVARIANT: later than `from`, by less than a day unless it is the whole day.
    until: u32,
}

const DAY: u32 = 86_400;

impl Shift {
    /// From whole hours of the day; past midnight where `until` is not later than `from`.
    ///
    /// # Errors
    /// Hours after 24, a beginning at 24, or an end that is the beginning.
    pub fn hours(from: u8, until: u8) -> Result<Self, CalendarError> {
        let seconds = |hour: u8| u32::from(hour).saturating_mul(3_600);
        Self::of(seconds(from), seconds(until))
            .ok_or_else(|| CalendarError::Shift { got: alloc::format!("{from}-{until}") })
    }

    pub(super) fn of(from: u32, until: u32) -> Option<Self> {
        let legal = from < DAY && until <= DAY && from != until;
        let until = if until < from { until.checked_add(DAY)? } else { until };
        legal.then_some(Self { from, until })
    }

    /// Its length.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.until.saturating_sub(self.from)
    }

    /// Whether a later one begins before it is over.
    pub(super) const fn overlaps(self, later: Self) -> bool {
        later.from < self.until
    }

    /// The part on the day it begins, and the part on the next: seconds after the midnight of each.
    pub(super) fn parts(self) -> ((u32, u32), (u32, u32)) {
        ((self.from, self.until.min(DAY)), (0, self.until.saturating_sub(DAY)))
    }
}

struct TimeOfDay(u32);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) =
            (self.0.div_euclid(3_600), self.0.div_euclid(60).rem_euclid(60), self.0.rem_euclid(60));
        write!(f, "{hours:02}:{minutes:02}")?;
        if seconds == 0 { Ok(()) } else { write!(f, ":{seconds:02}") }
    }
}

fn time_of_day(text: &str) -> Option<u32> {
    let mut total = 0_u32;
    let mut parts = text.split(':');
    for (place, (unit, most)) in [(3_600, 24), (60, 59), (1, 59)].into_iter().enumerate() {
        let Some(part) = parts.next() else { return (place == 2).then_some(total) };
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = part.parse::<u32>().ok().filter(|number| digits && *number <= most)?;
        total = total.checked_add(number.checked_mul(unit)?)?;
    }
    parts.next().is_none().then_some(total)
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = if self.until > DAY { self.until.saturating_sub(DAY) } else { self.until };
        write!(f, "{}-{}", TimeOfDay(self.from), TimeOfDay(until))
    }
}

impl core::str::FromStr for Shift {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let ends = text.split_once('-').and_then(|(from, until)| Some((time_of_day(from)?, time_of_day(until)?)));
        ends.and_then(|(from, until)| Self::of(from, until)).ok_or_else(|| CalendarError::Shift { got: shorten(text) })
    }
}

text_form!(Shift, "an opening interval like `09:00-12:00`");
