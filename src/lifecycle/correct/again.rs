//! Folding again what counts: what rules made is judged anew, and falls where it no longer holds.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::lead::{Because, Cause, Fact, FactBody, FactKind, Lead, Refold, Revisions, Trigger};
use crate::lifecycle::book::{Landed, PolicyBook, Version, landed};
use crate::lifecycle::clocks::Watch;
use crate::lifecycle::correct::class::Class;
use crate::lifecycle::correct::deals::strays;
use crate::lifecycle::correct::holds::{holds, is_of_clock};
use crate::lifecycle::correct::named::Named;
use crate::lifecycle::correct::tallies::Tallies;
use crate::lifecycle::unmet::{CorrectionUnmet, FactAt, Unmet};
use crate::scoring::ScoringState;
use crate::values::Instant;

/// News that are told instead: what is to be folded into a lead before a fact that took effect at an instant.
pub(super) type Told<'t> = dyn FnMut(Instant, &Lead) -> Vec<Fact> + 't;

/// How a walk finds out what falls.
pub(super) enum Judging<'t> {
    /// It judges, as if what is told instead had been told in time.
    Anew(&'t mut Told<'t>),
    /// Another walk has.
    As(&'t Again),
}

/// What folding again comes to.
#[derive(Debug)]
pub(super) struct Again {
    pub(super) refold: Refold,
    /// The clocks, as the rules make them of what counts.
    pub(super) clocks: Watch,
    /// What rules had made and make no longer.
    pub(super) fallen: Vec<u64>,
    /// Every hollow promotion after the snapshot.
    pub(super) hollow: Vec<u64>,
    /// Whether something fell that a hand-raise had set off, or a suggestion to reopen: other news may do the same.
    pub(super) set_off: bool,
    /// What was told of contracts that part with another lead, and falls with them.
    pub(super) left: Vec<FactAt>,
    /// What does not fit without what is taken back.
    pub(super) unfit: Vec<FactAt>,
    /// What is named, and fits still: it is told again.
    kept: Vec<FactAt>,
}

impl Again {
    /// Everything that stands in the way.
    pub(super) fn unmet(&self) -> Vec<Unmet> {
        let mut unmet = Vec::new();
        if !self.kept.is_empty() {
            unmet.push(Unmet::Correction(CorrectionUnmet::TellAgain { facts: self.kept.clone() }));
        }
        if !self.unfit.is_empty() {
            unmet.push(Unmet::Correction(CorrectionUnmet::StandOn { facts: self.unfit.clone() }));
        }
        unmet
    }

    /// The same, with what another walk has found to be hollow.
    pub(super) fn with_hollow_of(self, other: Self) -> Self {
        Self { hollow: other.hollow, set_off: other.set_off, ..self }
    }
}

/// The walk over what counts.
struct Walk<'b, 'h> {
    book: &'b PolicyBook,
    version: &'b Version,
    named: &'h Named<'h>,
    /// Whether an own turn stands on the visit that a rule opened, one answer for each fact that is judged.
    stood_on: Vec<bool>,
    /// Edits that would go to another deal than that which was edited.
    strays: Revisions,
    /// Whether the lead was erased: its facts say less than was known when they were judged, so what they say of the score stays.
    erased: bool,
    /// Whether activities are taken back, or count again: what recounts say is then counted anew.
    other_activities: bool,
    /// The same of profile writes: what later ones say of the score is then said anew.
    other_profile: bool,
    /// What another walk has found to fall.
    fallen: Option<&'b [u64]>,
    /// The place of the newest correction so far.
    newest_correction: Option<usize>,
    /// The place of the newest merge so far.
    newest_merge: Option<usize>,
    /// What counts so far, counted again version by version.
    tallies: Tallies<'b>,
    again: Again,
}

