//! Every public function of planning at its limits, beyond them, and with hostile numbers: it answers or refuses, never
//! panics, and never works without bound.
#![expect(clippy::float_arithmetic, reason = "tests of odds, which are floats")]

use lead_lifecycle::planning::{
    Capacity, Chain, Confidence, DealSize, Found, Fraction, FractionError, Funnel, Goal, IntervalMethod, Known,
    KpiSheet, Lag, Lever, LeverKind, Month, MonthlyWins, Odds, OddsBasis, OpenVolume, Plan, PlanError, RateEvidence,
    Return, Rounding, Schedule, Segment, Segments, Share, Situation, Step, StepRate, Target, Team, Unknown, WhatIf,
    Workload, bounds,
};
use lead_lifecycle::values::{SegmentName, StepName};
use lead_lifecycle::{Currency, Money};
use proptest::prelude::*;

const MOST: u64 = 10_000_000;

fn name(text: &str) -> StepName {
    StepName::new(text).unwrap()
}

fn one_step(rate: &StepRate) -> Odds {
    Odds::of(&Funnel::new(name("in"), vec![Step::new(name("out"), rate.clone())]).unwrap()).unwrap()
}

/// Numbers at and around every limit.
fn edge() -> impl Strategy<Value = u64> {
    let edges = [0, 1, 2, 3, 59, 60, 61, 63, 64, 65, 119, 120, 121, 100_000, MOST - 1, MOST, MOST + 1];
    let far = [999_999_999_999, 1_000_000_000_000, 1_000_000_000_001, u64::from(u32::MAX), u64::MAX - 1, u64::MAX];
    prop::sample::select([edges.as_slice(), far.as_slice()].concat())
}

fn edge_of_a_share() -> impl Strategy<Value = Fraction> {
    let nines = |count: usize| format!("0.{}", "9".repeat(count));
    let tiny = |count: usize| format!("0.{}1", "0".repeat(count));
    prop_oneof![
        Just(Fraction::ZERO),
        Just(Fraction::ONE),
        (1_u128..1000).prop_map(|n| Fraction::new(n, 1000).unwrap()),
        (1_usize..4_000).prop_map(move |count| nines(count).parse().unwrap()),
        (1_usize..4_000).prop_map(move |count| tiny(count).parse().unwrap()),
    ]
}

fn edge_rate() -> impl Strategy<Value = StepRate> {
    prop_oneof![
        edge_of_a_share().prop_map(|share| StepRate::Stated(Share::new(share).unwrap())),
        (edge(), edge()).prop_map(|(k, n)| {
            let n = n.clamp(1, 1_000_000_000_000);
            StepRate::Evidence(RateEvidence::new(k.min(n), n).unwrap())
        }),
    ]
}

fn edge_fraction() -> impl Strategy<Value = Fraction> {
    prop_oneof![
        edge().prop_map(Fraction::from),
        edge_of_a_share(),
        (any::<u128>(), 1_u128..).prop_map(|(n, d)| Fraction::new(n, d).unwrap()),
        (1_usize..4_900).prop_map(|digits| "7".repeat(digits).parse().unwrap()),
        (1_usize..4_900)
            .prop_map(|digits| format!("{}/{}", "7".repeat(digits), "3".repeat(digits) + "1").parse().unwrap()),
    ]
}

fn edge_money() -> impl Strategy<Value = Money> {
    let most = 1_000_000_000_000_000_i64;
    let units = prop::sample::select(vec![0, 1, -1, most, -most, 2_999_999]);
    let currency = prop::sample::select(vec!["JPY", "USD", "KWD", "CLF"]);
    (units, currency).prop_map(|(units, code)| Money::from_units(units, code.parse().unwrap()).unwrap())
}

