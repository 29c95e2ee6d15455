//! What time makes of clocks.

use crate::lead::{FactBody, Lead};
use crate::policy::Policy;
use crate::sla::ClockRun;
use crate::values::Instant;

/// The instants at which time makes a fact of a clock of a lead, each with its fact, in the order in which they stand at one
/// instant: a warning, a breach, a step.
pub(in crate::lifecycle) fn offers(
    policy: &Policy,
    lead: &Lead,
    mut offer: impl FnMut(Instant, &dyn Fn() -> FactBody),
) {
    for run in lead.clocks().iter().filter(|run| run.is_running()) {
        let (clock, number, due_at) = (run.clock(), run.number(), run.due_at());
        // A warning after the deadline warns of nothing.
        let warning = run.warn_at().filter(|at| !run.is_warned() && due_at.is_none_or(|due| *at < due));
        if let Some(at) = warning {
            offer(at, &|| FactBody::ClockWarned { clock: clock.clone(), run: number, due_at });
        }
        if let Some((at, due_at)) = run.breach_at().zip(due_at).filter(|_| !run.is_breached()) {
            offer(at, &|| FactBody::ClockBreached { clock: clock.clone(), run: number, due_at });
        }
        if let Some(at) = run.next_step_at() {
            offer(at, &|| escalated(policy, run));
        }
    }
}

/// The fact of the next step of a run.
fn escalated(policy: &Policy, run: &ClockRun) -> FactBody {
    let (step, rule) = (run.steps_taken(), policy.sla().get(run.clock()));
    let said = rule.and_then(|rule| rule.step(step));
    FactBody::ClockEscalated {
        clock: run.clock().clone(),
        run: run.number(),
        step,
        tell: said.map(|said| said.tell.clone()).unwrap_or_default(),
        reassign: said.is_some_and(|said| said.reassign),
        next: rule.and_then(|rule| rule.step_at(run, step.saturating_add(1), policy.calendars())),
    }
}
