//! The stretches of time of a report, those of one kind together: a reading looks at no others.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::insight::report::rows::Rows;
use crate::insight::report::time_row::TimeRow;

/// The stretches of time, by the number of what lasted. They are stored in one list, in the order of these numbers.
#[derive(Debug, Clone, Default)]
pub(in crate::insight) struct TimeRows(Vec<Rows<TimeRow>>);

impl TimeRows {
    pub(super) fn add(&mut self, row: TimeRow, times: i64) {
        let place = usize::try_from(row.what).unwrap_or(usize::MAX);
        if place >= self.0.len() {
            self.0.resize_with(place.saturating_add(1), Rows::default);
        }
        if let Some(rows) = self.0.get_mut(place) {
            rows.add(row, times);
        }
    }

    pub(super) fn merge(&mut self, other: &Self, remap: impl Fn(&TimeRow) -> TimeRow) {
        other.iter().for_each(|(row, times)| self.add(remap(row), times));
    }

    pub(super) fn settle(&mut self) {
        self.0.iter_mut().for_each(Rows::settle);
    }

    pub(super) fn map(&self, remap: impl Fn(&TimeRow) -> TimeRow) -> Self {
        let mut mapped = Self::default();
        mapped.merge(self, remap);
        mapped.settle();
        mapped
    }

    /// All of them, each with how often; one may come more than once.
    pub(in crate::insight) fn iter(&self) -> impl Iterator<Item = (&TimeRow, i64)> {
        self.0.iter().flat_map(Rows::iter)
    }

    /// Those of one kind.
    pub(in crate::insight) fn of(&self, what: u32) -> impl Iterator<Item = (&TimeRow, i64)> {
        let rows = usize::try_from(what).ok().and_then(|place| self.0.get(place));
        rows.into_iter().flat_map(Rows::iter)
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().fold(0, |sum: usize, rows| sum.saturating_add(rows.len()))
    }

    /// Whether two that are settled are the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Serialize for TimeRows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Some formats write how many there are before the first.
        self.iter().collect::<Vec<_>>().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for TimeRows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Vec::<(TimeRow, i64)>::deserialize(deserializer)?;
        let mut rows = Self::default();
        for (row, times) in &stored {
            // Every kind has a row: a larger number is forged, and would take memory for all below it.
            if usize::try_from(row.what).map_or(true, |what| what >= stored.len()) {
                return Err(serde::de::Error::custom(
                    "a report is not sound: a row is of a kind of time that it does not have",
                ));
            }
            rows.add(*row, *times);
        }
        Ok(rows)
    }
}