fn edge_funnel() -> impl Strategy<Value = Funnel> {
    let count = prop::sample::select(vec![1_usize, 2, 3, 63, 64]);
    (count, prop::collection::vec(edge_rate(), 64)).prop_map(|(count, rates)| {
        let steps = rates.into_iter().take(count).enumerate();
        let steps = steps.map(|(index, rate)| Step::new(name(&format!("s{}", index + 1)), rate));
        Funnel::new(name("s0"), steps.collect()).unwrap()
    })
}

fn edge_month() -> impl Strategy<Value = Month> {
    prop::sample::select(vec!["1900-01", "1900-02", "2026-04", "2030-12", "9999-11", "9999-12"])
        .prop_map(|text| text.parse().unwrap())
}

#[test]
fn as_many_wins_as_odds_are_worked_out_for() {
    // Whatever the rate, at the limit there is an answer or the plain word that it is out of reach.
    for rate in ["100%", "99.99999999%", "50%", "0%", "1 of 2", "1000000000000 of 1000000000000"] {
        let odds = one_step(&rate.parse().unwrap());
        for wins in [MOST - 1, MOST] {
            match odds.entries_for(wins, &Confidence::P90) {
                Ok(entries) => assert!((wins..=MOST).contains(&entries), "{rate} {wins}"),
                Err(error) => assert_eq!(error, PlanError::BeyondReach { volume: MOST }, "{rate} {wins}"),
            }
        }
        assert!(matches!(odds.entries_for(MOST + 1, &Confidence::P90), Err(PlanError::Limit { .. })));
    }
    assert_eq!(one_step(&StepRate::percent(100)).entries_for(MOST, &Confidence::P95), Ok(MOST));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn odds_never_panic(
        rates in prop::collection::vec(edge_rate(), 1..4), entries in edge(), wins in edge(), sure in edge_of_a_share(),
        deal in edge_money(),
    ) {
        let steps = rates.iter().enumerate().map(|(i, rate)| Step::new(name(&format!("s{i}")), rate.clone()));
        let Ok(odds) = Odds::of(&Funnel::new(name("in"), steps.collect()).unwrap()) else { return Ok(()) };
        let confidence = Confidence::new(sure).unwrap_or(Confidence::HALF);
        if let Ok(chance) = odds.chance(entries, wins) {
            prop_assert!((0.0..=1.0).contains(&chance.probability.value()), "{:?}", chance);
            if let OddsBasis::MatchedBeta { error } = chance.basis {
                prop_assert!((0.0..=1.0).contains(&error.value()));
            }
            prop_assert!(chance.to_string().contains(" % ("));
        }
        match odds.entries_for(wins, &confidence) {
            Ok(needed) => prop_assert!(needed <= MOST && needed >= wins),
            Err(PlanError::BeyondReach { volume }) => prop_assert_eq!(volume, MOST),
            Err(PlanError::Limit { .. }) => prop_assert!(wins > MOST),
            Err(other) => prop_assert!(false, "{}", other),
        }
        match odds.wins_at(entries, &confidence) {
            Ok(reached) => prop_assert!(reached <= entries),
            Err(other) => prop_assert!(entries > MOST, "{}", other),
        }
        if let Ok(deal) = DealSize::new(deal) {
            drop(odds.revenue_at(entries, deal, &confidence));
            prop_assert!(odds.expected_revenue(entries, deal).value().is_finite());
        }
        let (expected, spread) = (odds.expected_wins(entries), odds.wins_deviation(entries));
        prop_assert!(expected.value() >= 0.0 && spread.value() >= 0.0 && odds.expected_rate().value() <= 1.0);
    }

    #[test]
    fn intervals_never_panic(k in edge(), n in edge(), sure in edge_of_a_share()) {
        let Ok(evidence) = RateEvidence::new(k, n) else { return Ok(()) };
        let confidence = Confidence::new(sure).unwrap_or(Confidence::P95);
        for method in [IntervalMethod::Wilson, IntervalMethod::ClopperPearson, IntervalMethod::Jeffreys] {
            let interval = evidence.interval(method, &confidence);
            let (low, high) = (interval.low.value(), interval.high.value());
            prop_assert!((0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high), "{:?} {:?}", method, interval);
            prop_assert!(low <= high + 1e-9, "{:?} {}", method, interval);
        }
    }

    #[test]
    fn plans_goals_and_levers_never_panic(
        funnel in edge_funnel(), volume in edge_fraction(), load in edge_fraction(), days in edge_fraction(),
        part in edge_of_a_share(), money in edge_money(), deal in edge_money(), at in 0_usize..66, members in any::<u32>(),
    ) {
        let at = name(&format!("s{at}"));
        let mut targets = vec![Target::Wins(volume.clone()), Target::Volume { step: at.clone(), volume: volume.clone() }];
        targets.extend(Target::revenue(money, deal));
        let capacity = Capacity::new(members.clamp(1, 100_000), 31, 7).unwrap();
        for target in &targets {
            for rounding in [Rounding::EachStep, Rounding::Cascade] {
                let mut needs = Vec::new();
                let quick = funnel.whole_needs(target, rounding, &mut needs);
                let plan = Plan::new(&funnel, target, rounding);
                // The quick way and the long way say the same, or both refuse.
                if let Ok(plan) = &plan {
                    prop_assert_eq!(&quick, &Ok(()));
                    prop_assert!(plan.lines().iter().zip(&needs).all(|(line, need)| line.whole == *need));
                    drop((plan.to_string(), plan.to_mermaid()));
                    if let Ok(sheet) = KpiSheet::of(plan, &at, Some(&funnel), &capacity) {
                        drop(sheet.to_string());
                    }
                }
            }
        }
        drop(funnel.forward(&volume).map(|plan| plan.wins().to_string()));
        drop(funnel.overall());
        let deal = DealSize::new(deal).ok();
        let known = Known {
            goal: Some(Goal::Wins(volume.clone())), deal_size: deal, entries: Some(volume.clone()), members: Some(members),
            load: Some(load.clone()),
        };
        for goal in [Goal::Wins(volume.clone()), Goal::Revenue(money)] {
            for entries in [None, Some(volume.clone())] {
                let known = Known { goal: Some(goal.clone()), entries, ..known.clone() };
                for unknown in [
                    Unknown::Rate(at.clone()), Unknown::DealSize, Unknown::Entries, Unknown::Members, Unknown::Goal,
                ] {
                    if let Ok(Found::Rate(rate)) = funnel.seek(&unknown, &known) {
                        prop_assert!(rate.fraction() <= &Fraction::ONE);
                    }
                }
            }
        }
        if let Some(deal) = deal {
            let now = Situation::new(funnel, volume, deal);
            let part = Share::new(part).unwrap();
            for now in [Some(now.clone()), now.with_cycle_days(days).ok()].into_iter().flatten() {
                for levers in [now.levers(), now.levers_by(&part)].into_iter().flatten() {
                    prop_assert!(levers.windows(2).all(|pair| pair[0].gain >= pair[1].gain));
                }
                drop(now.with(&[WhatIf::Entries(load.clone()), WhatIf::Rate { step: at.clone(), to: part.clone() }]));
                drop(now.outcome().map(|outcome| outcome.revenue_of_days(&load)));
            }
        }
        drop((load.to_money(Currency::JPY), load.to_decimal_text(u8::MAX), load.to_percent_text(), load.to_string()));
    }

}

