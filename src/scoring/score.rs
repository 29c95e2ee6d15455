//! The score of a state at an instant, and where it stands against the thresholds.

use alloc::collections::BTreeMap;
use core::fmt;
use serde::{Deserialize, Serialize};

use crate::scoring::combine::{Profile, Values, value};
use crate::scoring::rules::Scoring;
use crate::scoring::state::ScoringState;
use crate::scoring::tagging::{EarnedTags, FitTags};
use crate::scoring::weigh::{GroupSums, View};
use crate::values::{DimensionName, Fingerprint, Instant, Points, ProfileName, Rank};

/// A score at an instant. It belongs to the [`Scoring`] that made it; [`Scoring::breakdown`] gives the form with names, to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    pub(crate) profile: u8,
    pub(crate) dimensions: u8,
    pub(crate) rank: Rank,
    pub(crate) cell: Option<(u8, u8)>,
    pub(crate) total: i64,
    pub(crate) values: Values,
}

impl Score {
    /// The total.
    #[must_use]
    #[inline]
    pub fn total(&self) -> Points {
        Points::saturating(self.total)
    }

    /// The rank.
    #[must_use]
    #[doc(alias = "ランク")]
    pub const fn rank(&self) -> Rank {
        self.rank
    }

    /// The dimensions, in the order of [`Scoring::dimensions`].
    #[must_use]
    pub fn dimensions(&self) -> impl ExactSizeIterator<Item = Points> {
        self.values.iter().take(usize::from(self.dimensions)).map(|v| Points::saturating(*v))
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.total(), self.rank)
    }
}

/// Where a score stands against the thresholds of its profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Total at or over `enter`, and every dimension at or over its minimum.
    Enter,
    /// Neither.
    Between,
    /// Total under `exit`.
    BelowExit,
}

/// A score with its names: what a fact stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// The score profile.
    pub profile: ProfileName,
    /// The total.
    pub total: Points,
    /// The rank.
    pub rank: Rank,
    /// Every dimension of the policy.
    pub dimensions: BTreeMap<DimensionName, Points>,
}

/// What a state would become: the profile it would have instead, the activity it would have besides.
#[derive(Debug, Clone, Copy, Default)]
pub struct Preview<'a> {
    /// The tags of the profile as it would be.
    pub profile: Option<&'a FitTags>,
    /// The tags of one more activity, when it happened, and the fingerprint of its id.
    pub activity: Option<(&'a EarnedTags, Instant, Fingerprint)>,
}

impl<'a> Preview<'a> {
    pub(crate) const fn of(self, state: &'a ScoringState) -> View<'a> {
        View { state, profile: self.profile, activity: self.activity }
    }
}

impl Scoring {
    /// The score at an instant under the profile that promotes. Nothing is allocated.
    ///
    /// `at` should not be before the state's last fact: what came later than `at` does not count, but it may have displaced, among the
    /// occurrences that a tag keeps, some that would have.
    #[must_use]
    pub fn score(&self, state: &ScoringState, at: Instant) -> Score {
        self.score_view(Preview::default().of(state), self.promotes, at)
    }

    /// The score under a named profile; `None` when the policy has no such profile.
    #[must_use]
    pub fn score_profile(&self, profile: &ProfileName, state: &ScoringState, at: Instant) -> Option<Score> {
        let profile = self.profile_named(profile.as_str())?;
        Some(self.score_view(Preview::default().of(state), profile, at))
    }

    /// Exactly the score that the state would have after applying `preview`. Nothing is changed, and nothing allocated but for a state that has no room
    /// for more tags.
    #[must_use]
    pub fn preview(&self, state: &ScoringState, preview: Preview<'_>, at: Instant) -> Score {
        if state.packed.is_full() {
            return self.preview_full(state, preview, at);
        }
        self.score_view(preview.of(state), self.promotes, at)
    }

    /// A state that has room for no more tags may lose one to the activity.
    #[cold]
    fn preview_full(&self, state: &ScoringState, preview: Preview<'_>, at: Instant) -> Score {
        let mut state = state.clone();
        if let Some((earned, when, id)) = preview.activity {
            state.apply_activity(earned, when, id);
        }
        self.score_view(Preview { activity: None, ..preview }.of(&state), self.promotes, at)
    }

    /// The score with its names.
    ///
    /// A score made by another [`Scoring`] gets this one's names as far as they go.
    #[must_use]
    pub fn breakdown(&self, score: &Score) -> Option<Breakdown> {
        let profile = self.profile(score.profile)?.name.clone();
        // One by one: collecting into a tree sorts in a list that is thrown away.
        let mut dimensions = BTreeMap::new();
        for (name, points) in self.dimensions().zip(score.dimensions()) {
            dimensions.insert(name.clone(), points);
        }
        Some(Breakdown { profile, total: score.total(), rank: score.rank, dimensions })
    }

    /// A dimension of a score by its name.
    #[must_use]
    pub fn dimension(&self, score: &Score, name: &DimensionName) -> Option<Points> {
        let place = self.dimensions().position(|dimension| dimension == name)?;
        score.dimensions().nth(place)
    }

    /// Where a score stands against the thresholds of its profile.
    #[must_use]
    pub fn verdict(&self, score: &Score) -> Standing {
        self.profile(score.profile).map_or(Standing::Between, |profile| profile.standing(score.total, &score.values))
    }

    pub(crate) fn score_view(&self, view: View<'_>, profile: u8, at: Instant) -> Score {
        let mut score = self.unscored(profile);
        self.values(view, at.seconds(), &mut score.values);
        self.combined(&mut score);
        score
    }

    #[inline]
    pub(crate) fn score_sums(&self, sums: &GroupSums, index: u8) -> Score {
        let mut score = self.unscored(index);
        self.dimensions_of(sums, &mut score.values);
        self.combined(&mut score);
        score
    }

    #[inline]
    pub(crate) fn unscored(&self, profile: u8) -> Score {
        let dimensions = u8::try_from(self.dimensions.len()).unwrap_or(u8::MAX);
        Score { profile, dimensions, rank: Rank::C, cell: None, total: 0, values: Values::default() }
    }

    /// Fills in what follows from the dimensions.
    #[inline]
    pub(crate) fn combined(&self, score: &mut Score) {
        if let Some(profile) = self.profile(score.profile) {
            let combined = profile.combine(&score.values);
            score.total = profile.bounds.hold(combined.raw);
            score.rank = profile.rank(score.total, combined.cell);
            score.cell = combined.cell;
        }
    }
}

impl Profile {
    pub(crate) fn standing(&self, total: i64, values: &Values) -> Standing {
        if total < self.exit {
            Standing::BelowExit
        } else if total >= self.enter && self.minima.iter().all(|(d, least)| value(values, *d) >= *least) {
            Standing::Enter
        } else {
            Standing::Between
        }
    }
}
