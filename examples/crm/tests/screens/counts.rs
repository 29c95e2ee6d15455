//! Which leads are these? Every count of the board and of the funnel can be listed.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::host::ok;
use crate::screens::rich::{rich, short};

fn json(db: &Path, words: &[&str]) -> Value {
    serde_json::from_str(&ok(db, &[words, &["--json"]].concat())).unwrap()
}

/// The leads that are listed, and how many there are said to be.
fn listed(db: &Path, words: &[&str]) -> (u64, Vec<String>) {
    let list = json(db, &[words, &["--max", "100000"]].concat());
    let rows = list["rows"].as_array().unwrap().iter();
    let leads = rows.map(|row| format!("{} {}", row["lead"].as_str().unwrap(), row["cycle"])).collect();
    (list["count"].as_u64().unwrap(), leads)
}

#[test]
fn every_count_of_the_board_is_listed() {
    let board = json(short(), &["board"]);
    let mut all = BTreeSet::new();
    for row in board["rows"].as_array().unwrap() {
        let name = row["row"].as_str().unwrap();
        let (count, leads) = listed(short(), &["board", "--leads", name]);
        let expected = row["leads"].as_u64().unwrap();
        assert_eq!((count, u64::try_from(leads.len()).unwrap()), (expected, expected), "{name}");
        all.extend(leads);
    }
    assert_eq!(u64::try_from(all.len()).unwrap(), board["leads"].as_u64().unwrap());
    for stage in ["lead/", "mql", "sql", "opportunity"] {
        let of_stage = |name: &str| name.split('/').next() == stage.split('/').next();
        let rows = board["rows"].as_array().unwrap().iter().filter(|row| of_stage(row["row"].as_str().unwrap()));
        let expected: u64 = rows.map(|row| row["leads"].as_u64().unwrap()).sum();
        assert_eq!(listed(short(), &["board", "--leads", stage]).0, expected, "{stage}");
    }
    for row in board["totals"].as_array().unwrap() {
        let (count, leads) = listed(short(), &["board", "--leads", row["row"].as_str().unwrap()]);
        assert_eq!(count, row["leads"].as_u64().unwrap(), "{row}");
        assert_eq!(u64::try_from(leads.len()).unwrap(), count);
    }
}

#[test]
fn every_count_of_the_funnel_is_listed() {
    let funnel = json(short(), &["funnel"]);
    // Of the milestones the ones whose columns differ.
    for row in funnel["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| ["lead", "mql", "won"].iter().any(|name| row["milestone"] == *name))
    {
        let milestone = row["milestone"].as_str().unwrap();
        let of = |more: &[&str]| listed(short(), &[&["funnel", "--leads", milestone], more].concat()).0;
        assert_eq!(of(&[]), row["cycles"].as_u64().unwrap(), "{milestone}");
        for row in funnel["by_origin"].as_array().unwrap().iter().filter(|row| row["origin"] != "expansion") {
            let (origin, count) = (row["origin"].as_str().unwrap(), &row["reached"][milestone]);
            assert_eq!(of(&["--origin", origin]), count.as_u64().unwrap(), "{milestone} {origin}");
        }
        if let Some(count) = row["expansions"].as_u64() {
            assert_eq!(of(&["--origin", "expansion"]), count, "{milestone}");
        }
        if milestone == "mql" {
            assert_eq!(of(&["--hollow"]), row["hollow"].as_u64().unwrap(), "{milestone}");
        }
    }
    for (place, milestone) in [(0, "mql"), (1, "won"), (5, "lead")] {
        let row = &funnel["by_source"][place];
        let source = row["source"].as_str().unwrap();
        let listed = listed(short(), &["funnel", "--leads", milestone, "--source", source]).0;
        assert_eq!(listed, row["reached"][milestone].as_u64().unwrap(), "{source} {milestone}");
    }
}

/// A customer whose contract has run out is no present customer, and one with an expansion at another stage is.
#[test]
fn present_customers_have_a_contract_in_force() {
    let total = |now: &str, name: &str| {
        let board = json(rich(), &["board", "--now", now]);
        let totals = board["totals"].as_array().unwrap().iter();
        totals.filter(|row| row["row"] == name).map(|row| row["leads"].as_u64().unwrap()).sum::<u64>()
    };
    let (before, after) = ("2026-07-01T00:00:00Z", "2028-07-01T00:00:00Z");
    let present = total(before, "present-customers");
    assert!(present > 0 && total(before, "lapsed-customers") < present);
    assert_eq!(
        total(after, "present-customers") + total(after, "lapsed-customers"),
        present + total(before, "lapsed-customers")
    );
    assert_eq!(total(after, "present-customers"), 0);
    // L-0003 is MQL with an expansion, and a customer all the same.
    let leads = listed(rich(), &["board", "--leads", "present-customers"]).1;
    assert!(leads.iter().any(|lead| lead.starts_with("L-0003 ")), "{leads:?}");
    let text = ok(rich(), &["board"]);
    assert!(text.lines().nth(1).unwrap().contains("open deals"), "the first line is the answer:\n{text}");
}
