//! One command on one lead, being judged: a [`Case`] gathers what is unmet. Only one of which nothing is unmet becomes
//! [`Cleared`] and can emit facts.

use alloc::vec::Vec;

use crate::deal::{Deal, Pipeline};
use crate::lead::{FactKind, Lead};
use crate::lifecycle::book::Version;
use crate::lifecycle::cleared::{Cleared, Judged};
use crate::lifecycle::context::Context;
use crate::lifecycle::mint::Times;
use crate::lifecycle::transition::WITH_DEAL;
use crate::lifecycle::unmet::{TimeUnmet, Unmet};
use crate::lifecycle::way::stage_unmet;
use crate::policy::Policy;
use crate::values::{CommandKind, Instant, Moment, ProposalId, StageKind};

/// A command being judged. Its lead is caught up with the clock.
#[derive(Debug)]
pub(super) struct Case<'a> {
    version: &'a Version,
    lead: &'a Lead,
    ctx: &'a Context,
    times: Times,
    /// The proposal whose approval the decision opens with.
    approved: Option<&'a ProposalId>,
    unmet: Vec<Unmet>,
}

impl<'a> Case<'a> {
    #[inline]
    pub(super) const fn new(version: &'a Version, lead: &'a Lead, ctx: &'a Context, times: Times) -> Self {
        Self { version, lead, ctx, times, approved: None, unmet: Vec::new() }
    }

    /// The same lead, policy, actor and times, for another command, of which nothing is known yet.
    pub(super) const fn afresh(&self) -> Self {
        Self::new(self.version, self.lead, self.ctx, self.times)
    }

    pub(super) const fn policy(&self) -> &'a Policy {
        self.version.policy()
    }

    pub(super) const fn version(&self) -> &'a Version {
        self.version
    }

    pub(super) const fn lead(&self) -> &'a Lead {
        self.lead
    }

    pub(super) const fn ctx(&self) -> &'a Context {
        self.ctx
    }

    pub(super) const fn recorded_at(&self) -> Instant {
        self.times.recorded_at
    }

    pub(super) const fn effective_at(&self) -> Instant {
        self.times.effective_at
    }

    #[inline]
    pub(super) const fn stage(&self) -> StageKind {
        self.lead.stage().kind()
    }

    #[inline]
    pub(super) fn require(&mut self, holds: bool, unmet: impl FnOnce() -> Unmet) {
        if !holds {
            self.unmet.push(unmet());
        }
    }

    #[inline]
    pub(super) fn refuse(&mut self, unmet: Unmet) {
        self.unmet.push(unmet);
    }

    /// What follows a fact cannot lie before it.
    pub(super) fn not_before(&mut self, fact: FactKind, at: Instant) {
        let effective = self.effective_at();
        let given = self.times.day.map_or(Moment::At(effective), Moment::Day);
        self.require(effective >= at, || Unmet::Time(TimeUnmet::before_fact(fact, at, given)));
    }

    /// What takes effect when it is recorded cannot be told of another time.
    pub(super) fn at_once(&mut self) {
        let Times { recorded_at, effective_at, day } = self.times;
        let given = day.map_or(Moment::At(effective_at), Moment::Day);
        let now = recorded_at == effective_at && day.is_none();
        self.require(now, || Unmet::Time(TimeUnmet::NotNow { given, recorded: recorded_at }));
    }

    /// What changes the present cycle cannot lie before it began.
    pub(super) fn within_cycle(&mut self) {
        let cycle = self.lead.cycle();
        self.not_before(cycle.opened_by(), cycle.opened_at());
    }

    /// A turn cannot lie before the newest one.
    pub(super) fn after_turn(&mut self) {
        let cycle = self.lead.cycle();
        self.not_before(cycle.turned_by(), cycle.turned_at());
    }

    /// Not possible at this stage.
    pub(super) fn refuse_stage(&mut self, command: CommandKind, possible: &[StageKind]) {
        self.refuse(Unmet::Lead(stage_unmet(command, self.lead, possible)));
    }

    /// The open deal; without one the case is refused for its stage.
    pub(super) fn deal(&mut self, command: CommandKind) -> Option<&'a Deal> {
        let deal = self.lead.stage().deal();
        if deal.is_none() {
            self.refuse_stage(command, WITH_DEAL);
        }
        deal
    }

    /// The pipeline of a deal; a deal whose pipeline the policy does not have is refused for it, once.
    pub(super) fn pipeline_of(&mut self, deal: &Deal) -> Option<&'a Pipeline> {
        let pipelines = self.policy().pipelines();
        let pipeline = pipelines.of(deal);
        if pipeline.is_none() {
            let unknown = Unmet::Deal(pipelines.unknown(deal.pipeline()).into());
            if !self.unmet.contains(&unknown) {
                self.unmet.push(unknown);
            }
        }
        pipeline
    }

    /// What is judged from here on was proposed, and this approves it: the decision opens with the approval.
    pub(super) const fn approve(&mut self, proposal: &'a ProposalId) {
        self.approved = Some(proposal);
    }

    /// Everything that is unmet, for the outlook: it emits nothing.
    #[inline]
    pub(super) fn into_unmet(self) -> Vec<Unmet> {
        self.unmet
    }

    /// Goes on only if nothing is unmet so far.
    ///
    /// # Errors
    /// Everything that is unmet.
    pub(super) fn so_far(self) -> Result<Self, Vec<Unmet>> {
        if self.unmet.is_empty() { Ok(self) } else { Err(self.unmet) }
    }

    /// Passes a case of which nothing is unmet.
    ///
    /// # Errors
    /// Everything that is unmet.
    pub(super) fn clear(self) -> Judged<'a> {
        let Self { version, lead, ctx, times, approved, .. } = self.so_far()?;
        let mut cleared = Cleared::new(version.stamp(), ctx, times, lead);
        if let Some(id) = approved {
            cleared = cleared.approve(id)?;
        }
        Ok(cleared)
    }
}
