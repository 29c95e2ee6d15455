//! Floor 2: reasons for going backward, and what follows from each: recycling with its cooling, or the end.

mod presets;
mod reason;
mod rules;

pub use reason::{Reason, erased, imported_unknown, max_cycles};
pub use rules::{
    EndingReasonDraft, Outcome, ReasonDraft, ReasonList, ReasonProblem, ReasonRules, ReasonsDraft, RecycleDraft,
    RecycleReasonDraft, RecycleTerms, Then,
};
