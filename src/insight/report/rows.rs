//! Rows, each so many times: a signed multiset.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Rows, each so many times: an abelian group. Rows are kept as they come; only where rows were taken out they are put in order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::insight) struct Rows<R> {
    rows: Vec<(R, i64)>,
    #[serde(skip)]
    taken_out: usize,
}

impl<R> Default for Rows<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), taken_out: 0 }
    }
}

impl<R: Ord + Clone> Rows<R> {
    pub(super) fn add(&mut self, row: R, times: i64) {
        self.rows.push((row, times));
        if times < 0 {
            self.taken_out = self.taken_out.saturating_add(1);
            // What is taken out costs no more, over time, than what was put in.
            if self.taken_out > 1_024 && self.taken_out.saturating_mul(3) > self.rows.len() {
                self.settle();
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self, remap: impl Fn(&R) -> R) {
        self.rows.reserve(other.rows.len());
        for (row, times) in &other.rows {
            self.add(remap(row), *times);
        }
    }

    /// Every row once, in order, none of them no times.
    pub(super) fn settle(&mut self) {
        self.rows.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        self.rows.dedup_by(|next, first| {
            let same = next.0 == first.0;
            if same {
                first.1 = first.1.wrapping_add(next.1);
            }
            same
        });
        self.rows.retain(|(_, times)| *times != 0);
        // What is owed waits without being sorted again: only what has been taken out since then counts.
        self.taken_out = 0;
    }

    pub(super) fn map(&self, remap: impl Fn(&R) -> R) -> Self {
        let mut mapped = Self { rows: Vec::with_capacity(self.rows.len()), taken_out: 0 };
        mapped.rows.extend(self.rows.iter().map(|(row, times)| (remap(row), *times)));
        mapped.settle();
        mapped
    }
}

impl<R> Rows<R> {
    /// The rows, each with how often; one may come more than once.
    pub(in crate::insight) fn iter(&self) -> impl Iterator<Item = (&R, i64)> {
        self.rows.iter().map(|(row, times)| (row, *times))
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}

impl<R: PartialEq> Rows<R> {
    /// Whether two that are settled are the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}
