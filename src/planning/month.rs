//! A calendar month.

use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use chrono::Datelike;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::MonthError;
use crate::values::Date;
use crate::values::limits::DATE_YEARS;

/// A calendar month, written `2026-04`, from 1900-01 to 9999-12.
///
/// ```
/// use lead_lifecycle::planning::Month;
/// let november: Month = "2025-11".parse()?;
/// assert_eq!(november.later(3)?.to_string(), "2026-02");
/// assert_eq!(Month::new(2026, 2)?.since(november), 3);
/// assert!("2025-13".parse::<Month>().is_err());
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "月")]
pub struct Month(u32);

impl Month {
    /// A month of a year; January is 1.
    ///
    /// # Errors
    /// [`PlanError::Month`] for a 13th month and the like, or a year outside of 1900 to 9999.
    pub fn new(year: u16, month: u8) -> Result<Self, PlanError> {
        if !DATE_YEARS.admits(i128::from(year)) || !(1..=12).contains(&month) {
            return Err(MonthError::Numbers { year, month }.into());
        }
        let months = u32::from(year).saturating_mul(12).saturating_add(u32::from(month));
        Ok(Self(months.saturating_sub(1)))
    }

    /// The month that a date lies in.
    ///
    /// ```
    /// use lead_lifecycle::planning::Month;
    /// assert_eq!(Month::of("2026-04-30".parse()?).to_string(), "2026-04");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(date: Date) -> Self {
        let date = date.to_chrono();
        // INVARIANT: dates lie between the years 1900 and 9999.
        let year = u32::try_from(date.year()).unwrap_or(1900);
        Self(year.saturating_mul(12).saturating_add(date.month0()))
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, January being 1.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.0.rem_euclid(12).saturating_add(1)
    }

    /// The month that is so many months later.
    ///
    /// # Errors
    /// [`PlanError::Month`] beyond the year 9999.
    pub fn later(self, months: u32) -> Result<Self, PlanError> {
        Self::within(i64::from(self.0).saturating_add(i64::from(months)))
    }

    /// The month that is so many months earlier.
    ///
    /// # Errors
    /// [`PlanError::Month`] before the year 1900.
    pub fn earlier(self, months: u32) -> Result<Self, PlanError> {
        Self::within(i64::from(self.0).saturating_sub(i64::from(months)))
    }

    /// How many months this month is after the other one; 0 if it is not after it.
    #[must_use]
    pub const fn since(self, other: Self) -> u32 {
        self.0.saturating_sub(other.0)
    }

    fn within(index: i64) -> Result<Self, PlanError> {
        let year = index.div_euclid(12);
        if !DATE_YEARS.admits(year) {
            return Err(MonthError::Beyond { year }.into());
        }
        u32::try_from(index).map(Self).map_err(|_range| MonthError::Beyond { year }.into())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&alloc::format!("{:04}-{:02}", self.year(), self.month()))
    }
}

impl FromStr for Month {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || PlanError::from(MonthError::Text { got: text.chars().take(40).collect() });
        let (year, month) = text.split_once('-').ok_or_else(refuse)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return Err(refuse());
        }
        let year = year.parse().map_err(|_digits| refuse())?;
        let month = month.parse().map_err(|_digits| refuse())?;
        Self::new(year, month)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Month;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a month in quotes like `\"2026-04\"`")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Month, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}
