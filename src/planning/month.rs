//! Calendar months, and how long a step takes in months.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use chrono::Datelike;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::planning::bounds;
use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;
use crate::values::Date;
use crate::values::limits::DATE_YEARS;

/// A calendar month, written `2026-04`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "月")]
pub struct Month(u32);

impl Month {
    /// A month of a year; January is 1.
    ///
    /// # Errors
    /// [`PlanError::Month`] for a 13th month or a year outside 1900 to 9999.
    pub fn new(year: u16, month: u8) -> Result<Self, PlanError> {
        let got = || alloc::format!("{year:04}-{month:02}");
        if !DATE_YEARS.admits(i128::from(year)) || !(1..=12).contains(&month) {
            return Err(PlanError::Month { got: got() });
        }
        let months = u32::from(year).saturating_mul(12).saturating_add(u32::from(month));
        Ok(Self(months.saturating_sub(1)))
    }

    /// The month that a date lies in.
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

    /// So many months later.
    ///
    /// # Errors
    /// [`PlanError::Month`] beyond the year 9999.
    pub fn later(self, months: u32) -> Result<Self, PlanError> {
        Self::within(i64::from(self.0).saturating_add(i64::from(months)))
    }

    /// So many months earlier.
    ///
    /// # Errors
    /// [`PlanError::Month`] before the year 1900.
    pub fn earlier(self, months: u32) -> Result<Self, PlanError> {
        Self::within(i64::from(self.0).saturating_sub(i64::from(months)))
    }

    /// How many months this is after another; 0 if it is before.
    #[must_use]
    pub const fn since(self, other: Self) -> u32 {
        self.0.saturating_sub(other.0)
    }

    fn within(index: i64) -> Result<Self, PlanError> {
        let year = index.div_euclid(12);
        if !DATE_YEARS.admits(year) {
            return Err(PlanError::Month { got: alloc::format!("a month of the year {year}") });
        }
        let index = u32::try_from(index);
        index.map(Self).map_err(|_range| PlanError::Month { got: year.to_string() })
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
        let refuse = || PlanError::Month { got: text.chars().take(40).collect() };
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

/// How long it takes to reach a step from the one before: a share for every whole number of months.
///
/// Measured in days or weeks, a month counts as 30 days, and those who arrive spread evenly over it: a lag of 45
/// days takes half of them one month on and half of them two.
///
/// ```
/// use lead_lifecycle::planning::Lag;
/// assert_eq!(Lag::days(45)?, Lag::by_month(&[0, 7, 7])?);
/// assert_eq!(Lag::days(60)?, Lag::months(2)?);
/// assert_eq!(Lag::days(45)?.mean_months()?.to_string(), "1.5");
/// let lag: Lag = serde_json::from_str(r#"{ "by_month": [10, 30, 10] }"#)?;
/// assert_eq!(lag.mean_months()?.to_string(), "1");
/// assert!(Lag::by_month(&[0, 0]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[doc(alias = "リードタイム")]
pub struct Lag {
    // INVARIANT: adds up to one; the last is not zero.
    shares: Vec<Fraction>,
}

impl Lag {
    /// Within the same month.
    #[must_use]
    pub fn none() -> Self {
        Self { shares: alloc::vec![Fraction::ONE] }
    }

    /// A fixed number of months.
    ///
    /// # Errors
    /// [`PlanError::Limit`] beyond [`bounds::LAG_MONTHS`].
    pub fn months(months: u32) -> Result<Self, PlanError> {
        PlanError::check(bounds::LAG_MONTHS, months)?;
        let mut shares: Vec<Fraction> = (0..months).map(|_| Fraction::ZERO).collect();
        shares.push(Fraction::ONE);
        Self::of_shares(shares)
    }

    /// A fixed number of days.
    ///
    /// # Errors
    /// [`PlanError::Limit`] beyond [`bounds::LAG_MONTHS`].
    pub fn days(days: u32) -> Result<Self, PlanError> {
        Self::by_days(&[(days, 1)])
    }

    /// Measured: how many arrived after 0, 1, 2 … months.
    ///
    /// # Errors
    /// [`PlanError::Zero`] if none arrived at all; [`PlanError::Limit`].
    pub fn by_month(counts: &[u64]) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::LAG_MONTHS, counts.len().saturating_sub(1))?;
        let total: u128 = counts.iter().map(|count| u128::from(*count)).sum();
        if total == 0 {
            return Err(PlanError::Zero { what: "the count that a lag is measured by" });
        }
        let share = |count: &u64| Fraction::new(u128::from(*count), total);
        Self::of_shares(counts.iter().map(share).collect::<Result<_, _>>()?)
    }

