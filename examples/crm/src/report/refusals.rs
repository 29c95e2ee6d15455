//! Refused lines: kept with their reasons, counted by reason.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use crate::problem::Problem;
use crate::screen::{Column, Page, Report, Table, counted, grouped};
use crate::store::{Merged, Reason, Store, StoredRefusal};

/// Refused lines.
#[derive(Debug, Serialize)]
pub(crate) struct Refusals {
    /// How many lines were refused.
    lines: u64,
    /// By reason, the most frequent first; a line may have several.
    reasons: Vec<ByReason>,
    /// The newest, as many as were asked for.
    newest: Vec<RefusedLine>,
}

#[derive(Debug, Serialize)]
struct ByReason {
    reason: String,
    times: u64,
    example: RefusedLine,
}

/// One refused line.
#[derive(Debug, Serialize)]
struct RefusedLine {
    source: String,
    line: i64,
    lead: String,
    command: String,
    /// In an example, the one that it is an example of.
    reasons: Vec<String>,
}

impl RefusedLine {
    fn of(refusal: &StoredRefusal, merged: &Merged, reasons: Vec<String>) -> Self {
        Self {
            source: refusal.source.clone(),
            line: refusal.line,
            lead: merged.shown(&refusal.lead),
            command: refusal.command.clone(),
            reasons,
        }
    }
}

/// By reason; with `lines` also the newest ones.
pub(crate) fn refusals(store: &Store, lines: usize) -> Result<Refusals, Problem> {
    let merged = store.merged()?;
    let mut count = 0_u64;
    let mut reasons: BTreeMap<String, ByReason> = BTreeMap::new();
    let mut newest = VecDeque::new();
    store.each_refusal(|refusal| {
        count = count.saturating_add(1);
        for reason in &refusal.reasons {
            let of_reason = reasons.entry(reason.code.clone()).or_insert_with(|| ByReason {
                reason: reason.code.clone(),
                times: 0,
                example: RefusedLine::of(&refusal, &merged, vec![reason.shown()]),
            });
            of_reason.times = of_reason.times.saturating_add(1);
        }
        if lines > 0 {
            if newest.len() >= lines {
                newest.pop_front();
            }
            let all = refusal.reasons.iter().map(Reason::shown).collect();
            newest.push_back(RefusedLine::of(&refusal, &merged, all));
        }
        Ok(())
    })?;
    let mut reasons: Vec<ByReason> = reasons.into_values().collect();
    reasons.sort_by(|one, other| (other.times, &one.reason).cmp(&(one.times, &other.reason)));
    Ok(Refusals { lines: count, reasons, newest: newest.into_iter().rev().collect() })
}

impl Report for Refusals {
    const NAME: &'static str = "refusals";

    fn page(&self) -> Page {
        if self.lines == 0 {
            return Page::titled("No line was refused.");
        }
        let mut table = Table::new(&[Column::right("times"), Column::left("reason"), Column::left("for example")]);
        for ByReason { reason, times, example } in &self.reasons {
            let RefusedLine { line, command, lead, reasons, .. } = example;
            let example = format!("line {line}, `{command}` of {lead}: {}", reasons.join("; "));
            table.row([grouped(*times), reason.clone(), example]);
        }
        let lines = counted(self.lines, "line", "lines");
        let page = Page::titled(format!("Refusals by reason ({lines} refused)")).with(table);
        if self.newest.is_empty() {
            return page;
        }
        let mut table = Table::new(&["where", "lead", "command", "reasons"].map(Column::left));
        for RefusedLine { source, line, lead, command, reasons } in &self.newest {
            table.row([format!("{source}:{line}"), lead.clone(), command.clone(), reasons.join("; ")]);
        }
        page.heading("Newest refused lines").with(table)
    }
}
