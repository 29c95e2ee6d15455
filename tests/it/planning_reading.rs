//! How planning reads, and what a sales manager is told: velocity, levers of one kind, quotas, old deals, odds.
#![expect(clippy::float_arithmetic, reason = "tests of estimates, which are floats")]

use lead_lifecycle::planning::{
    Capacity, Chance, Confidence, DealSize, Estimate, Fraction, Funnel, IntervalMethod, KpiSheet, Lag, LeverKind,
    Month, MonthlyWins, Odds, OddsBasis, OpenVolume, Plan, PlanError, RateEvidence, Rounding, Schedule, Share,
    Situation, Step, Target,
};
use lead_lifecycle::values::StepName;
use lead_lifecycle::{Currency, Money};
use proptest::prelude::*;

fn name(text: &str) -> StepName {
    StepName::new(text).unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn euros(units: i64) -> Money {
    Money::from_units(units, Currency::EUR).unwrap()
}

fn deals(rate: &str) -> Funnel {
    Funnel::new(name("opportunity"), vec![Step::new(name("win"), rate.parse().unwrap())]).unwrap()
}

#[test]
fn velocity_and_which_of_four_things_helps_most() {
    // 75 opportunities of 18,000 euros, 32 % are won, and it takes 55 days.
    let deal = DealSize::new(euros(18_000)).unwrap();
    let now = Situation::new(deals("32%"), Fraction::from(75_u64), deal);
    let now = now.with_cycle_days(Fraction::from(55_u64)).unwrap();
    let outcome = now.outcome().unwrap();
    let a_day = outcome.velocity.clone().unwrap();
    assert_eq!((a_day.to_string(), a_day.to_decimal_text(2)), ("86400/11".into(), "7854.55".into()));
    let quarter = outcome.revenue_of_days(&Fraction::from(91_u64)).unwrap().unwrap();
    assert_eq!(quarter.to_money(Currency::EUR).unwrap(), Money::from_minor(71_476_364, Currency::EUR).unwrap());
    // A fifth more of each is worth the same, but for the cycle: a fifth shorter is a quarter faster.
    let levers = now.levers_by(&"20%".parse().unwrap()).unwrap();
    let told: Vec<(String, String)> =
        levers.iter().map(|l| (l.kind.to_string(), l.velocity.clone().unwrap().to_decimal_text(2))).collect();
    let expected =
        [("days of a cycle", "9818.18"), ("rate of win", "9425.45"), ("deal size", "9425.45"), ("entries", "9425.45")];
    assert_eq!(told, expected.map(|(what, number)| (what.to_owned(), number.to_owned())));
    // Without the days of a cycle there is no velocity, and nothing to ask of it.
    let timeless = Situation::new(deals("32%"), Fraction::from(75_u64), deal);
    assert_eq!(timeless.outcome().unwrap().revenue_of_days(&Fraction::ONE), Ok(None));
    let levers = timeless.levers_by(&Share::ONE).unwrap();
    assert!(levers.iter().all(|lever| lever.velocity.is_none() && lever.kind != LeverKind::Cycle));
    assert!(matches!(now.levers_by(&Share::ONE), Err(PlanError::Zero { .. })));
    // What cannot rise above all of it does not: 60 % and a fifth twice over is 100 %, not 120 %.
    let high = Situation::new(deals("60%"), Fraction::from(10_u64), deal).levers_by(&Share::ONE).unwrap();
    let rate = high.iter().find(|lever| matches!(lever.kind, LeverKind::Rate(_))).unwrap();
    assert_eq!(rate.revenue, Fraction::from(180_000_u64));
    assert_eq!(high.last().unwrap().kind, rate.kind);
}

#[test]
fn deals_for_a_quota_are_rounded_up_and_never_one_more() {
    for (quota, deal, opportunities, wins) in [
        (120_000, 40_000, 12, 3),
        (120_001, 40_000, 13, 4),
        (119_999, 40_000, 12, 3),
        (0, 40_000, 0, 0),
        (1, 40_000, 1, 1),
        (50_000, 35_000, 6, 2),
    ] {
        let target = Target::revenue(euros(quota), euros(deal)).unwrap();
        let plan = deals("25%").back(&target).unwrap();
        let whole: Vec<u128> = plan.lines().iter().map(|line| line.whole).collect();
        assert_eq!(whole, [opportunities, wins], "{quota} at {deal}");
        // The wins that are needed bring the quota, and one fewer would not.
        let bring = |wins: u128| i128::try_from(wins).unwrap() * i128::from(deal);
        assert!(bring(wins) >= i128::from(quota) && (wins == 0 || bring(wins - 1) < i128::from(quota)));
    }
    // How it was rounded stands below the table where anything was.
    let target = Target::revenue(euros(50_000), euros(35_000)).unwrap();
    let each = deals("25%").back(&target).unwrap().to_string();
    assert!(each.contains("6 = ⌈1.42… ÷ 25%⌉"), "{each}");
    assert!(each.ends_with("rounded: every step on its own from its exact number, needs up, what is expected down\n"));
    let cascade = Plan::new(&deals("25%"), &target, Rounding::Cascade).unwrap();
    assert_eq!(cascade.lines()[0].whole, 8);
    assert!(cascade.to_string().ends_with("rounded: every need up, from the whole number of the step after it\n"));
    assert!(!deals("25%").back(&Target::wins(3)).unwrap().to_string().contains("rounded"));
}

fn two_months() -> Schedule {
    Schedule::new(deals("20%"), vec![Lag::months(2).unwrap()]).unwrap()
}

fn open(since: &str, volume: u64) -> OpenVolume {
    OpenVolume { step: name("opportunity"), since: month(since), volume: Fraction::from(volume) }
}

#[test]
fn what_should_have_closed_long_ago_is_told_and_not_counted() {
    let targets = MonthlyWins::new(month("2027-03"), vec![Fraction::from(6_u64); 3]).unwrap();
    let plan = two_months().back(&targets, month("2027-03"), &[open("2026-08", 55)]).unwrap();
    assert!(plan.covered().iter().all(Fraction::is_zero));
    let [late] = plan.overdue() else { panic!("{:?}", plan.overdue()) };
    assert_eq!((late.open.volume.clone(), late.longest_lag, late.months_over), (Fraction::from(55_u64), 2, 5));
    assert_eq!((late.due, late.wins.to_string().as_str()), (month("2026-10"), "11"));
    let needed: Vec<u128> = plan.months().iter().map(|line| line.whole[0]).collect();
    assert_eq!(needed, [30, 30, 30, 0, 0]);
    assert!(
        plan.to_string().ends_with(
            "overdue: 55 at opportunity since 2026-08 are older than the longest lag of 2 months: \
             due by 2026-10, 5 months over; not counted (11 wins at the rates of the funnel)\n"
        ),
        "{plan}"
    );
    // Going forwards they bring nothing either.
    let lines = two_months().forward(month("2027-03"), &[Fraction::ZERO], month("2027-03"), &[open("2026-08", 55)]);
    assert!(lines.unwrap().iter().all(|line| line.exact[1].is_zero()));
    // Stored and read again, it says the same; and it cannot be left out.
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<lead_lifecycle::planning::CalendarPlan>(&text).unwrap(), plan);
    let (before, _) = text.split_once("\"overdue\":[").unwrap();
    let silent = format!("{before}\"overdue\":[]}}");
    let refused = serde_json::from_str::<lead_lifecycle::planning::CalendarPlan>(&silent).unwrap_err();
    assert!(refused.to_string().contains("plan again"), "{refused}");
}

