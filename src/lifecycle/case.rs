//! One command on one lead, in the order of deciding: a [`Case`] gathers what is unmet, and only one that is
//! [`Cleared`] can emit facts.

use alloc::vec::Vec;

use crate::deal::Deal;
use crate::lead::{Cause, FactBody, Lead};
use crate::lifecycle::context::Context;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::transition::WITH_DEAL;
use crate::lifecycle::unmet::{LeadUnmet, TimeUnmet, Unmet, misfit};
use crate::policy::Policy;
use crate::values::{Instant, ProposalId, StageKind};

/// What judging comes to: facts, none if it is already so; or everything that is unmet.
pub(super) type Judged<'a> = Result<Cleared<'a>, Vec<Unmet>>;

/// A command being judged. Its lead is caught up with the clock.
#[derive(Debug)]
pub(super) struct Case<'a> {
    policy: &'a Policy,
    lead: &'a Lead,
    ctx: &'a Context,
    times: Times,
    /// The proposal whose approval the decision opens with.
    approved: Option<&'a ProposalId>,
    unmet: Vec<Unmet>,
}

impl<'a> Case<'a> {
    #[inline]
    pub(super) const fn new(policy: &'a Policy, lead: &'a Lead, ctx: &'a Context, times: Times) -> Self {
        Self { policy, lead, ctx, times, approved: None, unmet: Vec::new() }
    }

    /// The same lead, policy, actor and times, for another command, of which nothing is known yet.
    pub(super) const fn afresh(&self) -> Self {
        Self::new(self.policy, self.lead, self.ctx, self.times)
    }

    pub(super) const fn policy(&self) -> &'a Policy {
        self.policy
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

    /// What follows a step cannot lie before it.
    pub(super) fn not_before(&mut self, entered: Instant) {
        let effective = self.effective_at();
        self.require(effective >= entered, || Unmet::Time(TimeUnmet::BeforeStage { entered, effective }));
    }

    /// The open deal; without one the case is refused for its stage.
    pub(super) fn deal(&mut self) -> Option<&'a Deal> {
        let deal = self.lead.stage().deal();
        if deal.is_none() {
            self.refuse(Unmet::Lead(LeadUnmet::Stage { at: self.stage(), possible: WITH_DEAL.to_vec() }));
        }
        deal
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
        let Self { policy, lead, ctx, times, approved, .. } = self.so_far()?;
        let mut cleared = Cleared { policy, ctx, times, approved: None, chain: FactChain::after(lead) };
        if let Some(id) = approved {
            cleared = cleared.emit(FactBody::ProposalApproved { id: id.clone() })?;
            cleared.approved = Some(id);
        }
        Ok(cleared)
    }
}

/// A command of which no condition is unmet: its facts.
#[derive(Debug)]
pub(super) struct Cleared<'a> {
    policy: &'a Policy,
    ctx: &'a Context,
    times: Times,
    approved: Option<&'a ProposalId>,
    chain: FactChain<'a>,
}

impl<'a> Cleared<'a> {
    /// A fact of the command itself.
    ///
    /// # Errors
    /// It does not fit onto the lead: a fault of this room. The same holds for everything that emits.
    pub(super) fn emit(mut self, body: FactBody) -> Judged<'a> {
        self.chain.expect(1);
        self.push(self.times.effective_at, self.cause(), body)?;
        Ok(self)
    }

    /// A fact of the command itself that takes effect when it is recorded, whenever its grounds lay.
    pub(super) fn emit_now(mut self, body: FactBody) -> Judged<'a> {
        self.chain.expect(1);
        self.push(self.times.recorded_at, self.cause(), body)?;
        Ok(self)
    }

    /// A fact of the command itself and, if there is one, what it sets off by rule: that takes effect when it is
    /// recorded.
    pub(super) fn emit_with(mut self, body: FactBody, consequence: Option<FactBody>) -> Judged<'a> {
        self.chain.expect(1_usize.saturating_add(usize::from(consequence.is_some())));
        self.push(self.times.effective_at, self.cause(), body)?;
        if let Some(consequence) = consequence {
            self.push(self.times.recorded_at, Cause::Rule, consequence)?;
        }
        Ok(self)
    }

    /// Whether it is already so.
    pub(super) fn is_empty(&self) -> bool {
        self.chain.is_empty()
    }

    pub(super) fn into_chain(self) -> FactChain<'a> {
        self.chain
    }

    fn cause(&self) -> Cause {
        self.approved.map_or(Cause::Command, |id| Cause::Proposal(id.clone()))
    }

    fn push(&mut self, effective_at: Instant, cause: Cause, body: FactBody) -> Result<(), Vec<Unmet>> {
        let times = Times { recorded_at: self.times.recorded_at, effective_at };
        let by = By { policy: self.policy, ctx: self.ctx, times, cause };
        self.chain.push(by, body).map_err(misfit)
    }
}
