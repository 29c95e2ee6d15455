//! Numbers that were reported, and have moved since.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::insight::{
    Asked, Column, FunnelCell, FunnelTable, LeadLine, LinePlan, MoneyAsked, MoneyCell, MoneyCount, MoneyTable,
    Numbered, Periods, Report, ReportPlan, Restated, Table as _, restated,
};
use lead_lifecycle::lead::FactId;
use lead_lifecycle::lifecycle::{Past, TakeBack};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Command, Fact, FactKind, Instant, Policy, Role};
use proptest::prelude::*;

use crate::common::tale::{Tale, context, hand_raise, instant, who};
use crate::common::{DAY, START, at, contract, k};
use crate::insight::leads::{plan, told, zone};
use crate::insight::times::{as_of, lives};

fn mqls() -> FunnelCell {
    FunnelCell { slice: None, period: None, milestone: Milestone::Mql, column: Some(Column::Counted) }
}

fn april() -> (ReportPlan, Asked) {
    let plan = ReportPlan::new(LinePlan::new(Zone::JST), vec![]);
    (plan, Asked::new(k("2026-04-30T23:59:59+09:00"), Zone::JST))
}

fn mql_of(histories: &[&[Fact]], known_at: &str) -> Restated {
    let (plan, asked) = april();
    restated::<FunnelTable>(&plan, histories.iter().copied(), instant(known_at), (&asked, &()), &mqls()).unwrap()
}

/// Points that turned out not to have been earned made an MQL of April. It was reported, and is none.
#[test]
fn points_that_were_taken_back_move_what_was_reported() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 09:00");
    let kinds = lead.does(Role::System, "04-10 09:00", &hand_raise("a1"));
    assert!(kinds.contains(&FactKind::BecameMql), "{kinds:?}");
    let raised = lead.facts.iter().find(|fact| fact.kind() == FactKind::ActivityRecorded).unwrap().envelope.revision;
    let order = TakeBack::new([raised], Reason::new(k("mistake"), None));
    let by = context(&who(Role::Manager, 0), "05-07 09:00", None);
    let past = lead.facts.clone();
    lead.facts.extend(lead.lifecycle.take_back(&Past::Whole(&past), &order, &by).unwrap().into_facts());
    let moved = mql_of(&[&lead.facts], "05-01 09:00");
    assert_eq!((moved.then, moved.now, moved.moved()), (1, 0, -1));
    let taken = lead.facts.iter().find(|fact| fact.kind() == FactKind::TakenBack).unwrap();
    assert_eq!(moved.leads.len(), 1);
    let of = &moved.leads[0];
    assert_eq!(
        (of.lead.as_str(), of.then, of.now, &of.because[..]),
        ("lead", 1, 0, &[taken.envelope.fact.clone()][..])
    );
    // Known since, nothing has moved.
    let settled = mql_of(&[&lead.facts], "05-08 09:00");
    assert_eq!((settled.then, settled.now, settled.leads.len()), (0, 0, 0));
}

#[test]
fn what_is_told_late_moves_it_too() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 09:00");
    lead.tells(&who(Role::Mk, 0), "05-02 09:00", Some("04-29 09:00"), &Command::Promote { note: None });
    let moved = mql_of(&[&lead.facts], "05-01 09:00");
    let late = lead.facts.iter().find(|fact| fact.kind() == FactKind::BecameMql).unwrap();
    assert_eq!((moved.then, moved.now), (0, 1));
    assert_eq!(moved.leads[0].because, std::slice::from_ref(&late.envelope.fact));
    // A lead that was not known at all.
    let late =
        Tale::captured(Policy::standard(), &crate::common::full_capture("late"), "05-03 09:00", Some("04-20 09:00"));
    let (plan, asked) = april();
    let cell = FunnelCell { milestone: Milestone::Lead, ..mqls() };
    let both = [&lead.facts[..], &late.facts];
    let moved = restated::<FunnelTable>(&plan, both, instant("05-01 09:00"), (&asked, &()), &cell).unwrap();
    assert_eq!((moved.then, moved.now, moved.leads.len()), (1, 2, 1));
    assert_eq!(moved.leads[0].lead.as_str(), "late");
}

