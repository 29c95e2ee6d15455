//! `crm take-back LEAD --facts …`.

use crate::host::{fails, folder, ok};
use crate::tables::{asked, rows};
use crate::taking_back::story::{BY, LATER, REP, captured, everything, has_row, line, loaded, promoted, recycled};

/// The words of an order on one lead.
fn order<'w>(lead: &'w str, facts: &'w str, more: &[&'w str]) -> Vec<&'w str> {
    [&["take-back", lead, "--facts", facts, "--reason", "scanner:fetched by a program"], &BY[..], more].concat()
}

#[test]
fn a_dry_run_shows_the_difference_and_stores_nothing() {
    let db = loaded(&folder("tb-dry"), "crm", &promoted("L-1", 0));
    let before = everything(&db);
    let dry = ok(&db, &order("L-1", "3", &["--dry-run"]));
    assert!(dry.starts_with("dry run, nothing is stored; taken back by mori (manager) at 2026-04-20 09:00"), "{dry}");
    for row in ["lead 0 1", "mql 1 0", "2026-04 mql 1 0 0 0"] {
        has_row(&dry, row);
    }
    assert!(rows(&dry).iter().any(|row| row.starts_with("L-1 3 4 became_mql mql → lead ")), "{dry}");
    assert!(dry.contains("1 facts taken back, 1 fall with them"), "{dry}");
    assert_eq!(everything(&db), before);
    // Stored, it says the same, and the same is stored under the id of the command.
    let done = ok(&db, &order("L-1", "3", &["--id", "heal-1"]));
    assert!(done.starts_with("taken back by mori"), "{done}");
    assert_eq!(done.lines().skip(1).collect::<Vec<_>>(), dry.lines().skip(1).collect::<Vec<_>>());
    assert_eq!(
        asked(&db, "SELECT outcome || ' ' || facts || ' ' || lead FROM commands WHERE command_id = 'heal-1'"),
        ["accepted 1 L-1"]
    );
    assert_eq!(asked(&db, "SELECT stage || ' ' || revision FROM leads"), ["lead 5"]);
    assert_eq!(asked(&db, "SELECT kind FROM facts WHERE command_id = 'heal-1'"), ["taken_back"]);
    let verified = ok(&db, &["verify"]);
    assert!(verified.contains("3 of them are corrections or count no longer"), "{verified}");
}

#[test]
fn asked_again_it_is_done_before_or_already_so() {
    let db = loaded(&folder("tb-again"), "crm", &promoted("L-1", 0));
    ok(&db, &order("L-1", "2-3", &["--id", "heal-1"]));
    let stored = everything(&db);
    assert!(ok(&db, &order("L-1", "2-3", &["--id", "heal-1"])).contains("`L-1`: done before"));
    assert_eq!(everything(&db), stored);
    // Under another id it is so already, and that is told, fact by fact.
    let again = ok(&db, &order("L-1", "2,3", &[]));
    assert!(again.contains("`L-1`: already so") && again.contains("or fallen: 2-3"), "{again}");
    // An id is of one command.
    let other = fails(&db, &order("L-1", "2", &["--id", "heal-1"]), 1);
    assert!(other.contains("`heal-1` was used at do:"), "{other}");
    // A correction is taken back like anything else: then it counts again.
    let undone = ok(&db, &order("L-1", "5", &[]));
    assert!(undone.contains("lead → mql"), "{undone}");
    assert_eq!(asked(&db, "SELECT stage FROM leads"), ["mql"]);
    ok(&db, &["verify"]);
}

#[test]
fn a_refusal_tells_what_to_name_and_is_kept() {
    let journal = promoted("L-1", 0) + &recycled("L-1", 60);
    let db = loaded(&folder("tb-refused"), "crm", &journal);
    // Made by rule.
    let complaint = fails(&db, &order("L-1", "4", &["--id", "no-1"]), 1);
    assert!(complaint.contains("made by rule") && complaint.contains("4 `became_mql`"), "{complaint}");
    assert!(fails(&db, &order("L-1", "4", &["--id", "no-1"]), 1).contains("refused before"), "asked again");
    let refusals = ok(&db, &["refusals", "--lines", "9"]);
    assert!(refusals.contains("take_back") && refusals.contains("do:1"), "{refusals}");
    // No such fact, no such lead, not by everybody.
    assert!(fails(&db, &order("L-1", "77", &[]), 1).contains("there is no fact 77"));
    assert!(fails(&db, &order("L-9", "1", &[]), 1).contains("no such lead"));
    let by_rep = ["take-back", "L-1", "--facts", "5", "--reason", "x", "--as", "sdr:okada", "--at", LATER];
    let complaint = fails(&db, &by_rep, 1);
    assert!(complaint.contains("manager"), "{complaint}");
    // A dry run of what is refused fails like it, and keeps nothing.
    let before = everything(&db);
    assert!(fails(&db, &order("L-1", "4", &["--dry-run", "--id", "no-2"]), 1).contains("made by rule"));
    assert_eq!(everything(&db), before);
}

