//! An exact signed multiset of seconds: what lengths of time are kept in.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::mem;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// So many additions at least wait before they are sorted in.
const LEAST_WAITING: usize = 1_024;

/// How often each length of time occurs, in whole seconds: a multiset whose counts may be below zero.
///
/// Tallies are an abelian group. [`merge`](Self::merge) adds, [`negate`](Self::negate) turns round, an empty tally is
/// zero: what was added and is removed again leaves nothing, and the tallies of any split of the data merge to that of
/// the whole. Equality looks at what is counted, not at how it came in.
///
/// An addition is cheap: it waits in a list, and is sorted in when as many wait as there are values.
/// [`settle`](Self::settle) sorts them in at once, after which reading copies nothing.
///
/// Counts stop at the ends of `i64`; beyond them the laws of the group do not hold.
///
/// Serde writes a list of `[seconds, count]` with seconds ascending and no count of 0, and reads nothing else.
///
/// ```
/// use lead_lifecycle::insight::Tally;
/// let mut tally: Tally = [(3_600, 1), (60, 2), (3_600, 1)].into_iter().collect();
/// assert_eq!((tally.len(), tally.sum()), (4, 7_320));
/// tally.add(60, -2);
/// assert_eq!(tally.entries().as_ref(), [(3_600, 2)]);
/// let mut back = tally.clone();
/// back.negate();
/// tally.merge(&back);
/// assert!(tally.is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Tally {
    // INVARIANT: seconds ascending, each once, no count of 0.
    settled: Vec<(i64, i64)>,
    // What waits: seconds that came once, apart because they are most of all and sort twice as fast, and the others.
    ones: Vec<i64>,
    others: Vec<(i64, i64)>,
}

impl Tally {
    /// Nothing counted.
    #[must_use]
    pub const fn new() -> Self {
        Self { settled: Vec::new(), ones: Vec::new(), others: Vec::new() }
    }

    /// Counts a length of time `count` times more, or less if `count` is below zero.
    pub fn add(&mut self, seconds: i64, count: i64) {
        self.put(seconds, count);
        let waiting = self.ones.len().saturating_add(self.others.len());
        if waiting > self.settled.len().max(LEAST_WAITING) {
            self.settle();
        }
    }

    /// Counts everything that `other` counts.
    pub fn merge(&mut self, other: &Self) {
        let entries = other.entries();
        // A small one waits with the rest; a large one is not worth sorting again.
        if entries.len() < self.settled.len().wrapping_shr(2) {
            for (seconds, count) in entries.iter() {
                self.add(*seconds, *count);
            }
        } else {
            self.settled = joined(mem::take(&mut self.settled), entries.into_owned());
        }
    }

    /// Turns the sign of every count: what was there is now owed.
    pub fn negate(&mut self) {
        self.settle();
        for (_, count) in &mut self.settled {
            *count = count.saturating_neg();
        }
    }

    /// Sorts in what waits. Nothing that can be read changes.
    pub fn settle(&mut self) {
        if self.waits() {
            let waiting = waiting_sorted(mem::take(&mut self.ones), mem::take(&mut self.others));
            self.settled = joined(mem::take(&mut self.settled), waiting);
        }
    }

    /// Every length of time with its count: seconds ascending, no count of 0. Lent if the tally is settled, else made.
    #[must_use]
    pub fn entries(&self) -> Cow<'_, [(i64, i64)]> {
        if self.waits() {
            let waiting = waiting_sorted(self.ones.clone(), self.others.clone());
            Cow::Owned(joined(self.settled.clone(), waiting))
        } else {
            Cow::Borrowed(&self.settled)
        }
    }

    /// The sum of all counts. It may be zero where counts above and below zero meet, and the tally is not
    /// [empty](Self::is_empty) all the same. Stops at the ends of `i64`.
    #[must_use]
    pub fn len(&self) -> i64 {
        let total = self.parts().fold(0_i128, |total, (_, count)| total.saturating_add(i128::from(count)));
        i64::try_from(total).unwrap_or(if total < 0 { i64::MIN } else { i64::MAX })
    }

    /// Whether no length of time has a count.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        // What waits may cancel out, but only if the sum does.
        if self.waits() { self.len() == 0 && self.entries().is_empty() } else { self.settled.is_empty() }
    }

    /// The sum of all lengths in seconds, each as often as it is counted. Stops at the ends of `i128`.
    #[must_use]
    pub fn sum(&self) -> i128 {
        self.parts().fold(0_i128, |sum, (seconds, count)| {
            sum.saturating_add(i128::from(seconds).saturating_mul(i128::from(count)))
        })
    }

    fn put(&mut self, seconds: i64, count: i64) {
        match count {
            0 => {}
            1 => self.ones.push(seconds),
            _ => self.others.push((seconds, count)),
        }
    }

    fn waits(&self) -> bool {
        !(self.ones.is_empty() && self.others.is_empty())
    }

    fn parts(&self) -> impl Iterator<Item = (i64, i64)> {
        let ones = self.ones.iter().map(|seconds| (*seconds, 1));
        self.settled.iter().chain(&self.others).copied().chain(ones)
    }
}

