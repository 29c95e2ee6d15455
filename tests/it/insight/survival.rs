//! Who waited when, beside a recount, and imported lives by hand.
#![expect(clippy::type_complexity, reason = "a table by hand")]

use std::collections::BTreeMap;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::insight::{
    Asked, Causes, Exit, ImportedLives, Lasting, LeadLine, LinePlan, Over, Report, ReportPlan, RiskStep, Slice,
    SurvivalAsked, SurvivalRow, SurvivalTable, When,
};
use lead_lifecycle::lifecycle::{BackfillRules, LegacyEnd, LegacyRow, OrderPolicy};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Actor, Command, Context, Fact, Lifecycle, Origin, Policy, Role, Span, StageKind};
use proptest::prelude::*;

use crate::common::tale::Tale;
use crate::common::{at, k};
use crate::insight::leads::{plan, told, zone};
use crate::insight::reports::{lines, report};
use crate::insight::stretches::{Ruler, Stretch};
use crate::insight::times::{all, as_of, lasting, lives, split};

/// One who waited: from when on, how long, and what ended it.
type Waited = (i64, i64, Option<u8>);

#[derive(Debug, Default, PartialEq)]
struct Counted {
    waited: Vec<Waited>,
    undated: i64,
    negative: i64,
    before: i64,
}

fn count(all: &[Stretch], ruler: &Ruler<'_>, more: &SurvivalAsked) -> BTreeMap<Slice, Counted> {
    let mut rows: BTreeMap<Slice, Counted> = BTreeMap::new();
    let unit = i64::try_from(more.unit.seconds()).unwrap().max(1);
    for one in all.iter().filter(|one| one.what == more.what) {
        let now = When::at(ruler.asked.as_of());
        let until = one.until.filter(|_| ruler.is_over(one));
        if one.from.is_some_and(|from| from.at > now.at) && !matches!(until, Some(Some(_))) {
            continue;
        }
        let row = rows.entry(Slice::new(one.slice.iter().map(Option::as_deref))).or_default();
        let (Some(from), Some(ended)) = (one.from, until.unwrap_or(Some(now))) else {
            row.undated += 1;
            continue;
        };
        let length = from.seconds_to(ended);
        let enters = match (more.imported, one.imported) {
            (ImportedLives::EnterLate, Some(imported)) => Some(from.seconds_to(When::at(imported))),
            _ => None,
        };
        if length < 0 {
            row.negative += 1;
        } else if until.is_some() && enters.is_some_and(|enters| length <= enters) {
            row.before += 1;
        } else {
            let cause = until.map(|_| match (more.causes, one.exit) {
                (Causes::Exit, Some(exit)) => {
                    u8::try_from(Exit::ALL.iter().position(|one| *one == exit).unwrap()).unwrap()
                }
                _ => u8::from(one.over != Some(Over::Reached)),
            });
            row.waited.push((enters.unwrap_or(0).max(0).div_euclid(unit), length.div_euclid(unit), cause));
        }
    }
    rows
}

/// Everybody is asked at every time whether they are at risk.
fn steps(waited: &[Waited]) -> (Vec<RiskStep>, i64) {
    let (taken, left_out): (Vec<Waited>, Vec<Waited>) =
        waited.iter().partition(|(entry, time, _)| *entry == 0 || entry < time);
    let times: std::collections::BTreeSet<i64> = taken.iter().map(|(_, time, _)| *time).collect();
    let step = |time: i64| {
        let at_risk = taken.iter().filter(|(entry, until, _)| (*entry == 0 || *entry < time) && time <= *until).count();
        let mut events: BTreeMap<u8, u64> = BTreeMap::new();
        let mut censored = 0;
        for (_, _, cause) in taken.iter().filter(|(_, until, _)| *until == time) {
            match cause {
                Some(cause) => *events.entry(*cause).or_default() += 1,
                None => censored += 1,
            }
        }
        RiskStep { time, at_risk: u64::try_from(at_risk).unwrap(), events: events.into_iter().collect(), censored }
    };
    (times.into_iter().map(step).collect(), i64::try_from(left_out.len()).unwrap())
}

