//! Readings beside the slow model, and what every table keeps.

use lead_lifecycle::Span;
use lead_lifecycle::insight::{
    Asked, CohortAsked, CohortCell, CohortCount, CohortTable, Column, Dimension, Exit, FlowCell, FlowCount, FlowTable,
    FunnelCell, FunnelTable, LeadLine, PeriodKey, Periods, Report, ReportPlan, SplitBy, Table as _, members,
};
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Fact, StageKind};
use proptest::prelude::*;

use crate::common::{DAY, START, at, k};
use crate::insight::leads::{Life, life, lived, plan, told, zone};
use crate::insight::naive::Naive;
use crate::insight::periods::periods;
use crate::insight::reports::{lines, report};
use crate::insight::tables::{Question, is_by, of_cohorts, of_flow, of_funnel, place};

/// By what leads are split here.
fn dimensions() -> [Dimension; 12] {
    [
        Dimension::Source,
        Dimension::Campaign,
        Dimension::Origin,
        Dimension::Kind,
        Dimension::Start,
        Dimension::Owner,
        Dimension::Team,
        Dimension::Rank,
        Dimension::Role,
        Dimension::Policy,
        Dimension::Field(k("industry")),
        Dimension::Field(k("employees")),
    ]
}

prop_compose! {
    /// Any question.
    fn question()(
        (zone, read_in) in (zone(), zone()),
        by in proptest::sample::subsequence(dimensions().to_vec(), 0..3),
        more in proptest::sample::subsequence(dimensions().to_vec(), 0..2),
        only in proptest::option::weighted(0.3, prop_oneof![
            Just((Dimension::Source, None)),
            Just((Dimension::Source, Some("fair"))),
            Just((Dimension::Owner, Some("sdr-0"))),
            Just((Dimension::Origin, Some("inbound"))),
            Just((Dimension::Field(k("industry")), Some("manufacturing"))),
        ]),
        as_of in prop_oneof![1 => Just(START + 5_000 * DAY), 3 => START - 500 * DAY..START + 900 * DAY],
        cut in proptest::option::weighted(0.8, periods()),
        now in proptest::bool::weighted(0.2),
    ) -> (Question, ReportPlan) {
        let plan = plan(zone);
        let split = if now { SplitBy::Now } else { SplitBy::Milestone };
        let mut all = by.clone();
        all.extend(more);
        all.extend(only.iter().map(|(by, _)| by.clone()));
        let report_plan = ReportPlan::new(plan.clone(), all).split_by(split);
        let mut asked = Asked::new(at(as_of), read_in).by(by);
        if let Some(periods) = cut {
            asked = asked.in_periods(periods);
        }
        if let Some((by, value)) = &only {
            asked = asked.only(by.clone(), *value);
        }
        let only = only.map(|(by, value)| (by, value.map(str::to_owned)));
        (Question { plan, asked, split, only }, report_plan)
    }
}

fn cohort() -> impl Strategy<Value = CohortAsked> {
    let window = prop_oneof![
        1 => Just(None),
        2 => (0..120_u64).prop_map(|days| Some(Span::saturating(days * 86_400))),
        1 => (0..10_000_000_u64).prop_map(|seconds| Some(Span::saturating(seconds))),
    ];
    (proptest::sample::select(Milestone::ALL.to_vec()), window)
        .prop_map(|(entry, window)| CohortAsked { entry, window })
}

fn lives() -> impl Strategy<Value = Vec<Life>> {
    proptest::collection::vec(life(30), 1..6)
}

fn naive(question: &Question, histories: &[Vec<Fact>]) -> Vec<Naive> {
    histories.iter().map(|facts| Naive::of(&question.plan, facts)).collect()
}

