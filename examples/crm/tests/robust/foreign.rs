//! A file that is not ours is left as it is; one of ours of before is taken over.

use std::path::Path;

use crate::host::{crm, fails, folder, ok};
use crate::robust::trial::{journal, loaded};

fn made(db: &Path, sql: &str) -> Vec<u8> {
    rusqlite::Connection::open(db).unwrap().execute_batch(sql).unwrap();
    std::fs::read(db).unwrap()
}

/// Every command fails with the same words, and the file is the same to the byte.
#[track_caller]
fn is_left_alone(db: &Path, journal: &str, why: &str) {
    let before = std::fs::read(db).unwrap();
    for words in [
        &["load", "--journal", journal][..],
        &["board"],
        &["export"],
        &["verify"],
        &["rebuild"],
        &["clock"],
        &["policies"],
        &["do", "L-0001", "promote", "--as", "mk:mori"],
        &[],
    ] {
        let complaint = fails(db, words, 1);
        assert!(complaint.contains(why) && complaint.contains("crm: "), "{words:?}: {complaint}");
        assert_eq!(std::fs::read(db).unwrap(), before, "{words:?} has changed the file");
    }
}

#[test]
fn files_of_other_programs_are_left_as_they_are() {
    let folder = folder("ro-foreign");
    let journal = journal(&folder, 20);
    for (name, sql) in [
        ("table", "CREATE TABLE songs (title TEXT)"),
        ("version", "PRAGMA user_version = 4"),
        ("application", "PRAGMA application_id = 77"),
        ("alike", "CREATE TABLE facts (x); CREATE TABLE leads (x); PRAGMA user_version = 3"),
    ] {
        let db = folder.join(format!("{name}.sqlite"));
        made(&db, sql);
        is_left_alone(&db, &journal, "another program");
    }
    let text = folder.join("notes.txt");
    std::fs::write(&text, "These are notes, and no database at all.\n".repeat(200)).unwrap();
    is_left_alone(&text, &journal, "no SQLite database");
}

#[test]
fn a_database_of_a_newer_program_is_left_as_it_is() {
    let folder = folder("ro-newer");
    let (db, journal) = (loaded(&folder, 60), journal(&folder, 60));
    made(&db, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 7");
    is_left_alone(&db, &journal, "of a newer program");
}

/// Databases of before had no prints, and did not say whose they are.
#[test]
fn a_database_of_before_is_taken_over() {
    let folder = folder("ro-before");
    let (db, journal) = (loaded(&folder, 900), journal(&folder, 900));
    let (facts, refusals) = (ok(&db, &["export", "--all"]), ok(&db, &["refusals", "--lines", "99"]));
    let before = "ALTER TABLE facts DROP COLUMN print; ALTER TABLE leads DROP COLUMN print; \
                  ALTER TABLE refusals DROP COLUMN print; PRAGMA application_id = 0; PRAGMA user_version = 4";
    for first in [&["board"][..], &["verify"], &["load", "--journal", &journal]] {
        made(&db, before);
        ok(&db, first);
        assert_eq!(ok(&db, &["export", "--all"]), facts);
        assert_eq!(ok(&db, &["refusals", "--lines", "99"]), refusals);
        ok(&db, &["verify"]);
        assert!(ok(&db, &["load", "--journal", &journal]).contains("900 done before"));
    }
}

#[test]
fn an_empty_file_is_no_database_yet() {
    let folder = folder("ro-empty");
    let db = folder.join("crm.sqlite");
    std::fs::write(&db, "").unwrap();
    for words in [&["board"][..], &["export"], &["verify"]] {
        assert!(fails(&db, words, 1).contains("holds nothing yet"));
        assert_eq!(std::fs::read(&db).unwrap(), b"");
    }
    assert!(crm(&db, &["load", "--journal", &journal(&folder, 20)]).status.success());
}
