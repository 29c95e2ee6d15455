//! The files themselves.

use crate::boards::board_rows;
use crate::host::{crm, fails, folder, ok, shipped};
use crate::round_trip::compared::{export, rows};
use crate::tables::asked;

#[test]
fn every_change_of_stage_has_a_row_and_every_deal_one() {
    let folder = folder("rt-files");
    let db = shipped(&folder);
    let (out, told) = export(&db, &folder.join("out"));
    let leads = asked(&db, "SELECT lead FROM leads ORDER BY lead");
    let keys: Vec<String> = rows(&out.join("leads.csv")).into_iter().map(|row| row["lead"].clone()).collect();
    assert_eq!(keys, leads);
    let deals = rows(&out.join("deals.csv"));
    let mut known: Vec<String> = deals.iter().map(|row| row["deal"].clone()).collect();
    known.sort();
    known.dedup();
    assert_eq!(known.len(), deals.len(), "a deal stands once");
    // The board is that of `crm board`, as a table.
    let of_table: u64 = rows(&out.join("board.csv"))
        .iter()
        .filter(|row| row["stage"] != "all")
        .map(|row| row["leads"].parse::<u64>().unwrap())
        .sum();
    let living = asked(&db, "SELECT lead FROM leads WHERE merged_into IS NULL").len();
    assert_eq!(of_table, u64::try_from(living).unwrap());
    let board = board_rows(&ok(&db, &["board"]));
    for row in rows(&out.join("board.csv")) {
        // The totals have names of their own there.
        let (stage, within) = match (row["stage"].as_str(), row["within"].as_str()) {
            ("all", "open deals") => ("open-deals", ""),
            ("all", _) => ("handed-over", ""),
            of_stage => of_stage,
        };
        let begins = format!("{stage} {within} {}", row["leads"]).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(board.iter().any(|line| line.starts_with(&begins)), "{begins}\n{}", board.join("\n"));
    }
    // What cannot be read back is counted as the rows say it.
    let of_rows =
        rows(&out.join("rounds.csv")).iter().filter(|row| row["note"].split(' ').any(|note| note == "demoted")).count();
    assert!(told.contains(&format!("  {of_rows} × demoted: ")), "{told}");
    // Milestones of the funnel: reached are those that have a basis.
    let rounds = rows(&out.join("rounds.csv"));
    let won = rounds.iter().filter(|row| !row["won_basis"].is_empty()).count();
    let changes = rows(&out.join("history.csv"));
    assert_eq!(changes.iter().filter(|row| ["won", "bought"].contains(&row["to"].as_str())).count(), won);
}

#[test]
fn the_same_database_gives_the_same_files() {
    let folder = folder("rt-same");
    let db = shipped(&folder);
    let (one, _) = export(&db, &folder.join("one"));
    let (other, _) = export(&db, &folder.join("other"));
    for file in ["leads.csv", "rounds.csv", "deals.csv", "history.csv", "board.csv", "mapping.toml"] {
        assert_eq!(std::fs::read(one.join(file)).unwrap(), std::fs::read(other.join(file)).unwrap(), "{file}");
    }
}

#[test]
fn of_an_erased_lead_nothing_personal_is_written() {
    let folder = folder("rt-erased");
    let db = shipped(&folder);
    let (before, _) = export(&db, &folder.join("before"));
    let row =
        rows(&before.join("leads.csv")).into_iter().find(|row| !row["field:email"].is_empty() && row["stage"] == "mql");
    let row = row.unwrap();
    ok(&db, &["erase", &row["lead"], "--as", "manager:mori"]);
    let (after, _) = export(&db, &folder.join("after"));
    for file in ["leads.csv", "rounds.csv", "deals.csv", "history.csv"] {
        let text = std::fs::read_to_string(after.join(file)).unwrap();
        for field in ["field:email", "field:person_name"] {
            assert!(!text.contains(&format!("{},", row[field])), "{field} in {file}");
        }
    }
    let erased = rows(&after.join("leads.csv")).into_iter().find(|one| one["lead"] == row["lead"]).unwrap();
    assert!(!erased["erased_at"].is_empty() && erased["field:company"] == row["field:company"]);
}

#[test]
fn facts_are_not_tables_and_a_closed_pipe_is_no_failure() {
    let folder = folder("rt-words");
    let db = shipped(&folder);
    let text = fails(&db, &["export", "--csv", folder.to_str().unwrap(), "--all"], 2);
    assert!(text.contains("leave `--all` out"), "{text}");
    assert!(crm(&db, &["help", "export"]).status.success());
}
