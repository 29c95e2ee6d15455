//! `crm sla`, and the runs behind its counts.

use serde_json::Value;

use crate::host::{fails, folder, ok};
use crate::screens::sla::story::{json, shown, told};
use crate::tables::{rows, written};

/// The row of a clock.
fn of(report: &Value, clock: &str) -> Value {
    let rows = report["clocks"].as_array().unwrap();
    rows.iter().find(|row| row["clock"] == clock).unwrap().clone()
}

#[test]
fn every_run_is_counted_as_it_ended_or_stands() {
    let contact = of(&json(&["sla"]), "contact");
    for (count, number) in [
        ("runs", 8),
        ("met", 3),
        ("missed", 2),
        ("open", 2),
        ("missed_and_open", 1),
        ("past_due", 1),
        ("past_due_untold", 0),
        ("held", 1),
        ("ended", 1),
        ("withdrawn", 1),
        ("restarted", 0),
        ("retired", 0),
        ("replaced", 0),
    ] {
        assert_eq!(contact[count], number, "{count}: {contact:#}");
    }
    // Since the last attempt: one began anew.
    let touch = of(&json(&["sla"]), "touch");
    assert_eq!((&touch["runs"], &touch["restarted"], &touch["open"]), (&5.into(), &1.into(), &4.into()), "{touch:#}");
}

#[test]
fn the_text_says_the_same() {
    let text = shown(&["sla"]);
    let title = "Service levels at 2026-04-07 09:00 +09:00: 13 runs on 8 leads, 3 met, 2 missed, 6 open";
    assert!(text.contains(title), "{text}");
    let rows = rows(&text);
    assert!(rows.contains(&String::from("contact 8 3 2 60.0 % 1 1 2 1 1")), "{text}");
    assert!(text.contains("1 of the missed is still open, and is counted in both columns."), "{text}");
    assert!(text.contains("Besides, in no column: 1 began anew in time."), "{text}");
    // Intake is of the one that was recorded the day after.
    assert!(rows.contains(&String::from("contact 4 0:00:00 0:00:00 17:00:00 0:30:00 1:00:00 4:00:00")), "{text}");
}

#[test]
fn the_delays_are_split_and_exact() {
    let delays = of(&json(&["sla"]), "contact")["delays"].clone();
    let spread = |part: &str| ["least", "median", "most"].map(|member| delays[part][member].as_u64().unwrap());
    // Met after 90, 30 and 60 minutes, missed after 4 hours; the one of 60 had waited 17 hours until it was recorded.
    assert_eq!(delays["done"], 4, "{delays:#}");
    assert_eq!(spread("sales"), [1_800, 3_600, 14_400]);
    assert_eq!(spread("intake"), [0, 0, 61_200]);
    assert_eq!(spread("whole"), [1_800, 5_400, 64_800]);
}

