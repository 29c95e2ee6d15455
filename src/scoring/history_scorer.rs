//! Scores and explanations of raw histories, as hosts ask for them.

use crate::scoring::Scoring;
use crate::scoring::explain::building::{Building, empty};
use crate::scoring::explain::score_report::ScoreReport;
use crate::scoring::fast::history::History;
use crate::scoring::memory::fit_tags::FitTags;
use crate::scoring::score::score::Score;
use crate::values::{Activity, Instant, Points, RuleName};

/// Scores whole histories, one after the other, in memory that is used again: nothing is allocated per history.
///
/// The score is that of a [`ScoringState`](crate::scoring::ScoringState) into which every activity up to the instant
/// was taken in; what recycling did to earlier engagement is not part of a history. Activities may come in any order,
/// and twice.
///
/// ```
/// use lead_lifecycle::scoring::{FitTags, HistoryScorer};
/// use lead_lifecycle::values::Activity;
/// use lead_lifecycle::Policy;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let policy = Policy::standard();
/// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
/// let at = "2026-04-01T00:00:00Z".parse()?;
/// let mut scorer = HistoryScorer::new(policy.scoring());
/// let score = scorer.score(&FitTags::default(), [(&seminar, at), (&seminar, at)], at);
/// assert_eq!(score.total().to_string(), "15");
/// assert_eq!(scorer.fired().next().map(|(rule, _)| rule.as_str()), Some("seminar"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct HistoryScorer<'a> {
    history: History<'a>,
}

impl<'a> HistoryScorer<'a> {
    /// For one policy.
    #[must_use]
    pub fn new(scoring: &'a Scoring) -> Self {
        Self { history: scoring.history() }
    }

    /// The score at an instant under the profile that promotes, with what the profile meets and everything done up to
    /// then.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn score<'l>(
        &mut self,
        profile: &FitTags,
        history: impl IntoIterator<Item = (&'l Activity, Instant)>,
        at: Instant,
    ) -> Score {
        self.history.score(profile, history, at)
    }

    /// The same score, explained: as [`Scoring::explain`] does it.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn explain<'l>(
        &mut self,
        profile: &FitTags,
        history: impl IntoIterator<Item = (&'l Activity, Instant)>,
        at: Instant,
    ) -> Option<ScoreReport<'a>> {
        let rules = self.history.rules();
        let mut report = empty(rules, rules.promotes, at, profile.keys().len(), self.history.room())?;
        self.explain_into(profile, history, at, &mut report)?;
        Some(report)
    }

    /// [`HistoryScorer::explain`] into a report that is there already, of this policy: what it holds is replaced, its
    /// memory used again. `None`, and the report as it was, when no profile promotes.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn explain_into<'l>(
        &mut self,
        profile: &FitTags,
        history: impl IntoIterator<Item = (&'l Activity, Instant)>,
        at: Instant,
        report: &mut ScoreReport<'a>,
    ) -> Option<()> {
        let rules = self.history.rules();
        let mut building = Building::on(rules, rules.promotes, at, report)?;
        building.meet(profile.keys());
        self.history.take(history, at);
        building.write(&profile.keys(), self.history.placed(), false, &profile.dates());
        Some(())
    }

    /// The rules that gave or took something in the last score, and what.
    pub fn fired(&self) -> impl Iterator<Item = (&'a RuleName, Points)> + '_ {
        self.history.fired()
    }
}
