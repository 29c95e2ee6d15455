//! Stories of leads that become one, and two again.

use alloc::vec::Vec;

use crate::lifecycle::{MergeError, Past, Together};
use crate::testing::{Scenario, context};
use crate::values::{CommandKind, Role};

impl Scenario {
    /// When another lead, of a story of its own, is merged into this one: the facts of this one.
    ///
    /// ```
    /// use lead_lifecycle::testing::Scenario;
    /// use lead_lifecycle::{FactKind, Policy, Role, StageKind};
    /// let lead = |name| Scenario::under(Policy::standard()).captured(name, "2026-04-01T09:00:00+09:00");
    /// let (acme, acme_kk) = (lead("acme"), lead("acme-kk"));
    /// acme.clone()
    ///     .when_merged_with(Role::Manager, "2026-04-02T09:00:00+09:00", &acme_kk)
    ///     .then_facts(&[FactKind::MergedFrom]);
    /// acme_kk
    ///     .when_merged_into(Role::Manager, "2026-04-02T09:00:00+09:00", &acme)
    ///     .then_facts(&[FactKind::MergedInto])
    ///     .then_stage(StageKind::Merged)
    ///     .when_merged_into(Role::Manager, "2026-04-03T09:00:00+09:00", &lead("other"))
    ///     .then_refused(&["merged_before"]);
    /// ```
    ///
    /// # Panics
    /// There is no lead yet, or a fact does not fold.
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn when_merged_with(self, role: Role, at: &str, loser: &Self) -> Self {
        let outcome = self.lifecycle.merge(&loser.past(), &self.past(), &context(role, at));
        self.took_part(role, at, CommandKind::Merge, outcome)
    }

    /// When this lead is merged into another, of a story of its own: the facts of this one.
    ///
    /// # Panics
    /// As [`when_merged_with`](Self::when_merged_with).
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn when_merged_into(self, role: Role, at: &str, winner: &Self) -> Self {
        let outcome = self.lifecycle.merge(&self.past(), &winner.past(), &context(role, at));
        self.took_part(role, at, CommandKind::Merge, outcome)
    }

    /// When this lead is split from those that it was merged into, each of a story of its own: the facts of this one.
    ///
    /// # Panics
    /// As [`when_merged_with`](Self::when_merged_with).
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn when_split_from(self, role: Role, at: &str, survivors: &[&Self]) -> Self {
        let pasts: Vec<Past<'_>> = survivors.iter().map(|survivor| survivor.past()).collect();
        let outcome = self.lifecycle.split(&self.past(), &pasts, &context(role, at));
        self.took_part(role, at, CommandKind::Split, outcome)
    }

    fn past(&self) -> Past<'_> {
        Past::Whole(&self.history)
    }

    /// Takes what was decided of this lead, among others.
    #[track_caller]
    fn took_part(mut self, role: Role, at: &str, command: CommandKind, outcome: Result<Together, MergeError>) -> Self {
        let outcome = match outcome {
            Ok(together) => {
                let of_this = self.lead.as_ref().and_then(|lead| together.of(lead.key())).cloned();
                Ok(of_this.unwrap_or_else(|| panic!("there is no lead yet: begin with `captured` or `given`")))
            }
            Err(MergeError::Refused(refusal)) => Err(refusal),
            Err(error) => panic!("{error}, in\n{}", self.story),
        };
        self.note(role, at, command.as_str(), &outcome);
        self.take(outcome);
        self
    }
}
