//! Two programs at once on one database while policies come into force, one of them killed at any instant: it ends with the
//! facts of the run that nobody disturbed.
//!
//! Every law is run [`RUNS`] times with delays of a seeded generator, spread over the time that the two need on this machine;
//! on a machine where too few kills hit, it is run until enough have, [`MOST_RUNS`] times at most.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::host::{PROGRAM, folder, ok, shipped_journal};
use crate::policies::story::{RENAMED, facts, line, outcomes, policy};
use crate::tables::{asked, written};

const RUNS: u32 = 50;
const MOST_RUNS: u32 = 400;
/// So many of them at least must have killed a program that still ran; otherwise the law was not put to the test.
const KILLS: u32 = 10;

/// A seeded generator: the same runs everywhere, apart from the speed of the machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }

    fn part_of(&mut self, whole: Duration) -> Duration {
        Duration::from_micros(self.below(u64::try_from(whole.as_micros()).unwrap()))
    }
}

fn start(db: &Path, words: &[&str]) -> Child {
    let mut program = Command::new(PROGRAM);
    program.arg("--db").arg(db).args(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What a program ended with, and what it complained of.
fn ended(program: Child) -> (ExitStatus, String) {
    let output = program.wait_with_output().unwrap();
    (output.status, String::from_utf8(output.stderr).unwrap())
}

/// How long it takes on this machine: the shorter of two times, because longer delays only miss.
fn measured(done: impl Fn()) -> Duration {
    let once = || {
        let begun = Instant::now();
        done();
        begun.elapsed()
    };
    once().min(once())
}

/// Two programs on one database.
struct Pair<'a> {
    db: &'a Path,
    one: &'a [&'a str],
    other: &'a [&'a str],
}

/// What became of one run.
#[derive(Default)]
struct Fate {
    /// A program was killed that still ran.
    killed: bool,
    /// Facts that were stored when it was.
    stored: usize,
    /// How often a program stopped because the policies had changed.
    stopped: u32,
}

impl Pair<'_> {
    /// Both to their end.
    fn undisturbed(&self) {
        for program in [start(self.db, self.one), start(self.db, self.other)] {
            assert!(ended(program).0.success());
        }
    }

    /// Starts both, the other a little later, and kills one of them.
    fn disturbed(&self, chance: &mut Chance, whole: Duration) -> Fate {
        let mut fate = Fate::default();
        let (later, until) = (chance.part_of(whole / 4), chance.part_of(whole));
        let first = start(self.db, self.one);
        std::thread::sleep(later.min(until));
        let second = start(self.db, self.other);
        std::thread::sleep(until.saturating_sub(later));
        let (mut victim, survivor) = if chance.below(2) == 0 { (first, second) } else { (second, first) };
        victim.kill().unwrap();
        let (status, complaint) = ended(victim);
        fate.killed = status.code().is_none();
        fate.stored = stored(self.db);
        if !fate.killed {
            fate.stopped += stopped(status, &complaint);
        }
        // The other one is not disturbed by it; that the policies have changed is all that may stop it.
        let (status, complaint) = ended(survivor);
        fate.stopped += stopped(status, &complaint);
        fate
    }
}

fn stored(db: &Path) -> usize {
    let made = db.exists() && !asked(db, "SELECT name FROM sqlite_master WHERE name = 'facts'").is_empty();
    if made { facts(db).len() } else { 0 }
}

/// Whether a program that was not killed stopped because the policies had changed; anything else fails the test.
fn stopped(status: ExitStatus, complaint: &str) -> u32 {
    match status.code() {
        Some(0) => 0,
        Some(1) if complaint.contains("the policies of the database have changed") => 1,
        code => panic!("ended with {code:?}: {complaint}"),
    }
}

/// Runs a program until it is done: what stopped it is over when it is run again.
fn until_done(db: &Path, words: &[&str]) {
    for _ in 0..3 {
        let (status, complaint) = ended(start(db, words));
        if stopped(status, &complaint) == 0 {
            return;
        }
    }
    panic!("{words:?} is never done");
}

