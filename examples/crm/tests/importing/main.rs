//! Exports come in whole: every row is loaded, known or refused with its reason, and every cell is accounted for; what is
//! mended is loaded, and what is killed goes on.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod activities;
mod adds_up;
#[path = "../host/boards.rs"]
mod boards;
mod cells;
mod encodings;
mod export;
#[path = "../host/mod.rs"]
mod host;
mod killed;
mod lives;
mod mended;
#[path = "../host/races.rs"]
mod races;
mod rounds;
mod shipped;
#[path = "../host/tables.rs"]
mod tables;
mod words;
