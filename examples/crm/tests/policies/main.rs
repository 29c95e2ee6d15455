//! The policies of a database: listed, added, seen before, gone back from; and what becomes of programs that meet on one
//! database while they change, or are killed.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, in its helpers too, and looks at the clock"
)]

mod book;
mod foreseen;
#[path = "../host/mod.rs"]
mod host;
mod older;
mod story;
#[path = "../host/tables.rs"]
mod tables;
mod together;
