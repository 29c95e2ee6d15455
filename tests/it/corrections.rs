//! Taking back, one kind of mistake after another, and laws that need more than one correction.
#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind among many")]

mod afterwards;
mod erased;
mod held;
mod ids;
mod instead;
mod many;
mod mistakes;
mod order;
mod refusals;
mod scanner;
mod since;
mod traps;

use std::collections::BTreeSet;

use lead_lifecycle::lead::TakenBack;
use lead_lifecycle::lifecycle::{Past, TakeBack, TakeBackError};
use lead_lifecycle::{Actor, Capture, Decision, Fact, FactKind, Instant, Lead, Lifecycle, Origin, Refusal, Role};

use crate::common::tale::{Tale, context, who};
use crate::common::{Step, at, k, reason};
use crate::correction_laws::{after, chosen, correction, take_back};

/// The order to take these back, because it was a mistake.
pub(crate) fn mistake(facts: impl IntoIterator<Item = u64>) -> TakeBack {
    TakeBack::new(facts, reason("mistake", false))
}

/// What is refused, or decided.
#[track_caller]
pub(crate) fn refused(decided: Result<Decision, TakeBackError>) -> Result<Decision, Refusal> {
    decided.map_err(|error| match error {
        TakeBackError::Refused(refusal) => refusal,
        other => panic!("{other}"),
    })
}

impl Tale {
    /// The revisions of the facts of a kind.
    pub(crate) fn all(&self, kind: FactKind) -> Vec<u64> {
        self.facts.iter().filter(|fact| fact.kind() == kind).map(|fact| fact.envelope.revision).collect()
    }

    /// The revision of the newest fact of a kind.
    #[track_caller]
    pub(crate) fn newest(&self, kind: FactKind) -> u64 {
        *self.all(kind).last().unwrap_or_else(|| panic!("there is no {kind}"))
    }

    pub(crate) fn ask_back(&self, actor: &Actor, at: &str, order: &TakeBack) -> Result<Decision, Refusal> {
        refused(self.lifecycle.take_back(&Past::Whole(&self.facts), order, &context(actor, at, None)))
    }

    /// A manager takes facts back; what was decided besides what time had made true.
    #[track_caller]
    pub(crate) fn takes_back(&mut self, at: &str, order: &TakeBack) -> Vec<FactKind> {
        let decision = self.ask_back(&who(Role::Manager, 0), at, order).unwrap_or_else(|refusal| panic!("{refusal}"));
        self.lead.apply_all(decision.facts()).unwrap();
        self.facts.extend(decision.facts().iter().cloned());
        decision.own_facts().iter().map(Fact::kind).collect()
    }

    /// It is merged into another lead, of which nothing else is known.
    #[track_caller]
    pub(crate) fn is_merged(&mut self, at: &str, winner: &str) {
        let system = context(&who(Role::System, 0), at, None);
        let winner = self.lifecycle.capture(&Capture::new(k(winner), Origin::Inbound), &system).unwrap();
        let merged = self.lifecycle.merge(&Past::Whole(&self.facts), &Past::Whole(winner.facts()), &system);
        let decision = merged.unwrap_or_else(|error| panic!("{error}")).of(self.lead.key()).cloned().unwrap();
        self.lead.apply_all(decision.facts()).unwrap();
        self.facts.extend(decision.into_facts());
    }

    /// The words with which an order is refused, one for each condition.
    #[track_caller]
    pub(crate) fn not_taken_back(&self, actor: &Actor, at: &str, order: &TakeBack) -> Vec<String> {
        match self.ask_back(actor, at, order) {
            Ok(decision) => panic!("not refused: {:?}", decision.facts().iter().map(Fact::kind).collect::<Vec<_>>()),
            Err(refusal) => refusal.unmet.iter().map(ToString::to_string).collect(),
        }
    }

    /// What the newest correction says.
    #[track_caller]
    pub(crate) fn taken(&self) -> TakenBack {
        let taken = self.facts.iter().rev().find_map(|fact| match &fact.body {
            lead_lifecycle::FactBody::TakenBack(taken) => Some((**taken).clone()),
            _ => None,
        });
        taken.unwrap_or_else(|| panic!("nothing was taken back"))
    }
}

/// A story goes on under a book: what each step decided, where it was not refused.
pub(crate) fn carry_on(lifecycle: &Lifecycle, facts: &mut Vec<Fact>, steps: &[Step], mut look: impl FnMut(&Lead)) {
    let mut lead = Lead::replay(&*facts).unwrap();
    let mut now = lead.recorded_at();
    for step in steps {
        now = now.max(step.now(now));
        let (command, ctx) = step.on(&lead, now);
        if let Ok(decision) = lifecycle.decide(&lead, &command, &ctx) {
            lead.apply_all(decision.facts()).unwrap_or_else(|error| panic!("{error}: {command:?}"));
            facts.extend(decision.into_facts());
            look(&lead);
        }
    }
}

/// Takes back what is picked of a history, with whatever stands on it; none if nothing of it may go.
pub(crate) fn corrected_by(lifecycle: &Lifecycle, facts: &[Fact], picks: &[u16]) -> Option<(Decision, BTreeSet<u64>)> {
    let now = facts.last().unwrap().envelope.recorded_at;
    let found = take_back(lifecycle, facts, &chosen(facts, picks), now)?;
    correction(&found.0).is_some().then_some(found)
}

/// A history with a correction of what is picked, where that is possible.
pub(crate) fn with_correction(lifecycle: &Lifecycle, facts: &mut Vec<Fact>, picks: &[u16]) {
    if let Some((decision, _)) = corrected_by(lifecycle, facts, picks) {
        *facts = after(facts, &decision);
    }
}

/// So many days later.
pub(crate) fn later(now: Instant, days: i64) -> Instant {
    at(now.seconds() + days * crate::common::DAY)
}
