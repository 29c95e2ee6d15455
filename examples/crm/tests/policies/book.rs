//! What `crm policies` lists, adds, refuses and goes back to.

use crate::host::{crm, fails, folder, mapping, ok};
use crate::policies::story::{RENAMED, facts, journal, line, outcomes, policy};
use crate::tables::{asked, rows, written};

#[test]
fn a_new_database_begins_with_one_policy_and_others_are_added_with_a_date() {
    let folder = folder("policies-added");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 400));
    ok(&db, &["load", "--journal", &journal]);
    let listed = ok(&db, &["policies"]);
    assert!(listed.contains("Policies: 1 version, "), "{listed}");
    assert!(listed.contains("1   kintai-cloud-2026-04   the beginning") && listed.contains("as before"));
    assert_eq!(ok(&db, &["policies", "list"]), listed);
    let renamed = policy(&folder, "renamed.toml", &RENAMED);
    let before = facts(&db);
    // What is decided stays decided.
    let complaint = fails(&db, &["policies", "add", &renamed, "--from", "2026-04-02"], 1);
    assert!(
        complaint.contains("`--from` is 2026-04-02 00:00 +09:00, and facts are stored up to 2026-04"),
        "{complaint}"
    );
    fails(&db, &["policies", "preview", &renamed, "--from", "2026-04-02"], 1);
    // A day begins at the offset of the policy.
    let terms = ["--from", "2026-08-01", "--promote", "not_before:2026-09-01", "--decline", "from_adoption"];
    let add = [&["policies", "add", &renamed], &terms[..]].concat();
    let added = ok(&db, &add);
    assert!(added.starts_with("version 2 added: policy `renamed` ("), "{added}");
    assert!(
        added.contains("in force from 2026-08-01 00:00 +09:00") && added.contains("score counted again"),
        "{added}"
    );
    let listed = rows(&ok(&db, &["policies"]));
    assert!(listed.iter().any(|row| row.contains("2 renamed 2026-08-01 00:00 +09:00 promoted not before 2026-09-01")));
    // Said again it is there; said otherwise it is not.
    assert!(ok(&db, &add).starts_with("already so: version 2, policy `renamed`"));
    let complaint = fails(&db, &["policies", "add", &renamed, "--from", "2026-08-01"], 1);
    assert!(complaint.contains("\n  versions[2].from: "), "{complaint}");
    assert_eq!(facts(&db), before, "a policy that is added decides nothing yet");
    // Every lead wakes when it comes into force, and is then under it.
    let leads = asked(&db, "SELECT lead FROM leads").len();
    let told = ok(&db, &["clock", "--now", "2026-08-01T00:00:00+09:00"]);
    assert!(told.starts_with(&format!("{leads} leads were due")), "{told}");
    let adopted = facts(&db).iter().filter(|fact| fact.contains("policy_adopted")).count();
    assert_eq!(adopted, leads);
    let listed = rows(&ok(&db, &["policies"]));
    assert!(listed.iter().any(|row| row.starts_with("2 renamed") && row.ends_with(&leads.to_string())), "{listed:#?}");
    assert!(ok(&db, &["clock", "--now", "2026-08-01T00:00:00+09:00"]).starts_with("0 leads were due, 0 facts"));
    ok(&db, &["verify"]);
}