fn read(plan: &ReportPlan, histories: &[Vec<Fact>]) -> (Vec<LeadLine>, Report) {
    let lines = lines(plan, histories);
    let report = report(plan, &lines);
    (lines, report)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// The funnel, the cohorts and the flow are what the slow model counts.
    #[test]
    fn tables_are_what_the_slow_model_counts(lives in lives(), (question, plan) in question(), cohort in cohort()) {
        let histories = told(&lives);
        let (_, report) = read(&plan, &histories);
        let leads = naive(&question, &histories);
        let funnel = FunnelTable::read(&report, &question.asked, &()).unwrap();
        prop_assert_eq!(of_funnel(&funnel), question.funnel(&leads));
        let cohorts = CohortTable::read(&report, &question.asked, &cohort).unwrap();
        prop_assert_eq!(of_cohorts(&cohorts), question.cohorts(&leads, cohort));
        let flow = FlowTable::read(&report, &question.asked, &()).unwrap();
        prop_assert_eq!(of_flow(&flow), question.flow(&leads));
        prop_assert!(funnel.rows.is_sorted_by_key(|row| (row.slice.clone(), row.period)));
        prop_assert!(flow.rows.is_sorted_by_key(|row| (row.slice.clone(), row.period, row.stage)));
    }

    /// Of whatever milestone: who entered in periods entered in cohorts, in every column, and the counted are mature or beside; no rate
    /// is above 1, and nobody converts who has not entered.
    #[test]
    fn periods_and_cohorts_add_up(lives in lives(), (question, plan) in question(), cohort in cohort()) {
        let (_, report) = read(&plan, &told(&lives));
        let funnel = FunnelTable::read(&report, &question.asked, &()).unwrap();
        let cohorts = CohortTable::read(&report, &question.asked, &cohort).unwrap();
        for row in &cohorts.rows {
            let of_period = funnel.rows.iter().find(|other| (&other.slice, other.period) == (&row.slice, row.period));
            prop_assert_eq!(row.entrants, of_period.unwrap().at(cohort.entry));
            if row.period == PeriodKey::Undated {
                prop_assert_eq!((row.mature, row.immature), (0, 0));
            } else if question.asked.periods().is_some() {
                prop_assert_eq!(row.mature + row.immature, row.entrants.counted);
            }
            let mut before = i64::MAX;
            for milestone in &Milestone::ALL[place(cohort.entry)..] {
                let became = row.at(*milestone);
                prop_assert!(became.converted + became.undated <= row.mature && became.early <= row.immature);
                // Who came further came this far.
                prop_assert!(became.converted <= before);
                before = became.converted;
                let rate = row.rate(*milestone);
                prop_assert_eq!(rate.is_some(), row.mature > 0);
            }
            prop_assert_eq!(row.at(cohort.entry).converted, row.mature, "who enters has entered");
        }
        for milestone in Milestone::ALL {
            let of_periods = |column| {
                funnel.count(&FunnelCell { slice: None, period: None, milestone: *milestone, column: Some(column) })
            };
            let asked = CohortAsked { entry: *milestone, ..cohort };
            let cohorts = CohortTable::read(&report, &question.asked, &asked).unwrap();
            for column in Column::ALL {
                let entrants: i64 = cohorts.rows.iter().map(|row| row.entrants.get(*column)).sum();
                prop_assert_eq!(entrants, of_periods(*column));
            }
        }
    }

    /// With a window without end conversions add up as well: of leads that were lived here, whoever reached a milestone in a period
    /// reached it in the cohort that it entered with.
    #[test]
    fn without_a_window_conversions_add_up(
        lives in proptest::collection::vec(lived(30), 1..6), (question, plan) in question(),
    ) {
        let (_, report) = read(&plan, &told(&lives));
        let asked = Asked::new(question.asked.as_of(), question.asked.zone().clone());
        let asked = question.asked.periods().map_or(asked.clone(), |periods| asked.in_periods(periods));
        let funnel = FunnelTable::read(&report, &asked, &()).unwrap();
        let cohorts = CohortTable::read(&report, &asked, &CohortAsked { entry: Milestone::Lead, window: None }).unwrap();
        for milestone in Milestone::ALL {
            let reached = |column| {
                funnel.count(&FunnelCell { slice: None, period: None, milestone: *milestone, column: Some(column) })
            };
            let count = CohortCount::Converted;
            let converted = cohorts.count(&CohortCell { slice: None, period: None, count, milestone: *milestone });
            prop_assert_eq!(converted, reached(Column::Counted) + reached(Column::Hollow), "{}", milestone);
        }
    }

    /// Every visit is in exactly one column, in every row; nothing is in a row that nobody entered.
    #[test]
    fn the_flow_adds_up(lives in lives(), (question, plan) in question()) {
        let histories = told(&lives);
        let (_, report) = read(&plan, &histories);
        let flow = FlowTable::read(&report, &question.asked, &()).unwrap();
        for row in &flow.rows {
            prop_assert!(row.entered > 0);
            prop_assert_eq!(row.entered, row.exits.iter().sum::<i64>() + row.there);
            prop_assert!(row.there >= 0 && row.exits.iter().all(|count| *count >= 0));
        }
        // Whoever is somewhere is in one place: of all slices together, as many as there are leads by then.
        if question.only.is_none() {
            let there: i64 = flow.rows.iter().map(|row| row.there).sum();
            let begun = naive(&question, &histories)
                .iter()
                .filter(|lead| {
                    let first = lead.cycles[0].visits[0].from;
                    first.is_none() || is_by(first, question.asked.as_of())
                })
                .count();
            prop_assert!(there >= i64::try_from(begun).unwrap());
        }
    }

    /// A mature cohort stays what it is: later readings change nothing of who was mature, but for dates that nobody knows.
    #[test]
    fn maturity_only_grows(lives in lives(), (question, plan) in question(), cohort in cohort(), later in 0..400_i64) {
        let (_, report) = read(&plan, &told(&lives));
        let then = CohortTable::read(&report, &question.asked, &cohort).unwrap();
        let asked = Asked::new(at(question.asked.as_of().seconds() + later * DAY), question.asked.zone().clone())
            .by(question.asked.dimensions().to_vec());
        let asked = question.asked.periods().map_or(asked.clone(), |periods| asked.in_periods(periods));
        let asked = match &question.only {
            Some((by, value)) => asked.only(by.clone(), value.as_deref()),
            None => asked,
        };
        let now = CohortTable::read(&report, &asked, &cohort).unwrap();
        for row in &then.rows {
            let newer = now.rows.iter().find(|other| (&other.slice, other.period) == (&row.slice, row.period)).unwrap();
            prop_assert!(newer.mature >= row.mature);
            prop_assert!(newer.mature + newer.immature >= row.mature + row.immature);
            for milestone in &Milestone::ALL[place(cohort.entry)..] {
                prop_assert!(newer.at(*milestone).converted >= row.at(*milestone).converted);
                // Nobody joins those who converted but from those who were not mature, or entered since.
                if cohort.window.is_some() && newer.mature == row.mature {
                    let (then, now) = (row.at(*milestone), newer.at(*milestone));
                    prop_assert_eq!(now.converted, then.converted, "{}", milestone);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The leads behind a number add up to it, in every cell of every table.
    #[test]
    fn members_add_up_to_the_number(lives in proptest::collection::vec(life(20), 1..4), (question, plan) in question(), cohort in cohort()) {
        let (lines, report) = read(&plan, &told(&lives));
        let asked = &question.asked;
        let funnel = FunnelTable::read(&report, asked, &()).unwrap();
        for row in funnel.rows.iter().take(6) {
            for (milestone, column) in Milestone::ALL.iter().flat_map(|one| Column::ALL.iter().map(move |column| (one, column))) {
                let cell = FunnelCell {
                    slice: Some(row.slice.clone()), period: Some(row.period), milestone: *milestone, column: Some(*column),
                };
                let count = funnel.count(&cell);
                prop_assert_eq!(count, row.at(*milestone).get(*column));
                let members = members::<FunnelTable>(&plan, &lines, (asked, &()), &cell).unwrap();
                prop_assert_eq!(members.iter().map(|one| one.adds).sum::<i64>(), count);
                prop_assert!(members.iter().all(|one| one.adds > 0));
            }
        }
        let cohorts = CohortTable::read(&report, asked, &cohort).unwrap();
        for row in cohorts.rows.iter().take(6) {
            for (count, milestone) in CohortCount::ALL.iter().flat_map(|one| [cohort.entry, Milestone::Won].map(|at| (*one, at))) {
                let cell = CohortCell { slice: Some(row.slice.clone()), period: Some(row.period), count, milestone };
                let members = members::<CohortTable>(&plan, &lines, (asked, &cohort), &cell).unwrap();
                prop_assert_eq!(members.iter().map(|one| one.adds).sum::<i64>(), cohorts.count(&cell));
            }
        }
        let flow = FlowTable::read(&report, asked, &()).unwrap();
        for row in flow.rows.iter().take(6) {
            let exits = Exit::ALL.iter().map(|exit| FlowCount::Left(*exit));
            for count in exits.chain([FlowCount::Entered, FlowCount::There]) {
                let cell = FlowCell { slice: Some(row.slice.clone()), period: Some(row.period), stage: row.stage, count };
                let members = members::<FlowTable>(&plan, &lines, (asked, &()), &cell).unwrap();
                prop_assert_eq!(members.iter().map(|one| one.adds).sum::<i64>(), flow.count(&cell));
            }
        }
    }
}

/// What the report is not split by, it cannot be asked for.
#[test]
fn what_is_not_there_is_not_asked() {
    let plan = ReportPlan::new(plan(lead_lifecycle::calendar::Zone::JST), vec![Dimension::Source]);
    let report = Report::new(&plan);
    let asked = Asked::new(at(START), lead_lifecycle::calendar::Zone::JST).by(vec![Dimension::Owner]);
    let error = FunnelTable::read(&report, &asked.clone().in_periods(Periods::months()), &()).unwrap_err();
    assert_eq!(error.to_string(), "the report is not split by `owner`: its plan has `source`");
    assert!(FlowTable::read(&report, &asked, &()).is_err());
    let stage = StageKind::Mql;
    let empty = FlowTable::read(&report, &Asked::new(at(START), lead_lifecycle::calendar::Zone::JST), &()).unwrap();
    assert_eq!(empty.count(&FlowCell { slice: None, period: None, stage, count: FlowCount::Entered }), 0);
}