proptest! {
    // Numbers of thousands of digits over a hundred months: few cases, because each may empty its purse.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn calendars_and_teams_never_panic(
        funnel in edge_funnel(), days in edge(), counts in prop::collection::vec(edge(), 0..64), first in edge_month(),
        now in edge_month(), since in edge_month(), volume in edge_fraction(), months in prop::sample::select(vec![0_usize, 1, 119, 120, 121]),
        ramp in prop::collection::vec(edge_of_a_share(), 0..4), load in edge_fraction(), members in any::<u32>(),
    ) {
        let days = u32::try_from(days).unwrap_or(u32::MAX);
        let lags = [Lag::days(days), Lag::months(days), Lag::by_month(&counts), Lag::by_week(&counts)];
        for lag in lags.into_iter().flatten() {
            drop((lag.mean_months(), lag.then(&lag)));
            let lags = (0..funnel.steps().len()).map(|at| if at == 0 { lag.clone() } else { Lag::none() });
            let Ok(schedule) = Schedule::new(funnel.clone(), lags.collect()) else { continue };
            let open = OpenVolume { step: name("s0"), since, volume: volume.clone() };
            for open in [vec![], vec![open; 3]] {
                if let Ok(targets) = MonthlyWins::new(first, vec![volume.clone(); months]) {
                    if let Ok(plan) = schedule.back(&targets, now, &open) {
                        drop((plan.too_late(), plan.to_string()));
                    }
                    drop(targets.scaled(&volume));
                }
                drop(schedule.forward(first, &vec![volume.clone(); months], now, &open));
                drop(schedule.overdue(now, &open));
            }
        }
        let ramp: Vec<Share> = ramp.into_iter().map(|share| Share::new(share).unwrap()).collect();
        if let Ok(team) = Team::new(members, load.clone(), ramp) {
            drop(team.staff(first, &vec![volume.clone(); months]));
        }
        if let Ok(workload) = Workload::new(load.clone(), volume.clone()) {
            drop(workload.members_for(&volume));
        }
        if let Ok(capacity) = Capacity::new(members, days, days) {
            drop(capacity.quotas(&volume));
        }
    }

    #[test]
    fn segments_and_chains_never_panic(
        funnel in edge_funnel(), share in edge_of_a_share(), revenue in edge_money(), deal in edge_money(),
        cells in prop::collection::vec(edge_of_a_share(), 6), wins in edge_fraction(), from in 0_usize..66, to in 0_usize..66,
    ) {
        let (from, to) = (name(&format!("s{from}")), name(&format!("s{to}")));
        let share = Share::new(share).unwrap();
        let back = Return { from: from.clone(), share: share.clone(), to: to.clone() };
        if let Ok(solution) = Chain::recycling(&funnel, &[back.clone(), back]).and_then(|chain| chain.solve()) {
            drop((solution.ever(&from, &to), solution.path_length_variance(&from)));
            drop(solution.entries_for(&from, funnel.last(), &wins));
        }
        let rows = cells.chunks(3).map(<[Fraction]>::to_vec).collect();
        drop(Chain::new(vec![name("a"), name("b")], vec![name("c")], rows).and_then(|chain| chain.solve()));
        if let Ok(deal) = DealSize::new(deal) {
            let segment = |text: &str, share: Share| Segment::new(SegmentName::new(text).unwrap(), share, funnel.clone(), deal);
            let rest = Share::new(share.fraction().complement().unwrap()).unwrap();
            if let Ok(both) = Segments::new(vec![segment("one", share), segment("two", rest)]) {
                drop((both.back_revenue(revenue).map(|plan| plan.revenue()), both.back_wins(&wins)));
                drop(both.calendar("2026-04".parse().unwrap(), &[revenue; 3], "2026-01".parse().unwrap(), &[]));
            }
        }
    }
}

