//! An order over many leads that is killed at any instant is stored whole or not at all, and asked again it is done; two at
//! once do it once.
//!
//! Every law is run [`RUNS`] times with delays of a seeded generator, spread over the time that the program needs on this
//! machine; where too few kills hit, it is run until enough have, [`MOST_RUNS`] times at most.

use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use crate::host::{folder, ok};
use crate::races::{Chance, fresh, killed, start};
use crate::tables::written;
use crate::taking_back::story::{BY, captured, everything, loaded, promoted, recycled};

const RUNS: u32 = 30;
const MOST_RUNS: u32 = 300;
/// So many of them at least must have killed a program that still ran; otherwise the law was not put to the test.
const KILLS: u32 = 10;

fn must_end(program: Child) {
    let ended = program.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// Forty leads, half of them worked on.
fn journal() -> String {
    let lead = |number: u32| {
        let (lead, minute) = (format!("L-{number:02}"), number * 10);
        promoted(&lead, minute) + &if number % 2 == 0 { recycled(&lead, minute + 5) } else { String::new() }
    };
    (0..40).map(lead).collect()
}

fn order() -> Vec<&'static str> {
    [&["take-back", "--activity", "document_download", "--reason", "scanner"], &BY[..]].concat()
}

/// What is there before, and what is there afterwards.
fn before_and_after(folder: &Path) -> (PathBuf, Vec<Vec<String>>, Vec<Vec<String>>, Duration) {
    let template = loaded(folder, "template", &journal());
    let begun = everything(&template);
    let db = fresh(folder, &template);
    let clock = Instant::now();
    ok(&db, &order());
    let time = clock.elapsed();
    let done = everything(&db);
    assert_eq!(done[0].len(), begun[0].len() + 40, "one correction a lead");
    ok(&db, &["verify"]);
    (template, begun, done, time)
}

#[test]
fn killed_at_any_instant_all_leads_are_healed_or_none() {
    let folder = folder("tb-killed");
    let (template, begun, done, time) = before_and_after(&folder);
    let mut chance = Chance(0x5eed_0012);
    let (mut kills, mut none, mut all) = (0, 0, 0);
    for run in 0..MOST_RUNS {
        if run >= RUNS && kills >= KILLS && all > 0 {
            break;
        }
        let db = fresh(&folder, &template);
        let program = start(&db, &order());
        // Every other one near its end, where the order is stored.
        let least = if run % 2 == 0 { Duration::ZERO } else { time * 3 / 4 };
        std::thread::sleep(least + chance.part_of(if run % 2 == 0 { time } else { time / 2 }));
        kills += u32::from(killed(program));
        let stored = everything(&db);
        if stored == begun {
            none += 1;
        } else {
            assert!(stored == done, "run {run}: a part of the leads is healed");
            all += 1;
        }
        ok(&db, &order());
        assert!(everything(&db) == done, "run {run} ends otherwise than the one that nobody disturbed");
    }
    println!("{kills} kills; {none} times nothing was stored, {all} times everything");
    assert!(kills >= KILLS && none > 0 && all > 0, "only {kills} kills hit: the test shows too little");
}

/// Two orders at once, and one beside a load of other leads; one of the two is killed now and then.
#[test]
fn two_at_once_heal_every_lead_once() {
    let folder = folder("tb-together");
    let (template, _, done, time) = before_and_after(&folder);
    let others: String = (0..40).map(|number| captured(&format!("N-{number:02}"), 9_000 + number)).collect();
    let load = ["load", "--batch", "1", "--journal", &written(&folder, "others.jsonl", &others)];
    let with_others = {
        let db = fresh(&folder, &template);
        ok(&db, &order());
        ok(&db, &load);
        everything(&db)
    };
    let mut chance = Chance(0x5eed_0013);
    for run in 0..RUNS {
        let db = fresh(&folder, &template);
        let beside = if run % 2 == 0 { order() } else { load.to_vec() };
        let one = start(&db, &order());
        std::thread::sleep(chance.part_of(time / 2));
        let other = start(&db, &beside);
        if run % 3 == 0 {
            std::thread::sleep(chance.part_of(time));
            killed(one);
        } else {
            must_end(one);
        }
        must_end(other);
        ok(&db, &order());
        let expected = if run % 2 == 0 { &done } else { &with_others };
        let stored = everything(&db);
        assert!(stored[0] == expected[0] && stored[1] == expected[1], "run {run} ends otherwise");
    }
    ok(&folder.join("run.sqlite"), &["verify"]);
}
