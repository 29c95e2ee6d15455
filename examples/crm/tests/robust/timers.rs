//! The clock where only the agenda changes: it goes on, finds nothing twice, and what it keeps is compared and made anew.

use std::path::Path;

use crate::host::{fails, folder, ok};
use crate::robust::trial::loaded;
use crate::tables::asked;

const LATER: &str = "2026-07-20T09:00:00+09:00";

fn timers(db: &Path) -> Vec<String> {
    asked(db, "SELECT lead || ' ' || coalesce(wake, 'never') FROM leads ORDER BY lead")
}

fn change(db: &Path, sql: &str) {
    rusqlite::Connection::open(db).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn the_clock_goes_on_where_only_the_agenda_changes() {
    let folder = folder("ro-timers");
    let (db, other) = (loaded(&folder, 900), folder.join("slow.sqlite"));
    std::fs::copy(&db, &other).unwrap();
    let told = ok(&db, &["clock", "--now", LATER]);
    assert!(told.contains(" something else waits, with no fact: `crm agenda` shows what"), "{told}");
    assert_eq!(ok(&db, &["clock", "--now", LATER]), "0 leads were due, 0 facts appended\n", "nothing is found twice");
    ok(&db, &["verify"]);
    // Nobody is due any more: each timer lies ahead.
    let seconds = "1784505600";
    assert_eq!(asked(&db, &format!("SELECT lead FROM leads WHERE wake <= {seconds}")), Vec::<String>::new());
    // One lead after another comes to the same as all at once.
    assert_ne!(timers(&other), timers(&db));
    for now in ["2026-07-05T09:00:00+09:00", "2026-07-12T00:00:00+09:00", LATER] {
        ok(&other, &["clock", "--now", now, "--batch", "7"]);
    }
    assert_eq!(timers(&other), timers(&db));
}

#[test]
fn a_timer_that_passes_over_something_is_told_and_made_anew() {
    let db = loaded(&folder("ro-timers-wrong"), 900);
    ok(&db, &["clock", "--now", LATER]);
    let before = timers(&db);
    // Of leads at Lead only the agenda wakes: they grow stale with no fact.
    let lead = "(SELECT lead FROM leads WHERE stage = 'lead' AND wake IS NOT NULL ORDER BY lead LIMIT 1)";
    for wrong in ["NULL", "wake + 1", "wake + 86400", "1", "99999999999999"] {
        change(&db, &format!("UPDATE leads SET wake = {wrong} WHERE lead = {lead}"));
        assert_ne!(timers(&db), before, "{wrong}");
        let complaint = fails(&db, &["verify"], 1);
        assert!(complaint.contains("the timer is not that of its facts"), "{wrong}: {complaint}");
        ok(&db, &["rebuild"]);
        assert_eq!(timers(&db), before, "{wrong}");
    }
    // A timer at which nothing happens is told, and not moved on.
    change(&db, &format!("UPDATE leads SET wake = 1 WHERE lead = {lead}"));
    assert!(fails(&db, &["clock", "--now", LATER], 1).contains("was due and nothing came of it"));
}