/// So many digits, the same for the same seed.
fn digits(seed: u64, count: usize) -> String {
    let mut seed = seed | 1;
    let digit = |index: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let digit = u8::try_from((seed >> 33) % 10).unwrap();
        char::from(b'0' + if index == 0 { 9 } else { digit })
    };
    (0..count).map(digit).collect()
}

fn long_rate(seed: u64, count: usize) -> Fraction {
    format!("8{}/{}", digits(seed, count - 1), digits(seed + 1, count)).parse().unwrap()
}

fn long_funnel(steps: u64, count: usize) -> Funnel {
    let step = |index: u64| {
        let rate = StepRate::Stated(Share::new(long_rate(2 * index, count)).unwrap());
        Step::new(name(&format!("s{index}")), rate)
    };
    Funnel::new(name("s0"), (1..=steps).map(step).collect()).unwrap()
}

/// Shares of so many digits over one denominator, which make one whole.
fn long_shares(parts: u64, count: usize) -> Vec<Fraction> {
    let whole: Fraction = digits(99, count).parse().unwrap();
    let mut rest = Fraction::ONE;
    let mut shares = Vec::new();
    for part in 1..parts {
        let share = digits(part, count - 4).parse::<Fraction>().unwrap().checked_div(&whole).unwrap();
        rest = rest.checked_sub(&share).unwrap();
        shares.push(share);
    }
    shares.push(rest);
    shares
}

