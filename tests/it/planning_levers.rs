//! Levers and what-if: worth, order, and agreement with planning again.

use lead_lifecycle::planning::{
    DealSize, Fraction, Funnel, LeverKind, PlanError, Share, Situation, StepRate, Target, WhatIf,
};
use lead_lifecycle::values::StepName;
use lead_lifecycle::{Currency, Money};
use proptest::prelude::*;

fn name(text: &str) -> StepName {
    StepName::new(text).unwrap()
}

fn deal(amount: i64) -> DealSize {
    DealSize::new(Money::from_units(amount, Currency::JPY).unwrap()).unwrap()
}

fn situation() -> Situation {
    let now = Situation::new(Funnel::standard(), Fraction::from(200_u64), deal(3_000_000));
    now.with_cycle_days(Fraction::from(90_u64)).unwrap()
}

#[test]
fn levers_of_the_standard_funnel_are_ranked() {
    let now = situation();
    let outcome = now.outcome().unwrap();
    assert_eq!(outcome.revenue, Fraction::from(30_000_000_u64));
    assert_eq!(outcome.velocity.unwrap().to_decimal_text(2), "333333.33");
    let levers = now.levers().unwrap();
    let ranked: Vec<(LeverKind, String)> =
        levers.iter().map(|lever| (lever.kind.clone(), lever.gain.to_decimal_text(0))).collect();
    assert_eq!(
        ranked,
        [
            (LeverKind::Rate(name("sql")), "1200000".into()),
            (LeverKind::Rate(name("win")), "1200000".into()),
            (LeverKind::Rate(name("opportunity")), "375000".into()),
            (LeverKind::Cycle, "303030".into()),
            (LeverKind::DealSize, "300000".into()),
            (LeverKind::Entries, "300000".into()),
        ]
    );
    // A shorter cycle is one day's revenue in 99 % of the time.
    let cycle = levers.iter().find(|lever| lever.kind == LeverKind::Cycle).unwrap();
    let faster = now.with(&[WhatIf::CycleDays("89.1".parse().unwrap())]).unwrap().outcome().unwrap();
    let before = now.outcome().unwrap().velocity.unwrap();
    assert_eq!(faster.velocity.unwrap().checked_sub(&before).unwrap(), cycle.velocity_gain.clone().unwrap());
    // What a lever saves is what planning again with it saves.
    let better = Funnel::standard().with_rate(&name("sql"), StepRate::percent(26)).unwrap();
    let needed = better.back(&Target::wins(10)).unwrap().entries().clone();
    let saved = Fraction::from(200_u64).checked_sub(&needed).unwrap();
    assert_eq!(levers.first().unwrap().entries_saved, saved);
}

#[test]
fn what_if_of_several_changes_and_its_errors() {
    let to = |step: &str, percent: u8| WhatIf::Rate { step: name(step), to: Share::percent(percent) };
    let changes = [
        to("sql", 20),
        to("win", 30),
        WhatIf::DealSize(deal(3_500_000)),
        WhatIf::Entries(Fraction::from(250_u64)),
        WhatIf::CycleDays(Fraction::from(60_u64)),
    ];
    let after = situation().with(&changes).unwrap();
    // 250 × 20 % × 80 % × 30 % = 12 wins of 3.5 million.
    let outcome = after.outcome().unwrap();
    assert_eq!(outcome.wins, Fraction::from(12_u64));
    assert_eq!(outcome.revenue, Fraction::from(42_000_000_u64));
    assert_eq!(outcome.velocity, Some(Fraction::from(700_000_u64)));
    assert!(matches!(situation().with(&[to("sq", 1)]), Err(PlanError::Unknown { .. })));
    assert!(matches!(situation().with(&[]), Err(PlanError::Limit { .. })));
    let still = WhatIf::CycleDays(Fraction::ZERO);
    assert!(matches!(situation().with(&[still]), Err(PlanError::Zero { .. })));
    let dollars = DealSize::new(Money::from_units(1, Currency::USD).unwrap()).unwrap();
    assert!(matches!(situation().with(&[WhatIf::DealSize(dollars)]), Err(PlanError::Currencies { .. })));
}

#[test]
fn dead_funnels_still_have_levers() {
    let dead = Funnel::standard().with_rate(&name("win"), StepRate::percent(0)).unwrap();
    let dead = Situation::new(dead, Fraction::from(200_u64), deal(3_000_000));
    let levers = dead.levers().unwrap();
    assert_eq!(levers.first().unwrap().kind, LeverKind::Rate(name("win")));
    assert_eq!(levers.first().unwrap().gain, Fraction::from(1_200_000_u64));
    assert!(levers.iter().skip(1).all(|lever| lever.gain.is_zero()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn a_lever_is_worth_what_the_what_if_says(a in 0_u8..=100, b in 0_u8..=100, c in 0_u8..=100, entries in 0_u64..100_000) {
        let mut funnel = Funnel::standard();
        for (step, percent) in [("sql", a), ("opportunity", b), ("win", c)] {
            funnel = funnel.with_rate(&name(step), StepRate::percent(percent)).unwrap();
        }
        let now = Situation::new(funnel, Fraction::from(entries), deal(1_234_567));
        let now = now.with_cycle_days(Fraction::from(30_u64)).unwrap();
        let before = now.outcome().unwrap().revenue;
        let levers = now.levers().unwrap();
        prop_assert!(levers.windows(2).all(|pair| pair[0].gain >= pair[1].gain));
        for lever in levers {
            let LeverKind::Rate(step) = &lever.kind else { continue };
            let index = now.funnel().position(step).unwrap() - 1;
            let percent = [a, b, c][index];
            let change = WhatIf::Rate { step: step.clone(), to: Share::percent(percent + 1) };
            let after = now.with(&[change]).unwrap().outcome().unwrap().revenue;
            prop_assert_eq!(lever.gain, after.checked_sub(&before).unwrap());
        }
    }
}
