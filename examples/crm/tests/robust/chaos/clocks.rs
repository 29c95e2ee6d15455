//! Kills of the clock while days go by: no fact of a service level is missed, none is told twice, and each has the instant at which
//! it became true, whenever somebody looked.

use std::path::{Path, PathBuf};
use std::time::Instant;

use lead_lifecycle::{Lead, Lifecycle, Policy};

use crate::host::{ROOT, folder, ok};
use crate::races::{fresh, killed, start};
use crate::robust::chaos::{runs, seeded};
use crate::robust::trial::journal;
use crate::tables::{asked, written};

/// Clocks that have much to tell, beside those of the shipped policy: of one that begins anew at every attempt, and of one that is
/// held as long as the customer has to answer.
const CLOCKS: &str = r#"
[sla.clocks.pulse]
starts = [{ anchor = "became_mql" }, { attempt = {} }]
restarts = [{ attempt = {} }]
stops = [{ milestone = "sql" }]
scope = "cycle"
targets = [{ within = { working = "6h" }, warn_after = { working = "5h" } }]
steps = [
    { after = { working = "7h" }, tell = ["owner", "manager"] },
    { after = { elapsed = "3d" }, tell = ["manager"] },
    { after = { business_days = 2 }, from = "due", tell = ["queue"], reassign = true },
]

[sla.clocks.answered]
starts = [{ fact = "captured" }]
stops = [{ milestone = "won" }]
scope = "cycle"
holds = ["postponed", { waiting = {} }]
targets = [{ within = { elapsed = "10d" }, warn_after = { elapsed = "9d" } }]
steps = [{ after = { elapsed = "1d" }, from = "due", tell = ["manager"] }]
"#;

/// The days on which the clock is started, after the last line of the journal.
const DAYS: [&str; 6] = ["2026-04-28", "2026-04-29", "2026-04-30", "2026-05-04", "2026-05-11", "2026-05-22"];

/// The first lines of the journal under a policy with clocks, and the lifecycle that reads it.
fn template(folder: &Path) -> (PathBuf, Lifecycle) {
    let shipped = std::fs::read_to_string(Path::new(ROOT).join("examples/data/crm/policy.toml")).unwrap();
    let text = shipped.replacen("\n[recycle]\n", &format!("{CLOCKS}\n[recycle]\n"), 1);
    assert!(text.len() > shipped.len());
    let policy = Policy::from_document(toml::Deserializer::parse(&text).unwrap()).unwrap();
    let db = folder.join("template.sqlite");
    let file = written(folder, "policy.toml", &text);
    ok(&db, &["load", "--policy", &file, "--journal", &journal(folder, 700)]);
    (db, Lifecycle::new(policy))
}

/// Every fact as what it says and when it became true; when it was recorded is another matter.
fn told(db: &Path) -> Vec<String> {
    let sql = "SELECT lead || ' ' || kind || ' ' || json_extract(json, '$.envelope.effective_at') || ' '
                   || json_extract(json, '$.body') FROM facts ORDER BY lead, revision";
    asked(db, sql)
}

/// The timer of every lead is its next wake.
#[track_caller]
fn timers_are_right(db: &Path, lifecycle: &Lifecycle, now: lead_lifecycle::Instant) {
    let leads = asked(db, "SELECT snapshot FROM leads ORDER BY lead");
    let stored = asked(db, "SELECT wake FROM (SELECT CAST(wake AS TEXT) AS wake, lead FROM leads) ORDER BY lead");
    assert_eq!(leads.len(), stored.len());
    for (lead, stored) in leads.iter().zip(stored) {
        let lead: Lead = serde_json::from_str(lead).unwrap();
        let next = lifecycle.next_wake_after(&lead, now).unwrap();
        let next = next.map_or_else(String::new, |wake| wake.at.seconds().to_string());
        assert_eq!(stored, next, "the timer of `{}`", lead.key());
    }
}

#[test]
fn a_clock_that_is_killed_on_every_day_misses_nothing_and_repeats_nothing() {
    let folder = folder("ro-kill-of-clocks");
    let (template, lifecycle) = template(&folder);
    let days: Vec<String> = DAYS.iter().map(|day| format!("{day}T09:00:00+09:00")).collect();
    let last = days.last().unwrap();
    let now: lead_lifecycle::Instant = last.parse().unwrap();
    // Undisturbed, it looks once, at the end.
    let whole = fresh(&folder, &template);
    let before = told(&whole).len();
    let began = Instant::now();
    ok(&whole, &["clock", "--now", last]);
    let time = began.elapsed();
    timers_are_right(&whole, &lifecycle, now);
    let done = told(&whole);
    let of_clocks = done.iter().filter(|fact| fact.contains(" clock") || fact.contains(" breach")).count();
    assert!(of_clocks > 500 && done.len() > before + 100, "{of_clocks} facts of clocks, {before} → {}", done.len());
    let (mut chance, mut hits, mut midway) = (seeded(6), 0, 0);
    for run in 0..runs() {
        let db = fresh(&folder, &template);
        for day in &days {
            let known = told(&db).len();
            let program = start(&db, &["clock", "--batch", "1", "--now", day]);
            std::thread::sleep(chance.part_of(time));
            let hit = killed(program);
            hits += usize::from(hit);
            midway += usize::from(hit && told(&db).len() > known);
            if hit {
                ok(&db, &["verify"]);
            }
        }
        ok(&db, &["clock", "--now", last]);
        let told = told(&db);
        let differs = told.iter().zip(&done).find(|(one, other)| one != other);
        assert!(told == done, "run {run}: {} facts, undisturbed {}; first {differs:?}", told.len(), done.len());
        timers_are_right(&db, &lifecycle, now);
        ok(&db, &["verify"]);
        // Nothing is left to be done.
        assert!(ok(&db, &["clock", "--now", last]).starts_with("0 leads were due, 0 facts appended"), "run {run}");
    }
    println!(
        "kills of the clock on {} days: {} runs, {hits} killed, {midway} with a part stored; {of_clocks} facts of clocks each time",
        days.len(),
        runs()
    );
}
