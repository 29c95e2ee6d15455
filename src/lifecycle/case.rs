//! One command on one lead: what is known, what is unmet, and the facts so far.

use alloc::vec::Vec;

use crate::lead::{Cause, Envelope, Fact, FactBody, FactId, Lead, SCHEMA};
use crate::lifecycle::context::Context;
use crate::lifecycle::refusal::Unmet;
use crate::policy::Policy;
use crate::values::{Instant, StageKind};

/// A command being decided. `lead` is caught up with the clock.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) lead: &'a Lead,
    pub(crate) ctx: &'a Context,
    pub(crate) recorded_at: Instant,
    pub(crate) effective_at: Instant,
    pub(crate) cause: Cause,
    pub(crate) unmet: Vec<Unmet>,
    pub(crate) facts: Vec<Fact>,
}

impl<'a> Case<'a> {
    pub(crate) const fn new(policy: &'a Policy, lead: &'a Lead, ctx: &'a Context, times: Times, cause: Cause) -> Self {
        Self {
            policy,
            lead,
            ctx,
            recorded_at: times.recorded_at,
            effective_at: times.effective_at,
            cause,
            unmet: Vec::new(),
            facts: Vec::new(),
        }
    }

    pub(crate) const fn stage(&self) -> StageKind {
        self.lead.stage().kind()
    }

    pub(crate) fn require(&mut self, holds: bool, unmet: impl FnOnce() -> Unmet) {
        if !holds {
            self.unmet.push(unmet());
        }
    }

    pub(crate) fn refuse(&mut self, unmet: Unmet) {
        self.unmet.push(unmet);
    }

    pub(crate) fn is_clear(&self) -> bool {
        self.unmet.is_empty()
    }

    /// A fact of the command itself and, if there is one, what it sets off by rule.
    pub(crate) fn emit_with(&mut self, body: FactBody, consequence: Option<FactBody>) {
        self.facts.reserve_exact(1_usize.saturating_add(usize::from(consequence.is_some())));
        self.emit(body);
        if let Some(consequence) = consequence {
            self.follow(consequence);
        }
    }

    /// A fact of the command itself.
    pub(crate) fn emit(&mut self, body: FactBody) {
        let cause = self.cause.clone();
        self.push(body, self.effective_at, cause);
    }

    /// A fact of the command itself that takes effect when it is recorded, whenever its grounds lay.
    pub(crate) fn emit_now(&mut self, body: FactBody) {
        let cause = self.cause.clone();
        self.push(body, self.recorded_at, cause);
    }

    /// A consequence by rule: it takes effect when it is recorded.
    pub(crate) fn follow(&mut self, body: FactBody) {
        self.push(body, self.recorded_at, Cause::Rule);
    }

    // INVARIANT: every fact of a command but its last leaves the stage as it is, so the place of each can be read off the
    // lead as it was before all of them.
    fn push(&mut self, body: FactBody, effective_at: Instant, cause: Cause) {
        let ahead = u64::try_from(self.facts.len()).unwrap_or(u64::MAX);
        let revision = self.lead.revision().saturating_add(ahead).saturating_add(1);
        // Most commands yield one fact, and a list that doubles would throw memory away; what yields more says so before.
        self.facts.reserve_exact(1);
        let times = Times { recorded_at: self.recorded_at, effective_at };
        self.facts.push(mint(self.policy, self.lead, self.ctx, times, (revision, cause), body));
    }
}

/// When a fact is recorded and when it takes effect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) recorded_at: Instant,
    pub(crate) effective_at: Instant,
}

/// Puts a body into its envelope.
pub(crate) fn mint(
    policy: &Policy,
    lead: &Lead,
    ctx: &Context,
    times: Times,
    (revision, cause): (u64, Cause),
    body: FactBody,
) -> Fact {
    // INVARIANT: decide emits only bodies that fit; a misfit would be refused by apply.
    let (cycle, visit) = lead.place_after(&body).unwrap_or((0, 0));
    Fact {
        envelope: Envelope {
            schema: SCHEMA,
            fact: FactId::new(lead.key(), revision),
            command: ctx.command_id.clone(),
            lead: lead.key().clone(),
            revision,
            cycle,
            visit,
            recorded_at: times.recorded_at,
            effective_at: times.effective_at,
            actor: ctx.actor.clone(),
            cause,
            policy: policy.stamp().clone(),
        },
        body,
    }
}
