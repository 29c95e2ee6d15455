//! What a report cannot know, counted.

use serde::{Deserialize, Serialize};

/// What is missing or was made up for in the data behind a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Quality {
    /// Milestones whose date nobody knows.
    pub undated: i64,
    /// Milestones of which only the day is known.
    pub day_only: i64,
    /// Steps whose date a legacy system told out of order: another was used to make the order possible.
    pub clamped: i64,
    /// Milestones that nobody recorded: a later one implies them.
    pub implied: i64,
    /// Promotions whose grounds were taken back, and that people have worked on.
    pub hollow: i64,
    /// Leads whose personal data was removed.
    pub erased: i64,
    /// Leads that were merged into another one.
    pub merged: i64,
    /// Leads that were taken over from a legacy system.
    pub imported: i64,
    /// Things that a legacy system said that have no place in a lead.
    pub left_over: i64,
}

impl Quality {
    /// Adds another, so many times.
    pub(in crate::insight) fn add(&mut self, other: &Self, times: i64) {
        let Self { undated, day_only, clamped, implied, hollow, erased, merged, imported, left_over } = self;
        for (mine, more) in [
            (undated, other.undated),
            (day_only, other.day_only),
            (clamped, other.clamped),
            (implied, other.implied),
            (hollow, other.hollow),
            (erased, other.erased),
            (merged, other.merged),
            (imported, other.imported),
            (left_over, other.left_over),
        ] {
            *mine = mine.wrapping_add(more.wrapping_mul(times));
        }
    }
}
