//! Lives that were decided here: those of the shipped journal, and of generated ones.

use crate::host::{folder, mapping, ok, shipped, shipped_journal};
use crate::round_trip::compared::{moves, rows, same_rounds, there_and_back};
use crate::tables::written;

#[test]
fn the_shipped_journal_comes_back() {
    let folder = folder("rt-shipped");
    let db = shipped(&folder);
    let (first, second, again) = there_and_back(&db, &folder);
    assert!(same_rounds(&first, &second).is_empty());
    ok(&again, &["verify"]);
    // Every move of a deal, with its date.
    let several: Vec<String> = rows(&first.join("rounds.csv"))
        .into_iter()
        .filter(|row| row["note"].contains("handed_back"))
        .map(|row| row["round_key"].clone())
        .collect();
    let known = moves(&first);
    assert!(known.len() > 150, "{}", known.len());
    let of_known = |moved: &[String; 4]| known.iter().any(|one| one[0] == moved[0]) && !several.contains(&moved[0]);
    assert_eq!(
        known.iter().filter(|moved| of_known(moved)).collect::<Vec<_>>(),
        moves(&second).iter().filter(|moved| of_known(moved)).collect::<Vec<_>>()
    );
    // Profiles too: of a lead they are what all of its rounds say.
    let (before, after) = (rows(&first.join("leads.csv")), rows(&second.join("leads.csv")));
    assert_eq!(before.len(), after.len());
    for (one, other) in before.iter().zip(&after) {
        let kept = |column: &str| {
            column.starts_with("field:") || ["lead", "person", "account", "merged_into"].contains(&column)
        };
        for (column, value) in one.iter().filter(|(column, _)| kept(column)) {
            assert_eq!(*value, other[column], "{column} of {}", one["lead"]);
        }
    }
    // Read once more, everything is known.
    let balance = ok(&again, &["backfill", "--mapping", first.join("mapping.toml").to_str().unwrap()]);
    assert!(balance.starts_with("445 rows read = 0 loaded + 445 already known + 0 refused"), "{balance}");
}

#[test]
fn generated_journals_come_back() {
    let folder = folder("rt-generated");
    for seed in ["1", "2", "3", "4"] {
        let folder = folder.join(seed);
        std::fs::create_dir_all(&folder).unwrap();
        let (db, journal) = (folder.join("db.sqlite"), folder.join("journal.jsonl"));
        let journal = journal.to_str().unwrap();
        ok(&db, &["generate", "--out", journal, "--seed", seed, "--leads", "90"]);
        ok(&db, &["load", "--journal", journal]);
        let (first, second, _) = there_and_back(&db, &folder);
        same_rounds(&first, &second);
    }
}

/// In the midst of things more leads are open, demoted, put off and handed back than at the end.
#[test]
fn half_a_journal_comes_back() {
    let folder = folder("rt-half");
    for lines in [400, 1700, 2900] {
        let folder = folder.join(lines.to_string());
        std::fs::create_dir_all(&folder).unwrap();
        let text: Vec<String> = shipped_journal().lines().take(lines).map(String::from).collect();
        let db = folder.join("db.sqlite");
        ok(&db, &["load", "--journal", &written(&folder, "journal.jsonl", &(text.join("\n") + "\n"))]);
        let (first, second, _) = there_and_back(&db, &folder);
        same_rounds(&first, &second);
    }
}

/// What came in through a shipped mapping goes out, and comes in again.
#[test]
fn shipped_exports_come_back() {
    let folder = folder("rt-mappings");
    for name in ["olist", "maven_crm"] {
        let folder = folder.join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let db = folder.join("db.sqlite");
        ok(&db, &["backfill", "--mapping", &mapping(name)]);
        let (first, second, _) = there_and_back(&db, &folder);
        assert!(same_rounds(&first, &second).is_empty());
    }
}
