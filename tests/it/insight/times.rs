//! How long things take, beside a slow and simple model, and examples by hand.

use lead_lifecycle::calendar::{Calendar, Zone};
use lead_lifecycle::insight::{
    Asked, Dimension, Lasting, LeadLine, LinePlan, Over, Part, Periods, PlacedBy, QuantileKind, Report, ReportPlan,
    SumOf, Table as _, TimeUnit, TimesAsked, TimesCell, TimesCount, TimesRow, TimesTable, members,
};
use lead_lifecycle::lifecycle::{BackfillRules, LegacyEnd, LegacyRow, OrderPolicy, Past, TakeBack};
use lead_lifecycle::planning::{Fraction, Share};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{ContactOutcome, Milestone, UtcOffset};
use lead_lifecycle::{Actor, Command, Context, Fact, FactKind, Lifecycle, Origin, Policy, Role, StageKind};
use proptest::prelude::*;
use serde_json::json;

use crate::calendars::offices::office;
use crate::common::tale::{Tale, call, context, first_meeting, who};
use crate::common::{DAY, START, at, k};
use crate::insight::leads::{Life, life, plan, told, zone};
use crate::insight::periods::periods;
use crate::insight::reports::{lines, report};
use crate::insight::stretches::{Ruler, Stretch, stretches, times};

pub(super) fn lives() -> impl Strategy<Value = Vec<Life>> {
    proptest::collection::vec(life(30), 1..5)
}

pub(super) fn split() -> [Dimension; 2] {
    [Dimension::Source, Dimension::Start]
}

pub(super) fn as_of() -> impl Strategy<Value = i64> {
    prop_oneof![1 => Just(START + 5_000 * DAY), 3 => START - 500 * DAY..START + 900 * DAY]
}

/// What lasts.
pub(super) fn lasting() -> impl Strategy<Value = Lasting> {
    let stage = |name: &str| Lasting::DealStage { pipeline: k("default"), stage: k(name) };
    prop_oneof![
        4 => proptest::sample::select(StageKind::ALL.to_vec()).prop_map(Lasting::Stage),
        2 => proptest::sample::select(crate::common::PIPELINE.to_vec()).prop_map(stage),
        1 => Just(Lasting::Deal),
        1 => Just(Lasting::Cycle),
    ]
}

pub(super) fn shop() -> Calendar {
    let day = json!(["09:00-12:00", "13:00-18:00"]);
    let week = json!({"mon": day, "tue": day, "wed": day, "thu": day, "fri": ["09:00-15:30"]});
    office("+09:00", &week, &json!({}), &["2026-04-29".into(), "2026-05-04".into()])
}

prop_compose! {
    fn question()(
        what in lasting(),
        cycle in any::<bool>(),
        over in proptest::option::of(proptest::sample::select(Over::ALL.to_vec())),
        beginning in any::<bool>(),
        as_of in as_of(),
        cut in proptest::option::of(periods()),
        (zone, read_in) in (zone(), zone()),
        unit in 0..3_u8,
    ) -> (LinePlan, Asked, TimesAsked<'static>, u8) {
        let mut asked = Asked::new(at(as_of), read_in).by(split().to_vec());
        if let Some(periods) = cut {
            asked = asked.in_periods(periods);
        }
        let sum = if cycle { SumOf::Cycle } else { SumOf::Stretch };
        let placed = if beginning { PlacedBy::Beginning } else { PlacedBy::End };
        (plan(zone), asked, TimesAsked { over, sum, placed, ..TimesAsked::of(what) }, unit)
    }
}

