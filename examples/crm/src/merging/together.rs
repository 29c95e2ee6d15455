//! An order that concerns several leads: decided on all their histories, stored at all of them or at none.

use lead_lifecycle::lifecycle::{MergeError, Past, Together};
use lead_lifecycle::values::CommandKind;
use lead_lifecycle::{Fact, Lead, LeadKey};

use crate::append::{Appended, append};
use crate::clock::come_under;
use crate::journal::{Line, Order, Placed};
use crate::load::{Host, Leads, Loaded, Taken, of_host, taken_keys, told_apart};
use crate::problem::Problem;
use crate::store::{Batch, Origin, Outcome, Refused};

impl Host<'_> {
    /// A merge, a split, or a fact taken back from a merged lead: its id is that of one command, though it has facts at several leads.
    ///
    /// Its histories are read in the batch that stores it, and who holds the batch holds the only write lock: of two
    /// that merge crosswise the second one sees what the first has done.
    pub(crate) fn take_together(
        &self,
        batch: &Batch<'_>,
        leads: &mut Leads,
        placed: &Placed,
        loaded: &mut Loaded,
    ) -> Result<Taken, Problem> {
        let line = &placed.line;
        let decided = self.decide_together(batch, leads, line, loaded)?;
        let erased = batch.lead(&line.lead)?.is_some_and(|lead| lead.erased_at().is_some());
        let print = Some(placed.print).filter(|_| !erased);
        let from = Origin { id: &line.id, source: self.source, line: placed.number, print, lead: &line.lead };
        match decided {
            Ok(together) if together.is_empty() => {
                batch.note(from, Outcome::AlreadySo, 0)?;
                loaded.already_so = loaded.already_so.saturating_add(1);
                Ok(Taken::AlreadySo)
            }
            Ok(together) => {
                let facts = self.store_together(batch, &together, loaded)?;
                batch.note(from, Outcome::Accepted, facts)?;
                loaded.accepted = loaded.accepted.saturating_add(1);
                Ok(Taken::Together(Box::new(together)))
            }
            Err(refused) => {
                // It quotes keys and dates, nothing of a person: so its words are kept of an erased lead too.
                batch.refuse(from, &refused)?;
                loaded.refused = loaded.refused.saturating_add(1);
                Ok(Taken::Refused(Box::new(refused)))
            }
        }
    }

    fn decide_together(
        &self,
        batch: &Batch<'_>,
        leads: &mut Leads,
        line: &Line,
        loaded: &mut Loaded,
    ) -> Result<Result<Together, Refused>, Problem> {
        let (kind, others) = match line.order() {
            Ok(Order::Merge(into)) => (CommandKind::Merge, vec![into.clone()]),
            Ok(Order::TakeBack(_)) => (CommandKind::TakeBack, batch.way(&line.lead)?),
            _ => (CommandKind::Split, batch.way(&line.lead)?),
        };
        let Some(named) = self.present(batch, leads, &line.lead, line, loaded)? else {
            return unknown(batch, kind, &line.lead, line);
        };
        let mut histories: Vec<Vec<Fact>> = Vec::new();
        for other in &others {
            if self.present(batch, leads, other, line, loaded)?.is_none() {
                return unknown(batch, kind, other, line);
            }
            histories.push(batch.history(other)?);
        }
        let own = batch.history(&line.lead)?;
        let (own, context) = (Past::Whole(&own), line.context());
        let others: Vec<Past<'_>> = histories.iter().map(|history| Past::Whole(history)).collect();
        let decided = match (line.order(), others.as_slice()) {
            (Ok(Order::Merge(_)), [winner]) => self.lifecycle.merge(&own, winner, &context),
            (Ok(Order::TakeBack(order)), survivors) => {
                self.lifecycle.take_back_merged(&own, survivors, order, &context)
            }
            (_, survivors) => self.lifecycle.split(&own, survivors, &context),
        };
        let decided = match decided {
            Ok(together) => Ok(together),
            Err(MergeError::Refused(refusal)) => Err(refusal),
            Err(error) => return Err(Problem::Data(error.to_string())),
        };
        let decided = told_apart(decided, self.lifecycle)?;
        if kind == CommandKind::Split && decided.is_ok() {
            let taken = batch.parted(&named)?;
            if !taken.is_empty() {
                return Ok(Err(taken_keys(kind, line.at, &taken)));
            }
        }
        Ok(decided)
    }

    /// A lead under the policy that is in force then; none if there is no such lead.
    fn present(
        &self,
        batch: &Batch<'_>,
        leads: &mut Leads,
        key: &LeadKey,
        line: &Line,
        loaded: &mut Loaded,
    ) -> Result<Option<Lead>, Problem> {
        // What is in memory is stored in this batch too, and will be out of date.
        drop(leads.remove(key));
        let Some(lead) = batch.lead(key)? else { return Ok(None) };
        let Some(Appended { lead, facts }) = come_under(batch, self.lifecycle, &lead, line.at)? else {
            return Ok(Some(lead));
        };
        loaded.clock_facts = loaded.clock_facts.saturating_add(facts);
        loaded.facts = loaded.facts.saturating_add(facts);
        Ok(Some(lead))
    }

    /// Appends every decision, in the order that the crate gives; how many facts the command has.
    fn store_together(&self, batch: &Batch<'_>, together: &Together, loaded: &mut Loaded) -> Result<usize, Problem> {
        let mut of_command = 0_usize;
        for of in together.iter().filter(|of| !of.decision.is_empty()) {
            let before = batch.lead(&of.lead)?;
            let appended = append(batch, self.lifecycle, before, &of.decision)?;
            loaded.facts = loaded.facts.saturating_add(appended.facts);
            of_command = of_command.saturating_add(of.decision.facts().len());
        }
        for of in together.iter() {
            loaded.note(&of.decision);
        }
        Ok(of_command)
    }
}

fn unknown(
    batch: &Batch<'_>,
    kind: CommandKind,
    lead: &LeadKey,
    line: &Line,
) -> Result<Result<Together, Refused>, Problem> {
    let hint = batch.nearly(lead)?.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
    Ok(Err(of_host(kind, line.at, "lead_unknown", &format!("no such lead `{lead}`{hint}"))))
}
