//! Backfill: rows of a legacy system become the facts of leads, one round each.
//!
//! A row is planned (`plan`: which steps, in which order, and what has no place), dated (`dated_steps`: each after the one before) and read
//! (`reading`, `deals`, `activities`: what each fact is made of); `import` puts the facts onto the lead. `history` and `apart` make rows of a
//! stage history, and put those of one lead in order. Imports promote nothing, milestones are imported or implied, and clocks start at the import.

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
pub use legacy_row::{LegacyActivity, LegacyChurn, LegacyMove, LegacyRow};
pub use legacy_step::LegacyStep;
