//! Chance: intervals against 25-digit vectors, tails against direct summation, approximations against their
//! named error.
#![expect(
    clippy::float_arithmetic,
    clippy::float_cmp,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    clippy::print_stdout,
    reason = "tests of floats, which print how far off they were"
)]

use lead_lifecycle::planning::{
    Confidence, DealSize, Fraction, Funnel, IntervalMethod, Odds, OddsBasis, PlanError, RateEvidence, Share, Step,
    StepRate,
};
use lead_lifecycle::values::StepName;
use lead_lifecycle::{Currency, Money};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use serde_json::Value;

fn funnel(rates: &[StepRate]) -> Funnel {
    let name = |index: usize| StepName::new(&format!("s{index}")).unwrap();
    let steps = rates.iter().enumerate().map(|(i, rate)| Step::new(name(i + 1), rate.clone()));
    Funnel::new(name(0), steps.collect()).unwrap()
}

fn odds(rates: &[StepRate]) -> Odds {
    Odds::of(&funnel(rates)).unwrap()
}

fn stated(text: &str) -> StepRate {
    StepRate::Stated(text.parse().unwrap())
}

fn counted(converted: u64, of: u64) -> StepRate {
    StepRate::Evidence(RateEvidence::new(converted, of).unwrap())
}

fn chance(odds: &Odds, entries: u64, wins: u64) -> f64 {
    odds.chance(entries, wins).unwrap().probability.value()
}

#[test]
fn intervals_agree_with_the_oracle_to_1e_12() {
    let oracle: Value = serde_json::from_str(include_str!("../oracles/o2_proportions.json")).unwrap();
    let mut worst: f64 = 0.0;
    let cases = oracle["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 50);
    for case in cases {
        let evidence = RateEvidence::new(case["k"].as_u64().unwrap(), case["n"].as_u64().unwrap()).unwrap();
        let confidence = Confidence::new(case["conf"].as_str().unwrap().parse().unwrap()).unwrap();
        for (method, key) in [
            (IntervalMethod::Wilson, "wilson"),
            (IntervalMethod::ClopperPearson, "clopper_pearson"),
            (IntervalMethod::Jeffreys, "jeffreys"),
        ] {
            let interval = evidence.interval(method, &confidence);
            for (ours, end) in [(interval.low, 0), (interval.high, 1)] {
                let text = case[key][end].as_str().unwrap();
                let exact: f64 = text.parse().unwrap();
                let ours = ours.value();
                if exact == 0.0 || exact == 1.0 {
                    assert_eq!(ours, exact, "{case}");
                    continue;
                }
                // Relative, so that small ends count as much as large ones.
                let off = (ours - exact).abs() / exact;
                assert!(off < 1e-12, "{key}[{end}]: {ours} for {text}, off by {off:e}: {case}");
                worst = worst.max(off);
            }
        }
    }
    println!("worst relative difference: {worst:e}");
}

#[test]
fn two_hundred_mqls_reach_ten_wins_in_about_half_of_the_months() {
    let odds = Odds::of(&Funnel::standard()).unwrap();
    let half = odds.chance(200, 10).unwrap();
    assert_eq!(half.basis, OddsBasis::Binomial);
    assert!((half.probability.value() - 0.545_290_191).abs() < 1e-9, "{half:?}");
    let volumes: Vec<u64> = [Confidence::HALF, Confidence::P80, Confidence::P90, Confidence::P95]
        .iter()
        .map(|confidence| odds.entries_for(10, confidence).unwrap())
        .collect();
    println!("{volumes:?}");
    for (confidence, volume) in [0.5, 0.8, 0.9, 0.95].into_iter().zip(&volumes) {
        assert!(chance(&odds, *volume, 10) >= confidence);
        assert!(chance(&odds, volume - 1, 10) < confidence);
    }
    let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY).unwrap()).unwrap();
    let revenue = |confidence| odds.revenue_at(200, deal, &confidence).unwrap().to_string();
    assert_eq!(revenue(Confidence::HALF), "JPY 30,000,000");
    assert_eq!(revenue(Confidence::P90), "JPY 18,000,000");
    assert!((odds.expected_wins(200).value() - 10.0).abs() < 1e-12);
    assert!((odds.expected_revenue(200, deal).value() - 3e7).abs() < 1e-6);
    assert!((odds.wins_deviation(200).value() - 9.5_f64.sqrt()).abs() < 1e-12);
}

