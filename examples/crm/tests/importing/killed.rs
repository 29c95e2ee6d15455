//! Killed at any instant and started again, an import loses and doubles nothing.

use std::fmt::Write as _;
use std::time::Instant;

use crate::host::{fails, ok};
use crate::importing::export::Export;
use crate::races::{Chance, fresh, killed, start};
use crate::tables::asked;

const RUNS: usize = 60;

/// Two rounds of each lead, some of them to be refused.
fn rows() -> String {
    let mut csv = String::from("key,made,met,state,shut\n");
    for lead in 0..60 {
        let day = if lead % 10 == 7 { 40 } else { 10 };
        let _infallible = writeln!(csv, "L-{lead:03},2024-01-01,2024-02-01,Lost,2024-03-{day}");
    }
    for lead in 0..60 {
        let _infallible = writeln!(csv, "L-{lead:03},2025-01-01,2025-02-01,Won,2025-03-10");
    }
    csv
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how fast this machine is has to be found out")]
fn an_import_that_is_killed_and_started_again_is_whole() {
    let rules = "[reached.lead]\nat = \"made\"\n[reached.opportunity]\nat = \"met\"\n\
                 [won]\nwhen = { column = \"state\", is = [\"Won\"] }\nat = \"shut\"\n[lost]\nwhen = { column = \"state\", is = [\"Lost\"] }\nat = \"shut\"\n";
    let export = Export::new("killed", &rows(), rules);
    let mapping = export.folder.join("mapping.toml");
    let words = ["backfill", "--batch", "4", "--mapping", mapping.to_str().unwrap()];
    let template = export.folder.join("template.sqlite");
    ok(&template, &["load", "--journal", &empty(&export)]);
    let began = Instant::now();
    fails(&export.db, &words, 1);
    let whole = began.elapsed();
    let (facts, refused) = (export.all(), export.refused());
    let (mut chance, mut hits) = (Chance(0x1234_5678_9abc_def1), 0);
    let folder = export.folder.join("runs");
    std::fs::create_dir_all(&folder).unwrap();
    for run in 0..RUNS {
        let db = fresh(&folder, &template);
        for _kill in 0..3 {
            let program = start(&db, &words);
            std::thread::sleep(chance.part_of(whole));
            if killed(program) {
                let stored: usize = asked(&db, "SELECT count(*) || '' FROM facts")[0].parse().unwrap();
                hits += usize::from(stored > 0 && stored < facts.len());
            }
        }
        fails(&db, &words, 1);
        assert_eq!(asked(&db, "SELECT json FROM facts ORDER BY lead, revision"), facts, "run {run}");
        let again = std::fs::read_to_string(folder.join("run.sqlite.made.refused.csv")).ok();
        assert_eq!(again, refused, "run {run}");
    }
    ok(&export.db, &["verify"]);
    assert!(hits >= 10, "only {hits} kills of {RUNS} runs fell into the midst of an import");
}

/// A journal without lines: a database that has a policy and no leads.
fn empty(export: &Export) -> String {
    crate::tables::written(&export.folder, "empty.jsonl", "")
}
