//! What a lead keeps for scoring, as values: earned tags (`earned_tags`, `fit_tags`), and the state that they leave
//! behind (`scoring_state`, stored as `form`), which is `packed` out of occurrences. It is folded, united and stored
//! without a policy.
//!
//! This room must not know: policies, rules, points.

pub(super) mod block;
pub(super) mod earned_tags;
pub(super) mod fit_tags;
pub(super) mod head;
pub(super) mod kept;
pub(super) mod marks;
pub(super) mod occurrence;
pub(super) mod order;
pub(super) mod packed;
pub(super) mod scoring_state;
pub(super) mod tag;
pub(super) mod word;

mod form;
