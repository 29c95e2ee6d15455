//! The mappings that ship with the example, on their made-up exports and on the real ones.

use std::path::Path;

use crate::boards::board_rows;
use crate::host::{ROOT, fails, folder, mapping, ok, shipped_journal};
use crate::importing::export::Export;
use crate::tables::{rows, written};

/// A database that has lived already takes an import like a new one.
#[test]
fn an_import_comes_beside_the_leads_of_a_journal() {
    let export = Export::new(
        "beside-journal",
        "key,made\nnew-1,2026-01-01\n",
        "as_of = \"2026-07-01\"\n[reached.lead]\nat = \"made\"\n",
    );
    let journal: Vec<_> = shipped_journal().lines().take(300).map(String::from).collect();
    let journal = written(&export.folder, "short.jsonl", &(journal.join("\n") + "\n"));
    ok(&export.db, &["load", "--journal", &journal]);
    let before = export.stages().len();
    export.balance(&["--jump", "9999"], 0);
    assert_eq!(export.stages().len(), before + 1);
    ok(&export.db, &["verify"]);
}

#[test]
fn exports_of_other_systems_come_in_through_a_mapping() {
    let folder = folder("backfill");
    let board = |db: &Path| ok(db, &["board"]);
    let row = |board: &str, stage: &str| {
        board_rows(board).into_iter().find(|line| line.starts_with(stage)).unwrap_or_else(|| panic!("{board}"))
    };
    // Olist: one deal was won before its first contact.
    let clamped = folder.join("clamped.sqlite");
    let text = ok(&clamped, &["backfill", "--mapping", &mapping("olist")]);
    assert!(text.starts_with("12 rows read = 12 loaded + 0 already known + 0 refused"), "{text}");
    assert_eq!(row(&text, "customer"), "customer 4");
    let refuse = folder.join("refuse.toml");
    let written = std::fs::read_to_string(mapping("olist")).unwrap().replace("order = \"clamp\"", "order = \"refuse\"");
    std::fs::write(&refuse, written).unwrap();
    let refused = folder.join("refused.sqlite");
    let small = format!("{ROOT}/examples/data/backfill/olist_small");
    // What is refused is no success, unless so much is allowed.
    let refuse = ["backfill", "--mapping", refuse.to_str().unwrap(), "--data", &small];
    assert!(fails(&refused, &refuse, 1).contains("1 of 12 rows are refused"));
    let text = ok(&refused, &[&refuse[..], &["--allow-refused", "10%"]].concat());
    assert!(text.starts_with("12 rows read = 0 loaded + 11 already known + 1 refused"), "{text}");
    assert_eq!(row(&text, "customer"), "customer 3");
    let shown = rows(&ok(&refused, &["refusals", "--lines", "1"])).join(" ");
    assert!(shown.contains("made-up-mql-07") && shown.contains("lies before"), "{shown}");
    // Maven: won, lost, engaging, prospecting.
    let maven = folder.join("maven.sqlite");
    let text = ok(&maven, &["backfill", "--mapping", &mapping("maven_crm")]);
    assert_eq!(row(&text, "customer"), "customer 3 USD 5,841.00");
    assert_eq!(row(&text, "disqualified"), "disqualified 2");
    assert_eq!(row(&text, "opportunity"), "opportunity first_meeting_held 2");
    assert_eq!(row(&text, "sql"), "sql appointment_set 1");
    // US dates, words of another pipeline.
    let salesforce = folder.join("salesforce.sqlite");
    let text = ok(&salesforce, &["backfill", "--mapping", &mapping("salesforce_demo")]);
    assert_eq!(row(&text, "customer"), "customer 1 USD 12,000.00");
    // Twice is once; imports promote nothing and stand up to replay.
    let (facts, before) = (ok(&maven, &["export"]), board(&maven));
    assert!(
        ok(&maven, &["backfill", "--mapping", &mapping("maven_crm")])
            .starts_with("8 rows read = 0 loaded + 8 already known + 0 refused")
    );
    assert_eq!((ok(&maven, &["export"]), board(&maven)), (facts, before));
    ok(&maven, &["verify"]);
    // A column that is not there.
    let wrong = folder.join("wrong.toml");
    let written = std::fs::read_to_string(mapping("maven_crm")).unwrap().replace("\"close_date\"", "\"closedate\"");
    std::fs::write(&wrong, written).unwrap();
    let small = format!("{ROOT}/examples/data/backfill/maven_crm_small");
    let complaint =
        fails(&folder.join("x.sqlite"), &["backfill", "--mapping", wrong.to_str().unwrap(), "--data", &small], 1);
    assert!(complaint.contains("wrong.toml") && complaint.contains("did you mean `close_date`?"), "{complaint}");
}

/// What `crm generate --export` writes is what its mapping reads, every row of it.
#[test]
fn a_generated_export_comes_in_whole() {
    let folder = folder("im-generated");
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let db = folder.join("crm.sqlite");
    ok(&db, &["generate", "--export", &at("made"), "--rows", "400", "--seed", "7"]);
    let told = ok(&db, &["backfill", "--mapping", &at("made/mapping.toml")]);
    assert!(
        told.starts_with("400 rows read = 400 loaded + 0 already known + 0 refused\n360 leads made, 40 rows went on"),
        "{told}"
    );
    ok(&db, &["verify"]);
}
