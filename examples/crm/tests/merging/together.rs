//! A merge that is killed at any instant is stored at both leads or at neither; of two programs that merge crosswise at once, one
//! is refused.
//!
//! Every law is run [`RUNS`] times with delays of a seeded generator, spread over the time that the program needs on this
//! machine; where too few kills hit, it is run until enough have, [`MOST_RUNS`] times at most.

use std::time::{Duration, Instant};

use crate::host::{folder, ok};
use crate::merging::story::{BY, captured, everything, loaded, merge, split, stages, visit};
use crate::races::{Chance, fresh, killed, start};
use crate::tables::{asked, written};

const RUNS: u32 = 30;
const MOST_RUNS: u32 = 300;
/// So many of them at least must have killed a program that still ran; otherwise the law was not put to the test.
const KILLS: u32 = 10;

/// Two leads with long histories.
fn two() -> String {
    let of =
        |lead: &str| -> String { (0..300_u32).map(|number| visit(lead, 10 + number, "service_page_view")).collect() };
    captured("A", 0) + &captured("B", 1) + &of("A") + &of("B")
}

fn order<'w>(words: &[&'w str]) -> Vec<&'w str> {
    [words, &BY[..], &["--id", "one-1"]].concat()
}

#[test]
fn killed_at_any_instant_both_leads_know_it_or_neither() {
    let folder = folder("mg-killed");
    let template = loaded(&folder, "template", &two());
    let begun = everything(&template);
    let merge = order(&["merge", "A", "B"]);
    let db = fresh(&folder, &template);
    let clock = Instant::now();
    ok(&db, &merge);
    let (time, done) = (clock.elapsed(), everything(&db));
    let mut chance = Chance(0x5eed_0021);
    let (mut kills, mut none, mut both) = (0, 0, 0);
    for run in 0..MOST_RUNS {
        if run >= RUNS && kills >= KILLS && none > 0 && both > 0 {
            break;
        }
        let db = fresh(&folder, &template);
        let program = start(&db, &merge);
        // Every other one near its end, where the order is stored.
        let least = if run % 2 == 0 { Duration::ZERO } else { time * 3 / 4 };
        std::thread::sleep(least + chance.part_of(if run % 2 == 0 { time } else { time / 2 }));
        kills += u32::from(killed(program));
        let stored = everything(&db);
        if stored == begun {
            none += 1;
        } else {
            assert!(stored == done, "run {run}: half of a merge is stored");
            both += 1;
        }
        ok(&db, &merge);
        assert!(everything(&db) == done, "run {run} ends otherwise than the one that nobody disturbed");
    }
    println!("{kills} kills; {none} times nothing was stored, {both} times everything");
    assert!(kills >= KILLS && none > 0 && both > 0, "only {kills} kills hit: the test shows too little");
}

/// A load of many merges and splits, killed anywhere: every merge is at both leads or at none, and loaded again it ends as if
/// nobody had disturbed it.
#[test]
fn a_load_of_merges_goes_on_after_a_kill() {
    let folder = folder("mg-load-killed");
    let people: String = (0..30_u32).map(|number| captured(&format!("P-{number:02}"), number)).collect();
    let orders: String = (0..29_u32)
        .map(|number| {
            let (lead, into) = (format!("P-{number:02}"), format!("P-{:02}", number + 1));
            let parts =
                if number % 3 == 0 { split(&format!("s-{number}"), 101 + 2 * number, &lead) } else { String::new() };
            merge(&format!("m-{number}"), 100 + 2 * number, &lead, &into) + &parts
        })
        .collect();
    let template = loaded(&folder, "template", &captured("P-99", 0));
    let load = ["load", "--batch", "1", "--journal", &written(&folder, "merges.jsonl", &(people + &orders))];
    let db = fresh(&folder, &template);
    let clock = Instant::now();
    ok(&db, &load);
    let (time, done) = (clock.elapsed(), everything(&db));
    let mut chance = Chance(0x5eed_0022);
    let mut kills = 0;
    for run in 0..MOST_RUNS {
        if run >= RUNS / 3 && kills >= KILLS {
            break;
        }
        let db = fresh(&folder, &template);
        let program = start(&db, &load);
        std::thread::sleep(chance.part_of(time));
        kills += u32::from(killed(program));
        ok(&db, &["verify"]);
        ok(&db, &load);
        assert!(everything(&db) == done, "run {run} ends otherwise than the one that nobody disturbed");
    }
    println!("{kills} kills");
    assert!(kills >= KILLS, "only {kills} kills hit: the test shows too little");
}

/// A into B and B into A at once: one is done, and the other is told why it is not.
#[test]
fn of_two_that_merge_crosswise_one_is_refused() {
    let folder = folder("mg-crosswise");
    let template = loaded(&folder, "template", &(captured("A", 0) + &captured("B", 1)));
    let mut first = 0;
    for run in 0..RUNS {
        let db = fresh(&folder, &template);
        let one = start(&db, &[&["merge", "A", "B"], &BY[..]].concat());
        let other = start(&db, &[&["merge", "B", "A"], &BY[..]].concat());
        let (one, other) = (one.wait_with_output().unwrap(), other.wait_with_output().unwrap());
        assert_ne!(one.status.success(), other.status.success(), "run {run}: not one merge and one refusal");
        first += u32::from(one.status.success());
        let refused = if one.status.success() { &other } else { &one };
        let told = String::from_utf8_lossy(&refused.stderr);
        assert!(refused.status.code() == Some(1) && told.contains("they are one already"), "{told}");
        let merged: Vec<String> = stages(&db).into_iter().filter(|row| row.ends_with(" merged")).collect();
        assert_eq!(merged.len(), 1, "{merged:?}");
        let kinds = "SELECT kind FROM facts WHERE kind LIKE 'merged%' ORDER BY kind";
        assert_eq!(asked(&db, kinds), ["merged_from", "merged_into"]);
        ok(&db, &["verify"]);
    }
    println!("{first} of {RUNS} times the first one was done");
}
