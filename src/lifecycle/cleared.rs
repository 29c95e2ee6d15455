//! A command of which nothing is unmet, and its facts one after another.

use alloc::vec::Vec;

use crate::lead::{Because, Cause, FactBody, Lead};
use crate::lifecycle::context::Context;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::unmet::{Unmet, misfit};
use crate::values::{PolicyStamp, ProposalId};

/// What judging comes to: facts, none if it is already so; or everything that is unmet.
pub(super) type Judged<'a> = Result<Cleared<'a>, Vec<Unmet>>;

/// A command of which no condition is unmet: its facts.
#[derive(Debug)]
pub(super) struct Cleared<'a> {
    stamp: &'a PolicyStamp,
    ctx: &'a Context,
    times: Times,
    approved: Option<&'a ProposalId>,
    chain: FactChain<'a>,
}

impl<'a> Cleared<'a> {
    pub(super) const fn new(stamp: &'a PolicyStamp, ctx: &'a Context, times: Times, lead: &'a Lead) -> Self {
        Self { stamp, ctx, times, approved: None, chain: FactChain::after(lead) }
    }

    /// The approval of a proposal: what follows was proposed.
    ///
    /// # Errors
    /// As [`emit`](Self::emit).
    pub(super) fn approve(self, proposal: &'a ProposalId) -> Judged<'a> {
        let approval = self.emit(FactBody::ProposalApproved { id: proposal.clone() })?;
        Ok(Self { approved: Some(proposal), ..approval })
    }

    /// A fact of the command itself.
    ///
    /// # Errors
    /// It does not fit onto the lead: a fault of this room. The same holds for everything that emits.
    pub(super) fn emit(mut self, body: FactBody) -> Judged<'a> {
        self.chain.expect(1);
        self.push(self.times, self.cause(), body)?;
        Ok(self)
    }

    /// A fact of the command itself and, if there is one, what it sets off by rule: that takes effect when it is
    /// recorded.
    pub(super) fn emit_with(mut self, body: FactBody, consequence: Option<FactBody>) -> Judged<'a> {
        self.chain.expect(1_usize.saturating_add(usize::from(consequence.is_some())));
        self.push(self.times, self.cause(), body)?;
        if let Some(consequence) = consequence {
            let because = Because::Fact(self.chain.newest_revision());
            self.push(Times::at_once(self.times.recorded_at), Cause::Rule(because), consequence)?;
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

    fn push(&mut self, times: Times, cause: Cause, body: FactBody) -> Result<(), Vec<Unmet>> {
        let by = By { stamp: self.stamp, ctx: self.ctx, times, cause };
        self.chain.push(by, body).map_err(misfit)
    }
}
