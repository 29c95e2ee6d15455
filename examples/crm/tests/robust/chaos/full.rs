//! The disk is full at any point.

use std::path::{Path, PathBuf};

use crate::host::{crm, folder, mapping, ok};
use crate::races::fresh;
use crate::robust::chaos::{are_part_of, facts, runs, seeded};
use crate::robust::trial::{complained, everything, journal, limited, loaded};

/// What stores, with a database to store it in.
fn storing() -> Vec<(&'static str, PathBuf, Vec<String>)> {
    let folder = folder("ro-full-of");
    let journal = journal(&folder, 700);
    let loaded = |name: &str, lines: usize| {
        let folder = crate::host::folder(&format!("ro-full-of-{name}"));
        loaded(&folder, lines)
    };
    let broken = loaded("rebuild", 900);
    let store = rusqlite::Connection::open(&broken).unwrap();
    store.execute_batch("DELETE FROM leads WHERE rowid % 2; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    vec![
        ("load", loaded("load", 40), words(&["load", "--batch", "5", "--journal", &journal])),
        ("clock", loaded("clock", 900), words(&["clock", "--batch", "3", "--now", "2026-09-01T09:00:00+09:00"])),
        (
            "backfill",
            loaded("backfill", 1),
            words(&["backfill", "--batch", "3", "--jump", "9999", "--mapping", &mapping("maven_crm")]),
        ),
        ("rebuild", broken, words(&["rebuild"])),
    ]
}

/// No file may become longer than so many kilobytes.
#[test]
fn a_limit_of_the_length_of_files_costs_nothing_that_was_stored() {
    let (mut chance, mut met) = (seeded(11), 0);
    for (name, template, words) in storing() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let folder = folder(&format!("ro-limit-{name}"));
        let whole = fresh(&folder, &template);
        ok(&whole, &words);
        let (done, told) = (facts(&whole), everything(&whole));
        let least = std::fs::metadata(&template).unwrap().len() / 1024;
        let most = std::fs::metadata(&whole).unwrap().len() / 1024 + 500;
        for run in 0..runs() {
            let db = fresh(&folder, &template);
            let kilobytes =
                least / 2 + u64::try_from(chance.part_of(std::time::Duration::from_micros(most)).as_micros()).unwrap();
            let output = limited(&format!("trap '' XFSZ; ulimit -f {kilobytes}"), &db, &words);
            if !output.status.success() {
                met += 1;
                complained(&output, &words);
            }
            is_whole_after(&db, (&words, &done, &told), &format!("{name}, run {run}, {kilobytes} kB"));
        }
    }
    assert!(met > 0, "no limit was met: the test shows nothing here");
    println!("files limited in length: {} runs of each of four, {met} met it", runs());
}

/// The same on a small disk of its own, which `CRM_SMALL_DISK` names: a folder on, say, a `tmpfs` of 4 MB.
#[test]
fn a_small_disk_costs_nothing_that_was_stored() {
    let Some(disk) = std::env::var_os("CRM_SMALL_DISK").map(PathBuf::from) else { return };
    let (mut chance, mut met) = (seeded(12), 0);
    for (name, template, words) in storing() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let folder = folder(&format!("ro-small-{name}"));
        let whole = fresh(&folder, &template);
        ok(&whole, &words);
        let (done, told) = (facts(&whole), everything(&whole));
        for run in 0..runs() {
            let db = fresh(&disk, &template);
            let filler = disk.join("filler");
            let _full = std::fs::write(&filler, vec![7_u8; 64 << 20]);
            let length = std::fs::metadata(&filler).unwrap().len();
            // So much is free again.
            let free = u64::try_from(chance.part_of(std::time::Duration::from_micros(length.min(3 << 20))).as_micros())
                .unwrap();
            std::fs::File::options().write(true).open(&filler).unwrap().set_len(length - free).unwrap();
            let output = crm(&db, &words);
            if !output.status.success() {
                met += 1;
                complained(&output, &words);
            }
            std::fs::remove_file(&filler).unwrap();
            is_whole_after(&db, (&words, &done, &told), &format!("{name}, run {run}, {free} bytes free"));
            std::fs::remove_file(&db).unwrap();
        }
    }
    println!("small disk: {} runs of each of four, {met} met its end", runs());
}

/// Once there is room, what is stored is sound, and the same again comes to the same.
#[track_caller]
fn is_whole_after(db: &Path, (words, done, told): (&[&str], &[String], &[String]), what: &str) {
    are_part_of(&facts(db), done);
    assert!(words == ["rebuild"] || crm(db, &["verify"]).status.success(), "{what}");
    ok(db, words);
    assert!(everything(db) == told, "{what}: it came to something else");
    ok(db, &["verify"]);
}
