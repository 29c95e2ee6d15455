//! Bytes of the file flip, or its end is gone: a clear error or the right answer, never a wrong one.

use std::path::Path;
use std::process::Output;

use crate::host::{crm, folder};
use crate::races::Chance;
use crate::robust::chaos::{facts, runs, seeded};
use crate::robust::trial::{complained, journal, loaded};

/// What reads everything, and one lead.
const REPORTS: [&[&str]; 10] = [
    &["export", "--all"],
    &["export"],
    &["board"],
    &["funnel"],
    &["flow", "--per", "week", "--by", "owner"],
    &["agenda"],
    &["hand-raises"],
    &["refusals", "--lines", "99"],
    &["timeline", "L-0003"],
    &["why", "L-0003"],
];

fn below(chance: &mut Chance, whole: usize) -> usize {
    let part = chance.part_of(std::time::Duration::from_micros(u64::try_from(whole).unwrap()));
    usize::try_from(part.as_micros()).unwrap()
}

/// Each answer is the right one, or a clear error; how many were errors.
#[track_caller]
fn right_or_refused(db: &Path, told: &[Output], what: &str) -> usize {
    let mut errors = 0;
    for (words, right) in REPORTS.iter().zip(told) {
        let output = crm(db, words);
        if output.status.success() {
            assert!(output.stdout == right.stdout, "{what}: {words:?} answers wrongly");
        } else {
            errors += 1;
            complained(&output, words);
        }
    }
    errors
}

fn trial(name: &str, seed: u64, hurt: impl Fn(&mut Chance, &mut Vec<u8>) -> String) {
    let folder = folder(&format!("ro-damage-{name}"));
    let (db, journal) = (loaded(&folder, 300), journal(&folder, 300));
    let told: Vec<Output> = REPORTS.iter().map(|words| crm(&db, words)).collect();
    let (whole, sound) = (std::fs::read(&db).unwrap(), facts(&db));
    let (mut chance, mut errors, mut found, mut loads) = (seeded(seed), 0, 0, 0);
    let runs = runs();
    for run in 0..runs {
        let mut bytes = whole.clone();
        let what = format!("run {run}: {}", hurt(&mut chance, &mut bytes));
        let copy = folder.join("hurt.sqlite");
        for suffix in ["-wal", "-shm"] {
            let _missing = std::fs::remove_file(folder.join(format!("hurt.sqlite{suffix}")));
        }
        std::fs::write(&copy, &bytes).unwrap();
        let refused = right_or_refused(&copy, &told, &what);
        errors += refused;
        let verified = crm(&copy, &["verify"]);
        if verified.status.success() {
            // What is called sound answers everything rightly.
            assert_eq!(refused, 0, "{what}");
            assert_eq!(facts(&copy), sound, "{what}");
        } else {
            found += 1;
            complained(&verified, &["verify"]);
        }
        // Whoever goes on with it loses and doubles nothing either: the same lines are done, or there is an error.
        let loaded = crm(&copy, &["load", "--journal", &journal]);
        if loaded.status.success() {
            if crm(&copy, &["verify"]).status.success() {
                assert_eq!(facts(&copy), sound, "{what}: a load has changed what was stored");
            }
        } else {
            loads += 1;
            complained(&loaded, &["load"]);
        }
        // A rebuild makes it right, or leaves it.
        let rebuilt = crm(&copy, &["rebuild"]);
        if rebuilt.status.success() {
            assert_eq!(facts(&copy), sound, "{what}: rebuilt over what was lost");
        } else {
            complained(&rebuilt, &["rebuild"]);
        }
    }
    println!(
        "{name}: {runs} runs, {found} found by verify, {errors} of {} reports and {loads} loads refused, none wrong",
        runs * REPORTS.len()
    );
}

#[test]
fn flipped_bits_are_found_or_harmless() {
    trial("flips", 31, |chance, bytes| {
        let many = 1 + below(chance, 4);
        let mut places = Vec::new();
        for _ in 0..many {
            let (place, bit) = (below(chance, bytes.len()), below(chance, 8));
            bytes[place] ^= 1 << bit;
            places.push(place);
        }
        format!("bits flipped in the bytes {places:?}")
    });
}

#[test]
fn overwritten_pages_are_found_or_harmless() {
    trial("pages", 32, |chance, bytes| {
        let (from, to) = (below(chance, bytes.len() / 4096), below(chance, bytes.len() / 4096));
        let page = bytes[from * 4096..(from + 1) * 4096].to_vec();
        bytes[to * 4096..(to + 1) * 4096].copy_from_slice(&page);
        format!("page {from} over page {to}")
    });
}

#[test]
fn a_file_that_is_cut_short_is_found() {
    trial("cuts", 33, |chance, bytes| {
        let length = below(chance, bytes.len());
        bytes.truncate(length);
        format!("cut to {length} bytes")
    });
}
