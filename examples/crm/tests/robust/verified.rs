//! `crm verify` sees every difference between the facts and what is derived of them; `crm rebuild` mends it, or changes nothing.

use std::path::Path;

use crate::host::{fails, folder, ok};
use crate::robust::trial::{everything, loaded};

const DERIVED: [(&str, &str); 24] = [
    ("DELETE FROM leads WHERE lead = 'L-0007'", "lead `L-0007`: it has facts, and no row"),
    ("UPDATE leads SET stage = 'customer' WHERE lead = 'L-0007'", "lead `L-0007`: the stage"),
    ("UPDATE leads SET revision = revision + 1 WHERE lead = 'L-0007'", "lead `L-0007`: the revision"),
    ("UPDATE leads SET revision = 1 WHERE lead = 'L-0007'", "lead `L-0007`: the revision"),
    ("UPDATE leads SET merged_into = 'L-0008' WHERE lead = 'L-0007'", "lead `L-0007`: where it was merged into"),
    ("UPDATE leads SET wake = coalesce(wake, 0) + 1 WHERE lead = 'L-0007'", "lead `L-0007`: the timer"),
    ("UPDATE leads SET wake = NULL", "the timer"),
    (
        "UPDATE leads SET snapshot = (SELECT snapshot FROM leads WHERE lead = 'L-0008') WHERE lead = 'L-0007'",
        "lead `L-0007`: the snapshot",
    ),
    ("UPDATE leads SET print = 'x' WHERE lead = 'L-0007'", "lead `L-0007`: the print"),
    ("DELETE FROM leads", "no row"),
    ("DELETE FROM keys WHERE rowid = (SELECT min(rowid) FROM keys)", "is not kept as its facts say"),
    ("INSERT INTO keys VALUES ('deal', 'D-none', 'L-0007', 0)", "`D-none` is not kept as its facts say"),
    ("UPDATE keys SET since = since + 1 WHERE rowid = (SELECT min(rowid) FROM keys)", "is not kept as its facts say"),
    ("DELETE FROM holders WHERE rowid = (SELECT min(rowid) FROM holders)", "is not of lead"),
    ("UPDATE holders SET lead = 'L-none' WHERE rowid = (SELECT min(rowid) FROM holders)", "is not of lead"),
    ("INSERT INTO holders VALUES ('deal', 'D-none', 'L-0007')", "`D-none` is held"),
    (
        "UPDATE facts SET kind = 'won' WHERE lead = 'L-0007' AND revision = 1",
        "lead `L-0007`: the columns of its fact 1",
    ),
    ("UPDATE facts SET recorded_at = recorded_at + 1 WHERE lead = 'L-0007' AND revision = 1", "`L-0007`: the columns"),
    ("DELETE FROM lines WHERE lead = 'L-0007'", "lead `L-0007`: its line"),
    ("UPDATE lines SET revision = revision - 1 WHERE lead = 'L-0007'", "lead `L-0007`: its line"),
    ("UPDATE lines SET plan = 'x' WHERE lead = 'L-0007'", "lead `L-0007`: its line"),
    (
        "UPDATE lines SET body = (SELECT body FROM lines WHERE lead = 'L-0008') WHERE lead = 'L-0007'",
        "lead `L-0007`: its line",
    ),
    ("INSERT INTO lines VALUES ('L-none', 1, '', x'00', '')", "lead `L-none`: it has a line, and no facts"),
    ("UPDATE facts SET command_id = NULL WHERE lead = 'L-0007'; DELETE FROM leads", "lead `L-0007`: the columns"),
];

