//! When to look at a lead again.

use serde::Serialize;

use crate::lead::{FactKind, Lead};
use crate::lifecycle::book::PolicyGap;
use crate::lifecycle::clock::next_event;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::values::Instant;

/// When time alone will make a fact true, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Wake {
    /// When.
    pub at: Instant,
    /// The kind of fact.
    pub fact: FactKind,
}

impl Lifecycle {
    /// The next instant at which time alone makes a fact true, not before the newest fact. Items of the agenda that
    /// wait for people (a meeting that is over, a close that has passed) are not facts and do not wake.
    ///
    /// `None`: never, by this book. A host sets its timer to it, and issues `check_clock` then; checking later yields the same
    /// facts, but for what waits for a recount. A version that is added to the book comes into force at its own instant, so a stored wake then moves to the
    /// earlier of the two: one update of all leads.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role, Command, FactKind};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// let promote = Command::Promote { note: None };
    /// let decision = lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?;
    /// lead.apply_all(decision.facts())?;
    /// // A standard MQL is stale after some days without a change of stage.
    /// let wake = lifecycle.next_wake(&lead)?.expect("an MQL becomes stale");
    /// assert_eq!(wake.fact, FactKind::BecameStale);
    /// let check = Context::new(wake.at, Actor::new("timer".parse()?, Role::System));
    /// let decision = lifecycle.decide(&lead, &Command::CheckClock, &check)?;
    /// assert_eq!(decision.facts()[0].envelope.effective_at, wake.at);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The book says nothing of the lead: no timer can be set.
    #[doc(alias = "timer")]
    pub fn next_wake(&self, lead: &Lead) -> Result<Option<Wake>, PolicyGap> {
        self.book().of_lead(lead)?;
        let due = next_event(self.book(), lead, lead.recorded_at(), None);
        Ok(due.map(|(_, due)| Wake { at: due.at, fact: due.body.kind() }))
    }
}