#[test]
fn what_is_due_this_month_still_counts_and_next_month_no_more() {
    let targets = MonthlyWins::new(month("2027-03"), vec![Fraction::from(6_u64)]).unwrap();
    for (since, covered, overdue) in
        [("2027-01", "2", 0), ("2026-12", "0", 1), ("2027-02", "0", 0), ("2026-03", "0", 1)]
    {
        let plan = two_months().back(&targets, month("2027-03"), &[open(since, 10)]).unwrap();
        assert_eq!((plan.covered()[0].to_string().as_str(), plan.overdue().len()), (covered, overdue), "{since}");
    }
    // Of several, each is judged by itself; a step further up has longer.
    let longer = Schedule::new(Funnel::standard(), vec![Lag::months(2).unwrap(), Lag::none(), Lag::months(3).unwrap()]);
    let at = |step: &str, since: &str| OpenVolume { step: name(step), ..open(since, 40) };
    let given = [at("opportunity", "2026-11"), at("mql", "2026-11"), at("sql", "2026-12"), at("mql", "2026-09")];
    let late = longer.unwrap().overdue(month("2027-03"), &given).unwrap();
    let late: Vec<_> = late.iter().map(|late| (late.open.step.as_str(), late.longest_lag, late.months_over)).collect();
    assert_eq!(late, [("opportunity", 3, 1), ("mql", 5, 1)]);
    // Nothing is never late.
    assert_eq!(two_months().overdue(month("2027-03"), &[open("2020-01", 0)]), Ok(vec![]));
}

