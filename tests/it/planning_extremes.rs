//! Any value that can be constructed: planning answers or refuses, and never panics or hangs.

use lead_lifecycle::planning::{
    Capacity, Chain, Confidence, DealSize, Fraction, Funnel, Goal, IntervalMethod, Known, Lag, Month, MonthlyWins,
    Odds, OpenVolume, Plan, RateEvidence, Return, Rounding, Schedule, Segment, Segments, Share, Situation, Step,
    StepRate, Target, Team, Unknown, WhatIf, Workload,
};
use lead_lifecycle::values::{SegmentName, StepName};
use lead_lifecycle::{Currency, Money};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn name(index: usize) -> StepName {
    StepName::new(&format!("s{index}")).unwrap()
}

/// From nothing to far beyond 128 bits, and back to tiny fractions.
fn any_fraction() -> impl Strategy<Value = Fraction> {
    let part = || prop_oneof![Just(0_u128), Just(1), Just(u128::MAX), any::<u128>(), 0_u128..1000];
    (part(), part(), 0_u8..4).prop_map(|(n, d, squares)| {
        let mut fraction = Fraction::new(n, d.max(1)).unwrap();
        for _ in 0..squares {
            fraction = fraction.checked_mul(&fraction).unwrap();
        }
        fraction
    })
}

fn any_share() -> impl Strategy<Value = Share> {
    prop_oneof![
        (0_u8..=100).prop_map(Share::percent),
        any_fraction().prop_map(|fraction| Share::new(fraction.min(Fraction::ONE)).unwrap()),
    ]
}

fn any_rate() -> impl Strategy<Value = StepRate> {
    prop_oneof![
        any_share().prop_map(StepRate::Stated),
        (0_u64..=1_000_000_000_000, 1_u64..=1_000_000_000_000)
            .prop_map(|(k, n)| StepRate::Evidence(RateEvidence::new(k.min(n), n).unwrap())),
    ]
}

fn any_funnel() -> impl Strategy<Value = Funnel> {
    prop::collection::vec(any_rate(), 1..7).prop_map(|rates| {
        let steps = rates.into_iter().enumerate().map(|(index, rate)| Step::new(name(index + 1), rate));
        Funnel::new(name(0), steps.collect()).unwrap()
    })
}

fn any_money() -> impl Strategy<Value = Money> {
    let largest = 1_000_000_000_000_000_i64;
    let units = prop_oneof![Just(0), Just(largest), Just(-largest), Just(1), 0..=largest];
    (units, any::<bool>()).prop_map(|(units, yen)| {
        let currency = if yen { Currency::JPY } else { Currency::USD };
        Money::new(Decimal::from(units), currency).unwrap()
    })
}

fn any_month() -> impl Strategy<Value = Month> {
    (1900_u16..=9999, 1_u8..=12).prop_map(|(year, month)| Month::new(year, month).unwrap())
}