/// Folds what counts, from a lead as it was at the place up to which nothing is otherwise.
pub(super) fn again<'h>(
    (book, version): (&PolicyBook, &Version),
    named: &'h Named<'h>,
    begun: Lead,
    judging: Judging<'_>,
) -> Again {
    let before = named.facts.iter().take(named.shared).map(|fact| fact.envelope.revision);
    let hollow = if named.hollow.is_empty() {
        Vec::new()
    } else {
        before.filter(|revision| named.hollow.contains(*revision)).collect()
    };
    let again = Again {
        clocks: Watch::of(&begun),
        refold: Refold::from(begun).with(named.contributions.clone()),
        fallen: Vec::new(),
        hollow,
        set_off: false,
        left: Vec::new(),
        unfit: Vec::new(),
        kept: Vec::new(),
    };
    let (mut told, fallen) = match judging {
        Judging::Anew(told) => (Some(told), None),
        Judging::As(other) => (None, Some(other.fallen.as_slice())),
    };
    let erased = again.refold.lead().erased_at().is_some()
        || named.facts.iter().skip(named.shared).any(|fact| fact.kind() == FactKind::Redacted);
    // Wherever there is a correction, what was made of facts may have been made of others.
    let corrected = named.parts || named.facts.iter().skip(named.shared).any(|fact| fact.kind().corrects());
    let otherwise = |kind: FactKind| {
        let mut gone = named.gone.iter().filter_map(|revision| named.fact(revision)).map(Fact::kind);
        !erased && (corrected || gone.any(|other| other == kind))
    };
    let mut walk = Walk {
        book,
        version,
        named,
        stood_on: stood_on(named),
        strays: strays(named),
        erased,
        other_activities: otherwise(FactKind::ActivityRecorded),
        other_profile: otherwise(FactKind::ProfileUpdated),
        fallen,
        newest_correction: None,
        newest_merge: None,
        tallies: Tallies::new(),
        again,
    };
    for (place, fact) in named.facts.iter().enumerate().skip(named.shared) {
        if let Some(told) = told.as_deref_mut().filter(|_| place >= named.from) {
            for news in told(fact.envelope.effective_at, walk.again.refold.lead()) {
                // What does not fit here is told where it will be: after all that counts.
                let _unfit = walk.again.refold.take(&news);
            }
        }
        walk.step(place, fact);
        if fact.kind().corrects() {
            walk.newest_correction = Some(place);
        }
        if fact.kind() == FactKind::MergedFrom {
            walk.newest_merge = Some(place);
        }
    }
    walk.end()
}

