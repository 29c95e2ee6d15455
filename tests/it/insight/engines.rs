//! What engines get wrong by default, each by its name.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::insight::{
    Asked, CohortAsked, CohortTable, Column, Dimension, Exit, FlowTable, FunnelCell, FunnelTable, LeadLine, LinePlan,
    Period, PeriodKey, PeriodUnit, Periods, Report, ReportPlan, Slice, Table as _, When,
};
use lead_lifecycle::lead::{Attribution, DealOwner, TeamChange};
use lead_lifecycle::lifecycle::{BackfillRules, LegacyEnd, LegacyRow, OrderPolicy, Past, TakeBack};
use lead_lifecycle::planning::Fraction;
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{Milestone, Moment, UtcOffset};
use lead_lifecycle::{
    Actor, Capture, Command, Context, Date, Fact, FactKind, Lifecycle, Origin, Policy, Role, Span, StageKind,
};

use crate::common::tale::{Tale, context, hand_raise, qualify, who};
use crate::common::{contract, k};
use crate::insight::leads::new_york;

fn by(dimensions: &[Dimension]) -> ReportPlan {
    ReportPlan::new(LinePlan::new(Zone::JST), dimensions.to_vec())
}

#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn report<'f>(plan: &ReportPlan, histories: impl IntoIterator<Item = &'f [Fact]>) -> Report {
    let mut report = Report::new(plan);
    for facts in histories {
        report.add(plan, &LeadLine::of(plan.line(), facts).unwrap()).unwrap();
    }
    report
}

fn asked(as_of: &str) -> Asked {
    Asked::new(k(as_of), Zone::JST)
}

/// What a step is worth, as a screen shows it: none without a denominator.
fn shown(rate: Option<lead_lifecycle::planning::RateEvidence>) -> Option<(u64, u64)> {
    rate.map(|rate| (rate.converted(), rate.of()))
}

fn counted(report: &Report, asked: &Asked, milestone: Milestone) -> i64 {
    let cell = FunnelCell { slice: None, period: None, milestone, column: Some(Column::Counted) };
    FunnelTable::read(report, asked, &()).unwrap().count(&cell)
}

fn at_column(report: &Report, milestone: Milestone, column: Column) -> i64 {
    let cell = FunnelCell { slice: None, period: None, milestone, column: Some(column) };
    FunnelTable::read(report, &asked("2027-12-31T00:00:00Z"), &()).unwrap().count(&cell)
}

/// A lead of a legacy system.
fn imported(key: &str, reached: &[(Milestone, Option<&str>)], end: Option<LegacyEnd>) -> Vec<Fact> {
    let row = LegacyRow {
        reached: reached.iter().map(|(milestone, when)| (*milestone, when.map(|when| k::<Moment>(when)))).collect(),
        end,
        ..LegacyRow::new(k(key), Origin::Inbound)
    };
    let rules = BackfillRules { as_of: k("2026-01-01T00:00:00Z"), order: OrderPolicy::Refuse, zone: Zone::JST };
    let context = Context::new(k("2026-11-01T00:00:00Z"), Actor::new(k("import"), Role::System));
    Lifecycle::new(Policy::standard()).import(&row, &rules, &context).unwrap().into_facts()
}

fn month(text: &str) -> Period {
    Periods::months().of(k(&format!("{text}-01")))
}

#[test]
fn an_immature_cohort_is_in_no_denominator() {
    let mut quick = Tale::begun(Policy::standard(), "04-01 09:00");
    quick.reaches_customer("04-10");
    let slow = Tale::begun(Policy::standard(), "04-02 09:00");
    let young = Tale::begun(Policy::standard(), "06-20 09:00");
    let plan = by(&[]);
    let report = report(&plan, [&quick.facts[..], &slow.facts, &young.facts]);
    let window = Some(Span::saturating(60 * 86_400));
    let cohort = CohortAsked { entry: Milestone::Lead, window };
    let asked = asked("2026-06-30T23:59:59+09:00");
    let table = CohortTable::read(&report, &asked, &cohort).unwrap();
    let row = &table.rows[0];
    assert_eq!((row.mature, row.immature, row.entrants.counted), (2, 1, 3));
    assert_eq!(shown(row.rate(Milestone::Won)), Some((1, 2)), "1 of 2, and not 1 of 3");
    // By month, of June nobody is mature: it has no rate, and not 0 %.
    let table = CohortTable::read(&report, &asked.in_periods(Periods::months()), &cohort).unwrap();
    let june = table.rows.iter().find(|row| row.period == PeriodKey::In(month("2026-06"))).unwrap();
    assert_eq!((june.mature, june.immature, shown(june.rate(Milestone::Won))), (0, 1, None));
}