fn any_lag() -> impl Strategy<Value = Lag> {
    prop_oneof![
        (0_u32..=60).prop_map(|months| Lag::months(months).unwrap()),
        prop::collection::vec(any::<u64>(), 1..12)
            .prop_map(|counts| Lag::by_week(&counts).unwrap_or_else(|_| Lag::none())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn funnels_and_goals(
        funnel in any_funnel(), revenue in any_money(), deal in any_money(), volume in any_fraction(),
        load in any_fraction(), members in any::<u32>(), at in 0_usize..8, days in any_fraction(), share in any_share(),
    ) {
        let mut targets = vec![Target::Wins(volume.clone()), Target::Volume { step: name(at), volume: volume.clone() }];
        targets.extend(Target::revenue(revenue, deal));
        for target in &targets {
            for rounding in [Rounding::EachStep, Rounding::Cascade] {
                if let Ok(plan) = Plan::new(&funnel, target, rounding) {
                    drop((plan.to_string(), plan.to_mermaid()));
                    let stored = serde_json::to_string(&plan).unwrap();
                    prop_assert_eq!(serde_json::from_str::<Plan>(&stored).unwrap(), plan);
                }
            }
        }
        let deal = DealSize::new(deal).ok();
        for goal in [None, Some(Goal::Revenue(revenue)), Some(Goal::Wins(volume.clone()))] {
            let known = Known {
                goal, deal_size: deal, entries: Some(volume.clone()), members: Some(members), load: Some(load.clone()),
            };
            for unknown in [
                Unknown::Rate(name(at)), Unknown::DealSize, Unknown::Entries, Unknown::Members, Unknown::Goal,
            ] {
                drop(funnel.seek(&unknown, &known).map_err(|error| error.to_string()));
                drop(funnel.seek(&unknown, &Known { entries: None, ..known.clone() }));
            }
        }
        if let Some(deal) = deal {
            if let Ok(now) = Situation::new(funnel, volume.clone(), deal).with_cycle_days(days) {
                drop((now.levers(), now.outcome(), now.with(&[WhatIf::Entries(load), WhatIf::Rate { step: name(at), to: share }])));
            }
        }
    }

    #[test]
    fn chances(funnel in any_funnel(), entries in any::<u64>(), wins in 0_u64..5_000, at in any_fraction(), k in 0_u64..1_000_000, more in 0_u64..1_000_000) {
        let odds = Odds::of(&funnel);
        let confidence = Confidence::new(at).unwrap_or(Confidence::P90);
        if let Ok(odds) = odds {
            for entries in [entries, entries % 10_000_001, entries % 1000] {
                if let Ok(chance) = odds.chance(entries, wins) {
                    prop_assert!((0.0..=1.0).contains(&chance.probability.value()), "{:?}", chance);
                }
            }
            drop((odds.entries_for(wins, &confidence), odds.wins_at(entries % 1_000_000, &confidence)));
            prop_assert!(odds.wins_deviation(entries % 1000).value() >= 0.0);
        }
        if let Ok(evidence) = RateEvidence::new(k, k + more) {
            for method in [IntervalMethod::Wilson, IntervalMethod::ClopperPearson, IntervalMethod::Jeffreys] {
                let interval = evidence.interval(method, &confidence);
                let (low, high) = (interval.low.value(), interval.high.value());
                prop_assert!((0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high), "{} {} {}", low, high, confidence);
            }
        }
    }

    #[test]
    fn months_and_people(
        funnel in any_funnel(), lags in prop::collection::vec(any_lag(), 6), first in any_month(), now in any_month(),
        since in any_month(), volumes in prop::collection::vec(any_fraction(), 1..6), members in any::<u32>(),
        ramp in prop::collection::vec(any_share(), 0..5), days in 0_u32..40,
    ) {
        let lags: Vec<Lag> = lags.into_iter().take(funnel.steps().len()).collect();
        let open = [OpenVolume { step: name(0), since, volume: volumes[0].clone() }];
        if let Ok(schedule) = Schedule::new(funnel, lags) {
            if let Ok(targets) = MonthlyWins::new(first, volumes.clone()) {
                drop(schedule.back(&targets, now, &[]).map(|plan| plan.to_string()));
                drop(schedule.back(&targets, now, &open).map(|plan| plan.too_late()));
            }
            drop(schedule.forward(first, &volumes, now, &open));
            drop(schedule.forward(first, &volumes, now, &[]));
        }
        if let Ok(team) = Team::new(members, volumes[0].clone(), ramp) {
            drop(team.staff(first, &volumes));
        }
        if let Ok(capacity) = Capacity::new(members, days, days / 4) {
            drop(capacity.quotas(&volumes[0]));
        }
        if let Ok(workload) = Workload::new(volumes[0].clone(), volumes[0].clone()) {
            drop(workload.members_for(&volumes[0]));
        }
    }

    #[test]
    fn segments_and_chains(
        parts in prop::collection::vec((any_funnel(), any_money()), 1..5), revenue in any_money(), share in any_share(),
        from in 0_usize..7, to in 0_usize..7,
    ) {
        let count = u128::try_from(parts.len()).unwrap();
        let segment = |(index, (funnel, deal)): (usize, &(Funnel, Money))| {
            let name = SegmentName::new(&format!("segment {index}")).unwrap();
            let share = Share::new(Fraction::new(1, count).unwrap()).unwrap();
            DealSize::new(*deal).map(|deal_size| Segment { name, share, funnel: funnel.clone(), lags: vec![], deal_size })
        };
        let segments: Result<Vec<Segment>, _> = parts.iter().enumerate().map(segment).collect();
        if let Ok(segments) = segments.and_then(Segments::new) {
            if let Ok(plan) = segments.back_revenue(revenue) {
                drop((plan.to_string(), plan.revenue()));
            }
            drop(segments.calendar("2026-04".parse().unwrap(), &[revenue; 3], "2026-01".parse().unwrap(), &[]));
        }
        let back = Return { from: name(from), share, to: name(to) };
        if let Ok(chain) = Chain::recycling(&parts[0].0, &[back]) {
            if let Ok(solution) = chain.solve() {
                drop((solution.path_length_variance(&name(0)), solution.ever(&name(0), &name(1))));
            }
        }
    }
}
