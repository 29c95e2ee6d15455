//! Planning beside plain f64 and step-by-step decimals, in interleaved rounds of one process; medians. Then the worst
//! call of every function, in milliseconds.
//!
//! `cargo bench --bench planning`; the worst calls alone: `cargo bench --bench planning -- worst`
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    clippy::too_many_lines,
    reason = "a benchmark measures time and prints"
)]

#[path = "planning/worst.rs"]
mod worst;

use std::hint::black_box;
use std::time::Instant;

use lead_lifecycle::planning::{
    Chain, Confidence, DealSize, Fraction, Funnel, Lag, MonthlyWins, Odds, RateEvidence, Return, RevenueGoal, Rounding,
    Schedule, Segment, Segments, Share, Step, StepRate, Target,
};
use lead_lifecycle::values::{SegmentName, StepName};
use lead_lifecycle::{Currency, Money};
use num_bigint::BigInt;
use num_rational::BigRational;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

const PLANS: usize = 100_000;
const ROUNDS: usize = 201;

struct Case {
    revenue: i64,
    deal: i64,
    percents: [u8; 5],
    money: (Money, DealSize),
    funnel: Funnel,
    floats: (f64, f64, [f64; 5]),
    decimals: (Decimal, Decimal, [Decimal; 5]),
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn name(text: &str) -> StepName {
    StepName::new(text).unwrap()
}

fn case(random: &mut Random) -> Case {
    let revenue = 100_000 * (1 + random.below(10_000)) as i64;
    let deal = 10_000 * (1 + random.below(1000)) as i64;
    let percents = [(); 5].map(|()| 1 + random.below(100) as u8);
    let yen = |amount| Money::from_units(amount, Currency::JPY).unwrap();
    let step = |(index, percent): (usize, &u8)| Step::new(name(&format!("s{index}")), StepRate::percent(*percent));
    Case {
        revenue,
        deal,
        percents,
        money: (yen(revenue), DealSize::new(yen(deal)).unwrap()),
        funnel: Funnel::new(name("entry"), percents.iter().enumerate().map(step).collect()).unwrap(),
        floats: (revenue as f64, deal as f64, percents.map(|percent| f64::from(percent) / 100.0)),
        decimals: (revenue.into(), deal.into(), percents.map(|percent| Decimal::new(percent.into(), 2))),
    }
}

fn with_floats(case: &Case, out: &mut Vec<u128>) {
    let (revenue, deal, rates) = &case.floats;
    out.clear();
    let mut need = revenue / deal;
    out.push(need.ceil() as u128);
    for rate in rates.iter().rev() {
        need /= rate;
        out.push(need.ceil() as u128);
    }
    out.reverse();
}

fn with_decimals(case: &Case, out: &mut Vec<u128>) {
    let (revenue, deal, rates) = &case.decimals;
    out.clear();
    let mut need = revenue / deal;
    out.push(need.ceil().to_u128().unwrap());
    for rate in rates.iter().rev() {
        need /= rate;
        out.push(need.ceil().to_u128().unwrap());
    }
    out.reverse();
}

fn exactly(case: &Case, out: &mut Vec<u128>) {
    let target = Target::Revenue(RevenueGoal::new(case.money.0, case.money.1).unwrap());
    case.funnel.whole_needs(&target, Rounding::EachStep, out).unwrap();
}

fn with_big_rationals(case: &Case, out: &mut Vec<u128>) {
    out.clear();
    let big = |value: i64| BigInt::from(value);
    let mut need = BigRational::new(big(case.revenue), big(case.deal));
    out.push(need.ceil().to_integer().try_into().unwrap());
    for percent in case.percents.iter().rev() {
        need *= BigRational::new(big(100), big((*percent).into()));
        out.push(need.ceil().to_integer().try_into().unwrap());
    }
    out.reverse();
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Nanoseconds of one run of each, in interleaved rounds.
fn interleaved(rounds: usize, runs: &mut [(&str, &mut dyn FnMut())], per: f64) -> Vec<f64> {
    let mut times = vec![Vec::new(); runs.len()];
    for round in 0..=rounds {
        for ((_, run), times) in runs.iter_mut().zip(&mut times) {
            let start = Instant::now();
            run();
            let took = start.elapsed().as_nanos() as f64 / per;
            if round > 0 {
                times.push(took);
            }
        }
    }
    let medians: Vec<f64> = times.into_iter().map(median).collect();
    for ((name, _), time) in runs.iter().zip(&medians) {
        println!("  {name:<34} {time:>12.1} ns   {:>7.2} x", time / medians[0]);
    }
    medians
}

fn plans() {
    let mut random = Random(2026);
    let cases: Vec<Case> = (0..PLANS).map(|_| case(&mut random)).collect();
    let (mut ours, mut floats, mut decimals, mut truth) = (vec![], vec![], vec![], vec![]);
    let mut wrong = [0_usize; 3];
    for case in &cases {
        with_big_rationals(case, &mut truth);
        exactly(case, &mut ours);
        with_floats(case, &mut floats);
        with_decimals(case, &mut decimals);
        for (wrong, result) in wrong.iter_mut().zip([&floats, &ours, &decimals]) {
            *wrong += result.iter().zip(&truth).filter(|(ours, truth)| ours != truth).count();
        }
    }
    println!("one plan: deal size and 5 rates, {PLANS} random plans");
    println!("  wrong integers of {}: f64 {}, ours {}, decimal {}", 6 * PLANS, wrong[0], wrong[1], wrong[2]);
    // Few enough to stay in the processor's cache: one plan's work, not the memory's.
    let cases = &cases[..1000];
    let mut out = Vec::with_capacity(8);
    let mut other = Vec::with_capacity(8);
    let mut third = Vec::with_capacity(8);
    interleaved(
        ROUNDS,
        &mut [
            ("f64 and ceil", &mut || {
                for case in cases {
                    with_floats(black_box(case), &mut out);
                    black_box(&out);
                }
            }),
            ("ours, integers (whole_needs)", &mut || {
                for case in cases {
                    exactly(black_box(case), &mut other);
                    black_box(&other);
                }
            }),
            ("ours, whole plan (back)", &mut || {
                for case in cases {
                    let target = Target::Revenue(RevenueGoal::new(case.money.0, case.money.1).unwrap());
                    black_box(case.funnel.back(black_box(&target)).unwrap());
                }
            }),
            ("rust_decimal, step by step", &mut || {
                for case in cases {
                    with_decimals(black_box(case), &mut third);
                    black_box(&third);
                }
            }),
        ],
        cases.len() as f64,
    );
}

fn chances() {
    let counted = StepRate::Evidence(RateEvidence::new(50, 1000).unwrap());
    let single = |rate: StepRate| Odds::of(&Funnel::new(name("a"), vec![Step::new(name("b"), rate)]).unwrap()).unwrap();
    let (sure, unsure) = (single(StepRate::percent(5)), single(counted));
    println!("odds");
    let chance = |odds: &Odds, n: u64| {
        black_box(odds.chance(black_box(n), n / 20).unwrap());
    };
    interleaved(
        ROUNDS,
        &mut [
            ("binomial, n = 200", &mut || chance(&sure, 200)),
            ("binomial, n = 1,000,000", &mut || chance(&sure, 1_000_000)),
            ("beta-binomial, n = 200", &mut || chance(&unsure, 200)),
            ("beta-binomial, n = 1,000,000", &mut || chance(&unsure, 1_000_000)),
            ("entries for 10 wins at 90 %", &mut || {
                black_box(sure.entries_for(black_box(10), &Confidence::P90).unwrap());
            }),
            ("the same with evidence", &mut || {
                black_box(unsure.entries_for(black_box(10), &Confidence::P90).unwrap());
            }),
            ("entries for 50,000 wins at 90 %", &mut || {
                black_box(sure.entries_for(black_box(50_000), &Confidence::P90).unwrap());
            }),
        ],
        1.0,
    );
}

fn calendars() {
    let yen = |amount| Money::from_units(amount, Currency::JPY).unwrap();
    let mut random = Random(7);
    let mut segment = |index: u64, evidence: bool| {
        let mut rate = || {
            let k = 1 + random.below(500);
            if evidence {
                StepRate::Evidence(RateEvidence::new(k, k + 1 + random.below(1500)).unwrap())
            } else {
                StepRate::percent(1 + (k % 100) as u8)
            }
        };
        let steps = ["sql", "sao", "opportunity", "win"].map(|text| Step::new(name(text), rate()));
        let lags = vec![
            Lag::days(20).unwrap(),
            Lag::none(),
            Lag::by_month(&[5, 3, 2]).unwrap(),
            Lag::by_week(&[1, 4, 6, 7, 5, 3, 2]).unwrap(),
        ];
        Segment {
            name: SegmentName::new(&format!("segment {index}")).unwrap(),
            share: Share::percent(5),
            funnel: Funnel::new(name("mql"), steps.to_vec()).unwrap(),
            lags,
            deal_size: DealSize::new(yen(1_000_000 + 10_000 * index as i64)).unwrap(),
        }
    };
    let stated = Segments::new((0..20).map(|index| segment(index, false)).collect()).unwrap();
    let counted = Segments::new((0..20).map(|index| segment(index, true)).collect()).unwrap();
    let months = [yen(30_000_000); 12];
    let (first, now) = ("2026-04".parse().unwrap(), "2026-01".parse().unwrap());
    let one =
        Schedule::new(Funnel::standard(), vec![Lag::days(20).unwrap(), Lag::none(), Lag::days(75).unwrap()]).unwrap();
    let targets = MonthlyWins::new(first, vec![Fraction::from(10_u64); 12]).unwrap();
    println!("12 months");
    interleaved(
        ROUNDS,
        &mut [
            ("one funnel", &mut || {
                black_box(one.back(&targets, now, &[]).unwrap());
            }),
            ("20 segments, stated rates", &mut || {
                black_box(stated.calendar(first, &months, now, &[]).unwrap());
            }),
            ("20 segments, evidence", &mut || {
                black_box(counted.calendar(first, &months, now, &[]).unwrap());
            }),
        ],
        1.0,
    );
    let back = |from: &str| Return { from: name(from), share: Share::percent(20), to: name("mql") };
    let chain = Chain::recycling(&Funnel::standard(), &[back("sql"), back("opportunity")]).unwrap();
    let step = |index: u64| {
        Step::new(
            name(&format!("s{index}")),
            StepRate::Evidence(RateEvidence::new(997 + index, 4999 + 13 * index).unwrap()),
        )
    };
    let long = Funnel::new(name("s0"), (1..=32).map(step).collect()).unwrap();
    let returns: Vec<Return> = (0..32)
        .map(|index| Return { from: name(&format!("s{index}")), share: Share::percent(30), to: name("s0") })
        .collect();
    let long = Chain::recycling(&long, &returns).unwrap();
    println!("recycling");
    interleaved(
        ROUNDS,
        &mut [
            ("3 states", &mut || {
                black_box(chain.solve().unwrap());
            }),
            ("32 states, evidence", &mut || {
                black_box(long.solve().unwrap());
            }),
        ],
        1.0,
    );
}

fn main() {
    // `cargo test --benches` runs this once without measuring.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    if std::env::args().any(|argument| argument == "worst") {
        worst::calls();
        return;
    }
    plans();
    chances();
    calendars();
    worst::calls();
}