impl<'b> Walk<'b, '_> {
    fn step(&mut self, place: usize, fact: &Fact) {
        if !self.named.counts(place) {
            if fact.kind().corrects() && self.named.stands_at(fact.envelope.revision) {
                self.count_again(place, fact);
            }
            if Class::of(fact) == Class::ToldAgain && self.named.gone.contains(fact.envelope.revision) {
                self.tell_again(fact);
            }
            return;
        }
        if place < self.named.from {
            self.note_hollow(fact, self.named.hollow.contains(fact.envelope.revision));
        } else if !self.stays(place, fact) {
            return;
        }
        match self.said_anew(place, fact) {
            Some(anew) => self.take(&anew, fact),
            None => self.take(fact, fact),
        }
        if self.other_profile && matches!(fact.kind(), FactKind::ProfileUpdated | FactKind::MergedFrom) {
            self.profile_anew(fact);
        }
    }

    /// Judges a fact: whether it stays. One that does not falls, or keeps the order from being carried out.
    fn stays(&mut self, place: usize, fact: &Fact) -> bool {
        let by_rule = fact.envelope.cause.is_rule() && fact.kind() != FactKind::PolicyAdopted;
        if by_rule && !self.holds(place, fact) {
            if self.fallen.is_some() || !self.stands(place) || fact.kind().is_of_clocks() {
                self.fall(fact);
                return false;
            }
            self.note_hollow(fact, true);
        }
        let unbooked = needs_appointment(fact) && self.again.refold.lead().cycle().appointment().is_none();
        if !by_rule && (unbooked || self.strays.contains(fact.envelope.revision)) {
            self.again.unfit.push(FactAt::of(fact));
            return false;
        }
        true
    }

    /// What the profile comes to without what is taken back.
    fn profile_anew(&mut self, fact: &Fact) {
        let tags = self.version_of(fact).policy().scoring().tag_profile(self.again.refold.lead().profile());
        self.again.refold.apply_profile(&tags);
    }

    /// Takes in a fact, as it is or as it is said anew.
    fn take(&mut self, anew: &Fact, fact: &Fact) {
        if self.again.refold.take(anew).is_ok() {
            let policy = self.version_of(fact).policy();
            self.again.clocks.see(policy, anew, self.again.refold.lead());
        } else if Class::of(fact) == Class::Rule {
            self.fall(fact);
        } else if self.named.parts && matches!(fact.kind(), FactKind::ContractRenewed | FactKind::ContractAmended) {
            self.fall(fact);
            self.again.left.push(FactAt::of(fact));
        } else {
            self.again.unfit.push(FactAt::of(fact));
        }
    }

    fn fall(&mut self, fact: &Fact) {
        let revision = fact.envelope.revision;
        if self.again.hollow.last() == Some(&revision) {
            let _not_hollow = self.again.hollow.pop();
        }
        self.again.fallen.push(revision);
        self.again.set_off |= is_set_off(fact);
    }

    fn note_hollow(&mut self, fact: &Fact, is_hollow: bool) {
        if is_hollow && promotes(fact) {
            self.again.hollow.push(fact.envelope.revision);
        }
    }

    /// A correction that stands counted the score anew. Under the version that tagged every fact this comes to what is kept.
    fn count_again(&mut self, place: usize, fact: &Fact) {
        let lead = self.again.refold.lead();
        if lead.adopted_at().is_some() && !self.erased && self.named.since == 0 {
            let state = self.state_before(place, self.version_of(fact));
            self.again.refold.rescore(state);
        }
    }

    /// The score is tagged anew from the whole history. Folding comes to the same as long as one version tagged every fact; it is
    /// what is left since a snapshot; and of an erased lead, whose history says less than was known, it is what was kept.
    fn end(mut self) -> Again {
        let recounted = self.named.facts.iter().any(|fact| fact.kind() == FactKind::Recounted);
        let by_one_version = self.again.refold.lead().adopted_at().is_none() && !recounted;
        // Until it is counted again, the score stands as it was tagged: that leads part counts nothing anew.
        let waits = self.named.parts && self.again.refold.lead().recount_due().is_some();
        if !by_one_version && !self.erased && !waits && self.named.since == 0 {
            let state = self.state_before(self.named.facts.len(), self.version);
            self.again.refold.rescore(state);
        }
        self.again
    }

    /// What counts of the facts before a place, counted again by a version.
    fn state_before(&mut self, place: usize, version: &'b Version) -> ScoringState {
        let lead = self.again.refold.lead();
        self.tallies.state(version, (self.named, &self.again.fallen), place, lead.profile())
    }

    /// One that is corrected by telling again may go only where it has nothing left to stand on.
    fn tell_again(&mut self, fact: &Fact) {
        if !self.strays.contains(fact.envelope.revision) && self.again.refold.admits(fact) {
            self.again.kept.push(FactAt::of(fact));
        }
    }

    fn holds(&self, place: usize, fact: &Fact) -> bool {
        if let Some(fallen) = self.fallen {
            return fallen.binary_search(&fact.envelope.revision).is_err();
        }
        let turn_removed = self.named.first_turn.is_some_and(|first| place > first);
        if turn_removed && (fact.kind().is_turn() || self.recycles(place, fact)) && is_of_clock(fact) {
            return false;
        }
        if fact.kind().is_of_clocks() && !self.runs_stand(fact) {
            return false;
        }
        let stands = match fact.envelope.cause {
            Cause::Rule(Because::Fact(revision)) => self.named.stands_at(revision) && !self.is_fallen(revision),
            Cause::Rule(Because::Correction) => self.correction_stands(),
            Cause::Rule(Because::Merge) => self.newest_merge.is_some_and(|at| self.named.counts(at)),
            Cause::Rule(Because::Time | Because::Policy | Because::Recount)
            | Cause::Command
            | Cause::Proposal(_)
            | Cause::Import => true,
        };
        holds(self.version_of(fact).policy(), self.again.refold.lead(), fact, stands)
    }

    /// Whether the runs of clocks that a fact speaks of began with facts that count, and ended with such.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only these facts speak of clocks")]
    fn runs_stand(&self, fact: &Fact) -> bool {
        let counts = |revision: u64| self.named.stands_at(revision) && !self.is_fallen(revision);
        match &fact.body {
            FactBody::ClocksChanged(said) => {
                said.runs().all(|run| counts(run.number()) && run.stop().is_none_or(|stop| counts(stop.by)))
            }
            FactBody::ClockWarned { run, .. }
            | FactBody::ClockBreached { run, .. }
            | FactBody::ClockEscalated { run, .. }
            | FactBody::BreachWithdrawn { run, .. } => counts(*run),
            _ => true,
        }
    }

    /// Whether a stage became stale, and was recycled for it: without the recycling it would be stale and stay where it is.
    fn recycles(&self, place: usize, fact: &Fact) -> bool {
        let next = self.named.facts.get(place.saturating_add(1)).map(|next| (next.kind(), next.envelope.effective_at));
        fact.kind() == FactKind::BecameStale && next == Some((FactKind::Recycled, fact.envelope.effective_at))
    }

    fn is_fallen(&self, revision: u64) -> bool {
        self.again.fallen.binary_search(&revision).is_ok()
    }

    /// Whether the correction that a fact came of stands: the newest before it.
    fn correction_stands(&self) -> bool {
        self.newest_correction.is_none_or(|at| self.named.stands.get(at).copied().unwrap_or_default())
    }

    fn stands(&self, place: usize) -> bool {
        let judged = place.checked_sub(self.named.from);
        judged.and_then(|judged| self.stood_on.get(judged)).copied().unwrap_or_default()
    }

    /// The version that decided a fact; where the book has it no longer, the one that was in force.
    fn version_of(&self, fact: &Fact) -> &'b Version {
        let known = self.book.find(&fact.envelope.policy);
        known.or_else(|| self.book.at(fact.envelope.effective_at)).unwrap_or(self.version)
    }

    /// A fact that says more than what happened: it says it of what counts now.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only these facts carry what was made of others")]
    fn said_anew(&mut self, place: usize, fact: &Fact) -> Option<Fact> {
        let body = match &fact.body {
            FactBody::Recounted { counted: Some(_), spared } if self.other_activities => {
                let state = self.state_before(place, self.version_of(fact));
                FactBody::Recounted { counted: Some(Box::new(state.of_activities())), spared: *spared }
            }
            FactBody::PolicyAdopted { from, memory, tags, deal_pipeline, deal_stage, stock, recount_due } => {
                let (version, lead) = (self.version_of(fact), self.again.refold.lead());
                let anew = self.other_profile;
                let tags = if anew { version.policy().scoring().tag_profile(lead.profile()) } else { tags.clone() };
                // Where the book does not know both versions, somebody said where the deal goes.
                let by_book = [from, &fact.envelope.policy].into_iter().all(|stamp| self.book.find(stamp).is_some());
                let given = Landed { pipeline: deal_pipeline.clone(), stage: deal_stage.clone() };
                let placed = if by_book { landed(self.book, lead, version) } else { given };
                FactBody::PolicyAdopted {
                    from: from.clone(),
                    memory: *memory,
                    tags,
                    deal_pipeline: placed.pipeline,
                    deal_stage: placed.stage,
                    stock: *stock,
                    recount_due: *recount_due,
                }
            }
            _ => return None,
        };
        Some(Fact { envelope: fact.envelope.clone(), body })
    }
}