/// Holidays that end soon, and what is legal but hardly meant: told where a version is added, and listed as long as it holds.
#[test]
fn advice_on_a_policy_is_shown_where_it_is_added_and_listed() {
    let folder = folder("policies-advice");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 40));
    ok(&db, &["load", "--journal", &journal]);
    assert!(!ok(&db, &["policies"]).contains("holidays"));
    let offices = "
        [holidays.japan]
        known_until = \"2026-12-31\"
        days = { \"2026-11-23\" = \"Labor Thanksgiving Day\" }
        [holidays.us]
        known_until = \"2026-12-31\"
        [calendars.office]
        week = { mon-fri = [\"09:00-18:00\"] }
        holidays = [\"japan\"]
    ";
    let shipped = std::fs::read_to_string(policy(&folder, "plain.toml", &RENAMED[..1])).unwrap();
    let with_offices = written(&folder, "offices.toml", &(shipped + offices));
    let unused = "holidays.us: no calendar uses the holidays `us`: name them, or leave them out";
    let ending = "holidays.japan.known_until: the holidays `japan` are known until 2026-12-31 only: add those that \
                  follow, or deadlines after it fall on holidays";
    // Of a preview a line each; of the list, which keeps within a screen, a paragraph each.
    let advice =
        |text: &str| text.lines().filter(|line| line.contains("holidays")).map(String::from).collect::<Vec<_>>();
    let listed = |text: &str| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let told =
            words.split("version ").filter_map(|told| told.strip_prefix("2: ")).map(|told| told.trim().to_owned());
        told.filter(|told| told.contains("holidays")).collect::<Vec<_>>()
    };
    // In August there is time enough; in October there is not.
    let add = ["policies", "add", &with_offices, "--from", "2026-08-01"];
    let told = ok(&db, &[&["policies", "preview"], &add[2..]].concat());
    assert_eq!(advice(&told), [format!("advice: {unused}")]);
    let in_october = ["--now", "2026-10-03T00:00:00+09:00"];
    assert_eq!(
        advice(&ok(&db, &[&add[..], &in_october].concat())),
        [unused, ending].map(|line| format!("advice: {line}"))
    );
    assert_eq!(listed(&ok(&db, &["policies"])), [unused]);
    assert_eq!(listed(&ok(&db, &[&["policies"], &in_october[..]].concat())), [unused, ending]);
    let json = ok(&db, &[&["policies", "--json"], &in_october[..]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let advised = json["versions"][1]["advice"].as_array().unwrap().iter();
    let advised: Vec<_> = advised.filter(|one| one["code"].as_str().unwrap().contains("holidays")).collect();
    assert_eq!(advised.iter().map(|one| &one["text"]).collect::<Vec<_>>(), [unused, ending]);
    assert_eq!(advised.iter().map(|one| &one["code"]).collect::<Vec<_>>(), ["unused_holidays", "holidays_end"]);
    // Of a version that another has replaced nothing is advised any more.
    let plain = policy(&folder, "back.toml", &RENAMED);
    ok(&db, &["policies", "add", &plain, "--from", "2026-09-01"]);
    assert_eq!(listed(&ok(&db, &[&["policies"], &in_october[..]].concat())), [""; 0]);
}

#[test]
fn a_wrong_command_line_is_told_what_would_be_right() {
    let folder = folder("policies-words");
    let db = folder.join("crm.sqlite");
    let policy = policy(&folder, "renamed.toml", &RENAMED);
    assert!(fails(&db, &["policies"], 1).contains("no such database"));
    let missing = folder.join("missing.toml");
    fails(&db, &["policies", "add", missing.to_str().unwrap(), "--from", "2026-07-01"], 1);
    fails(&db, &["load", "--policy", missing.to_str().unwrap()], 1);
    assert!(!db.exists(), "a file that is not there begins no database");
    ok(&db, &["load", "--journal", &journal(&folder, 5)]);
    let asked = |words: &[&str]| fails(&db, &[&["policies"], words].concat(), 2);
    assert!(asked(&["ad", &policy]).contains("did you mean `add`?"));
    assert!(asked(&["add"]).contains("`policies add` needs a policy file"));
    assert!(asked(&["add", &policy]).contains("`--from INSTANT|DAY` is needed"));
    assert!(asked(&["add", &policy, "--from", "July"]).contains("--from `July`"));
    assert!(
        asked(&["add", &policy, "--from", "2026-07-01", "--promote", "at_onec"]).contains("did you mean `at_once`?")
    );
    assert!(asked(&["add", &policy, "--from", "2026-07-01", "--promote", "not_before:x"]).contains("not_before `x`"));
    assert!(asked(&["add", &policy, "--from", "2026-07-01", "--decline", "never"]).contains("`never`"));
    assert!(asked(&["add", &policy, "--from", "2026-07-01", "--deal-stage", "quote"]).contains("OLD=NEW"));
    assert!(asked(&["add", &policy, "more", "--from", "2026-07-01"]).contains("unexpected word `more`"));
    assert!(asked(&["list", "more"]).contains("unexpected word `more`"));
    assert!(asked(&["roll-back", "--from", "2026-07-01", "--to", "first"]).contains("--to `first`"));
    let complaint = fails(&db, &["policies", "roll-back", "--from", "2026-07-01"], 1);
    assert!(complaint.contains("only one version"), "{complaint}");
    assert!(fails(&db, &["adopt"], 2).contains("unknown command `adopt`"));
    assert!(ok(&db, &["help", "policies"]).contains("--deal-stage [PIPELINE/]OLD=NEW"));
}

#[test]
fn a_policy_that_is_given_must_be_one_of_the_database_whatever_its_label() {
    let folder = folder("policies-given");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 60));
    ok(&db, &["load", "--journal", &journal]);
    let before = facts(&db);
    let label = policy(&folder, "label.toml", &RENAMED[..1]);
    assert!(ok(&db, &["load", "--journal", &journal, "--policy", &label]).contains("60 done before"));
    ok(&db, &["board", "--policy", &label]);
    let other = policy(&folder, "other.toml", &RENAMED);
    for words in [&["load", "--journal", &journal][..], &["board"], &["clock"], &["agenda"]] {
        let complaint = fails(&db, &[words, &["--policy", &other]].concat(), 1);
        assert!(complaint.contains("is none of those of the database"), "{complaint}");
        assert!(complaint.contains(&format!("crm policies add {other} --from DATE")), "{complaint}");
    }
    assert_eq!(facts(&db), before);
    // Added it may be given, and so may the one before it.
    ok(&db, &["policies", "add", &other, "--from", "2026-09-01"]);
    ok(&db, &["board", "--policy", &other]);
    ok(&db, &["board", "--policy", &label]);
    // What needs no database goes by the file.
    assert!(ok(&folder.join("none.sqlite"), &["diagram", "--policy", &other]).contains("stateDiagram"));
}

/// Deals go back to where they came from, as far as that is plain.
/// A year typed wrong is no lock: what comes before a planned version is put before it.
#[test]
fn a_version_may_come_before_one_that_is_planned() {
    let folder = folder("policies-planned");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 300));
    ok(&db, &["load", "--journal", &journal]);
    let later = policy(&folder, "later.toml", &[("enter = 30", "enter = 31")]);
    let sooner = policy(&folder, "sooner.toml", &[("enter = 30", "enter = 32")]);
    ok(&db, &["policies", "add", &later, "--from", "2206-08-01"]);
    let told = ok(&db, &["policies", "add", &sooner, "--from", "2026-08-01"]);
    assert!(told.starts_with("version 2 added: ") && told.contains("in force from 2026-08-01 00:00"), "{told}");
    ok(&db, &["clock", "--now", "2026-08-02T00:00:00+09:00"]);
    let listed = ok(&db, &["policies"]);
    assert!(listed.contains("3 versions") && !listed.contains("not among them"), "{listed}");
    let complaint = fails(&db, &["policies", "roll-back", "--from", "2026-09-01"], 1);
    assert!(complaint.contains("a roll-back comes after the newest version"), "{complaint}");
}

