//! Exports of other systems: the mappings that ship with the example, over made-up files with the columns of the real ones;
//! and mappings proposed from those files.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, in its helpers too, and says what it left out"
)]

#[path = "../host/mod.rs"]
mod host;
mod proposed;
#[path = "../host/tables.rs"]
mod tables;
