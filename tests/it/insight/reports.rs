//! Reports are an abelian group over lines: whatever goes in and out, they say what their lines say.

use lead_lifecycle::Fact;
use lead_lifecycle::calendar::Zone;
use lead_lifecycle::insight::{
    Asked, CohortAsked, CohortTable, Dimension, FieldTest, FlowTable, FunnelTable, LeadLine, Periods, Report,
    ReportPlan, SegmentRule, Table as _,
};
use lead_lifecycle::values::Milestone;
use proptest::prelude::*;

use crate::common::{DAY, START, at, k};
use crate::insight::leads::{Life, life, plan, told};

fn report_plan() -> ReportPlan {
    let by = vec![Dimension::Source, Dimension::Owner, Dimension::Policy, Dimension::Segment];
    let large = SegmentRule { name: k("large"), tests: vec![(k("employees"), FieldTest::AtLeast(300.into()))] };
    ReportPlan::new(plan(Zone::JST), by).with_segments(vec![large])
}

pub(super) fn lines(plan: &ReportPlan, histories: &[Vec<Fact>]) -> Vec<LeadLine> {
    histories.iter().map(|facts| LeadLine::of(plan.line(), facts).unwrap()).collect()
}

pub(super) fn report(plan: &ReportPlan, lines: &[LeadLine]) -> Report {
    let mut report = Report::new(plan);
    for line in lines {
        report.add(plan, line).unwrap();
    }
    report
}

/// What a report says, in all tables.
fn says(report: &Report) -> String {
    let asked = Asked::new(at(START + 200 * DAY), Zone::JST)
        .by(vec![Dimension::Source, Dimension::Owner])
        .in_periods(Periods::months());
    let cohort = CohortAsked { entry: Milestone::Lead, window: None };
    format!(
        "{:?} {:?} {:?} {:?} {}",
        FunnelTable::read(report, &asked, &()).unwrap(),
        CohortTable::read(report, &asked, &cohort).unwrap(),
        FlowTable::read(report, &asked, &()).unwrap(),
        report.quality(),
        report.leads(),
    )
}

