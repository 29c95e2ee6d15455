//! An attacker's view of measuring: whatever can be stored or told, however absurd, is refused or read, without panic and in time.
#![expect(clippy::similar_names, clippy::needless_for_each, reason = "short attacks, side by side")]
#![expect(clippy::disallowed_methods, clippy::print_stderr, reason = "what takes too long is told")]

use std::time::{Duration, Instant as Clock};

use lead_lifecycle::calendar::{Calendar, Zone, ZoneTable};
use lead_lifecycle::insight::{
    Absorbed, Asked, Causes, CohortAsked, CohortTable, CustomersCell, CustomersCount, CustomersTable, Dimension,
    FlowTable, ForecastAsked, ForecastCell, ForecastTable, FunnelTable, ImportedLives, Lasting, LeadLine, LineError,
    LinePlan, LogBuckets, Measured, MoneyAsked, MoneyCell, MoneyCount, MoneyTable, Observation, Part, PeriodUnit,
    Periods, PlacedBy, Probabilities, QuantileKind, Rates, ReasonsTable, Report, ReportPlan, RiskTable, SameDeals,
    Slice, SourcesAsked, SourcesTable, SumOf, SurvivalAsked, SurvivalTable, Table as _, Tally, TimeUnit, Times,
    TimesAsked, TimesTable, Touching, WeekStart, claimants, members,
};
use lead_lifecycle::planning::{Confidence, Fraction, Share, StepRate};
use lead_lifecycle::values::{Milestone, UtcOffset};
use lead_lifecycle::{Currency, Fact, Instant, Policy, Span, StageKind};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::common::tale::Tale;
use crate::common::{DAY, START, at, k};
use crate::hostile::{mutate, mutations};
use crate::insight::leads::{life, new_york, told};
use crate::insight::times::shop;

/// Debug builds on a busy machine; what is quadratic takes minutes.
const PATIENCE: Duration = Duration::from_secs(30);

fn in_time<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let before = Clock::now();
    let done = work();
    let took = before.elapsed();
    if std::env::var_os("HOSTILE_TIMES").is_some() {
        eprintln!("{took:>10.3?} {what}");
    }
    assert!(took < PATIENCE, "{what} took {took:?}");
    done
}

fn plan() -> ReportPlan {
    let line = LinePlan::new(Zone::JST).with_fields(vec![k("industry"), k("employees"), k("email")]);
    ReportPlan::new(line, vec![Dimension::Source, Dimension::Owner, Dimension::Pipeline, Dimension::Product])
}

fn all_periods() -> impl Iterator<Item = Option<Periods>> {
    let units = PeriodUnit::ALL.iter().flat_map(|unit| {
        let (first, last) = (Periods::new(*unit), Periods::new(*unit).from_month(255).closing_on(0));
        [first, last.from_day(WeekStart::Saturday), first.closing_on(30).from_month(4).from_day(WeekStart::Sunday)]
    });
    units.map(Some).chain([None])
}

fn zones() -> [Zone; 4] {
    [Zone::JST, new_york(), k::<UtcOffset>("+14:00").into(), k::<UtcOffset>("-12:00").into()]
}

fn lasting() -> [Lasting; 6] {
    [
        Lasting::Stage(StageKind::Mql),
        Lasting::Response,
        Lasting::Clock(k("mql_response")),
        Lasting::HandoffToMeeting,
        Lasting::Cycle,
        Lasting::Deal,
    ]
}

fn read_times(report: &Report, asked: &Asked, calendar: &'static Calendar) {
    for what in lasting() {
        for unit in [TimeUnit::Elapsed, TimeUnit::Working(calendar), TimeUnit::Told, TimeUnit::Days] {
            for (sum, part, placed, bucketed) in [
                (SumOf::Stretch, Part::Whole, PlacedBy::End, false),
                (SumOf::Cycle, Part::Intake, PlacedBy::Beginning, true),
                (SumOf::Cycle, Part::Sales, PlacedBy::End, false),
            ] {
                let more = TimesAsked { sum, part, placed, bucketed, unit, ..TimesAsked::of(what.clone()) };
                for row in TimesTable::of(report, asked, &more).unwrap().rows {
                    read_of(&row.finished);
                    read_of(&row.running);
                }
            }
        }
        for (unit, causes, imported) in [
            (Span::ZERO, Causes::Over, ImportedLives::EnterLate),
            (Span::MAX, Causes::Exit, ImportedLives::Whole),
            (Span::days(1), Causes::Exit, ImportedLives::EnterLate),
        ] {
            let more = SurvivalAsked { unit, causes, imported, ..SurvivalAsked::of(what.clone()) };
            for row in SurvivalTable::of(report, asked, &more).unwrap().rows {
                read_risk(&row.risk);
            }
        }
    }
}

