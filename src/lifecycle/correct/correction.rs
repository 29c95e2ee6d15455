//! What taking back changes: of one lead, and summed over many.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::{Fact, Lead, MilestoneMark, Milestones, Refold, ReplayError, hollow, that_count};
use crate::lifecycle::decision::Decision;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::values::{Date, Instant, LeadKey, Milestone, Points, StageKind, UtcOffset};

/// What a decision to take facts back changes of one lead. Nothing is changed by reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Correction {
    /// The lead.
    pub lead: LeadKey,
    /// The stage so far, and the stage then.
    pub stage: (StageKind, StageKind),
    /// The score so far, and the score then, at the instant of the decision; none where the book does not know the lead.
    pub score: Option<(Points, Points)>,
    /// Milestones that were never reached, as they were counted so far.
    pub never: Vec<(Milestone, MilestoneMark)>,
    /// Milestones that are reached now and were not before.
    pub anew: Vec<(Milestone, MilestoneMark)>,
    /// When promotions happened that are hollow now and were not before.
    pub hollow: Vec<Instant>,
}

impl Lifecycle {
    /// What a decision to take back changes of a lead: a dry run, before it is stored. `history` is the whole history that the
    /// decision was made on.
    ///
    /// # Errors
    /// The history, or what the decision makes of it, does not fold.
    pub fn correction(&self, history: &[Fact], decision: &Decision) -> Result<Correction, ReplayError> {
        let before = Lead::replay(history)?;
        let number = before.revision().saturating_add(1);
        let mut after = before.clone();
        after.apply_all(decision.facts()).map_err(|error| ReplayError::Fact { number, error })?;
        let facts: Vec<&Fact> = history.iter().chain(decision.facts()).collect();
        let (was, is) = (reached(history.iter())?, reached(facts.iter().copied())?);
        let at = after.recorded_at();
        let score = |lead: &Lead| self.score(lead, at).ok().map(|score| score.total());
        let known = hollow(&history.iter().collect::<Vec<_>>());
        let new: BTreeSet<u64> = hollow(&facts).difference(&known).copied().collect();
        let promoted = facts.iter().map(|fact| &fact.envelope).filter(|envelope| new.contains(&envelope.revision));
        Ok(Correction {
            lead: before.key().clone(),
            stage: (before.stage().kind(), after.stage().kind()),
            score: score(&before).zip(score(&after)),
            never: without(&was, &is),
            anew: without(&is, &was),
            hollow: promoted.map(|envelope| envelope.effective_at).collect(),
        })
    }
}

/// The milestones of all cycles that count.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn reached<'a>(history: impl IntoIterator<Item = &'a Fact>) -> Result<Vec<(Milestone, MilestoneMark)>, ReplayError> {
    let mut all = Vec::new();
    let mut refold: Option<Refold> = None;
    let mut open: Option<(u32, Milestones)> = None;
    let mut end = |milestones: Milestones| all.extend(milestones.iter().map(|(which, mark)| (which, *mark)));
    for (fact, number) in that_count(history).into_iter().zip(1_u64..) {
        let taken = match &mut refold {
            None => Refold::start(fact).map(|begun| refold = Some(begun)),
            Some(refold) => refold.take(fact).map(|_place| ()),
        };
        taken.map_err(|error| ReplayError::Fact { number, error })?;
        let Some(cycle) = refold.as_ref().map(|refold| refold.lead().cycle()) else { continue };
        if let Some((_, milestones)) =
            open.replace((cycle.number(), *cycle.milestones())).filter(|(number, _)| *number != cycle.number())
        {
            end(milestones);
        }
    }
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

/// How many leads go from one stage to another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct StageChanges {
    /// How many.
    pub leads: u64,
    /// Which, if that was asked for.
    pub names: BTreeSet<LeadKey>,
}

/// What became of the milestones of one kind and one month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Unmade {
    /// Never reached.
    pub never: u64,
    /// Reached, and hollow.
    pub hollow: u64,
    /// Reached by what counts now, and not before.
    pub anew: u64,
    /// Of which leads, if that was asked for.
    pub names: BTreeSet<LeadKey>,
}

/// What taking back changes of many leads: corrections added up, in any order and in parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Corrections {
    /// Leads that were looked at.
    pub leads: u64,
    /// Those that change their stage, by the stage so far and the stage then.
    pub stages: BTreeMap<(StageKind, StageKind), StageChanges>,
    /// What became of milestones, by the first day of their month and their kind; the month none where no date is known.
    pub milestones: BTreeMap<(Option<Date>, Milestone), Unmade>,
    /// Whether the names of the leads are kept.
    pub named: bool,
}

impl Corrections {
    /// No lead yet; only counts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No lead yet; with the names of the leads.
    #[must_use]
    pub fn with_names() -> Self {
        Self { named: true, ..Self::default() }
    }

    /// Adds a lead; the months of instants are those of an offset. Each lead is added once.
    pub fn add(&mut self, correction: &Correction, offset: UtcOffset) {
        let one = |total: &mut u64| *total = total.saturating_add(1);
        one(&mut self.leads);
        let name = Some(&correction.lead).filter(|_| self.named);
        if correction.stage.0 != correction.stage.1 {
            let changes = self.stages.entry(correction.stage).or_default();
            one(&mut changes.leads);
            changes.names.extend(name.cloned());
        }
        let mut note = |milestone, month: Option<Date>, of: fn(&mut Unmade) -> &mut u64| {
            let unmade = self.milestones.entry((month, milestone)).or_default();
            one(of(unmade));
            unmade.names.extend(name.cloned());
        };
        let month =
            |mark: &MilestoneMark| mark.day.or_else(|| mark.at.map(|at| at.date(offset))).map(Date::month_start);
        correction.never.iter().for_each(|(which, mark)| note(*which, month(mark), |unmade| &mut unmade.never));
        correction.anew.iter().for_each(|(which, mark)| note(*which, month(mark), |unmade| &mut unmade.anew));
        for at in &correction.hollow {
            note(Milestone::Mql, Some(at.date(offset).month_start()), |unmade| &mut unmade.hollow);
        }
    }

    /// Adds what was told of other leads. Names are kept only if both sides have them: half a list would look like a whole one.
    pub fn merge(&mut self, other: &Self) {
        let add = |total: &mut u64, more: u64| *total = total.saturating_add(more);
        add(&mut self.leads, other.leads);
        for (change, more) in &other.stages {
            let known = self.stages.entry(*change).or_default();
            add(&mut known.leads, more.leads);
            known.names.extend(more.names.iter().cloned());
        }
        for (which, more) in &other.milestones {
            let known = self.milestones.entry(*which).or_default();
            add(&mut known.never, more.never);
            add(&mut known.hollow, more.hollow);
            add(&mut known.anew, more.anew);
            known.names.extend(more.names.iter().cloned());
        }
        self.named &= other.named;
        if !self.named {
            self.stages.values_mut().for_each(|changes| changes.names.clear());
            self.milestones.values_mut().for_each(|unmade| unmade.names.clear());
        }
    }
}
