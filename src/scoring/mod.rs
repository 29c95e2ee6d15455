//! Scoring (スコアリング): how much interest a lead has shown, how well it fits, and when that is enough.
//!
//! | question | answer |
//! |---|---|
//! | how do I write rules, and what is wrong with mine? | [`ScoringDraft`], [`Scoring::new`], [`Scoring::lints`] |
//! | what did this activity, or this profile, earn? | [`Scoring::tag_activity`], [`Scoring::tag_profile`] |
//! | how do I take an activity into what a lead keeps? | [`Scoring::record`]; in a fold: [`ScoringState::apply_activity`] |
//! | what is the score now, or under another profile? | [`Scoring::score`], [`Scoring::score_profile`] → [`Score`] |
//! | is it enough? | [`Scoring::verdict`] → [`Standing`] |
//! | why is it so? | [`Scoring::explain`] → [`ScoreReport`] |
//! | what is missing? | [`Scoring::missing`] → [`Missing`] |
//! | what would it be, were this to happen? | [`Scoring::preview`] |
//! | when will it cross a threshold, if nothing happens? | [`Scoring::crosses_at`], [`Scoring::score_and_crossing`] |
//! | how does it fade? | [`Scoring::curve`] |
//! | what do I store? | [`ScoringState`] with the lead, [`Breakdown`] with a fact |
//! | many leads tonight, or at many instants? | [`Scoring::score_all`], [`Scoring::columns`] |
//! | raw activities, without a state? | [`HistoryScorer`] |
//! | what does a new policy make of old leads? | [`Scoring::retag`], [`Scoring::thin_rules`] |
//!
//! The room knows no lead. **Tagging** looks at one activity, or at the profile, and at the policy; what it earned can be
//! stored and applied without the policy. **Weighing** looks at the bounded [`ScoringState`] that the tags left behind,
//! and at an instant.
//!
//! ```
//! use lead_lifecycle::calendar::Zone;
//! use lead_lifecycle::scoring::{Scoring, ScoringDraft, ScoringState, Standing};
//! use lead_lifecycle::values::{Activity, FieldCatalog, Points};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let scoring = Scoring::new(&ScoringDraft::standard(), &FieldCatalog::standard(), Zone::JST)?;
//!
//! let mut state = ScoringState::new();
//! for (id, kind) in [("1", "document_download"), ("2", "seminar"), ("2", "seminar")] {
//!     let activity = Activity::new(id.parse()?, kind.parse()?);
//!     scoring.record(&mut state, &activity, "2026-04-01T09:00:00+09:00".parse()?);
//! }
//! let now = "2026-05-01T00:00:00Z".parse()?;
//! let score = scoring.score(&state, now);
//! assert_eq!(score.total(), Points::from_int(25)); // the seminar counts once
//! assert_eq!(scoring.verdict(&score), Standing::Between);
//! assert_eq!(scoring.missing(&state, now).to_string(), "5 points short; would help: 1 × document (+10)");
//!
//! // A draft that contradicts itself is refused, with every fault.
//! let mut draft = ScoringDraft::standard();
//! draft.groups.clear();
//! let faults = Scoring::new(&draft, &FieldCatalog::standard(), Zone::JST).unwrap_err();
//! assert_eq!(faults.len(), 4);
//! # Ok(())
//! # }
//! ```
//!
//! The preset and its figures: [the practice](crate::practice::scoring).
//!
//! # What is remembered
//!
//! A tag keeps its `keep` newest occurrences: that is what its rules mean by "all". Of occurrences that count as one
//! (the same object, the same period) the newest stands for all. Where a rule ran out of kept occurrences and there had
//! been more, the explanation says so ([`ScoreReport::cut`]). Scores are meant for instants not before the last fact:
//! an occurrence later than the instant does not count, but may have displaced one that would.
//!
//! Ids of activities and the things they are about are told apart by their 128-bit digests, kinds of activities by their text. Names of
//! a policy are told apart by their 64-bit fingerprints; two names of one policy with the same
//! fingerprint are a fault.
//!
//! # One lead, many leads, whole histories
//!
//! [`Scoring::score`] and [`Scoring::explain`] look at one state, [`Scoring::score_and_crossing`] also at its future.
//! [`Scoring::score_all`] takes many states at one instant, [`Scoring::columns`] the same states at many instants, and
//! [`HistoryScorer`] raw histories that nobody folded. All give the same points, by the same rules; none allocates per
//! lead ([`Scoring::explain_into`] not even for an explanation).
//!
//! # Rounding
//!
//! Points are thousandths. Each rule is rounded once, half away from zero; so is a weighted sum and a product. Everything
//! else is exact.
//!
//! The half-life is defined in integers, so that every machine comes to the same points. With age `a` and half-life `h`
//! in seconds:
//!
//! - q = a div h and f = ⌊(a mod h) · 2³² / h⌋: whole half-lives, and the part of one that is left;
//! - the weight is 2^(−f/2³²) >> q, out of 2^63;
//! - 2^(−f/2³²) is the truncated product of the constants ⌊2^(63 − 2^−i)⌋ for the set bits of f: first within each byte of
//!   f from the highest bit down, then (byte 3 × byte 2) × (byte 1 × byte 0).
//!
//! A rule's value differs from the mathematical one by less than 1.7 · 10⁻¹⁰ of its undecayed points before rounding.

