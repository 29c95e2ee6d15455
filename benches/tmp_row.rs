//! temporary
#![allow(missing_docs)]
#![allow(warnings, clippy::all, clippy::pedantic, clippy::restriction)]
use cpu_time::ThreadTime;
use lead_lifecycle::scoring::{Crossing, LogScorer, ScoringState};
use scoring_leads::{DAY, NOW, by_hand, instant, leads, scoring, state};
use std::hint::black_box;
mod scoring_leads;
fn main() {
    let mode = std::env::args().skip_while(|a| a != "--mode").nth(1).unwrap_or("all".into());
    let count: usize = std::env::args().skip_while(|a| a != "--count").nth(1).map_or(20000, |c| c.parse().unwrap());
    let reps: usize = std::env::args().skip_while(|a| a != "--reps").nth(1).map_or(20, |c| c.parse().unwrap());
    let scoring = scoring();
    let leads = leads(count, &scoring);
    let states: Vec<ScoringState> = leads.iter().map(|lead| state(&scoring, lead)).collect();
    let compact = states.clone();
    let evict = std::env::args().any(|a| a == "--evict");
    let evict2 = evict;
    let _ = evict2;
    let mut scorer = LogScorer::new(&scoring);
    let mut report = scoring.explain(&states[0], instant(NOW)).unwrap();
    let time = |name: &str, f: &mut dyn FnMut(i64) -> i64, n: usize| {
        if mode != "all" && !name.starts_with(&mode) {
            return;
        }
        let mut t = Vec::new();
        for r in 0..reps {
            let s = ThreadTime::now();
            black_box(f(NOW + r as i64 * DAY));
            t.push(s.elapsed());
        }
        t.sort();
        println!(
            "{name:<12} {:>7.1} ns (min {:.1})",
            t[reps / 2].as_nanos() as f64 / n as f64,
            t[0].as_nanos() as f64 / n as f64
        );
    };
    let _ = &scorer;
    let hot = &compact[..500.min(count)];
    time("H", &mut |at| leads.iter().map(|l| by_hand(l, at)).sum(), count);
    time("one-cold", &mut |at| states.iter().map(|s| scoring.score(s, instant(at)).total().thousandths()).sum(), count);
    time(
        "row-cold",
        &mut |at| {
            let mut sum = 0;
            scoring.score_all(&states, instant(at), |_, s| sum += s.total().thousandths());
            sum
        },
        count,
    );
    time(
        "row-compact",
        &mut |at| {
            let mut sum = 0;
            scoring.score_all(&compact, instant(at), |_, s| sum += s.total().thousandths());
            sum
        },
        count,
    );
    time(
        "one-hot",
        &mut |at| {
            let mut sum = 0;
            for _ in 0..20 {
                sum += hot.iter().map(|s| scoring.score(s, instant(at)).total().thousandths()).sum::<i64>();
            }
            sum
        },
        hot.len() * 20,
    );
    time(
        "row-hot",
        &mut |at| {
            let mut sum = 0;
            for _ in 0..20 {
                scoring.score_all(hot, instant(at), |_, s| sum += s.total().thousandths());
            }
            sum
        },
        hot.len() * 20,
    );
    time(
        "crossing",
        &mut |_| {
            let mut sum = 0;
            for _ in 0..20 {
                sum += hot
                    .iter()
                    .map(|s| {
                        scoring
                            .crosses_at(s, instant(NOW), None, Crossing::DownBelowExit)
                            .map_or(0, lead_lifecycle::Instant::seconds)
                    })
                    .sum::<i64>();
            }
            sum
        },
        hot.len() * 20,
    );
    time(
        "raw",
        &mut |at| {
            let mut sum = 0;
            for lead in &leads {
                let log = lead.log.iter().map(|(activity, at)| (activity, *at));
                sum += scorer.score(&lead.met, log, instant(at)).total().thousandths() + scorer.fired().count() as i64;
            }
            sum
        },
        count,
    );
    time(
        "explain-raw",
        &mut |at| {
            let mut sum = 0;
            for lead in &leads {
                let log = lead.log.iter().map(|(activity, at)| (activity, *at));
                scorer.explain_into(&lead.met, log, instant(at), &mut report).unwrap();
                sum += report.combination.total.thousandths();
            }
            sum
        },
        count,
    );
    time(
        "explain",
        &mut |at| {
            let mut sum = 0;
            for s in &states {
                scoring.explain_into(s, instant(at), &mut report).unwrap();
                sum += report.combination.total.thousandths();
            }
            sum
        },
        count,
    );
}
