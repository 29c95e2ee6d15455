//! Floor 1: conditions on typed fields. As written (`draft`, `literal`), read from a policy (`levels`), checked against
//! the declared fields (`check`), and asked of a value (`checked`, `test`, `normal`).
//!
//! The room knows values only. It does not know who asks (a scoring rule, a deal item, a deadline), nor what follows
//! when a condition holds.

mod check;
mod checked;
mod draft;
mod draft_tree;
mod levels;
mod literal;
mod normal;
mod test;

pub(crate) use check::Checker;
pub(crate) use checked::Condition;
pub use draft::{Choice, Comparison, ConditionDraft, RangeDraft};
pub use literal::Literal;
pub(crate) use test::Test;