fn change(db: &Path, sql: &str) {
    rusqlite::Connection::open(db).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn every_derived_column_and_table_is_compared_and_rebuilt() {
    let db = loaded(&folder("ro-derived"), 900);
    let before = everything(&db);
    assert!(ok(&db, &["rebuild"]).contains("0 differences were mended"));
    assert_eq!(everything(&db), before);
    for (sql, told) in DERIVED {
        change(&db, sql);
        assert_ne!(everything(&db), before, "{sql} changes nothing");
        let complaint = fails(&db, &["verify"], 1);
        assert!(complaint.contains(told) && complaint.contains("`crm rebuild`"), "{sql}: {complaint}");
        let mended = ok(&db, &["rebuild"]);
        assert!(mended.contains(" mended") && !mended.contains("0 differences"), "{sql}: {mended}");
        assert_eq!(everything(&db), before, "{sql}");
        ok(&db, &["verify"]);
    }
}

/// Facts are not derived of anything: what is lost of them, and what contradicts them, is told and not glossed over.
#[test]
fn lost_and_changed_facts_are_told_and_nothing_is_rebuilt_over_them() {
    let folder = folder("ro-lost");
    let db = loaded(&folder, 600);
    let copy = folder.join("copy.sqlite");
    for (sql, told) in [
        ("DELETE FROM facts WHERE rowid = (SELECT max(rowid) FROM facts)", "are lost"),
        ("DELETE FROM facts WHERE lead = 'L-0007'", "lead `L-0007`: its facts are lost"),
        ("DELETE FROM facts WHERE lead = 'L-0007' AND revision = 2", "has no fact 2"),
        ("UPDATE facts SET json = replace(json, 'inbound', 'outbound') WHERE lead = 'L-0007'", "not what was stored"),
        ("DELETE FROM commands WHERE rowid = 7", "is not known as done"),
        ("UPDATE commands SET facts = 0", "more facts than"),
        ("DELETE FROM refusals WHERE rowid = 1", "the reasons are not there"),
        ("UPDATE refusals SET text = 'because' WHERE rowid = 1", "a refusal is not what was stored"),
    ] {
        std::fs::copy(&db, &copy).unwrap();
        change(&copy, sql);
        let before = everything(&copy);
        for word in ["verify", "rebuild"] {
            let complaint = fails(&copy, &[word], 1);
            assert!(complaint.contains(told), "{word} after {sql}: {complaint}");
        }
        assert_eq!(everything(&copy), before, "{sql}");
    }
}

/// A snapshot is only a cache: one that is not what was stored is not believed, and the answer is right all the same.
#[test]
fn a_changed_snapshot_changes_no_answer() {
    let db = loaded(&folder("ro-snapshot"), 900);
    let reports: [&[&str]; 4] = [&["board"], &["agenda"], &["why", "L-0007"], &["export"]];
    let told: Vec<String> = reports.iter().map(|words| ok(&db, words)).collect();
    change(&db, "UPDATE leads SET snapshot = replace(replace(snapshot, '2026-04', '2026-05'), '\"mql\"', '\"mq\"')");
    for (words, told) in reports.iter().zip(&told) {
        assert_eq!(&ok(&db, words), told, "{words:?}");
    }
    fails(&db, &["verify"], 1);
}

/// A line is only a cache, too: one that is not what was stored, or is not there, is made of the facts.
#[test]
fn a_changed_line_changes_no_answer() {
    let db = loaded(&folder("ro-lines"), 900);
    let reports: [&[&str]; 4] = [
        &["funnel"],
        &["funnel", "--cohort", "lead", "--window", "14d", "--per", "week"],
        &["flow", "--by", "owner"],
        &["funnel", "--leads", "mql"],
    ];
    let told: Vec<String> = reports.iter().map(|words| ok(&db, words)).collect();
    for sql in [
        "UPDATE lines SET body = (SELECT body FROM lines WHERE lead = 'L-0008') WHERE lead = 'L-0007'",
        "UPDATE lines SET revision = 1",
        "UPDATE lines SET print = 'x'",
        "DELETE FROM lines",
    ] {
        change(&db, sql);
        for (words, told) in reports.iter().zip(&told) {
            assert_eq!(&ok(&db, words), told, "{words:?} after {sql}");
        }
        fails(&db, &["verify"], 1);
        ok(&db, &["rebuild"]);
        ok(&db, &["verify"]);
    }
}