fn too_much(error: &PlanError) -> bool {
    matches!(error, PlanError::Number(FractionError::TooMuchWork { .. } | FractionError::TooLarge { .. }))
}

/// A purse of [`bounds::WORK_STEPS`] ends each of these; how long that takes, `benches/planning.rs` prints.
#[test]
fn what_would_take_minutes_is_refused_by_its_steps() {
    let month: Month = "2030-01".parse().unwrap();
    let targets = MonthlyWins::new(month, vec![Fraction::from(10_u64); 120]).unwrap();
    let lag = Lag::of_shares(long_shares(61, 400)).unwrap();
    let lags = |at: usize| (0..64).map(|i| if i == at { lag.clone() } else { Lag::none() }).collect();
    let schedule = Schedule::new(long_funnel(64, 200), lags(63)).unwrap();
    assert!(too_much(&schedule.back(&targets, month, &[]).unwrap_err()));
    let returns: Vec<Return> =
        (0..32).map(|i| Return { from: name(&format!("s{i}")), share: Share::percent(30), to: name("s0") }).collect();
    let chain = Chain::recycling(&long_funnel(32, 140), &returns).unwrap();
    let refused = chain.solve().unwrap_err();
    assert!(too_much(&refused));
    assert_eq!(
        PlanError::from(FractionError::TooMuchWork { max: bounds::WORK_STEPS }).to_string(),
        "more than 80000000 steps of long numbers in one call; fewer digits in rates, shares and volumes, \
         or fewer steps, months, states or segments, make it possible"
    );
    let many = Return { from: name("s0"), share: Share::ZERO, to: name("s0") };
    assert!(matches!(Chain::recycling(&Funnel::standard(), &vec![many; 1_025]), Err(PlanError::Limit { .. })));
    let open = OpenVolume { step: name("mql"), since: month, volume: Fraction::ONE };
    let schedule = Schedule::immediate(Funnel::standard());
    assert!(matches!(schedule.back(&targets, month, &vec![open; 20_001]), Err(PlanError::Limit { .. })));
}

#[test]
fn every_reasonable_plan_stays_far_below_the_limit_of_steps() {
    // 24 steps of 30 digits, a year of lags, 36 months, each with another fraction as its target.
    let month: Month = "2030-01".parse().unwrap();
    let wins: Vec<Fraction> = (0..36).map(|index| long_rate(1000 + 2 * index, 12)).collect();
    let targets = MonthlyWins::new(month, wins).unwrap();
    let lags = (0..24).map(|i| if i % 2 == 0 { Lag::days(35).unwrap() } else { Lag::none() }).collect();
    let schedule = Schedule::new(long_funnel(24, 30), lags).unwrap();
    let plan = schedule.back(&targets, month, &[]).unwrap();
    assert_eq!(plan.months().len(), 60);
    // 16 states whose shares have 30 digits each.
    let names = |what: &str, count: usize| (0..count).map(|i| name(&format!("{what}{i}"))).collect::<Vec<_>>();
    let rows = (0..16).map(|_| long_shares(18, 30)).collect();
    let solution = Chain::new(names("s", 16), names("o", 2), rows).unwrap().solve().unwrap();
    let won = solution.outcome(&name("s3"), &name("o0")).unwrap();
    let lost = solution.outcome(&name("s3"), &name("o1")).unwrap();
    assert_eq!(won.checked_add(lost).unwrap(), Fraction::ONE);
    // 64 steps as long as the exact numbers allow: every lever.
    let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY).unwrap()).unwrap();
    let now = Situation::new(long_funnel(64, 70), Fraction::from(200_u64), deal);
    let levers: Vec<Lever> = now.levers().unwrap();
    assert_eq!(levers.len(), 66);
    assert!(levers.iter().any(|lever| lever.kind == LeverKind::DealSize));
}

