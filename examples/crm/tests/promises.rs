//! The host of `examples/crm` keeps its promises: repeats change nothing, a killed load loses and doubles nothing, refusals
//! are kept and not retried, and errors name file and line.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::boards::board_rows;
use crate::host::{PROGRAM, ROOT, crm, fails, folder, mapping, ok, shipped_journal};

/// The first lines of the shipped journal, in a file of their own.
fn short_journal(folder: &Path, lines: usize) -> PathBuf {
    let text: Vec<_> = shipped_journal().lines().take(lines).map(String::from).collect();
    let file = folder.join("short.jsonl");
    std::fs::write(&file, text.join("\n") + "\n").unwrap();
    file
}

#[test]
fn without_arguments_it_loads_and_shows_everything_in_100_columns() {
    let db = folder("demo").join("crm.sqlite");
    let text = ok(&db, &[]);
    for title in [
        "Board",
        "Funnel",
        "By source",
        "Refusals by reason",
        "Timeline of",
        "Why it became MQL",
        "no MQL? Its score is",
    ] {
        assert!(text.contains(title), "no `{title}` in\n{text}");
    }
    let wide = text.lines().find(|line| line.chars().count() > 100 && !line.contains('「'));
    assert_eq!(wide, None);
    // A second run finds everything done.
    assert!(ok(&db, &[]).contains(" 0 accepted"), "the second run decided something again");
    assert!(ok(&db, &["verify"]).contains("are the fold of their facts"));
}

#[test]
fn loading_twice_changes_nothing() {
    let folder = folder("twice");
    let db = folder.join("crm.sqlite");
    let journal = short_journal(&folder, 1500);
    let load = ["load", "--journal", journal.to_str().unwrap()];
    let first = ok(&db, &load);
    let (facts, refusals) = (ok(&db, &["export"]), ok(&db, &["refusals", "--lines", "99"]));
    assert!(first.starts_with("1500 lines: "), "{first}");
    let again = ok(&db, &load);
    assert!(again.starts_with("1500 lines: 0 accepted, 0 already so, 0 refused, 1500 done before"), "{again}");
    assert_eq!(ok(&db, &["export"]), facts);
    assert_eq!(ok(&db, &["refusals", "--lines", "99"]), refusals);
    // In other batches: the same facts.
    let other = folder.join("other.sqlite");
    ok(&other, &["load", "--batch", "7", "--journal", journal.to_str().unwrap()]);
    assert_eq!(ok(&other, &["export"]), facts);
}

