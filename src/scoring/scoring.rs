//! The façade of the room: a checked scoring policy, what an activity earns under it, and the score.
//!
//! The rest of what one asks it stands in `scoring_explained`, `scoring_ahead` and `scoring_many`.

use crate::scoring::fast::history::History;
use crate::scoring::fast::one;
use crate::scoring::fast::plans::Plans;
use crate::scoring::language::place::ProfilePlace;
use crate::scoring::language::profile::Profile as ScoreProfile;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::standing::Standing;
use crate::scoring::memory::earned_tags::EarnedTags;
use crate::scoring::memory::fit_tags::FitTags;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::policy::check::draft as draft_check;
use crate::scoring::policy::draft::ScoringDraft;
use crate::scoring::score::preview::Preview;
use crate::scoring::score::score::Score;
use crate::scoring::score::{reference, tagging};
use crate::values::{
    Activity, DimensionName, Faults, FieldCatalog, FieldLookup, Instant, Path, Points, ProfileName, TagName, UtcOffset,
};

/// A checked scoring policy: it tags activities and profiles, and scores what a lead has kept.
///
/// Made by [`Scoring::new`], or as the part of a [`Policy`](crate::Policy) that
/// [`Policy::scoring`](crate::Policy::scoring) gives. It cannot be changed.
///
/// ```
/// use lead_lifecycle::scoring::{Scoring, ScoringDraft, ScoringState};
/// use lead_lifecycle::{Activity, FieldCatalog, Points, UtcOffset};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let scoring = Scoring::new(&ScoringDraft::standard(), &FieldCatalog::standard(), UtcOffset::JST)?;
/// let mut state = ScoringState::new();
/// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
/// scoring.record(&mut state, &seminar, "2026-04-01T09:00:00+09:00".parse()?);
/// assert_eq!(scoring.score(&state, "2026-05-01T00:00:00Z".parse()?).total(), Points::from_int(15));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scoring {
    pub(in crate::scoring) rules: Rules,
    /// What the fast ways prepare.
    pub(in crate::scoring) plans: Plans,
}

