//! Floor 2: the hand-over from inside sales to field sales, and what it must hold.

mod file;
mod rules;

pub use file::{Handoff, HandoffItem, KeyPerson, Part};
pub use rules::{HandoffDraft, HandoffRules, MissingItem};
