//! Two leads become one and two again: by hand, by lines of a journal, two programs at once and under kills; what reports make of
//! it; whose deal and contract keys are; and that an erased person is in no lead that is one with another.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, in its helpers too, and looks at the clock"
)]

#[path = "../host/boards.rs"]
mod boards;
mod by_hand;
mod erasing;
#[path = "../host/mod.rs"]
mod host;
mod keys;
mod lines;
#[path = "../host/races.rs"]
mod races;
mod reports;
mod story;
#[path = "../host/tables.rs"]
mod tables;
mod together;
