//! The real data, where it is at hand: never copied, never needed (see the README of the data).

use std::path::{Path, PathBuf};

use crate::boards::board_rows;
use crate::host::{fails, folder, mapping, ok};
use crate::tables::{asked, rows, written};

/// Where the real data lies, if it is there.
fn data(name: &str) -> Option<String> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(name);
    if !folder.exists() {
        println!("left out: {} is not there", folder.display());
        return None;
    }
    folder.to_str().map(String::from)
}

fn load(db: &Path, mapping: &str, data: &str) -> String {
    ok(db, &["backfill", "--batch", "1000", "--mapping", mapping, "--data", data])
}

#[track_caller]
fn has(text: &str, expected: &[&str]) {
    let lines = [rows(text), board_rows(text)].concat();
    for row in expected {
        assert!(lines.iter().any(|line| line == row), "no `{row}` in\n{text}");
    }
}

#[test]
fn olist_in_full() {
    let Some(data) = data("olist") else { return };
    let folder = folder("real-olist");
    let clamped = folder.join("clamped.sqlite");
    let text = load(&clamped, &mapping("olist"), &data);
    has(&text, &["8000 rows read = 8000 loaded + 0 already known + 0 refused", "mql untouched 7158", "customer 842"]);
    has(&text, &["1 dates moved: won"]);
    // The first contact is a day, and stays one.
    let days =
        "SELECT count(*) FROM facts WHERE kind = 'captured' AND json_extract(json, '$.envelope.day') IS NOT NULL";
    assert_eq!(asked(&clamped, &days.replace("count(*)", "CAST(count(*) AS TEXT)")), ["8000"]);
    let refuse = std::fs::read_to_string(mapping("olist")).unwrap().replace("order = \"clamp\"", "order = \"refuse\"");
    let refuse = written(&folder, "refuse.toml", &refuse);
    let refused = folder.join("refused.sqlite");
    let words = ["backfill", "--batch", "1000", "--mapping", &refuse, "--data", &data];
    assert!(fails(&refused, &words, 1).contains("1 of 8000 rows"));
    has(&ok(&refused, &["board"]), &["customer 841"]);
}

#[test]
fn maven_in_full() {
    let Some(data) = data("maven_crm") else { return };
    let db = folder("real-maven").join("crm.sqlite");
    let text = load(&db, &mapping("maven_crm"), &data);
    has(
        &text,
        &[
            "8800 rows read = 8800 loaded + 0 already known + 0 refused",
            "customer 4238 USD 10,005,534.00",
            "disqualified 2473",
            "opportunity first_meeting_held 1589",
            "sql appointment_set 500",
        ],
    );
    // Every deal keeps its product, open ones too, although they have no value.
    let lines = "SELECT CAST(count(*) AS TEXT) FROM facts WHERE kind = 'step_imported'
        AND json_extract(json, '$.body.step_imported.step.sql.deal.lines[0].product') NOT IN ('', 'imported')";
    assert_eq!(asked(&db, lines), ["8800"]);
    // No lead begins after its first meeting.
    let late = "SELECT m.lead FROM facts m JOIN facts c ON c.lead = m.lead AND c.revision = 1
        WHERE json_extract(m.json, '$.body.step_imported.step.opportunity') IS NOT NULL
        AND json_extract(c.json, '$.envelope.effective_at') > json_extract(m.json, '$.envelope.effective_at')";
    assert_eq!(asked(&db, late), Vec::<String>::new());
}

#[test]
fn the_stage_history_of_the_salesforce_demonstration_is_whole() {
    let Some(data) = data("salesforce_demo") else { return };
    let db = folder("real-salesforce").join("crm.sqlite");
    let text = load(&db, &mapping("salesforce_demo"), &data);
    has(
        &text,
        &[
            "36 rows read = 36 loaded + 0 already known + 0 refused",
            "`history.StageName`: 48 filled = 48 used",
            "`history.CreatedDate`: 48 filled = 48 used",
            "customer 12 USD 2,815,000.00",
            "disqualified 8",
        ],
    );
}
