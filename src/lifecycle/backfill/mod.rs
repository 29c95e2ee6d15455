//! Backfill: one row of legacy stage dates becomes the facts of one lead in one cycle.
//!
//! Imports promote nothing, milestones are imported or implied, and clocks start at the import.

pub(super) mod error;
mod import;
mod row;
mod steps;

pub use error::BackfillError;
pub use row::{BackfillRules, LegacyEnd, LegacyRow, OrderPolicy};
