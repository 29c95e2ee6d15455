//! What is stored of a lead, one short line a step.

use std::path::Path;

use serde_json::Value;

use crate::host::ok;

/// The steps of a lead: `1 opportunity 2025-06-27`, `1 lost price 2025-10-15`, `1 mql ~` where no date is known.
pub(crate) fn steps(db: &Path, lead: &str) -> Vec<String> {
    let facts = ok(db, &["export"]);
    let facts = facts.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    facts.filter(|fact| fact["envelope"]["lead"] == lead).filter_map(|fact| step(&fact)).collect()
}

fn step(fact: &Value) -> Option<String> {
    let (envelope, body) = (&fact["envelope"], &fact["body"]);
    let cycle = &envelope["cycle"];
    let day = envelope["day"].as_str();
    if let Some(captured) = body.get("captured") {
        let at = day.or(captured["at"].as_str()).unwrap_or("~");
        return Some(format!("{cycle} lead {at}"));
    }
    let imported = body.get("step_imported")?;
    let at = imported["at"].as_str().map_or("~", |at| day.unwrap_or(at));
    let step = &imported["step"];
    let (name, details) = match step {
        Value::String(name) => (name.as_str(), &Value::Null),
        Value::Object(step) => step.iter().next().map(|(name, details)| (name.as_str(), details))?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return None,
    };
    let details = match name {
        "lost" | "recycled" | "disqualified" | "discarded" => details["reason"]["code"].as_str().unwrap_or_default(),
        "opportunity" | "deal_stage" => details["deal_stage"].as_str().unwrap_or_default(),
        "won" => details["contract"]["value"]["amount"].as_str().unwrap_or_default(),
        _ => "",
    };
    let details = if details.is_empty() { String::new() } else { format!("{details} ") };
    Some(format!("{cycle} {name} {details}{at}"))
}

/// Who owned each round of a lead, as the export said; `-` where it does not.
pub(crate) fn owners(db: &Path, lead: &str) -> Vec<String> {
    let facts = ok(db, &["export"]);
    let facts = facts.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let begins = |fact: &Value| {
        let body = &fact["body"];
        let begun = body.get("captured").or_else(|| body.get("step_imported")?["step"].get("opened"))?;
        Some(begun["owner"].as_str().unwrap_or("-").to_owned())
    };
    facts.filter(|fact| fact["envelope"]["lead"] == lead).filter_map(|fact| begins(&fact)).collect()
}
