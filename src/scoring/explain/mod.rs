//! Why a score is what it is (`score_report`, written by `building`), and what it lacks (`missing`, found by `climb`).
//!
//! This room must not know: the future; how a policy is written.

pub(super) mod building;
pub(super) mod climb;
pub(super) mod missing;
pub(super) mod score_report;
