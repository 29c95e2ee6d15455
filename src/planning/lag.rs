//! How long a step takes, in months.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::planning::bounds;
use crate::planning::column::{Column, Way};
use crate::planning::exact::{Fraction, Meter};
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::{SharesError, ZeroInput};

/// How long it takes to reach a step from the one before (リードタイム): a share for every whole number of months.
///
/// A lag may be measured in days or weeks. Then a month counts as 30 days, and those who arrive spread evenly over it:
/// of a lag of 45 days, half arrive one month later and half two.
///
/// In a document a lag is written in one of five ways: `{ months = 2 }`, `{ days = 45 }`, `{ by_month = [10, 30, 10]
/// }`, `{ by_week = [1, 4, 6] }` or `{ shares = ["1/2", "1/2"] }`.
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
    /// No time at all: the step is reached in the same month.
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

    /// A fixed number of days, of which 30 are a month.
    ///
    /// ```
    /// use lead_lifecycle::planning::Lag;
    /// // A third of a month: one in three arrives in the next month.
    /// let lag = Lag::days(10)?;
    /// assert_eq!(lag.shares()[1].to_string(), "1/3");
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Limit`] beyond [`bounds::LAG_MONTHS`].
    pub fn days(days: u32) -> Result<Self, PlanError> {
        Self::by_days(&[(days, 1)])
    }

    /// Measured by the month: how many arrived after 0, 1, 2 … months.
    ///
    /// ```
    /// use lead_lifecycle::planning::Lag;
    /// let lag = Lag::by_month(&[10, 30])?;
    /// assert_eq!(lag.shares()[0].to_string(), "0.25");
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Zero`] if none arrived at all; [`PlanError::Limit`] beyond [`bounds::LAG_MONTHS`].
    pub fn by_month(counts: &[u64]) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::LAG_MONTHS, counts.len().saturating_sub(1))?;
        let total: u128 = counts.iter().map(|count| u128::from(*count)).sum();
        if total == 0 {
            return Err(ZeroInput::LagCount.into());
        }
        let share = |count: &u64| Fraction::new(u128::from(*count), total);
        Self::of_shares(counts.iter().map(share).collect::<Result<_, _>>()?)
    }

    /// Measured by the week: how many arrived after 0, 1, 2 … weeks. 30 days are a month.
    ///
    /// ```
    /// use lead_lifecycle::planning::Lag;
    /// assert_eq!(Lag::by_week(&[0, 0, 3])?, Lag::days(14)?);
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Zero`] if none arrived at all; [`PlanError::Limit`] beyond [`bounds::LAG_MONTHS`].
    pub fn by_week(counts: &[u64]) -> Result<Self, PlanError> {
        // Before they are copied, because a slice may be of any length.
        let longest = counts.len().saturating_sub(1).saturating_mul(7).div_euclid(30);
        PlanError::check_len(bounds::LAG_MONTHS, longest)?;
        let days = (0..u32::MAX).step_by(7);
        Self::by_days(&days.zip(counts.iter().copied()).collect::<Vec<_>>())
    }

    /// The share of those who arrive after 0, 1, 2 … months.
    ///
    /// # Errors
    /// [`PlanError::Shares`] unless they add up to exactly 1; [`PlanError::Limit`] beyond [`bounds::LAG_MONTHS`];
    /// [`PlanError::Number`] for numbers too large, or more than [`bounds::WORK_STEPS`].
    pub fn of_shares(mut shares: Vec<Fraction>) -> Result<Self, PlanError> {
        while shares.last().is_some_and(Fraction::is_zero) {
            shares.pop();
        }
        PlanError::check_len(bounds::LAG_MONTHS, shares.len().saturating_sub(1))?;
        // Over one denominator: that of shares which make one whole is that of the last of them, if not much less.
        let mut meter = Meter::new();
        let sum = Column::of(&shares, &mut meter)?.total(&mut meter)?;
        if sum != Fraction::ONE {
            return Err(SharesError::Lag { got: sum }.into());
        }
        Ok(Self { shares })
    }

    /// The share of those who arrive after 0, 1, 2 … months, as fractions of one.
    #[must_use]
    pub fn shares(&self) -> &[Fraction] {
        &self.shares
    }

    /// The longest that it takes, in months.
    #[must_use]
    pub fn longest(&self) -> u32 {
        u32::try_from(self.shares.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// How long it takes on average, in months, exact.
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large.
    pub fn mean_months(&self) -> Result<Fraction, PlanError> {
        let (mut mean, mut meter) = (Fraction::ZERO, Meter::new());
        for (months, share) in (0_u64..).zip(&self.shares) {
            mean = meter.add(&mean, &share.checked_mul(&Fraction::from(months))?)?;
        }
        Ok(mean)
    }

    /// This lag, and after it the other one.
    ///
    /// ```
    /// use lead_lifecycle::planning::Lag;
    /// let both = Lag::days(45)?.then(&Lag::months(1)?)?;
    /// assert_eq!(both.mean_months()?.to_string(), "2.5");
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Limit`] when both together are longer than [`bounds::LAG_MONTHS`]; [`PlanError::Number`] for numbers
    /// too large, or more than [`bounds::WORK_STEPS`].
    pub fn then(&self, next: &Self) -> Result<Self, PlanError> {
        let longest = self.longest().saturating_add(next.longest());
        PlanError::check(bounds::LAG_MONTHS, longest)?;
        let length = usize::try_from(longest).unwrap_or(usize::MAX).saturating_add(1);
        let mut meter = Meter::new();
        let first = Column::of(&self.shares, &mut meter)?.moved(0, length);
        let both = first.spread(&next.shares, Way::Later, &mut meter)?;
        Self::of_shares(both.fractions(&mut meter)?)
    }

    fn by_days(counts: &[(u32, u64)]) -> Result<Self, PlanError> {
        let total: u128 = counts.iter().map(|(_, count)| u128::from(*count)).sum();
        if total == 0 {
            return Err(ZeroInput::LagCount.into());
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