/// A win that is told late, of a lead that is merged into another: it is still one win.
#[test]
fn a_merge_moves_no_win() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 08:00");
    lead.reaches_opportunity("04-02");
    let win = Command::Win { contract: contract("C-1", "JPY") };
    lead.tells(&who(Role::Fs, 0), "05-03 09:00", Some("04-28 09:00"), &win);
    let survivor = Tale::captured(Policy::standard(), &crate::common::full_capture("other"), "04-01 09:00", None);
    let by = context(&who(Role::Manager, 0), "05-04 09:00", None);
    let merged = lead.lifecycle.merge(&Past::Whole(&lead.facts), &Past::Whole(&survivor.facts), &by).unwrap();
    let (mut gone, mut stays) = (lead.facts, survivor.facts);
    for of in merged.into_decisions() {
        let history = if of.lead.as_str() == "lead" { &mut gone } else { &mut stays };
        history.extend(of.decision.into_facts());
    }
    let (plan, asked) = april();
    let cell = MoneyCell { slice: None, period: None, count: MoneyCount::Won };
    let more = MoneyAsked::default();
    let read = |known_at: &str| {
        restated::<MoneyTable>(&plan, [&gone[..], &stays], instant(known_at), (&asked, &more), &cell).unwrap()
    };
    let moved = read("05-01 09:00");
    let win = gone.iter().find(|fact| fact.kind() == FactKind::Won).unwrap();
    assert_eq!((moved.then, moved.now, moved.leads.len()), (0, 1, 1));
    assert_eq!(moved.leads[0].because, std::slice::from_ref(&win.envelope.fact), "not the merge");
    assert_eq!(read("05-03 10:00").moved(), 0);
}

fn number<T: Numbered>(plan: &ReportPlan, lines: &[LeadLine], asked: &Asked, more: &T::More, cell: &T::Cell) -> i64 {
    let mut report = Report::new(plan);
    for line in lines {
        report.add(plan, line).unwrap();
    }
    T::number(&report, asked, more, cell).unwrap()
}

/// The facts after an instant at which the number of one lead by itself changed: every beginning of the history is built anew.
fn because<T: Numbered>(
    plan: &ReportPlan,
    facts: &[Fact],
    known_at: Instant,
    (asked, more): (&Asked, &T::More),
    cell: &T::Cell,
) -> Vec<FactId> {
    let upto = |count: usize| match count {
        0 => 0,
        count => number::<T>(plan, &[LeadLine::of(plan.line(), &facts[..count]).unwrap()], asked, more, cell),
    };
    let known = facts.iter().take_while(|fact| fact.envelope.recorded_at <= known_at).count();
    let changed = |place: &usize| upto(*place) != upto(*place + 1);
    (known..facts.len()).filter(changed).map(|place| facts[place].envelope.fact.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// What was said then is what the lines of then say, whatever has come since; what moved is between then and now; and each lead
    /// is named with the facts that moved it.
    #[test]
    fn then_and_what_moved_are_now(
        lives in lives(), as_of in as_of(), known_at in START - DAY..START + 400 * DAY, zone in zone(),
        milestone in proptest::sample::select(Milestone::ALL.to_vec()),
    ) {
        let histories = told(&lives);
        let plan = ReportPlan::new(plan(zone), vec![]);
        let (asked, known_at) = (Asked::new(at(as_of), Zone::JST).in_periods(Periods::months()), at(known_at));
        let cell = FunnelCell { slice: None, period: None, milestone, column: None };
        let moved =
            restated::<FunnelTable>(&plan, histories.iter().map(Vec::as_slice), known_at, (&asked, &()), &cell).unwrap();
        let then: Vec<LeadLine> =
            histories.iter().filter_map(|facts| LeadLine::known_at(plan.line(), facts, known_at).ok()).collect();
        let now: Vec<LeadLine> = histories.iter().map(|facts| LeadLine::of(plan.line(), facts).unwrap()).collect();
        prop_assert_eq!(moved.then, number::<FunnelTable>(&plan, &then, &asked, &(), &cell));
        prop_assert_eq!(moved.now, number::<FunnelTable>(&plan, &now, &asked, &(), &cell));
        prop_assert_eq!(moved.then + moved.moved(), moved.now);
        // Of a table that counts leads one by one, those that are named moved all of it.
        prop_assert_eq!(moved.leads.iter().map(|of| of.now - of.then).sum::<i64>(), moved.moved());
        for facts in &histories {
            let lead = &facts[0].envelope.lead;
            let named = moved.leads.iter().find(|of| of.lead == *lead);
            let expected = because::<FunnelTable>(&plan, facts, known_at, (&asked, &()), &cell);
            prop_assert_eq!(named.map(|of| of.because.clone()).unwrap_or_default(), expected);
        }
        let won = MoneyCell { slice: None, period: None, count: MoneyCount::Won };
        let more = MoneyAsked::default();
        let moved =
            restated::<MoneyTable>(&plan, histories.iter().map(Vec::as_slice), known_at, (&asked, &more), &won).unwrap();
        prop_assert_eq!(moved.then, number::<MoneyTable>(&plan, &then, &asked, &more, &won));
        prop_assert_eq!(moved.now, number::<MoneyTable>(&plan, &now, &asked, &more, &won));
    }
}

/// Nothing of it is asked of what a report is not split by.
#[test]
fn a_restated_number_is_one_that_can_be_read() {
    let (plan, asked) = april();
    let report = Report::new(&plan);
    assert_eq!(FunnelTable::read(&report, &asked, &()).unwrap().count(&mqls()), 0);
    let empty = restated::<FunnelTable>(&plan, [], instant("05-01 09:00"), (&asked, &()), &mqls()).unwrap();
    assert_eq!((empty.then, empty.now, empty.leads), (0, 0, vec![]));
}
