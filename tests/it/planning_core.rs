//! Planning's exact core: the guides' numbers, the laws of going back and forth, goal-seek, bad input.

use lead_lifecycle::planning::{
    Confidence, DealSize, Found, Fraction, FractionError, Funnel, Goal, Known, LineRole, Plan, PlanError, RateEvidence,
    Rounding, Share, Step, StepRate, Target, Unknown,
};
use lead_lifecycle::values::StepName;
use lead_lifecycle::{Currency, Money};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

fn name(text: &str) -> StepName {
    StepName::new(text).unwrap()
}

fn yen(amount: i64) -> Money {
    Money::from_units(amount, Currency::JPY).unwrap()
}

fn funnel(rates: &[StepRate]) -> Funnel {
    let step = |(index, rate): (usize, &StepRate)| Step::new(name(&format!("s{}", index + 1)), rate.clone());
    Funnel::new(name("s0"), rates.iter().enumerate().map(step).collect()).unwrap()
}

fn wholes(plan: &Plan) -> Vec<u128> {
    plan.lines().iter().map(|line| line.whole).collect()
}

#[test]
fn the_guides_example() {
    let target = Target::revenue(yen(30_000_000), yen(3_000_000)).unwrap();
    let plan = Funnel::standard().back(&target).unwrap();
    assert_eq!(wholes(&plan), [200, 50, 40, 10]);
    let each = plan.line("sql").unwrap().exact.checked_div(&Fraction::from(4_u64)).unwrap();
    assert_eq!(each.to_string(), "12.5");
    assert_eq!(plan.formula("mql").unwrap().to_string(), "200 = ⌈50 ÷ 25%⌉");
    assert_eq!(plan.formula("win").unwrap().to_string(), "10 = ⌈JPY 30,000,000 ÷ JPY 3,000,000⌉");
    let deal = DealSize::new(yen(3_000_000)).unwrap();
    assert_eq!(plan.revenue_at(deal).unwrap(), Fraction::from(30_000_000_u64));
    assert_eq!(
        plan.to_string(),
        "\
target: JPY 30,000,000 at JPY 3,000,000 a deal
step         rate  exact  decimal  whole  how
mql                  200   200.00    200  200 = ⌈50 ÷ 25%⌉
sql           25%     50    50.00     50  50 = ⌈40 ÷ 80%⌉
opportunity   80%     40    40.00     40  40 = ⌈10 ÷ 25%⌉
win           25%     10    10.00     10  10 = ⌈JPY 30,000,000 ÷ JPY 3,000,000⌉
"
    );
}

#[test]
fn presets_are_legal_and_named_after_the_guides() {
    for (funnel, entry) in
        [(Funnel::standard(), "mql"), (Funnel::activity(), "call"), (Funnel::sdr(), "mql"), (Funnel::bdr(), "approach")]
    {
        assert_eq!(funnel.entry(), &name(entry));
        assert!(funnel.overall().unwrap() > Fraction::ZERO);
    }
    // SDR's MQL→SQL lies within 20–30 %, BDR's approach→meeting within 5–10 %, as in the guides.
    let rate = |funnel: Funnel| funnel.rates().next().unwrap().to_percent_text();
    assert_eq!(rate(Funnel::sdr()), "25");
    assert_eq!(rate(Funnel::bdr()), "7.5");
}

#[test]
fn targets_in_the_middle_and_forwards() {
    let plan = Funnel::standard().back(&Target::volume(name("sql"), 51)).unwrap();
    assert_eq!(wholes(&plan), [204, 51, 40, 10]);
    let roles: Vec<LineRole> = plan.lines().iter().map(|line| line.role).collect();
    assert_eq!(roles, [LineRole::Needed, LineRole::Aimed, LineRole::Expected, LineRole::Expected]);
    assert_eq!(plan.wins().to_string(), "10.2");
    assert_eq!(plan.formula("win").unwrap().to_string(), "10 = ⌊40.8 × 25%⌋");
    let forward = Funnel::standard().forward(&Fraction::from(200_u64)).unwrap();
    assert_eq!(wholes(&forward), [200, 50, 40, 10]);
}

