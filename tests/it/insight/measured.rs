//! What a plan needs, measured; and the odds of plans, checked on history.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::insight::{
    Asked, CohortAsked, Lasting, LeadLine, LinePlan, Measured, Over, Periods, Report, ReportPlan, TimesAsked,
    TimesTable,
};
use lead_lifecycle::lifecycle::{BackfillRules, LegacyEnd, LegacyRow, OrderPolicy};
use lead_lifecycle::planning::{DealSize, Fraction, MonthlyWins, Schedule, Situation};
use lead_lifecycle::values::{Milestone, Moment};
use lead_lifecycle::{Actor, Context, Fact, Instant, Lifecycle, Origin, Policy, Role, Span};

use crate::common::{DAY, at, k};

/// A lead that entered at an instant, and how it ended so many days later.
struct Entered {
    from: Milestone,
    at: Instant,
    ended: Option<(i64, bool)>,
}

fn imported(number: usize, one: &Entered) -> Vec<Fact> {
    let end = one.ended.map(|(days, won)| {
        let at = Some(Moment::At(at(one.at.seconds() + days * DAY)));
        if won { LegacyEnd::Won { at, value: None, contract: None } } else { LegacyEnd::Lost { at, reason: None } }
    });
    let mut reached = std::collections::BTreeMap::from([(one.from, Some(Moment::At(one.at)))]);
    if one.from == Milestone::Opportunity {
        reached.insert(Milestone::Sql, Some(Moment::At(one.at)));
    } else if let Some((days, true)) = one.ended {
        // Whoever was won was everything in between.
        for (place, milestone) in [Milestone::Sql, Milestone::Sao, Milestone::Opportunity].into_iter().enumerate() {
            let part = days * DAY * i64::try_from(place + 1).unwrap() / 4;
            reached.entry(milestone).or_insert(Some(Moment::At(at(one.at.seconds() + part))));
        }
    }
    let row = LegacyRow { reached, end, ..LegacyRow::new(k(&format!("l-{number}")), Origin::Inbound) };
    let rules = BackfillRules { as_of: k("2024-01-01T00:00:00Z"), order: OrderPolicy::Refuse, zone: Zone::UTC };
    let by = Context::new(k("2027-12-01T00:00:00Z"), Actor::new(k("import"), Role::System));
    Lifecycle::new(Policy::standard())
        .import(&row, &rules, &by)
        .unwrap_or_else(|refusal| panic!("{refusal}"))
        .into_facts()
}

fn report(leads: &[Entered]) -> Report {
    let plan = ReportPlan::new(LinePlan::new(Zone::UTC), vec![]);
    let mut report = Report::new(&plan);
    for (number, one) in leads.iter().enumerate() {
        report.add(&plan, &LeadLine::of(plan.line(), &imported(number, one)).unwrap()).unwrap();
    }
    report
}

fn many(count: usize, from: Milestone, day: &str, ended: Option<(i64, bool)>) -> impl Iterator<Item = Entered> {
    let at: Instant = k(&format!("{day}T00:00:00Z"));
    (0..count).map(move |_| Entered { from, at, ended })
}

fn asked(day: &str) -> Asked {
    Asked::new(k(&format!("{day}T00:00:00Z")), Zone::UTC)
}

#[expect(clippy::unnecessary_wraps, reason = "a window is given as it is taken")]
fn days(days: u64) -> Option<Span> {
    Some(Span::saturating(days * 86_400))
}

/// Forty opportunities are open since November; a quarter of all is won, in two months.
#[test]
fn what_should_have_closed_long_ago_is_overdue_in_the_plan() {
    let opportunity = Milestone::Opportunity;
    let leads: Vec<Entered> = many(16, opportunity, "2025-06-01", Some((60, true)))
        .chain(many(8, opportunity, "2025-06-01", Some((60, false))))
        .chain(many(40, opportunity, "2025-11-10", None))
        .collect();
    let measured =
        Measured::of(&report(&leads), &asked("2026-07-01"), &CohortAsked { entry: opportunity, window: days(120) })
            .unwrap();
    assert_eq!(measured.funnel.rates().map(ToString::to_string).collect::<Vec<_>>(), ["0.25"]);
    assert_eq!(measured.lags.len(), 1);
    assert_eq!(measured.open.len(), 1);
    let open = &measured.open[0];
    assert_eq!(
        (open.step.as_str(), open.since.to_string(), open.volume.to_string()),
        ("opportunity", "2025-11".into(), "40".into())
    );
    let schedule = Schedule::new(measured.funnel, measured.lags).unwrap();
    let ten = Fraction::from(10_u64);
    let targets = MonthlyWins::new(k("2026-07"), vec![ten.clone(), ten.clone(), ten]).unwrap();
    let plan = schedule.back(&targets, k("2026-07"), &measured.open).unwrap();
    assert!(plan.covered().iter().all(Fraction::is_zero), "{:?}", plan.covered());
    assert_eq!(plan.overdue().len(), 1);
    assert_eq!(plan.overdue()[0].open.volume.to_string(), "40");
}

