//! A database with something of everything: the shipped journal, then an erasure, a take-back, and what is put off.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::host::{ROOT, folder, mapping, ok, shipped, shipped_journal};

/// The database; made once, and only read by the tests.
pub(crate) fn rich() -> &'static Path {
    static RICH: OnceLock<PathBuf> = OnceLock::new();
    RICH.get_or_init(|| {
        let db = shipped(&folder("screens"));
        let manager = ["--as", "manager:mori"];
        ok(&db, &[&["erase", "L-0009"], &manager[..]].concat());
        let because = ["--reason", "wrong_record:two people mixed up"];
        ok(&db, &[&["take-back", "L-0083", "--facts", "17"], &because[..], &manager[..], &["--skip-refused"]].concat());
        db
    })
}

/// The beginning of it, for tests that ask often.
pub(crate) fn short() -> &'static Path {
    static SHORT: OnceLock<PathBuf> = OnceLock::new();
    SHORT.get_or_init(|| {
        let folder = folder("screens-short");
        let (db, journal) = (folder.join("crm.sqlite"), folder.join("journal.jsonl"));
        let lines: Vec<_> = shipped_journal().lines().take(1_200).map(String::from).collect();
        std::fs::write(&journal, lines.join("\n") + "\n").unwrap();
        ok(&db, &["load", "--journal", journal.to_str().unwrap()]);
        db
    })
}

/// What another system knew: days without a time, milestones that nobody dated, contracts that ran out long ago.
pub(crate) fn imported() -> &'static Path {
    static IMPORTED: OnceLock<PathBuf> = OnceLock::new();
    IMPORTED.get_or_init(|| {
        let db = folder("screens-imported").join("crm.sqlite");
        let data = format!("{ROOT}/examples/data/backfill/maven_crm_small");
        ok(&db, &["backfill", "--mapping", &mapping("maven_crm"), "--data", &data]);
        db
    })
}

/// Every report that there is, on leads of every kind.
pub(crate) fn reports() -> Vec<Vec<&'static str>> {
    let whole: [&[&str]; 38] = [
        &["board"],
        &["board", "--leads", "mql"],
        &["board", "--leads", "open-deals"],
        &["board", "--leads", "present-customers"],
        &["funnel"],
        &["funnel", "--leads", "won"],
        &["funnel", "--leads", "mql", "--origin", "expansion"],
        &["funnel", "--per", "month", "--by", "source,owner"],
        &["funnel", "--by", "policy,kind,start", "--only", "origin=inbound", "--split", "now"],
        &["funnel", "--known-at", "2026-05-15", "--per", "quarter", "--fiscal-start", "4"],
        &["funnel", "--cohort", "mql", "--window", "30d"],
        &["funnel", "--cohort", "lead", "--per", "week", "--week-start", "sunday", "--known-at", "2026-06-01"],
        &["flow"],
        &["flow", "--per", "month", "--by", "team", "--known-at", "2026-05-15"],
        &["flow", "--leads", "mql/recycled"],
        &["times"],
        &["times", "stage:sql", "--by", "owner", "--per", "month", "--unit", "days"],
        &["times", "response", "--part", "sales", "--known-at", "2026-05-15"],
        &["times", "stage:mql", "--survival"],
        &["forecast"],
        &["forecast", "--chances", "measured", "--by", "pipeline,owner", "--known-at", "2026-05-31"],
        &["forecast", "--leads", "all@undated"],
        &["sources", "--by", "product", "--per", "month"],
        &["sources", "--touch", "last", "--known-at", "2026-06-15"],
        &["reasons", "--by", "owner"],
        &["reasons", "--leads", "lost"],
        &["refusals", "--lines", "99"],
        &["agenda", "--max", "999"],
        &["sla"],
        &["sla", "--leads", "missed"],
        &["sla", "--leads", "open", "--clock", "first_meeting"],
        &["hand-raises"],
        &["put-off"],
        &["keys"],
        &["keys", "D-0016-15"],
        &["policies"],
        &["verify"],
        &["board", "--now", "2028-01-01T00:00:00Z"],
    ];
    let leads = ["L-0001", "L-0003", "L-0005", "L-0007", "L-0009", "L-0016", "L-0019", "L-0083", "L-0204"];
    let mut reports: Vec<Vec<&str>> = whole.into_iter().map(<[&str]>::to_vec).collect();
    reports.extend(leads.iter().flat_map(|lead| [vec!["why", lead], vec!["timeline", lead], vec!["sla", lead]]));
    reports
}