#[test]
fn each_step_and_cascade_differ_as_documented() {
    let rates = [StepRate::percent(30), StepRate::percent(70)];
    let funnel = funnel(&rates);
    let target = Target::wins(10);
    let each = Plan::new(&funnel, &target, Rounding::EachStep).unwrap();
    let cascade = Plan::new(&funnel, &target, Rounding::Cascade).unwrap();
    // 10 ÷ 0.7 = 14.28…, ÷ 0.3 = 47.6…: 48 on their own, but 15 whole ones ask for 50.
    assert_eq!(wholes(&each), [48, 15, 10]);
    assert_eq!(wholes(&cascade), [50, 15, 10]);
    assert_eq!(cascade.formula("s0").unwrap().to_string(), "50 = ⌈15 ÷ 30%⌉");
}

#[test]
fn floats_would_be_off_by_one_here() {
    // 0.07 × 100 is 7.000000000000001 in binary floating point, and 7 ÷ 0.07 is 100.00000000000001 or 99.9….
    let plan = funnel(&[StepRate::percent(7)]).back(&Target::wins(7)).unwrap();
    assert_eq!(wholes(&plan), [100, 7]);
    let third = StepRate::Evidence(RateEvidence::new(1, 3).unwrap());
    let plan = funnel(&[third.clone(), third.clone(), third]).back(&Target::wins(1)).unwrap();
    assert_eq!(wholes(&plan), [27, 9, 3, 1]);
}

#[test]
fn eight_steps_of_large_evidence_stay_exact() {
    // Far beyond 128 bits: the exact need is still a fraction, and its ceiling is right.
    let rates: Vec<StepRate> =
        (0..8).map(|i| StepRate::Evidence(RateEvidence::new(99_991 + i, 999_999_000_001 + i).unwrap())).collect();
    let plan = funnel(&rates).back(&Target::wins(1)).unwrap_err();
    assert!(matches!(plan, PlanError::Number(FractionError::TooLarge { .. })), "{plan}");
    let rates: Vec<StepRate> =
        (0..8).map(|i| StepRate::Evidence(RateEvidence::new(499_979 + 17 * i, 999_983 + 13 * i).unwrap())).collect();
    let plan = funnel(&rates).back(&Target::wins(1)).unwrap();
    assert_eq!(plan.entries().numerator(), None, "more than 128 bits");
    assert_eq!(wholes(&plan)[0], 256);
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
}

#[test]
fn goal_seek_finds_each_unknown() {
    let funnel = Funnel::standard();
    let known = Known {
        goal: Some(Goal::Revenue(yen(30_000_000))),
        deal_size: Some(DealSize::new(yen(3_000_000)).unwrap()),
        entries: Some(Fraction::from(200_u64)),
        members: Some(4),
        load: Some(Fraction::from(50_u64)),
    };
    for step in ["sql", "opportunity", "win"] {
        let Found::Rate(rate) = funnel.seek(&Unknown::Rate(name(step)), &known).unwrap() else { panic!() };
        let index = funnel.position(&name(step)).unwrap() - 1;
        assert_eq!(Some(rate.fraction()), funnel.rates().nth(index));
    }
    let Found::DealSize { rounded, .. } = funnel.seek(&Unknown::DealSize, &known).unwrap() else { panic!() };
    assert_eq!(rounded, yen(3_000_000));
    let Found::Entries { whole, .. } = funnel.seek(&Unknown::Entries, &known).unwrap() else { panic!() };
    assert_eq!(whole, 200);
    let Found::Members { whole, .. } = funnel.seek(&Unknown::Members, &known).unwrap() else { panic!() };
    assert_eq!(whole, 4);
    let team_only = Known { entries: None, ..known };
    let Found::Goal { wins, revenue } = funnel.seek(&Unknown::Goal, &team_only).unwrap() else { panic!() };
    assert_eq!((wins, revenue), (Fraction::from(10_u64), Some(yen(30_000_000))));
}