#[test]
fn what_happened_instead_is_told_with_it() {
    let wrong = r#""command":{"record_attempt":{"direction":"outbound","channel":"phone","outcome":"answered"}}"#;
    let db = loaded(&folder("tb-instead"), "crm", &(captured("L-1", 0) + &line("a", 5, REP, "L-1", wrong)));
    let instead = r#"{"command":{"record_attempt":{"direction":"outbound","channel":"phone","outcome":"dialled"}},"at":"2026-04-02"}"#;
    let text = ok(&db, &order("L-1", "2", &["--instead", instead]));
    assert!(text.contains("then: 4 attempt_recorded"), "{text}");
    let shown = ok(&db, &["timeline", "L-1"]);
    assert!(shown.contains("outbound phone: dialled"), "{shown}");
    has_row(&ok(&db, &["verify"]), "2 of them are corrections or count no longer, and what counts folds");
    let complaint = fails(&db, &order("L-1", "4", &["--instead", "{}"]), 2);
    assert!(complaint.contains("--instead") && complaint.contains(r#""command""#), "{complaint}");
}

/// What time is to do is what it would be without the mistake.
#[test]
fn the_timer_follows_what_counts() {
    let postpone = r#""command":{"postpone":{"until":"2026-09-01"}}"#;
    let folder = folder("tb-timer");
    let wake = |db: &std::path::Path| asked(db, "SELECT cast(wake AS TEXT) FROM leads");
    let plain = loaded(&folder, "plain", &captured("L-1", 0));
    let db = loaded(&folder, "crm", &(captured("L-1", 0) + &line("p", 5, REP, "L-1", postpone)));
    assert_ne!(wake(&db), wake(&plain));
    assert!(ok(&db, &["put-off"]).contains("L-1"));
    ok(&db, &order("L-1", "2", &[]));
    assert_eq!(wake(&db), wake(&plain));
    assert!(ok(&db, &["put-off"]).contains("No lead is put off"));
}

#[test]
fn a_wrong_command_line_is_told_what_is_missing() {
    let db = loaded(&folder("tb-words"), "crm", &captured("L-1", 0));
    let wrong = |words: &[&str]| fails(&db, &[&["take-back"], words, &["--as", "manager:mori"]].concat(), 2);
    assert!(wrong(&["L-1", "--facts", "1"]).contains("--reason"));
    assert!(wrong(&["L-1", "--reason", "x"]).contains("--facts"));
    assert!(wrong(&["--facts", "1", "--reason", "x"]).contains("LEAD --facts"));
    assert!(wrong(&["L-1", "--facts", "9-7", "--reason", "x"]).contains("9-12"));
    assert!(wrong(&["L-1", "--facts", "1-99999999999", "--reason", "x"]).contains("at most"));
    assert!(wrong(&["L-1", "--facts", "1", "--kind", "won", "--reason", "x"]).contains("not both"));
    assert!(wrong(&["--kind", "wonn", "--reason", "x"]).contains("did you mean `won`?"));
    assert!(wrong(&["--activity", "mail_click", "--soon-after", "2s", "--reason", "x"]).contains("--of-activity"));
    assert!(wrong(&["--soon-after", "2s", "--of-activity", "m", "--reason", "x"]).contains("--activity KIND"));
    assert!(fails(&db, &["take-back", "L-1", "--facts", "1", "--reason", "x"], 2).contains("--as ROLE:ID"));
    let help = ok(&db, &["take-back", "--help"]);
    assert!(help.starts_with("crm take-back [LEAD]") && help.contains("\n  --facts 7,9-12 "), "{help}");
}
