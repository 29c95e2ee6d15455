//! Scoring beside a scorer written by hand for exactly these rules (H), in one process: CPU time of the thread, rounds interleaved, ratios of medians.
//!
//! `cargo bench --bench scoring` (add `-- --quick` for a tenth of the leads, `-- --only row` for one figure).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_arithmetic,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a benchmark measures, prints and may stop"
)]

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use lead_lifecycle::Instant;
use lead_lifecycle::scoring::{Crossing, HistoryScorer, ScoringState};
use lead_lifecycle::values::{Activity, Points};

use scoring_leads::{ACTIVITIES, DAY, Lead, NOW, by_hand, instant, leads, scoring, state};

mod scoring_leads;

const ROUNDS: usize = 15;

// ------------------------------------------------------------------------------------------------ measuring

struct Bench {
    /// The only figure that is wanted besides H, if one is.
    only: Option<String>,
    names: Vec<&'static str>,
    times: Vec<Vec<Duration>>,
}

impl Bench {
    fn round(&mut self, name: &'static str, mut run: impl FnMut() -> i64) {
        if self.only.as_ref().is_some_and(|only| only != name && name != "H") {
            return;
        }
        let start = ThreadTime::now();
        black_box(run());
        let took = start.elapsed();
        if let Some(place) = self.names.iter().position(|known| *known == name) {
            self.times[place].push(took);
        } else {
            self.names.push(name);
            self.times.push(vec![took]);
        }
    }

    fn median(&self, name: &str) -> f64 {
        let mut times = self.times[self.names.iter().position(|known| *known == name).unwrap()].clone();
        times.sort_unstable();
        times[times.len() / 2].as_nanos() as f64
    }
}

fn main() {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let count = if quick { 10_000 } else { 100_000 };
    let scoring = scoring();
    let leads = leads(count, &scoring);
    let states: Vec<ScoringState> = leads.iter().map(|lead| state(&scoring, lead)).collect();
    let earlier: Vec<ScoringState> = leads
        .iter()
        .map(|lead| {
            let mut log = lead.log.clone();
            log.pop();
            state(&scoring, &Lead { log, met: lead.met.clone(), attributes: lead.attributes.clone() })
        })
        .collect();
    // `states` lie where they grew, all over the memory; a copy made for the night's batch lies in order.
    let in_order = states.clone();
    let now = instant(NOW);
    for (lead, state) in leads.iter().zip(&states) {
        for later in [0, 3 * DAY, 20 * DAY] {
            assert_eq!(scoring.score(state, instant(NOW + later)).total().thousandths(), by_hand(lead, NOW + later));
        }
    }
    let mut bench =
        Bench { only: std::env::args().skip_while(|arg| arg != "--only").nth(1), names: Vec::new(), times: Vec::new() };
    // They arrive one after the other, not each from the end of a history that lies elsewhere.
    let arrivals: Vec<(Activity, Instant)> = leads.iter().map(|lead| lead.log.last().unwrap().clone()).collect();
    let mut scratch = earlier.clone();
    let columns = scoring.columns(&states);
    let mut totals = vec![Points::ZERO; count];
    for later in [0, 3 * DAY, 20 * DAY] {
        columns.totals(instant(NOW + later), 0..count, &mut totals).unwrap();
        for (lead, total) in leads.iter().zip(&totals) {
            assert_eq!(total.thousandths(), by_hand(lead, NOW + later));
        }
    }
    let mut scorer = HistoryScorer::new(&scoring);
    let mut report = scoring.explain(&states[0], now).unwrap();
    for lead in &leads {
        let log = lead.log.iter().rev().map(|(activity, at)| (activity, *at));
        assert_eq!(scorer.score(&lead.met, log, now).total().thousandths(), by_hand(lead, NOW));
    }
    for round in 0..ROUNDS {
        let at = instant(NOW + round as i64 * DAY);
        bench.round("H", || leads.iter().map(|lead| by_hand(lead, at.seconds())).sum());
        bench.round("raw", || {
            let mut sum = 0;
            for lead in &leads {
                let log = lead.log.iter().map(|(activity, at)| (activity, *at));
                sum += scorer.score(&lead.met, log, at).total().thousandths() + scorer.fired().count() as i64;
            }
            sum
        });
        bench.round("one", || states.iter().map(|state| scoring.score(state, at).total().thousandths()).sum());
        bench.round("row", || {
            let mut sum = 0;
            scoring.score_all(&in_order, at, |_, score| sum += score.total().thousandths());
            sum
        });
        bench.round("row apart", || {
            let mut sum = 0;
            scoring.score_all(&states, at, |_, score| sum += score.total().thousandths());
            sum
        });
        bench.round("columns", || {
            columns.totals(at, 0..count, &mut totals).unwrap();
            totals.iter().map(|total| total.thousandths()).sum()
        });
        bench.round("explain", || {
            let mut sum = 0;
            for state in &states {
                scoring.explain_into(state, at, &mut report).unwrap();
                sum += report.combination.total.thousandths();
            }
            sum
        });
        bench.round("raw explain", || {
            let mut sum = 0;
            for lead in &leads {
                let log = lead.log.iter().map(|(activity, at)| (activity, *at));
                scorer.explain_into(&lead.met, log, at, &mut report).unwrap();
                sum += report.combination.total.thousandths();
            }
            sum
        });
        bench.round("append", || {
            let mut sum = 0;
            for (state, (activity, t)) in scratch.iter_mut().zip(&arrivals) {
                scoring.record(state, activity, *t);
                let (score, crossing) = scoring.score_and_crossing(state, now, None, Crossing::DownBelowExit);
                sum += score.total().thousandths() + crossing.map_or(0, Instant::seconds);
            }
            sum
        });
        drop(std::mem::take(&mut scratch));
        scratch.clone_from(&earlier);
        bench.round("tag", || {
            arrivals.iter().map(|(activity, t)| scoring.tag_activity(activity, *t).as_slice().len() as i64).sum()
        });
        bench.round("crossing", || {
            states
                .iter()
                .map(|state| scoring.crosses_at(state, now, None, Crossing::DownBelowExit).map_or(0, Instant::seconds))
                .sum()
        });
    }
    let h = bench.median("H");
    println!("{count} leads, {ACTIVITIES} activities each; H = {:.0} ns per lead", h / count as f64);
    for name in &bench.names {
        let median = bench.median(name);
        println!("{name:<10} {:>8.1} ns per lead  {:>6.3} × H", median / count as f64, median / h);
    }
    if bench.only.is_some() {
        return;
    }
    let explained = bench.median("raw explain") / bench.median("raw");
    println!("a history explained, beside its plain score with fired rules: {explained:.2} ×");
    let bytes: usize = states.iter().map(ScoringState::bytes).sum();
    println!("state: {} bytes per lead", bytes / count);
}
