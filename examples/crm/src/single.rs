//! One command, told by hand: decided and stored like a line of the journal.

use std::fmt::Write as _;

use lead_lifecycle::values::{CommandId, Fingerprint, Moment};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Actor, Command, Instant, Lead, LeadKey, Lifecycle};

use crate::args::Args;
use crate::clock::{sweep_after, told_of_clock};
use crate::journal::{Line, Placed};
use crate::load::{Host, Leads, Loaded};
use crate::problem::Problem;
use crate::report;
use crate::store::{BY_HAND, Store, numbered};

/// What was asked.
#[derive(Debug)]
pub(crate) struct Single {
    pub(crate) lead: LeadKey,
    pub(crate) command: Box<Command>,
    pub(crate) actor: Actor,
    pub(crate) at: Option<Instant>,
    pub(crate) happened: Option<Moment>,
    pub(crate) id: Option<CommandId>,
}

/// The id of what is told by hand without one.
pub(crate) fn id_by_hand(
    known: Option<&Lead>,
    (number, print): (u64, Fingerprint),
    at: Instant,
) -> Result<CommandId, Problem> {
    match known {
        // Once a lead is erased, nothing is kept of what it is told, not even a print.
        Some(known) if known.erased_at().is_some() => numbered(number),
        // It is done once at a revision of the lead.
        _ => {
            let revision = known.map_or(0, Lead::revision);
            Ok(CommandId::new(&format!("{BY_HAND}:{print}:{}:{revision}", at.seconds()))?)
        }
    }
}

/// Decides one command, stores it, and says what came of it. A refusal is stored too, and is the problem.
pub(crate) fn act(store: &mut Store, lifecycle: &Lifecycle, args: &Args, asked: &Single) -> Result<String, Problem> {
    let at = report::present(store, asked.at.or(args.now))?;
    args.jump.check(if asked.at.is_some() { "`--at`" } else { "`--now`" }, at, store.newest()?)?;
    let Single { lead, command, actor, happened, .. } = asked;
    // When it reached us is no part of what is asked: asked again without `--at`, it is still the same.
    let print = Fingerprint::of(&serde_json::to_string(&(lead, command, actor, happened))?);
    let mut batch = store.begin()?;
    let number = batch.next_line(BY_HAND)?;
    let known = batch.lead(lead)?;
    let id = match &asked.id {
        Some(id) => id.clone(),
        None => id_by_hand(known.as_ref(), (number, print), at)?,
    };
    let line = Line {
        effective_at: *happened,
        command: Some(command.clone()),
        ..Line::bare(id.clone(), at, actor.clone(), lead.clone())
    };
    let mut loaded = Loaded::default();
    let placed = Placed { number, print, line, end: 0 };
    let host = Host { lifecycle, source: BY_HAND, retry: args.retry, jump: args.jump };
    host.take(&mut batch, &mut Leads::new(), &placed, None, &mut loaded)?;
    batch.commit()?;
    let swept = sweep_after(store, lifecycle, at, args.batch)?;
    store.finish_erasures()?;
    let (facts, refused) = store.outcome(&id)?;
    if let Some(refused) = refused {
        let before = if loaded.skipped > 0 { "refused before: " } else { "" };
        return Err(Problem::Data(format!("{before}{refused}")));
    }
    let mut text = String::new();
    if loaded.skipped > 0 {
        text.push_str("done before:\n");
    }
    let after = store.lead(lead)?;
    let offset = report::zone_of(lifecycle, after.as_ref())?;
    for fact in &facts {
        let _infallible = writeln!(text, "{}  {}", report::when(fact, &offset), Words::in_zone(&offset).of(&fact.body));
    }
    if facts.is_empty() {
        text.push_str("already so: nothing was to be recorded\n");
    }
    text.push_str(&loaded.told_beside());
    text.push_str(&told_of_clock(swept, loaded.clock_facts));
    if let Some(lead) = after {
        let (key, stage, revision) = (lead.key(), lead.stage().kind(), lead.revision());
        let _infallible = writeln!(text, "`{key}` is at {stage}, revision {revision}");
    }
    Ok(text)
}
