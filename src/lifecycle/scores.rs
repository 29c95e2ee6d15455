//! Scores of a lead, and counting them again from history.

use alloc::vec::Vec;

use crate::lead::{Ending, Fact, FactBody, Lead, NextCycle, ReplayError};
use crate::lifecycle::lifecycle::Lifecycle;
use crate::policy::Policy;
use crate::scoring::{Crossing, Score, ScoreReport, ScoringState};
use crate::values::{Carry, Instant, RuleName};

impl Lifecycle {
    /// The score of a lead at an instant, by the profile that promotes. A function of facts, policy and instant alone.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, Role};
    /// use lead_lifecycle::scoring::Crossing;
    /// use lead_lifecycle::values::{Activity, Points};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// let activity = Activity::new("a-1".parse()?, "seminar".parse()?);
    /// let seminar = Command::RecordActivity { activity };
    /// let decision = lifecycle.decide(&lead, &seminar, &by(Role::System, "2026-04-02T09:00:00+09:00")?)?;
    /// lead.apply_all(decision.facts())?;
    /// let now = "2026-04-02T12:00:00+09:00".parse()?;
    /// assert_eq!(lifecycle.score(&lead, now).total(), Points::from_int(15));
    /// // The explanation sums up to the same.
    /// let report = lifecycle.explain(&lead, now).expect("the standard policy has a profile that promotes");
    /// assert_eq!(report.combination.total, Points::from_int(15));
    /// // It loses points with time, and never reaches the threshold by that.
    /// assert_eq!(lifecycle.crosses_at(&lead, Crossing::UpToEnter), None);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[doc(alias = "スコア")]
    pub fn score(&self, lead: &Lead, at: Instant) -> Score {
        self.policy().scoring().score(lead.scoring(), at)
    }

    /// The score with every contribution, summing exactly to each dimension. `None`: no profile of the policy promotes.
    #[must_use]
    pub fn explain(&self, lead: &Lead, at: Instant) -> Option<ScoreReport<'_>> {
        self.policy().scoring().explain(lead.scoring(), at)
    }

    /// When the score will cross a threshold if nothing happens. `None`: never.
    ///
    /// It is the first second, not before the newest fact, at which the score reaches the threshold to enter, or lies
    /// below the one to leave. Only where points for and against the lead nearly cancel for years may it be a little
    /// later: see [`Scoring::look_ahead`](crate::scoring::Scoring::look_ahead), which tells. The clock and
    /// [`next_wake`](Lifecycle::next_wake) take the same instant.
    #[must_use]
    pub fn crosses_at(&self, lead: &Lead, which: Crossing) -> Option<Instant> {
        self.policy().scoring().crosses_at(lead.scoring(), lead.recorded_at(), None, which)
    }

    /// Counts the scoring state again from the whole history, under this policy: what `adopt_policy` takes as
    /// `retagged`.
    ///
    /// Under the policy that wrote the history it comes to the present state.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// let history = first.facts();
    /// assert_eq!(lifecycle.retag(history)?, *lead.scoring());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The history does not fold.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn retag<'a>(&self, history: impl IntoIterator<Item = &'a Fact>) -> Result<ScoringState, ReplayError> {
        let facts: Vec<&Fact> = history.into_iter().collect();
        let lead = Lead::replay(facts.iter().copied())?;
        let activities = facts.iter().filter_map(|fact| {
            let FactBody::ActivityRecorded { activity, .. } = &fact.body else {
                return None;
            };
            Some((activity, fact.envelope.effective_at))
        });
        let carries = facts.iter().filter_map(|fact| carry(&fact.body).map(|how| (how, fact.envelope.effective_at)));
        Ok(self.policy().scoring().retag(activities, lead.profile(), carries))
    }

    /// The rules for which a snapshot under the `previous` policy kept too little: their scores are too low until
    /// enough happens anew. Empty for a host that retags from history.
    #[must_use]
    pub fn thin_rules(&self, lead: &Lead, previous: &Policy) -> Vec<RuleName> {
        self.policy().scoring().thin_rules(lead.scoring(), previous.scoring())
    }
}

/// What a fact does to the engagement gathered so far.
#[expect(clippy::wildcard_enum_match_arm, reason = "only facts that begin a cycle at Lead carry engagement over")]
fn carry(body: &FactBody) -> Option<Carry> {
    let next = match body {
        FactBody::Lost { ending, .. } | FactBody::Recycled { ending, .. } | FactBody::Disqualified { ending, .. } => {
            next_of(ending)
        }
        FactBody::ContractEnded { ending, .. } => ending.as_ref().and_then(next_of),
        FactBody::Reopened { next, .. } => Some(next),
        _ => None,
    };
    next.map(|next| next.carry).filter(|how| *how != Carry::Keep)
}

const fn next_of(ending: &Ending) -> Option<&NextCycle> {
    match ending {
        Ending::Recycled(next) => Some(next),
        Ending::Disqualified { .. } | Ending::BackToCustomer => None,
    }
}
