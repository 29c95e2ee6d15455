//! Civil dates.

use alloc::string::ToString as _;
use chrono::{Datelike as _, NaiveDate};
use core::fmt;

use crate::values::limits;
use crate::values::time::serde_text::serde_text;
use crate::values::time::time_error::{TimeError, shorten};

/// A civil date from 1900 to 9999, without a zone.
///
/// ```
/// use lead_lifecycle::Date;
/// use lead_lifecycle::calendar::Zone;
/// let date: Date = "2026-01-31".parse()?;
/// assert_eq!(date.add_months(1).to_string(), "2026-02-28");
/// assert_eq!(date.start(&Zone::JST).to_string(), "2026-01-30T15:00:00Z");
/// assert!("31/01/2026".parse::<Date>().is_err());
/// # Ok::<(), lead_lifecycle::values::TimeError>(())
/// ```
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

    /// Brought into 1900–9999.
    pub(crate) fn clamped(date: NaiveDate) -> Self {
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

    /// The first day of its month.
    #[must_use]
    pub fn month_start(self) -> Self {
        Self(self.0.with_day(1).unwrap_or(self.0))
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

serde_text!(Date, "a date like `2026-04-01`", i32, |v| v.0.num_days_from_ce(), |days| {
    NaiveDate::from_num_days_from_ce_opt(days)
        .ok_or_else(|| TimeError::Date { got: days.to_string() })
        .and_then(Date::new)
});
