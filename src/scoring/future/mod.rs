//! What the score does if nothing happens: when it crosses a threshold (`crossing`, `aim`), found on its `course` as a
//! rule and by `search` otherwise, and its `curve`.
//!
//! This room must not know: explanations; how a policy is written.

pub(super) mod aim;
pub(super) mod course;
pub(super) mod crossing;
pub(super) mod curve;
pub(super) mod search;

mod between;
mod descent;
mod fading;
mod ranges;
