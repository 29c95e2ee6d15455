//! A database that may not be written can be reported on.
#![cfg(unix)]

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::host::{PROGRAM, folder, ok};
use crate::robust::trial::{complained, loaded};

/// Runs the program as somebody who is bound by the modes of files.
fn crm(db: &Path, words: &[&str]) -> Output {
    let mut program = Command::new(PROGRAM);
    if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
        program.uid(65_534).gid(65_534);
    }
    program.arg("--db").arg(db).args(words).output().unwrap()
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

const REPORTS: [&[&str]; 9] = [
    &["board"],
    &["funnel"],
    &["flow"],
    &["export"],
    &["timeline", "L-0001"],
    &["why", "L-0001"],
    &["refusals", "--lines", "9"],
    &["policies"],
    &["verify"],
];

struct Guarded {
    folder: PathBuf,
    db: PathBuf,
    told: Vec<String>,
}

impl Guarded {
    fn new(name: &str) -> Self {
        let folder = folder(name);
        let db = loaded(&folder, 300);
        let told = REPORTS.iter().map(|words| ok(&db, words)).collect();
        Self { folder, db, told }
    }

    /// Every report says what it says to those who may write.
    #[track_caller]
    fn is_reported_on(&self) {
        for (words, told) in REPORTS.iter().zip(&self.told) {
            let output = crm(&self.db, words);
            assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
            assert_eq!(String::from_utf8_lossy(&output.stdout), told.as_str(), "{words:?}");
        }
    }

    #[track_caller]
    fn stores_nothing(&self) {
        let before = std::fs::read(&self.db).unwrap();
        for words in [&["do", "L-0001", "promote", "--as", "mk:mori"][..], &["clock"], &["rebuild"]] {
            complained(&crm(&self.db, words), words);
        }
        assert_eq!(std::fs::read(&self.db).unwrap(), before);
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        mode(&self.folder, 0o755);
    }
}

#[test]
fn a_protected_file_is_reported_on() {
    let guarded = Guarded::new("ro-file");
    mode(&guarded.folder, 0o777);
    mode(&guarded.db, 0o444);
    guarded.is_reported_on();
    let output = crm(&guarded.db, &["clock"]);
    assert!(complained(&output, &["clock"]).contains("write-protected"), "{output:?}");
    guarded.stores_nothing();
}

#[test]
fn a_protected_folder_is_reported_on() {
    for (name, of_file) in [("ro-folder", 0o666), ("ro-both", 0o444)] {
        let guarded = Guarded::new(name);
        mode(&guarded.db, of_file);
        mode(&guarded.folder, 0o555);
        guarded.is_reported_on();
        guarded.stores_nothing();
    }
}

/// What was stored last stands in the log only: without it the answer would be an old one.
#[test]
fn a_log_that_cannot_be_read_is_told() {
    let guarded = Guarded::new("ro-log");
    let (beside, log) = (guarded.folder.join("beside"), guarded.folder.join("beside/crm.sqlite-wal"));
    std::fs::create_dir(&beside).unwrap();
    let writer = rusqlite::Connection::open(&guarded.db).unwrap();
    writer.execute_batch("INSERT INTO meta (key, value) VALUES ('test', 'in the log')").unwrap();
    let db = beside.join("crm.sqlite");
    std::fs::copy(&guarded.db, &db).unwrap();
    std::fs::copy(guarded.folder.join("crm.sqlite-wal"), &log).unwrap();
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    mode(&beside, 0o555);
    let output = crm(&db, &["board"]);
    mode(&beside, 0o755);
    assert!(complained(&output, &["board"]).contains("in its log"), "{output:?}");
}