/// Loads a journal and kills the load (SIGKILL) again and again until one comes through; how often a kill fell into its midst.
fn load_under_fire(db: &Path, journal: &str, whole: usize, pause: Duration) -> u32 {
    let (mut midway, mut before) = (0, 0);
    for round in 0..60_u32 {
        let mut load = Command::new(PROGRAM);
        load.arg("--db").arg(db).args(["load", "--batch", if round % 2 == 0 { "1" } else { "4" }]);
        let mut load = load.args(["--journal", journal]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Never in step with the load: the pauses are 1 to 2 times the given one, and no two alike.
        std::thread::sleep(pause.saturating_add(pause.saturating_mul(round * 37 % 60) / 60));
        load.kill().unwrap();
        if load.wait().unwrap().success() {
            break;
        }
        // What is stored is whole, and never less than before.
        let stored = crm(db, &["export"]);
        let facts = String::from_utf8(stored.stdout).unwrap().lines().count();
        assert!(facts >= before, "{before} facts became {facts}");
        before = facts;
        if facts > 0 && facts < whole {
            ok(db, &["verify"]);
            midway += 1;
        }
    }
    ok(db, &["load", "--journal", journal]);
    midway
}

#[test]
fn killed_at_any_instant_it_loses_and_doubles_nothing() {
    let folder = folder("killed");
    let journal = short_journal(&folder, 1200);
    let journal = journal.to_str().unwrap();
    let whole = folder.join("whole.sqlite");
    ok(&whole, &["load", "--journal", journal]);
    let facts = ok(&whole, &["export"]);
    let mut midway = 0;
    // How fast this machine is, nobody knows: shorter pauses until kills have hit.
    for (attempt, pause) in [60, 30, 15, 8, 4, 120].into_iter().enumerate() {
        let db = folder.join(format!("killed-{attempt}.sqlite"));
        midway += load_under_fire(&db, journal, facts.lines().count(), Duration::from_millis(pause));
        assert_eq!(ok(&db, &["export"]), facts, "after kills every {pause} ms or more");
        assert_eq!(ok(&db, &["refusals", "--lines", "99"]), ok(&whole, &["refusals", "--lines", "99"]));
        assert_eq!(ok(&db, &["board"]), ok(&whole, &["board"]));
        ok(&db, &["verify"]);
        if midway >= 5 {
            return;
        }
    }
    assert!(midway > 0, "no kill fell into the midst of a load: the test shows nothing here");
}

/// Starts loads of one journal into one database at once, and waits for all of them.
fn loads_at_once(loads: usize, db: &Path, journal: &Path) {
    let start = |_| {
        let mut load = Command::new(PROGRAM);
        load.arg("--db").arg(db).args(["load", "--batch", "3", "--journal"]).arg(journal);
        load.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    for load in (0..loads).map(start).collect::<Vec<_>>() {
        let done = load.wait_with_output().unwrap();
        assert!(done.status.success(), "one of the loads failed: {}", String::from_utf8_lossy(&done.stderr));
    }
}

#[test]
fn two_loads_at_once_agree_on_every_line() {
    let folder = folder("both");
    let journal = short_journal(&folder, 500);
    let (db, alone) = (folder.join("both.sqlite"), folder.join("alone.sqlite"));
    ok(&alone, &["load", "--journal", journal.to_str().unwrap()]);
    loads_at_once(2, &db, &journal);
    assert_eq!(ok(&db, &["export"]), ok(&alone, &["export"]));
}

#[test]
fn a_new_database_can_be_opened_by_many_at_once() {
    let folder = folder("many");
    let journal = short_journal(&folder, 1);
    for round in 0..40 {
        loads_at_once(5, &folder.join(format!("{round}.sqlite")), &journal);
    }
}

#[test]
fn refused_lines_are_kept_and_not_retried_blindly() {
    let folder = folder("refused");
    let (db, journal) = (folder.join("crm.sqlite"), folder.join("journal.jsonl"));
    let line = |id: &str, minute: u32, role: &str, rest: &str| {
        format!(
            r#"{{"id":"{id}","at":"2026-04-01T01:{minute:02}:00Z","actor":{{"id":"x","role":"{role}"}},"lead":"L-1",{rest}}}"#
        ) + "\n"
    };
    let first = line("a", 0, "sdr", r#""command":{"promote":{}}"#) + &line("b", 1, "sdr", r#""command":"accept""#);
    std::fs::write(&journal, &first).unwrap();
    let load = ["load", "--journal", journal.to_str().unwrap()];
    assert!(ok(&db, &load).contains("0 accepted, 0 already so, 2 refused"));
    let shown = ok(&db, &["refusals", "--lines", "9"]);
    assert!(shown.contains("lead_unknown") && shown.contains("journal.jsonl:2"), "{shown}");
    // Now the lead is there, but what was refused stays refused …
    let second = first
        + &line("c", 2, "system", r#""capture":{"lead":"L-1","origin":"inbound"}"#)
        + &line("d", 3, "mk", r#""command":{"promote":{}}"#)
        + &line("e", 4, "sdr", r#""command":"accept""#);
    std::fs::write(&journal, second).unwrap();
    assert!(ok(&db, &load).contains("2 accepted, 0 already so, 1 refused, 2 done before"));
    let shown = ok(&db, &["refusals", "--lines", "9"]);
    // … with every reason of it.
    assert!(shown.contains("(3 lines refused)") && shown.contains("permission") && shown.contains("stage"), "{shown}");
    // … until somebody asks for it; and what is refused again is kept once.
    let retried = ok(&db, &["load", "--retry-refused", "--journal", journal.to_str().unwrap()]);
    assert!(retried.contains("0 accepted, 0 already so, 3 refused, 2 done before"), "{retried}");
    assert!(ok(&db, &["refusals"]).contains("(3 lines refused)"));
}

#[test]
fn errors_name_file_and_line_and_exit_codes_tell_them_apart() {
    let folder = folder("errors");
    let db = folder.join("crm.sqlite");
    let journal = short_journal(&folder, 20);
    let text = std::fs::read_to_string(&journal).unwrap();
    let broken = folder.join("broken.jsonl");
    std::fs::write(&broken, text.clone() + "{\"id\": 7}\n" + &text).unwrap();
    let complaint = fails(&db, &["load", "--journal", broken.to_str().unwrap()], 1);
    assert!(complaint.contains("broken.jsonl:21: column"), "{complaint}");
    // What came before is stored.
    assert!(ok(&db, &["export"]).lines().count() >= 15);
    // One command id for two commands.
    let reused = folder.join("reused.jsonl");
    std::fs::write(&reused, text.replacen("L-0001", "L-9999", 2)).unwrap();
    let complaint = fails(&db, &["load", "--journal", reused.to_str().unwrap()], 1);
    assert!(complaint.contains("reused.jsonl:1: command id"), "{complaint}");
    // A policy with faults: all of them, each with its path.
    let policy = folder.join("policy.toml");
    std::fs::write(&policy, "[recycle]\nmax_cycles = 0\nback_off = 1\n").unwrap();
    let complaint = fails(&db, &["board", "--policy", policy.to_str().unwrap()], 1);
    assert!(complaint.contains("recycle.max_cycles") && complaint.contains("recycle.back_off"), "{complaint}");
    std::fs::write(&policy, "[recycle]\nmax_cycle = 3\n").unwrap();
    let complaint = fails(&db, &["board", "--policy", policy.to_str().unwrap()], 1);
    assert!(complaint.contains("policy.toml") && complaint.contains("max_cycles"), "{complaint}");
    // A database that is not there, a lead that is not there.
    assert!(fails(&folder.join("none.sqlite"), &["board"], 1).contains("none.sqlite"));
    assert!(fails(&db, &["timeline", "L-9999"], 1).contains("L-9999"));
    // A wrong command line.
    assert!(fails(&db, &["bord"], 2).contains("did you mean `board`?"));
    assert!(fails(&db, &["load", "--jurnal", "x"], 2).contains("did you mean `--journal`?"));
    assert!(fails(&db, &["backfill"], 2).contains("--mapping"));
    for command in [
        "load",
        "do",
        "board",
        "funnel",
        "refusals",
        "timeline",
        "why",
        "agenda",
        "hand-raises",
        "put-off",
        "keys",
        "diagram",
        "backfill",
        "clock",
        "policies",
    ] {
        assert!(ok(&db, &[command, "--help"]).starts_with(&format!("crm {command}")));
    }
}

/// With several pipelines every row says which it is of, and what nobody has met about has a total of its own.
#[test]
fn the_board_keeps_pipelines_and_totals_apart() {
    let folder = folder("pipelines");
    let (db, policy, renewals) = (folder.join("crm.sqlite"), folder.join("policy.toml"), folder.join("renewals.toml"));
    let text = r#"
        [pipelines.renewal]
        stages = [{ name = "due", probability = "70%" }]
        [pipelines.sale]
        first_meeting = "met"
        stages = [{ name = "agreed", probability = "10%" }, { name = "met", probability = "20%" }]
    "#;
    std::fs::write(&policy, text).unwrap();
    let pipeline = r#"pipeline = { column = "product", map = { "GTX Basic" = "sale", GTXPro = "renewal", "MG Special" = "sale" } }"#;
    let written = std::fs::read_to_string(mapping("maven_crm")).unwrap();
    std::fs::write(&renewals, written.replacen("product =", &format!("{pipeline}\nproduct ="), 1)).unwrap();
    let data = format!("{ROOT}/examples/data/backfill/maven_crm_small");
    let (policy, renewals) = (policy.to_str().unwrap(), renewals.to_str().unwrap());
    let text = ok(&db, &["backfill", "--policy", policy, "--mapping", renewals, "--data", &data]);
    let rows = board_rows(&text);
    for row in
        ["sql sale agreed 1", "opportunity renewal due 1", "opportunity sale met 1", "handed-over 1", "open-deals 2"]
    {
        assert!(rows.iter().any(|line| line == row), "no `{row}` in\n{text}");
    }
    let drawn = ok(&db, &["diagram", "--policy", policy]);
    assert!(drawn.contains("title: \"renewal\"") && drawn.contains("title: \"sale\""), "{drawn}");
}

/// The shipped journal is what its generator writes.
#[test]
fn the_journal_is_what_its_generator_writes() {
    let folder = folder("generated");
    let out = folder.join("journal.jsonl");
    ok(&folder.join("unused.sqlite"), &["generate", "--out", out.to_str().unwrap()]);
    assert_eq!(
        std::fs::read_to_string(out).unwrap(),
        shipped_journal(),
        "write it again: cargo run --release -p crm -- generate --out examples/data/crm/journal.jsonl"
    );
}
