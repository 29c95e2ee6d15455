//! The agenda of the company: in order, and for whom.

use serde_json::Value;

use crate::host::{fails, ok};
use crate::screens::json::json;
use crate::screens::rich::rich;

const NOW: &str = "2026-07-06T09:00:00+09:00";

fn rows(more: &[&str]) -> Vec<Value> {
    let report = json(&[&["agenda", "--now", NOW, "--max", "9999"], more].concat());
    let rows = report["rows"].as_array().unwrap().clone();
    assert_eq!(report["items"], rows.len());
    let counts: u64 = report["by_severity"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(report["items"], counts);
    rows
}

#[test]
fn the_most_urgent_stands_first_whatever_is_cut() {
    let all = rows(&[]);
    let rank = |row: &Value| {
        let word = row["severity"].as_str().unwrap();
        ["overdue", "due", "soon"].iter().position(|known| *known == word).unwrap()
    };
    assert!(all.windows(2).all(|pair| rank(&pair[0]) <= rank(&pair[1])));
    let due = |row: &Value| row["due"].as_str().map(String::from);
    let in_time =
        |pair: &[Value]| rank(&pair[0]) < rank(&pair[1]) || due(&pair[1]).is_none() || due(&pair[0]) <= due(&pair[1]);
    assert!(all.windows(2).all(in_time));
    assert!(all.iter().all(|row| !row["settle"].as_array().unwrap().is_empty()), "each can be settled");
    let few = json(&["agenda", "--now", NOW, "--max", "5"]);
    assert_eq!(few["rows"].as_array().unwrap().as_slice(), &all[..5]);
}

#[test]
fn whose_it_is_parts_the_agenda() {
    let all = rows(&[]);
    let unowned = rows(&["--unowned"]);
    assert!(unowned.iter().all(|row| row["owner"].is_null()) && !unowned.is_empty());
    let mut owners: Vec<&str> = all.iter().filter_map(|row| row["owner"].as_str()).collect();
    owners.sort_unstable();
    owners.dedup();
    let owned: usize = owners.iter().map(|owner| rows(&["--owner", owner]).len()).sum();
    assert_eq!(owned + unowned.len(), all.len());
    assert!(owners.len() > 1);
    let roles = ["mk", "sdr", "bdr", "isr", "fs", "cs", "manager", "system"];
    let by_role: Vec<usize> = roles.iter().map(|role| rows(&["--role", role]).len()).collect();
    assert_eq!(by_role.iter().sum::<usize>(), all.len(), "{by_role:?}");
    assert!(by_role.iter().filter(|count| **count > 0).count() > 3, "{by_role:?}");
    let text = ok(rich(), &["agenda", "--now", NOW, "--role", "sdr", "--unowned"]);
    assert!(text.contains("Agenda for sdr of nobody at 2026-07-06 09:00 +09:00"), "{text}");
}

#[test]
fn what_contradicts_itself_or_is_no_role_is_told() {
    let both = fails(rich(), &["agenda", "--owner", "okada", "--unowned"], 2);
    assert!(both.contains("say `--owner` or `--unowned`, not both"), "{both}");
    let role = fails(rich(), &["agenda", "--role", "boss"], 2);
    assert!(role.contains("--role `boss`"), "{role}");
}