prop_compose! {
    fn question()(
        what in lasting(),
        days in prop_oneof![Just(1_u64), Just(86_400), Just(7 * 86_400)],
        causes in proptest::sample::select(Causes::ALL.to_vec()),
        imported in proptest::sample::select(ImportedLives::ALL.to_vec()),
        as_of in as_of(),
        zone in zone(),
    ) -> (LinePlan, Asked, SurvivalAsked) {
        let asked = Asked::new(at(as_of), Zone::JST).by(split().to_vec());
        (plan(zone), asked, SurvivalAsked { what, unit: Span::saturating(days), causes, imported })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// Risk tables are a recount of who waited when.
    #[test]
    fn risk_tables_are_a_recount(lives in lives(), (plan, asked, more) in question()) {
        let histories = told(&lives);
        let report_plan = ReportPlan::new(plan.clone(), split().to_vec());
        let report = report(&report_plan, &lines(&report_plan, &histories));
        let all = all(&plan, &histories);
        let ruler = Ruler { asked: &asked, zone: asked.zone(), calendar: None };
        let kinds: std::collections::BTreeSet<Lasting> = all.iter().map(|one| one.what.clone()).collect();
        for what in kinds {
            let more = SurvivalAsked { what, ..more.clone() };
            let table = SurvivalTable::of(&report, &asked, &more).unwrap();
            let expected = count(&all, &ruler, &more);
            prop_assert_eq!(table.rows.iter().map(|row| &row.slice).collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
            for (row, counted) in table.rows.iter().zip(expected.values()) {
                let (steps, left_out) = steps(&counted.waited);
                prop_assert_eq!(row.risk.steps().unwrap(), steps, "{}", more.what);
                prop_assert_eq!(row.risk.left_out(), left_out);
                let beside = (row.undated, row.negative, row.ended_before_import);
                prop_assert_eq!(beside, (counted.undated, counted.negative, counted.before));
            }
        }
    }

    /// Who is censored is so because of the instant that is asked with: nothing else of a table depends on it, and the same lines
    /// read later say the same of what had ended.
    #[test]
    fn censoring_depends_on_the_instant_alone(lives in lives(), (plan, asked, more) in question(), later in 1..400_i64) {
        let plan = ReportPlan::new(plan, split().to_vec());
        let report = report(&plan, &lines(&plan, &told(&lives)));
        let more = SurvivalAsked { unit: Span::saturating(1), imported: ImportedLives::Whole, ..more };
        let read = |asked: &Asked| SurvivalTable::of(&report, asked, &more).unwrap().rows;
        let after = asked.clone().with_as_of(at(asked.as_of().seconds() + later * 86_400));
        let (then, now) = (read(&asked), read(&after));
        let events = |rows: &[SurvivalRow], slice: &Slice| -> u64 {
            let row = rows.iter().find(|row| row.slice == *slice);
            row.map_or(0, |row| row.risk.steps().unwrap().iter().map(RiskStep::all_events).sum())
        };
        for row in &then {
            prop_assert!(events(&now, &row.slice) >= events(&then, &row.slice));
            // Nobody is lost: who was at risk then is at risk now.
            let newer = now.iter().find(|other| other.slice == row.slice).unwrap();
            prop_assert!(newer.risk.len() >= row.risk.len());
        }
    }
}

fn imported(key: &str, reached: &[(Milestone, &str)], end: Option<LegacyEnd>) -> Vec<Fact> {
    let row = LegacyRow {
        reached: reached.iter().map(|(milestone, when)| (*milestone, Some(k(when)))).collect(),
        end,
        ..LegacyRow::new(k(key), Origin::Inbound)
    };
    let rules = BackfillRules { as_of: k("2026-01-01T00:00:00Z"), order: OrderPolicy::Refuse, zone: Zone::UTC };
    let by = Context::new(k("2026-11-01T00:00:00Z"), Actor::new(k("import"), Role::System));
    Lifecycle::new(Policy::standard()).import(&row, &rules, &by).unwrap().into_facts()
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

/// Of two MQLs of a legacy system one waits since ten days before the import, the other had become SQL before it.
#[test]
fn imported_lives_enter_late_or_whole() {
    let waits = imported("waits", &[(Milestone::Mql, "2026-10-22T00:00:00Z")], None);
    let reached = [(Milestone::Mql, "2026-10-20T00:00:00Z"), (Milestone::Sql, "2026-10-25T00:00:00Z")];
    let report = of([&waits[..], &imported("passed", &reached, None)]);
    let asked = Asked::new(k("2026-11-05T00:00:00Z"), Zone::UTC);
    let late = SurvivalAsked::of(Lasting::Stage(StageKind::Mql));
    let row = SurvivalTable::of(&report, &asked, &late).unwrap().rows.remove(0);
    let told = |row: &SurvivalRow| -> Vec<(i64, u64, u64, u64)> {
        let steps = row.risk.steps().unwrap();
        steps.iter().map(|step| (step.time, step.at_risk, step.all_events(), step.censored)).collect()
    };
    assert_eq!((told(&row), row.ended_before_import), (vec![(14, 1, 0, 1)], 1));
    let whole = SurvivalAsked { imported: ImportedLives::Whole, ..late.clone() };
    let row = SurvivalTable::of(&report, &asked, &whole).unwrap().rows.remove(0);
    assert_eq!((told(&row), row.ended_before_import), (vec![(5, 2, 1, 0), (14, 1, 0, 1)], 0));
    // Of the five days nobody knows who else left by then: whoever enters late says nothing of them.
    assert_eq!(row.risk.survival().unwrap()[0].survival.to_string(), "0.5");
    // A hand-over that was taken over enters late as well.
    let handed = SurvivalAsked::of(Lasting::HandoffToMeeting);
    let row = SurvivalTable::of(&report, &asked, &handed).unwrap().rows.remove(0);
    assert_eq!(told(&row), [(11, 1, 0, 1)]);
    let before = asked.with_as_of(k("2026-11-01T00:00:00Z"));
    let row = SurvivalTable::of(&report, &before, &handed).unwrap().rows.remove(0);
    assert_eq!((told(&row), row.risk.left_out()), (vec![], 1), "it was not watched before");
}

/// Four leads on one day: one becomes MQL after 2 days, one is sorted out after 3, two wait.
#[test]
fn what_ends_a_wait_is_told_apart() {
    let begun = || Tale::begun(Policy::standard(), "06-01 09:00");
    let (mut mql, mut out, idle, still) = (begun(), begun(), begun(), begun());
    mql.reaches_mql("06-03 09:00");
    out.does(Role::Sdr, "06-04 09:00", &Command::Discard { reason: Reason::new(k("no_fit"), None) });
    let report = of([&mql.facts[..], &out.facts, &idle.facts, &still.facts]);
    let more = SurvivalAsked { causes: Causes::Exit, ..SurvivalAsked::of(Lasting::Stage(StageKind::Lead)) };
    let read =
        |as_of: &str| SurvivalTable::of(&report, &Asked::new(k(as_of), Zone::JST), &more).unwrap().rows.remove(0);
    let place = |exit: Exit| u8::try_from(Exit::ALL.iter().position(|one| *one == exit).unwrap()).unwrap();
    let row = read("2026-06-11T09:00:00+09:00");
    let events: Vec<(i64, Vec<(u8, u64)>, u64)> =
        row.risk.steps().unwrap().into_iter().map(|step| (step.time, step.events, step.at_risk)).collect();
    let (forward, discarded) = (place(Exit::Forward), place(Exit::Discarded));
    assert_eq!(events, [(2, vec![(forward, 1)], 4), (3, vec![(discarded, 1)], 3), (10, vec![], 2)]);
    let survival = row.risk.survival().unwrap();
    let last = survival.last().unwrap();
    assert_eq!(last.survival.to_string(), "0.5");
    assert_eq!(last.incidence.iter().map(|(_, share)| share.to_string()).collect::<Vec<_>>(), ["0.25", "0.25"]);
    // A day earlier than the discard only the MQL had ended its wait; three were censored.
    let row = read("2026-06-03T09:00:00+09:00");
    let steps = row.risk.steps().unwrap();
    assert_eq!((steps.len(), steps[0].all_events(), steps[0].censored), (1, 1, 3));
}