/// Policies that are gone are not begun anew over facts that others decided.
#[test]
fn policies_that_are_gone_are_told() {
    let folder = folder("policies-gone");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 60));
    ok(&db, &["load", "--journal", &journal]);
    rusqlite::Connection::open(&db).unwrap().execute("DELETE FROM policies", []).unwrap();
    let complaint = fails(&db, &["load", "--journal", &journal], 1);
    assert!(complaint.contains("the policies of the database are gone"), "{complaint}");
}

#[test]
fn a_roll_back_takes_deals_back_to_where_they_came_from() {
    let folder = folder("policies-back");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 1_400));
    ok(&db, &["load", "--journal", &journal]);
    let offer = policy(&folder, "offer.toml", &[("name = \"quote\"", "name = \"offer\"")]);
    let complaint = fails(&db, &["policies", "add", &offer, "--from", "2026-07-01"], 1);
    assert!(complaint.contains("\n  versions[1].deal_stages.stages.default.quote: "), "{complaint}");
    ok(&db, &["policies", "add", &offer, "--from", "2026-07-01", "--deal-stage", "quote=offer"]);
    let listed = ok(&db, &["policies"]);
    assert!(listed.contains("version 2: deals at quote of default go to offer"), "{listed}");
    let at = |stage: &str| rows(&ok(&db, &["board"])).iter().filter(|row| row.contains(&format!("/{stage} "))).count();
    assert_eq!((at("quote"), at("offer")), (1, 0));
    ok(&db, &["clock", "--now", "2026-07-01T00:00:00+09:00"]);
    assert_eq!((at("quote"), at("offer")), (0, 1));
    ok(&db, &["policies", "roll-back", "--from", "2026-07-02"]);
    let listed = ok(&db, &["policies"]);
    assert!(listed.contains("version 3: deals at offer of default go to quote"), "{listed}");
    ok(&db, &["clock", "--now", "2026-07-02T00:00:00+09:00"]);
    assert_eq!((at("quote"), at("offer")), (1, 0));
    // Two stages that became one: which of them, somebody must say.
    let row = "    { name = \"trial\", label = \"トライアル\", probability = \"55%\", owners = [\"fs\"] },\n";
    let fewer = policy(&folder, "fewer.toml", &[(row, ""), ("name = \"quote\"", "name = \"offer\"")]);
    let gone = ["--deal-stage", "quote=offer", "--deal-stage", "default/trial=offer"];
    ok(&db, &[&["policies", "add", &fewer, "--from", "2026-07-03"], &gone[..]].concat());
    let complaint = fails(&db, &["policies", "roll-back", "--from", "2026-07-04"], 1);
    assert!(complaint.contains("\n  versions[4].deal_stages.stages.default.offer: "), "{complaint}");
    ok(&db, &["policies", "roll-back", "--from", "2026-07-04", "--deal-stage", "offer=trial"]);
    // Where several versions lie between, only what leads all the way is plain.
    let second = ["policies", "roll-back", "--from", "2026-07-05", "--to", "2"];
    assert!(fails(&db, &second, 1).contains("\n  versions[5].deal_stages.stages.default.quote: "));
    ok(&db, &[&second[..], &["--deal-stage", "quote=offer"]].concat());
    assert!(ok(&db, &["policies"]).contains("version 6: deals at quote of default go to offer"));
    assert!(fails(&db, &["policies", "roll-back", "--from", "2026-07-06", "--to", "6"], 1).contains("`--to 6`"));
    ok(&db, &["clock", "--now", "2026-07-06T00:00:00+09:00"]);
    ok(&db, &["verify"]);
}