fn read_of(times: &Times) {
    let _mean = times.mean();
    for kind in QuantileKind::ALL {
        for level in [Share::percent(0), Share::percent(100), Share::percent(37)] {
            let _quantile = times.quantile(&level, kind);
        }
    }
}

fn read_risk(risk: &RiskTable) {
    let (_steps, _exact) = (risk.steps(), risk.survival());
    let (_estimates, _until) = (risk.estimates(&Confidence::P90), risk.time_until(&Share::percent(50)));
}

/// Every reading there is.
fn read_everything(report: &Report, asked: &Asked) {
    static CALENDAR: std::sync::LazyLock<Calendar> = std::sync::LazyLock::new(shop);
    in_time("funnel", || FunnelTable::read(report, asked, &()).unwrap());
    in_time("flow", || FlowTable::read(report, asked, &()).unwrap());
    in_time("reasons", || ReasonsTable::read(report, asked, &()).unwrap());
    for window in [None, Some(Span::ZERO), Some(Span::days(60)), Some(Span::MAX)] {
        for entry in [Milestone::Lead, Milestone::Mql, Milestone::Won] {
            let cohort = CohortAsked { entry, window };
            let table = in_time("cohorts", || CohortTable::read(report, asked, &cohort).unwrap());
            for row in &table.rows {
                let _rates = (row.rate(Milestone::Won), row.step_rate(Milestone::Won, Milestone::Lead));
            }
            let _measured =
                in_time("measured", || Measured::of(report, asked, &cohort).map_err(|error| error.to_string()));
            let _odds =
                in_time("odds", || Measured::check_odds(report, asked, &cohort).map_err(|error| error.to_string()));
        }
    }
    in_time("times", || read_times(report, asked, &CALENDAR));
    let money = in_time("money", || MoneyTable::of(report, asked, &MoneyAsked::default()).unwrap());
    for row in &money.rows {
        for currency in [Currency::JPY, k("USD")] {
            let _told = (row.win_rate_by_value(currency), row.velocity(u64::MAX, currency), row.average_deal(currency));
        }
        let _told = (row.win_rate(), Rates::to(Currency::JPY).sum(&row.won.value), row.won.value.iter().count());
    }
    let probabilities = in_time("probabilities", || Probabilities::measured(report, asked.as_of(), &SameDeals::none()));
    let more = ForecastAsked { probabilities, same: SameDeals::none() };
    let forecast = in_time("forecast", || ForecastTable::of(report, asked, &more).unwrap());
    let _against = forecast.against(&money, &Periods::months().of(k("2026-04-01")));
    for touching in Touching::ALL {
        let more = SourcesAsked { touching: *touching, same: SameDeals::none() };
        in_time("sources", || SourcesTable::of(report, asked, &more).unwrap());
    }
    in_time("customers", || CustomersTable::of(report, asked).unwrap());
}

fn read_anyhow(report: &Report) {
    for (zone, as_of) in zones().into_iter().zip([Instant::MIN, at(START + 200 * DAY), Instant::MAX, at(START)]) {
        for (place, periods) in all_periods().enumerate() {
            let mut asked = Asked::new(as_of, zone.clone());
            if let Some(periods) = periods {
                asked = asked.in_periods(periods);
            }
            if place % 3 == 0 {
                asked = asked.by(vec![Dimension::Owner, Dimension::Product]).only(Dimension::Pipeline, None);
            }
            read_everything(report, &asked);
        }
    }
}

fn histories() -> &'static [Vec<Fact>] {
    static TOLD: std::sync::OnceLock<Vec<Vec<Fact>>> = std::sync::OnceLock::new();
    TOLD.get_or_init(|| {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let lives = proptest::collection::vec(life(40), 60).new_tree(&mut runner).unwrap().current();
        told(&lives)
    })
}

use proptest::strategy::ValueTree as _;

fn stored_lines() -> &'static [Value] {
    static LINES: std::sync::OnceLock<Vec<Value>> = std::sync::OnceLock::new();
    LINES.get_or_init(|| {
        let line = |facts: &Vec<Fact>| serde_json::to_value(LeadLine::of(plan().line(), facts).unwrap()).unwrap();
        histories().iter().map(line).collect()
    })
}

