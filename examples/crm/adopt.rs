//! Putting every stored lead under another policy, one adoption fact each.

use std::fmt;

use lead_lifecycle::{Actor, ActorId, Carry, Command, Context, Ending, Fact, FactBody, Instant, Lead, Lifecycle, Role};

use crate::args::Args;
use crate::load::append;
use crate::problem::Problem;
use crate::store::Store;

/// What an adoption did.
#[derive(Debug, Default)]
pub(crate) struct Adopted {
    adopted: u64,
    already: u64,
    refused: Vec<String>,
}

/// Every lead adopts the policy of `--policy`. Leads whose deal is at a stage that it does not have are named and stay as they are.
pub(crate) fn adopt(store: &mut Store, lifecycle: &Lifecycle, args: &Args) -> Result<Adopted, Problem> {
    let newest = store.newest()?.ok_or_else(|| Problem::Data(String::from("there is nothing to adopt it: the database is empty")))?;
    let now = args.now.unwrap_or(newest).max(newest);
    let context = Context::new(now, Actor::new(ActorId::new("crm-adopt")?, Role::System));
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
            let retagged = retag(lifecycle, lead, history);
            let command = Command::AdoptPolicy { retagged: Some(Box::new(retagged)), deal_stage: None };
            match lifecycle.decide(lead, &command, &context) {
                Ok(decision) => {
                    append(&batch, lifecycle, Some(lead.clone()), &decision)?;
                    adopted.adopted = adopted.adopted.saturating_add(1);
                }
                Err(refusal) => adopted.refused.push(refusal.to_string()),
            }
        }
        batch.commit()?;
    }
    store.set_meta("policy", &lifecycle.policy().stamp().to_string())?;
    Ok(adopted)
}

/// The whole history counted again under the new policy's tags: only a host that keeps facts can do that.
fn retag(lifecycle: &Lifecycle, lead: &Lead, history: &[Fact]) -> lead_lifecycle::scoring::ScoringState {
    let activities = history.iter().filter_map(|fact| match &fact.body {
        FactBody::ActivityRecorded { activity, .. } => Some((activity, fact.envelope.effective_at)),
        _ => None,
    });
    let carries = history.iter().filter_map(carry);
    lifecycle.policy().scoring().retag(activities, lead.profile(), carries)
}

/// What the end of a cycle did to the engagement, and when.
fn carry(fact: &Fact) -> Option<(Carry, Instant)> {
    let ending = match &fact.body {
        FactBody::Reopened { next, .. } => return Some((next.carry, fact.envelope.effective_at)),
        FactBody::Lost { ending, .. } | FactBody::Recycled { ending, .. } | FactBody::Disqualified { ending, .. } => ending,
        FactBody::ContractEnded { ending, .. } => ending.as_ref()?,
        _ => return None,
    };
    match ending {
        Ending::Recycled(next) => Some((next.carry, fact.envelope.effective_at)),
        Ending::Disqualified { .. } | Ending::BackToCustomer => None,
    }
}

impl fmt::Display for Adopted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} leads adopted the policy, {} were under it already", self.adopted, self.already)?;
        for refusal in &self.refused {
            writeln!(f, "  {refusal}")?;
        }
        Ok(())
    }
}