#[test]
fn what_happens_at_the_end_of_the_window_counts_and_a_second_later_does_not() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 09:00");
    lead.reaches_mql("04-03 09:00");
    let report = report(&by(&[]), [&lead.facts[..]]);
    let converted = |seconds: u64, as_of: &str| {
        let cohort = CohortAsked { entry: Milestone::Lead, window: Some(Span::saturating(seconds)) };
        let table = CohortTable::read(&report, &asked(as_of), &cohort).unwrap();
        let row = &table.rows[0];
        (row.mature, row.at(Milestone::Mql).converted, row.at(Milestone::Mql).early)
    };
    let (window, end) = (2 * 86_400, "2026-04-03T09:00:00+09:00");
    assert_eq!(converted(window, end), (1, 1, 0));
    assert_eq!(converted(window - 1, end), (1, 0, 0));
    assert_eq!(converted(window + 1, end), (0, 0, 1));
    assert_eq!(converted(window, "2026-04-03T08:59:59+09:00"), (0, 0, 0));
}

#[test]
fn who_comes_back_counts_once_in_the_funnel_and_each_time_in_the_flow() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 09:00");
    lead.reaches_sql("04-10");
    lead.does(Role::Fs, "04-11 09:00", &Command::Reject { reason: Reason::new(k("no_need"), None) });
    lead.does(Role::Sdr, "04-12 11:00", &qualify("another memo", "D-2"));
    let report = report(&by(&[]), [&lead.facts[..]]);
    let now = asked("2026-05-01T00:00:00Z");
    assert_eq!(counted(&report, &now, Milestone::Mql), 1);
    assert_eq!(counted(&report, &now, Milestone::Sql), 1);
    let flow = FlowTable::read(&report, &now, &()).unwrap();
    let of = |stage| flow.rows.iter().find(|row| row.stage == stage).unwrap();
    assert_eq!((of(StageKind::Mql).entered, of(StageKind::Sql).entered), (2, 2));
    assert_eq!((of(StageKind::Sql).left(Exit::Back), of(StageKind::Sql).there), (1, 1));
    assert_eq!(of(StageKind::Mql).left(Exit::Forward), 2);
}

/// A legacy system tells two that were won, and of one of them not that it was ever MQL.
#[test]
fn a_skipped_stage_is_implied_and_makes_no_200_percent() {
    let won = || Some(LegacyEnd::Won { at: Some(k("2026-03-01T00:00:00Z")), value: None, contract: None });
    let lead = (Milestone::Lead, Some("2026-01-10T00:00:00Z"));
    let whole = [lead, (Milestone::Mql, Some("2026-02-01T00:00:00Z"))];
    let report = report(&by(&[]), [&imported("old-1", &whole, won())[..], &imported("old-2", &[lead], won())]);
    let now = asked("2026-12-01T00:00:00Z");
    assert_eq!(counted(&report, &now, Milestone::Won), 2);
    assert_eq!(counted(&report, &now, Milestone::Mql), 1);
    assert_eq!(at_column(&report, Milestone::Mql, Column::Implied), 1);
    assert_eq!(at_column(&report, Milestone::Sql, Column::Implied), 2);
    let row = FunnelTable::read(&report, &now, &()).unwrap().rows.remove(0);
    assert_eq!(
        row.ratio(Milestone::Won, Milestone::Mql),
        Some(Fraction::new(2, 1).unwrap()),
        "a ratio, and it says so"
    );
    let cohort = CohortAsked { entry: Milestone::Lead, window: None };
    let row = CohortTable::read(&report, &now, &cohort).unwrap().rows.remove(0);
    assert_eq!(shown(row.rate(Milestone::Mql)), Some((2, 2)), "who was won was further than MQL");
    assert_eq!(shown(row.step_rate(Milestone::Mql, Milestone::Won)), Some((2, 2)));
    // Of those known to have been MQL themselves, one of one.
    let cohort = CohortAsked { entry: Milestone::Mql, window: None };
    let row = CohortTable::read(&report, &now, &cohort).unwrap().rows.remove(0);
    assert_eq!((shown(row.rate(Milestone::Won)), row.entrants.implied), (Some((1, 1)), 1));
}

