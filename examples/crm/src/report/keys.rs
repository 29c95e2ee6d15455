//! Keys of deals and contracts, and which lead has each.

use crate::problem::Problem;
use crate::report::{Report, local};
use crate::store::{KeyUse, Store};

/// Every key, or one of them. A merged lead that used a key is named with the one that it lives on in.
pub(crate) fn keys(
    store: &Store,
    offset: lead_lifecycle::values::UtcOffset,
    key: Option<&str>,
    max: usize,
) -> Result<String, Problem> {
    let uses = store.keys(key)?;
    if let (Some(key), true) = (key, uses.is_empty()) {
        return Err(Problem::Data(format!("no deal and no contract has the key `{key}`")));
    }
    let merged = store.merged()?;
    let keys: Vec<_> = uses.chunk_by(|one, next| (&one.kind, &one.key) == (&next.kind, &next.key)).collect();
    let mut report = Report::new(&["kind", "key", "lead", "since", "stage now"]);
    for uses in keys.iter().take(max) {
        let Some(first) = uses.first() else { continue };
        let each = |text: &dyn Fn(&KeyUse) -> String| uses.iter().map(text).collect::<Vec<_>>().join("\n");
        let survivor = merged.survivor(first.lead.as_str()).map(lead_lifecycle::LeadKey::new).transpose()?;
        let stage = store.lead(survivor.as_ref().unwrap_or(&first.lead))?;
        report.row([
            first.kind.clone(),
            first.key.clone(),
            each(&|used| merged.shown(used.lead.as_str())),
            each(&|used| local(used.since, offset)),
            stage.map_or_else(String::new, |lead| lead.stage().kind().to_string()),
        ]);
    }
    let (all, shown) = (keys.len(), keys.len().min(max));
    Ok(report.finish(&format!("Keys: {shown} of {all} deal and contract keys (times at {offset})")))
}
