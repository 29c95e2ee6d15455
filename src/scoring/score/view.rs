//! What is scored: a state as it is, or as it would be.

use crate::scoring::memory::earned_tags::EarnedTags;
use crate::scoring::memory::fit_tags::FitTags;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::values::{Digest, Instant};

/// A state as it is, or as it would be with one more profile or activity.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) struct View<'a> {
    pub(super) state: &'a ScoringState,
    pub(super) profile: Option<&'a FitTags>,
    pub(super) activity: Option<(&'a EarnedTags, Instant, Digest)>,
}
