//! Months, segments, people and KPI targets.

use lead_lifecycle::planning::{
    CalendarPlan, Capacity, DealSize, Fraction, Funnel, KpiItem, KpiLayer, KpiSheet, Lag, Month, MonthLine,
    MonthlyWins, OpenVolume, PlanError, Schedule, Segment, SegmentedCalendar, SegmentedPlan, Segments, Share, StepRate,
    Target, Team, Workload,
};
use lead_lifecycle::values::{SegmentName, StepName};
use lead_lifecycle::{Currency, Date, Money};
use proptest::prelude::*;

fn name(text: &str) -> StepName {
    StepName::new(text).unwrap()
}

fn yen(amount: i64) -> Money {
    Money::from_units(amount, Currency::JPY).unwrap()
}

fn deal(amount: i64) -> DealSize {
    DealSize::new(yen(amount)).unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn whole(value: u64) -> Fraction {
    Fraction::from(value)
}

fn schedule() -> Schedule {
    // A month to SQL, at once to opportunity, half won within two months and half within three.
    let lags = vec![Lag::months(1).unwrap(), Lag::none(), Lag::by_month(&[0, 0, 5, 5]).unwrap()];
    Schedule::new(Funnel::standard(), lags).unwrap()
}

fn total(lines: &[MonthLine], step: usize) -> Fraction {
    lines.iter().fold(Fraction::ZERO, |sum, line| sum.checked_add(&line.exact[step]).unwrap())
}

#[test]
fn months_count_across_years() {
    assert_eq!(month("2025-11").later(3).unwrap(), month("2026-02"));
    assert_eq!(month("2026-02").earlier(3).unwrap(), month("2025-11"));
    assert_eq!(month("2026-02").since(month("2025-11")), 3);
    assert_eq!(month("2025-11").since(month("2026-02")), 0);
    let date: Date = "2026-12-31".parse().unwrap();
    assert_eq!(Month::of(date), month("2026-12"));
    assert_eq!((month("2026-12").year(), month("2026-12").month()), (2026, 12));
    for text in ["2026-13", "2026-00", "2026-4", "26-04", "2026/04", "1899-12", "+026-04", ""] {
        assert!(matches!(text.parse::<Month>(), Err(PlanError::Month { .. })), "{text}");
    }
    assert!(matches!(month("9999-12").later(1), Err(PlanError::Month { .. })));
    assert!(matches!(month("1900-01").earlier(1), Err(PlanError::Month { .. })));
}

#[test]
fn lags_from_days_weeks_and_counts() {
    assert_eq!(Lag::days(0).unwrap(), Lag::none());
    assert_eq!(Lag::by_week(&[1]).unwrap(), Lag::none());
    // Two weeks of thirty days: 14/30 arrive in the next month.
    let two_weeks = Lag::by_week(&[0, 0, 3]).unwrap();
    assert_eq!(two_weeks.shares(), ["8/15".parse().unwrap(), "7/15".parse::<Fraction>().unwrap()]);
    assert_eq!(two_weeks, Lag::days(14).unwrap());
    assert!(matches!(Lag::months(61), Err(PlanError::Limit { .. })));
    assert!(matches!(Lag::days(u32::MAX), Err(PlanError::Limit { .. })));
    assert!(matches!(Lag::by_week(&[0; 4]), Err(PlanError::Zero { .. })));
    let thirds = vec!["1/3".parse().unwrap(); 2];
    assert!(matches!(Lag::of_shares(thirds), Err(PlanError::Shares { .. })));
    let text = serde_json::to_string(&two_weeks).unwrap();
    assert_eq!(serde_json::from_str::<Lag>(&text).unwrap(), two_weeks);
    assert!(serde_json::from_str::<Lag>(r#"{"shares":["0.5"]}"#).is_err());
}

#[test]
fn a_quarter_planned_back_with_the_past_marked() {
    let targets = MonthlyWins::from_revenue(month("2026-04"), &[yen(30_000_000); 3], deal(3_000_000)).unwrap();
    let plan = schedule().back(&targets, month("2026-01"), &[]).unwrap();
    let months: Vec<String> = plan.months().iter().map(|line| line.month.to_string()).collect();
    assert_eq!(months, ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]);
    let mqls: Vec<u128> = plan.months().iter().map(|line| line.whole[0]).collect();
    assert_eq!(mqls, [100, 200, 200, 100, 0, 0, 0]);
    let past: Vec<bool> = plan.months().iter().map(|line| line.past).collect();
    assert_eq!(past, [true, false, false, false, false, false, false]);
    assert_eq!(plan.too_late().unwrap(), whole(100));
    assert_eq!(total(plan.months(), 0), whole(600));
    assert_eq!(total(plan.months(), 3), whole(30));
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<CalendarPlan>(&text).unwrap(), plan);
    let tampered = text.replace("\"past\":true", "\"past\":false");
    assert!(serde_json::from_str::<CalendarPlan>(&tampered).is_err());
    assert!(
        plan.to_string()
            .starts_with("month    mql  sql  opportunity  win\n2025-12  100    0            0    0  too late\n"),
        "{plan}"
    );
}

#[test]
fn what_is_open_counts_and_spills_over() {
    let targets = MonthlyWins::new(month("2026-04"), vec![whole(10); 3]).unwrap();
    // 80 opportunities open since February bring 20 wins: 10 in April, 10 in May.
    let open = [OpenVolume { step: name("opportunity"), since: month("2026-02"), volume: whole(80) }];
    let plan = schedule().back(&targets, month("2026-03"), &open).unwrap();
    assert_eq!(plan.covered(), [whole(10), whole(10), whole(0)]);
    assert_eq!(total(plan.months(), 3), whole(10));
    // Twice as much: what is beyond April and May serves June.
    let open = [OpenVolume { volume: whole(160), ..open[0].clone() }];
    let plan = schedule().back(&targets, month("2026-03"), &open).unwrap();
    assert_eq!(total(plan.months(), 0), whole(0));
    // What is late, but not all of it, is expected now; what is older than the longest lag is told and does not count.
    let late = OpenVolume { step: name("opportunity"), since: month("2026-01"), volume: whole(80) };
    let plan = schedule().back(&targets, month("2026-04"), std::slice::from_ref(&late)).unwrap();
    assert_eq!((plan.covered(), plan.overdue().len()), ([whole(20), whole(0), whole(0)].as_slice(), 0));
    let plan = schedule().back(&targets, month("2026-05"), &[late]).unwrap();
    assert_eq!((plan.covered(), plan.overdue().len()), ([whole(0), whole(0), whole(0)].as_slice(), 1));
    for step in ["win", "opportunities"] {
        let wrong = OpenVolume { step: name(step), since: month("2026-02"), volume: whole(1) };
        assert!(schedule().back(&targets, month("2026-03"), &[wrong]).is_err());
    }
}

#[test]
fn planned_leads_forward() {
    let open = [OpenVolume { step: name("sql"), since: month("2026-04"), volume: whole(50) }];
    let lines = schedule().forward(month("2026-04"), &[whole(200), whole(400)], month("2026-04"), &open).unwrap();
    let wins: Vec<String> = lines.iter().map(|line| format!("{} {}", line.month, line.exact[3])).collect();
    assert_eq!(wins, ["2026-04 0", "2026-05 0", "2026-06 5", "2026-07 10", "2026-08 15", "2026-09 10"]);
    assert_eq!(lines[3].revenue_at(deal(3_000_000)).unwrap(), whole(30_000_000));
    assert_eq!(total(&lines, 0), whole(600));
    assert_eq!(total(&lines, 3), whole(40));
    let far = month("1900-01");
    assert!(matches!(schedule().forward(month("9990-01"), &[whole(1)], far, &open), Err(PlanError::Limit { .. })));
    assert!(matches!(schedule().forward(month("2026-01"), &[], far, &[]), Err(PlanError::Limit { .. })));
    assert!(matches!(schedule().forward(month("9999-12"), &[whole(1)], far, &[]), Err(PlanError::Month { .. })));
}

fn segment(text: &str, share: &str, funnel: Funnel, amount: i64, lags: Vec<Lag>) -> Segment {
    let (name, share) = (SegmentName::new(text).unwrap(), share.parse().unwrap());
    Segment { name, share, funnel, lags, deal_size: deal(amount) }
}

#[test]
fn thirds_do_not_drift() {
    let parts = ["web", "seminar", "referral"].map(|text| segment(text, "1/3", Funnel::standard(), 3_000_000, vec![]));
    let segments = Segments::new(parts.to_vec()).unwrap();
    let plan = segments.back_revenue(yen(30_000_000)).unwrap();
    // 66.67 MQLs each: three times 67 would be 201; the sum is 200 and handed out as 67 + 67 + 66.
    let mqls = plan.total("mql").unwrap();
    assert_eq!((mqls.exact.clone(), mqls.whole), (whole(200), 200));
    assert_eq!(mqls.parts.iter().map(|part| part.1).collect::<Vec<_>>(), [67, 67, 66]);
    assert_eq!(plan.revenue().unwrap(), whole(30_000_000));
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<SegmentedPlan>(&text).unwrap(), plan);
    assert!(serde_json::from_str::<SegmentedPlan>(&text.replace("\"whole\":200", "\"whole\":201")).is_err());
}