#[test]
fn months_are_those_of_the_zone_and_not_of_utc() {
    let pacific: Zone = k::<UtcOffset>("-07:00").into();
    let april = |close: &str, zone: &Zone| {
        let end = LegacyEnd::Won { at: Some(k(close)), value: None, contract: None };
        let facts = imported("old-1", &[(Milestone::Lead, Some("2023-01-10T00:00:00Z"))], Some(end));
        // The zone of the lines says nothing of months.
        let plan = ReportPlan::new(LinePlan::new(Zone::UTC), vec![]);
        let report = report(&plan, [&facts[..]]);
        let asked = Asked::new(k("2026-12-01T00:00:00Z"), zone.clone()).in_periods(Periods::months());
        let table = FunnelTable::read(&report, &asked, &()).unwrap();
        let won = table.rows.iter().find(|row| row.at(Milestone::Won).counted == 1).unwrap().period;
        assert!(won == PeriodKey::In(month("2023-03")) || won == PeriodKey::In(month("2023-04")));
        won == PeriodKey::In(month("2023-04"))
    };
    assert!(!april("2023-04-01T01:09:44Z", &pacific), "Olist's close, cut at UTC, was an April one");
    assert!(!april("2023-04-01T06:59:59Z", &pacific));
    assert!(april("2023-04-01T07:00:00Z", &pacific));
    assert!(april("2023-04-01T01:09:44Z", &Zone::UTC));
    assert!(april("2023-03-31T15:00:00Z", &Zone::JST) && !april("2023-03-31T14:59:59Z", &Zone::JST));
    // Summer time: midnight is at 04:00 and not at 05:00.
    assert!(april("2023-04-01T04:00:00Z", &new_york()) && !april("2023-04-01T03:59:59Z", &new_york()));
    // A day is a day wherever one looks at it from.
    for zone in [pacific, Zone::UTC, Zone::JST, new_york(), k::<UtcOffset>("+14:00").into()] {
        assert!(!april("2023-03-31", &zone));
        assert!(april("2023-04-01", &zone));
    }
}

#[test]
fn days_are_no_rounded_differences() {
    let moment = |at: &str| When::at(k(at));
    // Two hours apart, and on two days; 23 hours apart on the day on which clocks go forward.
    let (evening, night) = (moment("2026-03-07T23:00:00-05:00"), moment("2026-03-08T01:00:00-05:00"));
    assert_eq!(evening.days_to(night, &new_york()), 1);
    assert_eq!(evening.days_to(night, &Zone::JST), 0);
    let (midnight, next) = (moment("2026-03-08T00:00:00-05:00"), moment("2026-03-09T00:00:00-04:00"));
    assert_eq!((midnight.seconds_to(next), midnight.days_to(next, &new_york())), (23 * 3_600, 1));
}

