//! `crm export --csv`: what it writes is read back by the mapping that it writes, and says what is not.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

#[path = "../host/boards.rs"]
mod boards;
mod by_hand;
mod chance;
mod compared;
mod files;
#[path = "../host/mod.rs"]
mod host;
mod imported;
mod journals;
#[path = "../host/tables.rs"]
#[expect(dead_code, reason = "rows of tables are of other tests")]
mod tables;