/// Whether a fact is of those that a hand-raise sets off, or a suggestion to reopen.
pub(in crate::lifecycle) const fn is_set_off(fact: &Fact) -> bool {
    matches!(
        fact.body,
        FactBody::BecameMql { trigger: Trigger::HandRaise, .. }
            | FactBody::ReopenSuggested { .. }
            | FactBody::ExpansionOpened { .. }
    )
}

/// Whether a fact is a promotion: it opens a visit of MQL.
fn promotes(fact: &Fact) -> bool {
    matches!(fact.kind(), FactKind::BecameMql | FactKind::ExpansionOpened)
}

/// A meeting that was moved, cancelled or missed was agreed on.
fn needs_appointment(fact: &Fact) -> bool {
    matches!(fact.kind(), FactKind::AppointmentMoved | FactKind::AppointmentCancelled | FactKind::AppointmentMissed)
}

/// Whether an own turn stands on the visit that a fact opened: whether the next turn that counts is one of people. What became
/// stale stands with the recycling that it brought. Told of the facts that are judged.
fn stood_on(named: &Named<'_>) -> Vec<bool> {
    let judged = named.facts.len().saturating_sub(named.from);
    let mut stood_on: Vec<bool> = Vec::with_capacity(judged);
    let (mut next_is_own, mut after_recycling) = (false, None);
    for (place, fact) in named.facts.iter().enumerate().skip(named.from).rev() {
        let kind = fact.kind();
        let here = match (kind, after_recycling.take()) {
            (FactKind::BecameStale, Some(stood)) => stood,
            _ => next_is_own,
        };
        stood_on.push(here);
        // That a duplicate was merged says nothing of what it was taken for.
        if kind.is_turn() && kind != FactKind::MergedInto && named.counts(place) {
            let by_rule = fact.envelope.cause.is_rule();
            if by_rule && kind == FactKind::Recycled {
                after_recycling = Some(here);
            }
            next_is_own = !by_rule;
        }
    }
    stood_on.reverse();
    stood_on
}
