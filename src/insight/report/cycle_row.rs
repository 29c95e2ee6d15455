//! A cycle in a report: its milestones.

use serde::{Deserialize, Serialize};

use crate::insight::line::CycleStart;
use crate::insight::report::point::Point;
use crate::values::vocabulary;

vocabulary! {
    /// In which column of a funnel a milestone stands: each in exactly one.
    Column {
        /// Reached by a cycle of sales, and recorded.
        Counted = "counted",
        /// A promotion whose grounds were taken back, and that people have worked on.
        Hollow = "hollow",
        /// Nobody recorded it: a later one implies it.
        Implied = "implied",
        /// Of a cycle that was bought without sales.
        Direct = "direct",
        /// Of an expansion of an existing customer.
        Expansion = "expansion",
    }
}

/// A cycle in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) struct CycleRow {
    pub(in crate::insight) start: CycleStart,
    /// None: it was not reached.
    pub(in crate::insight) columns: [Option<Column>; 6],
    pub(in crate::insight) points: [Point; 6],
    pub(in crate::insight) groups: [u32; 6],
}

impl CycleRow {
    /// The milestone of a place, if it was reached: in which column, when, and in which slice.
    pub(in crate::insight) fn mark(&self, place: usize) -> Option<(Column, Point, u32)> {
        let column = self.columns.get(place).copied().flatten()?;
        Some((column, *self.points.get(place)?, *self.groups.get(place)?))
    }
}
