//! Lengths of time that can be read: mean, median, quantiles, exact.

use alloc::vec::Vec;

use crate::insight::numbers::quantile::QuantileKind;
use crate::insight::numbers::tally::Tally;
use crate::planning::{Fraction, Share};

/// The lengths of time of a [`Tally`], sorted for reading. All numbers are exact, in seconds.
///
/// Only times from 0 upwards with a count above 0 are read. What is not stands apart and is in none of the numbers:
/// times below zero ([`negative`](Self::negative)), and times that were removed more often than they were added
/// ([`owed`](Self::owed)). Without any time there is no number: every answer is `None`.
///
/// ```
/// use lead_lifecycle::insight::{Tally, Times};
/// let tally: Tally = [(60, 2), (120, 1), (301, 1), (-5, 1)].into_iter().collect();
/// let times = Times::from(&tally);
/// assert_eq!((times.count(), times.negative()), (4, 1));
/// assert_eq!(times.mean().unwrap().to_string(), "135.25");
/// assert_eq!(times.median().unwrap().to_string(), "90");
/// assert_eq!((times.min(), times.max()), (Some(60), Some(301)));
/// assert_eq!(Times::from(&Tally::new()).median(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// Seconds, and how many times are not longer. INVARIANT: both ascending.
    ranked: Vec<(u64, u64)>,
    sum: u128,
    negative: u64,
    owed: u64,
}

impl Times {
    /// How many times there are. Stops at `u64::MAX`.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.ranked.last().map_or(0, |(_, count)| *count)
    }

    /// How many times are below zero: what ended before it began. They are in no other number.
    #[must_use]
    pub const fn negative(&self) -> u64 {
        self.negative
    }

    /// How many were removed without having been added. They are in no other number. Above 0 the tally is a part of a
    /// sum, not the whole of it.
    #[must_use]
    pub const fn owed(&self) -> u64 {
        self.owed
    }

    /// The shortest time, in seconds.
    #[must_use]
    pub fn min(&self) -> Option<u64> {
        self.ranked.first().map(|(seconds, _)| *seconds)
    }

    /// The longest time, in seconds.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        self.ranked.last().map(|(seconds, _)| *seconds)
    }

    /// The sum of all times, in seconds. Stops at `u128::MAX`.
    #[must_use]
    pub const fn sum(&self) -> u128 {
        self.sum
    }

    /// The arithmetic mean (平均), in seconds.
    #[must_use]
    pub fn mean(&self) -> Option<Fraction> {
        Fraction::new(self.sum, u128::from(self.count())).ok()
    }

    /// The median (中央値), in seconds: the time in the middle, or the middle of the two.
    #[must_use]
    #[doc(alias = "中央値")]
    pub fn median(&self) -> Option<Fraction> {
        self.quantile(&Share::percent(50), QuantileKind::Linear)
    }

    /// The time that a share of all does not exceed, in seconds, by the definition of `kind`. `level` 0 is the shortest
    /// time, 1 the longest. A higher level never answers with a shorter time.
    ///
    /// `None` without times; and for a level of so many digits that the answer does not fit in
    /// [`bounds::FRACTION_BITS`](crate::planning::bounds::FRACTION_BITS).
    ///
    /// ```
    /// use lead_lifecycle::insight::{QuantileKind, Tally, Times};
    /// use lead_lifecycle::planning::Share;
    /// let times = Times::from(&(1..=10).map(|day| (day * 86_400, 1)).collect::<Tally>());
    /// let p90 = times.quantile(&Share::percent(90), QuantileKind::default());
    /// assert_eq!(p90.unwrap().to_string(), "786240");
    /// ```
    #[must_use]
    pub fn quantile(&self, level: &Share, kind: QuantileKind) -> Option<Fraction> {
        let place = kind.place(self.count(), level).ok()?;
        let low = self.at_rank(place.rank)?;
        if place.behind.is_zero() {
            return Some(Fraction::from(low));
        }
        let high = self.at_rank(place.rank.saturating_add(1))?;
        let way = Fraction::from(high.saturating_sub(low)).checked_mul(&place.behind).ok()?;
        Fraction::from(low).checked_add(&way).ok()
    }

    fn at_rank(&self, rank: u64) -> Option<u64> {
        let place = self.ranked.partition_point(|(_, count)| *count < rank);
        self.ranked.get(place).map(|(seconds, _)| *seconds)
    }
}

impl From<&Tally> for Times {
    fn from(tally: &Tally) -> Self {
        let entries = tally.entries();
        let mut times = Self { ranked: Vec::with_capacity(entries.len()), sum: 0, negative: 0, owed: 0 };
        let mut count = 0_u64;
        for &(seconds, often) in entries.iter() {
            match (u64::try_from(seconds), u64::try_from(often)) {
                (_, Err(_)) => times.owed = times.owed.saturating_add(often.unsigned_abs()),
                (Err(_), Ok(often)) => times.negative = times.negative.saturating_add(often),
                (Ok(seconds), Ok(often)) => {
                    count = count.saturating_add(often);
                    let sum = u128::from(seconds).saturating_mul(u128::from(often));
                    times.sum = times.sum.saturating_add(sum);
                    times.ranked.push((seconds, count));
                }
            }
        }
        times
    }
}
