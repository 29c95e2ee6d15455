//! Writes a journal: every line goes through the real lifecycle, so that it says what this policy accepts, and what it refuses.

mod cast;
mod chance;
mod daily;
mod deal;
mod rows;
mod story;
mod work;

pub(crate) use rows::rows;

use std::fmt::Write as _;
use std::path::Path;

use lead_lifecycle::sla::SlaDraft;
use lead_lifecycle::values::CommandId;
use lead_lifecycle::{Lifecycle, Policy, PolicyDraft};
use serde_json::Value;

use crate::generate::story::{Story, Written};
use crate::journal::Line;
use crate::problem::{Problem, listed};

/// Writes the journal of so many leads.
pub(crate) fn generate(lifecycle: &Lifecycle, seed: u64, leads: u32, out: &Path) -> Result<String, Problem> {
    let lifecycle = without_clocks(lifecycle)?;
    let mut written = Vec::new();
    for number in 1..=leads {
        written.extend(Story::tell(&lifecycle, seed, number, leads)?);
    }
    // The sort is stable: lines of one lead keep their order.
    written.sort_by_key(|line: &Written| line.line.at);
    let mut text = String::new();
    let (mut refused, mut surprises) = (0_u32, String::new());
    for (index, written) in written.iter_mut().enumerate() {
        written.line.id = CommandId::new(&format!("j2026q2-{:05}", index.saturating_add(1)))?;
        let line = compact(&written.line)?;
        let _infallible = writeln!(text, "{line}");
        if let Some(refusal) = &written.refusal {
            refused = refused.saturating_add(1);
            if !written.refusal_meant {
                let _infallible = writeln!(surprises, "  line {}: {refusal}", index.saturating_add(1));
            }
        }
    }
    std::fs::write(out, text).map_err(|error| Problem::file(out, error))?;
    let summary =
        format!("{} lines of {leads} leads written to {}, {refused} to be refused\n", written.len(), out.display());
    if surprises.is_empty() {
        return Ok(summary);
    }
    Err(Problem::Data(format!("{summary}these refusals were not meant:\n{surprises}")))
}

/// The same policy without service levels. They change nothing of what people do, and a key is named after how many facts there
/// were: a journal is the same whatever clocks its readers have.
fn without_clocks(lifecycle: &Lifecycle) -> Result<Lifecycle, Problem> {
    let draft = PolicyDraft { sla: SlaDraft::default(), ..lifecycle.newest_policy().draft().clone() };
    let policy = Policy::try_from(draft);
    let policy = policy.map_err(|faults| Problem::Data(listed("without service levels it does not hold", &faults)))?;
    Ok(Lifecycle::new(policy))
}

/// The line in one row without empty members; it must read back as it was.
fn compact(line: &Line) -> Result<String, Problem> {
    let mut value = serde_json::to_value(line)?;
    strip(&mut value);
    let text = serde_json::to_string(&value)?;
    let back: Line = serde_json::from_str(&text)?;
    if back == *line {
        return Ok(text);
    }
    Err(Problem::Data(format!("this line does not read back as it was: {text}")))
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(strip);
            members.retain(|name, member| {
                let optional = matches!(name.as_str(), "fields" | "attribution");
                let empty = optional && member.as_object().is_some_and(serde_json::Map::is_empty);
                let edited =
                    matches!(name.as_str(), "account" | "person" | "source" | "medium" | "campaign" | "content");
                let kept = edited && member.as_str() == Some("keep");
                !empty && !kept && !member.is_null()
            });
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
