//! `"merge"` and `"split"` in lines of a journal.

use crate::host::{ROOT, fails, folder, ok, shipped_journal};
use crate::merging::story::{MANAGER, captured, everything, line, loaded, merge, split, stages, visit};
use crate::tables::{asked, written};

fn journal() -> String {
    captured("L-1", 0)
        + &captured("L-2", 1)
        + &visit("L-1", 2, "document_download")
        + &merge("m-1", 5, "L-1", "L-2")
        // In the same batch: the winner goes on, the loser takes no more.
        + &visit("L-2", 6, "document_download")
        + &visit("L-1", 7, "document_download")
        + &merge("m-2", 8, "L-1", "L-2")
        + &merge("m-3", 9, "L-2", "L-7")
        + &split("s-1", 10, "L-1")
        + &visit("L-1", 11, "document_download")
        + &split("s-2", 12, "L-1")
}

#[test]
fn lines_merge_and_split_once() {
    let folder = folder("mg-lines");
    let db = loaded(&folder, "crm", &journal());
    let outcomes =
        asked(&db, "SELECT command_id || ' ' || outcome FROM commands WHERE command_id GLOB '[ms]-*' ORDER BY line");
    assert_eq!(outcomes, ["m-1 accepted", "m-2 already_so", "m-3 refused", "s-1 accepted", "s-2 refused"]);
    assert_eq!(stages(&db), ["L-1 lead", "L-2 lead"]);
    let stored = everything(&db);
    let file = folder.join("crm.jsonl");
    let again = ok(&db, &["load", "--journal", file.to_str().unwrap()]);
    assert!(again.starts_with("11 lines: 0 accepted, 0 already so, 0 refused, 11 done before"), "{again}");
    assert_eq!(everything(&db), stored);
    // In other batches: the same.
    let other = folder.join("other.sqlite");
    let policy = folder.join("policy.toml");
    let words = ["load", "--batch", "1", "--journal", file.to_str().unwrap(), "--policy", policy.to_str().unwrap()];
    ok(&other, &words);
    assert_eq!(everything(&other), stored);
    ok(&db, &["verify"]);
}

/// Journals of before say it as a command on one lead: that is read as the order on two.
#[test]
fn a_merge_that_is_told_as_a_command_is_understood() {
    let folder = folder("mg-old-lines");
    let leads = captured("L-1", 0) + &captured("L-2", 1);
    let old = line("m", 5, MANAGER, "L-1", r#""command":{"merge":{"into":"L-2"}}"#);
    let (db, of_today) = (
        loaded(&folder, "old", &(leads.clone() + &old)),
        loaded(&folder, "new", &(leads + &merge("m", 5, "L-1", "L-2"))),
    );
    assert_eq!(everything(&db), everything(&of_today));
    let wrong = line("w", 9, MANAGER, "L-1", r#""command":{"merge":{"onto":"L-2"}}"#);
    assert!(fails(&db, &["load", "--journal", &written(&folder, "wrong.jsonl", &wrong)], 1).contains("wrong.jsonl:1"));
}

#[test]
fn a_line_that_says_two_things_stops_the_load() {
    let folder = folder("mg-lines-wrong");
    let db = loaded(&folder, "crm", &captured("L-1", 0));
    let both = r#""merge":{"into":"L-2"},"split":{}"#;
    let dated = r#""effective_at":"2026-04-01","split":{}"#;
    for (rest, what) in [(both, "or `merge` or `split`"), (dated, "leave `effective_at` out")] {
        let file = written(&folder, "wrong.jsonl", &line("w", 9, MANAGER, "L-1", rest));
        let complaint = fails(&db, &["load", "--journal", &file], 1);
        assert!(complaint.contains("wrong.jsonl:1") && complaint.contains(what), "{complaint}");
    }
}

/// Whoever is merged in the shipped journal is so at both leads.
#[test]
fn the_shipped_journal_merges() {
    let merges = shipped_journal().lines().filter(|line| line.contains(r#""merge":{"into""#)).count();
    let db = folder("mg-shipped").join("crm.sqlite");
    ok(&db, &["load", "--journal", &format!("{ROOT}/examples/data/crm/journal.jsonl")]);
    assert!(merges > 0);
    for kind in ["merged_from", "merged_into"] {
        assert_eq!(asked(&db, &format!("SELECT kind FROM facts WHERE kind = '{kind}'")).len(), merges);
    }
    assert!(ok(&db, &["verify"]).contains(&format!("{merges} leads were merged")));
}
