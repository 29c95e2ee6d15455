//! A stretch of time in a report.

use serde::{Deserialize, Serialize};

use crate::insight::line::Exit;
use crate::insight::report::point::Point;
use crate::values::vocabulary;

vocabulary! {
    /// How a stretch of time ended that reports count.
    Over {
        /// As it should: forward, won, answered, met.
        Reached = "reached",
        /// Otherwise: lost, recycled, sorted out, sent back.
        Left = "left",
    }
}

/// A stretch of time in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) struct TimeRow {
    /// What lasted, by its number.
    pub(in crate::insight) what: u32,
    pub(in crate::insight) group: u32,
    /// The cycle, told apart by 64 bits: what is summed up.
    pub(in crate::insight) cycle: u64,
    pub(in crate::insight) from: Point,
    pub(in crate::insight) until: Point,
    /// None: it is on.
    pub(in crate::insight) over: Option<Over>,
    /// How a visit of a stage ended.
    pub(in crate::insight) exit: Option<Exit>,
    /// Since when it is watched, if it was taken over.
    pub(in crate::insight) imported: Point,
    /// Of an answer: until it was recorded, and sales could know, in seconds.
    pub(in crate::insight) intake: u32,
    /// The working time that the fact itself tells, in seconds.
    pub(in crate::insight) worked: Option<u32>,
}
