//! A program whose book is older than that of the database stops, says so, and loses nothing.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::host::{PROGRAM, fails, folder, ok};
use crate::policies::story::{RENAMED, facts, journal, line, outcomes, policy};
use crate::tables::{asked, written};

/// Waits until so many facts are stored.
fn wait_for(db: &Path, many: usize) {
    let begun = Instant::now();
    while !db.exists()
        || asked(db, "SELECT name FROM sqlite_master WHERE name = 'policies'").is_empty()
        || facts(db).len() < many
    {
        assert!(begun.elapsed() < Duration::from_secs(30), "the load does not get on");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_load_under_an_older_book_stops_and_goes_on_when_it_is_run_again() {
    let folder = folder("policies-older");
    let (db, alone, journal) = (folder.join("crm.sqlite"), folder.join("alone.sqlite"), journal(&folder, 1_500));
    let renamed = policy(&folder, "renamed.toml", &RENAMED);
    // In force after the journal: nobody gets there while it is added.
    let add = ["policies", "add", &renamed, "--from", "2026-09-01"];
    let clock = ["clock", "--now", "2026-09-01T00:00:00+09:00"];
    let mut load = Command::new(PROGRAM);
    load.arg("--db").arg(&db).args(["load", "--batch", "1", "--journal", "/dev/stdin"]);
    let mut load = load.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    // The load waits for the rest of its journal while the policy is added, however fast the machine is.
    let text = std::fs::read_to_string(&journal).unwrap();
    let (first, rest) = text.split_at(text.match_indices('\n').nth(99).unwrap().0 + 1);
    let mut told = load.stdin.take().unwrap();
    told.write_all(first.as_bytes()).unwrap();
    told.flush().unwrap();
    wait_for(&db, 20);
    ok(&db, &add);
    // It stops before it has read all: then the pipe is closed at its end.
    let _closed = told.write_all(rest.as_bytes());
    drop(told);
    let stopped = load.wait_with_output().unwrap();
    let complaint = String::from_utf8(stopped.stderr).unwrap();
    assert_eq!(stopped.status.code(), Some(1), "{complaint}");
    assert!(
        complaint.contains("the policies of the database have changed since this program read them"),
        "{complaint}"
    );
    assert!(complaint.contains("run it again"), "{complaint}");
    let stored = facts(&db).len();
    assert!((20..1_500).contains(&stored), "{stored} facts: the load was not stopped midway");
    ok(&db, &["verify"]);
    let again = ok(&db, &["load", "--journal", &journal]);
    assert!(again.starts_with("1500 lines: ") && !again.contains(" 0 accepted"), "{again}");
    // As if the policy had been there from the beginning.
    ok(&alone, &add);
    ok(&alone, &["load", "--journal", &journal]);
    ok(&db, &clock);
    ok(&alone, &clock);
    assert_eq!((facts(&db), outcomes(&db)), (facts(&alone), outcomes(&alone)));
    assert!(facts(&db).iter().any(|fact| fact.contains("policy_adopted")));
    ok(&db, &["verify"]);
}

/// Somebody takes a policy away under which leads are: that is no reason to refuse what is told of them.
#[test]
fn a_gap_of_the_book_is_never_the_refusal_of_a_line() {
    let folder = folder("policies-gap");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 60));
    ok(&db, &["load", "--journal", &journal]);
    let renamed = policy(&folder, "renamed.toml", &RENAMED);
    ok(&db, &["policies", "add", &renamed, "--from", "2026-08-01"]);
    ok(&db, &["clock", "--now", "2026-08-01T00:00:00+09:00"]);
    let store = rusqlite::Connection::open(&db).unwrap();
    store
        .execute_batch(
            "CREATE TABLE kept AS SELECT * FROM policies WHERE number = 2; DELETE FROM policies WHERE number = 2",
        )
        .unwrap();
    // One lead is due, or nobody would ask the clock about any.
    store.execute_batch("UPDATE leads SET wake = 1786000000 WHERE lead = 'L-0001'").unwrap();
    let call = r#""command":{"record_attempt":{"direction":"outbound","channel":"phone","outcome":"answered"}}"#;
    let more =
        written(&folder, "more.jsonl", &line("m-1", "2026-08-02T09:00:00+09:00", ("sdr", "okada"), "L-0001", call));
    let before = (facts(&db), outcomes(&db));
    for words in [
        &["load", "--journal", &more][..],
        &["clock", "--now", "2026-11-01T00:00:00+09:00"],
        &["do", "L-0001", "promote", "--as", "mk:mori", "--at", "2026-08-02T09:00:00+09:00"],
        &["agenda"],
        &["board"],
        &["timeline", "L-0001"],
        &["why", "L-0001"],
    ] {
        let complaint = fails(&db, words, 1);
        assert!(complaint.contains("`renamed` of 2026-08-01 00:00 +09:00"), "{words:?}: {complaint}");
        assert!(complaint.contains("newer"), "{words:?}: {complaint}");
        assert_eq!((facts(&db), outcomes(&db)), before, "{words:?}");
    }
    assert!(ok(&db, &["policies"]).contains("leads are under a policy that is not among them"));
    store.execute_batch("INSERT INTO policies SELECT * FROM kept").unwrap();
    store.execute_batch("UPDATE leads SET wake = NULL WHERE lead = 'L-0001'").unwrap();
    assert!(ok(&db, &["load", "--journal", &more]).contains("1 accepted"));
    ok(&db, &["verify"]);
}
