//! `crm take-back`: mistakes are taken back, of one lead or of all that have them, in one transaction.
//!
//! A dry run is the same transaction, and is not committed: what it shows is what would be stored. While it runs, others
//! who write wait, as they do for any order.

mod told;
mod which;

use lead_lifecycle::lifecycle::{Instead, TakeBack};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{CommandId, Fingerprint};
use lead_lifecycle::{Actor, Decision, Instant, LeadKey, Lifecycle};

use crate::args::Args;
use crate::clock::{sweep_after, told_of_clock};
use crate::journal::{Line, Placed};
use crate::load::{Host, Leads, Loaded, Taken};
use crate::problem::Problem;
use crate::report;
use crate::single::id_by_hand;
use crate::store::{self, BY_HAND, Batch, Store};
use crate::take_back::told::Told;
use crate::take_back::which::{Finder, Found};

pub(crate) use which::{Soon, Wanted, Which};

/// What was asked.
#[derive(Debug)]
pub(crate) struct TakingBack {
    /// Of one lead; none: of every lead that has such facts.
    pub(crate) lead: Option<LeadKey>,
    pub(crate) which: Which,
    pub(crate) reason: Reason,
    pub(crate) instead: Vec<Instead>,
    pub(crate) actor: Actor,
    pub(crate) at: Option<Instant>,
    pub(crate) id: Option<CommandId>,
    pub(crate) dry_run: bool,
    pub(crate) skip_refused: bool,
}

/// Takes facts back and tells what it changes; all or nothing, unless refused leads are to be left out.
///
/// Of one lead a refusal is kept, like that of any command. Of many, nothing is stored if one is refused, and so no refusal.
pub(crate) fn take_back(
    store: &mut Store,
    lifecycle: &Lifecycle,
    args: &Args,
    asked: &TakingBack,
) -> Result<String, Problem> {
    let at = report::present(store, asked.at.or(args.now))?;
    args.jump.check(if asked.at.is_some() { "`--at`" } else { "`--now`" }, at, store.newest()?)?;
    let finder = Finder::of(&asked.which, lifecycle)?;
    let mut batch = store.begin()?;
    let leads = match &asked.lead {
        Some(lead) => vec![lead.clone()],
        None => batch.lead_keys()?,
    };
    let number = batch.next_line(BY_HAND)?;
    let host = Host { lifecycle, source: BY_HAND, retry: args.retry, jump: args.jump };
    let mut each = Each { host, asked, at, number, told: Told::new(lifecycle, asked), loaded: Loaded::default() };
    for lead in leads {
        each.take(&mut batch, &lead, &finder)?;
    }
    let Each { mut told, loaded, .. } = each;
    told.board(&batch.stages()?);
    let stops = told.refused() > 0 && !asked.skip_refused;
    let dropped = asked.dry_run || (stops && asked.lead.is_none());
    if dropped {
        drop(batch);
    } else {
        batch.commit()?;
    }
    let mut text = told.text(asked, at, stops);
    text.push_str(&loaded.told_beside());
    if !dropped {
        let swept = sweep_after(store, lifecycle, at, args.batch)?;
        text.push_str(&told_of_clock(swept, loaded.clock_facts));
        store.finish_erasures()?;
    }
    if stops { Err(Problem::Data(text)) } else { Ok(text) }
}

/// What is done to each lead.
struct Each<'a> {
    host: Host<'a>,
    asked: &'a TakingBack,
    at: Instant,
    number: u64,
    told: Told,
    loaded: Loaded,
}

impl Each<'_> {
    fn take(&mut self, batch: &mut Batch<'_>, lead: &LeadKey, finder: &Finder<'_>) -> Result<(), Problem> {
        let Found { facts, before } = finder.find(&batch.history(lead)?);
        self.told.found(lead, facts.is_empty(), &before);
        if facts.is_empty() && matches!(finder, Finder::Wanted(..)) {
            return match (&self.asked.lead, batch.lead(lead)?) {
                (Some(_), None) => Err(Problem::Data(format!("no lead `{lead}` in the database"))),
                _ => Ok(()),
            };
        }
        let placed = self.placed(batch, lead, facts)?;
        self.number = self.number.saturating_add(1);
        match self.host.take(batch, &mut Leads::new(), &placed, None, &mut self.loaded)? {
            Taken::Before { refused } => self.told.done_before(lead, refused),
            Taken::AlreadySo => self.told.already_so(lead),
            Taken::Refused(refused) => {
                let reasons: Vec<_> = refused.reasons.iter().map(store::Reason::shown).collect();
                self.told.refuse(lead, &reasons.join("; "));
            }
            // The lead was merged: each that it was merged into is told too.
            Taken::Together(together) => {
                for of in together.iter().filter(|of| !of.decision.own_facts().is_empty()) {
                    self.tell(batch, &of.lead, &of.decision)?;
                }
            }
            Taken::Accepted(decision) => self.tell(batch, lead, &decision)?,
        }
        Ok(())
    }

    /// What a decision changes of a lead.
    fn tell(&mut self, batch: &Batch<'_>, lead: &LeadKey, decision: &Decision) -> Result<(), Problem> {
        let history = batch.history(lead)?;
        let expected = decision.expected_revision();
        let known = history.iter().take_while(|fact| fact.envelope.revision <= expected).count();
        let known = history.get(..known).unwrap_or_default();
        let correction = self.host.lifecycle.correction(known, decision);
        let correction = correction.map_err(|error| Problem::Replay { lead: lead.clone(), error })?;
        self.told.add(&correction, known, decision);
        Ok(())
    }

    /// The order as a line: so it is decided, stored and known again like one of the journal.
    fn placed(&self, batch: &Batch<'_>, lead: &LeadKey, facts: Vec<u64>) -> Result<Placed, Problem> {
        let TakingBack { reason, instead, actor, id, .. } = self.asked;
        let order = TakeBack { facts, reason: reason.clone(), instead: instead.clone() };
        // When it reached us is no part of what is asked, as with `crm do`.
        let print = Fingerprint::of(&serde_json::to_string(&(lead, &order, actor))?);
        let id = match (id, &self.asked.lead) {
            (Some(id), Some(_)) => id.clone(),
            // An id is of one command on one lead.
            (Some(id), None) => CommandId::new(&format!("{id}:{lead}"))?,
            (None, _) => id_by_hand(batch.lead(lead)?.as_ref(), (self.number, print), self.at)?,
        };
        let bare = Line::bare(id, self.at, actor.clone(), lead.clone());
        let line = Line { take_back: Some(Box::new(order)), ..bare };
        Ok(Placed { number: self.number, print, line, end: 0 })
    }
}