#[test]
fn bad_segments_are_refused() {
    let one = segment("a", "50%", Funnel::sdr(), 1, vec![]);
    let refused = |segments: Vec<Segment>| Segments::new(segments).unwrap_err();
    assert!(matches!(refused(vec![one.clone()]), PlanError::Shares { .. }));
    assert!(matches!(refused(vec![one.clone(), one.clone()]), PlanError::Twice { .. }));
    assert!(matches!(refused(vec![]), PlanError::Limit { .. }));
    let dollars = DealSize::new(Money::from_units(1, Currency::USD).unwrap()).unwrap();
    let other = Segment { name: SegmentName::new("b").unwrap(), deal_size: dollars, ..one.clone() };
    assert!(matches!(refused(vec![one.clone(), other]), PlanError::Currencies { .. }));
    let lagging = Segment { lags: vec![Lag::none()], ..one.clone() };
    assert!(matches!(refused(vec![lagging]), PlanError::Missing { .. }));
    let all = Segments::new(vec![Segment { share: Share::ONE, ..one }]).unwrap();
    assert!(matches!(
        all.back_revenue(Money::from_units(1, Currency::USD).unwrap()),
        Err(PlanError::Currencies { .. })
    ));
    let open = OpenVolume { step: name("sql"), since: month("2026-01"), volume: whole(1) };
    let open = [(SegmentName::new("c").unwrap(), open)];
    let calendar = all.calendar(month("2026-04"), &[yen(1)], month("2026-01"), &open);
    assert!(matches!(calendar, Err(PlanError::Unknown { .. })));
}

