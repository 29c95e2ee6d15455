//! Lengths of time in buckets whose width grows with the time: small, however many leads there are.

use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use crate::insight::numbers::tally::Tally;
use crate::insight::numbers::times::Times;

/// Buckets of one doubling are 2 to this power.
const FINENESS: u32 = 7;
const PER_DOUBLING: u64 = 1 << FINENESS;
/// The bucket of all times below zero.
const BELOW_ZERO: i64 = -1;
/// The bucket of `i64::MAX` seconds.
const LAST: i64 = 7_295;

/// Lengths of time in fixed buckets, for a caller who chooses less memory instead of exact times.
///
/// Times up to 255 seconds are kept exactly. Above, each doubling is cut into 128 buckets of equal width, and a time is
/// told as the middle of its bucket: at most 1/256 of itself (0.4 %) off. So are the mean and every quantile of
/// [`times`](Self::times). Whatever the times, there are at most 7,297 buckets. Times below zero are only counted.
///
/// All is integer arithmetic: the same times make the same buckets everywhere. Like [`Tally`], buckets are an abelian
/// group. Counts stop at the ends of `i64`. Serde writes a list of `[bucket, count]`; buckets never change their
/// numbers.
///
/// ```
/// use lead_lifecycle::insight::LogBuckets;
/// let mut buckets = LogBuckets::new();
/// buckets.add(200, 1);
/// buckets.add(86_400, 1);
/// buckets.add(90_000, 1);
/// assert_eq!(buckets.times().median().unwrap().to_string(), "86271");
/// assert_eq!((buckets.times().min(), buckets.len()), (Some(200), 3));
/// buckets.add(90_000, -1);
/// assert_eq!(buckets.len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct LogBuckets(
    // INVARIANT: buckets from `BELOW_ZERO` to `LAST`.
    Tally,
);

impl LogBuckets {
    /// Nothing counted.
    #[must_use]
    pub const fn new() -> Self {
        Self(Tally::new())
    }

    /// Counts a length of time `count` times more, or less if `count` is below zero.
    pub fn add(&mut self, seconds: i64, count: i64) {
        self.0.add(bucket(seconds), count);
    }

    /// Counts everything that `other` counts.
    pub fn merge(&mut self, other: &Self) {
        self.0.merge(&other.0);
    }

    /// Turns the sign of every count.
    pub fn negate(&mut self) {
        self.0.negate();
    }

    /// The sum of all counts, times below zero included. Stops at the ends of `i64`.
    #[must_use]
    pub fn len(&self) -> i64 {
        self.0.len()
    }

    /// Whether no bucket has a count.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The times for reading, each as the middle of its bucket.
    #[must_use]
    pub fn times(&self) -> Times {
        let middles: Tally = self.0.entries().iter().map(|(bucket, count)| (middle(*bucket), *count)).collect();
        Times::from(&middles)
    }
}

impl From<&Tally> for LogBuckets {
    fn from(tally: &Tally) -> Self {
        Self(tally.entries().iter().map(|(seconds, count)| (bucket(*seconds), *count)).collect())
    }
}

/// Why stored [`LogBuckets`] are refused.
///
/// ```
/// use lead_lifecycle::insight::LogBuckets;
/// let refused = serde_json::from_str::<LogBuckets>("[[9000, 1]]").unwrap_err();
/// assert!(refused.to_string().starts_with("`9000` is no bucket; -1 to 7295 are"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Error)]
#[error("`{got}` is no bucket; {BELOW_ZERO} to {LAST} are")]
#[non_exhaustive]
pub struct BucketError {
    /// The number that was given.
    pub got: i64,
}

impl<'de> Deserialize<'de> for LogBuckets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tally = Tally::deserialize(deserializer)?;
        let strange = tally.entries().iter().map(|(bucket, _)| *bucket).find(|got| !(BELOW_ZERO..=LAST).contains(got));
        match strange {
            Some(got) => Err(serde::de::Error::custom(BucketError { got })),
            None => Ok(Self(tally)),
        }
    }
}

/// The bucket of a time: how often it must be halved to come below two doublings, and what is left then. Times below
/// 256 are left as they are.
fn bucket(seconds: i64) -> i64 {
    let Ok(value) = u64::try_from(seconds) else { return BELOW_ZERO };
    let halvings = u64::BITS.saturating_sub(value.leading_zeros()).saturating_sub(FINENESS.saturating_add(1));
    let left = value.wrapping_shr(halvings);
    let bucket = u64::from(halvings).saturating_mul(PER_DOUBLING).saturating_add(left);
    i64::try_from(bucket).unwrap_or(LAST)
}

/// The middle of a bucket, rounded down, in seconds.
fn middle(bucket: i64) -> i64 {
    let Ok(bucket) = u64::try_from(bucket) else { return BELOW_ZERO };
    let halvings = bucket.wrapping_shr(FINENESS).saturating_sub(1);
    let left = bucket.saturating_sub(halvings.saturating_mul(PER_DOUBLING));
    // INVARIANT: at most 55 halvings, of a number below 256.
    let halvings = u32::try_from(halvings).unwrap_or(0);
    let low = left.wrapping_shl(halvings);
    let width = 1_u64.wrapping_shl(halvings);
    i64::try_from(low.saturating_add(width.saturating_sub(1).wrapping_shr(1))).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_lie_in_the_first_and_the_last_bucket() {
        assert_eq!((bucket(i64::MIN), bucket(0), bucket(255), bucket(256)), (BELOW_ZERO, 0, 255, 256));
        assert_eq!(bucket(i64::MAX), LAST);
        assert!(middle(LAST) > i64::MAX - (1 << 55));
    }

    #[test]
    fn the_middle_of_a_bucket_lies_in_it_and_middles_ascend() {
        for number in 0..=LAST {
            assert_eq!(bucket(middle(number)), number);
            assert!(number == 0 || middle(number - 1) < middle(number));
        }
    }
}