#[test]
fn months_end_where_they_end() {
    let ends = |day: &str, closing: u8| {
        let period = Periods::months().closing_on(closing).of(k(day));
        (period.to_string(), period.first().to_string(), period.last().to_string())
    };
    let period = |name: &str, first: &str, last: &str| (name.to_owned(), first.to_owned(), last.to_owned());
    for closing in [29, 30, 31] {
        assert_eq!(ends("2026-02-28", closing).2, "2026-02-28");
        assert_eq!(ends("2026-02-28", closing).0, "2026-02");
    }
    assert_eq!(ends("2024-02-29", 30), period("2024-02", "2024-01-31", "2024-02-29"));
    assert_eq!(ends("2026-03-30", 30), period("2026-03", "2026-03-01", "2026-03-30"));
    assert_eq!(ends("2026-03-31", 30), period("2026-04", "2026-03-31", "2026-04-30"));
    assert_eq!(ends("2026-01-31", 31), period("2026-01", "2026-01-01", "2026-01-31"));
    // 31 January and a month is the end of February, and not the third of March.
    assert_eq!(k::<Date>("2026-01-31").add_months(1), k("2026-02-28"));
    assert_eq!(k::<Date>("2024-01-31").add_months(1), k("2024-02-29"));
    let quarters = Periods::new(PeriodUnit::Quarter).from_month(2).closing_on(31);
    assert_eq!(quarters.of(k("2027-01-31")).to_string(), "FY2026 Q4");
    assert_eq!(quarters.of(k("2027-02-01")).to_string(), "FY2027 Q1");
}

#[test]
fn what_was_taken_back_is_not_counted() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 09:00");
    lead.reaches_mql("04-10 09:00");
    let plan = by(&[]);
    let before = report(&plan, [&lead.facts[..]]);
    let order = TakeBack::new([lead.facts.last().unwrap().envelope.revision], Reason::new(k("mistake"), None));
    let manager = context(&who(Role::Manager, 0), "04-20 09:00", None);
    let decision = lead.lifecycle.take_back(&Past::Whole(&lead.facts), &order, &manager).unwrap();
    let raw = lead.facts.iter().filter(|fact| fact.kind() == FactKind::BecameMql).count();
    lead.facts.extend(decision.into_facts());
    let after = report(&plan, [&lead.facts[..]]);
    let now = asked("2026-05-01T00:00:00Z");
    assert_eq!(raw, 1, "the fact stays in the history");
    assert_eq!((counted(&before, &now, Milestone::Mql), counted(&after, &now, Milestone::Mql)), (1, 0));
    let flow = FlowTable::read(&after, &now, &()).unwrap();
    assert_eq!(
        flow.rows.iter().map(|row| (row.stage, row.entered, row.there)).collect::<Vec<_>>(),
        [(StageKind::Lead, 1, 1)]
    );
    // As it was said on the fifteenth, it is still there.
    let then = LeadLine::known_at(plan.line(), &lead.facts, k("2026-04-15T00:00:00Z")).unwrap();
    let mut known = Report::new(&plan);
    known.add(&plan, &then).unwrap();
    assert_eq!(counted(&known, &now, Milestone::Mql), 1);
    assert_eq!(known, before);
}

/// The hand-raise that promoted the lead never was, and the lead was handed over since: the promotion stays, and is in no rate.
#[test]
fn a_promotion_whose_grounds_are_gone_is_in_a_column_of_its_own() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 09:00");
    let kinds = lead.does(Role::System, "04-10 09:00", &hand_raise("h-1"));
    assert_eq!(kinds, [FactKind::ActivityRecorded, FactKind::BecameMql]);
    let raised = lead.facts.iter().find(|fact| fact.kind() == FactKind::ActivityRecorded).unwrap().envelope.revision;
    lead.hears("04-10 10:00");
    lead.does(Role::Sdr, "04-10 11:00", &qualify("memo", "D-1"));
    let order = TakeBack::new([raised], Reason::new(k("mistake"), None));
    let manager = context(&who(Role::Manager, 0), "04-20 09:00", None);
    let decision = lead.lifecycle.take_back(&Past::Whole(&lead.facts), &order, &manager).unwrap();
    lead.facts.extend(decision.into_facts());
    let report = report(&by(&[]), [&lead.facts[..]]);
    let columns = |milestone| [Column::Counted, Column::Hollow].map(|column| at_column(&report, milestone, column));
    assert_eq!((columns(Milestone::Lead), columns(Milestone::Mql)), ([1, 0], [0, 1]));
    assert_eq!(report.quality().hollow, 1);
    let cohort = CohortAsked { entry: Milestone::Mql, window: None };
    let row = CohortTable::read(&report, &asked("2026-12-01T00:00:00Z"), &cohort).unwrap().rows.remove(0);
    assert_eq!((row.mature, row.entrants.hollow), (0, 1));
}

