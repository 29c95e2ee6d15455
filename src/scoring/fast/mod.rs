//! What is faster than the reference, and gives the same: one usual state (`one`, on `placed`, `plan` and `plans`), many states (`bulk`), states by
//! column for many instants (`columns`), and raw histories (`history`, on `room` and `recent`). All that is complicated for speed lives here.
//!
//! Each of these ways is compared with `score/reference` in `equal`, the tests of this room: random policies, random states, every way.
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
mod room;
