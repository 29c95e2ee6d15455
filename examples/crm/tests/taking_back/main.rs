//! Mistakes are taken back: by hand, of many leads in one transaction, by lines of a journal; what reports make of it; and that
//! nothing of it outlives an erasure.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, in its helpers too, and looks at the clock"
)]

mod by_hand;
mod erasing;
#[path = "../host/mod.rs"]
mod host;
mod lines;
mod many;
#[path = "../host/races.rs"]
mod races;
mod reports;
mod story;
#[path = "../host/tables.rs"]
mod tables;
mod together;
