//! A merged key still answers; and what reports make of leads that are one.

use std::path::PathBuf;

use crate::host::{fails, folder, ok};
use crate::merging::story::{BY, captured, command, has_row, loaded, merge, promoted, row_of, visit};
use crate::tables::{asked, rows};

/// `B` went into `A`, and `A` into `C`.
fn chain(name: &str) -> PathBuf {
    let raised = command(
        4,
        crate::merging::story::WEB,
        "B",
        r#"{"record_activity":{"activity":{"id":"b-4","kind":"contact_request"}}}"#,
    );
    let journal = captured("A", 0)
        + &captured("B", 1)
        + &promoted("C", 2)
        + &raised
        + &merge("m-1", 20, "B", "A")
        + &merge("m-2", 30, "A", "C");
    loaded(&folder(name), "crm", &journal)
}

#[test]
fn a_merged_key_still_answers() {
    let db = chain("mg-answers");
    let sentence = "`B` was merged into `A`, which lives on in `C`.";
    let shown = ok(&db, &["timeline", "B"]);
    assert!(shown.trim_start().starts_with(sentence) && shown.contains("Timeline of `B`"), "{shown}");
    assert!(ok(&db, &["timeline", "A"]).contains("`A` was merged into `C`."));
    let shown = ok(&db, &["timeline", "C"]);
    assert!(!shown.trim_start().starts_with('`') && !shown.contains("lives on"), "{shown}");
    let flat = rows(&shown).join(" ");
    assert!(flat.contains("`A` was merged into this lead, with `B`"), "{shown}");
    let why = ok(&db, &["why", "B"]);
    assert!(why.trim_start().starts_with(sentence) && why.contains("\n`C` is MQL since"), "{why}");
    assert!(fails(&db, &["timeline", "D"], 1).contains("no lead `D`"));
    assert!(fails(&db, &["why", "CC"], 1).contains("did you mean `C`?"));
}

#[test]
fn what_is_to_be_done_is_told_of_the_lead_that_lives_on() {
    let db = chain("mg-work");
    let board = ok(&db, &["board"]);
    assert!(!board.contains("merged ") || board.contains("2 merged leads are left out"), "{board}");
    assert!(!rows(&board).iter().any(|row| row.starts_with("merged")), "{board}");
    for report in ["agenda", "hand-raises", "put-off"] {
        let text = ok(&db, &[report, "--now", BY[3]]);
        let named = |lead: &str| rows(&text).iter().any(|row| row.split(' ').any(|word| word == lead));
        assert!(!named("A") && !named("B"), "{text}");
    }
    // The hand that `B` raised is raised where it lives on.
    assert!(rows(&ok(&db, &["hand-raises"])).iter().any(|row| row.contains(" C ")));
}

/// Milestones stay where they were reached, and are counted once.
#[test]
fn the_funnel_counts_every_cycle_once() {
    let (folder, people) = (folder("mg-funnel"), promoted("A", 0) + &promoted("B", 10) + &captured("C", 20));
    let apart = loaded(&folder, "apart", &people);
    let db = loaded(&folder, "crm", &(people + &merge("m-1", 30, "B", "A") + &merge("m-2", 40, "A", "C")));
    let reached = |db: &std::path::Path, of: &str| row_of(&ok(db, &["funnel"]), of);
    for milestone in ["lead", "sql", "won"] {
        assert_eq!(reached(&db, milestone), reached(&apart, milestone));
    }
    assert!(reached(&db, "lead").starts_with("lead 3 ") && reached(&apart, "mql").starts_with("mql 2 "));
    ok(&db, &["verify"]);
}

#[test]
fn the_export_names_the_lead_that_lives_on() {
    let db = chain("mg-export");
    let export = ok(&db, &["export"]);
    for line in export.lines() {
        let of_merged = line.contains(r#""lead":"A","#) || line.contains(r#""lead":"B","#);
        let own = line.split(r#""lead":""#).nth(1).unwrap().chars().next().unwrap();
        assert_eq!(line.ends_with(r#","lives_on_in":"C"}"#), own != 'C', "{of_merged} {line}");
    }
    // What is stored is as it is stored.
    assert!(!ok(&db, &["export", "--all"]).contains("lives_on_in"));
    assert_eq!(ok(&db, &["export", "--all"]).lines().count(), asked(&db, "SELECT lead FROM facts").len());
}

#[test]
fn refusals_and_keys_name_both() {
    let buy = |minute: u32, lead: &str, key: &str| {
        command(minute, crate::merging::story::WEB, lead, &crate::merging::story::purchase(key))
    };
    let journal = captured("A", 0)
        + &captured("C", 1)
        + &buy(5, "A", "C-1")
        + &merge("m-1", 20, "A", "C")
        + &visit("A", 30, "document_download");
    let db = loaded(&folder("mg-named"), "crm", &journal);
    let refusals = ok(&db, &["refusals", "--lines", "9"]);
    assert!(refusals.contains("C (was A)"), "{refusals}");
    has_row(
        &ok(&db, &["keys"]),
        &format!(
            "contract C-1 C (was A) 2026-04-01 00:05 {}",
            asked(&db, "SELECT stage FROM leads WHERE lead = 'C'")[0]
        ),
    );
}

/// A split is told at both, and what it undid is struck through.
#[test]
fn the_timeline_strikes_through_what_was_split() {
    let db = chain("mg-struck");
    let order = [&["split", "B"], &BY[..]].concat();
    ok(&db, &order);
    let flat = |lead: &str| rows(&ok(&db, &["timeline", lead])).join(" ");
    assert!(flat("B").contains("~~merged into `A`~~") && flat("B").contains("split from `A` again"), "{}", flat("B"));
    assert!(!flat("B").contains("lives on"));
    assert!(
        flat("A").contains("~~`B` was merged into this") && flat("A").contains("`B` split off again"),
        "{}",
        flat("A")
    );
    assert!(flat("C").contains("`B`, which came with"), "{}", flat("C"));
    let export = ok(&db, &["export"]);
    assert!(export.lines().filter(|line| line.contains(r#""lead":"B","#)).all(|line| !line.contains("lives_on_in")));
    ok(&db, &["verify"]);
}