pub(super) fn all(plan: &LinePlan, histories: &[Vec<Fact>]) -> Vec<Stretch> {
    histories.iter().enumerate().flat_map(|(number, facts)| stretches(plan, facts, number)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// The times are what the slow model counts, in whatever unit, zone and period, as of whenever.
    #[test]
    fn times_are_what_the_slow_model_counts(lives in lives(), (plan, asked, more, unit) in question()) {
        let histories = told(&lives);
        let report_plan = ReportPlan::new(plan.clone(), split().to_vec());
        let report = report(&report_plan, &lines(&report_plan, &histories));
        let calendar = shop();
        let unit = [TimeUnit::Elapsed, TimeUnit::Days, TimeUnit::Working(&calendar)][usize::from(unit)];
        let all = all(&plan, &histories);
        let ruler = Ruler { asked: &asked, zone: asked.zone(), calendar: Some(&calendar) };
        let kinds: Vec<Lasting> = all.iter().map(|one| one.what.clone()).chain([more.what.clone()]).collect();
        for what in kinds.into_iter().collect::<std::collections::BTreeSet<_>>() {
            let more = TimesAsked { what, unit, ..more.clone() };
            let table = TimesTable::of(&report, &asked, &more).unwrap();
            prop_assert_eq!(&table.rows, &times(&all, &ruler, &more), "{}", more.what);
        }
    }

    /// What was put in and taken out again leaves no trace in any time, settled or not; any split by lead merges to the whole.
    #[test]
    fn times_are_those_of_what_is_left(lives in lives(), (plan, asked, more, _) in question(), cut in any::<u16>()) {
        let histories = told(&lives);
        let plan = ReportPlan::new(plan, split().to_vec());
        let lines = lines(&plan, &histories);
        let whole = report(&plan, &lines);
        let read = |report: &Report| TimesTable::of(report, &asked, &more).unwrap();
        let mut grown = Report::new(&plan);
        for (line, facts) in lines.iter().zip(&histories) {
            // An earlier state of the line is replaced by the newest one, in either order.
            let known = usize::from(cut) % facts.len();
            let earlier = LeadLine::of(plan.line(), &facts[..=known]).unwrap();
            if cut % 2 == 0 {
                grown.add(&plan, &earlier).unwrap();
                grown.add(&plan, line).unwrap();
                grown.remove(&plan, &earlier).unwrap();
            } else {
                grown.add(&plan, line).unwrap();
                grown.add(&plan, &earlier).unwrap();
                grown.remove(&plan, &earlier).unwrap();
            }
        }
        prop_assert_eq!(read(&grown), read(&whole));
        grown.settle();
        prop_assert_eq!(read(&grown), read(&whole));
        let (one, other) = lines.split_at(usize::from(cut) % (lines.len() + 1));
        let mut merged = report(&plan, one);
        merged.merge(&report(&plan, other)).unwrap();
        prop_assert_eq!(read(&merged), read(&whole));
    }

    /// A higher level never has a shorter time; the members of a cell add up to it.
    #[test]
    fn quantiles_rise_and_members_add_up(lives in lives(), (plan, asked, more, _) in question()) {
        let plan = ReportPlan::new(plan, split().to_vec());
        let lines = lines(&plan, &told(&lives));
        let table = TimesTable::of(&report(&plan, &lines), &asked, &more).unwrap();
        for row in &table.rows {
            for kind in QuantileKind::ALL {
                let levels = (0..=10).map(|tenth| row.finished.quantile(&Share::percent(tenth * 10), kind));
                let levels: Vec<Option<Fraction>> = levels.collect();
                prop_assert!(levels.is_sorted(), "{:?}", levels);
                prop_assert_eq!(levels[0].is_some(), row.finished.count() > 0);
            }
            for count in [TimesCount::Finished, TimesCount::Running, TimesCount::Undated, TimesCount::Negative] {
                let cell = TimesCell { slice: Some(row.slice.clone()), period: Some(row.period), count };
                let members = members::<TimesTable>(&plan, &lines, (&asked, &more), &cell).unwrap();
                prop_assert_eq!(members.iter().map(|one| one.adds).sum::<i64>(), table.count(&cell));
            }
        }
    }

    /// Of every answer: until sales could know, and from then on, are the whole; neither is longer than it.
    #[test]
    fn an_answer_is_intake_and_sales(lives in lives(), as_of in as_of(), zone in zone()) {
        let plan = ReportPlan::new(plan(zone), vec![]);
        for (line, facts) in lines(&plan, &told(&lives)).iter().zip(told(&lives)) {
            let report = report(&plan, std::slice::from_ref(line));
            let asked = Asked::new(at(as_of), Zone::JST);
            let read = |part: Part| {
                let more = TimesAsked { part, ..TimesAsked::of(Lasting::Response) };
                TimesTable::of(&report, &asked, &more).unwrap().rows.pop()
            };
            let (Some(whole), Some(intake), Some(sales)) = (read(Part::Whole), read(Part::Intake), read(Part::Sales)) else {
                prop_assert_eq!((read(Part::Intake), read(Part::Sales)), (None, None));
                continue;
            };
            let facts: Vec<FactKind> = facts.iter().map(Fact::kind).collect();
            for (one, two, all) in [
                (&intake.finished, &sales.finished, &whole.finished), (&intake.running, &sales.running, &whole.running),
            ] {
                prop_assert_eq!(one.count() + one.negative(), all.count() + all.negative(), "{:?}", facts);
                if one.negative() + two.negative() + all.negative() == 0 {
                    prop_assert_eq!(one.sum() + two.sum(), all.sum(), "{:?}", facts);
                }
            }
            prop_assert_eq!((intake.undated, sales.undated), (whole.undated, whole.undated));
            prop_assert_eq!(sales.running.negative(), 0);
        }
    }
}

#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn of<'f>(histories: impl IntoIterator<Item = &'f [Fact]>) -> Report {
    let plan = ReportPlan::new(LinePlan::new(Zone::JST), vec![]);
    let mut report = Report::new(&plan);
    for facts in histories {
        report.add(&plan, &LeadLine::of(plan.line(), facts).unwrap()).unwrap();
    }
    report
}