#[test]
fn what_is_not_known_is_a_slice_of_its_own() {
    let of = |key: &str, source: Option<&str>| {
        let attribution = Attribution { source: source.map(k), ..Attribution::default() };
        let capture = Capture { attribution, ..Capture::new(k(key), Origin::Inbound) };
        Tale::captured(Policy::standard(), &capture, "04-01 09:00", None).facts
    };
    let plan = by(&[Dimension::Source]);
    let report = report(&plan, [&of("a", Some("fair"))[..], &of("b", None), &of("c", Some("none")), &of("d", None)]);
    let now = asked("2026-05-01T00:00:00Z");
    let table = FunnelTable::read(&report, &now.clone().by(vec![Dimension::Source]), &()).unwrap();
    let rows: Vec<_> = table.rows.iter().map(|row| (row.slice.clone(), row.at(Milestone::Lead).counted)).collect();
    // Nothing is lost, and a source that is called so is another.
    assert_eq!(rows, [(Slice::new([None]), 2), (Slice::new([Some("fair")]), 1), (Slice::new([Some("none")]), 1)]);
    assert_eq!(rows[0].0.to_string(), "(none)");
    assert_eq!(counted(&report, &now.clone().only(Dimension::Source, None), Milestone::Lead), 2);
    let either = now.only(Dimension::Source, None).only(Dimension::Source, Some("fair"));
    assert_eq!(counted(&report, &either, Milestone::Lead), 3);
}

/// 10, 8, 0, 0: 80 %, 0 %, none; of all 80 %, 0 %, 0 %.
#[test]
fn an_empty_denominator_has_no_rate() {
    use Milestone as M;
    let mut leads: Vec<Tale> = (0..10).map(|_| Tale::begun(Policy::standard(), "04-01 09:00")).collect();
    leads.iter_mut().take(8).for_each(|lead| lead.reaches_mql("04-10 09:00"));
    let report = report(&by(&[]), leads.iter().map(|lead| &lead.facts[..]));
    let cohort = CohortAsked { entry: Milestone::Lead, window: Some(Span::saturating(30 * 86_400)) };
    let row = CohortTable::read(&report, &asked("2026-07-01T00:00:00Z"), &cohort).unwrap().rows.remove(0);
    let steps = [(M::Lead, M::Mql), (M::Mql, M::Sql), (M::Sql, M::Sao)];
    assert_eq!(steps.map(|(from, to)| shown(row.step_rate(from, to))), [Some((8, 10)), Some((0, 8)), None]);
    assert_eq!([M::Mql, M::Sql, M::Sao].map(|to| shown(row.rate(to))), [Some((8, 10)), Some((0, 10)), Some((0, 10))]);
    let row = FunnelTable::read(&report, &asked("2026-07-01T00:00:00Z"), &()).unwrap().rows.remove(0);
    assert_eq!(row.ratio(M::Sao, M::Sql), None);
    // Of nobody there is no row, and not one of noughts.
    assert!(CohortTable::read(&report, &asked("2026-03-01T00:00:00Z"), &cohort).unwrap().rows.is_empty());
}