fn exact_binomial(n: u64, t: u64, p: &BigRational) -> f64 {
    let one = BigRational::from(BigInt::from(1));
    let q = &one - p;
    let mut term = q.pow(i32::try_from(n).unwrap());
    let mut below = BigRational::from(BigInt::from(0));
    for w in 0..t {
        below += &term;
        term = term * BigRational::new((n - w).into(), (w + 1).into()) * p / &q;
    }
    to_f64(&(one - below))
}

fn exact_beta_binomial(n: u64, t: u64, twice_a: u64, twice_b: u64) -> f64 {
    // pmf(0) = Π (b + i)/(a + b + i), then the ratio of neighbours; exact in rationals of halves.
    let ratio = |n: u64, d: u64| BigRational::new(n.into(), d.into());
    let mut term = (0..n).map(|i| ratio(twice_b + 2 * i, twice_a + twice_b + 2 * i)).product::<BigRational>();
    let mut below = ratio(0, 1);
    for w in 0..t {
        below += &term;
        term *= ratio((n - w) * (twice_a + 2 * w), (w + 1) * (twice_b + 2 * (n - w - 1)));
    }
    to_f64(&(ratio(1, 1) - below))
}

fn to_f64(value: &BigRational) -> f64 {
    // Scaled division keeps 17 digits whatever the size of the parts.
    let scale = BigInt::from(10).pow(40);
    let digits = (value.numer() * &scale) / value.denom();
    digits.to_string().parse::<f64>().unwrap() / 1e40
}

#[test]
fn tails_agree_with_exact_summation() {
    for (n, t, k, of) in
        [(10, 3, 1, 4), (200, 10, 1, 20), (200, 25, 1, 20), (100, 99, 9, 10), (50, 1, 1, 100), (1000, 60, 1, 20)]
    {
        let p = BigRational::new(BigInt::from(k), BigInt::from(of));
        let share = Share::new(Fraction::new(k, of).unwrap()).unwrap();
        let ours = chance(&odds(&[StepRate::Stated(share)]), n, t);
        let exact = exact_binomial(n, t, &p);
        assert!((ours - exact).abs() <= 1e-13 * exact.max(1e-3), "{n} {t}: {ours} {exact}");
    }
    for (n, t, k, of) in [
        (10, 3, 1, 4),
        (200, 10, 5, 100),
        (200, 25, 5, 100),
        (100, 99, 9, 10),
        (50, 1, 0, 100),
        (50, 20, 0, 1),
        (400, 395, 30, 30),
        (500, 30, 50, 1000),
    ] {
        let odds = odds(&[counted(k, of)]);
        let result = odds.chance(n, t).unwrap();
        assert_eq!(result.basis, OddsBasis::BetaBinomial);
        let ours = result.probability.value();
        let exact = exact_beta_binomial(n, t, 2 * k + 1, 2 * (of - k) + 1);
        assert!((ours - exact).abs() <= 1e-12 * exact.max(1e-3), "{n} {t} {k} {of}: {ours} {exact}");
    }
}

#[test]
fn published_values() {
    // Abramowitz and Stegun's neighbours: P(X ≥ 5) for n = 10, p = ½ is 638/1024.
    assert!((chance(&odds(&[stated("1/2")]), 10, 5) - 638.0 / 1024.0).abs() < 1e-15);
    // A beta-binomial with a = b = ½ and one case is a fair coin; with n = 2 its middle is 1/4.
    let coin = odds(&[counted(0, 1)]);
    assert!((chance(&coin, 1, 1) - 0.25).abs() < 1e-15);
    // Certain rates.
    assert_eq!(chance(&odds(&[stated("100%")]), 10, 10), 1.0);
    assert_eq!(chance(&odds(&[stated("0%")]), 10, 1), 0.0);
    assert_eq!(chance(&odds(&[stated("0%"), counted(1, 2)]), 10, 1), 0.0);
    assert_eq!(chance(&odds(&[stated("50%")]), 10, 0), 1.0);
    assert_eq!(chance(&odds(&[stated("50%")]), 10, 11), 0.0);
}

