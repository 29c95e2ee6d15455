//! A decision into the store, and what has to follow it at once: a score that has to be counted again is counted.

use lead_lifecycle::lead::Recounting;
use lead_lifecycle::{Actor, ActorId, Command, Context, Decision, Instant, Lead, Lifecycle, Role, Unmet};

use crate::load::count;
use crate::problem::{Problem, gap_of};
use crate::store::Batch;

/// What came of appending.
pub(crate) struct Appended {
    pub(crate) lead: Lead,
    /// How many facts, those of the recount too.
    pub(crate) facts: u64,
}

/// Folds a decision and appends it.
///
/// A version of the policy that needs more than was kept of a lead wants its score counted again, and this host has the
/// history. It is done here, in the transaction of the adoption and at the same instant: so it does not matter whether
/// the clock or a command meets the lead first. When does: until somebody looks, the score stands still.
pub(crate) fn append(
    batch: &Batch<'_>,
    lifecycle: &Lifecycle,
    before: Option<Lead>,
    decision: &Decision,
) -> Result<Appended, Problem> {
    let mut appended = append_one(batch, lifecycle, before, decision)?;
    let now = decision.facts().last().map(|fact| fact.envelope.recorded_at);
    let recount = now.map(|now| recount(batch, lifecycle, &appended.lead, now)).transpose()?.flatten();
    if let Some(recount) = recount {
        let after = append_one(batch, lifecycle, Some(appended.lead), &recount)?;
        appended.lead = after.lead;
        appended.facts = appended.facts.saturating_add(after.facts);
    }
    Ok(appended)
}

/// The recount of a lead that waits for one. A policy may let the system count nothing again: then it goes on waiting,
/// which the agenda tells.
fn recount(batch: &Batch<'_>, lifecycle: &Lifecycle, lead: &Lead, now: Instant) -> Result<Option<Decision>, Problem> {
    if lead.recount_due().is_none() {
        return Ok(None);
    }
    let history = batch.history(lead.key())?;
    let counted = lifecycle.recount(&history, now);
    let counted = counted.map_err(|error| Problem::Recount { lead: lead.key().clone(), error })?;
    let command = Command::Recount(Recounting::Counted(Box::new(counted)));
    let context = Context::new(now, Actor::new(ActorId::new("crm-recount")?, Role::System));
    match lifecycle.decide(lead, &command, &context) {
        Ok(decision) => Ok(Some(decision).filter(|decision| !decision.is_empty())),
        Err(refusal) if gap_of(&refusal).is_none() && refusal.unmet.iter().all(of_rights) => Ok(None),
        Err(refusal) => Err(Problem::refused(&refusal, lifecycle)),
    }
}

const fn of_rights(unmet: &Unmet) -> bool {
    matches!(unmet, Unmet::Access(_))
}

fn append_one(
    batch: &Batch<'_>,
    lifecycle: &Lifecycle,
    before: Option<Lead>,
    decision: &Decision,
) -> Result<Appended, Problem> {
    let facts = decision.facts();
    let after = fold(before, decision)?;
    let wake = lifecycle.next_wake(&after)?.map(|wake| wake.at);
    if !batch.append(decision.expected_revision(), facts, &after, wake)? {
        // The batch holds the only write lock and began with fresh leads, so this is a fault, not a race to be lost.
        return Err(Problem::Store(format!(
            "lead `{}` is not at revision {}",
            after.key(),
            decision.expected_revision()
        )));
    }
    Ok(Appended { lead: after, facts: count(facts.len()) })
}

fn fold(before: Option<Lead>, decision: &Decision) -> Result<Lead, Problem> {
    let key = || decision.facts().first().map(|fact| fact.envelope.lead.clone());
    let nothing = || Problem::Data(String::from("a decision without facts has no lead"));
    match before {
        None => Lead::replay(decision.facts()).map_err(|error| match key() {
            Some(lead) => Problem::Replay { lead, error },
            None => nothing(),
        }),
        Some(mut lead) => {
            for fact in decision.facts() {
                lead.apply(fact).map_err(|error| Problem::Fold { lead: fact.envelope.lead.clone(), error })?;
            }
            Ok(lead)
        }
    }
}
