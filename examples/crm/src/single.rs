//! One command, told by hand: decided and stored like a line of the journal.

use std::fmt::Write as _;

use lead_lifecycle::values::{CommandId, Fingerprint, Moment};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Actor, Command, Instant, Lead, LeadKey, Lifecycle};

use crate::args::Args;
use crate::clock::sweep;
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
    let id = match (&asked.id, &known) {
        (Some(id), _) => id.clone(),
        // Once a lead is erased, nothing is kept of what it is told, not even a print.
        (None, Some(known)) if known.erased_at().is_some() => numbered(number)?,
        // Without an id of its own it is done once at a revision of the lead.
        (None, _) => {
            let revision = known.as_ref().map_or(0, Lead::revision);
            CommandId::new(&format!("{BY_HAND}:{print}:{}:{revision}", at.seconds()))?
        }
    };
    let line = Line {
        id: id.clone(),
        at,
        effective_at: *happened,
        actor: actor.clone(),
        lead: lead.clone(),
        capture: None,
        command: Some(command.clone()),
    };
    let mut loaded = Loaded::default();
    let placed = Placed { number, print, line, end: 0 };
    let host = Host { lifecycle, source: BY_HAND, retry: args.retry, jump: args.jump };
    host.take(&mut batch, &mut Leads::new(), &placed, None, &mut loaded)?;
    batch.commit()?;
    // The command is stored: that others have changed the policies since is no reason to say it again.
    let (swept, changed) = match sweep(store, lifecycle, at, args.batch) {
        Ok(swept) => (swept.facts, None),
        Err(Problem::Book(changed)) => (0, Some(changed)),
        Err(problem) => return Err(problem),
    };
    let clock = swept.saturating_add(loaded.clock_facts);
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
        let _infallible = writeln!(text, "{}  {}", report::when(fact, offset), Words::in_zone(&offset).of(&fact.body));
    }
    if facts.is_empty() {
        text.push_str("already so: nothing was to be recorded\n");
    }
    for shared in &loaded.shared {
        let _infallible = writeln!(text, "{shared}");
    }
    for note in loaded.notes.keys() {
        let _infallible = writeln!(text, "note: {note}");
    }
    if clock > 0 {
        let _infallible = writeln!(text, "{clock} more facts by the clock, on all leads");
    }
    if changed.is_some() {
        text.push_str("the policies have changed since: `crm clock` does what time makes true by them\n");
    }
    if let Some(lead) = after {
        let (key, stage, revision) = (lead.key(), lead.stage().kind(), lead.revision());
        let _infallible = writeln!(text, "`{key}` is at {stage}, revision {revision}");
    }
    Ok(text)
}
