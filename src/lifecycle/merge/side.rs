//! One of the leads that are merged or split.

use alloc::vec::Vec;

use crate::access::Right;
use crate::lead::{
    Because, ContributionPart, Contributions, Fact, FactBody, FactKind, ImportedStep, Lead, Revisions, standing,
};
use crate::lifecycle::book::Version;
use crate::lifecycle::case::Case;
use crate::lifecycle::clock::catch_up;
use crate::lifecycle::context::Context;
use crate::lifecycle::correct::Past;
use crate::lifecycle::decision::Decision;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::merge::together::{MergeError, OfLead};
use crate::lifecycle::mint::Times;
use crate::lifecycle::note::Note;
use crate::lifecycle::permission::may;
use crate::lifecycle::preconditions::enter;
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::unmet::{MergeUnmet, Unmet, misfit};
use crate::values::{CommandKind, Instant, LeadKey, StageKind};

/// The lead that a past leads to.
pub(super) fn now_of(past: &Past<'_>) -> Result<Lead, MergeError> {
    let folded = past.folded(usize::MAX).map_err(|error| {
        let first = past.facts().first().map(|fact| fact.envelope.lead.clone());
        let lead = past.snapshot().map(|lead| lead.key().clone()).or(first);
        MergeError::Replay { lead, error }
    })?;
    Ok(folded.now)
}

/// One of the leads, caught up with the clock.
pub(super) struct Side<'a> {
    pub(super) past: &'a Past<'a>,
    stored: &'a Lead,
    chain: FactChain<'a>,
    pub(super) version: &'a Version,
    times: Times,
    command: CommandKind,
}

impl<'a> Side<'a> {
    /// Catches a lead up. Which revision the caller expects is asked of the lead that the command names, and of no other.
    ///
    /// # Errors
    /// The book says nothing of the lead, or the times or the revision do not fit.
    pub(super) fn of(
        lifecycle: &'a Lifecycle,
        (past, stored): (&'a Past<'a>, &'a Lead),
        command: CommandKind,
        ctx: &Context,
        is_named: bool,
    ) -> Result<Self, Refusal> {
        let others = Context { expected_revision: None, ..ctx.clone() };
        let entered = enter(lifecycle, stored, command, if is_named { ctx } else { &others })?;
        let (now, book) = (entered.recorded_at, lifecycle.book());
        let mut chain = FactChain::after(stored);
        let caught = catch_up(book, &mut chain, (stored.recorded_at(), Because::Time), now);
        let caught = caught.and_then(|()| chain.lead().map(|_lead| ()));
        caught.map_err(|error| Refusal::of(stored, command, now, misfit(error)))?;
        let lead = chain.parts().0;
        let version = book.of_lead(lead);
        let version = version.map_err(|gap| Refusal::of(lead, command, now, alloc::vec![Unmet::Policy(gap)]))?;
        let times = entered.times(version.policy(), lead);
        Ok(Self { past, stored, chain, version, times, command })
    }

    /// The same lead, caught up to an instant and no further.
    ///
    /// # Errors
    /// As of [`of`](Self::of).
    pub(super) fn at(&self, lifecycle: &'a Lifecycle, now: Instant, ctx: &Context) -> Result<Self, Refusal> {
        let now = now.max(self.stored.recorded_at());
        let ctx = Context { now, effective_at: None, ..ctx.clone() };
        Self::of(lifecycle, (self.past, self.stored), self.command, &ctx, false)
    }

    /// The lead as time has made it.
    pub(super) fn lead(&self) -> &Lead {
        self.chain.parts().0
    }

    pub(super) fn key(&self) -> &'a LeadKey {
        self.stored.key()
    }

    pub(super) const fn recorded_at(&self) -> Instant {
        self.times.recorded_at
    }

    /// What time has made true since the lead was stored.
    pub(super) fn due(&self) -> &[Fact] {
        self.chain.parts().1
    }

    /// What is unmet whatever the other leads are.
    pub(super) fn case<'s>(&'s self, ctx: &'s Context, right: Right) -> Case<'s> {
        let mut case = Case::new(self.version, self.lead(), ctx, self.times);
        case.at_once();
        may(&mut case, right, false);
        case
    }

    pub(super) fn refusal(&self, unmet: Vec<Unmet>) -> Refusal {
        Refusal::of(self.lead(), self.command, self.recorded_at(), unmet)
    }

    /// The facts of a kind that count, as far as they are given.
    pub(super) fn standing(&self, kind: FactKind) -> Vec<&'a Fact> {
        let facts: Vec<&'a Fact> = self.past.facts().iter().collect();
        let stands = standing(&facts, &Revisions::default());
        let of_kind = |(fact, stands): &(&Fact, bool)| *stands && fact.kind() == kind;
        facts.into_iter().zip(stands).filter(of_kind).map(|(fact, _)| fact).collect()
    }

    /// The step by which a legacy system said that the lead was merged, where that is why it is: no lead took it in here.
    pub(super) fn merged_by_import(&self) -> Option<&'a Fact> {
        let merges =
            |fact: &&Fact| matches!(&fact.body, FactBody::StepImported { step: ImportedStep::Merged { .. }, .. });
        let is_merged = self.lead().stage().kind() == StageKind::Merged;
        let step = self.standing(FactKind::StepImported).into_iter().rev().find(merges).filter(|_| is_merged)?;
        self.standing(FactKind::MergedInto).is_empty().then_some(step)
    }

    /// The merge that brought a lead in and still counts, and what the lead brings with it now.
    pub(super) fn merge_of<'c>(
        &self,
        lead: &LeadKey,
        contributions: &'c Contributions,
    ) -> Option<(&'a Fact, &'c ContributionPart)>
    where
        'a: 'c,
    {
        let brings = |fact: &'a Fact| {
            let part = contributions.parts(fact).into_iter().find(|part| part.lead() == lead);
            part.map(|part| (fact, part))
        };
        self.standing(FactKind::MergedFrom).into_iter().rev().find_map(brings)
    }

    /// That the history is not given far enough back.
    pub(super) fn whole_needed(&self) -> Unmet {
        Unmet::Merge(MergeUnmet::WholeNeeded { lead: self.key().clone(), snapshot: self.past.since() })
    }

    /// The decision: what was due, and then these facts.
    pub(super) fn decide(self, own: Vec<Fact>, ctx: &Context, notes: Vec<Note>) -> OfLead {
        let (lead, revision) = (self.stored.key().clone(), self.stored.revision());
        let mut facts = self.chain.into_facts();
        let clock_facts = facts.len();
        facts.extend(own);
        let decision = Decision::new(revision, facts, clock_facts).of(ctx.command_id.clone(), notes);
        OfLead { lead, decision }
    }
}