#[test]
fn odds_are_sentences_and_rates_are_per_cent() {
    let chance = |odds: &Odds, entries, wins| odds.chance(entries, wins).unwrap().to_string();
    let sure = Odds::of(&deals("20%")).unwrap();
    assert_eq!(chance(&sure, 60, 12), "55.14 % (no approximation)");
    assert_eq!(chance(&sure, 60, 0), "100 % (no approximation)");
    assert_eq!(chance(&sure, 60, 61), "0 % (no approximation)");
    assert_eq!(chance(&sure, 60, 55), "less than 0.01 % (no approximation)");
    assert_eq!(chance(&sure, 600, 80), "more than 99.99 % (no approximation)");
    let mixed = Funnel::standard().with_rate(&name("win"), "9 of 30".parse().unwrap()).unwrap();
    let told = Odds::of(&mixed).unwrap().chance(120, 8).unwrap();
    let OddsBasis::MatchedBeta { error } = told.basis else { panic!("{told:?}") };
    assert!(told.to_string().ends_with(" percentage points)"), "{told}");
    assert!(told.error_points().unwrap().parse::<f64>().unwrap() / 100.0 >= error.value());
    let interval = RateEvidence::new(9, 30).unwrap().interval(IntervalMethod::default(), &Confidence::P90);
    assert_eq!(interval.to_string(), "18.37 % to 44.94 %");

    // A rate reads as per cent, also one that decimals do not hold, and beside what it was counted from.
    let thirds = deals("1/3").back(&Target::wins(7)).unwrap();
    assert!(thirds.to_string().contains("33.33…%") && !thirds.to_string().contains("1/3"), "{thirds}");
    let counted = deals("9 of 30").back(&Target::wins(3)).unwrap();
    assert!(
        counted.to_string().contains("30% (9 of 30)") && counted.to_string().contains("10 = ⌈3 ÷ 30%⌉"),
        "{counted}"
    );
    assert!(counted.to_mermaid().contains("|\"30% (9 of 30)\"|"));
    assert_eq!(Target::Wins("7/3".parse().unwrap()).to_string(), "2.33… wins");
    assert_eq!(Target::wins(1).to_string(), "1 win");
    let above = "7/4".parse::<Share>().unwrap_err();
    assert_eq!(above.to_string(), "rate `175%` is above 100%; 0% to 100% are possible");
    let all = "1".parse::<Confidence>().unwrap_err();
    assert_eq!(all.to_string(), "confidence `100%` is not possible; it lies between 0% and 100%, both left out");
}

#[test]
fn money_has_the_decimals_of_its_currency() {
    let sheet = |code: &str, units: i64| {
        let money = |units| Money::from_units(units, code.parse().unwrap()).unwrap();
        let target = Target::revenue(money(units), money(7)).unwrap();
        let plan = Funnel::standard().back(&target).unwrap();
        let sheet = KpiSheet::of(&plan, &name("sql"), None, &Capacity::new(3, 20, 5).unwrap()).unwrap();
        assert_eq!(sheet.currency(), Some(code.parse().unwrap()));
        let text = serde_json::to_string(&sheet).unwrap();
        assert_eq!(serde_json::from_str::<KpiSheet>(&text).unwrap(), sheet);
        let row = sheet.to_string().lines().nth(1).unwrap().to_owned();
        (row, money(units))
    };
    // A third of a hundred: yen have no decimals, dollars two, dinars three.
    for (code, minor) in [("JPY", 33), ("USD", 3_333), ("KWD", 33_333)] {
        let (row, team) = sheet(code, 100);
        let member = Money::from_minor(minor, code.parse().unwrap()).unwrap();
        let words: Vec<&str> = row.split("  ").map(str::trim).filter(|word| !word.is_empty()).collect();
        assert_eq!(words, ["outcome", "month", "revenue", &team.to_string(), &member.to_string()]);
    }
    let plan = Funnel::standard().back(&Target::wins(10)).unwrap();
    let without = KpiSheet::of(&plan, &name("sql"), None, &Capacity::new(3, 20, 5).unwrap()).unwrap();
    assert_eq!(without.currency(), None);
}

