//! `"take_back"` in a line of a journal.

use crate::host::{fails, folder, ok, without_clocks};
use crate::tables::{asked, written};
use crate::taking_back::story::{everything, line, loaded, promoted};

const MANAGER: (&str, &str) = ("manager", "mori");

fn taken(id: &str, minute: u32, facts: &str, more: &str) -> String {
    let order = format!(r#""take_back":{{"facts":[{facts}],"reason":{{"code":"scanner"}}{more}}}"#);
    line(id, minute, MANAGER, "L-1", &order)
}

#[test]
fn a_line_takes_back_once() {
    let folder = folder("tb-lines");
    let instead = r#","instead":[{"command":{"record_activity":{"activity":{"id":"s-1","kind":"seminar","object":"s"}}},"at":"2026-04-02"}]"#;
    // The batch has the facts that it takes back, and what comes after.
    let journal = promoted("L-1", 0)
        + &taken("t-1", 5_000, "3", instead)
        + &taken("t-2", 5_001, "4", "")
        + &taken("t-3", 5_002, "3", "")
        + &line("p", 5_003, ("mk", "x"), "L-9", r#""take_back":{"facts":[1],"reason":{"code":"scanner"}}"#);
    let db = loaded(&folder, "crm", &journal);
    let stored = everything(&db);
    let again = ok(&db, &["load", "--journal", folder.join("crm.jsonl").to_str().unwrap()]);
    assert!(again.starts_with("7 lines: 0 accepted, 0 already so, 0 refused, 7 done before"), "{again}");
    assert_eq!(everything(&db), stored);
    let outcomes = asked(&db, "SELECT command_id || ' ' || outcome FROM commands WHERE line > 3 ORDER BY line");
    assert_eq!(outcomes, ["t-1 accepted", "t-2 already_so", "t-3 already_so", "p refused"]);
    let kinds = asked(&db, "SELECT kind FROM facts WHERE command_id = 't-1' ORDER BY revision");
    assert_eq!(kinds[..2], ["taken_back", "activity_recorded"], "{kinds:?}");
    assert!(ok(&db, &["refusals", "--lines", "9"]).contains("nothing to take back"));
    // In other batches: the same facts.
    let other = folder.join("other.sqlite");
    let policy = without_clocks(&folder);
    ok(&other, &["load", "--batch", "1", "--journal", folder.join("crm.jsonl").to_str().unwrap(), "--policy", &policy]);
    assert_eq!(ok(&other, &["export", "--all"]), ok(&db, &["export", "--all"]));
    ok(&db, &["verify"]);
}

#[test]
fn a_line_that_says_two_things_stops_the_load() {
    let folder = folder("tb-lines-wrong");
    let db = loaded(&folder, "crm", &promoted("L-1", 0));
    let both = r#""command":"check_clock","take_back":{"facts":[1],"reason":{"code":"x"}}"#;
    let dated = r#""effective_at":"2026-04-01","take_back":{"facts":[1],"reason":{"code":"x"}}"#;
    for (rest, what) in [(both, "either `capture` or `command` or `take_back`"), (dated, "leave `effective_at` out")] {
        let file = written(&folder, "wrong.jsonl", &line("w", 9, MANAGER, "L-1", rest));
        let complaint = fails(&db, &["load", "--journal", &file], 1);
        assert!(complaint.contains("wrong.jsonl:1") && complaint.contains(what), "{complaint}");
    }
}
