//! The clock: what time alone makes true, the coming into force of a policy among it.

use std::fmt::Write as _;

use lead_lifecycle::{Actor, ActorId, Command, Context, Instant, Lead, Lifecycle, Role};

use crate::append::{Appended, append};
use crate::args::Args;
use crate::problem::Problem;
use crate::report::present;
use crate::screen::counted;
use crate::store::{Batch, Store, is_wake};

/// `crm clock`: the clock alone, up to `--now` or to the newest stored fact.
pub(crate) fn clock(store: &mut Store, lifecycle: &Lifecycle, args: &Args) -> Result<String, Problem> {
    let now = present(store, args.now)?;
    args.jump.check("`--now`", now, store.newest()?)?;
    let swept = sweep(store, lifecycle, now, args.batch)?;
    store.finish_erasures()?;
    let mut text = format!("{} leads were due, {} facts appended\n", swept.leads, swept.facts);
    if swept.agendas > 0 {
        let leads = counted(swept.agendas, "lead", "leads");
        let _infallible = writeln!(text, "on {leads} something else waits, with no fact: `crm agenda` shows what");
    }
    Ok(text)
}

/// Puts a lead under the policy that has come into force since it was last looked at; nothing if none has.
///
/// It is done before a command is decided, and stored whatever becomes of the command: so a score that has to be counted
/// again is counted before anybody relies on it, and a lead has the same facts whether the clock or a command came first.
pub(crate) fn come_under(
    batch: &Batch<'_>,
    lifecycle: &Lifecycle,
    lead: &Lead,
    now: Instant,
) -> Result<Option<Appended>, Problem> {
    let in_force = lifecycle.book().at(now);
    let is_newer = in_force.is_some_and(|version| version.from() > lead.policy().since);
    if !is_newer || now < lead.recorded_at() {
        return Ok(None);
    }
    let decided = lifecycle.decide(lead, &Command::CheckClock, &clock_at(now)?);
    let decision = decided.map_err(|refusal| Problem::refused(&refusal, lifecycle))?;
    append(batch, lifecycle, Some(lead.clone()), &decision).map(Some)
}

fn clock_at(now: Instant) -> Result<Context, Problem> {
    Ok(Context::new(now, Actor::new(ActorId::new("clock")?, Role::System)))
}

/// What the clock did.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Swept {
    pub(crate) leads: u64,
    pub(crate) facts: u64,
    /// Leads on which time has changed the agenda alone.
    pub(crate) agendas: u64,
}

/// Records what time alone has made true on every lead whose timer has run out, and sets it on where only the agenda has changed. Each batch is stored by itself: a clock that
/// is killed goes on where it was, and two at once do every lead once.
pub(crate) fn sweep(store: &mut Store, lifecycle: &Lifecycle, now: Instant, batch: usize) -> Result<Swept, Problem> {
    let context = clock_at(now)?;
    let mut swept = Swept::default();
    loop {
        let batch_of = store.begin()?;
        let due = batch_of.due(now, batch)?;
        if due.is_empty() {
            return Ok(swept);
        }
        for (key, wake) in due {
            let Some(lead) = batch_of.lead(&key)? else { continue };
            let decision = lifecycle
                .decide(&lead, &Command::CheckClock, &context)
                .map_err(|refusal| Problem::refused(&refusal, lifecycle))?;
            if decision.is_empty() {
                if !is_wake(lifecycle, &lead, wake)? {
                    return Err(Problem::Data(format!("lead `{key}` was due and nothing came of it")));
                }
                let next = lifecycle.next_wake_after(&lead, now)?;
                batch_of.look_again(&key, next.map(|wake| wake.at), now)?;
                swept.agendas = swept.agendas.saturating_add(1);
                continue;
            }
            let appended = append(&batch_of, lifecycle, Some(lead), &decision)?;
            swept.leads = swept.leads.saturating_add(1);
            swept.facts = swept.facts.saturating_add(appended.facts);
        }
        batch_of.commit()?;
    }
}

/// The clock after what was told by hand is stored; none if others have changed the policies since, which is no reason to say
/// it again.
pub(crate) fn sweep_after(
    store: &mut Store,
    lifecycle: &Lifecycle,
    now: Instant,
    batch: usize,
) -> Result<Option<Swept>, Problem> {
    match sweep(store, lifecycle, now, batch) {
        Ok(swept) => Ok(Some(swept)),
        Err(Problem::Book(_changed)) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// What the clock has added to what was told by hand, and that it could not.
pub(crate) fn told_of_clock(swept: Option<Swept>, before: u64) -> String {
    let facts = swept.map_or(0, |swept| swept.facts).saturating_add(before);
    let mut text = String::new();
    if facts > 0 {
        let _infallible = writeln!(text, "{facts} more facts by the clock, on all leads");
    }
    if swept.is_none() {
        text.push_str("the policies have changed since: `crm clock` does what time makes true by them\n");
    }
    text
}
