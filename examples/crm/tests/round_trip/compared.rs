//! Two exports, column by column.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::host::ok;

pub(crate) type Row = BTreeMap<String, String>;

/// What is the same after export, import and export. Not among them: how a milestone is known (`…_basis`: what was decided here is
/// imported there), and `note` (what is said of the row).
pub(crate) const SAME: [&str; 36] = [
    "lead",
    "round",
    "origin",
    "source",
    "medium",
    "campaign",
    "content",
    "owner",
    "team",
    "lead_at",
    "mql_at",
    "sql_at",
    "sao_at",
    "opportunity_at",
    "won_at",
    "deal",
    "pipeline",
    "deal_stage",
    "product",
    "value",
    "currency",
    "expected_close",
    "contract",
    "contract_starts",
    "contract_ends",
    "won_value",
    "churned_at",
    "churn_reason",
    "end",
    "end_at",
    "reason",
    "merged_into",
    "kind",
    // How exactly a date is known is in its cell: an instant, a day, or nothing.
    "lead_at",
    "won_at",
    "end_at",
];

/// What a note of a row excuses: nothing else may differ.
fn excused(note: &str) -> &'static [&'static str] {
    match note {
        "bought_without_sales" => &["deal", "pipeline", "deal_stage", "product", "value", "kind"],
        "reason_unknown" => &["reason", "churn_reason"],
        "ended_before_merge" => &["contract", "won_value", "reason"],
        "owner_kept" => &["owner", "team"],
        "key_twice" => &["deal"],
        "stage_unknown" => &["pipeline", "deal_stage"],
        // No row can say that this contract ended, so what follows is an expansion.
        "after_contract_end" => {
            &["origin", "source", "medium", "campaign", "content", "lead_at", "mql_at", "deal", "end"]
        }
        _ => &[],
    }
}

pub(crate) fn rows(file: &Path) -> Vec<Row> {
    csv::Reader::from_path(file).unwrap().deserialize().collect::<Result<_, _>>().unwrap()
}

/// Exports into a folder of its own.
pub(crate) fn export(db: &Path, folder: &Path) -> (PathBuf, String) {
    let told = ok(db, &["export", "--csv", folder.to_str().unwrap()]);
    (folder.to_path_buf(), told)
}

/// Exports a database, imports that into a new one, and exports again: the two folders, and the new database.
pub(crate) fn there_and_back(db: &Path, folder: &Path) -> (PathBuf, PathBuf, PathBuf) {
    let (first, _) = export(db, &folder.join("first"));
    let again = folder.join("again.sqlite");
    let balance = ok(&again, &["backfill", "--mapping", first.join("mapping.toml").to_str().unwrap()]);
    assert!(balance.contains("+ 0 refused") && balance.contains(" 0 unmapped"), "{balance}");
    let (second, _) = export(&again, &folder.join("second"));
    (first, second, again)
}

/// Compares `rounds.csv` of two folders; the notes that excuse something.
#[track_caller]
pub(crate) fn same_rounds(first: &Path, second: &Path) -> BTreeSet<String> {
    let (before, after) = (rows(&first.join("rounds.csv")), rows(&second.join("rounds.csv")));
    let keys = |rows: &[Row]| rows.iter().map(|row| (row["lead"].clone(), row["round"].clone())).collect::<Vec<_>>();
    assert_eq!(keys(&before), keys(&after), "rows and their order");
    let mut excuses = BTreeSet::new();
    for (one, other) in before.iter().zip(&after) {
        let notes: Vec<&str> = one["note"].split(' ').filter(|note| !note.is_empty()).collect();
        for column in SAME.iter().filter(|column| one[**column] != other[**column]) {
            let excuse = notes.iter().find(|note| excused(note).contains(column));
            assert!(excuse.is_some(), "{column}: `{}` became `{}`\n{one:?}\n{other:?}", one[*column], other[*column]);
            excuses.extend(excuse.map(|note| (*note).to_owned()));
        }
        for milestone in ["lead", "mql", "sql", "sao", "opportunity", "won"] {
            let (was, is) =
                (one[&format!("{milestone}_basis")].as_str(), other[&format!("{milestone}_basis")].as_str());
            let fits = match was {
                "direct" | "imported" | "implied_dated" => is == "imported",
                "implied" => is == "implied",
                _ => is.is_empty() || is == "implied",
            };
            assert!(fits || notes.contains(&"after_contract_end"), "{milestone}: {was} became {is}\n{one:?}");
        }
    }
    excuses
}

/// The moves of deals, of rounds that had one deal: read back, a deal that was handed back is that of its round's end.
pub(crate) fn moves(folder: &Path) -> Vec<[String; 4]> {
    let history = rows(&folder.join("history.csv"));
    let mut deals: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in history.iter().filter(|row| !row["deal"].is_empty()) {
        deals.entry(row["round_key"].clone()).or_default().insert(row["deal"].clone());
    }
    let moved = history.into_iter().filter(|row| !row["deal_stage"].is_empty() && deals[&row["round_key"]].len() == 1);
    moved.map(|row| ["round_key", "deal", "at", "deal_stage"].map(|column| row[column].clone())).collect()
}
