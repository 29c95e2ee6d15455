//! The 20 rules of the scoring benchmark through four general rule engines, beside ours, in one process.
//!
//! `cargo run --release --manifest-path benches/peers/rule_engines/Cargo.toml`
//!
//! An engine is fed with ready aggregates as of one instant ([`ready::Ready`]), already in its own form: it only evaluates the rules, sums
//! and bounds. Ours starts from the instants in the bounded state, so it also counts within windows and decays. Before anything is timed,
//! every engine must have given exactly our total, in thousandths, for every lead.
//!
//! CPU time of the thread, rounds interleaved, medians. The leads are those of `benches/scoring.rs`; the rules are in `rules/`, one term or
//! row each; which of an engine's ways to evaluate was chosen is said at its function in `engines.rs`.
//!
//! Building needs a C compiler (zen-engine brings QuickJS and, through its HTTP client, aws-lc) and takes minutes; nothing else.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use lead_lifecycle::scoring::ScoringState;

use ready::Ready;
use scoring_leads::{ACTIVITIES, NOW, by_hand, instant, leads, scoring, state};

mod engines;
mod ready;
#[path = "../../../scoring_leads/mod.rs"]
mod scoring_leads;

/// Writes every lead's total in thousandths.
type Pass<'a> = Box<dyn FnMut(&mut [i64]) + 'a>;

const LEADS: usize = 2_000;
const ROUNDS: usize = 15;
/// A round repeats its pass for about this long.
const ROUND: Duration = Duration::from_millis(20);

struct Contender<'a> {
    name: &'static str,
    version: String,
    pass: Pass<'a>,
    repeats: u32,
    times: Vec<f64>,
}

impl<'a> Contender<'a> {
    fn new(name: &'static str, version: String, pass: Pass<'a>) -> Self {
        Self { name, version, pass, repeats: 1, times: Vec::new() }
    }

    /// The CPU time of `repeats` passes.
    fn run(&mut self, totals: &mut [i64]) -> Duration {
        let start = ThreadTime::now();
        for _ in 0..self.repeats {
            (self.pass)(black_box(totals));
        }
        start.elapsed()
    }

    /// Nanoseconds per lead.
    fn median(&mut self) -> f64 {
        self.times.sort_by(f64::total_cmp);
        self.times[self.times.len() / 2]
    }
}

/// The version that is built in.
fn locked(package: &str) -> String {
    let lock: toml::Table = toml::from_str(include_str!("../Cargo.lock")).unwrap();
    let found = lock["package"].as_array().unwrap().iter().find(|entry| entry["name"].as_str() == Some(package));
    found.unwrap()["version"].as_str().unwrap().to_string()
}

fn main() {
    let scoring = scoring();
    let leads = leads(LEADS, &scoring);
    let states: Vec<ScoringState> = leads.iter().map(|lead| state(&scoring, lead)).collect();
    let ready: Vec<Ready> = leads.iter().map(|lead| Ready::new(lead, NOW)).collect();
    let now = instant(NOW);
    let expected: Vec<i64> = states.iter().map(|state| scoring.score(state, now).total().thousandths()).collect();

    let score: Pass<'_> = Box::new(|totals| {
        for (total, state) in totals.iter_mut().zip(&states) {
            *total = scoring.score(state, now).total().thousandths();
        }
    });
    let explain: Pass<'_> = Box::new(|totals| {
        for (total, state) in totals.iter_mut().zip(&states) {
            *total = scoring.explain(state, now).unwrap().combination.total.thousandths();
        }
    });
    let hand: Pass<'_> = Box::new(|totals| {
        for (total, lead) in totals.iter_mut().zip(&leads) {
            *total = by_hand(lead, NOW);
        }
    });
    let ours = locked("lead-lifecycle");
    let mut contenders = [
        Contender::new("ours: score", ours.clone(), score),
        Contender::new("ours: explain", ours, explain),
        Contender::new("by hand, from the raw log", "-".to_string(), hand),
        Contender::new("datalogic-rs", locked("datalogic-rs"), engines::datalogic(&ready)),
        Contender::new("rhai: byte code (grain)", locked("rhai"), engines::rhai_grain(&ready)),
        Contender::new("rhai: syntax tree", locked("rhai"), engines::rhai_tree(&ready)),
        Contender::new("cel", locked("cel"), engines::cel(&ready)),
        Contender::new("zen-expression", locked("zen-expression"), engines::zen_expression(&ready)),
        Contender::new("zen-engine: decision tables", locked("zen-engine"), engines::zen_graph(&ready)),
    ];

    let mut totals = vec![0; LEADS];
    for contender in &mut contenders {
        // Twice, because an engine must not have changed its inputs; the second pass says how often a round repeats it.
        let mut took = Duration::ZERO;
        for _ in 0..2 {
            totals.fill(i64::MIN);
            took = contender.run(&mut totals);
            for (lead, (total, expected)) in totals.iter().zip(&expected).enumerate() {
                assert_eq!(total, expected, "{}, lead {lead}", contender.name);
            }
        }
        contender.repeats = (ROUND.as_nanos() / took.as_nanos().max(1)).clamp(1, 1_000) as u32;
    }
    for _ in 0..ROUNDS {
        for contender in &mut contenders {
            let took = contender.run(&mut totals).as_nanos() as f64;
            contender.times.push(took / f64::from(contender.repeats) / LEADS as f64);
        }
    }

    let distinct = expected.iter().collect::<std::collections::BTreeSet<_>>().len();
    println!("{LEADS} leads ({distinct} different totals), {ACTIVITIES} activities each, {ROUNDS} rounds");
    println!("{:<28} {:>8} {:>12} {:>14}", "name", "version", "ns per lead", "ratio to ours");
    let ours = contenders[0].median();
    for contender in &mut contenders {
        let median = contender.median();
        println!("{:<28} {:>8} {median:>12.1} {:>14.2}", contender.name, contender.version, median / ours);
    }
}
