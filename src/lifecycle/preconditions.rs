//! The checks before anything is judged: policy, revision and times.

use alloc::vec::Vec;

use crate::lead::Lead;
use crate::lifecycle::context::Context;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::Times;
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::unmet::{LeadUnmet, TimeUnmet, Unmet};
use crate::policy::Policy;
use crate::values::{CommandKind, Instant};

/// When the facts of a command on a lead are recorded and take effect.
///
/// # Errors
/// A lead under another policy or at another revision than expected, a clock behind the lead's, an effective time in
/// the future.
pub(super) fn enter(lifecycle: &Lifecycle, lead: &Lead, command: CommandKind, ctx: &Context) -> Result<Times, Refusal> {
    let policy = lifecycle.policy();
    let mut unmet = Vec::new();
    if command != CommandKind::AdoptPolicy && !lifecycle.governs(lead) {
        unmet.push(Unmet::Lead(LeadUnmet::PolicyNotAdopted {
            lead: lead.policy().clone(),
            given: policy.stamp().clone(),
        }));
    }
    if let Some(expected) = ctx.expected_revision.filter(|expected| *expected != lead.revision()) {
        unmet.push(Unmet::Lead(LeadUnmet::Revision { expected, actual: lead.revision() }));
    }
    let tolerance = policy.time().clock_skew;
    if ctx.now.saturating_add(tolerance) < lead.recorded_at() {
        unmet.push(Unmet::Time(TimeUnmet::ClockBehind { newest: lead.recorded_at(), given: ctx.now, tolerance }));
    }
    let recorded_at = ctx.now.max(lead.recorded_at());
    match effective(policy, ctx, recorded_at) {
        Ok(effective_at) if unmet.is_empty() => {
            return Ok(Times { recorded_at, effective_at });
        }
        Ok(_) => {}
        Err(future) => unmet.push(future),
    }
    Err(Refusal::of(lead, command, recorded_at, unmet))
}

/// A new lead is at revision 0: a caller that expects another has seen one.
pub(super) fn not_new(ctx: &Context) -> Option<Unmet> {
    let expected = ctx.expected_revision.filter(|expected| *expected != 0)?;
    Some(Unmet::Lead(LeadUnmet::Revision { expected, actual: 0 }))
}

/// When it happened: never after it is recorded; a little in the future counts as now.
///
/// # Errors
/// An instant further in the future than the policy tolerates.
pub(super) fn effective(policy: &Policy, ctx: &Context, recorded_at: Instant) -> Result<Instant, Unmet> {
    let effective = ctx.effective_at.unwrap_or(recorded_at);
    let latest = recorded_at.saturating_add(policy.time().future);
    if effective > latest {
        return Err(Unmet::Time(TimeUnmet::Future { effective, latest }));
    }
    Ok(effective.min(recorded_at))
}