#[test]
fn sdr_and_bdr_over_a_quarter() {
    let lags = || vec![Lag::months(1).unwrap(), Lag::none(), Lag::months(2).unwrap()];
    let both = Segments::new(vec![
        segment("sdr", "70%", Funnel::sdr(), 3_000_000, lags()),
        segment("bdr", "30%", Funnel::bdr(), 4_500_000, vec![]),
    ])
    .unwrap();
    let calendar = both.calendar(month("2026-04"), &[yen(30_000_000); 3], month("2026-01"), &[]).unwrap();
    let row = |month: &str, step: &str| {
        let line = calendar.totals().iter().find(|line| line.month.to_string() == month).unwrap();
        let found = line.steps.iter().find(|(name, ..)| name.as_str() == step).unwrap();
        (found.1.clone(), found.2)
    };
    // Inbound needs 7 wins' 140 MQLs three months before; outbound its approaches in the month itself.
    assert_eq!(row("2026-01", "mql"), (whole(140), 140));
    assert_eq!(row("2026-04", "approach"), ("400/3".parse().unwrap(), 134));
    assert_eq!(row("2026-05", "approach").1, 133);
    assert_eq!(row("2026-04", "win"), (whole(9), 9));
    let text = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<SegmentedCalendar>(&text).unwrap(), calendar);
}

