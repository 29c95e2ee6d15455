//! Capture: the first fact of a lead.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::lead::{Capture, Captured, Cause, FactBody, MilestoneBasis};
use crate::lifecycle::context::Context;
use crate::lifecycle::decision::Decision;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::{By, Seat, Times, mint};
use crate::lifecycle::permission::may_begin;
use crate::lifecycle::preconditions::{effective, not_new};
use crate::lifecycle::profile_change::change_profile;
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::unmet::{LeadUnmet, Unmet};
use crate::policy::Policy;
use crate::values::{CommandKind, Instant, LeadProfile, Origin};

impl Lifecycle {
    /// Decides the capture of a new lead.
    ///
    /// # Errors
    /// A role that may not capture, an undeclared or mistyped field, the origin `expansion`, an effective time in the
    /// future.
    pub fn capture(&self, command: &Capture, ctx: &Context) -> Result<Decision, Refusal> {
        let policy = self.policy();
        let mut unmet = Vec::new();
        unmet.extend(may_begin(policy, CommandKind::Capture, ctx.actor.role));
        unmet.extend(not_new(ctx));
        let effective_at = effective(policy, ctx, ctx.now).unwrap_or_else(|future| {
            unmet.push(future);
            ctx.now
        });
        let captured = captured(policy, command, effective_at, &mut unmet);
        if !unmet.is_empty() {
            let lead = command.lead.clone();
            return Err(Refusal { command: CommandKind::Capture, lead, stage: None, at: ctx.now, unmet });
        }
        let times = Times { recorded_at: ctx.now, effective_at };
        let body = FactBody::Captured(Box::new(captured));
        let fact = mint(By { policy, ctx, times, cause: Cause::Command }, Seat::first(&command.lead), body);
        Ok(Decision::new(0, alloc::vec![fact], 0))
    }
}

/// What the fact says, if nothing is unmet.
fn captured(policy: &Policy, command: &Capture, at: Instant, unmet: &mut Vec<Unmet>) -> Captured {
    if command.origin == Origin::Expansion {
        unmet.push(Unmet::Lead(LeadUnmet::Origin { origin: command.origin }));
    }
    let writes = command.fields.iter().map(|(name, value)| (name, Some(value)));
    let profile = change_profile(policy, &LeadProfile::new(), writes, at, |field| unmet.push(field));
    Captured {
        origin: command.origin,
        attribution: command.attribution.clone(),
        account: command.account.clone(),
        person: command.person.clone(),
        owner: command.owner.clone(),
        team: command.team.clone(),
        profile,
        memory: policy.memory().activities,
        at: Some(at),
        basis: MilestoneBasis::Direct,
    }
}
