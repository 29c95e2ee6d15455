//! What a score would be, and when it will be so.

use alloc::vec::Vec;

use crate::scoring::future::aim::Aim;
use crate::scoring::future::crossing::Crossing;
use crate::scoring::future::{course, curve, search};
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::preview::Preview;
use crate::scoring::score::reference;
use crate::scoring::score::score::Score;
use crate::scoring::scoring::Scoring;
use crate::values::Instant;

impl Scoring {
    /// Exactly the score that the state would have after applying `preview`. Nothing is changed, and nothing allocated
    /// but for a state that has no room for more tags.
    ///
    /// ```
    /// use lead_lifecycle::scoring::{Preview, ScoringState};
    /// use lead_lifecycle::{Activity, Instant, Points, Policy};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let scoring = policy.scoring();
    /// let now: Instant = "2026-04-01T00:00:00Z".parse()?;
    /// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
    /// let state = ScoringState::new();
    /// let earned = scoring.tag_activity(&seminar, now);
    /// let activity = Some((&earned, now, seminar.id.fingerprint()));
    /// let score = scoring.preview(&state, Preview { activity, ..Preview::default() }, now);
    /// assert_eq!(score.total(), Points::from_int(15));
    /// assert_eq!(scoring.score(&state, now).total(), Points::ZERO); // as it was
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn preview(&self, state: &ScoringState, preview: Preview<'_>, at: Instant) -> Score {
        if state.packed().is_full() {
            return self.preview_full(state, preview, at);
        }
        self.preview_kept(state, preview, at)
    }

    /// A state that has room for no more tags may lose one to the activity.
    #[cold]
    fn preview_full(&self, state: &ScoringState, preview: Preview<'_>, at: Instant) -> Score {
        let mut state = state.clone();
        if let Some((earned, when, id)) = preview.activity {
            state.apply_activity(earned, when, id);
        }
        self.preview_kept(&state, Preview { activity: None, ..preview }, at)
    }

    fn preview_kept(&self, state: &ScoringState, preview: Preview<'_>, at: Instant) -> Score {
        if preview.changes_nothing() {
            return self.score(state, at);
        }
        reference::score(&self.rules, preview.of(state), self.rules.promotes, at.seconds())
    }

    /// The first whole second from `from` to `until` (both included; no `until`: for ever) at which the promoting
    /// profile's standing is the one looked for, if nothing happens. Exact; nothing is allocated.
    ///
    /// Between the instants at which something begins to count or a timing rule changes its step, each rule's points
    /// only fall or only rise, so the values at both ends bound the score in between. Ranges that cannot hold the
    /// standing are left out, others are halved. Rules of one half-life are bounded together; where rules that fade
    /// otherwise, or before something that is still to come, cancel to within a few thousandths of the threshold, the
    /// search goes nearly second by second.
    ///
    /// ```
    /// use lead_lifecycle::scoring::{Crossing, ScoringState};
    /// use lead_lifecycle::{Instant, Policy};
    /// let policy = Policy::standard();
    /// let (scoring, state, now) = (policy.scoring(), ScoringState::new(), Instant::MIN);
    /// assert_eq!(scoring.crosses_at(&state, now, None, Crossing::DownBelowExit), Some(now)); // it is there already
    /// assert_eq!(scoring.crosses_at(&state, now, None, Crossing::UpToEnter), None); // and nothing lifts it
    /// ```
    #[must_use]
    pub fn crosses_at(
        &self,
        state: &ScoringState,
        from: Instant,
        until: Option<Instant>,
        which: Crossing,
    ) -> Option<Instant> {
        self.score_and_crossing(state, from, until, which).1
    }

    /// The score at `from`, and [`Scoring::crosses_at`]: together at less than the price of both.
    #[must_use]
    pub fn score_and_crossing(
        &self,
        state: &ScoringState,
        from: Instant,
        until: Option<Instant>,
        which: Crossing,
    ) -> (Score, Option<Instant>) {
        let Some(aim) = Aim::of(&self.rules, &self.plans, which) else {
            return (self.score(state, from), None);
        };
        let (start, end) = (from.seconds(), until.unwrap_or(Instant::MAX).seconds());
        let (score, found) = course::course(&aim, state, start, end)
            .unwrap_or_else(|| (self.score(state, from), search::first(&aim, state, start, end)));
        (score, found.and_then(|found| Instant::from_seconds(found).ok()))
    }

    /// The score at `steps` + 1 instants, evenly from `from` to `to` (to the second, rounded down); at most 10,000
    /// steps.
    ///
    /// ```
    /// use lead_lifecycle::scoring::ScoringState;
    /// use lead_lifecycle::{Instant, Policy, Span};
    /// let policy = Policy::standard();
    /// let end = Instant::MIN.saturating_add(Span::days(30));
    /// let curve = policy.scoring().curve(&ScoringState::new(), Instant::MIN, end, 10);
    /// assert_eq!((curve.len(), curve[1].0), (11, Instant::MIN.saturating_add(Span::days(3))));
    /// ```
    #[must_use]
    pub fn curve(&self, state: &ScoringState, from: Instant, to: Instant, steps: u16) -> Vec<(Instant, Score)> {
        curve::instants(from, to, steps).map(|at| (at, self.score(state, at))).collect()
    }
}