fn an_estimate(value: f64) -> Estimate {
    serde_json::from_value(serde_json::json!(value)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_chance_reads_as_certain_and_no_error_as_smaller(probability in 0.0..=1.0_f64, error in 0.0..=1.0_f64, tiny in 0_i32..12) {
        let small = 10.0_f64.powi(-tiny);
        for value in [probability, probability * small, 1.0 - probability * small] {
            let basis = OddsBasis::MatchedBeta { error: an_estimate(error * small) };
            let chance = Chance { probability: an_estimate(value), basis };
            let text = chance.to_string();
            prop_assert_eq!(text.starts_with("0 %") || text.starts_with("0.00"), value <= 0.0, "{} {}", text, value);
            prop_assert_eq!(text.starts_with("100"), value >= 1.0, "{} {}", text, value);
            let told: f64 = chance.error_points().unwrap().parse().unwrap();
            prop_assert!(told >= 100.0 * error * small || told >= 100.0, "{} {}", told, error * small);
        }
    }

    #[test]
    fn a_quota_takes_the_fewest_whole_deals(quota in 0_i64..10_000_000, deal in 1_i64..100_000, percent in 1_u8..=100) {
        let funnel = deals(&format!("{percent}%"));
        let plan = funnel.back(&Target::revenue(euros(quota), euros(deal)).unwrap()).unwrap();
        let [opportunities, wins] = [0, 1].map(|index| i128::try_from(plan.lines()[index].whole).unwrap());
        let (quota, deal, percent) = (i128::from(quota), i128::from(deal), i128::from(percent));
        prop_assert!(wins * deal >= quota && (wins == 0 || (wins - 1) * deal < quota));
        let enough = |opportunities: i128| opportunities * percent * deal >= 100 * quota;
        prop_assert!(enough(opportunities) && (opportunities == 0 || !enough(opportunities - 1)));
        // And so does the text: no fraction stands in a formula.
        prop_assert!(!plan.formula("opportunity").unwrap().to_string().contains('/'));
    }

    #[test]
    fn old_volumes_never_cover_a_target(age in 0_u32..40, volume in 1_u64..1000, lag in 0_u32..12, step in 0_usize..3) {
        let lags = vec![Lag::months(lag).unwrap(), Lag::none(), Lag::by_month(&[1, 2, 1]).unwrap()];
        let longest: u32 = lags[step..].iter().map(Lag::longest).sum();
        let schedule = Schedule::new(Funnel::standard(), lags).unwrap();
        let now = month("2030-06");
        let step = name(["mql", "sql", "opportunity"][step]);
        let open = [OpenVolume { step, since: now.earlier(age).unwrap(), volume: Fraction::from(volume) }];
        // Two years of targets, so that all of it comes within them.
        let targets = MonthlyWins::new(now, vec![Fraction::from(1_000_u64); 24]).unwrap();
        let plan = schedule.back(&targets, now, &open).unwrap();
        let covered = plan.covered().iter().fold(Fraction::ZERO, |sum, wins| sum.checked_add(wins).unwrap());
        prop_assert_eq!(plan.overdue().len(), usize::from(age > longest));
        prop_assert_eq!(covered.is_zero(), age > longest);
        // Nothing is lost: it is expected, or it is told with the same number.
        let told = plan.overdue().first().map_or(covered, |late| late.wins.clone());
        let whole = schedule.funnel().rates().skip(schedule.funnel().position(&open[0].step).unwrap());
        prop_assert_eq!(told, whole.fold(Fraction::from(volume), |wins, rate| wins.checked_mul(rate).unwrap()));
    }
}