/// A line that a report is made of, whatever it says.
fn report_of(lines: &[LeadLine]) -> Report {
    let plan = plan();
    let mut report = Report::new(&plan);
    for line in lines {
        report.add(&plan, line).unwrap();
    }
    report
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// A line that can be read from a store is counted, whatever it says, goes on, and is taken out again without a trace.
    #[test]
    fn a_line_that_deserialises_never_panics(which in any::<usize>(), changes in mutations(), more in mutations()) {
        let places = stored_lines();
        let document = mutate(places[which % places.len()].clone(), &changes);
        let plan = plan();
        let Ok(line) = serde_json::from_value::<LeadLine>(document) else { return Ok(()) };
        let mut report = Report::new(&plan);
        if report.add(&plan, &line).is_err() {
            return Ok(());
        }
        let _told = (line.attempts().count(), line.activities().count(), line.quality(), line.merged_into());
        read_everything(&report, &Asked::new(at(START + 300 * DAY), new_york()).in_periods(Periods::months()));
        let mut grown = line.clone();
        for fact in histories().iter().flatten().filter(|fact| fact.envelope.lead == *line.lead()) {
            let _absorbed = grown.absorb(plan.line(), fact);
        }
        let stored = serde_json::to_value(&report).unwrap();
        let again = serde_json::from_value::<Report>(stored.clone());
        prop_assert_eq!(again.unwrap(), report.clone());
        if let Ok(forged) = serde_json::from_value::<Report>(mutate(stored, &more)) {
            read_everything(&forged, &Asked::new(Instant::MAX, Zone::JST).in_periods(Periods::new(PeriodUnit::Day)));
            let mut merged = report.clone();
            if merged.merge(&forged).is_ok() {
                let _again = merged.merge(&forged.clone());
                read_everything(&merged, &Asked::new(Instant::MIN, Zone::JST));
                let _stored = serde_json::to_string(&merged).unwrap();
            }
        }
        report.remove(&plan, &line).unwrap();
        prop_assert_eq!(&report, &Report::new(&plan));
        // And once more: it is owed.
        report.remove(&plan, &line).unwrap();
        read_everything(&report, &Asked::new(at(START + 300 * DAY), Zone::JST).in_periods(Periods::months()));
    }

    /// The same in the other format.
    #[test]
    fn bytes_that_deserialise_never_panic(which in any::<usize>(), cuts in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..6)) {
        let all = histories();
        let line = LeadLine::of(plan().line(), &all[which % all.len()]).unwrap();
        let report = report_of(std::slice::from_ref(&line));
        let spoilt = |mut bytes: Vec<u8>| {
            for (place, byte) in &cuts {
                let place = place % bytes.len();
                bytes[place] = *byte;
            }
            bytes
        };
        if let Ok(line) = postcard::from_bytes::<LeadLine>(&spoilt(postcard::to_allocvec(&line).unwrap())) {
            let _added = Report::new(&plan()).add(&plan(), &line);
        }
        if let Ok(report) = postcard::from_bytes::<Report>(&spoilt(postcard::to_allocvec(&report).unwrap())) {
            read_everything(&report, &Asked::new(at(START + 300 * DAY), Zone::JST).in_periods(Periods::months()));
        }
    }

    /// Facts in whatever order: refused, or a line; never a panic.
    #[test]
    fn forged_histories_never_panic(which in any::<usize>(), other in any::<usize>(), swaps in proptest::collection::vec((any::<usize>(), any::<usize>()), 0..12)) {
        let all = histories();
        let plan = plan();
        let (mut facts, others) = (all[which % all.len()].clone(), &all[other % all.len()]);
        let lead = facts[0].envelope.lead.clone();
        facts.extend(others.iter().cloned());
        let count = facts.len();
        for (one, other) in swaps {
            facts.swap(1 + one % (count - 1), 1 + other % (count - 1));
        }
        let whole = LeadLine::of(plan.line(), &facts);
        prop_assert!(whole.is_err());
        // Told that they are of one lead, and follow one another.
        for (revision, fact) in (1..).zip(&mut facts) {
            (fact.envelope.lead, fact.envelope.revision) = (lead.clone(), revision);
        }
        if let Ok(line) = LeadLine::of(plan.line(), &facts) {
            let report = report_of(std::slice::from_ref(&line));
            read_everything(&report, &Asked::new(at(START + 300 * DAY), Zone::JST).in_periods(Periods::months()));
        }
        let _known = LeadLine::known_at(plan.line(), &facts, at(START + 100 * DAY));
        let mut line = LeadLine::of(plan.line(), &facts[..1]).unwrap();
        for fact in &facts {
            let _absorbed = line.absorb(plan.line(), fact);
        }
    }

    /// In whatever order lines come and go, a report is stored in the same bytes.
    #[test]
    fn the_order_of_lines_leaves_no_trace(order in Just((0..histories().len()).collect::<Vec<_>>()).prop_shuffle(), cut in 1..60_usize) {
        let plan = plan();
        let lines: Vec<LeadLine> = histories().iter().map(|facts| LeadLine::of(plan.line(), facts).unwrap()).collect();
        let shuffled: Vec<LeadLine> = order.iter().map(|place| lines[*place].clone()).collect();
        let (first, rest) = shuffled.split_at(cut.min(shuffled.len()));
        let mut merged = report_of(rest);
        first.iter().for_each(|line| merged.remove(&plan, line).unwrap());
        merged.merge(&report_of(first)).unwrap();
        merged.merge(&report_of(first)).unwrap();
        prop_assert_eq!(serde_json::to_string(&merged).unwrap(), serde_json::to_string(&report_of(&lines)).unwrap());
        prop_assert_eq!(postcard::to_allocvec(&merged).unwrap(), postcard::to_allocvec(&report_of(&lines)).unwrap());
    }
}

