//! Exports of other systems: the mappings that ship with the example, over made-up files with the columns of the real ones;
//! the real data where it is at hand; and mappings proposed from the files.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, in its helpers too, and says what it left out"
)]

#[path = "../host/boards.rs"]
mod boards;
#[path = "../host/mod.rs"]
#[expect(dead_code, reason = "the journal is of other tests")]
mod host;
mod proposed;
mod real;
mod shipped;
mod steps;
#[path = "../host/tables.rs"]
mod tables;
