//! What is on the screen: the help lists what the parser accepts and nothing else, mistyped words are suggested, every count can be
//! listed, no form that programmers read is shown, JSON says what the text says, and colours are where they are wanted.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod colours;
mod counts;
mod helps;
#[path = "../host/mod.rs"]
mod host;
mod json;
mod plain;
mod readme;
mod rich;
mod sla;
mod whys;