#[test]
fn a_million_entries() {
    let plain = odds(&[stated("5%")]);
    let at = chance(&plain, 1_000_000, 50_000);
    // Symmetric enough that the median is the mean: half plus half the density at the mean, and a third of it for skew.
    assert!((at - 0.501).abs() < 1e-3, "{at}");
    let z = |sigmas: f64| chance(&plain, 1_000_000, (50_000.0 + sigmas * 47_500_f64.sqrt()) as u64);
    assert!((z(1.0) - 0.158_7).abs() < 2e-3);
    assert!((z(-1.0) - 0.841_3).abs() < 2e-3);
    // Beta-binomial: with evidence of 1,000 the spread is the evidence's.
    let unsure = odds(&[counted(50, 1000)]);
    let at = chance(&unsure, 1_000_000, 50_000);
    assert!((at - 0.5).abs() < 0.05, "{at}");
    assert!(
        plain.entries_for(50_000, &Confidence::P90).unwrap() < unsure.entries_for(50_000, &Confidence::P90).unwrap()
    );
}

#[test]
fn out_of_reach_is_a_typed_error() {
    let error = odds(&[stated("0%")]).entries_for(1, &Confidence::P90).unwrap_err();
    assert!(matches!(error, PlanError::BeyondReach { .. }), "{error}");
    let tiny = odds(&[stated("0.0000001%")]);
    assert!(matches!(tiny.entries_for(1, &Confidence::HALF), Err(PlanError::BeyondReach { .. })));
    assert!(matches!(tiny.chance(u64::MAX, 1), Err(PlanError::Limit { .. })));
    assert_eq!(tiny.entries_for(0, &Confidence::P95), Ok(0));
    // Far below what a float holds, with evidence beside it.
    let nothing = format!("1/1{}", "0".repeat(400));
    for share in [nothing.as_str(), "0.000000000000001", "0.00000000001"] {
        let odds = odds(&[stated(share), counted(1, 3), counted(999_999_999_999, 1_000_000_000_000)]);
        let chance = chance(&odds, 10_000_000, 1);
        let expected = odds.expected_wins(10_000_000).value();
        assert!((chance - expected).abs() <= expected * 1e-3, "{share}: {chance} {expected}");
    }
    for text in ["0%", "100%", "120%"] {
        assert!(matches!(Confidence::new(text.parse().unwrap()), Err(PlanError::Confidence { .. })));
    }
}

/// The chance with every uncertain rate on a fine grid of its beta distribution: slow and nearly exact.
fn on_a_grid(rates: &[StepRate], n: u64, t: u64) -> f64 {
    let mut products = vec![(1.0_f64, 1.0_f64)];
    for rate in rates {
        let points: Vec<(f64, f64)> = match rate {
            StepRate::Stated(_) => {
                let text = rate.fraction().to_decimal_text(17);
                vec![(text.parse().unwrap(), 1.0)]
            }
            StepRate::Evidence(evidence) => {
                let (a, b) = (evidence.converted() as f64 + 0.5, (evidence.of() - evidence.converted()) as f64 + 0.5);
                // x = sin²θ takes the singular ends away; midpoint rule.
                let steps = 100;
                let points: Vec<(f64, f64)> = (0..steps)
                    .map(|i| {
                        let theta = (f64::from(i) + 0.5) / f64::from(steps) * std::f64::consts::FRAC_PI_2;
                        let (x, y) = (theta.sin().powi(2), theta.cos().powi(2));
                        (x, ((a - 0.5) * x.ln() + (b - 0.5) * y.ln()).exp())
                    })
                    .collect();
                let sum: f64 = points.iter().map(|point| point.1).sum();
                let top = points.iter().map(|point| point.1 / sum).fold(0.0, f64::max);
                points.into_iter().map(|(x, weight)| (x, weight / sum)).filter(|point| point.1 > top * 1e-9).collect()
            }
        };
        products =
            products.iter().flat_map(|(p, weight)| points.iter().map(move |(x, w)| (p * x, weight * w))).collect();
    }
    products.into_iter().map(|(p, weight)| weight * binomial_at_least(n, t, p)).sum()
}

fn binomial_at_least(n: u64, t: u64, p: f64) -> f64 {
    let mut term = (n as f64 * (-p).ln_1p()).exp();
    let mut below = 0.0;
    for w in 0..t {
        below += term;
        term *= (n - w) as f64 / (w + 1) as f64 * p / (1.0 - p);
    }
    1.0 - below
}