fn row(report: &Report, asked: &Asked, more: &TimesAsked<'_>) -> Option<TimesRow> {
    let mut rows = TimesTable::of(report, asked, more).unwrap().rows;
    assert!(rows.len() <= 1);
    rows.pop()
}

fn days(times: &lead_lifecycle::insight::Times) -> Vec<u64> {
    (0..times.count())
        .map(|place| {
            let level = if times.count() == 1 { 0 } else { place * 100 / (times.count() - 1) };
            let at = times.quantile(&Share::percent(u8::try_from(level).unwrap()), QuantileKind::Nearest).unwrap();
            u64::try_from(at.floor().unwrap()).unwrap() / 86_400
        })
        .collect()
}

/// A deal goes back and comes again, is lost by mistake, and that is taken back.
#[test]
fn a_stage_that_is_visited_twice_has_two_visits_and_a_mistaken_close_none() {
    let mut lead = Tale::begun(Policy::standard(), "01-09 09:00");
    lead.reaches_opportunity("01-10");
    let moves = |lead: &mut Tale, at: &str, to: &str| lead.does(Role::Fs, at, &Command::MoveDeal { to: k(to) });
    // The first meeting's stage stands for discovery.
    let (discovery, proposal) = ("first_meeting_held", "proposal");
    moves(&mut lead, "01-12 13:00", proposal);
    moves(&mut lead, "02-01 13:00", discovery);
    moves(&mut lead, "02-05 13:00", proposal);
    lead.does(Role::Fs, "02-08 13:00", &Command::Lose { reason: Reason::new(k("price"), None), until: None });
    let lost = of([&lead.facts[..]]);
    let mistake = lead.facts.iter().rev().find(|fact| fact.kind() == FactKind::Lost).unwrap().envelope.revision;
    let order = TakeBack::new([mistake], Reason::new(k("mistake"), None));
    let by = context(&who(Role::Manager, 0), "02-08 14:00", None);
    lead.facts.extend(lead.lifecycle.take_back(&Past::Whole(&lead.facts), &order, &by).unwrap().into_facts());
    let put_right = of([&lead.facts[..]]);
    let asked = Asked::new(k("2026-02-15T13:00:00+09:00"), Zone::JST);
    let stage = |name: &str| Lasting::DealStage { pipeline: k("default"), stage: k(name) };
    let read =
        |report: &Report, what: Lasting, sum: SumOf| row(report, &asked, &TimesAsked { sum, ..TimesAsked::of(what) });
    let visits = |report: &Report, what: Lasting| {
        let row = read(report, what, SumOf::Stretch).unwrap();
        (days(&row.finished), days(&row.running))
    };
    assert_eq!(visits(&put_right, stage(discovery)), (vec![2, 4], vec![]));
    assert_eq!(visits(&put_right, stage(proposal)), (vec![20], vec![10]));
    // Of the cycle: what is on in one visit is not over, and is as long as all of them.
    let both = read(&put_right, stage(proposal), SumOf::Cycle).unwrap();
    assert_eq!((days(&both.finished), days(&both.running)), (vec![], vec![30]));
    assert_eq!(days(&read(&put_right, stage(discovery), SumOf::Cycle).unwrap().finished), [6]);
    assert_eq!(days(&read(&put_right, Lasting::Deal, SumOf::Stretch).unwrap().running), [36]);
    // Before it was taken back it was lost; now there is no trace of it.
    assert_eq!(visits(&lost, stage(proposal)), (vec![3, 20], vec![]));
    assert_eq!(read(&put_right, Lasting::Stage(StageKind::Disqualified), SumOf::Stretch), None);
    let ended = TimesAsked { over: Some(Over::Left), ..TimesAsked::of(Lasting::Deal) };
    assert_eq!(days(&row(&put_right, &asked, &ended).unwrap().finished), [0_u64; 0]);
}