#[test]
fn goal_seek_says_what_would_make_it_possible() {
    let known = |entries: u64| Known {
        goal: Some(Goal::Wins(Fraction::from(10_u64))),
        entries: Some(Fraction::from(entries)),
        ..Known::default()
    };
    let funnel = Funnel::standard();
    let error = funnel.seek(&Unknown::Rate(name("win")), &known(30)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`win` would need a rate of 166.67%; at 100% 6 of the 10 wanted are reached, \
         and 10 at `opportunity` would make it possible"
    );
    let error = funnel.seek(&Unknown::Rate(name("win")), &known(0)).unwrap_err();
    assert_eq!(error.to_string(), "volume is 0; give one above 0");
    let error = funnel.seek(&Unknown::Members, &known(30)).unwrap_err();
    assert_eq!(error.to_string(), "load is missing; with it the question has an answer");
    let error = funnel.seek(&Unknown::Rate(name("wim")), &known(30)).unwrap_err();
    assert_eq!(error.to_string(), "`wim` is not known here; did you mean `win`");
    let dry = funnel.with_rate(&name("sql"), StepRate::percent(0)).unwrap();
    let error = dry.seek(&Unknown::Entries, &known(30)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "nothing gets through to `sql`, whose rate is 0%; any rate above 0% makes it possible"
    );
    assert_eq!(dry.seek(&Unknown::Rate(name("win")), &known(30)).unwrap_err(), error);
    assert_eq!(dry.back(&Target::wins(1)).unwrap_err(), error);
    // What the unknown step says itself does not matter.
    assert!(dry.seek(&Unknown::Rate(name("sql")), &known(200)).is_ok());
}

#[test]
fn bad_input_is_a_typed_error() {
    assert!(matches!("101%".parse::<Share>(), Err(PlanError::AboveOne { .. })));
    for text in ["-1%", "", "%", ".5", "5.", "1/", "/2", "1e3", "1_000", " 1", "nan", "1/-2", "+3"] {
        assert!(text.parse::<Fraction>().is_err(), "{text:?}");
    }
    assert!(matches!("1/0".parse::<Fraction>(), Err(FractionError::DivisionByZero)));
    assert!(matches!(RateEvidence::new(3, 2), Err(PlanError::Evidence { .. })));
    assert!(matches!(RateEvidence::new(0, 0), Err(PlanError::Evidence { .. })));
    assert!(matches!(RateEvidence::new(1, u64::MAX), Err(PlanError::Limit { .. })));
    assert!(matches!(Funnel::new(name("a"), vec![]), Err(PlanError::Limit { .. })));
    let step = |text: &str| Step::new(name(text), StepRate::percent(50));
    assert!(matches!(Funnel::new(name("a"), vec![step("a")]), Err(PlanError::Twice { .. })));
    assert!(matches!(Funnel::new(name("a"), vec![step("b"), step("b")]), Err(PlanError::Twice { .. })));
    assert!(matches!(Target::revenue(yen(-1), yen(1)), Err(PlanError::Negative { .. })));
    assert!(matches!(Target::revenue(yen(1), yen(0)), Err(PlanError::Zero { .. })));
    assert!(matches!(Target::revenue(yen(1), yen(-5)), Err(PlanError::Negative { .. })));
    let dollars = Money::from_units(1, Currency::USD).unwrap();
    assert!(matches!(Target::revenue(yen(1), dollars), Err(PlanError::Currencies { .. })));
    let unknown = Target::volume(name("sqls"), 1);
    assert!(matches!(Funnel::standard().back(&unknown), Err(PlanError::Unknown { suggestion: Some(_), .. })));
    // Too large to count in 128 bits is an error value, never a panic.
    let rates = vec![StepRate::Evidence(RateEvidence::new(1, 1_000_000_000_000).unwrap()); 64];
    let target = Target::Wins(Fraction::from(u128::MAX));
    assert!(matches!(funnel(&rates).back(&target), Err(PlanError::Number(_))));
    let mut large = Fraction::from(u128::MAX);
    let error = loop {
        match large.checked_mul(&large) {
            Ok(square) => large = square,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, FractionError::TooLarge { .. }));
}