#[test]
fn the_matched_beta_stays_within_its_named_error() {
    let cases: &[&[StepRate]] = &[
        &[counted(50, 200), stated("80%"), stated("25%")],
        &[counted(10, 40), stated("80%"), stated("25%")],
        &[counted(50, 200), counted(40, 50), stated("25%")],
        &[counted(50, 200), counted(40, 50), counted(10, 40)],
        &[counted(5, 20), counted(8, 10), stated("25%")],
        &[counted(3, 10), counted(3, 10)],
        &[counted(1, 10), counted(5, 10)],
        &[counted(2, 4), counted(2, 4), counted(2, 4)],
        &[counted(90, 100), counted(95, 100)],
        &[counted(0, 20), counted(5, 10)],
    ];
    for rates in cases {
        let odds = odds(rates);
        for n in [20_u64, 100, 300] {
            let mut worst: f64 = 0.0;
            let mut named: f64 = 0.0;
            let mean = odds.expected_wins(n).value();
            for share in [0.3, 0.6, 0.8, 1.0, 1.25, 1.6, 2.5] {
                let t = (mean * share).round().max(1.0) as u64;
                if t > n {
                    continue;
                }
                let result = odds.chance(n, t).unwrap();
                let OddsBasis::MatchedBeta { error } = result.basis else { panic!("{result:?}") };
                let off = (result.probability.value() - on_a_grid(rates, n, t)).abs();
                worst = worst.max(off);
                named = error.value();
            }
            println!("{rates:?} n={n}: off by {worst:.5}, named {named:.5}");
            assert!(worst <= named, "{rates:?} n={n}: off by {worst:.5}, named {named:.5}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn chances_are_monotone(k in 1_u64..200, more in 0_u64..500, n in 1_u64..2000, t in 1_u64..100, evidence in any::<bool>()) {
        let rate = if evidence { counted(k, k + more) } else { stated(&format!("{k}/{}", k + more)) };
        let odds = odds(&[rate]);
        let here = chance(&odds, n, t);
        prop_assert!((0.0..=1.0).contains(&here));
        prop_assert!(chance(&odds, n + 1, t) >= here - 1e-13);
        prop_assert!(chance(&odds, n, t + 1) <= here + 1e-13);
    }

    #[test]
    fn the_volume_for_a_confidence_is_the_smallest(k in 1_u64..200, more in 0_u64..500, t in 1_u64..100, percent in 1_u64..100, evidence in any::<bool>()) {
        let rate = if evidence { counted(k, k + more) } else { stated(&format!("{k}/{}", k + more)) };
        let odds = odds(&[rate]);
        let confidence = Confidence::new(Fraction::new(percent.into(), 100).unwrap()).unwrap();
        let wanted = percent as f64 / 100.0;
        let Ok(entries) = odds.entries_for(t, &confidence) else { return Ok(()) };
        prop_assert!(chance(&odds, entries, t) >= wanted);
        prop_assert!(entries == t || chance(&odds, entries - 1, t) < wanted);
        let wins = odds.wins_at(entries, &confidence).unwrap();
        prop_assert!(wins >= t);
    }

    #[test]
    fn no_evidence_makes_anything_infinite(k in 0_u64..=1_000_000_000_000, more in 0_u64..=1_000_000_000_000, n in 0_u64..10_000, t in 0_u64..10_000, p in 1_u64..1000) {
        prop_assume!(k + more > 0 && k + more <= 1_000_000_000_000);
        let evidence = RateEvidence::new(k, k + more).unwrap();
        let confidence = Confidence::new(Fraction::new(p.into(), 1000).unwrap()).unwrap();
        for method in [IntervalMethod::Wilson, IntervalMethod::ClopperPearson, IntervalMethod::Jeffreys] {
            let interval = evidence.interval(method, &confidence);
            prop_assert!(interval.low.value() <= interval.high.value());
            prop_assert!((0.0..=1.0).contains(&interval.low.value()) && (0.0..=1.0).contains(&interval.high.value()));
        }
        for rates in [vec![counted(k, k + more)], vec![counted(k, k + more), stated("1/3"), counted(k, k + more)]] {
            let chance = chance(&odds(&rates), n, t);
            prop_assert!((0.0..=1.0).contains(&chance), "{}", chance);
        }
    }
}
