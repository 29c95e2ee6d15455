//! What a state would become.

use crate::scoring::memory::earned_tags::EarnedTags;
use crate::scoring::memory::fit_tags::FitTags;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::view::View;
use crate::values::{Digest, Instant};

/// What a state would become: the profile it would have instead, the activity it would have besides. Asked by
/// [`Scoring::preview`](crate::scoring::Scoring::preview); with neither, the state stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Preview<'a> {
    /// The tags of the profile as it would be.
    pub profile: Option<&'a FitTags>,
    /// The tags of one more activity, when it happened, and the digest of its id.
    pub activity: Option<(&'a EarnedTags, Instant, Digest)>,
}

impl<'a> Preview<'a> {
    /// Whether the state stays as it is.
    pub(in crate::scoring) const fn changes_nothing(&self) -> bool {
        self.profile.is_none() && self.activity.is_none()
    }

    pub(in crate::scoring) const fn of(self, state: &'a ScoringState) -> View<'a> {
        View { state, profile: self.profile, activity: self.activity }
    }
}
