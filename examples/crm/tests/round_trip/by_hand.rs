//! What no row can say is told: in the column `note`, and counted when the export ends.

use std::path::Path;

use crate::host::{crm, folder, ok, shipped};
use crate::round_trip::compared::{Row, export, rows, same_rounds, there_and_back};
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
fn a_contract_that_ended_comes_back() {
    let folder = folder("rt-contract");
    let db = shipped(&folder);
    let won = customer(&db, &folder);
    done(&db, &won["lead"], &end_of(&won));
    let (first, second, again) = there_and_back(&db, &folder);
    assert!(same_rounds(&first, &second).is_empty());
    ok(&again, &["verify"]);
    let before = round(&second, &won["lead"], "1");
    assert_eq!((before["end"].as_str(), before["won_value"].as_str()), ("won", won["won_value"].as_str()));
    assert_eq!((before["churn_reason"].as_str(), before["churned_at"].is_empty()), ("expired", false));
    let next = round(&first, &won["lead"], "2");
    assert_eq!((next["lead_at"].as_str(), next["end"].as_str()), (before["churned_at"].as_str(), "open"));
    assert!(!notes(&next).contains(&"after_contract_end"), "{next:?}");
}

/// Of a contract that ends when the next round has begun no row says so.
#[test]
fn a_contract_that_ended_later_is_told() {
    let folder = folder("rt-contract-later");
    let db = shipped(&folder);
    let won = customer(&db, &folder);
    done(&db, &won["lead"], r#"{"open_expansion": {"note": null}}"#);
    done(&db, &won["lead"], &end_of(&won));
    let (first, second, _) = there_and_back(&db, &folder);
    assert!(same_rounds(&first, &second).is_empty());
    let told = export(&db, &folder.join("told")).1;
    assert!(told.contains("1 × contract_ended: a contract ended when the next round had begun"), "{told}");
    let before = round(&first, &won["lead"], "1");
    assert_eq!((notes(&before).contains(&"contract_ended"), before["churn_reason"].as_str()), (true, ""));
}

fn done(db: &Path, lead: &str, command: &str) {
    let done = crm(db, &["do", lead, command, "--as", "manager:mori"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
}

fn end_of(won: &Row) -> String {
    format!(r#"{{"end_contract": {{"contract": "{}", "reason": {{"code": "expired"}}}}}}"#, won["contract"])
}

fn notes(row: &Row) -> Vec<&str> {
    row["note"].split(' ').filter(|note| !note.is_empty()).collect()
}

#[test]
fn who_bought_without_sales_comes_back_so() {
    let folder = folder("rt-bought");
    let db = shipped(&folder);
    let (first, second, _) = there_and_back(&db, &folder);
    let bought: Vec<Row> = rows(&first.join("rounds.csv")).into_iter().filter(|row| row["kind"] == "direct").collect();
    assert!(!bought.is_empty());
    for bought in bought {
        let back = round(&second, &bought["lead"], &bought["round"]);
        assert_eq!((bought["end"].as_str(), notes(&back)), ("bought", notes(&bought)));
        for column in ["won_at", "contract", "contract_starts", "contract_ends", "won_value", "currency", "end_at"] {
            assert_eq!(bought[column], back[column], "{column}");
        }
        assert_eq!((back["deal"].as_str(), back["sql_basis"].as_str(), back["sao_basis"].as_str()), ("", "", ""));
    }
}

/// A mapping reads semicolons between members too: one that holds some stays whole.
#[test]
fn members_with_semicolons_stay_whole() {
    let folder = folder("rt-members");
    let db = folder.join("db.sqlite");
    written(&folder, "old.csv", "id,likes\nA,\"\"\"a;b\"\"; plain 5\"\" ;c\"\n");
    let mapping = r#"name = "old"
file = "old.csv"
zone = "+09:00"
currency = "JPY"
dates = ["%Y-%m-%d"]
as_of = "2026-01-01"
order = "refuse"
lead = { column = "id" }
origin = { always = "inbound" }
[fields]
interests = { column = "likes" }
"#;
    ok(&db, &["backfill", "--mapping", &written(&folder, "old.toml", mapping)]);
    let (first, second, _) = there_and_back(&db, &folder);
    for out in [first, second] {
        assert_eq!(rows(&out.join("leads.csv"))[0]["field:interests"], "\"a;b\", c, \"plain 5\"\"\"");
    }
}

/// Rounds are put in order by what they know first: one that knows nothing stays behind the one before it, and comes back there.
#[test]
fn a_round_without_any_date_stays_in_its_place() {
    let folder = folder("rt-undated");
    let db = folder.join("db.sqlite");
    written(
        &folder,
        "old.csv",
        "id,lead,end\nA,2025-01-10,recycled\nB,2025-01-10,recycled\nB,,out\nB,2025-03-10,recycled\n",
    );
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
[disqualified]
when = { column = "end", is = ["out"] }
"#;
    ok(&db, &["backfill", "--mapping", &written(&folder, "old.toml", mapping)]);
    let (first, second, _) = there_and_back(&db, &folder);
    for out in [&first, &second] {
        assert_eq!((round(out, "A", "2")["lead_at"].as_str(), round(out, "B", "2")["end"].as_str()), ("", "discarded"));
        assert_eq!(
            (round(out, "B", "3")["lead_at"].as_str(), round(out, "B", "3")["end"].as_str()),
            ("2025-03-10", "recycled")
        );
        assert!(rows(&out.join("rounds.csv")).iter().all(|row| row["note"].is_empty()));
    }
    assert!(same_rounds(&first, &second).is_empty());
}

/// Under a policy that keeps owners a round that nobody owns comes back with the owner of the one before, and that is told.
#[test]
fn a_round_that_nobody_owns_is_told_where_owners_are_kept() {
    let folder = folder("rt-nobody");
    let db = folder.join("db.sqlite");
    written(
        &folder,
        "old.csv",
        "id,lead,who,end,ended\nA,2025-01-10,mori,out,2025-02-10\nA,2025-03-10,,open,\nB,2025-01-10,,out,2025-02-10\nB,2025-03-10,,open,\n",
    );
    let mapping = r#"name = "old"
file = "old.csv"
zone = "+09:00"
currency = "JPY"
dates = ["%Y-%m-%d"]
as_of = "2026-01-01"
order = "refuse"
lead = { column = "id" }
owner = { column = "who" }
origin = { always = "inbound" }
[reached.lead]
at = "lead"
[disqualified]
when = { column = "end", is = ["out"] }
at = "ended"
[words.end]
known = ["open"]
"#;
    let keeping = "[next_cycle]\nreopen = { owner = \"keep\", team = \"clear\" }\n";
    let policy = written(&folder, "policy.toml", keeping);
    ok(&db, &["backfill", "--mapping", &written(&folder, "old.toml", mapping), "--policy", &policy]);
    let (kept, _) = export(&db, &folder.join("kept"));
    assert_eq!((round(&kept, "A", "2")["owner"].as_str(), round(&kept, "A", "2")["note"].as_str()), ("mori", ""));
    done(&db, "A", r#"{"assign": {"owner": null, "team": "keep", "deal": "keep"}}"#);
    let (first, told) = export(&db, &folder.join("first"));
    assert_eq!(
        (round(&first, "A", "2")["owner"].as_str(), round(&first, "A", "2")["note"].as_str()),
        ("", "owner_kept")
    );
    assert!(told.contains("1 × owner_kept: nobody owns the round"), "{told}");
    let again = folder.join("again.sqlite");
    let mapping = first.join("mapping.toml");
    ok(&again, &["backfill", "--mapping", mapping.to_str().unwrap(), "--policy", &policy]);
    let (second, _) = export(&again, &folder.join("second"));
    assert_eq!(same_rounds(&first, &second), [String::from("owner_kept")].into());
}
