//! `crm take-back` over all leads, by what the facts are.

use crate::host::{ROOT, fails, folder, ok, shipped_journal};
use crate::tables::{asked, rows, written};
use crate::taking_back::story::{
    BY, LATER, REP, activity, captured, everything, has_row, line, loaded, promoted, recycled,
};

const SCANNED: [&str; 5] = ["take-back", "--activity", "document_download", "--reason", "scanner"];

fn order<'w>(more: &[&'w str]) -> Vec<&'w str> {
    [&SCANNED[..], &BY[..], more].concat()
}

/// Three leads: one falls back, one has been worked on, one has nothing of it.
fn three() -> String {
    promoted("L-1", 0) + &promoted("L-2", 10) + &recycled("L-2", 60) + &captured("L-3", 90)
}

#[test]
fn all_leads_are_healed_in_one_order() {
    let db = loaded(&folder("tb-many"), "crm", &three());
    let before = everything(&db);
    let dry = ok(&db, &order(&["--dry-run"]));
    assert_eq!(everything(&db), before);
    assert!(dry.contains("3 leads looked at: 2 have facts taken back, 0 refuse it, 1 have no such fact"), "{dry}");
    assert!(dry.contains("4 facts taken back, 1 fall with them"), "{dry}");
    for row in ["lead 2 3", "mql 1 0", "2026-04 mql 1 1 0 0"] {
        has_row(&dry, row);
    }
    assert!(rows(&dry).iter().any(|row| row.starts_with("L-2 2-3 – lead ")), "{dry}");
    let done = ok(&db, &order(&["--id", "scan"]));
    assert_eq!(done.lines().skip(1).collect::<Vec<_>>(), dry.lines().skip(1).collect::<Vec<_>>());
    let ids = asked(&db, "SELECT command_id FROM commands WHERE source = 'do' ORDER BY line");
    assert_eq!(ids, ["scan:L-1", "scan:L-2"]);
    ok(&db, &["verify"]);
    // Again: nothing is found, and what was is told.
    let again = ok(&db, &order(&[]));
    assert!(again.contains("0 have facts taken back, 0 refuse it, 3 have no such fact"), "{again}");
    assert!(again.contains("`L-1`: taken back before, or fallen: 2-3"), "{again}");
    assert_eq!(everything(&db)[0].len(), before[0].len() + 2);
}