#[test]
fn members_hires_and_daily_targets() {
    let members = Workload::standard().members_for(&whole(201)).unwrap();
    assert_eq!((members.fewest, members.most), (3, 5));
    let team = Team::new(2, whole(60), vec![Share::ZERO, Share::percent(50)]).unwrap();
    let needs = [whole(150), whole(200), whole(200), whole(130), whole(400)];
    let plan = team.staff(month("2026-04"), &needs).unwrap();
    let hires: Vec<u32> = plan.iter().map(|month| month.hires).collect();
    // The first month cannot be helped; the second only half: 80 missing at 30 each, from the first month on.
    assert_eq!(hires, [3, 0, 2, 0, 0]);
    assert_eq!(plan[0].short, whole(30));
    assert_eq!(plan[1].capacity, whole(210));
    assert!(plan.iter().skip(1).all(|month| month.short.is_zero()));
    assert_eq!(plan[4].members, 7);
    assert!(matches!(Team::new(1, whole(0), vec![]), Err(PlanError::Zero { .. })));
    let absurd = Team::new(0, "1/1000".parse().unwrap(), vec![]).unwrap();
    assert!(matches!(absurd.staff(month("2026-04"), &[whole(u64::MAX)]), Err(PlanError::Limit { .. })));
    for (members, days, week) in [(0, 20, 5), (1, 0, 5), (1, 32, 5), (1, 20, 8), (1, 20, 0)] {
        assert!(matches!(Capacity::new(members, days, week), Err(PlanError::Limit { .. })));
    }
}

#[test]
fn three_layers_from_one_revenue_number() {
    let target = Target::revenue(yen(30_000_000), yen(3_000_000)).unwrap();
    let plan = Funnel::standard().back(&target).unwrap();
    let activity: Funnel = serde_json::from_str(
        r#"{"entry":"call","steps":[
            {"name":"reached","rate":{"stated":"40%"}},
            {"name":"conversation","rate":{"stated":"25%"}},
            {"name":"meeting","rate":{"stated":"25%"}}]}"#,
    )
    .unwrap();
    let capacity = Capacity::new(4, 20, 5).unwrap();
    let sheet = KpiSheet::of(&plan, &name("sql"), Some(&activity), &capacity).unwrap();
    assert_eq!(
        sheet.to_string(),
        "\
layer     per    item                           team         member
outcome   month  revenue              JPY 30,000,000  JPY 7,500,000
outcome   month  sql                           50.00          12.50
outcome   month  rate of opportunity             80%            80%
process   week   mql                           50.00          12.50
process   week   rate of sql                     25%            25%
activity  day    call                         100.00          25.00
activity  day    reached                       40.00          10.00
activity  day    conversation                  10.00           2.50
activity  day    meeting                        2.50           0.63
"
    );
    assert_eq!(sheet.targets()[0].item, KpiItem::Revenue);
    assert!(sheet.targets().is_sorted_by_key(|target| match target.layer {
        KpiLayer::Outcome => 0,
        KpiLayer::Process => 1,
        KpiLayer::Activity => 2,
    }));
    assert!(matches!(KpiSheet::of(&plan, &name("sqls"), None, &capacity), Err(PlanError::Unknown { .. })));
}

#[test]
fn one_month_without_lags_goes_forward() {
    let schedule = Schedule::new(standard_with([20, 25, 20]), vec![Lag::months(0).unwrap(); 3]).unwrap();
    let first = month("2026-04");
    let lines = schedule.forward(first, &[whole(200)], first, &[]).unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].exact[3], whole(2));
}

