//! `crm merge` and `crm split`: two leads become one, and two again, in one transaction.
//!
//! A dry run is the same transaction, and is not committed: what it shows is what would be stored.

mod together;
mod told;

use lead_lifecycle::values::{CommandId, Fingerprint};
use lead_lifecycle::{Actor, Instant, LeadKey, Lifecycle};

use crate::args::Args;
use crate::clock::{sweep_after, told_of_clock};
use crate::journal::{Line, Merge, Placed, Split};
use crate::load::{Host, Leads, Loaded, Taken};
use crate::merging::told::{Before, Told};
use crate::problem::Problem;
use crate::report;
use crate::single::id_by_hand;
use crate::store::{self, BY_HAND, Batch, Store};

/// What was asked.
#[derive(Debug)]
pub(crate) struct Merging {
    pub(crate) lead: LeadKey,
    /// The lead that it is merged into; none: it is split from wherever it was merged into.
    pub(crate) into: Option<LeadKey>,
    pub(crate) actor: Actor,
    pub(crate) at: Option<Instant>,
    pub(crate) id: Option<CommandId>,
    pub(crate) dry_run: bool,
}

impl Merging {
    /// The leads that it concerns, the one that it names first.
    fn concerned(&self, batch: &Batch<'_>) -> Result<Vec<LeadKey>, Problem> {
        let others = match &self.into {
            Some(into) => vec![into.clone()],
            None => batch.way(&self.lead)?,
        };
        Ok(std::iter::once(self.lead.clone()).chain(others).collect())
    }
}

/// Merges or splits and tells what that changes. A refusal is stored too, and is the problem.
pub(crate) fn merging(
    store: &mut Store,
    lifecycle: &Lifecycle,
    args: &Args,
    asked: &Merging,
) -> Result<String, Problem> {
    let at = report::present(store, asked.at.or(args.now))?;
    args.jump.check(if asked.at.is_some() { "`--at`" } else { "`--now`" }, at, store.newest()?)?;
    let mut batch = store.begin()?;
    let placed = placed(&batch, asked, at)?;
    let before = Before::of(&batch, lifecycle, &asked.concerned(&batch)?, at)?;
    let host = Host { lifecycle, source: BY_HAND, retry: args.retry, jump: args.jump };
    let mut loaded = Loaded::default();
    let taken = host.take(&mut batch, &mut Leads::new(), &placed, None, &mut loaded)?;
    let told = Told { lifecycle, asked, at };
    let mut text = match &taken {
        Taken::Together(together) => told.changes(&batch, &before, together)?,
        Taken::AlreadySo | Taken::Accepted(_) => told.already_so(),
        Taken::Before { .. } | Taken::Refused(_) => String::new(),
    };
    if asked.dry_run {
        drop(batch);
    } else {
        batch.commit()?;
    }
    if let Taken::Refused(refused) = &taken {
        let reasons: Vec<_> = refused.reasons.iter().map(store::Reason::shown).collect();
        return Err(Problem::Data(told.refused(&reasons.join("; "))));
    }
    if matches!(taken, Taken::Before { .. }) {
        text = told.done_before(store, &placed.line.id)?;
    }
    text.push_str(&loaded.told_beside());
    if !asked.dry_run {
        let swept = sweep_after(store, lifecycle, at, args.batch)?;
        text.push_str(&told_of_clock(swept, loaded.clock_facts));
        store.finish_erasures()?;
    }
    Ok(text)
}

/// The order as a line: so it is decided, stored and known again like one of the journal.
fn placed(batch: &Batch<'_>, asked: &Merging, at: Instant) -> Result<Placed, Problem> {
    let Merging { lead, into, actor, id, .. } = asked;
    let number = batch.next_line(BY_HAND)?;
    // When it reached us is no part of what is asked, as with `crm do`.
    let print = Fingerprint::of(&serde_json::to_string(&("merging", lead, into, actor))?);
    let id = match id {
        Some(id) => id.clone(),
        None => id_by_hand(batch.lead(lead)?.as_ref(), (number, print), at)?,
    };
    let line = Line {
        merge: into.clone().map(|into| Merge { into }),
        split: if into.is_none() { Some(Split {}) } else { None },
        ..Line::bare(id, at, actor.clone(), lead.clone())
    };
    Ok(Placed { number, print, line, end: 0 })
}
