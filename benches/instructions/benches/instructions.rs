//! Instructions of the calls that hosts make most, counted by callgrind: the same for the same program, whatever else the machine does.
//!
//! Once `cargo install gungraun-runner --version 0.20.0` (and valgrind), then `cargo bench --manifest-path benches/instructions/Cargo.toml`.
//! To compare with another commit, run it there too (the folder may be copied): `compare.py` prints both beside each other.

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use lead_lifecycle::planning::{Confidence, DealSize, RateEvidence, Funnel, Odds, RevenueGoal, Rounding, Step, StepRate, Target};
use lead_lifecycle::scoring::{Crossing, HistoryScorer, Scoring, ScoringState};
use lead_lifecycle::values::{Points, StepName};
use lead_lifecycle::{Command, Context, Currency, Decision, Fact, Instant, Lead, Lifecycle, Money};

#[path = "../../scoring_leads/mod.rs"]
#[allow(dead_code, reason = "the timed bench uses all of it")]
mod scoring_leads;
#[path = "../../story/mod.rs"]
mod story;

use scoring_leads::{DAY, Lead as Scored, NOW, instant, leads, scoring, state};

const LEADS: usize = 1_000;

type Raw = (&'static Scoring, Vec<Scored>);
type Folded = (&'static Scoring, Vec<ScoringState>);

/// The policy lives as long as the program: what borrows it can be handed about.
fn rules() -> &'static Scoring {
    Box::leak(Box::new(scoring()))
}

fn raw() -> Raw {
    let scoring = rules();
    (scoring, leads(LEADS, scoring))
}

fn folded() -> Folded {
    let (scoring, leads) = raw();
    let states = leads.iter().map(|lead| state(scoring, lead)).collect();
    (scoring, states)
}

#[library_benchmark]
#[bench::leads(setup = folded)]
fn score((scoring, states): Folded) -> i64 {
    states.iter().map(|state| scoring.score(black_box(state), instant(NOW)).total().thousandths()).sum()
}

#[library_benchmark]
#[bench::leads(setup = folded)]
fn score_all((scoring, states): Folded) -> i64 {
    let mut sum = 0;
    scoring.score_all(&states, instant(NOW), |_, score| sum += score.total().thousandths());
    sum
}

#[library_benchmark]
#[bench::leads(setup = folded)]
fn columns((scoring, states): Folded) -> Points {
    let columns = scoring.columns(&states);
    let mut totals = vec![Points::ZERO; states.len()];
    for day in 0..20 {
        columns.totals(instant(NOW + day * DAY), 0..states.len(), &mut totals).unwrap();
    }
    totals[0]
}

#[library_benchmark]
#[bench::leads(setup = raw)]
fn raw_log((scoring, leads): Raw) -> i64 {
    let mut scorer = HistoryScorer::new(scoring);
    let total = |lead: &Scored| {
        let log = lead.log.iter().map(|(activity, at)| (activity, *at));
        scorer.score(&lead.met, log, instant(NOW)).total().thousandths() + scorer.fired().count() as i64
    };
    leads.iter().map(total).sum()
}

#[library_benchmark]
#[bench::leads(setup = raw)]
fn raw_explain((scoring, leads): Raw) -> i64 {
    let mut scorer = HistoryScorer::new(scoring);
    let mut report = scoring.explain(&state(scoring, &leads[0]), instant(NOW)).unwrap();
    let mut sum = 0;
    for lead in &leads {
        let log = lead.log.iter().map(|(activity, at)| (activity, *at));
        scorer.explain_into(&lead.met, log, instant(NOW), &mut report).unwrap();
        sum += report.combination.total.thousandths();
    }
    sum
}

#[library_benchmark]
#[bench::leads(setup = folded)]
fn explain((scoring, states): Folded) -> i64 {
    let mut report = scoring.explain(&states[0], instant(NOW)).unwrap();
    let mut sum = 0;
    for state in &states {
        scoring.explain_into(state, instant(NOW), &mut report).unwrap();
        sum += report.combination.total.thousandths();
    }
    sum
}

#[library_benchmark]
#[bench::leads(setup = folded)]
fn missing((scoring, states): Folded) -> usize {
    states.iter().map(|state| scoring.missing(state, instant(NOW)).steps.len()).sum()
}

#[library_benchmark]
#[bench::leads(setup = raw)]
fn tag_and_fold((scoring, leads): Raw) -> Vec<ScoringState> {
    leads.iter().map(|lead| state(scoring, lead)).collect()
}

#[library_benchmark]
#[bench::leads(setup = folded)]
fn score_and_crossing((scoring, states): Folded) -> i64 {
    let crossing = |state| scoring.score_and_crossing(state, instant(NOW), None, Crossing::DownBelowExit);
    states.iter().map(crossing).map(|(score, at)| score.total().thousandths() + at.map_or(0, Instant::seconds)).sum()
}

type Steps = Vec<(Lead, Command, Context, Lifecycle)>;

#[library_benchmark]
#[bench::story(setup = story::steps)]
fn decide(steps: Steps) -> Vec<Decision> {
    steps.iter().map(|(lead, command, ctx, lifecycle)| lifecycle.decide(lead, command, ctx).unwrap()).collect()
}

#[library_benchmark]
#[bench::story(setup = story::history)]
fn replay(history: Vec<Fact>) -> Lead {
    Lead::replay(black_box(&history)).unwrap()
}

#[library_benchmark]
#[bench::story(setup = story::steps)]
fn outlook(steps: Steps) -> usize {
    steps.iter().map(|(lead, _, ctx, lifecycle)| lifecycle.outlook(lead, ctx).unwrap().len()).sum()
}

fn plan() -> (Funnel, Target) {
    let name = |text: &str| StepName::new(text).unwrap();
    let step = |percent: u8| Step::new(name(&format!("s{percent}")), StepRate::percent(percent));
    let funnel = Funnel::new(name("entry"), [11, 23, 37, 41, 59].map(step).to_vec()).unwrap();
    let yen = |amount| Money::from_units(amount, Currency::JPY).unwrap();
    let goal = RevenueGoal::new(yen(31_700_000), DealSize::new(yen(2_900_000)).unwrap()).unwrap();
    (funnel, Target::Revenue(goal))
}

#[library_benchmark]
#[bench::five_steps(setup = plan)]
fn whole_needs((funnel, target): (Funnel, Target)) -> Vec<u128> {
    let mut out = Vec::with_capacity(8);
    funnel.whole_needs(black_box(&target), Rounding::EachStep, &mut out).unwrap();
    out
}

#[library_benchmark]
#[bench::five_steps(setup = plan)]
fn back((funnel, target): (Funnel, Target)) -> usize {
    funnel.back(black_box(&target)).unwrap().lines().len()
}

fn odds() -> Odds {
    let name = |text: &str| StepName::new(text).unwrap();
    let rate = StepRate::Evidence(RateEvidence::new(50, 1000).unwrap());
    Odds::of(&Funnel::new(name("a"), vec![Step::new(name("b"), rate)]).unwrap()).unwrap()
}

#[library_benchmark]
#[bench::ten_wins(setup = odds)]
fn entries_for(odds: Odds) -> u64 {
    odds.entries_for(black_box(10), &Confidence::P90).unwrap()
}

library_benchmark_group!(
    name = of_scoring,
    benchmarks = [score, score_all, columns, raw_log, raw_explain, explain, missing, tag_and_fold, score_and_crossing]
);
library_benchmark_group!(name = of_lifecycle, benchmarks = [decide, replay, outlook]);
library_benchmark_group!(name = of_planning, benchmarks = [whole_needs, back, entries_for]);

main!(library_benchmark_groups = [of_scoring, of_lifecycle, of_planning]);
