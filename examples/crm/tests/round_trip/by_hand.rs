//! What no row can say is told: in the column `note`, and counted when the export ends.

use std::path::Path;

use crate::compared::{Row, export, rows, same_rounds, there_and_back};
use crate::host::{crm, folder, ok};
use crate::tables::written;

/// A customer of the shipped journal with one contract.
fn customer(db: &Path, folder: &Path) -> Row {
    let (out, _) = export(db, &folder.join("before"));
    let leads = rows(&out.join("leads.csv"));
    let customers: Vec<&str> = leads
        .iter()
        .filter(|row| row["stage"] == "customer" && row["cycle"] == "1")
        .map(|row| row["lead"].as_str())
        .collect();
    let rounds = rows(&out.join("rounds.csv"));
    rounds.into_iter().find(|row| customers.contains(&row["lead"].as_str()) && row["kind"] == "sales").unwrap()
}

fn round(folder: &Path, lead: &str, number: &str) -> Row {
    let rounds = rows(&folder.join("rounds.csv"));
    rounds.into_iter().find(|row| row["lead"] == lead && row["round"] == number).unwrap()
}

#[test]
fn a_contract_that_ended_is_told() {
    let folder = folder("rt-contract");
    let db = folder.join("db.sqlite");
    ok(&db, &["load"]);
    let won = customer(&db, &folder);
    let end = format!(r#"{{"end_contract": {{"contract": "{}", "reason": {{"code": "expired"}}}}}}"#, won["contract"]);
    let done = crm(&db, &["do", &won["lead"], &end, "--as", "manager:mori"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    let (first, second, _) = there_and_back(&db, &folder);
    let told = export(&db, &folder.join("told")).1;
    assert!(told.contains("× contract_ended: the contract ended: read back, it is in force"), "{told}");
    let before = round(&first, &won["lead"], "1");
    assert_eq!((before["end"].as_str(), before["won_value"].as_str()), ("won", won["won_value"].as_str()));
    assert!(before["note"].split(' ').any(|note| note == "contract_ended"), "{before:?}");
    let next = round(&first, &won["lead"], "2");
    assert!(next["note"].split(' ').any(|note| note == "after_contract_end"), "{next:?}");
    let excuses = same_rounds(&first, &second);
    assert!(excuses.contains("after_contract_end"), "{excuses:?}");
}

#[test]
fn who_bought_without_sales_is_told() {
    let folder = folder("rt-bought");
    let db = folder.join("db.sqlite");
    ok(&db, &["load"]);
    let (first, second, _) = there_and_back(&db, &folder);
    let bought = rows(&first.join("rounds.csv")).into_iter().find(|row| row["kind"] == "direct").unwrap();
    let back = round(&second, &bought["lead"], &bought["round"]);
    assert_eq!(bought["note"].split(' ').next(), Some("bought_without_sales"));
    // Date, contract and value come back; that there was no deal does not.
    for column in ["won_at", "contract", "won_value", "currency", "end", "end_at"] {
        assert_eq!(bought[column], back[column], "{column}");
    }
    assert_eq!((bought["deal"].as_str(), back["deal"].is_empty()), ("", false));
}

/// Rounds are put in order by what they know first: one that knows nothing may change places, and the export says which.
#[test]
fn a_round_without_any_date_is_told() {
    let folder = folder("rt-undated");
    let db = folder.join("db.sqlite");
    written(&folder, "old.csv", "id,lead,end\nA,2025-01-10,recycled\n");
    let mapping = r#"name = "old"
file = "old.csv"
zone = "+09:00"
currency = "JPY"
dates = ["%Y-%m-%d"]
as_of = "2026-01-01"
order = "refuse"
lead = { column = "id" }
origin = { always = "inbound" }
[reached.lead]
at = "lead"
[recycled]
when = { column = "end", is = ["recycled"] }
"#;
    ok(&db, &["backfill", "--mapping", &written(&folder, "old.toml", mapping)]);
    let (out, told) = export(&db, &folder.join("out"));
    assert_eq!(round(&out, "A", "2")["note"], "order");
    assert!(told.contains("1 × order: by its dates the round does not lie behind the one before"), "{told}");
}
