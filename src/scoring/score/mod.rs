//! The score, written to be read: tagging (`tagging`, `retag`) and weighing (`weigh` for one rule, `walk` for all,
//! `reference` for the score), of a state as it is or would be (`view`). Whatever is faster gives these answers.
//!
//! This room must not know: what is faster, and why; explanations; the future.

pub(super) mod breakdown;
pub(super) mod item;
pub(super) mod newest;
pub(super) mod preview;
pub(super) mod reference;
pub(super) mod retag;
pub(super) mod score;
pub(super) mod tagging;
pub(super) mod view;
pub(super) mod walk;
pub(super) mod weigh;
