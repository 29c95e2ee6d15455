//! What reports make of what was taken back.

use crate::host::{folder, mapping, ok, shipped};
use crate::tables::{asked, rows};
use crate::taking_back::story::{BY, activity, loaded, promoted, recycled, row_of};

fn take(lead: &str, facts: &str, reason: &str) -> Vec<String> {
    let words = ["take-back", lead, "--facts", facts, "--reason", reason];
    words.iter().chain(&BY).map(|word| (*word).to_owned()).collect()
}

fn done(db: &std::path::Path, words: &[String]) -> String {
    ok(db, &words.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn the_timeline_strikes_through_what_was_taken_back() {
    let db = loaded(&folder("tb-timeline"), "crm", &(promoted("L-1", 0) + &promoted("L-2", 10) + &recycled("L-2", 60)));
    done(&db, &take("L-1", "3", "scanner:a mail filter"));
    let shown = ok(&db, &["timeline", "L-1"]);
    let one = rows(&shown).join(" ");
    assert!(one.contains("~~2026-04-01 00:02~~ ~~1~~"), "{shown}");
    // Who, with the day, in the fact, and why; what fell says with what.
    let flat: String = one.chars().filter(|c| !c.is_whitespace()).collect();
    for told in ["takenbackby", "mori(manager)", "fact5", "scanner:amailfilter", "fellwith3"] {
        assert!(flat.contains(told), "no `{told}` in\n{shown}");
    }
    assert!(!rows(&shown).iter().any(|row| row.starts_with("2 ~~")), "{shown}");
    assert!(rows(&shown).iter().any(|row| row.starts_with("5 2026-04-20 09:00 1 lead taken back: fact 3")), "{shown}");
    assert!(
        shown.contains("Why it became MQL on 2026-04-01 00:02 +09:00 (fell since, with what was taken back)"),
        "{shown}"
    );
    assert!(shown.contains("Now at lead in cycle 1"), "{shown}");
    // No wider than everything else.
    assert_eq!(shown.lines().find(|line| line.chars().count() > 100), None);
    // Worked on: it stays, and is hollow.
    done(&db, &take("L-2", "3", "scanner"));
    let shown = ok(&db, &["timeline", "L-2"]);
    assert!(rows(&shown).iter().any(|row| row.starts_with("4 2026-04-01 00:12 1 mql became MQL")), "{shown}");
    assert!(shown.contains("hollow: what it stood") && shown.contains("(hollow today"), "{shown}");
    assert!(ok(&db, &["why", "L-2"]).contains("Its promotion of 2026-04-01 00:12 +09:00 is hollow"));
    assert!(!ok(&db, &["why", "L-1"]).contains("hollow"));
}

#[test]
fn the_funnel_counts_what_counts_and_tells_hollow_promotions() {
    let journal = promoted("L-1", 0) + &promoted("L-2", 10) + &recycled("L-2", 60) + &promoted("L-3", 90);
    let db = loaded(&folder("tb-funnel"), "crm", &journal);
    assert_eq!(row_of(&ok(&db, &["funnel"]), "mql")[..3], ["mql", "3", "0"]);
    assert_eq!(row_of(&ok(&db, &["funnel"]), "google")[..4], ["google", "4", "3", "0"]);
    done(&db, &take("L-1", "2-3", "scanner"));
    done(&db, &take("L-2", "2-3", "scanner"));
    let funnel = ok(&db, &["funnel"]);
    assert_eq!(row_of(&funnel, "mql")[..3], ["mql", "2", "1"]);
    assert_eq!(row_of(&funnel, "google")[..4], ["google", "4", "2", "1"]);
    assert_eq!(row_of(&funnel, "lead")[..2], ["lead", "4"]);
    assert_eq!(funnel.lines().find(|line| line.chars().count() > 100), None);
    let board = ok(&db, &["board"]);
    assert_eq!(row_of(&board, "mql/untouched").last().map(String::as_str), Some("1"), "{board}");
}

/// A win that never was, of the shipped journal: no report has it any more, nor its contract, nor does the export.
#[test]
fn a_win_that_was_taken_back_is_in_no_report() {
    let db = shipped(&folder("tb-won"));
    let wins = "SELECT lead || ' ' || revision FROM facts AS one WHERE kind = 'won' AND NOT EXISTS
                (SELECT 1 FROM facts AS later WHERE later.lead = one.lead AND later.revision > one.revision)";
    let win = asked(&db, wins).first().unwrap().clone();
    let (lead, fact) = win.split_once(' ').unwrap();
    let won = |funnel: &str| row_of(funnel, "won")[1].parse::<u32>().unwrap();
    let (funnel, export) = (ok(&db, &["funnel"]), ok(&db, &["export"]));
    let contracts = asked(&db, &format!("SELECT key FROM keys WHERE kind = 'contract' AND lead = '{lead}'"));
    assert_eq!(contracts.len(), 1);
    let words = ["take-back", lead, "--facts", fact, "--reason", "another_lead", "--as", "manager:mori"];
    let told = ok(&db, &words);
    assert!(told.contains("never reached: won") || told.contains("never reached:"), "{told}");
    assert_eq!(won(&ok(&db, &["funnel"])), won(&funnel) - 1);
    assert!(asked(&db, &format!("SELECT key FROM keys WHERE kind = 'contract' AND lead = '{lead}'")).is_empty());
    assert!(!ok(&db, &["keys", "--max", "9999"]).contains(&contracts[0]));
    // Every line of the export but that one, and it says so only where everything is asked for.
    let counts = ok(&db, &["export"]);
    let gone: Vec<_> = export.lines().filter(|line| !counts.lines().any(|other| other == *line)).collect();
    assert!(gone.len() == 1 && gone[0].contains(r#""won""#), "{gone:?}");
    assert_eq!(ok(&db, &["export", "--all"]).lines().count(), export.lines().count() + 1);
    ok(&db, &["verify"]);
    // The correction undone, it is a win again, with its key.
    let correction = asked(&db, "SELECT cast(revision AS TEXT) FROM facts WHERE kind = 'taken_back'");
    ok(&db, &["take-back", lead, "--facts", &correction[0], "--reason", "it_was", "--as", "manager:mori"]);
    assert_eq!(won(&ok(&db, &["funnel"])), won(&funnel));
    assert_eq!(asked(&db, &format!("SELECT key FROM keys WHERE kind = 'contract' AND lead = '{lead}'")), contracts);
    assert_eq!(ok(&db, &["export"]), export);
    ok(&db, &["verify"]);
}

/// A cycle that never began: what was told in it belongs to the one before, while the stored facts keep what they said.
#[test]
fn cycles_are_numbered_anew() {
    let case = activity("L-1", 100, "document_download", "case");
    let db = loaded(&folder("tb-cycles"), "crm", &(promoted("L-1", 0) + &recycled("L-1", 60) + &case));
    let cycle = |all: &[&str]| {
        let text = ok(&db, &[&["export"], all].concat());
        let fact = text.lines().find(|line| line.contains(r#""case""#)).unwrap().to_owned();
        fact.split(r#""cycle":"#).nth(1).unwrap().split(',').next().unwrap().to_owned()
    };
    assert_eq!((cycle(&[]), cycle(&["--all"])), ("2".into(), "2".into()));
    assert_eq!(row_of(&ok(&db, &["funnel"]), "google")[1], "2");
    done(&db, &take("L-1", "5", "another_lead"));
    assert_eq!((cycle(&[]), cycle(&["--all"])), ("1".into(), "2".into()));
    assert_eq!(row_of(&ok(&db, &["funnel"]), "google")[1], "1");
    let shown = ok(&db, &["timeline", "L-1"]);
    assert!(rows(&shown).iter().any(|row| row.starts_with("6 2026-04-01 01:40 1 mql ")), "{shown}");
    ok(&db, &["verify"]);
}

#[test]
fn the_export_says_which_promotions_are_hollow() {
    let db = loaded(&folder("tb-export"), "crm", &(promoted("L-1", 0) + &recycled("L-1", 60)));
    let (stored, before) = (ok(&db, &["export", "--all"]), ok(&db, &["export"]));
    assert_eq!(stored, before);
    done(&db, &take("L-1", "2-3", "scanner"));
    let counts = ok(&db, &["export"]);
    let hollow: Vec<_> = counts.lines().filter(|line| line.ends_with(r#","hollow":true}"#)).collect();
    assert!(hollow.len() == 1 && hollow[0].contains("became_mql"), "{counts}");
    assert_eq!(counts.lines().count(), before.lines().count() - 2);
    assert!(ok(&db, &["export", "--all"]).starts_with(&stored), "what was stored is as it was");
}

/// What another system said may be wrong, too.
#[test]
fn an_imported_win_is_taken_back_like_any_other() {
    let db = folder("tb-imported").join("crm.sqlite");
    ok(&db, &["backfill", "--mapping", &mapping("maven_crm")]);
    let won = || row_of(&ok(&db, &["funnel"]), "won")[1].clone();
    assert_eq!(won(), "3");
    let newest = "SELECT cast(max(revision) AS TEXT) FROM facts WHERE lead = 'OPP-01' AND kind = 'step_imported'";
    let newest = asked(&db, newest);
    ok(&db, &["take-back", "OPP-01", "--facts", &newest[0], "--reason", "wrong_export", "--as", "manager:mori"]);
    assert_eq!(won(), "2");
    ok(&db, &["verify"]);
    // The row is done: read in again, it does not bring the win back.
    ok(&db, &["backfill", "--mapping", &mapping("maven_crm")]);
    assert_eq!(won(), "2");
}