// Floor 2. The rooms, each on those before it, and each with a line in its `mod.rs` of what it must not know:
// - `memory`: what a lead keeps;
// - `language`: the checked rules;
// - `policy`: the rules as people write them, their check, and advice;
// - `score`: the score, written to be read: the reference;
// - `fast`: the same answers, fast;
// - `explain`: why, and what is missing;
// - `future`: when.
//
// Above them stands this file, the only one that picks the fast way or the reference (`score_under`), and
// `history_scorer`, which joins histories and explanations. Inside, points are `Thousandths`, names and ids are
// `Fingerprint`s, and places in lists have types of their own (`language/place.rs`): a bare `i64` is an instant in
// seconds, a bare `u64` a span.
pub mod bounds;

mod explain;
mod fast;
#[cfg(test)]
mod fast_equals_reference;
mod future;
mod history_scorer;
mod language;
mod memory;
mod policy;
mod score;
mod stored_key;

use crate::calendar::Zone;
use crate::scoring::explain::{building, lack};
use crate::scoring::fast::history::History;
use crate::scoring::fast::plans::Plans;
use crate::scoring::fast::{bulk, one};
use crate::scoring::future::aim::Aim;
use crate::scoring::future::{course, curve, search};
use crate::scoring::language::place::ProfilePlace;
use crate::scoring::language::profile::Profile as ScoreProfile;
use crate::scoring::language::rules::Rules;
use crate::scoring::policy::check::draft as draft_check;
use crate::scoring::policy::lints;
use crate::scoring::score::{breakdown, reference, retag, tagging};
use crate::values::{
    Activity, ActivityKind, Carry, DimensionName, Faults, FieldCatalog, FieldLookup, Instant, LeadProfile, Path,
    Points, ProfileName, RuleName, TagName, suggest,
};
use alloc::vec::Vec;

pub use crate::condition::{Choice, Comparison, ConditionDraft, Literal, RangeDraft};
pub use explain::missing::{Missing, MissingMinimum, MissingStep, Way};
pub use explain::score_report::{
    Combination, Contribution, DimensionReport, Formula, GroupReport, Operand, ScoreReport, Source,
};
pub use fast::columns::{ColumnsError, ScoreColumns};
pub use future::crossing::Crossing;
pub use future::look_ahead::{Coarse, LookAhead};
pub use history_scorer::HistoryScorer;
pub use language::once_per::OncePer;
pub use language::standing::Standing;
pub use memory::earned_tags::{EarnedTag, EarnedTags};
pub use memory::fit_tags::{Band, FitTag, FitTags, TimingTag};
pub use memory::scoring_state::{ScoringState, StateError};
pub use policy::advice::ScoringAdvice;
pub use policy::draft::ScoringDraft;
pub use policy::lint::ScoringLint;
pub use policy::lint_code::ScoringLintCode;
pub use policy::profile_draft::{
    CombineDraft, DimensionDraft, GroupDraft, MatrixDraft, ProductDraft, ProfileDraft, RanksDraft,
};
pub use policy::rule_draft::{
    BandDraft, BandsDraft, Count, DecayDraft, DecayStep, EngagementDraft, FitDraft, RuleDraft, TimingDraft, TimingStep,
};
pub use policy::tag_draft::{HandRaiseDraft, TagDraft};
pub use score::breakdown::Breakdown;
pub use score::preview::Preview;
pub use score::score::Score;

