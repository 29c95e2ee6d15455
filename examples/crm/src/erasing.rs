//! `crm erase`: a person is erased from a lead, or from every lead that is one with it, in one transaction.

use std::fmt::Write as _;

use lead_lifecycle::values::{CommandId, Fingerprint};
use lead_lifecycle::{Actor, Command, Instant, LeadKey, Lifecycle};

use crate::args::Args;
use crate::clock::{sweep_after, told_of_clock};
use crate::journal::{Line, Placed};
use crate::load::{Host, Leads, Loaded, Taken};
use crate::problem::Problem;
use crate::report;
use crate::single::id_by_hand;
use crate::store::{self, BY_HAND, Batch, Store};

/// What was asked.
#[derive(Debug)]
pub(crate) struct Erasing {
    pub(crate) lead: LeadKey,
    /// From the leads too that were merged into it, and from those that it was merged into.
    pub(crate) all: bool,
    pub(crate) actor: Actor,
    pub(crate) at: Option<Instant>,
    pub(crate) id: Option<CommandId>,
}

/// Erases, from all leads that are asked for or from none, and names those from which the person is still to be erased.
pub(crate) fn erase(store: &mut Store, lifecycle: &Lifecycle, args: &Args, asked: &Erasing) -> Result<String, Problem> {
    let at = report::present(store, asked.at.or(args.now))?;
    args.jump.check(if asked.at.is_some() { "`--at`" } else { "`--now`" }, at, store.newest()?)?;
    let mut batch = store.begin()?;
    let family = batch.family(&asked.lead)?;
    let leads = if asked.all { family.clone() } else { vec![asked.lead.clone()] };
    let host = Host { lifecycle, source: BY_HAND, retry: args.retry, jump: args.jump };
    let (mut loaded, mut text, mut refused) = (Loaded::default(), String::new(), String::new());
    for lead in &leads {
        let placed = placed(&batch, asked, lead, at)?;
        let told = match host.take(&mut batch, &mut Leads::new(), &placed, None, &mut loaded)? {
            Taken::Accepted(_) | Taken::Together(_) => "personal data removed",
            Taken::AlreadySo => "erased already",
            Taken::Before { refused: false } => "done before",
            Taken::Before { refused: true } => {
                let _infallible = write!(refused, "\nrefused before, `{lead}`: `--retry-refused` asks again");
                continue;
            }
            Taken::Refused(why) => {
                let reasons: Vec<_> = why.reasons.iter().map(store::Reason::shown).collect();
                let _infallible = write!(refused, "\nrefused, `{lead}`: {}", reasons.join("; "));
                continue;
            }
        };
        let _infallible = writeln!(text, "`{lead}`: {told}");
    }
    // Of one lead a refusal is kept, like that of any command. Of several, nothing is stored, and so no refusal.
    if !refused.is_empty() && asked.all {
        drop(batch);
        return Err(Problem::Data(format!("nobody is erased, because a lead refuses it{refused}")));
    }
    let mut left = Vec::new();
    for lead in &family {
        if batch.lead(lead)?.is_some_and(|lead| lead.erased_at().is_none()) {
            left.push(format!("`{lead}`"));
        }
    }
    batch.commit()?;
    if !refused.is_empty() {
        return Err(Problem::Data(refused.trim_start().to_owned()));
    }
    if !left.is_empty() {
        let (left, lead) = (left.join(", "), &asked.lead);
        let _infallible =
            writeln!(text, "the person is still known in {left}, which is one with it: `crm erase {lead} --all`");
    }
    let swept = sweep_after(store, lifecycle, at, args.batch)?;
    text.push_str(&told_of_clock(swept, loaded.clock_facts));
    store.finish_erasures()?;
    Ok(text)
}

/// The order as a line: so it is decided, stored and known again like one of the journal.
fn placed(batch: &Batch<'_>, asked: &Erasing, lead: &LeadKey, at: Instant) -> Result<Placed, Problem> {
    let number = batch.next_line(BY_HAND)?;
    let command = Command::Redact;
    let print = Fingerprint::of(&serde_json::to_string(&(lead, &command, &asked.actor))?);
    let id = match &asked.id {
        Some(id) if *lead == asked.lead => id.clone(),
        // An id is of one command on one lead.
        Some(id) => CommandId::new(&format!("{id}:{lead}"))?,
        None => id_by_hand(batch.lead(lead)?.as_ref(), (number, print), at)?,
    };
    let line = Line { command: Some(Box::new(command)), ..Line::bare(id, at, asked.actor.clone(), lead.clone()) };
    Ok(Placed { number, print, line, end: 0 })
}
