//! Every report as JSON: it parses, is documented, and says what the text says.

use serde_json::Value;

use crate::host::ok;
use crate::screens::rich::{reports, rich};

pub(crate) fn json(words: &[&str]) -> Value {
    let text = ok(rich(), &[words, &["--json"]].concat());
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("crm {words:?}: {error}\n{text}"))
}

/// Every name of a member, wherever it stands. Maps from words to counts have words for names.
fn names(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                found.push(name.clone());
                if !["by_origin", "reached", "direct", "by_kind", "by_severity"].contains(&name.as_str()) {
                    names(member, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_report_parses_and_every_member_is_documented() {
    let documented = ok(rich(), &["help", "json"]);
    let documented: Vec<&str> =
        documented.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).collect();
    for words in reports() {
        let report = json(&words);
        let named = report["report"].as_str().unwrap();
        assert!(named.starts_with(words[0]) || named == "leads", "crm {words:?}: {named}");
        let mut found = Vec::new();
        names(&report, &mut found);
        let unknown = found.iter().find(|name| !documented.contains(&name.as_str()));
        assert_eq!(unknown, None, "crm {words:?}: `crm help json` does not say");
        assert!(!no_number_is_inexact(&report), "crm {words:?}: a number with a point");
    }
}

/// Whether somewhere is a number that is not whole.
fn no_number_is_inexact(value: &Value) -> bool {
    match value {
        Value::Number(number) => !(number.is_u64() || number.is_i64()),
        Value::Array(items) => items.iter().any(no_number_is_inexact),
        Value::Object(members) => members.values().any(no_number_is_inexact),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// The rows of a table: cells are parted by three spaces or more.
fn cells(text: &str) -> Vec<Vec<String>> {
    let rows = text.lines().map(|line| line.split("   ").map(str::trim).filter(|cell| !cell.is_empty()));
    rows.map(|cells| cells.map(String::from).collect()).collect()
}

#[test]
fn the_board_says_the_same_as_text_and_as_json() {
    let (report, text) = (json(&["board"]), cells(&ok(rich(), &["board"])));
    let rows = report["rows"].as_array().unwrap().iter().chain(report["totals"].as_array().unwrap());
    let mut count = 0;
    for row in rows {
        let name = row["row"].as_str().unwrap();
        let shown = text.iter().find(|cells| cells.first().is_some_and(|cell| cell == name));
        let shown = shown.unwrap_or_else(|| panic!("no row `{name}`"));
        assert_eq!(shown[2], row["leads"].to_string());
        for (place, member) in [(3, "value"), (4, "weighted")] {
            for sum in row[member].as_array().unwrap().iter().filter(|sum| sum["amount"] != "0") {
                let digits: String = shown[place].chars().filter(char::is_ascii_digit).collect();
                assert_eq!(digits, sum["amount"].as_str().unwrap(), "{name} {member}");
                assert!(shown[place].starts_with(sum["currency"].as_str().unwrap()));
            }
        }
        count += 1;
    }
    assert!(count > 12);
    let leads: u64 = report["rows"].as_array().unwrap().iter().map(|row| row["leads"].as_u64().unwrap()).sum();
    assert_eq!(leads, report["leads"].as_u64().unwrap());
}

#[test]
fn counts_of_the_other_reports_agree_with_their_text() {
    for (words, member) in [
        (&["agenda"][..], "items"),
        (&["sla"], "runs"),
        (&["sla", "--leads", "missed"], "count"),
        (&["hand-raises"], "leads"),
        (&["put-off"], "leads"),
        (&["keys"], "keys"),
        (&["funnel"], "cycles"),
        (&["refusals"], "lines"),
        (&["policies"], "leads"),
        (&["board", "--leads", "mql"], "count"),
    ] {
        let count = json(words)[member].as_u64().unwrap();
        let text = ok(rich(), words);
        assert!(
            count > 0 && text.lines().take(2).any(|line| line.contains(&count.to_string())),
            "{words:?}: {count}\n{text}"
        );
    }
    let facts = json(&["timeline", "L-0083"])["facts"].as_array().unwrap().len();
    assert!(ok(rich(), &["timeline", "L-0083"]).contains(&format!("{facts} facts")));
    // What is cut is told with how to see the rest, and the count is of all.
    let few = json(&["agenda", "--max", "3"]);
    assert_eq!(few["rows"].as_array().unwrap().len(), 3);
    assert_eq!(few["items"], json(&["agenda"])["items"]);
    let told = format!("3 of {} are shown: `--max {}` shows all", few["items"], few["items"]);
    assert!(ok(rich(), &["agenda", "--max", "3"]).contains(&told));
}

#[test]
fn instants_are_rfc_3339_and_amounts_exact_text() {
    let why = json(&["why", "L-0016"]);
    assert_eq!(why["since"], "2026-05-25T00:00:00Z");
    assert_eq!(why["zone"], "+09:00");
    assert_eq!(why["contracts"][0]["value"]["amount"], "408000");
    assert_eq!(why["score"]["enter"], "30");
}
