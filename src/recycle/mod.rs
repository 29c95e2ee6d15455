//! Floor 2: reasons for going backward, and what follows from each: recycling with its cooling, or the end.
//!
//! | question | answer |
//! |---|---|
//! | which reasons are there, and for what? | `ReasonsDraft`, by `ReasonList` |
//! | what follows a reason? | `ReasonRules::after`, as a `ReasonOutcome` |
//! | how long does a recycled lead cool, the second time longer? | `ReasonRules::cooling` |

mod list;
mod next_cycle;
mod presets;
mod problem;
mod reason;
mod reason_draft;
mod reason_outcome;
mod reasons_draft;
mod recycle_draft;
mod rules;

pub use list::ReasonList;
pub use next_cycle::{NextCycleRules, Ownership};
pub use problem::ReasonProblem;
pub use reason::{Reason, erased, imported_unknown, max_cycles};
pub use reason_draft::{EndingReasonDraft, ReasonDraft, RecycleReasonDraft, RecycleTerms, Then};
pub use reason_outcome::ReasonOutcome;
pub use reasons_draft::ReasonsDraft;
pub use recycle_draft::RecycleDraft;
pub use rules::ReasonRules;
