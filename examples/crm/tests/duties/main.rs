//! The duties of a host that the crate cannot do for it: to erase a person from everything that is stored, and to know the
//! present.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking, in its helpers too"
)]

mod erasure;
mod far_dates;
#[path = "../host/mod.rs"]
mod host;
