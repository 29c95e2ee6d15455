//! Backfill: one row of legacy stage dates becomes the facts of one lead in one cycle.
//!
//! Imports promote nothing, milestones are imported or implied, and clocks start at the import.

mod backfill_error;
mod dated_steps;
mod import;
mod legacy_row;

pub use backfill_error::BackfillError;
pub use legacy_row::{BackfillRules, LegacyEnd, LegacyRow, OrderPolicy};
