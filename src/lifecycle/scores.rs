//! Scores of a lead: by the version of the policy in force, on the lead as time has made it.

use alloc::vec::Vec;

use crate::lead::{Because, Cause, Lead};
use crate::lifecycle::book::{PolicyGap, adopted};
use crate::lifecycle::clock::clock_context;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::{By, Times};
use crate::policy::Policy;
use crate::scoring::{Crossing, Score, ScoreReport};
use crate::values::{Instant, RuleName};

impl Lifecycle {
    /// The score of a lead at an instant, by the profile that promotes. A function of facts, policy and instant alone: what
    /// the clock has made true until then is taken in, recorded or not, the adoption of a newer version too.
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
    /// assert_eq!(lifecycle.score(&lead, now)?.total(), Points::from_int(15));
    /// // The explanation sums up to the same.
    /// let report = lifecycle.explain(&lead, now)?.expect("the standard policy has a profile that promotes");
    /// assert_eq!(report.combination.total, Points::from_int(15));
    /// // It loses points with time, and never reaches the threshold by that.
    /// assert_eq!(lifecycle.crosses_at(&lead, Crossing::UpToEnter)?, None);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The book says nothing of the lead.
    #[doc(alias = "スコア")]
    pub fn score(&self, lead: &Lead, at: Instant) -> Result<Score, PolicyGap> {
        self.virtually(lead, at, |lead, version| version.policy().scoring().score(lead.scoring(), at))
    }

    /// The [`score`](Self::score) with every contribution, summing exactly to each dimension. `None`: no profile of the policy
    /// promotes.
    ///
    /// # Errors
    /// The book says nothing of the lead.
    pub fn explain(&self, lead: &Lead, at: Instant) -> Result<Option<ScoreReport<'_>>, PolicyGap> {
        self.virtually(lead, at, |lead, version| version.policy().scoring().explain(lead.scoring(), at))
    }

    /// When the score will cross a threshold if nothing happens. `None`: never.
    ///
    /// It is the first second, not before the newest fact, at which the score reaches the threshold to enter, or lies
    /// below the one to leave. Only where points for and against the lead nearly cancel for years may it be a little
    /// later: see [`Scoring::look_ahead`](crate::scoring::Scoring::look_ahead), which tells. The clock and
    /// [`next_wake`](Lifecycle::next_wake) take the same instant. Where a later version of the policy comes into force
    /// before, the score is that of the later version from there on. Whether a promotion or demotion follows is another
    /// question: stock and a recount may wait.
    ///
    /// # Errors
    /// The book says nothing of the lead.
    pub fn crosses_at(&self, lead: &Lead, which: Crossing) -> Result<Option<Instant>, PolicyGap> {
        let mut found = None;
        self.through_versions(lead, lead.recorded_at(), |lead, policy, from, until| {
            found = policy.scoring().crosses_at(lead.scoring(), from, until, which);
            found.is_some()
        })?;
        Ok(found)
    }

    /// Shows a lead under the version that it is under and, as it will come, under each later one, with the range of instants
    /// in which that is in force; until `seen` says that it has seen enough. Nothing else of time is taken in.
    pub(super) fn through_versions(
        &self,
        lead: &Lead,
        from: Instant,
        mut seen: impl FnMut(&Lead, &Policy, Instant, Option<Instant>) -> bool,
    ) -> Result<(), PolicyGap> {
        let mut version = self.book().of_lead(lead)?;
        let (mut chain, mut cursor, ctx) = (FactChain::after(lead), from, clock_context(from));
        // INVARIANT: each turn comes to a later version, of which there are few.
        while let Ok(lead) = chain.lead() {
            let next = self.book().next_after(lead.policy(), cursor);
            let until = next.map(|(at, _)| at.second_before());
            let in_force = next.is_none_or(|(at, _)| at > cursor);
            if in_force && seen(lead, version.policy(), cursor, until) {
                break;
            }
            let Some((at, next)) = next else { break };
            let body = adopted(self.book(), version, lead, next, at);
            let by =
                By { stamp: next.stamp(), ctx: &ctx, times: Times::at_once(at), cause: Cause::Rule(Because::Policy) };
            if chain.push(by, body).is_err() {
                break;
            }
            (version, cursor) = (next, at);
        }
        Ok(())
    }

    /// The rules of the newest version for which a snapshot under the `previous` policy kept too little: their scores are too low until
    /// enough happens anew, or until it is counted again from history.
    #[must_use]
    pub fn thin_rules(&self, lead: &Lead, previous: &Policy) -> Vec<RuleName> {
        self.newest_policy().scoring().thin_rules(lead.scoring(), previous.scoring())
    }
}
