//! The facts of clocks: what a decision makes of them.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::lead::{ApplyError, Because, Cause, ClocksChanged, Fact, FactBody, Lead};
use crate::lifecycle::book::{PolicyBook, Version};
use crate::lifecycle::clocks::watch::Watch;
use crate::lifecycle::context::Context;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::mint::{By, Times};
use crate::policy::Policy;
use crate::sla::{ClockRule, ClockRun};
use crate::values::Instant;

/// When and in whose name clocks change.
#[derive(Debug, Clone, Copy)]
pub(in crate::lifecycle) struct Settling<'a> {
    pub(in crate::lifecycle) book: &'a PolicyBook,
    pub(in crate::lifecycle) ctx: &'a Context,
    pub(in crate::lifecycle) times: Times,
}

impl<'a> Settling<'a> {
    fn policy_of(&self, fact: &Fact) -> Option<&'a Policy> {
        self.book.find(&fact.envelope.policy).map(Version::policy)
    }
}

/// Adds what the facts of a chain, all but the first `known`, make of the clocks of a lead. `before` is the lead before them.
///
/// # Errors
/// A fact does not fit: a fault of this room.
pub(in crate::lifecycle) fn settle(
    settling: Settling<'_>,
    chain: &mut FactChain<'_>,
    (known, before): (usize, &Lead),
) -> Result<(), ApplyError> {
    let concerned = |fact: &&Fact| settling.policy_of(fact).is_some_and(|policy| Watch::concerns(policy, before, fact));
    let Some(because) = chain.since(known).iter().find(concerned).map(|fact| fact.envelope.revision) else {
        return Ok(());
    };
    let mut watch = Watch::of(before);
    chain.show_each((known, before), |fact, lead| {
        settling.policy_of(fact).into_iter().for_each(|policy| watch.see(policy, fact, lead));
    })?;
    let changes = watch.changes(chain.lead()?);
    say(settling, chain, changes, Because::Fact(because))
}

/// The same of a lead that begins with the chain.
///
/// # Errors
/// As of [`settle`].
pub(in crate::lifecycle) fn settle_first(settling: Settling<'_>, chain: &mut FactChain<'_>) -> Result<(), ApplyError> {
    let has_clocks = |fact: &&Fact| settling.policy_of(fact).is_some_and(|policy| !policy.sla().is_empty());
    let Some(first) = chain.since(0).first().filter(has_clocks) else { return Ok(()) };
    let (mut watch, mut lead) = (Watch::begin(), Lead::start(first)?);
    settling.policy_of(first).into_iter().for_each(|policy| watch.see(policy, first, &lead));
    for fact in chain.since(1) {
        lead.apply(fact)?;
        settling.policy_of(fact).into_iter().for_each(|policy| watch.see(policy, fact, &lead));
    }
    say(settling, chain, watch.changes(&lead), Because::Fact(1))
}

/// Says anew what the clocks of a lead are, where it is otherwise than the facts that count say.
///
/// # Errors
/// As of [`settle`].
pub(in crate::lifecycle) fn restate(
    settling: Settling<'_>,
    chain: &mut FactChain<'_>,
    watch: &Watch,
) -> Result<(), ApplyError> {
    let lead = chain.lead()?;
    let Some(version) = settling.book.find(lead.policy()) else { return Ok(()) };
    let by = lead.revision();
    let unfounded = watch.unfounded(lead);
    let withdrawn: Vec<ClockRun> =
        unfounded.map(|run| ClockRule::withdraw(run, by, version.policy().calendars())).collect();
    let mut changes = watch.changes(lead);
    changes.stopped.splice(0..0, withdrawn);
    // A breach may have been told of a deadline that is another one now, though the run is said as it is.
    let said =
        |run: &ClockRun| changes.runs().any(|other| (other.clock(), other.number()) == (run.clock(), run.number()));
    let others: Vec<FactBody> = lead
        .clocks()
        .iter()
        .filter(|run| !said(run))
        .filter_map(|run| judge(run, settling.times.recorded_at))
        .collect();
    say(settling, chain, changes, Because::Correction)?;
    push(settling, chain, others, Because::Correction)
}

/// Says what changed, and what it makes of breaches.
fn say(
    settling: Settling<'_>,
    chain: &mut FactChain<'_>,
    changes: ClocksChanged,
    because: Because,
) -> Result<(), ApplyError> {
    if changes.is_empty() {
        return Ok(());
    }
    let judged: Vec<FactBody> = changes.runs().filter_map(|run| judge(run, settling.times.recorded_at)).collect();
    let bodies = core::iter::once(FactBody::ClocksChanged(Box::new(changes))).chain(judged);
    push(settling, chain, bodies, because)
}

fn push(
    settling: Settling<'_>,
    chain: &mut FactChain<'_>,
    bodies: impl IntoIterator<Item = FactBody>,
    because: Because,
) -> Result<(), ApplyError> {
    for body in bodies {
        let stamp = chain.lead()?.policy().clone();
        let by = By { stamp: &stamp, ctx: settling.ctx, times: settling.times, cause: Cause::Rule(because) };
        chain.push(by, body)?;
    }
    Ok(())
}

/// Whether a breach is withdrawn, or comes to light.
fn judge(run: &ClockRun, now: Instant) -> Option<FactBody> {
    let (clock, number) = (run.clock().clone(), run.number());
    let past = run.is_late() || (run.is_running() && run.breach_at().is_some_and(|breach| breach <= now));
    if run.is_breached() && !past {
        return Some(FactBody::BreachWithdrawn { clock, run: number, due_at: run.due_at() });
    }
    let due_at = run.due_at().filter(|_| run.is_late() && !run.is_breached())?;
    Some(FactBody::ClockBreached { clock, run: number, due_at })
}
