//! Refused lines: kept with their reasons, counted by reason.

use std::collections::BTreeMap;

use crate::problem::Problem;
use crate::report::Report;
use crate::store::{Reason, Store, StoredRefusal};

/// By reason; with `lines` also the newest ones. One line may have several reasons.
pub(crate) fn refusals(store: &Store, lines: usize) -> Result<String, Problem> {
    let refusals = store.refusals()?;
    let merged = store.merged()?;
    if refusals.is_empty() {
        return Ok(String::from("\nNo line was refused.\n"));
    }
    let mut reasons: BTreeMap<&str, (u64, &StoredRefusal, &str)> = BTreeMap::new();
    for refusal in &refusals {
        for Reason { code, text, .. } in &refusal.reasons {
            let (count, ..) = reasons.entry(code).or_insert((0, refusal, text));
            *count = count.saturating_add(1);
        }
    }
    let mut rows: Vec<_> = reasons.into_iter().collect();
    rows.sort_by_key(|(code, (count, ..))| (std::cmp::Reverse(*count), *code));
    let mut report = Report::new(&[">times", "reason", "for example"]);
    for (code, (count, first, text)) in rows {
        let example = format!("line {}, `{}` of {}: {text}", first.line, first.command, merged.shown(&first.lead));
        report.row([count.to_string(), code.to_string(), example]);
    }
    let mut text = report.finish(&format!("Refusals by reason ({} lines refused)", refusals.len()));
    if lines > 0 {
        let mut report = Report::new(&["where", "lead", "command", "reasons"]);
        for refusal in refusals.iter().rev().take(lines) {
            let all: Vec<_> = refusal.reasons.iter().map(|reason| reason.text.as_str()).collect();
            let place = format!("{}:{}", refusal.source, refusal.line);
            report.row([&place, &merged.shown(&refusal.lead), &refusal.command, &all.join("; ")]);
        }
        text.push_str(&report.finish("Newest refused lines"));
    }
    Ok(text)
}