/// A deal of a legacy system, from its opening to its close.
fn closed(key: &str, opened: &str, won: &str) -> Vec<Fact> {
    let row = LegacyRow {
        reached: [(Milestone::Sql, Some(k(opened)))].into(),
        end: Some(LegacyEnd::Won { at: Some(k(won)), value: None, contract: None }),
        ..LegacyRow::new(k(key), Origin::Inbound)
    };
    let rules = BackfillRules { as_of: k("2026-01-01T00:00:00Z"), order: OrderPolicy::Clamp, zone: Zone::JST };
    let by = Context::new(k("2026-11-01T00:00:00Z"), Actor::new(k("import"), Role::System));
    Lifecycle::new(Policy::standard()).import(&row, &rules, &by).unwrap().into_facts()
}

#[test]
fn days_to_close_are_those_of_the_office_and_a_close_before_the_opening_is_a_fault() {
    let evening = closed("z", "2026-06-01T20:00:00Z", "2026-06-03T04:00:00Z");
    let report = of([&evening[..]]);
    let in_days = TimesAsked { unit: TimeUnit::Days, ..TimesAsked::of(Lasting::Deal) };
    for (zone, expected) in [("+00:00", 2), ("+07:00", 1), ("-07:00", 1)] {
        let asked = Asked::new(k("2026-12-01T00:00:00Z"), k::<UtcOffset>(zone).into());
        let row = row(&report, &asked, &in_days).unwrap();
        assert_eq!((row.finished.count(), row.finished.max()), (1, Some(expected)), "{zone}");
    }
    let deals = [
        closed("a", "2026-01-01T00:00:00Z", "2026-01-11T00:00:00Z"),
        closed("b", "2026-01-01T00:00:00Z", "2026-01-21T00:00:00Z"),
        closed("c", "2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z"),
        closed("d", "2024-01-01T00:00:00Z", "2026-01-10T00:00:00Z"),
        closed("n", "2026-02-10T00:00:00Z", "2026-02-01T00:00:00Z"),
    ];
    let report = of(deals.iter().map(Vec::as_slice));
    let asked = Asked::new(k("2026-12-01T00:00:00Z"), Zone::UTC);
    let row = row(&report, &asked, &in_days).unwrap();
    assert_eq!((row.finished.count(), row.finished.negative()), (4, 1));
    assert_eq!(row.finished.median(), Some(Fraction::from(25_u64)));
    assert_eq!(row.finished.mean(), Some(Fraction::from(200_u64)));
    // The fault can be listed.
    let plan = ReportPlan::new(LinePlan::new(Zone::JST), vec![]);
    let lines: Vec<LeadLine> = deals.iter().map(|facts| LeadLine::of(plan.line(), facts).unwrap()).collect();
    let cell = TimesCell { slice: None, period: None, count: TimesCount::Negative };
    let faults = members::<TimesTable>(&plan, &lines, (&asked, &in_days), &cell).unwrap();
    assert_eq!(faults.iter().map(|one| (one.lead.as_str(), one.adds)).collect::<Vec<_>>(), [("n", 1)]);
    // Long ones in buckets are as long, within half a per cent, and as many.
    let bucketed = TimesAsked { bucketed: true, ..TimesAsked::of(Lasting::Deal) };
    let near = TimesTable::of(&report, &asked, &bucketed).unwrap().rows.remove(0).finished;
    assert_eq!((near.count(), near.negative()), (4, 1));
    let exact = 740 * 86_400_u64;
    assert!(near.max().unwrap().abs_diff(exact) * 200 <= exact, "{near:?}");
}