#[test]
fn serde_goes_through_the_same_checks() {
    let plan = Funnel::standard().back(&Target::wins(10)).unwrap();
    let text = toml::to_string(&plan).unwrap();
    assert_eq!(toml::from_str::<Plan>(&text).unwrap(), plan);
    let tampered = text.replace("whole = 200", "whole = 199");
    assert_ne!(tampered, text);
    assert!(toml::from_str::<Plan>(&tampered).unwrap_err().to_string().contains("plan again"));
    let refused = |text: &str| serde_json::from_str::<StepRate>(text).unwrap_err().to_string();
    assert!(refused(r#"{"stated":"101%"}"#).contains("above 100%"));
    assert!(refused(r#"{"evidence":{"converted":3,"of":2}}"#).contains("at most 2 can convert"));
    assert!(refused(r#"{"stated":0.25}"#).contains("in quotes"));
    let rate = serde_json::from_str::<StepRate>(r#"{"stated":"1/3"}"#).unwrap();
    assert_eq!(serde_json::to_string(&rate).unwrap(), r#"{"stated":"1/3"}"#);
    assert!(serde_json::from_str::<Fraction>("0.5").unwrap_err().to_string().contains("quote it"));
}

#[test]
fn values_read_what_they_write() {
    for text in ["25%", "1/3", "0%", "100%", "50 of 200", "0 of 1"] {
        assert_eq!(text.parse::<StepRate>().unwrap().to_string(), text);
    }
    for text in ["90%", "99.999%", "2/3"] {
        assert_eq!(text.parse::<Confidence>().unwrap().to_string(), text);
    }
    for text in ["50 of", "of 200", "50  of 200", "+5 of 20", "5 of 2e1", "x of y", "50 of 200 of 3"] {
        assert!(matches!(text.parse::<RateEvidence>(), Err(PlanError::EvidenceText { .. })), "{text}");
        assert!(text.parse::<StepRate>().is_err(), "{text}");
    }
    assert!(matches!("3 of 2".parse::<StepRate>(), Err(PlanError::Evidence { .. })));
    assert!(matches!("100%".parse::<Confidence>(), Err(PlanError::Confidence { .. })));
}

#[test]
fn errors_can_be_sent_to_a_screen() {
    fn held<T: std::error::Error + Send + Sync + Clone + PartialEq + serde::Serialize + 'static>(error: &T) -> String {
        serde_json::to_string(error).unwrap()
    }
    let yen_below = Target::revenue(yen(-1), yen(1)).unwrap_err();
    assert_eq!(held(&yen_below), r#"{"negative":{"what":"revenue","got":{"amount":"-1","currency":"JPY"}}}"#);
    assert_eq!(yen_below.to_string(), "revenue `JPY -1` is negative; 0 or more is possible");
    let funnel = Funnel::standard();
    let missing = funnel.seek(&Unknown::Entries, &Known::default()).unwrap_err();
    assert_eq!(held(&missing), r#"{"missing":"goal"}"#);
    assert_eq!(held(&FractionError::BelowZero), r#""below_zero""#);
    let formula = funnel.back(&Target::wins(10)).unwrap().formula("mql").unwrap();
    let stored = r#"{"needed":{"whole":200,"after":"50","rate":{"stated":"25%"}}}"#;
    assert_eq!(serde_json::to_string(&formula).unwrap(), stored);
}

fn any_rate() -> impl Strategy<Value = StepRate> {
    prop_oneof![
        (1_u8..=100).prop_map(StepRate::percent),
        (1_u64..=1000, 0_u64..=5000).prop_map(|(k, more)| StepRate::Evidence(RateEvidence::new(k, k + more).unwrap())),
        (1_u64..=1_000_000_000, 0_u64..=500_000_000_000)
            .prop_map(|(k, more)| StepRate::Evidence(RateEvidence::new(k, k + more).unwrap())),
    ]
}

fn any_target() -> impl Strategy<Value = Target> {
    prop_oneof![
        (0_i64..=1_000_000_000, 1_i64..=10_000_000).prop_map(|(revenue, deal)| Target::revenue(
            yen(revenue),
            yen(deal)
        )
        .unwrap()),
        (0_i64..=1_000_000_000, 1_i64..=10_000_000).prop_map(|(revenue, deal)| {
            let cents = |cents: i64| Money::new(rust_decimal::Decimal::new(cents, 2), Currency::USD).unwrap();
            Target::revenue(cents(revenue), cents(deal)).unwrap()
        }),
        (any::<u64>(), 1_u64..=1000)
            .prop_map(|(n, d)| Target::Wins(Fraction::new(u128::from(n), u128::from(d)).unwrap())),
    ]
}

fn big(fraction: &Fraction) -> BigRational {
    let text = fraction.to_string();
    let (n, d) = if let Some((n, d)) = text.split_once('/') {
        (n.to_owned(), d.to_owned())
    } else {
        let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
        (format!("{whole}{places}"), format!("1{}", "0".repeat(places.len())))
    };
    BigRational::new(n.parse().unwrap(), d.parse().unwrap())
}

fn ceil(value: &BigRational) -> BigInt {
    value.ceil().to_integer()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn ceilings_agree_with_big_rationals(rates in prop::collection::vec(any_rate(), 1..9), target in any_target()) {
        let funnel = funnel(&rates);
        for rounding in [Rounding::EachStep, Rounding::Cascade] {
            let plan = match Plan::new(&funnel, &target, rounding) {
                Ok(plan) => plan,
                Err(PlanError::Number(_)) => continue,
                Err(other) => panic!("{other}"),
            };
            let mut needs = Vec::new();
            funnel.whole_needs(&target, rounding, &mut needs).unwrap();
            prop_assert_eq!(&needs, &wholes(&plan));
            let mut exact = big(&target.aim().unwrap());
            let mut whole = ceil(&exact);
            for (index, line) in plan.lines().iter().enumerate().rev() {
                prop_assert_eq!(&big(&line.exact), &exact);
                prop_assert_eq!(BigInt::from(line.whole), whole.clone());
                if index > 0 {
                    let rate = big(&rates[index - 1].fraction());
                    exact /= &rate;
                    let from = if rounding == Rounding::Cascade { BigRational::from(whole) / rate } else { exact.clone() };
                    whole = ceil(&from);
                }
            }
        }
    }

    #[test]
    fn cascade_never_needs_less(rates in prop::collection::vec(any_rate(), 1..6), target in any_target()) {
        let funnel = funnel(&rates);
        let (mut each, mut cascade) = (Vec::new(), Vec::new());
        funnel.whole_needs(&target, Rounding::EachStep, &mut each).unwrap();
        funnel.whole_needs(&target, Rounding::Cascade, &mut cascade).unwrap();
        prop_assert!(each.iter().zip(&cascade).all(|(each, cascade)| each <= cascade));
    }

    #[test]
    fn back_undoes_forward(rates in prop::collection::vec(any_rate(), 1..9), n in any::<u64>(), d in 1_u64..999) {
        let funnel = funnel(&rates);
        let entries = Fraction::new(u128::from(n), u128::from(d)).unwrap();
        let Ok(forward) = funnel.forward(&entries) else { return Ok(()) };
        let back = funnel.back(&Target::Wins(forward.wins().clone())).unwrap();
        prop_assert_eq!(back.entries(), &entries);
        // From every step in between, too.
        for line in forward.lines() {
            let target = Target::Volume { step: line.step.clone(), volume: line.exact.clone() };
            let plan = funnel.back(&target).unwrap();
            for (line, other) in plan.lines().iter().zip(forward.lines()) {
                prop_assert_eq!(&line.exact, &other.exact);
            }
        }
    }

    #[test]
    fn a_better_rate_never_needs_more(
        rates in prop::collection::vec(any_rate(), 1..6), at in any::<prop::sample::Index>(),
        better in any_rate(), target in any_target(),
    ) {
        let mut before = funnel(&rates);
        let step = before.steps()[at.index(rates.len())].clone();
        let mut after = before.with_rate(&step.name, better.clone()).unwrap();
        if better.fraction() < step.rate.fraction() {
            std::mem::swap(&mut before, &mut after);
        }
        for rounding in [Rounding::EachStep, Rounding::Cascade] {
            let (mut less, mut more) = (Vec::new(), Vec::new());
            after.whole_needs(&target, rounding, &mut less).unwrap();
            before.whole_needs(&target, rounding, &mut more).unwrap();
            prop_assert!(less.iter().zip(&more).all(|(less, more)| less <= more));
        }
    }

    #[test]
    fn goal_seek_inverts_the_plan(
        rates in prop::collection::vec(any_rate(), 1..6), at in any::<prop::sample::Index>(),
        revenue in 1_i64..1_000_000_000, deal in 1_i64..10_000_000, load in 1_u64..100,
    ) {
        let funnel = funnel(&rates);
        let plan = funnel.back(&Target::revenue(yen(revenue), yen(deal)).unwrap()).unwrap();
        let known = Known {
            goal: Some(Goal::Revenue(yen(revenue))),
            deal_size: Some(DealSize::new(yen(deal)).unwrap()),
            entries: Some(plan.entries().clone()),
            load: Some(Fraction::from(load)),
            members: None,
        };
        let index = at.index(rates.len());
        let step = funnel.steps()[index].name.clone();
        let Found::Rate(rate) = funnel.seek(&Unknown::Rate(step), &known).unwrap() else { panic!() };
        prop_assert_eq!(rate.fraction(), &rates[index].fraction());
        let Found::DealSize { exact, .. } = funnel.seek(&Unknown::DealSize, &known).unwrap() else { panic!() };
        prop_assert_eq!(exact, Fraction::from(deal.unsigned_abs()));
        let Found::Entries { exact, .. } = funnel.seek(&Unknown::Entries, &known).unwrap() else { panic!() };
        prop_assert_eq!(&exact, plan.entries());
        let Found::Goal { revenue: found, .. } = funnel.seek(&Unknown::Goal, &known).unwrap() else { panic!() };
        prop_assert_eq!(found, Some(yen(revenue)));
        let Found::Members { exact, whole } = funnel.seek(&Unknown::Members, &known).unwrap() else { panic!() };
        prop_assert_eq!(exact.checked_mul(&Fraction::from(load)).unwrap(), plan.entries().clone());
        prop_assert_eq!(exact.ceil().unwrap(), whole);
    }

    #[test]
    fn fractions_read_what_they_write(n in any::<u128>(), d in 1_u128.., s in 0_u32..128) {
        let fraction = Fraction::new(n, (d >> s).max(1)).unwrap();
        prop_assert_eq!(&fraction.to_string().parse::<Fraction>().unwrap(), &fraction);
        let square = fraction.checked_mul(&fraction).unwrap();
        prop_assert_eq!(&square.to_string().parse::<Fraction>().unwrap(), &square);
        prop_assert_eq!(big(&square), big(&fraction) * big(&fraction));
        prop_assert_eq!(square.cmp(&fraction), big(&square).cmp(&big(&fraction)));
        let sum = square.checked_add(&fraction).unwrap();
        prop_assert_eq!(big(&sum), big(&square) + big(&fraction));
        prop_assert_eq!(sum.checked_sub(&square).unwrap(), fraction);
    }

    #[test]
    fn decimals_round_half_away_from_zero(n in 0_u128..1_000_000_000, d in 1_u128..100_000, places in 0_u8..8) {
        let text = Fraction::new(n, d).unwrap().to_decimal_text(places);
        let scale = 10_u128.pow(u32::from(places));
        prop_assert_eq!(text.replace('.', "").parse::<u128>().unwrap(), (2 * n * scale + d) / (2 * d));
    }
}
