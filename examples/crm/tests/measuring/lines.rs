//! Lines are kept in the database, and are made anew when a policy wants other ones.

use crate::host::{folder, ok};
use crate::policies::story::policy;
use crate::robust::trial::{journal, loaded};
use crate::tables::asked;

const PLANS: &str = "SELECT DISTINCT plan FROM lines";

#[test]
fn every_lead_has_a_line_in_the_transaction_of_its_facts() {
    let folder = folder("measured-lines");
    let db = loaded(&folder, 300);
    let count = |table: &str| asked(&db, &format!("SELECT cast(count(*) AS TEXT) FROM {table}"));
    assert_eq!(count("lines"), count("leads"));
    let behind = "SELECT lead FROM lines JOIN leads USING (lead) WHERE lines.revision <> leads.revision";
    assert!(asked(&db, behind).is_empty());
    ok(&db, &["load", "--journal", &journal(&folder, 600)]);
    assert!(asked(&db, behind).is_empty());
    assert_eq!(count("lines"), count("leads"));
    ok(&db, &["verify"]);
}

#[test]
fn a_policy_with_other_fields_makes_lines_anew() {
    let folder = folder("measured-plans");
    let db = loaded(&folder, 300);
    let (plans, told) = (asked(&db, PLANS), ok(&db, &["funnel", "--per", "month", "--by", "source"]));
    assert_eq!(plans.len(), 1);
    let same = policy(&folder, "same.toml", &[("enter = 30", "enter = 31")]);
    let added = ok(&db, &["policies", "add", &same, "--from", "2027-01-01"]);
    assert!(!added.contains("made anew"), "{added}");
    assert_eq!(asked(&db, PLANS), plans);
    let other = policy(&folder, "other.toml", &[("[fields.offices]", "[fields.floors]")]);
    let added = ok(&db, &["policies", "add", &other, "--from", "2027-02-01"]);
    assert!(added.contains("leads are made anew for its zone and fields"), "{added}");
    assert_ne!(asked(&db, PLANS), plans);
    assert_eq!(asked(&db, PLANS).len(), 1);
    ok(&db, &["verify"]);
    assert_eq!(ok(&db, &["funnel", "--per", "month", "--by", "source"]), told);
    // A program that was killed between the policy and the lines leaves them to the next that stores anything.
    let store = rusqlite::Connection::open(&db).unwrap();
    store
        .execute_batch("UPDATE lines SET plan = 'before'; UPDATE meta SET value = 'before' WHERE key = 'lines'")
        .unwrap();
    assert_eq!(ok(&db, &["funnel", "--per", "month", "--by", "source"]), told);
    ok(&db, &["verify"]);
    ok(&db, &["clock"]);
    assert_eq!(asked(&db, "SELECT value FROM meta WHERE key = 'lines'"), asked(&db, PLANS));
    ok(&db, &["verify"]);
}

/// A database of before has no lines: it answers all the same, and gets them from whoever stores something.
#[test]
fn a_database_of_before_gets_its_lines() {
    let folder = folder("measured-before-lines");
    let db = loaded(&folder, 300);
    let told = ok(&db, &["funnel"]);
    let store = rusqlite::Connection::open(&db).unwrap();
    store.execute_batch("DROP TABLE lines; DELETE FROM meta WHERE key = 'lines'; PRAGMA user_version = 5").unwrap();
    drop(store);
    assert_eq!(ok(&db, &["funnel"]), told);
    ok(&db, &["verify"]);
    ok(&db, &["clock"]);
    assert_eq!(
        asked(&db, "SELECT cast(count(*) AS TEXT) FROM lines"),
        asked(&db, "SELECT cast(count(*) AS TEXT) FROM leads")
    );
    ok(&db, &["verify"]);
    assert_eq!(ok(&db, &["funnel"]), told);
}
