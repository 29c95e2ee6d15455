//! Kills (SIGKILL) at any instant of everything that stores, or writes files.

use std::path::Path;
use std::time::Instant;

use crate::host::{crm, folder, mapping, ok};
use crate::races::{fresh, killed, start};
use crate::robust::chaos::{are_part_of, facts, runs, seeded};
use crate::robust::trial::{everything, journal, loaded};

/// Kills a program at any instant, again and again; started once more, the database is as if nobody had killed any.
fn killed_and_started_again(name: &str, seed: u64, template: &Path, words: &[&str]) {
    let folder = folder(&format!("ro-kill-{name}"));
    let whole = fresh(&folder, template);
    let began = Instant::now();
    ok(&whole, words);
    let time = began.elapsed();
    let (done, told) = (facts(&whole), everything(&whole));
    let (mut chance, mut hits, mut midway) = (seeded(seed), 0, 0);
    for run in 0..runs() {
        let db = fresh(&folder, template);
        let before = facts(&db).len();
        let program = start(&db, words);
        std::thread::sleep(chance.part_of(time));
        hits += usize::from(killed(program));
        let stored = facts(&db);
        assert!(stored.len() >= before, "run {run}: {before} facts became {}", stored.len());
        are_part_of(&stored, &done);
        midway += usize::from(stored.len() > before && stored.len() < done.len());
        // A killed rebuild has mended nothing, so there only the facts are whole.
        assert!(name == "rebuild" || crm(&db, &["verify"]).status.success(), "run {run}");
        ok(&db, words);
        assert!(everything(&db) == told, "run {run}: {words:?} came to something else after a kill");
        ok(&db, &["verify"]);
    }
    println!("kills during {name}: {} runs, {hits} killed, {midway} with a part stored", runs());
}

#[test]
fn a_load_may_be_killed() {
    let folder = folder("ro-kill-of-load");
    let template = loaded(&folder, 40);
    killed_and_started_again("load", 1, &template, &["load", "--batch", "5", "--journal", &journal(&folder, 700)]);
}

#[test]
fn a_clock_may_be_killed() {
    let template = loaded(&folder("ro-kill-of-clock"), 1_500);
    let words = ["clock", "--batch", "3", "--now", "2026-09-01T09:00:00+09:00"];
    killed_and_started_again("clock", 2, &template, &words);
}

#[test]
fn a_backfill_may_be_killed() {
    let template = loaded(&folder("ro-kill-of-backfill"), 1);
    let maven = mapping("maven_crm");
    killed_and_started_again(
        "backfill",
        3,
        &template,
        &["backfill", "--batch", "3", "--jump", "9999", "--mapping", &maven],
    );
}

#[test]
fn a_rebuild_may_be_killed() {
    let template = loaded(&folder("ro-kill-of-rebuild"), 1_500);
    let sound = everything(&template);
    let store = rusqlite::Connection::open(&template).unwrap();
    store
        .execute_batch("DELETE FROM leads WHERE rowid % 2; UPDATE leads SET wake = 1, stage = 'sql'; DELETE FROM holders; PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    drop(store);
    killed_and_started_again("rebuild", 4, &template, &["rebuild"]);
    ok(&template, &["rebuild"]);
    assert!(everything(&template) == sound);
}

/// Where the mapping lies, the tables are whole.
#[test]
fn an_export_may_be_killed() {
    let folder = folder("ro-kill-of-export");
    let db = loaded(&folder, 1_500);
    let out = folder.join("out");
    let words = ["export", "--csv", out.to_str().unwrap()];
    let tables = || -> Vec<String> {
        let files = ["leads.csv", "rounds.csv", "deals.csv", "history.csv", "board.csv", "mapping.toml"];
        files.iter().map(|name| std::fs::read_to_string(out.join(name)).unwrap()).collect()
    };
    let began = Instant::now();
    ok(&db, &words);
    let (time, told, stored) = (began.elapsed(), tables(), everything(&db));
    let (mut chance, mut hits) = (seeded(5), 0);
    for run in 0..runs() {
        let program = start(&db, &words);
        std::thread::sleep(chance.part_of(time));
        let hit = killed(program);
        hits += usize::from(hit);
        if out.join("mapping.toml").exists() {
            assert!(tables() == told, "run {run}: the mapping lies beside tables that are cut short");
        } else {
            assert!(hit, "run {run}: nobody killed it, and the mapping is not there");
        }
        ok(&db, &words);
        assert!(tables() == told, "run {run}");
    }
    assert!(everything(&db) == stored);
    println!("kills during export: {} runs, {hits} killed", runs());
}
