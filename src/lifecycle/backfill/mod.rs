//! Backfill: one row of legacy stage dates becomes the facts of one lead in one cycle.
//!
//! Imports promote nothing, milestones are imported or implied, and clocks start at the import.

mod activities;
mod apart;
mod backfill_error;
mod backfill_rules;
mod dated_steps;
mod deals;
mod history;
mod import;
mod legacy_end;
mod legacy_row;
mod legacy_step;
mod moves;
mod plan;
mod reading;

pub use backfill_error::BackfillError;
pub use backfill_rules::{BackfillRules, OrderPolicy};
pub use history::{LegacyChange, LegacyState};
pub use legacy_end::LegacyEnd;
pub use legacy_row::{LegacyActivity, LegacyMove, LegacyRow};
pub use legacy_step::LegacyStep;
