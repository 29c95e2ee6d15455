//! What is faster than the reference, and gives the same: one usual state (`one`, on `placed`, `plan` and `plans`),
//! many states (`bulk`), states by column for many instants (`columns`), and raw histories (`history`, on `tag_room`
//! and `recent`). All that is complicated for speed lives here.
//!
//! `scoring/fast_equals_reference.rs` compares each of these ways with `score/reference`: a test per way, with random
//! policies and leads.
//!
//! This room must not know: explanations, the future, what the façade offers.

pub(super) mod bulk;
pub(super) mod columns;
pub(super) mod halving;
pub(super) mod history;
pub(super) mod one;
pub(super) mod placed;
pub(super) mod plans;

mod plan;
mod recent;
mod tag_room;