fn lives() -> impl Strategy<Value = Vec<Life>> {
    proptest::collection::vec(life(24), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// What was put in and taken out again was never there, in whatever order; and what is owed is paid.
    #[test]
    fn what_is_put_in_and_taken_out_was_never_there(lives in lives(), order in any::<u64>()) {
        let plan = report_plan();
        let lines = lines(&plan, &told(&lives));
        let (kept, gone) = lines.split_at(lines.len() / 2);
        let mut report_of = report(&plan, &lines);
        prop_assert!(gone.is_empty() || report_of != report(&plan, kept));
        gone.iter().rev().for_each(|line| report_of.remove(&plan, line).unwrap());
        prop_assert_eq!(&report_of, &report(&plan, kept));
        prop_assert_eq!(says(&report_of), says(&report(&plan, kept)));
        // Taken out before they come, in some order.
        let mut owed = Report::new(&plan);
        for line in gone {
            owed.remove(&plan, line).unwrap();
        }
        let mut turned: Vec<&LeadLine> = lines.iter().collect();
        turned.rotate_left(usize::try_from(order % 7).unwrap() % lines.len());
        for line in &turned {
            owed.add(&plan, line).unwrap();
        }
        prop_assert_eq!(&owed, &report_of);
        for line in kept {
            owed.remove(&plan, line).unwrap();
        }
        prop_assert_eq!(&owed, &Report::new(&plan));
        prop_assert_eq!(says(&owed), says(&Report::new(&plan)));
    }

    /// Whatever part of the leads a report is over: merged, in any order and grouping, they are the whole.
    #[test]
    fn any_split_merges_to_the_whole(lives in lives(), parts in proptest::collection::vec(0..3_usize, 12)) {
        let plan = report_plan();
        let lines = lines(&plan, &told(&lives));
        let mut split = [const { Vec::new() }; 3];
        lines.iter().zip(parts.iter().cycle()).for_each(|(line, part)| split[*part].push(line.clone()));
        let [one, two, three] = split.map(|lines| report(&plan, &lines));
        let whole = report(&plan, &lines);
        let merged = |first: &Report, others: &[&Report]| {
            let mut merged = first.clone();
            for other in others {
                merged.merge(other).unwrap();
            }
            merged
        };
        prop_assert_eq!(&merged(&one, &[&two, &three]), &whole);
        prop_assert_eq!(&merged(&three, &[&one, &two]), &whole);
        prop_assert_eq!(&merged(&one, &[&merged(&two, &[&three])]), &whole);
        prop_assert_eq!(&merged(&Report::new(&plan), &[&whole]), &whole);
        prop_assert_eq!(says(&merged(&two, &[&three, &one])), says(&whole));
    }

    /// A history that has grown, or was corrected: its old line out, its new line in, is the report built anew.
    #[test]
    fn replacing_is_building_anew(lives in lives(), cut in any::<u16>()) {
        let plan = report_plan();
        let histories = told(&lives);
        let place = usize::from(cut) % histories.len();
        let facts = &histories[place];
        let before = &facts[..=usize::from(cut / 7) % facts.len()];
        let (old, new) = (LeadLine::of(plan.line(), before).unwrap(), LeadLine::of(plan.line(), facts).unwrap());
        let mut then = lines(&plan, &histories);
        let now = report(&plan, &then);
        then[place] = old.clone();
        let mut changed = report(&plan, &then);
        changed.remove(&plan, &old).unwrap();
        changed.add(&plan, &new).unwrap();
        prop_assert_eq!(&changed, &now);
        prop_assert_eq!(says(&changed), says(&now));
    }

    /// Settling changes nothing, and a report is read as it was written, settled or not; those that say the same are stored alike.
    #[test]
    fn settling_and_storing_change_nothing(lives in lives(), taken in any::<bool>()) {
        let plan = report_plan();
        let lines = lines(&plan, &told(&lives));
        let mut report = report(&plan, &lines);
        if taken {
            report.remove(&plan, &lines[0]).unwrap();
        }
        let mut settled = report.clone();
        settled.settle();
        prop_assert_eq!(&settled, &report);
        prop_assert_eq!(says(&settled), says(&report));
        prop_assert!(settled.rows() <= report.rows());
        let stored = |report: &Report| (serde_json::to_string(report).unwrap(), postcard::to_allocvec(report).unwrap());
        let (json, bytes) = stored(&report);
        prop_assert_eq!(&serde_json::from_str::<Report>(&json).unwrap(), &report);
        prop_assert_eq!(&postcard::from_bytes::<Report>(&bytes).unwrap(), &report);
        prop_assert_eq!(stored(&settled), (json, bytes));
    }
}

/// Two reports, or a report and a line, of two plans do not go together, and the report stays as it was.
#[test]
fn plans_do_not_mix() {
    let facts = lead_lifecycle::Lifecycle::new(lead_lifecycle::Policy::standard())
        .capture(
            &lead_lifecycle::Capture::new(k("lead"), lead_lifecycle::Origin::Inbound),
            &lead_lifecycle::Context::new(at(START), crate::common::actor(lead_lifecycle::Role::System, 0)),
        )
        .unwrap()
        .into_facts();
    let (one, other) = (report_plan(), ReportPlan::new(plan(Zone::JST), vec![]));
    let line = LeadLine::of(one.line(), &facts).unwrap();
    let other_line = LeadLine::of(&plan(Zone::UTC), &facts).unwrap();
    let mut report = report(&one, std::slice::from_ref(&line));
    let before = report.clone();
    assert!(report.add(&one, &other_line).is_err());
    assert!(report.add(&other, &line).is_err());
    assert!(report.merge(&Report::new(&other)).is_err());
    assert_eq!(report, before);
}