/// Velocity of what was measured: 24 of 100 are won, in 78 days.
#[test]
fn velocity_of_measured_numbers() {
    let opportunity = Milestone::Opportunity;
    let leads: Vec<Entered> = many(24, opportunity, "2025-06-01", Some((78, true)))
        .chain(many(76, opportunity, "2025-06-01", Some((30, false))))
        .collect();
    let report = report(&leads);
    let now = asked("2026-07-01");
    let measured = Measured::of(&report, &now, &CohortAsked { entry: opportunity, window: days(120) }).unwrap();
    let won = TimesAsked { over: Some(Over::Reached), ..TimesAsked::of(Lasting::Deal) };
    let table = TimesTable::of(&report, &now, &won).unwrap();
    let mean = table.rows[0].finished.mean().unwrap().checked_div(&Fraction::from(86_400_u64)).unwrap();
    assert_eq!(mean.to_string(), "78");
    let deal = DealSize::new(k("USD 42000")).unwrap();
    let situation = Situation::new(measured.funnel, Fraction::from(120_u64), deal).with_cycle_days(mean).unwrap();
    let outcome = situation.outcome().unwrap();
    assert_eq!(outcome.velocity.as_ref().unwrap().to_string(), "201600/13");
    let quarter = outcome.revenue_of_days(&Fraction::from(90_u64)).unwrap().unwrap();
    assert_eq!(quarter.to_decimal_text(2), "1395692.31");
}

/// Whoever came too late for the window is in no rate and in no lag.
#[test]
fn lags_are_those_of_the_mature_cohort() {
    let mql = Milestone::Mql;
    let leads: Vec<Entered> = many(3, mql, "2025-06-01", Some((80, true)))
        .chain(many(1, mql, "2025-06-01", Some((300, true))))
        .chain(many(6, mql, "2025-06-01", Some((10, false))))
        // Of a young cohort only the quickest have come so far.
        .chain(many(2, mql, "2026-05-20", Some((8, true))))
        .collect();
    let measured =
        Measured::of(&report(&leads), &asked("2026-07-01"), &CohortAsked { entry: mql, window: days(90) }).unwrap();
    assert_eq!(measured.funnel.rates().map(ToString::to_string).collect::<Vec<_>>(), ["0.4", "0.75", "1"]);
    let months: Vec<u32> = measured.lags.iter().map(lead_lifecycle::planning::Lag::longest).collect();
    assert_eq!(months, [3, 2, 1], "the opportunity after 225 days is not among them");
    assert!(!measured.lags[0].shares()[0].eq(&Fraction::ONE), "those of eight days are not among them");
    assert_eq!(measured.funnel.entry().as_str(), "mql");
    Schedule::new(measured.funnel, measured.lags).unwrap();
    // Nobody is mature: there is no rate.
    let young = report(&many(3, mql, "2026-06-20", Some((3, true))).collect::<Vec<_>>());
    let error = Measured::of(&young, &asked("2026-07-01"), &CohortAsked { entry: mql, window: days(90) }).unwrap_err();
    assert_eq!(error.to_string(), "nobody whose window is over reached `mql`: `sql` has no rate");
}

/// A history of two years in which three of ten are won, as the digits of a generator have it.
#[test]
fn odds_hold_what_they_promise_where_the_rate_is_constant() {
    let mut state = 20_260_401_u64;
    let mut chance = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 10
    };
    let mut leads = vec![];
    for month in 0..26_i64 {
        let entered = at(k::<Instant>("2024-01-05T00:00:00Z").seconds() + month * 30 * DAY);
        leads.extend((0..20).map(|_| Entered {
            from: Milestone::Opportunity,
            at: entered,
            ended: Some((20, chance() < 3)),
        }));
    }
    let report = report(&leads);
    let now = asked("2026-02-10").in_periods(Periods::months());
    let cohort = CohortAsked { entry: Milestone::Opportunity, window: days(30) };
    let checks = Measured::check_odds(&report, &now, &cohort).unwrap();
    assert!(checks.len() >= 20, "{}", checks.len());
    let inside = checks.iter().filter(|check| check.is_inside()).count();
    assert!(inside * 10 >= checks.len() * 7, "{inside} of {}", checks.len());
    for check in &checks {
        assert!(check.low <= check.high && check.won <= check.entrants);
        // Its window is over.
        let last = check.period.last().end(&Zone::UTC);
        assert!(last.seconds() < now.as_of().seconds());
    }
    // The first cohort has nothing before it.
    let first = Periods::months().of(k("2024-01-05"));
    assert!(checks.iter().all(|check| check.period != first));
    assert!(checks.is_sorted_by_key(|check| check.period));
}
