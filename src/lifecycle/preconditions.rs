//! The checks before anything is judged: policy, revision and times.

use alloc::vec::Vec;

use crate::lead::Lead;
use crate::lifecycle::book::PolicyGap;
use crate::lifecycle::context::Context;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::Times;
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::unmet::{LeadUnmet, TimeUnmet, Unmet};
use crate::policy::Policy;
use crate::values::{CommandKind, Instant, Moment};

/// When the facts of a command are recorded, and what is known of when they took effect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entered {
    pub(super) recorded_at: Instant,
    moment: Option<Moment>,
}

impl Entered {
    pub(super) const fn told(recorded_at: Instant, moment: Moment) -> Self {
        Self { recorded_at, moment: Some(moment) }
    }

    /// The times of its facts on a lead that is caught up with the clock. A day stands in order as near to the newest turn
    /// as its bounds allow.
    pub(super) fn times(self, policy: &Policy, lead: &Lead) -> Times {
        let Self { recorded_at, moment } = self;
        match moment {
            None => Times::at_once(recorded_at),
            Some(moment) => timed(policy, recorded_at, moment, follows(policy, lead, moment)),
        }
    }
}

/// What something of a day may have followed: the latest that lies within the day of the newest turn, the newest hand-raise
/// and the end of cooling; otherwise the newest turn.
fn follows(policy: &Policy, lead: &Lead, moment: Moment) -> Instant {
    let (first, last) = moment.bounds(policy.zone());
    let cycle = lead.cycle();
    let within = [Some(cycle.turned_at()), lead.hand_raise().newest(), cycle.cooled_until()].into_iter().flatten();
    within.filter(|at| first <= *at && *at <= last).max().unwrap_or(cycle.turned_at())
}

/// The times of what happened at a moment, on a lead whose newest turn was at `turned`.
pub(super) fn timed(policy: &Policy, recorded_at: Instant, moment: Moment, turned: Instant) -> Times {
    let effective_at = moment.nearest(turned, policy.zone()).min(recorded_at);
    Times { recorded_at, effective_at, day: moment.day() }
}

/// When the facts of a command on a lead are recorded, if they may be.
///
/// # Errors
/// A lead under another policy or at another revision than expected, a clock behind the lead's, an effective time in
/// the future or too far back.
pub(super) fn enter(
    lifecycle: &Lifecycle,
    lead: &Lead,
    command: CommandKind,
    ctx: &Context,
) -> Result<Entered, Refusal> {
    let mut unmet = Vec::new();
    let recorded_at = ctx.now.max(lead.recorded_at());
    let book = lifecycle.book();
    match book.of_lead(lead) {
        Err(PolicyGap::Unknown { .. }) if command == CommandKind::AdoptPolicy => {}
        Err(gap) => unmet.push(Unmet::Policy(gap)),
        Ok(_version) => {}
    }
    let policy = match book.covers(recorded_at) {
        Ok(version) => version.policy(),
        Err(gap) => {
            unmet.push(Unmet::Policy(gap));
            return Err(Refusal::of(lead, command, recorded_at, unmet));
        }
    };
    if let Some(expected) = ctx.expected_revision.filter(|expected| *expected != lead.revision()) {
        unmet.push(Unmet::Lead(LeadUnmet::Revision { expected, actual: lead.revision() }));
    }
    let tolerance = policy.time().clock_skew;
    if ctx.now.saturating_add(tolerance) < lead.recorded_at() {
        unmet.push(Unmet::Time(TimeUnmet::ClockBehind { newest: lead.recorded_at(), given: ctx.now, tolerance }));
    }
    unmet.extend(ctx.effective_at.and_then(|moment| untimely(policy, moment, recorded_at)));
    if unmet.is_empty() {
        return Ok(Entered { recorded_at, moment: ctx.effective_at });
    }
    Err(Refusal::of(lead, command, recorded_at, unmet))
}

/// A new lead is at revision 0: a caller that expects another has seen one.
pub(super) fn not_new(ctx: &Context) -> Option<Unmet> {
    let expected = ctx.expected_revision.filter(|expected| *expected != 0)?;
    Some(Unmet::Lead(LeadUnmet::Revision { expected, actual: 0 }))
}

/// What stands in the way of a moment: further in the future, or longer ago, than the policy lets anybody tell.
pub(super) fn untimely(policy: &Policy, moment: Moment, recorded_at: Instant) -> Option<Unmet> {
    let (first, last) = moment.bounds(policy.zone());
    let latest = recorded_at.saturating_add(policy.time().future);
    if first > latest {
        return Some(Unmet::Time(TimeUnmet::future(moment, latest)));
    }
    let earliest = recorded_at.saturating_sub(policy.time().back?);
    (last < earliest).then_some(Unmet::Time(TimeUnmet::too_far_back(moment, earliest)))
}
