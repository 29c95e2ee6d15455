//! Floor 3: everything that a sales-ops person would tune, as one value: written as a draft, checked as a whole, then
//! immutable.
//!
//! | question | answer |
//! |---|---|
//! | how do I read and check a policy file? | `Policy::from_document` |
//! | what works as it is? | `Policy::standard` |
//! | what is wrong with mine? | `Faults`, every one with its path |
//! | what is legal but can hardly be meant? | `Policy::lints` |
//! | how do I write one down again? | `PolicyDraft` |

mod advice;
mod draft;
mod hand_raise_rules;
mod kinds;
mod lint;
mod lint_code;
mod lints;
mod memory_rules;
mod policy;
mod purchase_rules;
mod read;
mod stale;
mod time_rules;

pub use advice::Advice;
pub use draft::PolicyDraft;
pub use hand_raise_rules::HandRaiseRules;
pub use lint::Lint;
pub use lint_code::LintCode;
pub use memory_rules::MemoryRules;
pub use policy::Policy;
pub use purchase_rules::PurchaseRules;
pub use stale::{StaleDraft, StaleRule, StaleRules, StaleThen};
pub use time_rules::TimeRules;