/// The chance summed term by term from nothing up, whatever it takes.
fn summed(n: u64, wins: u64, a: f64, b: f64) -> f64 {
    let of = |count: u64| f64::from(u32::try_from(count).unwrap());
    // P(W = 0) = Π (b + i) / (a + b + i); then the ratio of neighbours.
    let mut term = (0..n).map(|i| (-a / (a + b + of(i))).ln_1p()).sum::<f64>().exp();
    let mut below = 0.0;
    for w in 0..wins {
        below += term;
        term *= of(n - w) * (a + of(w)) / (of(w + 1) * (b + of(n - w - 1)));
    }
    1.0 - below
}

#[test]
fn long_sums_and_integrals_agree() {
    // Far beyond the terms that are summed, with evidence that spreads over the whole range, and less.
    for (k, of, n, wins) in [
        (1, 2, 400_000, 200_000),
        (0, 1, 400_000, 399_000),
        (1, 1, 300_000, 60_000),
        (3, 10, 400_000, 130_000),
        (10, 40, 500_000, 120_000),
        (50, 1000, 1_000_000, 52_000),
        (1, 100, 600_000, 90_000),
    ] {
        let chance = one_step(&StepRate::Evidence(RateEvidence::new(k, of).unwrap())).chance(n, wins).unwrap();
        assert_eq!(chance.basis, OddsBasis::BetaBinomial);
        let half = |count: u64| f64::from(u32::try_from(count).unwrap()) + 0.5;
        let slow = summed(n, wins, half(k), half(of - k));
        let off = (chance.probability.value() - slow).abs();
        assert!(off < 1e-9, "{k} of {of}, {n}, {wins}: {} and {slow}", chance.probability.value());
    }
    // A fair share of a uniform rate: all counts of wins are as likely.
    let chance = one_step(&"1 of 2".parse().unwrap()).chance(MOST, MOST / 2).unwrap();
    assert!((chance.probability.value() - 0.5).abs() < 1e-6);
    // Evidence of a trillion cases is as good as a stated rate.
    let (sure, counted) =
        (one_step(&"50%".parse().unwrap()), one_step(&"500000000000 of 1000000000000".parse().unwrap()));
    for wins in [4_990_000, 4_999_000, 5_000_000, 5_003_000] {
        let both = [&sure, &counted].map(|odds| odds.chance(MOST, wins).unwrap().probability.value());
        assert!((both[0] - both[1]).abs() < 1e-4, "{both:?}");
    }
}

#[test]
fn intervals_of_a_trillion_cases_are_symmetric_and_narrow() {
    let evidence = RateEvidence::new(500_000_000_000, 1_000_000_000_000).unwrap();
    for method in [IntervalMethod::Wilson, IntervalMethod::ClopperPearson, IntervalMethod::Jeffreys] {
        let interval = evidence.interval(method, &Confidence::P95);
        let (low, high) = (0.5 - interval.low.value(), interval.high.value() - 0.5);
        // 1.96 standard deviations of half a millionth.
        assert!((low - 9.799_82e-7).abs() < 1e-11 && (high - low).abs() < 1e-11, "{method:?} {low:e} {high:e}");
    }
    assert_eq!(evidence.interval(IntervalMethod::Wilson, &Confidence::P95).to_string(), "50.00 % to 50.00 %");
}