fn any_lag() -> impl Strategy<Value = Lag> {
    prop_oneof![
        (0_u32..6).prop_map(|months| Lag::months(months).unwrap()),
        (0_u32..150).prop_map(|days| Lag::days(days).unwrap()),
        prop::collection::vec(0_u64..100, 1..5).prop_map(|mut counts| {
            counts.push(1);
            Lag::by_month(&counts).unwrap()
        }),
    ]
}

fn standard_with(rates: [u8; 3]) -> Funnel {
    let steps = ["sql", "opportunity", "win"].into_iter().zip(rates);
    steps.fold(Funnel::standard(), |funnel, (step, rate)| {
        funnel.with_rate(&name(step), StepRate::percent(rate)).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn nothing_is_lost_over_the_months(
        rates in [1_u8..=100, 1_u8..=100, 1_u8..=100], lags in [any_lag(), any_lag(), any_lag()],
        wins in prop::collection::vec(0_u64..50, 1..13),
    ) {
        let schedule = Schedule::new(standard_with(rates), lags.to_vec()).unwrap();
        let targets = MonthlyWins::new(month("2026-04"), wins.iter().map(|wins| whole(*wins)).collect()).unwrap();
        let plan = schedule.back(&targets, month("2026-04"), &[]).unwrap();
        // Exact totals are those of the plan without time; whole numbers add up to their ceiling.
        let sum = whole(wins.iter().sum());
        let timeless = schedule.funnel().back(&Target::Wins(sum)).unwrap();
        for (index, line) in timeless.lines().iter().enumerate() {
            prop_assert_eq!(&total(plan.months(), index), &line.exact);
            let whole: u128 = plan.months().iter().map(|line| line.whole[index]).sum();
            prop_assert_eq!(whole, line.whole);
        }
        // Forwards the same leads bring the same wins in total.
        let entries: Vec<Fraction> = plan.months().iter().map(|line| line.exact[0].clone()).collect();
        let first = plan.months()[0].month;
        let lines = schedule.forward(first, &entries, first, &[]).unwrap();
        prop_assert_eq!(&total(&lines, 3), timeless.wins());
    }

    #[test]
    fn fixed_lags_give_back_every_month(
        rates in [1_u8..=100, 1_u8..=100, 1_u8..=100], lags in [0_u32..4, 0_u32..4, 0_u32..4],
        wins in prop::collection::vec(0_u64..50, 1..13),
    ) {
        let lags = lags.map(|months| Lag::months(months).unwrap());
        let schedule = Schedule::new(standard_with(rates), lags.to_vec()).unwrap();
        let targets = MonthlyWins::new(month("2026-04"), wins.iter().map(|wins| whole(*wins)).collect()).unwrap();
        let plan = schedule.back(&targets, month("2026-04"), &[]).unwrap();
        let entries: Vec<Fraction> = plan.months().iter().map(|line| line.exact[0].clone()).collect();
        let first = plan.months()[0].month;
        let lines = schedule.forward(first, &entries, first, &[]).unwrap();
        for (line, planned) in lines.iter().zip(plan.months()) {
            prop_assert_eq!(&line.exact, &planned.exact);
        }
    }

    #[test]
    fn segments_sum_to_the_target(
        shares in prop::collection::vec(1_u64..1000, 1..21), revenue in 0_i64..1_000_000_000,
        rates in prop::collection::vec([1_u8..=100, 1_u8..=100, 1_u8..=100], 20),
    ) {
        let sum: u64 = shares.iter().sum();
        let parts = shares.iter().zip(rates).enumerate().map(|(index, (share, rates))| {
            segment(&format!("s{index}"), &format!("{share}/{sum}"), standard_with(rates), 1_000_003 + 7 * i64::try_from(index).unwrap(), vec![])
        });
        let segments = Segments::new(parts.collect()).unwrap();
        let plan = segments.back_revenue(yen(revenue)).unwrap();
        prop_assert_eq!(plan.revenue().unwrap(), whole(revenue.unsigned_abs()));
        for total in plan.totals() {
            prop_assert_eq!(total.exact.ceil().unwrap(), total.whole);
            prop_assert_eq!(total.parts.iter().map(|part| part.1).sum::<u128>(), total.whole);
        }
    }

    #[test]
    fn staffing_leaves_no_need_that_hiring_could_meet(
        needs in prop::collection::vec(0_u64..2000, 1..13), members in 0_u32..10,
        ramp in prop::collection::vec(0_u8..=100, 0..4), load in 1_u64..80,
    ) {
        let mut ramp = ramp;
        ramp.sort_unstable();
        let shares: Vec<Share> = ramp.iter().map(|percent| Share::percent(*percent)).collect();
        let team = Team::new(members, whole(load), shares).unwrap();
        let needs: Vec<Fraction> = needs.into_iter().map(whole).collect();
        // Nobody works for 100,001 members: more than a team may have is refused, not planned.
        let plan = match team.staff(month("2026-04"), &needs) {
            Ok(plan) => plan,
            Err(error) => {
                // Whoever is there works at least a hundredth of the load.
                let too_many = matches!(error, PlanError::Limit { .. });
                prop_assert!(too_many && needs.iter().any(|need| *need > whole(load * 1_000)), "{}", error);
                return Ok(());
            }
        };
        let useless = ramp.iter().take_while(|percent| **percent == 0).count();
        for (index, line) in plan.iter().enumerate() {
            prop_assert!(line.short.is_zero() || index < useless);
            prop_assert!(line.capacity.checked_add(&line.short).unwrap() >= line.need);
        }
    }
}

#[test]
fn stored_forms_survive_a_format_without_names() {
    fn survives<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
        let bytes = postcard::to_allocvec(value).unwrap();
        assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), value);
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
    }
    let counted = StepRate::Evidence(lead_lifecycle::planning::RateEvidence::new(118, 472).unwrap());
    let funnel = Funnel::standard().with_rate(&name("sql"), counted).unwrap();
    survives(&funnel.back(&Target::revenue(yen(30_000_000), yen(3_000_000)).unwrap()).unwrap());
    let targets = MonthlyWins::new(month("2026-04"), vec!["10/3".parse().unwrap(); 3]).unwrap();
    let open = [OpenVolume { step: name("opportunity"), since: month("2026-02"), volume: whole(8) }];
    survives(&schedule().back(&targets, month("2026-03"), &open).unwrap());
    let segments = Segments::new(vec![segment("all", "100%", funnel.clone(), 3_000_000, vec![])]).unwrap();
    survives(&segments.back_revenue(yen(30_000_000)).unwrap());
    survives(&segments.calendar(month("2026-04"), &[yen(1)], month("2026-01"), &[]).unwrap());
    survives(&lead_lifecycle::planning::Chain::recycling(&funnel, &[]).unwrap());
    survives(&Team::new(2, whole(60), vec![Share::percent(50)]).unwrap());
    survives(&Capacity::new(4, 20, 5).unwrap());
    survives(&Workload::standard());
    survives(&lead_lifecycle::planning::Known { members: Some(3), ..Default::default() });
    let now = lead_lifecycle::planning::Situation::new(funnel.clone(), whole(200), deal(3_000_000));
    survives(&now);
    survives(&now.levers().unwrap());
    let odds = lead_lifecycle::planning::Odds::of(&funnel).unwrap();
    survives(&odds.chance(200, 10).unwrap());
    survives(&lead_lifecycle::planning::Confidence::P90);
    let plan = funnel.back(&Target::wins(10)).unwrap();
    survives(&KpiSheet::of(&plan, &name("sql"), None, &Capacity::new(4, 20, 5).unwrap()).unwrap());
}
