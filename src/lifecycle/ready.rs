//! What a snapshot needs before its score is read as it is stored.

use serde::Serialize;

use crate::lead::{FactKind, Lead};
use crate::lifecycle::book::PolicyGap;
use crate::lifecycle::clock::next_event;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::scoring::Scoring;
use crate::values::Instant;

/// What a lead needs before its stored state can be scored in bulk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ScoreNeeds {
    /// A book that knows the lead.
    Book(PolicyGap),
    /// `check_clock`: time, or a version of the policy, has made something true that is not recorded.
    Clock {
        /// The kind of fact.
        fact: FactKind,
        /// Since when it is true.
        since: Instant,
    },
    /// `recount`: a version of the policy needs more than was kept.
    Recount {
        /// Since when.
        since: Instant,
    },
}

impl Lifecycle {
    /// The scoring under which the stored state of a lead may be scored at an instant, in bulk by
    /// [`Scoring::score_all`](crate::scoring::Scoring::score_all) or [`Scoring::columns`](crate::scoring::Scoring::columns); or
    /// what the lead needs before.
    ///
    /// One by one, [`score`](Self::score) catches up by itself. In bulk nobody does: a state that was made under one version
    /// of the policy says nothing under another.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Instant, Lead, Lifecycle, Origin, Policy, Role};
    /// use lead_lifecycle::FactKind;
    /// use lead_lifecycle::lifecycle::{ScoreNeeds, Version};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// let july: Instant = "2026-07-01T00:00:00+09:00".parse()?;
    /// let lifecycle = Lifecycle::new(Policy::standard());
    /// let book = lifecycle.book().clone().with(Version::new(july, Policy::standard()))?;
    /// let lifecycle = Lifecycle::with_book(book);
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-06-01T09:00:00+09:00")?)?;
    /// # let lead = Lead::replay(first.facts())?;
    /// assert!(lifecycle.scoring_at(&lead, "2026-06-30T00:00:00+09:00".parse()?).is_ok());
    /// let needs = lifecycle.scoring_at(&lead, july).unwrap_err();
    /// assert!(matches!(needs, ScoreNeeds::Clock { fact: FactKind::PolicyAdopted, since } if since == july));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the lead needs.
    pub fn scoring_at(&self, lead: &Lead, at: Instant) -> Result<&Scoring, ScoreNeeds> {
        let version = self.book().of_lead(lead).map_err(ScoreNeeds::Book)?;
        if let Some((_, due)) = next_event(self.book(), lead, lead.recorded_at(), Some(at)) {
            return Err(ScoreNeeds::Clock { fact: due.body.kind(), since: due.at });
        }
        match lead.recount_due() {
            Some(since) => Err(ScoreNeeds::Recount { since }),
            None => Ok(version.policy().scoring()),
        }
    }
}
