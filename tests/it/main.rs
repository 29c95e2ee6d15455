//! The laws of the crate, one module each. One program holds them all: it is linked once, and its tests share the cores.
//!
//! `cargo test --test it matrix` runs one law. Alone stand `architecture`, which reads sources and needs no crate, and
//! `scoring_allocations`, which counts what the whole program allocates.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking, in its helpers too; an overflow panics, because the profile checks for it"
)]

mod adoption;
mod agenda;
mod backfill;
mod backfilling;
mod book_laws;
mod books;
mod calendars;
mod common;
mod correction_laws;
mod corrections;
mod daily_work;
mod deep_trees;
mod embedding;
mod erasure;
mod erasure_planted;
mod golden;
mod hand_raises;
mod hostile;
mod insight;
mod late_news;
mod lifecycle_laws;
mod matrix;
mod merge_laws;
mod merges_corrected;
mod merging;
mod numbers;
mod pipelines;
mod pitfalls;
mod planning_chain;
mod planning_core;
mod planning_estimates;
mod planning_extremes;
mod planning_levers;
mod planning_limits;
mod planning_oracle;
mod planning_reading;
mod planning_time;
mod policy_exits;
mod policy_faults;
mod policy_prints;
mod policy_values;
mod public_types;
mod reading;
mod reference_model;
mod refusals;
mod regressions;
mod rule_rooms;
mod scoring_crossings;
mod scoring_example;
mod scoring_model;
mod scoring_oracle;
mod scoring_pitfalls;
mod scoring_state;
mod screens;
mod sla;
mod texts;
mod told_apart;
mod values_laws;