    /// Measured: how many arrived after 0, 1, 2 … weeks.
    ///
    /// # Errors
    /// See [`Lag::by_month`].
    pub fn by_week(counts: &[u64]) -> Result<Self, PlanError> {
        let days = (0..u32::MAX).step_by(7);
        Self::by_days(&days.zip(counts.iter().copied()).collect::<Vec<_>>())
    }

    /// A share for every number of months.
    ///
    /// # Errors
    /// [`PlanError::Shares`] unless they add up to exactly one; [`PlanError::Limit`].
    pub fn of_shares(mut shares: Vec<Fraction>) -> Result<Self, PlanError> {
        while shares.last().is_some_and(Fraction::is_zero) {
            shares.pop();
        }
        PlanError::check_len(bounds::LAG_MONTHS, shares.len().saturating_sub(1))?;
        let mut sum = Fraction::ZERO;
        for share in &shares {
            sum = sum.checked_add(share)?;
        }
        if sum != Fraction::ONE {
            return Err(PlanError::Shares { what: "a lag".into(), got: sum });
        }
        Ok(Self { shares })
    }

    /// The share for 0, 1, 2 … months.
    #[must_use]
    pub fn shares(&self) -> &[Fraction] {
        &self.shares
    }

    /// The longest, in months.
    #[must_use]
    pub fn longest(&self) -> u32 {
        u32::try_from(self.shares.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The mean, in months, exact.
    ///
    /// # Errors
    /// [`PlanError::Number`].
    pub fn mean_months(&self) -> Result<Fraction, PlanError> {
        let mut mean = Fraction::ZERO;
        for (months, share) in (0_u64..).zip(&self.shares) {
            mean = mean.checked_add(&share.checked_mul(&Fraction::from(months))?)?;
        }
        Ok(mean)
    }

    /// This lag and then another.
    ///
    /// # Errors
    /// [`PlanError::Limit`] when both together are longer than [`bounds::LAG_MONTHS`].
    pub fn then(&self, next: &Self) -> Result<Self, PlanError> {
        let longest = self.longest().saturating_add(next.longest());
        PlanError::check(bounds::LAG_MONTHS, longest)?;
        let length = usize::try_from(longest).unwrap_or(usize::MAX).saturating_add(1);
        let mut shares = alloc::vec![Fraction::ZERO; length];
        for (first, share) in self.shares.iter().enumerate() {
            for (slot, other) in shares.iter_mut().skip(first).zip(&next.shares) {
                if !share.is_zero() && !other.is_zero() {
                    *slot = slot.checked_add(&share.checked_mul(other)?)?;
                }
            }
        }
        Self::of_shares(shares)
    }

    fn by_days(counts: &[(u32, u64)]) -> Result<Self, PlanError> {
        let total: u128 = counts.iter().map(|(_, count)| u128::from(*count)).sum();
        if total == 0 {
            return Err(PlanError::Zero { what: "the count that a lag is measured by" });
        }
        let longest = counts.iter().map(|(days, _)| *days).max().unwrap_or(0).div_euclid(30);
        PlanError::check(bounds::LAG_MONTHS, longest)?;
        let length = usize::try_from(longest).unwrap_or(usize::MAX).saturating_add(2);
        let mut shares = alloc::vec![Fraction::ZERO; length];
        let whole = total.saturating_mul(30);
        for (days, count) in counts {
            let month = usize::try_from(days.div_euclid(30)).unwrap_or(usize::MAX);
            let into = u128::from(days.rem_euclid(30));
            let parts = [30_u128.saturating_sub(into), into];
            for (slot, part) in shares.iter_mut().skip(month).zip(parts) {
                let share = Fraction::new(u128::from(*count).saturating_mul(part), whole)?;
                *slot = slot.checked_add(&share)?;
            }
        }
        Self::of_shares(shares)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Lag", rename_all = "snake_case")]
enum Stored {
    Months(u32),
    Days(u32),
    ByMonth(Vec<u64>),
    ByWeek(Vec<u64>),
    Shares(Vec<Fraction>),
}

impl Serialize for Lag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Stored::Shares(self.shares.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Lag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let lag = match Stored::deserialize(deserializer)? {
            Stored::Months(months) => Self::months(months),
            Stored::Days(days) => Self::days(days),
            Stored::ByMonth(counts) => Self::by_month(&counts),
            Stored::ByWeek(counts) => Self::by_week(&counts),
            Stored::Shares(shares) => Self::of_shares(shares),
        };
        lag.map_err(serde::de::Error::custom)
    }
}
