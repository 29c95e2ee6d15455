//! Whether what is kept beside the facts is what the facts say.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::lead::{ImportedStep, Stage, counted};
use lead_lifecycle::{FactBody, Lead, LeadKey};

use crate::problem::Problem;
use crate::store::{KeysOf, Merged, Store};

/// Replays every lead and compares it with its snapshot; what counts of it, which must end where the lead is; that merges are
/// known to both leads; and whose keys there are.
pub(crate) fn verify(store: &Store) -> Result<String, Problem> {
    let leads = store.leads()?;
    let (mut facts, mut not_counted, mut keys) = (0_usize, 0_usize, KeysOf::default());
    let mut elsewhere = BTreeSet::new();
    for lead in &leads {
        let history = store.history(lead.key())?;
        facts = facts.saturating_add(history.len());
        let replayed = Lead::replay(&history).map_err(|error| Problem::Replay { lead: lead.key().clone(), error })?;
        if replayed != *lead {
            return Err(Problem::Data(format!("lead `{}`: the snapshot is not the fold of its facts", lead.key())));
        }
        let counts = counted(&history).map_err(|error| Problem::Replay { lead: lead.key().clone(), error })?;
        if counts.last().map(|last| last.place) != Some(lead.place()) {
            return Err(Problem::Data(format!("lead `{}`: what counts of its facts ends elsewhere", lead.key())));
        }
        if counts.iter().any(|one| is_merge_elsewhere(&one.fact.body)) {
            elsewhere.insert(lead.key());
        }
        not_counted = not_counted.saturating_add(history.len().saturating_sub(counts.len()));
        keys.add(&history);
    }
    let merged = store.merged()?;
    merges(&leads, &merged, &elsewhere)?;
    let keys = store.check_keys(&keys, &merged)?;
    let corrections = match not_counted {
        0 => String::new(),
        _ => format!("{not_counted} of them are corrections or count no longer, and what counts folds\n"),
    };
    let of_merges = match merged.len() {
        0 => String::new(),
        many => format!("{many} leads were merged, and those that they live on in know them\n"),
    };
    let unfinished = if store.is_erasure_unfinished()? {
        "an erasure is not finished, old pages may be in the file: run `crm load` or `crm do`\n"
    } else {
        ""
    };
    Ok(format!(
        "{facts} facts replayed: all {} snapshots are the fold of their facts, and {keys} keys are theirs\n{corrections}{of_merges}{unfinished}",
        leads.len()
    ))
}

/// Whether another system had merged the lead, and the other has its data already: that one knows nothing of it here.
const fn is_merge_elsewhere(body: &FactBody) -> bool {
    matches!(body, FactBody::StepImported { step: ImportedStep::Merged { .. }, .. })
}

/// Every merge is known to both leads, and kept as the lead says.
fn merges(leads: &[Lead], merged: &Merged, elsewhere: &BTreeSet<&LeadKey>) -> Result<(), Problem> {
    let by_key: BTreeMap<&LeadKey, &Lead> = leads.iter().map(|lead| (lead.key(), lead)).collect();
    for lead in leads {
        let key = lead.key();
        let into = if let Stage::Merged { into } = lead.stage() { Some(into) } else { None };
        if merged.into(key.as_str()) != into.map(LeadKey::as_str) {
            return Err(Problem::Data(format!("lead `{key}`: where it was merged into is not kept as its facts say")));
        }
        if let Some(into) = into.filter(|_| !elsewhere.contains(key)) {
            if by_key.get(into).is_none_or(|winner| winner.absorbed_lead(key).is_none()) {
                return Err(Problem::Data(format!("lead `{key}` was merged into `{into}`, which does not know it")));
            }
        }
        for known in lead.absorbed().map_or(&[][..], |absorbed| absorbed.leads()) {
            if !merged.passes(known.lead.as_str(), key.as_str()) {
                let name = &known.lead;
                return Err(Problem::Data(format!("lead `{key}` has taken in `{name}`, which was not merged into it")));
            }
        }
    }
    Ok(())
}