impl FromIterator<(i64, i64)> for Tally {
    fn from_iter<I: IntoIterator<Item = (i64, i64)>>(entries: I) -> Self {
        let mut tally = Self::new();
        tally.extend(entries);
        tally.settle();
        tally
    }
}

/// The additions wait: many at once are sorted once.
impl Extend<(i64, i64)> for Tally {
    fn extend<I: IntoIterator<Item = (i64, i64)>>(&mut self, entries: I) {
        for (seconds, count) in entries {
            self.put(seconds, count);
        }
    }
}

impl PartialEq for Tally {
    fn eq(&self, other: &Self) -> bool {
        self.entries() == other.entries()
    }
}

impl Eq for Tally {}

/// Why a stored [`Tally`] is refused.
///
/// ```
/// use lead_lifecycle::insight::Tally;
/// assert!(serde_json::from_str::<Tally>("[[60, 1], [3600, 2]]").is_ok());
/// let refused = serde_json::from_str::<Tally>("[[3600, 2], [60, 1]]").unwrap_err();
/// assert!(refused.to_string().starts_with("`60` seconds stand after `3600`; write each once, ascending"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TallyError {
    /// Seconds that do not ascend, or stand twice.
    #[error("`{seconds}` seconds stand after `{after}`; write each once, ascending")]
    Order {
        /// The seconds that are out of order.
        seconds: i64,
        /// The seconds before them.
        after: i64,
    },
    /// A count of 0.
    #[error("`{seconds}` seconds have a count of 0; leave them out")]
    Zero {
        /// The seconds with the count of 0.
        seconds: i64,
    },
}

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.entries().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Tally {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let settled = Vec::<(i64, i64)>::deserialize(deserializer)?;
        check(&settled).map_err(serde::de::Error::custom)?;
        Ok(Self { settled, ..Self::new() })
    }
}

fn check(entries: &[(i64, i64)]) -> Result<(), TallyError> {
    let mut before = None;
    for &(seconds, count) in entries {
        if let Some(after) = before.filter(|before| *before >= seconds) {
            return Err(TallyError::Order { seconds, after });
        }
        if count == 0 {
            return Err(TallyError::Zero { seconds });
        }
        before = Some(seconds);
    }
    Ok(())
}

fn waiting_sorted(mut ones: Vec<i64>, mut others: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    ones.sort_unstable();
    others.sort_unstable();
    let mut others = runs(others.into_iter());
    others.retain(|(_, count)| *count != 0);
    joined(runs(ones.into_iter().map(|seconds| (seconds, 1))), others)
}

/// Equal seconds that follow each other become one entry, whose count may be 0.
fn runs(sorted: impl Iterator<Item = (i64, i64)>) -> Vec<(i64, i64)> {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for (seconds, count) in sorted {
        match runs.last_mut() {
            Some((last, total)) if *last == seconds => *total = total.saturating_add(count),
            Some(_) | None => runs.push((seconds, count)),
        }
    }
    runs
}

/// Two settled lists as one.
fn joined(left: Vec<(i64, i64)>, right: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    if left.is_empty() || right.is_empty() {
        return if left.is_empty() { right } else { left };
    }
    let mut joined = Vec::with_capacity(left.len().saturating_add(right.len()));
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let next = match (left.peek(), right.peek()) {
            (Some((own, count)), Some((others, more))) => match own.cmp(others) {
                Ordering::Less => left.next(),
                Ordering::Greater => right.next(),
                Ordering::Equal => {
                    let both = (*own, count.saturating_add(*more));
                    let _: (Option<_>, Option<_>) = (left.next(), right.next());
                    Some(both)
                }
            },
            (Some(_), None) => left.next(),
            (None, Some(_)) => right.next(),
            (None, None) => return joined,
        };
        joined.extend(next.filter(|(_, count)| *count != 0));
    }
}