/// Everything that is stored, to be compared.
fn everything(db: &Path) -> (Vec<String>, Vec<String>, Vec<String>, Vec<String>) {
    let leads =
        asked(db, "SELECT lead || ' ' || revision || ' ' || coalesce(wake, '') || snapshot FROM leads ORDER BY lead");
    let policies = asked(db, "SELECT number || ' ' || since || json FROM policies ORDER BY number");
    (facts(db), outcomes(db), leads, policies)
}

/// What the runs of one law must show, or they show nothing.
#[derive(Default)]
struct Shown {
    killed: u32,
    midway: u32,
    stopped: u32,
}

impl Shown {
    fn add(&mut self, fate: &Fate, (before, whole): (usize, usize)) {
        self.killed += u32::from(fate.killed);
        self.midway += u32::from(fate.killed && (before + 1..whole).contains(&fate.stored));
        self.stopped += fate.stopped;
    }

    /// Whether the runs so far are enough.
    fn enough(&self, run: u32, stops: bool) -> bool {
        let shown = self.killed >= KILLS && self.midway > 0 && (self.stopped > 0 || !stops);
        run >= RUNS && shown
    }

    fn check(&self) {
        println!("{} kills, {} midway, {} stopped by a new policy", self.killed, self.midway, self.stopped);
        assert!(self.killed >= KILLS, "only {} kills hit: the test shows too little", self.killed);
        assert!(self.midway > 0, "no kill fell into the midst: the test shows nothing here");
    }
}

