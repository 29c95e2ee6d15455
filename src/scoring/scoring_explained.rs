//! Why a score is what it is, and what it lacks.

use alloc::vec::Vec;

use crate::scoring::explain::missing::Missing;
use crate::scoring::explain::score_report::ScoreReport;
use crate::scoring::explain::{building, climb};
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::policy::lint::ScoringLint;
use crate::scoring::policy::lints;
use crate::scoring::score::breakdown;
use crate::scoring::score::breakdown::Breakdown;
use crate::scoring::score::score::Score;
use crate::scoring::scoring::Scoring;
use crate::values::{Instant, Path, ProfileName};

impl Scoring {
    /// The score with its names, to be stored. `None` when this policy does not have the score's profile.
    ///
    /// A score made by another [`Scoring`] gets this one's names as far as they go.
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

    /// Explains the score at an instant under the profile that promotes; `None` when no profile does.
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
    /// use lead_lifecycle::{Activity, Instant, Points, Policy};
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
        climb::missing(&self.rules, state, at)
    }

    /// Advice on the policy, its paths below `path`. Advice never keeps a policy from working.
    ///
    /// ```
    /// use lead_lifecycle::scoring::{Scoring, ScoringDraft};
    /// use lead_lifecycle::{FieldCatalog, Path, UtcOffset};
    /// let mut draft = ScoringDraft::standard();
    /// draft.dimensions.insert("timing".parse()?, Default::default()); // and no profile takes it
    /// let scoring = Scoring::new(&draft, &FieldCatalog::standard(), UtcOffset::JST)?;
    /// let advice: Vec<String> = scoring.lints(&Path::root()).iter().map(ToString::to_string).collect();
    /// assert_eq!(advice, ["dimensions.timing: no score profile takes this dimension"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lints(&self, path: &Path) -> Vec<ScoringLint> {
        lints::lints(&self.rules, path)
    }
}