#[test]
fn every_zone_period_and_instant_is_read() {
    let plan = plan();
    let lines: Vec<LeadLine> =
        histories().iter().take(12).map(|facts| LeadLine::of(plan.line(), facts).unwrap()).collect();
    let mut report = report_of(&lines);
    read_anyhow(&report);
    // More is taken out than was put in.
    for line in lines.iter().chain(&lines) {
        report.remove(&plan, line).unwrap();
    }
    read_anyhow(&report);
    assert_eq!(report.leads(), -12);
    let asked = Asked::new(Instant::MAX, Zone::JST);
    let money = MoneyTable::of(&report, &asked, &MoneyAsked::default()).unwrap();
    assert!(money.rows.is_empty(), "what is owed is nobody's deal");
    let cell = MoneyCell { slice: None, period: None, count: MoneyCount::Won };
    let of = (&asked, &MoneyAsked::default());
    assert!(claimants::<MoneyTable>(&report, &lines, of, &cell).unwrap().is_empty());
    let cell = CustomersCell { slice: None, count: CustomersCount::Ever };
    assert!(claimants::<CustomersTable>(&report, &lines, (&asked, &()), &cell).unwrap().is_empty());
    let cell = ForecastCell { slice: None, expected: None, met: None };
    let of = (&asked, &ForecastAsked::default());
    assert!(claimants::<ForecastTable>(&report, &lines, of, &cell).unwrap().is_empty());
    let cell =
        lead_lifecycle::insight::FunnelCell { slice: None, period: None, milestone: Milestone::Lead, column: None };
    assert!(!members::<FunnelTable>(&plan, &lines, (&asked, &()), &cell).unwrap().is_empty());
}

/// Ten thousand of one history, each with its own key, owner, day and whatever else.
fn many(count: i64, with: impl Fn(i64, &mut Value)) -> Vec<LeadLine> {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_customer("04-10");
    let line = serde_json::to_value(LeadLine::of(plan().line(), &tale.facts).unwrap()).unwrap();
    let one = |number| {
        let mut line = line.clone();
        line["lead"] = json!(format!("l-{number}"));
        with(number, &mut line);
        serde_json::from_value(line).unwrap()
    };
    (0..count).map(one).collect()
}

