//! What taking back changes of one lead.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::{
    Fact, FactBody, Lead, MilestoneMark, Milestones, ReplayError, Revisions, TakenBack, counted_with, hollow,
    that_count,
};
use crate::lifecycle::decision::Decision;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::unmet::FactAt;
use crate::values::{Instant, LeadKey, Milestone, Points, StageKind};

/// What a decision to take facts back changes of one lead. Nothing is changed by reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Correction {
    /// The lead.
    pub lead: LeadKey,
    /// The stage so far, and the stage then. What time has made true up to then is part of both.
    pub stage: (StageKind, StageKind),
    /// The score so far, and the score then, at the instant of the decision; none where the book does not know the lead.
    pub score: Option<(Points, Points)>,
    /// The facts that are taken back: those that were named.
    pub facts: Vec<FactAt>,
    /// What rules had made of them, and what falls with them.
    pub fallen: Vec<FactAt>,
    /// Milestones that were never reached, as they were counted so far.
    pub never: Vec<(Milestone, MilestoneMark)>,
    /// Milestones that are reached now and were not before.
    pub anew: Vec<(Milestone, MilestoneMark)>,
    /// When promotions happened that are hollow now and were not before.
    pub hollow: Vec<Instant>,
    /// When promotions happened that were hollow before and are not now: their grounds count again.
    pub sound: Vec<Instant>,
}

impl Lifecycle {
    /// What a decision to take back changes of a lead: a dry run, before it is stored. `history` is the whole history that the
    /// decision was made on.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, Role, StageKind};
    /// # use lead_lifecycle::lifecycle::{Past, TakeBack};
    /// # use lead_lifecycle::recycle::Reason;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let mut history = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?.into_facts();
    /// # let lead = Lead::replay(&history)?;
    /// # let promote = Command::Promote { note: None };
    /// # history.extend(lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?.into_facts());
    /// # let (order, ctx) = (TakeBack::new([2], Reason::new("mistake".parse()?, None)), by(Role::Manager, "2026-04-03T09:00:00+09:00")?);
    /// let decision = lifecycle.take_back(&Past::Whole(&history), &order, &ctx)?;
    /// let correction = lifecycle.correction(&history, &decision)?;
    /// assert_eq!(correction.stage, (StageKind::Mql, StageKind::Lead));
    /// // A part of the history is not the one that the decision was made on.
    /// assert!(lifecycle.correction(&history[..1], &decision).is_err());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The history, or what the decision makes of it, does not fold.
    pub fn correction(&self, history: &[Fact], decision: &Decision) -> Result<Correction, ReplayError> {
        let mut before = Lead::replay(history)?;
        let number = before.revision().saturating_add(1);
        let unfit = |error| ReplayError::Fact { number, error };
        before.apply_all(decision.clock_facts()).map_err(unfit)?;
        let mut after = before.clone();
        after.apply_all(decision.own_facts()).map_err(unfit)?;
        let known: Vec<&Fact> = history.iter().chain(decision.clock_facts()).collect();
        let facts: Vec<&Fact> = known.iter().copied().chain(decision.own_facts()).collect();
        let (was, is) = (reached(known.iter().copied())?, reached(facts.iter().copied())?);
        let at = after.recorded_at();
        let score = |lead: &Lead| self.score(lead, at).ok().map(|score| score.total());
        let (was_hollow, is_hollow) = (hollow(&known), hollow(&facts));
        let counting: BTreeSet<u64> =
            that_count(facts.iter().copied()).iter().map(|fact| fact.envelope.revision).collect();
        let promoted = |these: &BTreeSet<u64>, others: &BTreeSet<u64>| -> Vec<Instant> {
            let only =
                |revision: &u64| these.contains(revision) && !others.contains(revision) && counting.contains(revision);
            let envelopes = facts.iter().map(|fact| &fact.envelope).filter(|envelope| only(&envelope.revision));
            envelopes.map(|envelope| envelope.effective_at).collect()
        };
        let taken = decision.facts().iter().find_map(|fact| {
            let FactBody::TakenBack(taken) = &fact.body else { return None };
            Some(&**taken)
        });
        let told = |of: fn(&TakenBack) -> &Revisions| -> Vec<FactAt> {
            let these =
                facts.iter().filter(|fact| taken.is_some_and(|taken| of(taken).contains(fact.envelope.revision)));
            these.map(|fact| FactAt::of(fact)).collect()
        };
        Ok(Correction {
            lead: before.key().clone(),
            stage: (before.stage().kind(), after.stage().kind()),
            score: score(&before).zip(score(&after)),
            facts: told(|taken| &taken.facts),
            fallen: told(|taken| &taken.fallen),
            never: without(&was, &is),
            anew: without(&is, &was),
            hollow: promoted(&is_hollow, &was_hollow),
            sound: promoted(&was_hollow, &is_hollow),
        })
    }
}

/// The milestones of all cycles that count.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn reached<'a>(history: impl IntoIterator<Item = &'a Fact>) -> Result<Vec<(Milestone, MilestoneMark)>, ReplayError> {
    let mut all = Vec::new();
    let mut open: Option<(u32, Milestones)> = None;
    let mut end = |milestones: Milestones| all.extend(milestones.iter().map(|(which, mark)| (which, *mark)));
    counted_with(history, |_one, lead| {
        let cycle = lead.cycle();
        let before = open.replace((cycle.number(), *cycle.milestones()));
        if let Some((_, milestones)) = before.filter(|(number, _)| *number != cycle.number()) {
            end(milestones);
        }
    })?;
    if let Some((_, milestones)) = open {
        end(milestones);
    }
    Ok(all)
}

/// Those that the others do not have, each as often as it is missing.
fn without(
    these: &[(Milestone, MilestoneMark)],
    others: &[(Milestone, MilestoneMark)],
) -> Vec<(Milestone, MilestoneMark)> {
    let key = |(which, mark): &(Milestone, MilestoneMark)| (*which, mark.at, mark.day, mark.basis);
    let mut left: BTreeMap<_, usize> = BTreeMap::new();
    for other in others {
        let known = left.entry(key(other)).or_default();
        *known = known.saturating_add(1);
    }
    let missing = |one: &&(Milestone, MilestoneMark)| {
        let Some(known) = left.get_mut(&key(one)).filter(|known| **known > 0) else { return true };
        *known = known.saturating_sub(1);
        false
    };
    these.iter().filter(missing).copied().collect()
}