impl Scoring {
    /// Checks a draft against the declared fields. `offset` is the local time in which periods and dates begin.
    ///
    /// A policy checks its scoring part by [`ScoringDraft::check`], which says where in the whole document a fault is.
    ///
    /// # Errors
    /// Every fault of the draft: names that are used and not declared, numbers out of bounds, rules that contradict
    /// themselves.
    ///
    /// ```
    /// use lead_lifecycle::scoring::{Scoring, ScoringDraft};
    /// use lead_lifecycle::{FieldCatalog, UtcOffset};
    /// let mut draft = ScoringDraft::standard();
    /// draft.groups.clear(); // four rules name a group that is no longer there
    /// let faults = Scoring::new(&draft, &FieldCatalog::standard(), UtcOffset::JST).unwrap_err();
    /// assert_eq!(faults.len(), 4);
    /// ```
    pub fn new(draft: &ScoringDraft, catalog: &FieldCatalog, offset: UtcOffset) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        draft.check(catalog, offset, &Path::root(), &mut faults).ok_or(faults)
    }

    /// Takes an activity that happened at `at` into a state: tags it, and keeps the tags. The same activity twice
    /// changes nothing, and the order in which activities come changes nothing.
    ///
    /// Where the policy is not at hand, as in the fold of stored facts, [`Scoring::tag_activity`] and
    /// [`ScoringState::apply_activity`] do the two halves apart.
    ///
    /// ```
    /// use lead_lifecycle::scoring::ScoringState;
    /// use lead_lifecycle::{Activity, Policy};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let (seminar, at) = (Activity::new("s-1".parse()?, "seminar".parse()?), "2026-04-01T00:00:00Z".parse()?);
    /// let mut state = ScoringState::new();
    /// policy.scoring().record(&mut state, &seminar, at);
    /// let once = state.clone();
    /// policy.scoring().record(&mut state, &seminar, at);
    /// assert_eq!(state, once);
    /// # Ok(())
    /// # }
    /// ```
    pub fn record(&self, state: &mut ScoringState, activity: &Activity, at: Instant) {
        state.apply_activity(&self.tag_activity(activity, at), at, activity.id.fingerprint());
    }

    fn of(rules: Rules) -> Self {
        let plans = Plans::of(&rules);
        Self { rules, plans }
    }

    pub(in crate::scoring) fn promoting(&self) -> Option<&ScoreProfile> {
        self.rules.profile(self.rules.promotes)
    }

    pub(in crate::scoring) fn history(&self) -> History<'_> {
        History::new(&self.rules, &self.plans)
    }

    /// The fast way, and the reference for what it does not know.
    pub(in crate::scoring) fn score_under(&self, profile: ProfilePlace, state: &ScoringState, at: Instant) -> Score {
        one::score(&self.rules, &self.plans, state, profile, at.seconds())
            .unwrap_or_else(|| reference::score(&self.rules, Preview::default().of(state), profile, at.seconds()))
    }

    /// The names of the dimensions, in the order in which a [`Score`](crate::scoring::Score) holds them.
    #[must_use]
    pub fn dimensions(&self) -> impl ExactSizeIterator<Item = &DimensionName> {
        self.rules.dimensions.iter().map(|dimension| &dimension.name)
    }

    /// The names of the score profiles.
    #[must_use]
    pub fn profiles(&self) -> impl ExactSizeIterator<Item = &ProfileName> {
        self.rules.profiles.iter().map(|profile| &profile.name)
    }

    /// The name of the profile that promotes and demotes leads.
    #[must_use]
    pub fn promotes(&self) -> Option<&ProfileName> {
        self.promoting().map(|profile| &profile.name)
    }

    /// The total at which the promoting profile lets a lead enter: at this many points, not above it.
    #[must_use]
    pub fn enter(&self) -> Points {
        self.promoting().map_or(Points::MAX, |profile| profile.enter.points())
    }

    /// The total under which the promoting profile lets an untouched MQL fall back: at this many points it stays.
    #[must_use]
    pub fn exit(&self) -> Points {
        self.promoting().map_or(Points::MIN, |profile| profile.exit.points())
    }

    /// The names of the tags that activities can earn, in no particular order.
    #[must_use]
    pub fn tags(&self) -> impl ExactSizeIterator<Item = &TagName> {
        self.rules.tags.iter().map(|tag| &tag.name)
    }

    /// The tags that an activity earns, having happened at `at`.
    ///
    /// Nothing is allocated when nothing is earned.
    ///
    /// ```
    /// use lead_lifecycle::{Activity, Instant, Policy};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let scoring = policy.scoring();
    /// let now: Instant = "2026-04-01T00:00:00Z".parse()?;
    /// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
    /// let earned = scoring.tag_activity(&seminar, now);
    /// assert_eq!(earned.as_slice().len(), 1);
    /// let unknown = Activity::new("x-1".parse()?, "a_kind_without_rules".parse()?);
    /// assert!(scoring.tag_activity(&unknown, now).is_empty());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn tag_activity(&self, activity: &Activity, at: Instant) -> EarnedTags {
        tagging::tag_activity(&self.rules, activity, at)
    }

    /// What the merged profile meets: its fit rules with their bands, and the dates that timing rules look at. To be
    /// applied by [`ScoringState::apply_profile`], instead of what the profile met before.
    ///
    /// ```
    /// use lead_lifecycle::{FieldName, FieldValue, Fields, Policy};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let employees = (FieldName::new("employees")?, FieldValue::Number(1_000.into()));
    /// let met = policy.scoring().tag_profile(&Fields::from_map([employees].into())?);
    /// assert_eq!(met.met().count(), 1);
    /// assert!(policy.scoring().tag_profile(&Fields::new()).is_empty());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn tag_profile(&self, profile: &impl FieldLookup) -> FitTags {
        tagging::tag_profile(&self.rules, profile)
    }

    /// Whether the policy reads the activity as a person asking for contact.
    ///
    /// ```
    /// use lead_lifecycle::{Activity, Policy};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let scoring = policy.scoring();
    /// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
    /// let request = Activity::new("r-1".parse()?, "contact_request".parse()?);
    /// assert!(scoring.is_hand_raise(&request));
    /// assert!(!scoring.is_hand_raise(&seminar));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn is_hand_raise(&self, activity: &Activity) -> bool {
        tagging::is_hand_raise(&self.rules, activity)
    }

    /// The score at an instant under the profile that promotes. Nothing is allocated.
    ///
    /// `at` should not be before the state's last fact: what came later than `at` does not count, but it may have
    /// displaced, among the occurrences that a tag keeps, some that would have.
    ///
    /// ```
    /// use lead_lifecycle::{Activity, Instant, Points, Policy};
    /// # use lead_lifecycle::scoring::ScoringState;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let scoring = policy.scoring();
    /// let now: Instant = "2026-04-01T00:00:00Z".parse()?;
    /// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
    /// let mut state = ScoringState::new();
    /// scoring.record(&mut state, &seminar, now);
    /// assert_eq!(scoring.score(&state, now).total(), Points::from_int(15));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn score(&self, state: &ScoringState, at: Instant) -> Score {
        self.score_under(self.rules.promotes, state, at)
    }

    /// The score under a named profile, in its own points; `None` when the policy has no such profile.
    #[must_use]
    pub fn score_profile(&self, profile: &ProfileName, state: &ScoringState, at: Instant) -> Option<Score> {
        Some(self.score_under(self.rules.profile_named(profile.as_str())?, state, at))
    }

    /// A dimension of a score by its name; `None` when the policy has no such dimension.
    #[must_use]
    pub fn dimension(&self, score: &Score, name: &DimensionName) -> Option<Points> {
        let place = self.dimensions().position(|dimension| dimension == name)?;
        score.dimensions().nth(place)
    }

    /// Where a score stands against the thresholds of its profile.
    ///
    /// ```
    /// use lead_lifecycle::scoring::{ScoringState, Standing};
    /// use lead_lifecycle::{Instant, Policy};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let scoring = policy.scoring();
    /// let now: Instant = "2026-04-01T00:00:00Z".parse()?;
    /// let state = ScoringState::new();
    /// assert_eq!(scoring.verdict(&scoring.score(&state, now)), Standing::BelowExit);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn verdict(&self, score: &Score) -> Standing {
        self.rules
            .profile(score.profile())
            .map_or(Standing::Between, |profile| profile.standing(score.thousandths(), score.values()))
    }
}

impl ScoringDraft {
    /// Checks the whole draft against the declared fields.
    ///
    /// Every fault is added to `faults`, its path below `path`; a checked policy comes back only when none was found
    /// here. `offset` is the local time in which periods and dates begin.
    pub fn check(
        &self,
        catalog: &FieldCatalog,
        offset: UtcOffset,
        path: &Path,
        faults: &mut Faults,
    ) -> Option<Scoring> {
        draft_check::checked(self, catalog, offset, path, faults).map(Scoring::of)
    }
}
