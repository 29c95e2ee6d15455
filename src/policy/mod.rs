//! Floor 3: everything that a sales-ops person would tune, as one value: written as a draft, checked as a whole, then immutable.

mod check;
mod decode;
mod document;
mod draft;
mod lint;
mod read;
mod stand_in;
mod trouble;

pub use check::Policy;
pub use draft::{MemoryRules, PolicyDraft, StaleDraft, StaleRule, StaleRules, StaleThen, TimeRules};
pub use lint::{Lint, LintCode};