/// Several things at one instant: the order in which they were recorded decides, and nothing else.
#[test]
fn at_one_instant_the_order_of_recording_decides() {
    let at = "04-10 09:00";
    let mut lead = Tale::begun(Policy::standard(), at);
    let to = |owner: &str| Command::Assign { owner: Some(k(owner)), team: TeamChange::Keep, deal: DealOwner::Follow };
    lead.does(Role::Manager, at, &to("first"));
    lead.does(Role::Manager, at, &to("second"));
    lead.reaches_mql(at);
    lead.does(Role::Manager, at, &to("third"));
    let plan = by(&[Dimension::Owner]);
    let report = report(&plan, [&lead.facts[..]]);
    // The milestone is reached at the instant at which everything is said, and counts as of it.
    let now = asked("2026-04-10T09:00:00+09:00").by(vec![Dimension::Owner]);
    let table = FunnelTable::read(&report, &now, &()).unwrap();
    let mql = table.rows.iter().find(|row| row.at(Milestone::Mql).counted == 1).unwrap();
    assert_eq!(mql.slice, Slice::new([Some("second")]));
    assert_eq!(counted(&report, &asked("2026-04-10T08:59:59+09:00"), Milestone::Mql), 0);
    // Visits of no length are visits.
    let flow = FlowTable::read(&report, &asked("2026-04-10T09:00:00+09:00"), &()).unwrap();
    assert_eq!(
        flow.rows.iter().map(|row| (row.stage, row.entered, row.there)).collect::<Vec<_>>(),
        [(StageKind::Lead, 1, 0), (StageKind::Mql, 1, 1)]
    );
}

/// Bought without sales, and bought more: in columns of their own, and in no rate.
#[test]
fn direct_cycles_and_expansions_are_in_columns_of_their_own() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 09:00");
    lead.reaches_customer("04-10");
    lead.does(Role::Cs, "05-10 09:00", &Command::OpenExpansion { note: None, attribution: Attribution::default() });
    let mut direct = Tale::begun(Policy::standard(), "04-02 09:00");
    let contract = contract("C-2", "JPY");
    direct.does(Role::Cs, "04-20 09:00", &Command::RecordPurchase { contract, attribution: Attribution::default() });
    let report = report(&by(&[]), [&lead.facts[..], &direct.facts]);
    let columns = |milestone| {
        [Column::Counted, Column::Direct, Column::Expansion].map(|column| at_column(&report, milestone, column))
    };
    assert_eq!(columns(Milestone::Lead), [1, 1, 0]);
    assert_eq!(columns(Milestone::Mql), [1, 0, 1]);
    assert_eq!(columns(Milestone::Won), [1, 1, 0]);
    let cohort = CohortAsked { entry: Milestone::Lead, window: None };
    let row = CohortTable::read(&report, &asked("2026-12-01T00:00:00Z"), &cohort).unwrap().rows.remove(0);
    assert_eq!(shown(row.rate(Milestone::Won)), Some((1, 1)));
    assert_eq!((row.entrants.direct, row.entrants.counted), (1, 1));
}

/// What was told late belongs to the month in which it happened.
#[test]
fn late_news_belongs_to_the_month_in_which_it_happened() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 09:00");
    lead.tells(&who(Role::Mk, 0), "05-02 09:00", Some("04-30 18:00"), &Command::Promote { note: None });
    let report = report(&by(&[]), [&lead.facts[..]]);
    let table = FunnelTable::read(&report, &asked("2026-06-01T00:00:00Z").in_periods(Periods::months()), &()).unwrap();
    let mql: Vec<_> = table.rows.iter().filter(|row| row.at(Milestone::Mql).counted == 1).collect();
    assert_eq!(mql.iter().map(|row| row.period).collect::<Vec<_>>(), [PeriodKey::In(month("2026-04"))]);
}

/// The facts need no order of leads, and no lead needs another: a report says the same whatever came first.
#[test]
fn the_order_of_leads_says_nothing() {
    let tales: Vec<Tale> = ["04-01 09:00", "04-02 09:00", "05-01 09:00"]
        .map(|at| {
            let mut lead = Tale::begun(Policy::standard(), at);
            lead.reaches_mql("05-10 09:00");
            lead
        })
        .into();
    let plan = by(&[Dimension::Owner]);
    let one = report(&plan, tales.iter().map(|lead| &lead.facts[..]));
    let other = report(&plan, tales.iter().rev().map(|lead| &lead.facts[..]));
    assert_eq!(one, other);
    let asked = asked("2026-06-01T00:00:00Z").by(vec![Dimension::Owner]).in_periods(Periods::new(PeriodUnit::Week));
    assert_eq!(FunnelTable::read(&one, &asked, &()), FunnelTable::read(&other, &asked, &()));
}