/// A score that has to be counted again is, at once, whoever looks first: the clock, a line or a command by hand.
#[test]
fn whoever_looks_first_counts_the_score_again() {
    let folder = folder("policies-recount");
    let renamed = policy(&folder, "renamed.toml", &RENAMED);
    let web = ("system", "web");
    let read = |id: &str| {
        format!(
            r#""command":{{"record_activity":{{"activity":{{"id":"{id}","kind":"document_download","object":"{id}"}}}}}}"#
        )
    };
    let start = line("1", "2026-04-01T09:00:00+09:00", web, "L-1", r#""capture":{"lead":"L-1","origin":"inbound"}"#)
        + &line("2", "2026-04-02T09:00:00+09:00", web, "L-1", &read("a"))
        + &line("3", "2026-04-02T09:01:00+09:00", web, "L-1", &read("b"));
    let late = line("4", "2026-04-04T09:00:00+09:00", web, "L-1", &read("c"));
    let (first, second) = (written(&folder, "first.jsonl", &start), written(&folder, "second.jsonl", &late));
    let both = ["clock", "--now", "2026-04-04T09:00:00+09:00"];
    let known = |name: &str, order: [&[&str]; 2]| {
        let db = folder.join(name);
        ok(&db, &["load", "--journal", &first]);
        ok(&db, &["policies", "add", &renamed, "--from", "2026-04-03"]);
        ok(&db, order[0]);
        ok(&db, order[1]);
        ok(&db, &["verify"]);
        (facts(&db), outcomes(&db), db)
    };
    let load = ["load", "--journal", &second];
    let (one, outcome, db) = known("clock-first.sqlite", [&both, &load]);
    let (other, other_outcome, _) = known("line-first.sqlite", [&load, &both]);
    assert_eq!((&one, &outcome), (&other, &other_outcome));
    let kinds = one.iter().map(|fact| ["policy_adopted", "recounted", "became_mql"].map(|kind| fact.contains(kind)));
    let place = |kind: usize| kinds.clone().position(|kinds| kinds[kind]).unwrap();
    // Two documents are 20 points, three 30: with 22 it enters by the third, all three counted.
    assert!(place(0) + 1 == place(1) && place(1) < place(2), "{one:#?}");
    assert!(one[place(1)].contains("crm-recount"), "{one:#?}");
    let shown = ok(&db, &["timeline", "L-1"]);
    assert!(rows(&shown).iter().any(|row| row.contains("crm-recount (system)")), "{shown}");
    // By hand: what a refused command met is stored all the same.
    let db = folder.join("hand.sqlite");
    ok(&db, &["load", "--journal", &first]);
    ok(&db, &["policies", "add", &renamed, "--from", "2026-04-03"]);
    fails(&db, &["do", "L-1", "accept", "--as", "fs:ueno", "--at", "2026-04-04T09:00:00+09:00"], 1);
    assert_eq!(facts(&db), one[..5]);
}

/// A policy that lets the system count nothing again stops nobody: the lead waits, and somebody who may is told.
#[test]
fn a_recount_that_the_program_may_not_do_waits_for_somebody_who_may() {
    let folder = folder("policies-rights");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 60));
    let rights = ("[recycle]\n", "[access.recount]\nsystem = \"no\"\n[recycle]\n");
    let renamed = policy(&folder, "renamed.toml", &[&RENAMED[..], &[rights]].concat());
    ok(&db, &["load", "--journal", &journal]);
    ok(&db, &["policies", "add", &renamed, "--from", "2026-05-01"]);
    ok(&db, &["clock", "--now", "2026-05-01T00:00:00+09:00"]);
    let waiting = facts(&db).into_iter().find(|fact| fact.contains(r#""recount_due":true"#)).unwrap();
    let lead = waiting.split(r#""lead":""#).nth(1).unwrap().split('"').next().unwrap();
    let agenda = rows(&ok(&db, &["agenda", "--max", "999"]));
    assert!(agenda.iter().any(|row| row.starts_with(lead) && row.contains("count the score again")), "{agenda:#?}");
    ok(&db, &["do", lead, r#"{"recount":"kept"}"#, "--as", "manager:mori"]);
    let agenda = rows(&ok(&db, &["agenda", "--max", "999"]));
    assert!(!agenda.iter().any(|row| row.starts_with(lead) && row.contains("count the score again")), "{agenda:#?}");
    ok(&db, &["verify"]);
}

/// A row is imported by the policy in force at the import, and is stock of it.
#[test]
fn an_import_goes_by_the_policy_in_force() {
    let folder = folder("policies-import");
    let (db, renamed) = (folder.join("crm.sqlite"), policy(&folder, "renamed.toml", &RENAMED));
    ok(&db, &["policies", "add", &renamed, "--from", "2010-01-01", "--promote", "new_activity"]);
    ok(&db, &["policies", "roll-back", "--from", "2040-01-01"]);
    ok(&db, &["backfill", "--mapping", &mapping("maven_crm")]);
    let imported = facts(&db);
    assert!(imported.iter().all(|fact| fact.contains(r#""label":"renamed""#)), "{imported:#?}");
    assert!(imported.iter().any(|fact| fact.contains(r#""promote":"new_activity""#)), "{imported:#?}");
    let listed = rows(&ok(&db, &["policies"]));
    assert!(listed.iter().any(|row| row.starts_with("2 renamed") && row.ends_with(" 8")), "{listed:#?}");
}

#[test]
fn the_timeline_says_what_a_policy_brought_about() {
    let folder = folder("policies-timeline");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 4_200));
    ok(&db, &["load", "--journal", &journal]);
    let lower = policy(
        &folder,
        "lower.toml",
        &[
            ("kintai-cloud-2026-04", "low"),
            ("enter = 30", "enter = 14"),
            ("exit = 18", "exit = 10"),
            ("engagement = 10", "engagement = 1"),
        ],
    );
    let from = ["--from", "2026-07-02T12:00:00+09:00"];
    ok(&db, &["policies", "add", &lower, from[0], from[1]]);
    ok(&db, &["clock", "--now", from[1]]);
    let promoted =
        facts(&db).into_iter().find(|fact| fact.contains("became_mql") && fact.contains(r#"{"rule":"policy"}"#));
    let fact = promoted.unwrap();
    let lead = fact.split(r#""lead":""#).nth(1).unwrap().split('"').next().unwrap();
    let shown = ok(&db, &["timeline", lead]).split_whitespace().collect::<Vec<_>>().join(" ");
    // Cells are wrapped.
    assert!(shown.contains("2026-07-02 12:00 comes into"), "{shown}");
    assert!(shown.contains("because the policy `low`"), "{shown}");
}

/// A row that somebody has changed decides nothing, and says which it is.
#[test]
fn a_stored_policy_that_was_tampered_with_is_found_out() {
    let folder = folder("policies-tampered");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 60));
    ok(&db, &["load", "--journal", &journal]);
    let store = rusqlite::Connection::open(&db).unwrap();
    let saved: String = store.query_row("SELECT json FROM policies", [], |row| row.get(0)).unwrap();
    assert!(saved.contains(r#""enter":"30""#) || saved.contains(r#""enter":30"#), "{saved}");
    let other = saved.replace(r#""enter":"30""#, r#""enter":"29""#).replace(r#""enter":30"#, r#""enter":29"#);
    store.execute("UPDATE policies SET json = ?1", [&other]).unwrap();
    let (before, words) = (facts(&db), ["load", "--journal", &journal]);
    let complaint = fails(&db, &words, 1);
    assert!(complaint.contains("policy 1 of the database is not the text that was stored"), "{complaint}");
    assert!(fails(&db, &["board"], 1).contains("policy 1 of the database"));
    // With the print of the text mended, the fingerprint of the rules tells.
    let print = lead_lifecycle::values::Fingerprint::of(&other).to_string();
    store.execute("UPDATE policies SET print = ?1", [&print]).unwrap();
    assert!(fails(&db, &words, 1).contains("was stored with fingerprint"));
    let print = lead_lifecycle::values::Fingerprint::of(&saved).to_string();
    store.execute("UPDATE policies SET json = ?1, print = ?2, since = since + 1", [&saved, &print]).unwrap();
    assert!(fails(&db, &words, 1).contains("another date"));
    store.execute("UPDATE policies SET since = since - 1", []).unwrap();
    ok(&db, &words);
    assert_eq!(facts(&db), before);
}

/// Stored forms have changed: what an older program wrote is refused as a whole, and an empty one is taken over.
#[test]
fn a_database_of_another_program_is_told_so() {
    let folder = folder("policies-forms");
    let (db, journal) = (folder.join("crm.sqlite"), journal(&folder, 20));
    ok(&db, &["load", "--journal", &journal]);
    let store = rusqlite::Connection::open(&db).unwrap();
    store.execute_batch("DROP TABLE policies; PRAGMA user_version = 2").unwrap();
    for words in [&["load", "--journal", &journal][..], &["board"], &["export"], &["policies"]] {
        let complaint = fails(&db, words, 1);
        assert!(complaint.contains("of an older program") && complaint.contains("begin a new one"), "{complaint}");
    }
    store.execute_batch("PRAGMA user_version = 7").unwrap();
    assert!(fails(&db, &["board"], 1).contains("of a newer program"));
    store.execute_batch("DELETE FROM facts; DELETE FROM leads; DELETE FROM refusals; DELETE FROM commands").unwrap();
    // A table of before, without the columns of today.
    let table = "DROP TABLE leads; CREATE TABLE leads (lead TEXT PRIMARY KEY, stage TEXT) STRICT";
    store.execute_batch(&format!("DELETE FROM keys; DELETE FROM holders; {table}; PRAGMA user_version = 2")).unwrap();
    ok(&db, &["load", "--journal", &journal]);
    assert!(crm(&db, &["policies"]).status.success());
}
