//! One mistyped year does not carry every lead into the far future: a date that would become the host's present and lies
//! far after the newest one before it is refused by name.

use std::path::{Path, PathBuf};

use crate::host::{ROOT, fails, folder, mapping, ok};

fn line(id: &str, at: &str, lead: &str, rest: &str) -> String {
    format!(r#"{{"id":"{id}","at":"{at}","actor":{{"id":"web","role":"system"}},"lead":"{lead}",{rest}}}"#) + "\n"
}

fn captured(lead: &str, at: &str) -> String {
    line(&format!("c-{lead}"), at, lead, &format!(r#""capture":{{"lead":"{lead}","origin":"inbound"}}"#))
}

/// A lead that time alone would change: it would be stale, long before the year 9998.
fn waiting(lead: &str, at: &str) -> String {
    captured(lead, at)
        + &line(
            &format!("a-{lead}"),
            at,
            lead,
            r#""command":{"record_activity":{"activity":{"id":"d-1","kind":"demo_request"}}}"#,
        )
}

fn write(folder: &Path, journal: &str) -> PathBuf {
    let file = folder.join("journal.jsonl");
    std::fs::write(&file, journal).unwrap();
    file
}

const APRIL: &str = "2026-04-01T09:00:00+09:00";
const FAR: &str = "9998-04-02T09:00:00+09:00";

#[test]
fn a_line_far_after_the_newest_is_refused_by_name() {
    let folder = folder("far-line");
    let db = folder.join("crm.sqlite");
    let journal = waiting("L-1", APRIL) + &captured("L-2", FAR) + &captured("L-3", "2026-04-03T09:00:00+09:00");
    let file = write(&folder, &journal);
    let load = ["load", "--journal", file.to_str().unwrap()];
    for batch in ["1", "2", "64"] {
        let complaint = fails(&db, &[&load[..], &["--batch", batch]].concat(), 1);
        for part in
            ["journal.jsonl:3: ", "`9998-04-02T00:00:00Z`", "`2026-04-01T00:00:00Z`", "more than 400", "--jump 29"]
        {
            assert!(complaint.contains(part), "no `{part}` in {complaint}");
        }
    }
    // What came before is stored, what follows waits for the line to be mended, and nobody was moved in time.
    let facts = ok(&db, &["export"]);
    assert!(
        facts.contains("L-1") && !facts.contains("L-2") && !facts.contains("L-3") && !facts.contains("9998"),
        "{facts}"
    );
    write(&folder, &journal.replace("9998", "2026"));
    assert!(ok(&db, &load).contains("2 accepted, 0 already so, 0 refused, 2 done before"));
    assert!(!ok(&db, &["export"]).contains("9998"));
    ok(&db, &["verify"]);
}

#[test]
fn a_line_that_is_meant_is_taken_in_when_it_is_said() {
    let folder = folder("meant");
    let db = folder.join("crm.sqlite");
    let file = write(&folder, &(captured("L-1", APRIL) + &captured("L-2", "2028-06-01T09:00:00+09:00")));
    let load = ["load", "--journal", file.to_str().unwrap()];
    let complaint = fails(&db, &load, 1);
    // The complaint says what is enough.
    let days = complaint.split("--jump ").nth(1).unwrap().split('`').next().unwrap().to_owned();
    let one_less = (days.parse::<u32>().unwrap() - 1).to_string();
    fails(&db, &[&load[..], &["--jump", &one_less]].concat(), 1);
    assert!(ok(&db, &[&load[..], &["--jump", &days]].concat()).contains("1 accepted"));
    // Once it is in, it is done: nobody has to say so again.
    assert!(ok(&db, &load).contains("2 done before"));
    assert!(fails(&db, &[&load[..], &["--jump", "far"]].concat(), 2).contains("--jump `far`"));
}

/// The bound is exact: 400 days are taken in, a second more is not.
#[test]
fn the_bound_is_exact() {
    for (name, at, taken) in [("last", "2027-05-06T00:00:00Z", true), ("beyond", "2027-05-06T00:00:01Z", false)] {
        let folder = folder(&format!("bound-{name}"));
        let db = folder.join("crm.sqlite");
        let file = write(&folder, &(captured("L-1", "2026-04-01T00:00:00Z") + &captured("L-2", at)));
        let load = ["load", "--journal", file.to_str().unwrap()];
        if taken {
            assert!(ok(&db, &load).contains("2 accepted"));
        } else {
            assert!(fails(&db, &load, 1).contains("401 days"));
        }
    }
}

/// Nothing lies before the first line of an empty store: it is compared with the second. Alone it is taken in, and what
/// follows then lies before it, which is no jump.
#[test]
fn a_mistyped_first_line_is_found_by_the_second() {
    let folder = folder("first");
    let db = folder.join("crm.sqlite");
    let file = write(&folder, &(captured("L-1", FAR) + &captured("L-2", APRIL)));
    for batch in ["1", "64"] {
        let complaint = fails(&db, &["load", "--batch", batch, "--journal", file.to_str().unwrap()], 1);
        assert!(complaint.contains("journal.jsonl:1: ") && complaint.contains("the next line"), "{complaint}");
    }
    assert_eq!(ok(&db, &["export"]), "");
    let alone = folder.join("alone.sqlite");
    let file = write(&folder, &captured("L-1", FAR));
    assert!(ok(&alone, &["load", "--journal", file.to_str().unwrap()]).contains("1 accepted"));
    let file = write(&folder, &captured("L-2", APRIL));
    assert!(ok(&alone, &["load", "--journal", file.to_str().unwrap()]).contains("1 accepted"));
}

/// A line that the crate refuses would carry the present along just the same.
#[test]
fn a_refused_line_carries_nobody_along() {
    let folder = folder("refused-far");
    let db = folder.join("crm.sqlite");
    let stray = line("x-1", FAR, "L-unknown", r#""command":"accept""#);
    let file = write(&folder, &(waiting("L-1", APRIL) + &stray));
    assert!(fails(&db, &["load", "--journal", file.to_str().unwrap()], 1).contains("journal.jsonl:3: "));
    let facts = ok(&db, &["export"]);
    // Clocks began with what was told, and none of them has run out.
    let told = facts.lines().filter(|fact| !fact.contains(r#""clocks_changed""#)).count();
    assert!(!facts.contains("9998") && told <= 3, "{facts}");
}

/// Every option whose date would become the present.
#[test]
fn options_are_compared_too() {
    let folder = folder("options");
    let db = folder.join("crm.sqlite");
    let file = write(&folder, &waiting("L-1", APRIL));
    let load = ["load", "--journal", file.to_str().unwrap()];
    ok(&db, &load);
    let facts = ok(&db, &["export"]);
    let maven = mapping("maven_crm");
    let call = r#"{"record_attempt":{"direction":"outbound","channel":"phone","outcome":"answered"}}"#;
    let asked: [(&[&str], &str); 5] = [
        (&[&load[..], &["--now", FAR]].concat(), "--now"),
        (&["do", "L-1", call, "--as", "sdr:okada", "--at", FAR], "--at"),
        (&["do", "L-1", call, "--as", "sdr:okada", "--now", FAR], "--now"),
        (&["clock", "--now", FAR], "--now"),
        (&["backfill", "--mapping", &maven, "--now", FAR], "--now"),
    ];
    for (words, option) in asked {
        let complaint = fails(&db, words, 1);
        assert!(complaint.contains(option) && complaint.contains("--jump 29"), "{words:?}: {complaint}");
        assert_eq!(ok(&db, &["export"]), facts, "{words:?} moved somebody");
    }
    // What happened in the future is refused by the crate itself, and is no present.
    fails(&db, &["do", "L-1", call, "--as", "sdr:okada", "--happened", FAR], 1);
    fails(&db, &["do", "L-1", call, "--as", "sdr:okada", "--happened", "9998-04-02"], 1);
    assert_eq!(ok(&db, &["export"]), facts);
    // A report may look as far as it likes: it changes nothing.
    ok(&db, &["agenda", "--now", FAR]);
    ok(&db, &["put-off", "--now", FAR]);
    assert_eq!(ok(&db, &["export"]), facts);
    // Said so, it is done.
    ok(&db, &["do", "L-1", call, "--as", "sdr:okada", "--at", FAR, "--jump", "3000000"]);
    assert!(ok(&db, &["export"]).contains("9998"));
}

/// The day of a mapping on which the import takes place is typed in, too.
#[test]
fn the_day_of_an_import_is_compared_too() {
    let folder = folder("as-of");
    let (db, map) = (folder.join("crm.sqlite"), folder.join("far.toml"));
    let file = write(&folder, &captured("L-1", APRIL));
    ok(&db, &["load", "--journal", file.to_str().unwrap()]);
    let facts = ok(&db, &["export"]);
    let written = std::fs::read_to_string(mapping("maven_crm")).unwrap();
    let as_of = written.lines().find(|line| line.starts_with("as_of")).unwrap();
    std::fs::write(&map, written.replace(as_of, "as_of = \"9998-01-01\"")).unwrap();
    let data = format!("{ROOT}/examples/data/backfill/maven_crm_small");
    let complaint = fails(&db, &["backfill", "--mapping", map.to_str().unwrap(), "--data", &data], 1);
    assert!(complaint.contains("far.toml: `as_of`") && complaint.contains("--jump"), "{complaint}");
    assert_eq!(ok(&db, &["export"]), facts);
}
