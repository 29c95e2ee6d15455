//! Clicks of a machine that reads mails, found after days or weeks.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::{Filter, counted, select, select_soon_after};
use lead_lifecycle::lifecycle::Corrections;
use lead_lifecycle::values::{ContactOutcome, Milestone};
use lead_lifecycle::{Command, FactKind, Policy, Role, Span, StageKind};

use super::mistake;
use crate::common::tale::*;
use crate::common::{activity, k, policy, reason};

use FactKind as F;

/// Clicks count 5, for ever; whoever has 30 is MQL until less than 15 is left. An MQL is stale after nine days, and recycled.
pub(super) fn clicks() -> Policy {
    policy(
        r#"
        [scoring]
        promotes = "main"
        [scoring.tags.click]
        kinds = ["mail_click"]
        keep = 20
        [scoring.rules.click.engagement]
        group = "behaviour"
        tag = "click"
        points = 5
        [scoring.groups.behaviour]
        dimension = "engagement"
        [scoring.dimensions.engagement]
        [scoring.profiles.main]
        combine = { sum = ["engagement"] }
        enter = 30
        exit = 15
        [reasons.recycle]
        stale = { cooling = "0s", engagement = "reset" }
        timing = {}
        [stale]
        mql = { after = "9d", then = { recycle = "stale" } }
        "#,
    )
}

pub(super) fn click(tale: &mut Tale, number: u8, at: &str) -> Vec<FactKind> {
    let mut activity = activity(&format!("c-{number}"), "mail_click");
    activity.object = Some(k(&format!("m-{number}")));
    tale.does(Role::System, at, &Command::RecordActivity { activity })
}

/// Six clicks, the last of which makes an MQL on 04-07.
pub(super) fn scanned() -> Tale {
    let mut tale = Tale::begun(clicks(), "04-01 09:00");
    for number in 0..6 {
        click(&mut tale, number, &format!("04-0{} 09:00", number + 2));
    }
    assert_eq!(tale.milestone(Milestone::Mql), Some(instant("04-07 09:00")));
    tale
}

pub(super) fn the_clicks(tale: &Tale) -> Vec<u64> {
    let found = select(&tale.facts, &Filter::activity(k("mail_click")));
    found.iter().map(|fact| fact.envelope.revision).collect()
}

pub(super) fn score(tale: &Tale) -> String {
    tale.lifecycle.score(&tale.lead, tale.lead.recorded_at()).unwrap().total().to_string()
}

/// Case 32: the score is nothing at any instant, and the lead never was an MQL.
#[test]
fn a_promotion_by_clicks_of_a_machine_never_was() {
    let mut tale = scanned();
    let order = mistake(the_clicks(&tale));
    let manager = who(Role::System, 1);
    let decision = tale.ask_back(&manager, "04-09 09:00", &order).unwrap();
    let change = tale.lifecycle.correction(&tale.facts, &decision).unwrap();
    assert_eq!(change.stage, (StageKind::Mql, StageKind::Lead));
    let score_of = change.score.map(|(was, is)| (was.to_string(), is.to_string()));
    assert_eq!(score_of, Some(("30".into(), "0".into())));
    let never: Vec<_> = change.never.iter().map(|(which, mark)| (*which, mark.at)).collect();
    assert_eq!(never, [(Milestone::Mql, Some(instant("04-07 09:00")))]);
    assert!(change.anew.is_empty() && change.hollow.is_empty());
    // It is a dry run: nothing has changed yet.
    assert_eq!(tale.lead.stage().kind(), StageKind::Mql);
    let (mut some, mut others) = (Corrections::with_names(), Corrections::with_names());
    some.add(&change, &Zone::JST);
    others.merge(&some);
    others.merge(&Corrections::with_names());
    assert_eq!((others.leads, &others), (1, &some));
    let moved = &some.stages[&(StageKind::Mql, StageKind::Lead)];
    assert_eq!((moved.count, moved.names.len()), (1, 1));
    let april = &some.milestones[&(Some(k("2026-04-01")), Milestone::Mql)];
    assert_eq!((april.never.count, april.hollow.count, april.anew.count, april.never.names.len()), (1, 0, 0, 1));
    // Half a list of names is none.
    others.merge(&Corrections::new());
    assert!(others.stages.values().all(|moved| moved.names.is_empty() && moved.count == 1));
    assert!(others.milestones.values().all(|unmade| unmade.never.names.is_empty() && unmade.never.count == 1));

    assert_eq!(tale.takes_back("04-09 09:00", &order), [F::TakenBack]);
    assert_eq!((score(&tale).as_str(), tale.lead.stage().kind()), ("0", StageKind::Lead));
    assert_eq!((tale.milestone(Milestone::Mql), tale.lead.totals().milestones.get(Milestone::Mql)), (None, 0));
    assert_eq!(tale.lead.stage_entered_at(), instant("04-01 09:00"));
    assert_eq!((tale.taken().facts.len(), tale.taken().fallen.len()), (6, 1));
    // The mail system sends them again.
    for number in 0..6 {
        assert!(click(&mut tale, number, "04-10 09:00").is_empty());
    }
    assert_eq!(score(&tale), "0");
    assert!(the_clicks(&tale).is_empty());
}