#[test]
fn the_runs_of_every_count_are_listed() {
    let report = json(&["sla"]);
    for clock in ["contact", "touch"] {
        for count in
            ["met", "missed", "open", "past-due", "held", "ended", "restarted", "retired", "withdrawn", "replaced"]
        {
            let list = json(&["sla", "--leads", count, "--clock", clock]);
            let expected = of(&report, clock)[count.replace('-', "_")].clone();
            assert_eq!(list["count"], expected, "{clock} {count}");
            assert_eq!(list["rows"].as_array().unwrap().len(), usize::try_from(expected.as_u64().unwrap()).unwrap());
        }
    }
    let leads = |count: &str| -> Vec<String> {
        let list = json(&["sla", "--clock", "contact", "--leads", count]);
        list["rows"].as_array().unwrap().iter().map(|row| row["lead"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(leads("met"), ["L-intake", "L-met", "L-told-late"]);
    assert_eq!(leads("missed"), ["L-late", "L-open"]);
    assert_eq!(leads("past-due"), ["L-open"]);
    assert_eq!(leads("held"), ["L-held"]);
    assert_eq!(leads("ended"), ["L-ended"]);
    assert_eq!(leads("withdrawn"), ["L-never"]);
    // As text, with by how much.
    let text = shown(&["sla", "--clock", "contact", "--leads", "missed"]);
    assert!(text.starts_with("\n2 runs in `missed` of the service levels of `contact` at 2026-04-07 09:00"), "{text}");
    let rows = rows(&text);
    assert!(rows.contains(&"L-late contact okada 2026-04-02 10:00 2026-04-02 12:00 missed 2:00:00".into()), "{text}");
    assert!(
        rows.contains(&"L-open contact okada 2026-04-02 10:00 2026-04-02 12:00 past due 117:00:00".into()),
        "{text}"
    );
    let few = shown(&["sla", "--leads", "met", "--max", "1"]);
    assert!(few.contains("1 of 3 are shown: `--max 3` shows all"), "{few}");
}

#[test]
fn owners_teams_and_days_choose_among_them() {
    let runs = |words: &[&str]| json(&[&["sla", "--clock", "contact"], words].concat())["runs"].as_u64().unwrap();
    assert_eq!(runs(&["--owner", "okada"]), 7);
    assert_eq!(runs(&["--owner", "hara"]), 0);
    assert_eq!(runs(&["--team", "inside"]), 7);
    assert_eq!(runs(&["--from", "2026-04-02", "--until", "2026-04-03"]), 8);
    assert_eq!(runs(&["--from", "2026-04-03"]), 0);
    assert_eq!(runs(&["--until", "2026-04-02T01:00:00Z"]), 0);
    assert_eq!(runs(&["--until", "2026-04-02T01:00:01Z"]), 8);
    let text = shown(&["sla", "--owner", "okada", "--from", "2026-04-02"]);
    assert!(text.contains("Service levels of okada from 2026-04-02 00:00 at 2026-04-07 09:00"), "{text}");
}

#[test]
fn what_does_not_go_together_is_refused_and_what_is_mistyped_suggested() {
    for (words, told_of) in [
        (&["sla", "--clock", "contct"][..], "no policy has a clock `contct` (did you mean `contact`?)"),
        (&["sla", "--leads", "mised"], "did you mean `missed`?"),
        (&["sla", "--max", "3"], "say `--leads COUNT` too"),
        (&["sla", "--members", "x.json"], "say `sla LEAD`"),
        (&["sla", "L-met", "--owner", "okada"], "`--owner` chooses among all leads"),
    ] {
        let complaint = fails(told(), words, 2);
        assert!(complaint.contains(told_of), "{words:?}: {complaint}");
    }
    let file = written(&folder("service-levels-wrong"), "members.json", r#"[{"id": "mori"}]"#);
    let complaint = fails(told(), &["sla", "L-met", "--members", &file], 1);
    assert!(complaint.contains("missing field `active`") && complaint.contains("answers_for"), "{complaint}");
    let twice = r#"[{"id": "mori", "active": true}, {"id": "mori", "active": false}]"#;
    let file = written(&folder("service-levels-twice"), "members.json", twice);
    let complaint = fails(told(), &["sla", "L-met", "--members", &file], 1);
    assert!(complaint.contains("member `mori` stands there twice"), "{complaint}");
}

#[test]
fn a_policy_without_clocks_is_said_to_have_none() {
    let folder = folder("service-levels-none");
    let (db, policy) = (folder.join("crm.sqlite"), written(&folder, "policy.toml", "label = \"none\"\n"));
    let capture = r#"{"id":"a","at":"2026-04-01T09:00:00Z","actor":{"id":"web","role":"system"},"lead":"L-1","capture":{"lead":"L-1","origin":"inbound"}}"#;
    ok(&db, &["load", "--policy", &policy, "--journal", &written(&folder, "journal.jsonl", capture)]);
    let text = ok(&db, &["sla"]);
    assert!(text.contains(": the policy has no clocks"), "{text}");
}
