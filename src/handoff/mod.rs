//! Floor 2: the hand-over from inside sales to field sales, and what it must hold.
//!
//! | question | answer |
//! |---|---|
//! | what does inside sales hand over? | `Handoff` |
//! | what must be in it? | `HandoffDraft`, checked into `HandoffRules` |
//! | what is missing? | `HandoffRules::missing`, as `MissingItem`s |

mod file;
mod rules;

pub use file::{Handoff, HandoffItem, KeyPerson, Part};
pub use rules::{HandoffDraft, HandoffRules, MissingItem};
