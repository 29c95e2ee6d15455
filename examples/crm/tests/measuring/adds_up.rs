//! Every number is the sum of what its leads add, every split the whole, and every visit is somewhere.

use serde_json::Value;

use crate::host::ok;
use crate::screens::rich::{imported, rich, short};

fn json(db: &std::path::Path, words: &[&str]) -> Value {
    serde_json::from_str(&ok(db, &[words, &["--json"]].concat())).unwrap()
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn sum(rows: &Value, of: impl Fn(&Value) -> bool, name: &str) -> i64 {
    rows.as_array().unwrap().iter().filter(|row| of(row)).map(|row| number(&row[name])).sum()
}

/// The number that a list says, which is what its leads add together.
fn listed(db: &std::path::Path, words: &[&str]) -> i64 {
    let list = json(db, &[words, &["--max", "100000"]].concat());
    let rows = list["rows"].as_array().unwrap();
    assert_eq!(number(&list["count"]), sum(&list["rows"], |_| true, "adds"), "{words:?}");
    assert_eq!(number(&list["of_leads"]), i64::try_from(rows.len()).unwrap(), "{words:?}");
    number(&list["count"])
}

#[test]
fn the_leads_behind_a_number_add_up_to_it() {
    let db = short();
    let months = ["--per", "month", "--by", "source"];
    let funnel = json(db, &[&["funnel"], &months[..]].concat());
    let row = funnel["rows"].as_array().unwrap().iter().find(|row| row["milestone"] == "mql" && row["cycles"] != 0);
    let row = row.unwrap();
    let (source, period) = (row["source"].as_str().unwrap(), row["period"].as_str().unwrap());
    let only = format!("source={source}");
    for column in ["cycles", "counted", "hollow", "implied", "direct", "expansions"] {
        let cell = format!("mql/{column}@{period}");
        let count = listed(db, &["funnel", "--per", "month", "--leads", &cell, "--only", &only]);
        assert_eq!(count, number(&row[column]), "{cell}");
    }
    let flow = json(db, &["flow"]);
    for row in flow["rows"].as_array().unwrap().iter().filter(|row| row["stage"] == "mql") {
        for column in ["entered", "there", "recycled", "forward"] {
            assert_eq!(listed(db, &["flow", "--leads", &format!("mql/{column}")]), number(&row[column]), "{column}");
        }
    }
    let cohort = ["funnel", "--cohort", "mql", "--window", "14d"];
    let table = json(db, &cohort);
    let sql = table["rows"].as_array().unwrap().iter().find(|row| row["milestone"] == "sql").unwrap().clone();
    for (cell, column) in [("sql", "converted"), ("mature", "mature"), ("immature", "immature"), ("sql/early", "early")]
    {
        assert_eq!(listed(db, &[&cohort[..], &["--leads", cell]].concat()), number(&sql[column]), "{cell}");
    }
    let times = json(db, &["times", "stage:sql"]);
    for column in ["over", "on", "undated", "negative"] {
        assert_eq!(
            listed(db, &["times", "stage:sql", "--leads", column]),
            number(&times["rows"][0][column]),
            "{column}"
        );
    }
    let reasons = json(db, &["reasons"]);
    let row = &reasons["rows"][0];
    let cell = format!("{}/{}", row["how"].as_str().unwrap(), row["reason"].as_str().unwrap());
    let of_reason = |other: &Value| (&other["how"], &other["reason"]) == (&row["how"], &row["reason"]);
    assert_eq!(listed(db, &["reasons", "--leads", &cell]), sum(&reasons["rows"], of_reason, "given"));
}

#[test]
fn the_leads_behind_deals_add_up_to_them() {
    let db = rich();
    let sources = json(db, &["sources"]);
    assert!(number(&sources["won"]) > 5);
    assert_eq!(listed(db, &["sources", "--leads", "all"]), number(&sources["won"]));
    for row in sources["rows"].as_array().unwrap() {
        let source = row["touch"].as_str().unwrap_or("(none)");
        assert_eq!(listed(db, &["sources", "--leads", source]), number(&row["won"]), "{source}");
    }
    // Whichever touch it is credited to, a win is one.
    for touch in ["before_mql", "last"] {
        assert_eq!(json(db, &["sources", "--touch", touch])["won"], sources["won"], "{touch}");
    }
    let forecast = json(db, &["forecast"]);
    assert_eq!(listed(db, &["forecast", "--leads", "all"]), number(&forecast["deals"]));
    for row in forecast["rows"].as_array().unwrap() {
        let expected = row["expected"].as_str().unwrap();
        for (cell, column) in [("opportunities", "deals"), ("sqls", "sqls")] {
            let cell = format!("{cell}@{expected}");
            assert_eq!(listed(db, &["forecast", "--leads", &cell]), number(&row[column]), "{cell}");
        }
    }
}

#[test]
fn any_split_is_the_whole() {
    for db in [rich(), imported()] {
        let whole = json(db, &["funnel"]);
        for split in [
            &["--per", "month"][..],
            &["--per", "week", "--week-start", "sunday"],
            &["--by", "source"],
            &["--by", "owner,kind,team"],
            &["--by", "field:industry", "--split", "now"],
            &["--per", "quarter", "--fiscal-start", "4", "--closing-day", "20"],
        ] {
            let parts = json(db, &[&["funnel"], split].concat());
            for row in whole["rows"].as_array().unwrap() {
                for column in ["cycles", "hollow", "implied", "direct", "counted", "expansions"] {
                    let of = |part: &Value| part["milestone"] == row["milestone"];
                    assert_eq!(sum(&parts["rows"], of, column), number(&row[column]), "{split:?} {row}");
                }
            }
        }
        // Entrants: those of the periods are those of the cohorts, mature and beside.
        let months = json(db, &["funnel", "--per", "month"]);
        let cohorts = json(db, &["funnel", "--cohort", "sql", "--window", "30d", "--per", "month"]);
        let dated = |row: &Value| row["milestone"] == "sql" && row["period"] != "undated";
        let entrants = number(&cohorts["mature"]) + number(&cohorts["immature"]);
        assert_eq!(sum(&months["rows"], dated, "counted"), entrants);
        // Every visit that began is in one column, in every slice.
        for split in [&["--by", "owner"][..], &["--per", "month", "--by", "source"]] {
            let flow = json(db, &[&["flow"], split].concat());
            for row in flow["rows"].as_array().unwrap() {
                let left = [
                    "forward",
                    "back",
                    "demoted",
                    "recycled",
                    "lost",
                    "discarded",
                    "disqualified",
                    "reopened",
                    "contract_ended",
                    "merged",
                    "there",
                ];
                assert_eq!(left.iter().map(|name| number(&row[name])).sum::<i64>(), number(&row["entered"]), "{row}");
            }
        }
    }
}

/// What is taken for now is what the board says now.
#[test]
fn those_who_are_there_are_those_of_the_board() {
    let (flow, board) = (json(short(), &["flow"]), json(short(), &["board"]));
    let there = |stage: &str| sum(&flow["rows"], |row| row["stage"] == stage, "there");
    for stage in ["mql", "sql", "opportunity"] {
        let of_stage = |row: &Value| row["row"].as_str().unwrap().split('/').next() == Some(stage);
        assert_eq!(there(stage), sum(&board["rows"], of_stage, "leads"), "{stage}");
    }
}
