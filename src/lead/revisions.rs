//! A set of revisions, kept as runs.

use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize};

/// A set of revisions of one lead, kept as runs: a thousand facts in a row are one pair.
///
/// ```
/// use lead_lifecycle::lead::Revisions;
/// let set: Revisions = [9, 3, 4, 5, 4].into_iter().collect();
/// assert_eq!(set.iter().collect::<Vec<_>>(), [3, 4, 5, 9]);
/// assert_eq!((set.len(), set.contains(4), set.contains(6)), (4, true, false));
/// assert_eq!(serde_json::to_string(&set)?, "[[3,5],[9,9]]");
/// assert!(serde_json::from_str::<Revisions>("[[5,3]]").is_err()); // a run goes upwards
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Revisions(Vec<(u64, u64)>);

impl Revisions {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> u64 {
        let count = |(first, last): &(u64, u64)| last.saturating_sub(*first).saturating_add(1);
        self.0.iter().map(count).fold(0, u64::saturating_add)
    }

    /// Whether a revision is in it.
    #[must_use]
    pub fn contains(&self, revision: u64) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= revision);
        after.checked_sub(1).and_then(|place| self.0.get(place)).is_some_and(|(_, last)| revision <= *last)
    }

    /// Each, ascending. A run that was stored may be as long as any number: take no more than you need.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.0.iter().flat_map(|(first, last)| *first..=*last)
    }

    /// The runs, ascending: the first and the last revision of each.
    #[must_use]
    pub fn runs(&self) -> impl ExactSizeIterator<Item = (u64, u64)> {
        self.0.iter().copied()
    }
}

impl FromIterator<u64> for Revisions {
    fn from_iter<I: IntoIterator<Item = u64>>(revisions: I) -> Self {
        let mut all: Vec<u64> = revisions.into_iter().collect();
        all.sort_unstable();
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for revision in all {
            match runs.last_mut() {
                Some((_, last)) if revision <= last.saturating_add(1) => *last = revision,
                Some(_) | None => runs.push((revision, revision)),
            }
        }
        Self(runs)
    }
}

impl<'de> Deserialize<'de> for Revisions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let runs: Vec<(u64, u64)> = Vec::deserialize(deserializer)?;
        let upwards = runs.iter().all(|(first, last)| first <= last);
        let apart = runs.iter().zip(runs.iter().skip(1)).all(|((_, last), (next, _))| last.saturating_add(1) < *next);
        if upwards && apart {
            Ok(Self(runs))
        } else {
            Err(serde::de::Error::custom("runs of revisions go upwards and lie apart: [[first, last], …]"))
        }
    }
}
