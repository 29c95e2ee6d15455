//! `crm merge LOSER WINNER` and `crm split LEAD`.

use crate::boards::board_rows;
use crate::host::{fails, folder, ok};
use crate::merging::story::{BY, captured, everything, loaded, promoted, stages, visit};
use crate::tables::{asked, rows};

fn order<'w>(words: &[&'w str], more: &[&'w str]) -> Vec<&'w str> {
    [words, &BY[..], more].concat()
}

#[test]
fn a_dry_run_tells_both_leads_and_stores_nothing() {
    let journal = promoted("L-1", 0) + &visit("L-1", 5, "document_download") + &captured("L-2", 10);
    let db = loaded(&folder("mg-dry"), "crm", &journal);
    let before = everything(&db);
    let merge = ["merge", "L-1", "L-2"];
    let dry = ok(&db, &order(&merge, &["--dry-run"]));
    assert!(dry.starts_with("dry run, nothing is stored; `L-1` merged into `L-2`, by mori (manager)"), "{dry}");
    let rows = rows(&dry);
    assert!(rows.iter().any(|row| row.starts_with("L-1 mql → merged ") && row.contains("→ –")), "{dry}");
    assert!(rows.iter().any(|row| row.starts_with("L-2 ") && row.contains("`L-1` was merged into this lead")), "{dry}");
    assert_eq!(everything(&db), before);
    // Stored, it says the same; one command, with facts at both leads.
    let done = ok(&db, &order(&merge, &["--id", "one-1"]));
    assert_eq!(done.lines().skip(1).collect::<Vec<_>>(), dry.lines().skip(1).collect::<Vec<_>>());
    let command =
        "SELECT command_id || ' ' || outcome || ' ' || facts || ' ' || lead FROM commands WHERE source = 'do'";
    let facts =
        "SELECT lead || ' ' || kind FROM facts WHERE command_id = 'one-1' AND kind LIKE 'merged%' ORDER BY rowid";
    assert_eq!(asked(&db, facts), ["L-2 merged_from", "L-1 merged_into"]);
    let told = asked(&db, command);
    assert!(told.len() == 1 && told[0].starts_with("one-1 accepted ") && told[0].ends_with(" L-1"), "{told:?}");
    // Asked again it answers what was done; another order is another command.
    let stored = everything(&db);
    let again = ok(&db, &order(&merge, &["--id", "one-1"]));
    assert!(again.starts_with("done before:") && again.contains("`L-2`: `L-1` was merged into this lead"), "{again}");
    assert!(again.contains("`L-1`: merged into `L-2`"), "{again}");
    assert_eq!(everything(&db), stored);
    assert!(fails(&db, &order(&["split", "L-1"], &["--id", "one-1"]), 1).contains("`one-1` was used at do:1"));
    // Under no id it is so already.
    assert!(ok(&db, &order(&merge, &[])).contains("already so"));
    assert!(ok(&db, &["verify"]).contains("1 leads were merged"));
}

#[test]
fn every_refusal_is_told_and_kept() {
    let journal = captured("L-1", 0) + &captured("L-2", 10) + &captured("L-3", 20);
    let db = loaded(&folder("mg-refused"), "crm", &journal);
    ok(&db, &order(&["merge", "L-1", "L-2"], &[]));
    let no = |words: &[&str], what: &str| {
        let complaint = fails(&db, &order(words, &[]), 1);
        assert!(complaint.contains(what), "{words:?}: {complaint}");
    };
    no(&["merge", "L-3", "L-33"], "no such lead `L-33`: did you mean `L-3`?");
    no(&["merge", "K-9000", "L-3"], "no such lead `K-9000`");
    no(&["merge", "L-3", "L-3"], "a lead cannot be merged into itself");
    no(&["merge", "L-2", "L-1"], "`L-1` was merged into this lead: they are one already");
    no(&["merge", "L-1", "L-3"], "its life goes on in `L-2`");
    no(&["split", "L-3"], "it was not merged into another lead");
    no(&["split", "L-9"], "no such lead `L-9`");
    let by_rep = ["merge", "L-3", "L-2", "--as", "sdr:okada", "--at", BY[3], "--id", "no-1"];
    assert!(fails(&db, &by_rep, 1).contains("sdr"));
    assert!(fails(&db, &by_rep, 1).contains("refused before: "));
    assert!(ok(&db, &["refusals", "--lines", "20"]).contains("did you mean `L-3`?"));
    assert_eq!(stages(&db), ["L-1 merged", "L-2 lead", "L-3 lead"]);
    // A dry run of what is refused fails like it, and keeps nothing.
    let before = everything(&db);
    let dry = fails(&db, &order(&["merge", "L-3", "K-9001"], &["--dry-run"]), 1);
    assert!(dry.contains("dry run, nothing is stored; refused, `L-3`"), "{dry}");
    assert_eq!(everything(&db), before);
    ok(&db, &["verify"]);
}

/// What merging did, splitting undoes, at every lead of the chain; the leads score as they did.
#[test]
fn a_split_goes_along_the_chain() {
    let journal: String = (1_u32..4)
        .map(|n| captured(&format!("L-{n}"), n * 10) + &visit(&format!("L-{n}"), n * 10 + 1, "document_download"))
        .collect();
    let db = loaded(&folder("mg-chain"), "crm", &journal);
    let score = |lead: &str| {
        let why = ok(&db, &["why", lead, "--now", BY[3]]);
        why.lines().find(|line| line.starts_with("Its score: ")).unwrap().to_owned()
    };
    let alone: Vec<String> = ["L-1", "L-2", "L-3"].iter().map(|lead| score(lead)).collect();
    ok(&db, &order(&["merge", "L-1", "L-2"], &[]));
    ok(&db, &order(&["merge", "L-2", "L-3"], &[]));
    assert_ne!(score("L-3"), alone[2]);
    ok(&db, &["verify"]);
    let dry = ok(&db, &order(&["split", "L-1"], &["--dry-run"]));
    for lead in ["L-1 merged → lead", "L-2 merged", "L-3 mql → lead"] {
        assert!(rows(&dry).iter().any(|row| row.starts_with(lead)), "no `{lead}` in {dry}");
    }
    ok(&db, &order(&["split", "L-1"], &["--id", "two-1"]));
    assert_eq!(stages(&db), ["L-1 lead", "L-2 merged", "L-3 lead"]);
    assert_eq!(score("L-1"), alone[0]);
    assert!(ok(&db, &order(&["split", "L-1"], &["--id", "two-1"])).starts_with("done before:"));
    assert!(fails(&db, &order(&["split", "L-1"], &[]), 1).contains("it was not merged"));
    ok(&db, &["verify"]);
    ok(&db, &order(&["split", "L-2"], &[]));
    assert_eq!(["L-1", "L-2", "L-3"].map(score).to_vec(), alone);
    assert!(!ok(&db, &["verify"]).contains("leads were merged"));
    assert!(board_rows(&ok(&db, &["board"])).contains(&String::from("lead 3")));
    // And together again.
    ok(&db, &order(&["merge", "L-1", "L-3"], &[]));
    ok(&db, &["verify"]);
}

#[test]
fn a_wrong_command_line_is_told_what_is_missing() {
    let db = loaded(&folder("mg-words"), "crm", &captured("L-1", 0));
    assert!(fails(&db, &["merge", "L-1", "--as", "manager:mori"], 2).contains("two lead keys"));
    assert!(fails(&db, &["merge", "L-1", "L-2"], 2).contains("--as ROLE:ID"));
    assert!(fails(&db, &["merge", "L-1", "L-2", "L-3", "--as", "manager:m"], 2).contains("unexpected word `L-3`"));
    assert!(fails(&db, &["split", "--as", "manager:mori"], 2).contains("the key of the lead"));
    let as_command = r#"{"merge":{"into":"L-2"}}"#;
    assert!(fails(&db, &["do", "L-1", as_command, "--as", "manager:mori"], 2).contains("crm merge LOSER WINNER"));
    for command in ["merge", "split", "erase"] {
        assert!(ok(&db, &[command, "--help"]).starts_with(&format!("crm {command}")));
    }
    // Far from every date: a mistyped year.
    let far = ["merge", "L-1", "L-1", "--as", "manager:mori", "--at", "2062-04-20T09:00:00+09:00"];
    assert!(fails(&db, &far, 1).contains("--jump"));
}
