//! Putting every stored lead under another policy, one adoption fact each.

use std::fmt;

use lead_lifecycle::wording::Words;
use lead_lifecycle::{Actor, ActorId, Command, Context, Lifecycle, Role};

use crate::args::Args;
use crate::load::append;
use crate::problem::Problem;
use crate::store::Store;

/// What an adoption did.
#[derive(Debug, Default)]
pub(crate) struct Adopted {
    now: u64,
    already: u64,
    refused: Vec<String>,
}

/// Every lead adopts the policy of `--policy`. Leads whose deal is at a stage that it does not have are named and stay as they are.
pub(crate) fn adopt(store: &mut Store, lifecycle: &Lifecycle, args: &Args) -> Result<Adopted, Problem> {
    let newest = store
        .newest()?
        .ok_or_else(|| Problem::Data(String::from("there is nothing to adopt it: the database is empty")))?;
    let now = args.now.unwrap_or(newest).max(newest);
    args.jump.check("`--now`", now, Some(newest))?;
    let context = Context::new(now, Actor::new(ActorId::new("crm-adopt")?, Role::System));
    let zone = lifecycle.policy().utc_offset();
    let words = Words::in_zone(&zone);
    let mut adopted = Adopted::default();
    let leads = store.leads()?;
    for chunk in leads.chunks(args.batch) {
        let histories = chunk.iter().map(|lead| store.history(lead.key())).collect::<Result<Vec<_>, _>>()?;
        let batch = store.begin()?;
        for (lead, history) in chunk.iter().zip(&histories) {
            if lifecycle.governs(lead) {
                adopted.already = adopted.already.saturating_add(1);
                continue;
            }
            // The whole history counted again under the new tags: only a host that keeps facts can do that.
            let retagged = lifecycle.retag(history);
            let retagged = retagged.map_err(|error| Problem::Replay { lead: lead.key().clone(), error })?;
            let command =
                Command::AdoptPolicy { retagged: Some(Box::new(retagged)), deal_pipeline: None, deal_stage: None };
            match lifecycle.decide(lead, &command, &context) {
                Ok(decision) => {
                    append(&batch, lifecycle, Some(lead.clone()), &decision)?;
                    adopted.now = adopted.now.saturating_add(1);
                }
                Err(refusal) => adopted.refused.push(words.of(&refusal).to_string()),
            }
        }
        batch.commit()?;
    }
    store.set_meta("policy", &lifecycle.policy().stamp().to_string())?;
    store.finish_erasures()?;
    Ok(adopted)
}

impl fmt::Display for Adopted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} leads adopted the policy, {} were under it already", self.now, self.already)?;
        for refusal in &self.refused {
            writeln!(f, "  {refusal}")?;
        }
        Ok(())
    }
}