/// One that refuses it keeps all from being done, unless it is to be left out.
#[test]
fn all_or_none_unless_refused_leads_are_skipped() {
    // Put back like the other, and then given up: a turn stands on it.
    let given_up = line("g", 95, REP, "L-2", r#""command":{"discard":{"reason":{"code":"competitor"}}}"#);
    let journal = promoted("L-1", 0) + &recycled("L-1", 5) + &promoted("L-2", 10) + &recycled("L-2", 60);
    let db = loaded(&folder("tb-all"), "crm", &(journal + &captured("L-3", 90) + &given_up));
    assert_eq!(asked(&db, "SELECT stage FROM leads"), ["lead", "disqualified", "lead"]);
    let order = |more: &[&'static str]| -> Vec<&str> {
        [&["take-back", "--kind", "recycled", "--reason", "mistake"], &BY[..], more].concat()
    };
    let before = everything(&db);
    let complaint = fails(&db, &order(&[]), 1);
    assert!(complaint.contains("nothing is stored, because leads refuse it"), "{complaint}");
    assert!(complaint.contains("refused, `L-2`: later turns are to be taken back too"), "{complaint}");
    assert!(complaint.contains("--skip-refused"), "{complaint}");
    assert_eq!(everything(&db), before);
    fails(&db, &order(&["--dry-run"]), 1);
    let done = ok(&db, &order(&["--skip-refused"]));
    assert!(done.contains("1 have facts taken back, 1 refuse it, 1 have no such fact"), "{done}");
    assert_eq!(asked(&db, "SELECT lead FROM facts WHERE kind = 'taken_back'"), ["L-1"]);
    assert!(ok(&db, &["refusals", "--lines", "9"]).contains("L-2"));
    ok(&db, &["verify"]);
}

/// What is taken back from a lead that was merged changes the one that it was merged into: both are told, in one transaction.
#[test]
fn a_merged_lead_and_its_survivor_are_healed_together() {
    let merge = line("m", 95, ("manager", "mori"), "L-1", r#""merge":{"into":"L-3"}"#);
    let db = loaded(&folder("tb-merged"), "crm", &(captured("L-3", 0) + &promoted("L-1", 0) + &merge));
    assert_eq!(asked(&db, "SELECT stage FROM leads ORDER BY lead"), ["merged", "mql"]);
    let before = everything(&db);
    let dry = ok(&db, &order(&["--dry-run"]));
    assert_eq!(everything(&db), before);
    assert!(dry.contains("L-3"), "{dry}");
    ok(&db, &order(&[]));
    assert_eq!(asked(&db, "SELECT stage FROM leads ORDER BY lead"), ["merged", "lead"]);
    let kinds = asked(&db, "SELECT kind FROM facts WHERE kind IN ('taken_back', 'contribution_corrected')");
    assert_eq!(kinds, ["taken_back", "contribution_corrected"]);
    ok(&db, &["verify"]);
}

/// "All clicks of mail 7 within two minutes of its delivery", and other parts of a filter.
#[test]
fn facts_are_found_by_what_they_are() {
    let journal = captured("L-1", 0)
        + &activity("L-1", 10, "mail_delivered", "mail-7")
        + &activity("L-1", 11, "mail_click", "mail-7")
        + &activity("L-1", 12, "mail_click", "mail-8")
        + &activity("L-1", 60, "mail_click", "mail-7")
        + &line(
            "u",
            70,
            ("sdr", "okada"),
            "L-1",
            r#""command":{"update_profile":{"fields":{"employees":{"number":"9"}}}}"#,
        )
        + &activity("L-1", 2_000, "mail_click", "mail-9");
    let db = loaded(&folder("tb-found"), "crm", &journal);
    let found = |parts: &[&str]| {
        let text = ok(&db, &[&["take-back", "--reason", "x", "--dry-run"], &BY[..], parts].concat());
        let row = rows(&text).into_iter().find(|row| row.starts_with("L-1 "));
        row.map_or_else(String::new, |row| row.split(" – ").next().unwrap().trim_start_matches("L-1 ").to_owned())
    };
    assert_eq!(found(&["--activity", "mail_click", "--object", "mail-7"]), "3, 5");
    let soon = ["--soon-after", "2m", "--of-activity", "mail_delivered", "--of-object", "mail-7"];
    assert_eq!(found(&[&["--activity", "mail_click", "--object", "mail-7"], &soon[..]].concat()), "3");
    assert_eq!(found(&[&["--activity", "mail_click"], &soon[..]].concat()), "3-4");
    assert_eq!(found(&["--activity", "mail_click", "--from", "2026-04-02"]), "7");
    assert_eq!(found(&["--activity", "mail_click", "--until", "2026-04-02"]), "3-5");
    assert_eq!(found(&["--kind", "profile_updated"]), "6");
    assert_eq!(found(&["--field", "employees=9", "--kind", "profile_updated"]), "6");
    assert_eq!(found(&["--field", r#"employees={"number":"9"}"#, "--kind", "profile_updated"]), "6");
    assert_eq!(found(&["--field", "employees=8", "--kind", "profile_updated"]), "");
    assert_eq!(found(&["--actor", "okada"]), "6");
    assert_eq!(found(&["--role", "sdr", "--kind", "profile_updated"]), "6");
    assert_eq!(found(&["--role", "fs"]), "");
    assert_eq!(found(&["--activity", "mail_click", "--recorded-from", "2026-04-02"]), "7");
    assert_eq!(found(&["--activity", "mail_click", "--recorded-until", "2026-04-02"]), "3-5");
    // Of one lead only, and of one that is not there.
    assert!(
        ok(&db, &[&["take-back", "L-1", "--kind", "won", "--reason", "x"], &BY[..]].concat())
            .contains("1 have no such")
    );
    let nobody = [&["take-back", "L-9", "--kind", "won", "--reason", "x"], &BY[..]].concat();
    assert!(fails(&db, &nobody, 1).contains("no lead `L-9`"));
    let typed = [&["take-back", "--field", "employees=many", "--reason", "x"], &BY[..]].concat();
    assert!(fails(&db, &typed, 2).contains("employees"));
}

/// A policy that has come into force is adopted first, and its recount done, whether the clock or the correction comes first.
#[test]
fn a_pending_policy_comes_first() {
    let folder = folder("tb-policy");
    let mut policy = std::fs::read_to_string(format!("{ROOT}/examples/data/crm/policy.toml")).unwrap();
    for (old, new) in [
        ("kintai-cloud-2026-04", "renamed"),
        ("tags.document]", "tags.papers]"),
        ("tag = \"document\"", "tag = \"papers\""),
    ] {
        assert!(policy.contains(old));
        policy = policy.replace(old, new);
    }
    let policy = written(&folder, "renamed.toml", &policy);
    let make = |name: &str| {
        let db = loaded(&folder, name, &three());
        ok(&db, &["policies", "add", &policy, "--from", "2026-04-10"]);
        db
    };
    let (first, second) = (make("first"), make("second"));
    ok(&first, &order(&[]));
    ok(&second, &["clock", "--now", LATER]);
    ok(&second, &order(&[]));
    let kinds = |db: &std::path::Path| asked(db, "SELECT lead || ' ' || kind FROM facts ORDER BY lead, revision");
    assert_eq!(kinds(&first), kinds(&second));
    let of_one: Vec<_> = kinds(&first).into_iter().filter(|kind| kind.starts_with("L-1 ")).collect();
    let place = |kind: &str| of_one.iter().position(|known| known.ends_with(kind)).unwrap();
    assert!(place("policy_adopted") < place("recounted") && place("recounted") < place("taken_back"), "{of_one:?}");
    ok(&first, &["verify"]);
}

/// A correction of many leads that was a mistake is undone as one: then everything counts as it did.
#[test]
fn corrections_of_many_leads_are_undone_by_one_order() {
    let part: String = shipped_journal().split_inclusive('\n').take(1_500).collect();
    let db = loaded(&folder("tb-undo"), "crm", &part);
    let reports =
        |db: &std::path::Path| (ok(db, &["export"]), ok(db, &["funnel"]), ok(db, &["board"]), ok(db, &["keys"]));
    let before = reports(&db);
    for kind in ["answer_recorded", "activity_recorded", "recycled", "lost"] {
        let words = ["take-back", "--kind", kind, "--reason", "x", "--as", "manager:mori", "--skip-refused"];
        let text = ok(&db, &words);
        assert!(!text.contains(": 0 change"), "{text}");
        let wide = text.lines().skip_while(|line| !line.starts_with("What is")).find(|line| line.chars().count() > 100);
        assert_eq!(wide, None);
    }
    assert!(ok(&db, &["verify"]).contains("what counts folds"));
    assert_ne!(reports(&db), before);
    let text = ok(&db, &["take-back", "--kind", "taken_back", "--reason", "not_so", "--as", "manager:mori"]);
    assert!(text.contains(" 0 refuse it"), "{text}");
    assert!(reports(&db) == before, "undone, everything counts as it did");
    ok(&db, &["verify"]);
}
