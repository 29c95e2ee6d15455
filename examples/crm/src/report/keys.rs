//! Keys of deals and contracts, and which leads use them.

use crate::problem::Problem;
use crate::report::{Report, local};
use crate::store::{KeyUse, Store};

/// Every key, those of several leads first; or one of them.
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
    let (mut shared, alone): (Vec<_>, Vec<_>) =
        uses.chunk_by(|one, next| (&one.kind, &one.key) == (&next.kind, &next.key)).partition(|uses| uses.len() > 1);
    let (several, all) = (shared.len(), shared.len().saturating_add(alone.len()));
    shared.extend(alone);
    let mut report = Report::new(&["kind", "key", "leads, the first first", "since", "stage now"]);
    for uses in shared.iter().take(max) {
        let Some(first) = uses.first() else { continue };
        let each = |text: &dyn Fn(&KeyUse) -> Result<String, Problem>| {
            Ok::<_, Problem>(uses.iter().map(text).collect::<Result<Vec<_>, _>>()?.join("\n"))
        };
        let stage = |used: &KeyUse| {
            Ok(store.lead(&used.lead)?.map_or_else(String::new, |lead| lead.stage().kind().to_string()))
        };
        report.row([
            first.kind.clone(),
            first.key.clone(),
            each(&|used| Ok(used.lead.to_string()))?,
            each(&|used| Ok(local(used.since, offset)))?,
            each(&stage)?,
        ]);
    }
    let shown = all.min(max);
    Ok(report.finish(&format!(
        "Keys: {shown} of {all} deal and contract keys, {several} used by several leads (times at {offset})"
    )))
}
