//! What the score does if nothing happens: when it crosses a threshold (`crossing`, `aim`), found on its `course` as a
//! rule and by `search` otherwise, in a bounded number of steps (`look_ahead`), and its `curve`.
//!
//! This room must not know: explanations; how a policy is written.

pub(super) mod aim;
pub(super) mod course;
pub(super) mod crossing;
pub(super) mod curve;
pub(super) mod look_ahead;
pub(super) mod search;

mod between;
mod descent;
mod part;
