//! The host is robust like a product: full disks, closed pipes, protected, damaged and foreign files, arguments and journals of
//! any bytes, several writers, kills. No accepted fact is lost and none doubled; otherwise there is a clear error.
//!
//! The trials of chaos have a small count here; `CRM_CHAOS=50 cargo test -p crm --test robust chaos -- --nocapture` does more of
//! them and tells what they met.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test fails by panicking, in its helpers too, and looks at the clock and its environment"
)]

mod chaos;
mod demo;
mod foreign;
mod guarded;
#[path = "../host/mod.rs"]
mod host;
mod journals;
mod output;
#[path = "../host/races.rs"]
mod races;
#[path = "../host/tables.rs"]
mod tables;
mod timers;
mod trial;
mod verified;
mod words;