/// Every instant of a line goes to another day; every deal and contract gets another name.
fn moved(value: &mut Value, number: i64) {
    match value {
        Value::String(text) => {
            if let Ok(known) = text.parse::<Instant>() {
                *text = at(known.seconds() + number * DAY).to_string();
            } else if text == "D-1" || text == "C-1" {
                *text = format!("{text}-{number}");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| moved(item, number)),
        Value::Object(map) => map.values_mut().for_each(|item| moved(item, number)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn what_is_only_owed_is_taken_out_in_time() {
    let plan = plan();
    let lines = many(4_000, |_, _| {});
    let mut report = Report::new(&plan);
    in_time("owing", || lines.iter().for_each(|line| report.remove(&plan, line).unwrap()));
    let asked = Asked::new(Instant::MAX, Zone::JST).in_periods(Periods::months());
    read_everything(&report, &asked);
    assert_eq!(FunnelTable::read(&report, &asked, &()).unwrap().rows[0].at(Milestone::Lead).counted, -4_000);
    lines.iter().for_each(|line| report.add(&plan, line).unwrap());
    assert_eq!(report, Report::new(&plan));
}

#[test]
fn long_chains_and_circles_of_merges_end() {
    let asked = Asked::new(Instant::MAX, Zone::JST);
    let next = |count: i64, back: i64| {
        move |number: i64, line: &mut Value| {
            moved(line, 0);
            let next = if number + 1 == count { back } else { number + 1 };
            line["merged_into"] = json!(format!("l-{next}"));
            let text = serde_json::to_string(line).unwrap();
            *line = serde_json::from_str(&text.replace("\"C-1-0\"", &format!("\"C-{number}\""))).unwrap();
        }
    };
    let present = |lines: &[LeadLine]| {
        let report = report_of(lines);
        let table = in_time("customers of chains", || CustomersTable::of(&report, &asked).unwrap());
        let turned: Vec<LeadLine> = lines.iter().rev().cloned().collect();
        assert_eq!(CustomersTable::of(&report_of(&turned), &asked).unwrap(), table);
        table.present.first().map(|row| row.ever.leads)
    };
    // Into one that nobody knows; into a circle of all; into a circle of some, after a long way.
    assert_eq!(present(&many(4_000, next(4_000, 9_999))), Some(1));
    assert_eq!(present(&many(4_000, next(4_000, 0))), Some(1));
    assert_eq!(present(&many(4_000, next(4_000, 3_000))), Some(1));
}

#[test]
fn long_chains_of_deals_are_walked_once_and_no_circle_is_said() {
    let key = |number: i64| k(&format!("D-1-{number}"));
    let lines = many(4_000, |number, line| moved(line, number));
    let report = report_of(&lines);
    let asked = Asked::new(Instant::MAX, Zone::JST);
    let (mut forth, mut back) = (SameDeals::none(), SameDeals::none());
    in_time("saying forth", || (0..100_000).for_each(|one| forth.say(&key(one), &key(one + 1)).unwrap()));
    in_time("saying back", || (0..100_000).rev().for_each(|one| back.say(&key(one), &key(one + 1)).unwrap()));
    assert_eq!(forth, back);
    assert!(forth.say(&key(100_000), &key(0)).is_err());
    for same in [forth, back] {
        let table = in_time("money of chains", || MoneyTable::of(&report, &asked, &MoneyAsked { same }).unwrap());
        assert_eq!(table.rows.iter().map(|row| row.won.deals).sum::<u64>(), 1);
    }
    // What runs through a deal that was said to be another before.
    let mut same = SameDeals::none();
    same.say(&key(2), &key(1)).unwrap();
    same.say(&key(1), &key(3)).unwrap();
    let before = same.clone();
    assert!(same.say(&key(1), &key(2)).is_err(), "2 is 1 already");
    assert_eq!(same, before);
    same.say(&key(1), &key(4)).unwrap();
    assert!(same.say(&key(4), &key(2)).is_err());
    same.say(&key(3), &key(2)).unwrap();
}

#[test]
fn a_line_is_made_of_one_history_and_goes_on_with_it_alone() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_mql("04-03 09:00");
    let (plan, facts) = (plan(), tale.facts.clone());
    let twice: Vec<&Fact> = facts.iter().chain(&facts).collect();
    let count = u64::try_from(facts.len()).unwrap();
    assert_eq!(LeadLine::of(plan.line(), twice), Err(LineError::Order { revision: 1, after: count }));
    let mut gap = facts.clone();
    gap.swap(0, 1);
    let refused = LeadLine::of(plan.line(), &gap);
    assert!(matches!(refused, Err(LineError::Order { revision: 1, after: 2 })), "{refused:?}");
    let mut other = facts.clone();
    other[1].envelope.lead = k("another");
    assert_eq!(LeadLine::of(plan.line(), &other), Err(LineError::OtherLead { revision: 2 }));
    let mut line = LeadLine::of(plan.line(), &facts[..1]).unwrap();
    assert_eq!(line.absorb(plan.line(), &other[1]), Absorbed::Rebuild);
    let mut far = facts[1].clone();
    far.envelope.revision = 3;
    assert_eq!(line.absorb(plan.line(), &far), Absorbed::Rebuild, "one is missing");
    assert_eq!(line.absorb(plan.line(), &facts[0]), Absorbed::Taken);
    // At the last revision there is.
    let mut last = serde_json::to_value(&line).unwrap();
    last["revision"] = json!(u64::MAX);
    let mut last: LeadLine = serde_json::from_value(last).unwrap();
    assert_eq!(last.absorb(plan.line(), &facts[1]), Absorbed::Taken, "it was there before");
    // Of another schema: neither goes on nor counts.
    let mut old = serde_json::to_value(&line).unwrap();
    old["schema"] = json!(0);
    let mut old: LeadLine = serde_json::from_value(old).unwrap();
    assert_eq!(old.absorb(plan.line(), &facts[1]), Absorbed::Rebuild);
    assert!(Report::new(&plan).add(&plan, &old).is_err());
}

#[test]
fn zones_of_one_name_and_other_clocks_are_two_plans() {
    let of = |offset: &str| Zone::named(k("Test/Here"), ZoneTable::new(k(offset), vec![], None).unwrap());
    let (one, other) = (LinePlan::new(of("-05:00")), LinePlan::new(of("+05:00")));
    assert_ne!(one.print(), other.print());
    assert_eq!(one.print(), LinePlan::new(of("-05:00")).print());
}

#[test]
fn runs_of_two_leads_are_two_sums() {
    let stored = stored_lines().iter().find(|line| line["clocks"].as_array().is_some_and(|runs| !runs.is_empty()));
    let stored = stored.unwrap();
    let lines = ["one", "other"].map(|lead| {
        let mut line = stored.clone();
        line["lead"] = json!(lead);
        serde_json::from_value::<LeadLine>(line).unwrap()
    });
    let report = report_of(&lines);
    let asked = Asked::new(Instant::MAX, Zone::JST);
    let clock = stored["clocks"][0]["clock"].as_str().unwrap();
    let count = |sum| {
        let more = TimesAsked { sum, over: None, ..TimesAsked::of(Lasting::Clock(k(clock))) };
        TimesTable::of(&report, &asked, &more)
            .unwrap()
            .rows
            .iter()
            .map(|row| row.finished.count() + row.running.count())
            .sum::<u64>()
    };
    assert!(count(SumOf::Stretch) >= 2);
    assert_eq!(count(SumOf::Cycle), count(SumOf::Stretch), "each lead numbers its own runs");
}

#[test]
fn periods_that_nobody_means_are_refused() {
    for text in [
        r#"{"unit":"month","closing_day":0}"#,
        r#"{"unit":"month","closing_day":32}"#,
        r#"{"unit":"year","fiscal_start":0}"#,
        r#"{"unit":"year","fiscal_start":13}"#,
    ] {
        let error = serde_json::from_str::<Periods>(text).unwrap_err().to_string();
        assert!(error.contains("are allowed"), "{error}");
    }
    let periods = Periods::new(PeriodUnit::Year).from_month(12).closing_on(31);
    assert_eq!(serde_json::from_str::<Periods>(&serde_json::to_string(&periods).unwrap()).unwrap(), periods);
}

#[test]
fn texts_of_slices_are_told_apart() {
    let texts = [
        Slice::new([None, Some("a")]),
        Slice::new([Some("(none)"), Some("a")]),
        Slice::new([Some("(none), a")]),
        Slice::new([Some("x, y"), Some("z")]),
        Slice::new([Some("x"), Some("y"), Some("z")]),
        Slice::new([Some("x"), Some("y, z")]),
        Slice::new([Some("\"x\""), Some("y, z")]),
    ]
    .map(|slice| slice.to_string());
    let told: std::collections::BTreeSet<&String> = texts.iter().collect();
    assert_eq!(told.len(), texts.len(), "{texts:?}");
    assert_eq!((&texts[0], &texts[1]), (&"(none), a".to_owned(), &"\"(none)\", a".to_owned()));
}

#[test]
fn a_probability_too_long_for_small_numbers_still_weighs() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_opportunity("04-10");
    let report = report_of(&[LeadLine::of(plan().line(), &tale.facts).unwrap()]);
    let asked = Asked::new(Instant::MAX, Zone::JST);
    let third = Fraction::new(1, 3).unwrap();
    let long = (0..60).fold(third.clone(), |long, _| long.checked_mul(&Fraction::new(9, 10).unwrap()).unwrap());
    assert!(long.denominator().is_none(), "more than 128 bits");
    let line = serde_json::to_value(LeadLine::of(plan().line(), &tale.facts).unwrap()).unwrap();
    let deal = &line["cycles"][0]["deals"][0];
    let stages = deal["stays"].as_array().unwrap().iter().map(|stay| stay["stage"].as_str().unwrap());
    let mut probabilities = Probabilities::none();
    for stage in stages {
        let rate = StepRate::Stated(Share::new(long.clone()).unwrap());
        probabilities = probabilities.with(k(deal["pipeline"].as_str().unwrap()), k(stage), rate);
    }
    let more = ForecastAsked { probabilities, same: SameDeals::none() };
    let table = ForecastTable::of(&report, &asked, &more).unwrap();
    let open = &table.rows[0].opportunities;
    assert_eq!((open.deals, open.without_probability), (1, 0));
    assert_eq!(open.weighted.minor().count(), open.value.minor().count());
}

#[test]
fn numbers_at_their_ends_are_read() {
    let ends = [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX];
    let counts = [i64::MIN, -1, 1, i64::MAX];
    let mut tally = Tally::new();
    let mut buckets = LogBuckets::new();
    for seconds in ends {
        for count in counts {
            let one: Tally = [(seconds, count)].into_iter().collect();
            read_of(&Times::from(&one));
            tally.add(seconds, count);
            buckets.add(seconds, count);
            let _told = (tally.sum(), tally.len(), tally.is_empty());
            read_of(&Times::from(&tally));
            read_of(&buckets.times());
        }
        let mut twice = tally.clone();
        twice.merge(&tally);
        twice.negate();
        let _stored = serde_json::from_str::<Tally>(&serde_json::to_string(&twice).unwrap()).unwrap();
    }
    read_of(&Times::from(&Tally::new()));
    let mut risk = RiskTable::new();
    for entry in ends {
        for time in ends {
            for count in counts {
                for cause in [None, Some(0), Some(255)] {
                    let observation = Observation { entry, time, cause, count };
                    read_risk(&std::iter::once(observation).collect());
                    risk.add(observation);
                }
            }
        }
    }
    read_risk(&risk);
    risk.merge(&risk.clone());
    risk.negate();
    let stored = serde_json::to_string(&risk).unwrap();
    assert_eq!(serde_json::from_str::<RiskTable>(&stored).unwrap(), risk);
    let wide: RiskTable = (0..10_000_i64)
        .map(|time| Observation { entry: 0, time, cause: u8::try_from(time % 256).ok(), count: 1 })
        .collect();
    let _wide = in_time("estimates of 256 causes", || wide.estimates(&Confidence::P90).map(|all| all.len()));
    let _exact = in_time("exact survival of 256 causes", || wide.survival().map(|all| all.len()));
    let _until = in_time("until", || wide.time_until(&Share::percent(50)));
    let rates = Rates::to(Currency::JPY)
        .with(k("USD"), Decimal::ZERO)
        .with(k("EUR"), Decimal::MAX)
        .with(k("GBP"), Decimal::new(1, 28))
        .with(k("CHF"), Decimal::MIN);
    assert_eq!((rates.worth(k("USD")), rates.worth(k("CHF"))), (None, None));
    assert!(rates.worth(k("EUR")).is_some() && rates.worth(k("GBP")).is_some());
}

/// Ten thousand facts of one lead: attempts that go backwards in time, owners that change, clocks.
#[test]
fn a_long_history_is_a_line_in_time() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_opportunity("04-10");
    let plan = plan();
    for fact in &tale.facts {
        let kind = fact.kind();
        let mut facts: Vec<Fact> = vec![tale.facts[0].clone()];
        for number in 2..10_000_u64 {
            let mut next = fact.clone();
            next.envelope.revision = number;
            next.envelope.effective_at = at(START + 20_000 * DAY - i64::try_from(number).unwrap() * DAY);
            facts.push(next);
        }
        let line = in_time(&format!("10,000 of {kind}"), || LeadLine::of(plan.line(), &facts).unwrap());
        in_time(&format!("10,000 of {kind}, counted"), || report_of(std::slice::from_ref(&line)));
    }
}
