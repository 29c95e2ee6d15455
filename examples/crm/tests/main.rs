//! The program `crm`, run as people and scripts run it: one test program, because every one more is linked with the whole
//! library and `SQLite` once more. `cargo test -p crm --test it policies` runs one room.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, in its helpers too, says what it left out, and looks at the clock and its environment"
)]

#[path = "host/boards.rs"]
mod boards;
mod daily;
mod duties;
mod exports;
mod host;
mod importing;
mod measuring;
mod merging;
mod policies;
mod promises;
#[path = "host/races.rs"]
mod races;
mod robust;
mod round_trip;
mod screens;
#[path = "host/tables.rs"]
mod tables;
mod taking_back;