/// The instant of a line of the shipped journal, and its first lines.
fn part(folder: &Path, lines: usize, turn: usize) -> (String, String) {
    let text = shipped_journal();
    let taken: Vec<&str> = text.lines().take(lines).collect();
    let at = taken.get(turn).unwrap().split(r#""at":""#).nth(1).unwrap().split('"').next().unwrap();
    (written(folder, "journal.jsonl", &(taken.join("\n") + "\n")), at.to_owned())
}

fn fresh(folder: &Path, template: &Path) -> PathBuf {
    let db = folder.join("run.sqlite");
    for suffix in ["", "-wal", "-shm"] {
        let _missing = std::fs::remove_file(folder.join(format!("run.sqlite{suffix}")));
    }
    if template.exists() {
        std::fs::copy(template, &db).unwrap();
    }
    db
}

#[test]
fn two_loads_over_a_change_of_policy_end_as_one_does() {
    let folder = folder("together-loads");
    let (journal, from) = part(&folder, 120, 70);
    let renamed = policy(&folder, "renamed.toml", &RENAMED);
    let (template, whole) = (folder.join("template.sqlite"), folder.join("whole.sqlite"));
    ok(&template, &["policies", "add", &renamed, "--from", &from]);
    std::fs::copy(&template, &whole).unwrap();
    ok(&whole, &["load", "--journal", &journal]);
    let expected = everything(&whole);
    for kind in [r#""recounted""#, "policy_adopted", r#"{"rule":"policy"}"#] {
        assert!(expected.0.iter().any(|fact| fact.contains(kind)), "no {kind}: the journal is too tame");
    }
    let load = |batch: &'static str| vec!["load", "--batch", batch, "--journal", journal.as_str()];
    let mut chance = Chance(0x5eed_0001);
    let mut shown = Shown::default();
    let words = [load("1"), load("3"), load("7")];
    let time = measured(|| Pair { db: &fresh(&folder, &template), one: &words[0], other: &words[1] }.undisturbed());
    for run in 0..MOST_RUNS {
        if shown.enough(run, false) {
            break;
        }
        let db = fresh(&folder, &template);
        let [one, other] = [0; 2].map(|_| &words[usize::try_from(chance.below(3)).unwrap()]);
        let fate = Pair { db: &db, one, other }.disturbed(&mut chance, time);
        until_done(&db, &words[2]);
        assert!(everything(&db) == expected, "run {run} ends otherwise than the one that nobody disturbed");
        shown.add(&fate, (0, expected.0.len()));
    }
    ok(&folder.join("run.sqlite"), &["verify"]);
    assert_eq!(shown.stopped, 0, "nobody has changed the policies");
    shown.check();
}

#[test]
fn two_clocks_or_a_clock_and_a_load_put_every_lead_under_the_policy_once() {
    let folder = folder("together-clocks");
    let (journal, _) = part(&folder, 120, 0);
    let renamed = policy(&folder, "renamed.toml", &RENAMED);
    let (template, whole) = (folder.join("template.sqlite"), folder.join("whole.sqlite"));
    ok(&template, &["load", "--journal", &journal]);
    ok(&template, &["policies", "add", &renamed, "--from", "2026-04-11"]);
    let before = facts(&template).len();
    // What is told at the instant of the clock, of leads that are there and of new ones.
    let now = "2026-04-12T09:00:00+09:00";
    let leads = asked(&template, "SELECT lead FROM leads ORDER BY lead LIMIT 12");
    let told: String = leads.iter().enumerate().map(|(number, lead)| {
        let read = format!(r#""command":{{"record_activity":{{"activity":{{"id":"n-{number}","kind":"document_download","object":"n"}}}}}}"#);
        let new = format!(r#""capture":{{"lead":"N-{number}","origin":"inbound"}}"#);
        line(&format!("a-{number}"), now, ("system", "web"), lead, &read)
            + &line(&format!("c-{number}"), now, ("system", "web"), &format!("N-{number}"), &new)
    }).collect();
    let more = written(&folder, "more.jsonl", &told);
    let clocks = [["clock", "--batch", "1", "--now", now], ["clock", "--batch", "3", "--now", now]];
    let load = ["load", "--batch", "1", "--now", now, "--journal", &more];
    std::fs::copy(&template, &whole).unwrap();
    ok(&whole, &clocks[0]);
    ok(&whole, &load);
    let expected = everything(&whole);
    let mut chance = Chance(0x5eed_0002);
    let mut shown = Shown::default();
    let time = measured(|| Pair { db: &fresh(&folder, &template), one: &clocks[0], other: &clocks[1] }.undisturbed());
    for run in 0..MOST_RUNS {
        if shown.enough(run, false) {
            break;
        }
        let db = fresh(&folder, &template);
        let other: &[&str] = if run % 2 == 0 { &clocks[1] } else { &load };
        let fate = Pair { db: &db, one: &clocks[0], other }.disturbed(&mut chance, time);
        until_done(&db, &clocks[1]);
        until_done(&db, &load);
        assert!(everything(&db) == expected, "run {run} ends otherwise than the one that nobody disturbed");
        shown.add(&fate, (before, expected.0.len()));
    }
    ok(&folder.join("run.sqlite"), &["verify"]);
    assert_eq!(shown.stopped, 0, "nobody has changed the policies");
    shown.check();
}

#[test]
fn a_policy_that_is_added_while_a_load_runs_loses_nothing() {
    let folder = folder("together-add");
    let (journal, _) = part(&folder, 70, 0);
    let renamed = policy(&folder, "renamed.toml", &RENAMED);
    let whole = folder.join("whole.sqlite");
    let (load, add) =
        (["load", "--batch", "2", "--journal", &journal], ["policies", "add", &renamed, "--from", "2026-04-10"]);
    let clock = ["clock", "--now", "2026-04-11T09:00:00+09:00"];
    for words in [&load[..], &add, &clock] {
        ok(&whole, words);
    }
    let expected = everything(&whole);
    let mut chance = Chance(0x5eed_0003);
    let mut shown = Shown::default();
    // A new database: who begins it is settled between the two as well.
    let none = folder.join("none.sqlite");
    let time = measured(|| drop(ok(&fresh(&folder, &none), &load)));
    for run in 0..MOST_RUNS {
        if shown.enough(run, true) {
            break;
        }
        let db = fresh(&folder, &none);
        let fate = Pair { db: &db, one: &load, other: &add }.disturbed(&mut chance, time);
        until_done(&db, &add);
        until_done(&db, &load);
        until_done(&db, &clock);
        assert!(everything(&db) == expected, "run {run} ends otherwise than the one that nobody disturbed");
        shown.add(&fate, (0, expected.0.len()));
    }
    ok(&folder.join("run.sqlite"), &["verify"]);
    assert!(shown.stopped > 0, "no load was stopped by the new policy: the test shows nothing here");
    shown.check();
}
