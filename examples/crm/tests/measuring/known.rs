//! What was said then, and by how much it has moved since.

use serde_json::Value;

use crate::host::{folder, ok};
use crate::taking_back::story::{BY, loaded, promoted, row_of};

fn json(db: &std::path::Path, words: &[&str]) -> Value {
    serde_json::from_str(&ok(db, &[words, &["--json"]].concat())).unwrap()
}

/// Now 0, known before 1, restated by 1.
#[test]
fn what_was_taken_back_is_told_as_moved() {
    let db = loaded(&folder("measured-known"), "crm", &promoted("L-1", 0));
    ok(&db, &[&["take-back", "L-1", "--facts", "3", "--reason", "scanner"], &BY[..]].concat());
    let asked = ["funnel", "--per", "month", "--as-of", "2026-04-30"];
    let mql = |report: &Value| {
        report["rows"].as_array().unwrap().iter().find(|row| row["milestone"] == "mql").unwrap().clone()
    };
    let (now, then) = (json(&db, &asked), json(&db, &[&asked[..], &["--known-at", "2026-04-10"]].concat()));
    assert_eq!((&mql(&now)["counted"], &mql(&now)["moved"]), (&0.into(), &Value::Null));
    assert_eq!((&mql(&then)["counted"], &mql(&then)["moved"]["counted"]), (&1.into(), &(-1).into()));
    let text = ok(&db, &["funnel", "--known-at", "2026-04-10", "--as-of", "2026-04-30"]);
    assert_eq!(row_of(&text, "mql")[..3], ["mql", "1", "(-1)"]);
    assert!(text.contains("as it was known at 2026-04-10 23:59:59") && text.contains("as it is known today"), "{text}");
    let flow = json(&db, &["flow", "--known-at", "2026-04-10", "--as-of", "2026-04-30"]);
    let row = flow["rows"].as_array().unwrap().iter().find(|row| row["stage"] == "mql").unwrap();
    assert_eq!((&row["there"], &row["moved"]["there"]), (&1.into(), &(-1).into()));
    // Its leads are those of then.
    let listed = |more: &[&str]| {
        json(&db, &[&["funnel", "--leads", "mql", "--as-of", "2026-04-30"], more].concat())["count"].clone()
    };
    assert_eq!((listed(&["--known-at", "2026-04-10"]), listed(&[])), (1.into(), 0.into()));
    let csv = ok(&db, &["funnel", "--known-at", "2026-04-10", "--as-of", "2026-04-30", "--csv", "-"]);
    let mut lines = csv.lines();
    assert!(
        lines.next().unwrap().ends_with(
            ",expansions,cycles_moved,hollow_moved,implied_moved,direct_moved,counted_moved,expansions_moved"
        )
    );
    assert!(lines.any(|line| line == "mql,1,0,0,0,1,0,-1,0,0,0,-1,0"), "{csv}");
}

/// Before anything was known there is nothing, and that is no failure.
#[test]
fn before_everything_nothing_was_known() {
    let db = loaded(&folder("measured-before"), "crm", &promoted("L-1", 0));
    let report = json(&db, &["funnel", "--known-at", "2026-03-01", "--as-of", "2026-04-30"]);
    assert_eq!((&report["leads"], &report["cycles"]), (&0.into(), &0.into()));
    for words in [&["times"][..], &["forecast"], &["sources"], &["reasons"], &["flow"]] {
        ok(&db, &[words, &["--known-at", "2026-03-01"]].concat());
        ok(&db, &[words, &["--as-of", "2026-03-01", "--json"]].concat());
    }
}