/// A checked scoring policy: it tags activities and profiles, and scores what a lead has kept.
///
/// Made by [`Scoring::new`], or as the part of a [`Policy`](crate::Policy) that
/// [`Policy::scoring`](crate::Policy::scoring) gives. It cannot be changed.
///
/// ```
/// use lead_lifecycle::calendar::Zone;
/// use lead_lifecycle::scoring::{Scoring, ScoringDraft, ScoringState};
/// use lead_lifecycle::values::{Activity, FieldCatalog, Points};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let scoring = Scoring::new(&ScoringDraft::standard(), &FieldCatalog::standard(), Zone::JST)?;
/// let mut state = ScoringState::new();
/// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
/// scoring.record(&mut state, &seminar, "2026-04-01T09:00:00+09:00".parse()?);
/// assert_eq!(scoring.score(&state, "2026-05-01T00:00:00Z".parse()?).total(), Points::from_int(15));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scoring {
    rules: Rules,
    /// What the fast ways prepare.
    plans: Plans,
}

impl Scoring {
    /// Checks a draft against the declared fields. Periods and dates begin on the clocks of `zone`.
    ///
    /// A policy checks its scoring part by [`ScoringDraft::check`], which says where in the whole document a fault is.
    ///
    /// # Errors
    /// Every fault of the draft: names that are used and not declared, numbers out of bounds, rules that contradict
    /// themselves.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Zone;
    /// use lead_lifecycle::scoring::{Scoring, ScoringDraft};
    /// use lead_lifecycle::values::FieldCatalog;
    /// let mut draft = ScoringDraft::standard();
    /// draft.groups.clear(); // four rules name a group that is no longer there
    /// let faults = Scoring::new(&draft, &FieldCatalog::standard(), Zone::JST).unwrap_err();
    /// assert_eq!(faults.len(), 4);
    /// ```
    pub fn new(draft: &ScoringDraft, catalog: &FieldCatalog, zone: Zone) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        draft.check(catalog, zone, &Path::root(), &mut faults).ok_or(faults)
    }

    /// Takes an activity that happened at `at` into a state: tags it, and keeps the tags. The same activity twice
    /// changes nothing, and the order in which activities come changes nothing.
    ///
    /// Where the policy is not at hand, as in the fold of stored facts, [`Scoring::tag_activity`] and
    /// [`ScoringState::apply_activity`] do the two halves apart.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Zone;
    /// use lead_lifecycle::scoring::ScoringState;
    /// use lead_lifecycle::values::Activity;
    /// use lead_lifecycle::Policy;
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
        state.apply_activity(&self.tag_activity(activity, at), at, activity.id.digest());
    }

    fn of(rules: Rules) -> Self {
        let plans = Plans::of(&rules);
        Self { rules, plans }
    }

    fn promoting(&self) -> Option<&ScoreProfile> {
        self.rules.profile(self.rules.promotes)
    }

    pub(in crate::scoring) fn history(&self) -> History<'_> {
        History::new(&self.rules, &self.plans)
    }

    /// The fast way, and the reference for what it does not know.
    fn score_under(&self, profile: ProfilePlace, state: &ScoringState, at: Instant) -> Score {
        let (rules, at) = (&self.rules, at.seconds());
        Score::filled(rules, profile, |values| {
            // Where the fast way cannot tell, it has filled in nothing.
            if one::values(rules, &self.plans, state, at, values).is_none() {
                reference::values(rules, Preview::default().of(state), at, values);
            }
        })
    }

    /// The names of the dimensions, in the order in which a [`Score`] holds them.
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
    /// use lead_lifecycle::values::Activity;
    /// use lead_lifecycle::{Instant, Policy};
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
    /// use lead_lifecycle::values::{FieldName, FieldValue, Fields};
    /// use lead_lifecycle::Policy;
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

    /// Whether a tag or a hand-raise of the policy knows a kind of activity: one of any other kind counts for nothing.
    ///
    /// ```
    /// use lead_lifecycle::Policy;
    /// let policy = Policy::standard();
    /// assert!(policy.scoring().knows_kind(&"seminar".parse()?));
    /// assert!(!policy.scoring().knows_kind(&"semniar".parse()?));
    /// assert_eq!(policy.scoring().nearest_kind(&"semniar".parse()?), Some("seminar"));
    /// # Ok::<(), lead_lifecycle::values::TextError>(())
    /// ```
    #[must_use]
    pub fn knows_kind(&self, kind: &ActivityKind) -> bool {
        tagging::knows_kind(&self.rules, kind)
    }

    /// A kind of activity that the policy knows, written nearly as another one.
    #[must_use]
    pub fn nearest_kind(&self, kind: &ActivityKind) -> Option<&str> {
        let known = self.rules.kinds.iter().map(|known| &known.kind).chain(&self.rules.raising_kinds);
        suggest(kind.as_str(), known.map(ActivityKind::as_str))
    }

    /// Whether the policy reads the activity as a person asking for contact.
    ///
    /// ```
    /// use lead_lifecycle::values::Activity;
    /// use lead_lifecycle::Policy;
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

    /// Whether the score promotes a lead that has done nothing: in its first cycle, and after a change of the profile
    /// within the cycle.
    #[must_use]
    pub const fn promotes_by_fit_alone(&self) -> bool {
        self.rules.fit_alone
    }

    /// The score at an instant under the profile that promotes. Nothing is allocated.
    ///
    /// `at` should not be before the state's last fact: what came later than `at` does not count, but it may have
    /// displaced, among the occurrences that a tag keeps, some that would have.
    ///
    /// ```
    /// use lead_lifecycle::values::{Activity, Points};
    /// use lead_lifecycle::{Instant, Policy};
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

    /// Exactly the score that the state would have after applying `preview`. Nothing is changed, and nothing allocated
    /// but for a state that has no room for more tags.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Zone;
    /// use lead_lifecycle::scoring::{Preview, ScoringState};
    /// use lead_lifecycle::values::{Activity, Points};
    /// use lead_lifecycle::{Instant, Policy};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let scoring = policy.scoring();
    /// let now: Instant = "2026-04-01T00:00:00Z".parse()?;
    /// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
    /// let state = ScoringState::new();
    /// let earned = scoring.tag_activity(&seminar, now);
    /// let activity = Some((&earned, now, seminar.id.digest()));
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

    /// [`Scoring::score`] for many states: calls `each` with each state's place and score, in order. Nothing is
    /// allocated.
    ///
    /// It needs states that were made under these rules and are caught up to `at`:
    /// [`Lifecycle::scoring_at`](crate::Lifecycle::scoring_at) says of a lead whether its state is, and what is lacking.
    ///
    /// Faster than one by one, because some states at a time are fetched from memory and, if the policy has at most 16
    /// tags, scored rule by rule. A host with threads gives each of them its own part of the states. States that lie in
    /// memory in the order in which they are scored are read faster: a fresh clone of their list usually does. For
    /// re-scoring at many instants, [`Scoring::columns`] are faster still.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn score_all<'s>(
        &self,
        states: impl IntoIterator<Item = &'s ScoringState>,
        at: Instant,
        mut each: impl FnMut(usize, Score),
    ) {
        let mut place = 0_usize;
        bulk::sums(&self.rules, &self.plans, states, at.seconds(), |state, sums| {
            let score = match sums {
                Some(sums) => Score::of_sums(&self.rules, sums, self.rules.promotes),
                None => self.score(state, at),
            };
            each(place, score);
            place = place.saturating_add(1);
        });
    }

    /// Lays states out by column, in their order, to be scored at many instants: see [`ScoreColumns`]. The states need to be
    /// as for [`Scoring::score_all`], up to the last of these instants.
    #[must_use]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn columns<'s>(&self, states: impl IntoIterator<Item = &'s ScoringState>) -> ScoreColumns<'_> {
        let mut columns = ScoreColumns::none(&self.rules, &self.plans);
        for state in states {
            columns.push(state);
        }
        columns
    }

    /// The score with its names, to be stored. `None` when this policy does not have the score's profile.
    ///
    /// A score made by another [`Scoring`] gets this one's names as far as they go.
    ///
    /// ```
    /// use lead_lifecycle::values::{Activity, Points};
    /// use lead_lifecycle::{Instant, Policy};
    /// # use lead_lifecycle::scoring::ScoringState;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let scoring = policy.scoring();
    /// let now: Instant = "2026-04-01T00:00:00Z".parse()?;
    /// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
    /// let mut state = ScoringState::new();
    /// scoring.record(&mut state, &seminar, now);
    /// let stored = scoring.breakdown(&scoring.score(&state, now)).ok_or("the profile is of this policy")?;
    /// assert_eq!(stored.total, Points::from_int(15));
    /// assert_eq!(stored.dimensions["engagement"], Points::from_int(15));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn breakdown(&self, score: &Score) -> Option<Breakdown> {
        breakdown::breakdown(&self.rules, score)
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
    /// use lead_lifecycle::calendar::Zone;
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

    /// Explains the score at an instant under the profile that promotes; `None` when no profile does.
    ///
    /// ```
    /// use lead_lifecycle::values::{Activity, Points};
    /// use lead_lifecycle::{Instant, Policy};
    /// # use lead_lifecycle::scoring::ScoringState;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let scoring = policy.scoring();
    /// let now: Instant = "2026-04-01T00:00:00Z".parse()?;
    /// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
    /// let mut state = ScoringState::new();
    /// scoring.record(&mut state, &seminar, now);
    /// let report = scoring.explain(&state, now).ok_or("a profile promotes")?;
    /// assert_eq!(report.combination.total, Points::from_int(15));
    /// assert_eq!(report.reasons_for()[0].to_string(), "seminar: +15 (1 × seminar)");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn explain(&self, state: &ScoringState, at: Instant) -> Option<ScoreReport<'_>> {
        building::report(&self.rules, state, self.rules.promotes, at)
    }

    /// Explains the score under a named profile; `None` when the policy has no such profile.
    #[must_use]
    pub fn explain_profile(&self, profile: &ProfileName, state: &ScoringState, at: Instant) -> Option<ScoreReport<'_>> {
        building::report(&self.rules, state, self.rules.profile_named(profile.as_str())?, at)
    }

    /// [`Scoring::explain`] into a report that is there already, of this policy: what it holds is replaced, its memory
    /// used again. `None`, and the report as it was, when no profile promotes.
    pub fn explain_into<'a>(&'a self, state: &ScoringState, at: Instant, report: &mut ScoreReport<'a>) -> Option<()> {
        building::report_into(&self.rules, state, self.rules.promotes, at, report)
    }

    /// What is missing at an instant before the promoting profile lets the lead enter.
    ///
    /// ```
    /// use lead_lifecycle::values::{Activity, Points};
    /// use lead_lifecycle::{Instant, Policy};
    /// # use lead_lifecycle::scoring::ScoringState;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::standard();
    /// let scoring = policy.scoring();
    /// let now: Instant = "2026-04-01T00:00:00Z".parse()?;
    /// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
    /// let mut state = ScoringState::new();
    /// scoring.record(&mut state, &seminar, now);
    /// let missing = scoring.missing(&state, now);
    /// assert_eq!(missing.short_by, Points::from_int(15));
    /// assert!(missing.enough); // doing all of `missing.steps` now would do
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn missing(&self, state: &ScoringState, at: Instant) -> Missing {
        lack::missing(&self.rules, state, at)
    }

    /// The first whole second from `from` to `until` (both included; no `until`: for ever) at which the promoting
    /// profile's standing is the one looked for, if nothing happens.
    ///
    /// Where everything falls it is found by halving, and nothing is allocated. Where points for and against a lead fade
    /// at once, the search goes from moment to moment and leaves out what cannot hold the standing. It is exact for the
    /// first [`bounds::LOOK_STEPS`] steps, which is nearly always all there is to look at. Only rules that nearly cancel for
    /// years, to within a few thousandths of the threshold, use them up; the rest is then looked at in strides, and
    /// [`Scoring::look_ahead`] tells from where on, and in which.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Zone;
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
            .unwrap_or_else(|| (self.score(state, from), search::first(&aim, state, start, end).at));
        (score, found.and_then(|found| Instant::from_seconds(found).ok()))
    }

    /// What [`Scoring::crosses_at`] finds from `from` on, with how far it could look second by second and in how many
    /// steps.
    ///
    /// Whatever the policy, there are at most [`bounds::LOOK_STEPS`] + [`bounds::LOOK_TURNS`] + [`bounds::LOOK_STRIDES`] steps,
    /// about eight million, and the last of each, which may take as many as the lead has awards and met rules. Where a
    /// crossing is found by halving alone, as where everything only fades, no steps are counted.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Zone;
    /// use lead_lifecycle::scoring::{Crossing, ScoringState};
    /// use lead_lifecycle::{Instant, Policy};
    /// let policy = Policy::standard();
    /// let found = policy.scoring().look_ahead(&ScoringState::new(), Instant::MIN, Crossing::UpToEnter);
    /// assert_eq!((found.at, found.coarse), (None, None)); // nothing lifts it, and every second was looked at
    /// ```
    #[must_use]
    pub fn look_ahead(&self, state: &ScoringState, from: Instant, which: Crossing) -> LookAhead {
        let instant = |seconds| Instant::from_seconds(seconds).ok();
        let nothing = LookAhead { at: None, coarse: None, steps: 0 };
        let Some(aim) = Aim::of(&self.rules, &self.plans, which) else { return nothing };
        let (start, end) = (from.seconds(), Instant::MAX.seconds());
        if let Some((_, found)) = course::course(&aim, state, start, end) {
            return LookAhead { at: found.and_then(instant), ..nothing };
        }
        let found = search::first(&aim, state, start, end);
        let coarse = |(from, seconds)| Some(Coarse { from: instant(from)?, seconds });
        LookAhead { at: found.at.and_then(instant), coarse: found.coarse.and_then(coarse), steps: found.steps }
    }

    /// The score at `steps` + 1 instants, evenly from `from` to `to` (to the second, rounded down); at most 500
    /// steps, which is more than a chart shows.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Zone;
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

    /// The state that a history has under this policy: activities with the instants at which they happened, the merged
    /// profile, and what each recycle did. Under an unchanged policy it equals the state that the facts made.
    #[must_use]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn retag<'a>(
        &self,
        history: impl IntoIterator<Item = (&'a Activity, Instant)>,
        profile: &LeadProfile,
        carries: impl IntoIterator<Item = (Carry, Instant)>,
    ) -> ScoringState {
        retag::retag(&self.rules, history, profile, carries)
    }

    /// The rules for which a state, made under `previous`, kept too little to be scored under this policy as if it had
    /// always been in force: their tag is new, is earned otherwise than before, or would now reach further back than
    /// the state remembers.
    ///
    /// Empty for the policy that made the state. Hosts that keep the history call [`Scoring::retag`] instead.
    #[must_use]
    pub fn thin_rules(&self, state: &ScoringState, previous: &Self) -> Vec<RuleName> {
        retag::thin_rules(&self.rules, state, &previous.rules)
    }

    /// Advice on the policy, its paths below `path`. Advice never keeps a policy from working.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Zone;
    /// use lead_lifecycle::scoring::{Scoring, ScoringDraft};
    /// use lead_lifecycle::values::{FieldCatalog, Path};
    /// let mut draft = ScoringDraft::standard();
    /// draft.dimensions.insert("timing".parse()?, Default::default()); // and no profile takes it
    /// let scoring = Scoring::new(&draft, &FieldCatalog::standard(), Zone::JST)?;
    /// let advice: Vec<String> = scoring.lints(&Path::root()).iter().map(ToString::to_string).collect();
    /// assert_eq!(advice, ["dimensions.timing: no score profile takes this dimension"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lints(&self, path: &Path) -> Vec<ScoringLint> {
        lints::lints(&self.rules, path)
    }
}

impl ScoringDraft {
    /// Checks the whole draft against the declared fields.
    ///
    /// Every fault is added to `faults`, its path below `path`; a checked policy comes back only when none was found
    /// here. Periods and dates begin on the clocks of `zone`.
    pub fn check(&self, catalog: &FieldCatalog, zone: Zone, path: &Path, faults: &mut Faults) -> Option<Scoring> {
        draft_check::checked(self, catalog, zone, path, faults).map(Scoring::of)
    }
}