/// A badge is read on Monday evening, told on Tuesday, and answered on Wednesday.
#[test]
fn an_answer_has_two_parts_and_what_waits_is_not_dropped() {
    let mut lead = Tale::begun(Policy::standard(), "06-01 09:00");
    let promote = Command::Promote { note: None };
    lead.tells(&who(Role::Mk, 0), "06-02 21:00", Some("06-01 21:00"), &promote);
    let waiting = of([&lead.facts[..]]);
    lead.does(Role::Sdr, "06-03 10:00", &call(ContactOutcome::Conversation, None));
    let answered = of([&lead.facts[..]]);
    let asked = |at: &str| Asked::new(crate::common::tale::instant(at), Zone::JST);
    let hours = |report: &Report, at: &str, part: Part| {
        let row = row(report, &asked(at), &TimesAsked { part, ..TimesAsked::of(Lasting::Response) }).unwrap();
        (row.finished.max().map(|time| time / 3_600), row.running.max().map(|time| time / 3_600))
    };
    assert_eq!(hours(&answered, "06-04 09:00", Part::Whole), (Some(37), None));
    assert_eq!(hours(&answered, "06-04 09:00", Part::Intake), (Some(24), None));
    assert_eq!(hours(&answered, "06-04 09:00", Part::Sales), (Some(13), None));
    // Who is not answered waits.
    for report in [&waiting, &answered] {
        assert_eq!(hours(report, "06-03 09:00", Part::Whole), (None, Some(36)));
        assert_eq!(hours(report, "06-03 09:00", Part::Intake), (None, Some(24)));
        assert_eq!(hours(report, "06-03 09:00", Part::Sales), (None, Some(12)));
        // Before it was told sales could do nothing.
        assert_eq!(hours(report, "06-02 09:00", Part::Whole), (None, Some(12)));
        assert_eq!(hours(report, "06-02 09:00", Part::Intake), (None, Some(12)));
        assert_eq!(hours(report, "06-02 09:00", Part::Sales), (None, Some(0)));
    }
}

#[test]
fn from_the_hand_over_to_the_first_meeting() {
    let asked = Asked::new(k("2026-12-01T00:00:00Z"), Zone::JST);
    let handed = TimesAsked::of(Lasting::HandoffToMeeting);
    let hours = |facts: &[Fact]| {
        let row = row(&of([facts]), &asked, &handed).unwrap();
        (row.finished.max().map(|time| time / 3_600), row.running.count())
    };
    let mut lead = Tale::begun(Policy::standard(), "06-01 09:00");
    lead.reaches_accepted("06-02");
    assert_eq!(hours(&lead.facts), (None, 1));
    lead.does(Role::Fs, "06-04 11:00", &first_meeting(true));
    assert_eq!(hours(&lead.facts), (Some(48), 0));
    // A legacy system that tells of an opportunity tells of its first meeting.
    let met = LegacyRow {
        reached: [
            (Milestone::Sql, Some(k("2026-06-01T00:00:00Z"))),
            (Milestone::Opportunity, Some(k("2026-06-04T00:00:00Z"))),
        ]
        .into(),
        ..LegacyRow::new(k("old"), Origin::Inbound)
    };
    let rules = BackfillRules { as_of: k("2026-01-01T00:00:00Z"), order: OrderPolicy::Refuse, zone: Zone::JST };
    let by = Context::new(k("2026-11-01T00:00:00Z"), Actor::new(k("import"), Role::System));
    let facts = Lifecycle::new(Policy::standard()).import(&met, &rules, &by).unwrap().into_facts();
    assert_eq!(hours(&facts), (Some(72), 0));
    let reached = TimesAsked { over: Some(Over::Reached), ..handed.clone() };
    assert_eq!(row(&of([&facts[..]]), &asked, &reached).unwrap().finished.count(), 1);
    let by_month = asked.clone().in_periods(Periods::months());
    let table = TimesTable::of(&of([&facts[..]]), &by_month, &handed).unwrap();
    assert_eq!(table.rows[0].period.to_string(), "2026-06");
}