/// Five of six: 25 points are not enough to become MQL, and the promotion falls; the sixth again makes one.
#[test]
fn a_promotion_falls_with_one_click_that_it_needed_and_comes_back_with_another() {
    let mut tale = scanned();
    tale.takes_back("04-09 09:00", &mistake([2]));
    assert_eq!((score(&tale).as_str(), tale.lead.stage().kind()), ("25", StageKind::Lead));
    assert_eq!(click(&mut tale, 9, "04-10 09:00"), [F::ActivityRecorded, F::BecameMql]);
    assert_eq!(tale.milestone(Milestone::Mql), Some(instant("04-10 09:00")));
    // One too many is not missed: the promotion stands as it was.
    let mut tale = scanned();
    click(&mut tale, 6, "04-07 10:00");
    tale.takes_back("04-09 09:00", &mistake([9]));
    assert_eq!((tale.taken().fallen.len(), tale.milestone(Milestone::Mql)), (0, Some(instant("04-07 09:00"))));
    // What set it off may go, where others were enough at its instant: told late, before it.
    let mut tale = scanned();
    let late = Command::RecordActivity { activity: activity("late", "mail_click") };
    tale.tells(&who(Role::System, 0), "04-08 09:00", Some("04-03 09:00"), &late);
    tale.takes_back("04-09 09:00", &mistake([7]));
    assert_eq!(tale.lead.stage().kind(), StageKind::Mql);
    assert_eq!(tale.taken().fallen.len(), 1, "it was recorded before the other");
    assert_eq!(tale.milestone(Milestone::Mql), Some(instant("04-09 09:00")));
}

/// Sales has gone on with it: the promotion stays, and reports show it as hollow.
#[test]
fn a_promotion_that_people_built_on_stays_hollow_until_they_take_that_back() {
    let mut tale = scanned();
    let promoted = tale.newest(F::BecameMql);
    tale.hears("04-08 10:00");
    tale.does(Role::Sdr, "04-08 11:00", &qualify("memo", "D-1"));
    let before = tale.lead.clone();
    let decision = tale.ask_back(&who(Role::Manager, 0), "04-09 09:00", &mistake(the_clicks(&tale))).unwrap();
    let change = tale.lifecycle.correction(&tale.facts, &decision).unwrap();
    assert_eq!((change.hollow, change.never), (vec![instant("04-07 09:00")], vec![]));
    tale.takes_back("04-09 09:00", &mistake(the_clicks(&tale)));
    assert_eq!((tale.lead.stage(), tale.lead.cycle().milestones()), (before.stage(), before.cycle().milestones()));
    assert_eq!(score(&tale), "0");
    let hollow = |tale: &Tale| -> Vec<u64> {
        counted(&tale.facts).unwrap().iter().filter(|one| one.hollow).map(|one| one.fact.envelope.revision).collect()
    };
    assert_eq!((hollow(&tale), tale.taken().fallen.len()), (vec![promoted], 0));
    // Another correction of something else leaves it so.
    tale.does(Role::Sdr, "04-09 10:00", &call(ContactOutcome::Answered, None));
    tale.takes_back("04-09 11:00", &mistake([tale.newest(F::AttemptRecorded)]));
    assert_eq!((hollow(&tale), tale.taken().hollow.iter().collect::<Vec<_>>()), (vec![promoted], vec![promoted]));
    // The hand-over was a mistake as well: now nothing stands on the promotion.
    tale.takes_back("04-10 09:00", &mistake([tale.newest(F::BecameSql)]));
    assert_eq!((tale.lead.stage().kind(), hollow(&tale)), (StageKind::Lead, vec![]));
    assert_eq!(tale.taken().fallen.iter().collect::<Vec<_>>(), [promoted]);
    assert_eq!(tale.lead.totals().milestones.get(Milestone::Mql), 0);
}

/// The clicks come back: the promotion has its grounds again.
#[test]
fn a_hollow_promotion_whose_grounds_count_again_is_whole() {
    let mut tale = scanned();
    tale.hears("04-08 10:00");
    tale.does(Role::Sdr, "04-08 11:00", &qualify("memo", "D-1"));
    tale.takes_back("04-09 09:00", &mistake(the_clicks(&tale)));
    assert_eq!(tale.taken().hollow.len(), 1);
    tale.takes_back("04-09 10:00", &mistake([tale.newest(F::TakenBack)]));
    assert!(tale.taken().hollow.is_empty());
    assert!(counted(&tale.facts).unwrap().iter().all(|one| !one.hollow));
    assert_eq!(score(&tale), "30");
}

