//! Bare `crm` never deletes anything.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use crate::host::{PROGRAM, fails, folder, ok};
use crate::robust::trial::{complained, journal};

/// The program in a folder of its own, whose default database lies beside it.
fn installed(name: &str) -> (PathBuf, PathBuf) {
    let folder = folder(name);
    let program = folder.join("crm");
    std::fs::copy(PROGRAM, &program).unwrap();
    (program, folder.join("crm.sqlite"))
}

fn bare(program: &Path, words: &[&str]) -> Output {
    Command::new(program).args(words).output().unwrap()
}

#[test]
fn loaded_data_survive_the_demonstration() {
    let (program, db) = installed("ro-demo");
    let journal = journal(db.parent().unwrap(), 60);
    assert!(bare(&program, &["load", "--journal", &journal]).status.success());
    let facts = ok(&db, &["export", "--all"]);
    for words in [&[][..], &["--journal", &journal]] {
        let output = bare(&program, words);
        let complaint = complained(&output, words);
        assert!(complaint.contains("left as it is") && complaint.contains("--db FILE"), "{complaint}");
        assert_eq!(ok(&db, &["export", "--all"]), facts);
    }
}

#[test]
fn another_build_or_journal_deletes_nothing() {
    let (program, db) = installed("ro-rebuilt");
    let journal = journal(db.parent().unwrap(), 400);
    let demo = ["--journal", journal.as_str()];
    assert!(bare(&program, &demo).status.success());
    let visit = r#"{"record_activity":{"activity":{"id":"by-hand","kind":"mail_open"}}}"#;
    ok(&db, &["do", "L-0001", visit, "--as", "system:web"]);
    let facts = ok(&db, &["export", "--all"]);
    // A rebuild: the same program of a later date.
    let later = SystemTime::now() + Duration::from_secs(60);
    std::fs::File::options().write(true).open(&program).unwrap().set_modified(later).unwrap();
    let again = bare(&program, &demo);
    assert!(again.status.success(), "{again:?}");
    assert!(String::from_utf8_lossy(&again.stdout).contains(" 0 accepted"));
    assert_eq!(ok(&db, &["export", "--all"]), facts);
    // Another journal is another demonstration.
    let more = crate::tables::written(db.parent().unwrap(), "more.jsonl", "");
    let complaint = fails(&db, &["--journal", &more], 1);
    assert!(complaint.contains("deletes nothing") && complaint.contains("--db FILE"), "{complaint}");
    assert_eq!(ok(&db, &["export", "--all"]), facts);
}
