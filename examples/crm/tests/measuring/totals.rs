//! A small export whose totals are known.

use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::Value;

use crate::host::{folder, ok};
use crate::tables::{rows, written};

const MAPPING: &str = r#"
name = "deals"
file = "deals.csv"
zone = "+09:00"
currency = "JPY"
dates = ["%Y-%m-%d"]
as_of = "2026-06-30"
order = "refuse"
lead = { column = "id" }
origin = { always = "inbound" }
source = { column = "source" }
owner = { column = "rep" }
value = { column = "value" }
[reached.lead]
when = { column = "stage", is = ["new", "open", "won", "lost"] }
at = "created"
[reached.opportunity]
when = { column = "stage", is = ["open", "won", "lost"] }
at = "met"
[won]
when = { column = "stage", is = ["won"] }
at = "closed"
value = { column = "value" }
[lost]
when = { column = "stage", is = ["lost"] }
at = "closed"
"#;

/// Won 3 of 5: 1,200,000, one of them late on the last of March.
const DEALS: &str = "id,source,rep,stage,created,met,closed,value
D-1,google,sato,won,2026-01-05,2026-01-20,2026-03-31,500000
D-2,google,sato,won,2026-02-10,2026-02-20,2026-04-01,300000
D-3,expo,tanaka,won,2026-02-11,2026-03-01,2026-05-10,400000
D-4,expo,sato,lost,2026-02-12,2026-03-05,2026-04-20,900000
D-5,,tanaka,lost,2026-03-01,2026-03-20,2026-05-01,100000
D-6,google,tanaka,open,2026-05-01,2026-05-20,,700000
D-7,google,sato,new,2026-06-01,,,
";

pub(crate) fn db() -> &'static PathBuf {
    static DB: OnceLock<PathBuf> = OnceLock::new();
    DB.get_or_init(|| {
        let folder = folder("measured-totals");
        let (db, mapping) = (folder.join("crm.sqlite"), written(&folder, "deals.toml", MAPPING));
        written(&folder, "deals.csv", DEALS);
        ok(&db, &["backfill", "--mapping", &mapping, "--data", folder.to_str().unwrap()]);
        ok(&db, &["verify"]);
        db
    })
}

fn json(words: &[&str]) -> Value {
    serde_json::from_str(&ok(db(), &[words, &["--json"]].concat())).unwrap()
}

#[test]
fn the_funnel_has_the_totals_of_the_export() {
    let funnel = json(&["funnel"]);
    let at = |name: &str| {
        funnel["rows"].as_array().unwrap().iter().find(|row| row["milestone"] == name).unwrap()["cycles"].clone()
    };
    assert_eq!((at("lead"), at("opportunity"), at("won")), (7.into(), 6.into(), 3.into()));
    // A day is in the month of its own date, and 31 March is the first quarter; closing on the 20th it is April.
    let won = |words: &[&str]| {
        let report = json(&[&["funnel"], words].concat());
        let won =
            report["rows"].as_array().unwrap().iter().filter(|row| row["milestone"] == "won" && row["cycles"] != 0);
        won.map(|row| format!("{} {}", row["period"].as_str().unwrap(), row["cycles"])).collect::<Vec<_>>()
    };
    assert_eq!(won(&["--per", "quarter"]), ["2026 Q1 1", "2026 Q2 2"]);
    assert_eq!(won(&["--per", "quarter", "--fiscal-start", "4"]), ["FY2025 Q4 1", "FY2026 Q1 2"]);
    assert_eq!(won(&["--per", "month", "--closing-day", "20"]), ["2026-04 2", "2026-05 1"]);
}

#[test]
fn money_is_exact_and_wins_are_credited_once() {
    let sources = json(&["sources"]);
    let won: Vec<String> = sources["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["touch"], row["won"], row["value"][0]["amount"]))
        .collect();
    assert_eq!(won, [r#""expo" 1 "400000""#, r#""google" 2 "800000""#]);
    let all = &sources["all"][0];
    assert_eq!((&all["won"], &all["lost"], &all["win_rate"]), (&3.into(), &2.into(), &"3/5".into()));
    assert_eq!(
        (&all["won_value"][0]["amount"], &all["lost_value"][0]["amount"]),
        (&"1200000".into(), &"1000000".into())
    );
    assert_eq!(all["average"][0]["amount"], "400000");
    let text = ok(db(), &["sources"]);
    assert!(rows(&text).contains(&String::from("google 2 JPY 800,000 JPY 400,000")), "{text}");
    let csv = ok(db(), &["sources", "--csv", "-", "--by", "owner"]);
    assert_eq!(
        csv,
        "owner,touch,won,expansions,direct,unpriced,value_JPY,average_JPY\n\
         sato,google,2,0,0,0,800000,400000\n\
         tanaka,expo,1,0,0,0,400000,400000\n"
    );
}

#[test]
fn what_is_open_is_told_apart_from_what_is_over() {
    let forecast = json(&["forecast"]);
    assert_eq!((&forecast["deals"], &forecast["rows"][0]["expected"]), (&1.into(), &"undated".into()));
    let reasons = json(&["reasons", "--how", "lost", "--by", "owner"]);
    let given: Vec<String> = reasons["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["owner"], row["given"], row["value"][0]["amount"]))
        .collect();
    assert_eq!(given, [r#""sato" 1 "900000""#, r#""tanaka" 1 "100000""#]);
    let file = folder("measured-csv").join("times.csv");
    let told = ok(db(), &["times", "cycle", "--unit", "days", "--csv", file.to_str().unwrap()]);
    assert!(told.starts_with("1 row written to "), "{told}");
    let csv = std::fs::read_to_string(file).unwrap();
    // 85, 50, 88, 67 and 61 days; two are on.
    assert_eq!(csv.lines().nth(1), Some("cycle,5,2,0,0,70.2,67.0,86.8,88,44.5"), "{csv}");
}