/// Calls are no turns: the work is kept, the promotion is not.
#[test]
fn calls_alone_do_not_hold_a_promotion() {
    let mut tale = scanned();
    tale.does(Role::Sdr, "04-08 09:00", &call(ContactOutcome::Answered, None));
    tale.takes_back("04-09 09:00", &mistake(the_clicks(&tale)));
    assert_eq!((tale.lead.stage().kind(), tale.lead.totals().attempts), (StageKind::Lead, 1));
}

/// Nobody called, it became stale and was recycled: all of it never was, and the second cycle is the first.
#[test]
fn a_stale_recycling_in_between_falls_with_the_promotion() {
    let mut tale = scanned();
    assert_eq!(tale.clock("04-17 09:00"), [F::BecameStale, F::Recycled]);
    assert_eq!(tale.lead.cycle().number(), 2);
    let (fallen, clicks) =
        ([F::BecameMql, F::BecameStale, F::Recycled].map(|kind| tale.newest(kind)), the_clicks(&tale));
    tale.takes_back("04-18 09:00", &mistake(clicks));
    assert_eq!(tale.taken().fallen.iter().collect::<Vec<_>>(), fallen);
    assert_eq!((tale.lead.cycle().number(), tale.lead.totals().cycles, tale.lead.totals().recycles), (1, 1, 0));
    assert_eq!(tale.lead.stage_entered_at(), instant("04-01 09:00"));
}

/// In the second cycle somebody promoted by hand: that stands, and is in the first.
#[test]
fn a_second_cycle_becomes_the_first() {
    let mut tale = scanned();
    tale.clock("04-17 09:00");
    tale.reaches_mql("04-20 09:00");
    assert_eq!((tale.lead.cycle().number(), tale.facts.last().unwrap().envelope.cycle), (2, 2));
    tale.takes_back("04-21 09:00", &mistake(the_clicks(&tale)));
    assert_eq!((tale.lead.stage().kind(), tale.lead.cycle().number()), (StageKind::Mql, 1));
    assert_eq!(tale.milestone(Milestone::Mql), Some(instant("04-20 09:00")));
    assert!(tale.taken().hollow.is_empty());
    let promoted = counted(&tale.facts).unwrap().into_iter().find(|one| one.fact.kind() == F::BecameMql).unwrap();
    assert_eq!((promoted.place.cycle, promoted.place.visit, promoted.fact.envelope.cycle), (1, 1, 2));
}

/// A cycle that somebody ended by hand stands on its promotion.
#[test]
fn a_cycle_that_was_ended_by_hand_keeps_its_promotion_hollow() {
    let mut tale = scanned();
    let promoted = tale.newest(F::BecameMql);
    tale.does(Role::Sdr, "04-08 09:00", &Command::Recycle { reason: reason("timing", false), until: None });
    tale.takes_back("04-21 09:00", &mistake(the_clicks(&tale)));
    assert_eq!(tale.taken().hollow.iter().collect::<Vec<_>>(), [promoted]);
    assert_eq!(tale.lead.cycle().number(), 2);
}

/// All clicks within two seconds of the delivery of a mail, and no others.
#[test]
fn what_came_too_soon_after_something_is_selected_in_one_call() {
    let mut tale = Tale::begun(clicks(), "04-01 09:00");
    let told = [
        ("2026-04-02T00:00:00Z", "mail_delivered", "d-1"),
        ("2026-04-02T00:00:02Z", "mail_click", "c-1"),
        ("2026-04-02T00:00:03Z", "mail_click", "c-2"),
        ("2026-04-03T00:00:00Z", "mail_click", "c-3"),
    ];
    for (at, kind, id) in told {
        tale.does(Role::System, at, &Command::RecordActivity { activity: activity(id, kind) });
    }
    let (clicks, delivered) = (Filter::activity(k("mail_click")), Filter::activity(k("mail_delivered")));
    let soon = |tale: &Tale, within| -> Vec<u64> {
        let found = select_soon_after(&tale.facts, &clicks, (within, &delivered));
        found.iter().map(|fact| fact.envelope.revision).collect()
    };
    assert_eq!(soon(&tale, k::<Span>("2s")), [3]);
    assert_eq!(soon(&tale, k::<Span>("3s")), [3, 4]);
    tale.takes_back("04-04 09:00", &mistake([3]));
    assert_eq!(soon(&tale, k::<Span>("3s")), [4]);
    let by = |filter: Filter| select(&tale.facts, &filter).len();
    assert_eq!(by(Filter::kind(F::ActivityRecorded)), 3);
    assert_eq!(by(Filter::default().by(k("system-0"))), 4);
    assert_eq!(by(Filter::default().by(k("manager-0"))), 0);
    assert_eq!(by(Filter::default().between(instant("04-02 09:00"), k("2026-04-02T00:00:03Z"))), 1);
}
