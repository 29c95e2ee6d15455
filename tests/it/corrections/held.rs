//! Whether what rules and time made still holds, judged where it was made.

use lead_lifecycle::lead::{Because, Cause, Recounting, Refold, Stage, counted};
use lead_lifecycle::lifecycle::{Past, PolicyBook, Version};
use lead_lifecycle::values::{ContactOutcome, FieldValue, Milestone, limits};
use lead_lifecycle::{Command, FactKind, Lead, Lifecycle, Policy, Role, StageKind, Unmet};

use super::scanner::{click, clicks, scanned, score, the_clicks};
use super::{mistake, refused};
use crate::common::tale::*;
use crate::common::{self, activity, k, policy, reason};
use crate::correction_laws::manager;

use FactKind as F;

fn did(tale: &mut Tale, id: &str, kind: &str, at: &str) -> Vec<FactKind> {
    tale.does(Role::System, at, &Command::RecordActivity { activity: activity(id, kind) })
}

/// MQL by two downloads of 04-02, which expire six days later; taken back by the score then.
fn demoted() -> Tale {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    did(&mut tale, "a", "document_download", "04-02 09:00");
    did(&mut tale, "b", "document_download", "04-02 09:00");
    assert_eq!(tale.clock("04-10 09:00"), [F::Demoted]);
    tale
}

fn putting_off(until: &str) -> Command {
    Command::Postpone { until: moment(until), note: None }
}

/// It would be stale in truth as well: but it was made of a stage that is another now, and time makes it anew.
#[test]
fn what_time_made_after_an_acceptance_that_never_was_is_made_anew() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    tale.reaches_accepted("04-02");
    tale.clock("04-20 09:00");
    let recycled = tale.newest(F::Recycled);
    tale.takes_back("04-20 10:00", &mistake([tale.newest(F::HandoffAccepted)]));
    assert!(tale.taken().fallen.contains(recycled));
    let anew = tale.facts.iter().rfind(|fact| fact.kind() == F::Recycled).unwrap();
    assert_eq!(anew.envelope.effective_at, instant("04-20 10:00"));
    assert_eq!(anew.envelope.cause, Cause::Rule(Because::Correction));
}

/// What a correction brought about goes with it, and may be brought about again by the next.
#[test]
fn a_promotion_by_a_correction_goes_with_the_correction() {
    let mut tale = scanned();
    let late = Command::RecordActivity { activity: activity("late", "mail_click") };
    tale.tells(&who(Role::System, 0), "04-08 09:00", Some("04-03 09:00"), &late);
    assert_eq!(tale.takes_back("04-09 09:00", &mistake([7])), [F::TakenBack, F::BecameMql]);
    assert_eq!(tale.facts.last().unwrap().envelope.cause, Cause::Rule(Because::Correction));
    // The seventh counts again, the second does not: thirty points, as after the first correction, but not because of it.
    let named = mistake([tale.newest(F::TakenBack), 2]);
    assert_eq!(tale.takes_back("04-10 09:00", &named), [F::TakenBack, F::BecameMql]);
    assert_eq!(tale.milestone(Milestone::Mql), Some(instant("04-10 09:00")));
    assert_eq!(score(&tale), "30");
}

/// Of what a correction took back, that is undone, some is named again.
#[test]
fn one_of_two_counts_again() {
    let mut tale = scanned();
    tale.takes_back("04-09 09:00", &mistake([2, 3]));
    tale.takes_back("04-09 10:00", &mistake([tale.newest(F::TakenBack), 2]));
    assert_eq!(tale.taken().facts.iter().collect::<Vec<_>>(), [2, 9]);
    assert_eq!(the_clicks(&tale), [3, 4, 5, 6, 7]);
    assert_eq!(score(&tale), "25");
}

/// Enough points, but of an earlier cycle: something has to happen in the present one.
#[test]
fn a_promotion_needs_something_of_its_cycle() {
    let mut draft = clicks().draft().clone();
    let recycle = "[reasons.recycle]\nstale = {}\ntiming = { cooling = \"0s\", engagement = \"keep\" }";
    draft.reasons.recycle = toml::from_str::<lead_lifecycle::PolicyDraft>(recycle).unwrap().reasons.recycle;
    let mut tale = Tale::begun(Policy::try_from(draft).unwrap(), "04-01 09:00");
    for number in 0..6 {
        click(&mut tale, number, &format!("04-0{} 09:00", number + 2));
    }
    tale.does(Role::Sdr, "04-08 09:00", &Command::Recycle { reason: reason("timing", false), until: None });
    assert_eq!(click(&mut tale, 9, "04-10 09:00"), [F::ActivityRecorded, F::BecameMql]);
    tale.takes_back("04-11 09:00", &mistake([tale.newest(F::ActivityRecorded)]));
    assert_eq!((score(&tale).as_str(), tale.lead.stage().kind()), ("30", StageKind::Lead));
}

/// It was put off before the score could promote it.
#[test]
fn a_promotion_while_it_was_put_off_does_not_hold() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    did(&mut tale, "a", "document_download", "04-02 09:00");
    assert_eq!(did(&mut tale, "b", "document_download", "04-03 09:00").last(), Some(&F::BecameMql));
    let order = mistake([]).instead(putting_off("05-10"), moment("04-02 12:00"));
    assert_eq!(tale.takes_back("04-04 09:00", &order), [F::TakenBack, F::Postponed]);
    assert!(matches!(tale.lead.stage(), Stage::Lead { cooling_until: Some(_) }), "{:?}", tale.lead.stage());
}

/// A suggestion to reopen is because of what somebody did: without that, or without the points, it is none.
#[test]
fn a_suggestion_by_score_needs_its_news_and_its_points() {
    let suggested = |tale: &Tale| matches!(tale.lead.stage(), Stage::Disqualified { suggested: true, .. });
    let lost = || {
        let mut tale = scanned();
        tale.does(Role::Sdr, "04-08 09:00", &Command::Disqualify { reason: reason("no_need", false) });
        assert_eq!(click(&mut tale, 6, "04-09 09:00"), [F::ActivityRecorded, F::ReopenSuggested]);
        tale
    };
    let mut tale = lost();
    tale.takes_back("04-10 09:00", &mistake([tale.newest(F::ActivityRecorded)]));
    assert_eq!((score(&tale).as_str(), suggested(&tale)), ("30", false));
    let mut tale = lost();
    tale.takes_back("04-10 09:00", &mistake([2]));
    assert_eq!((score(&tale).as_str(), suggested(&tale)), ("30", true));
    tale.takes_back("04-10 10:00", &mistake([3]));
    assert_eq!((score(&tale).as_str(), suggested(&tale)), ("25", false));
}

/// A seminar that nobody had told: the score was not below the exit.
#[test]
fn a_demotion_needs_a_score_below_the_exit() {
    let mut tale = demoted();
    let seminar = Command::RecordActivity { activity: activity("c", "seminar") };
    let order = mistake([]).instead(seminar, moment("04-05 09:00"));
    assert_eq!(tale.takes_back("04-10 10:00", &order), [F::TakenBack, F::ActivityRecorded]);
    assert_eq!((tale.lead.stage().kind(), tale.lead.visit()), (StageKind::Mql, 1));
}

/// Put off until May 20, then by mistake until May 10, and that ended.
#[test]
fn the_end_of_a_postponement_that_never_was_falls() {
    for promoted in [true, false] {
        let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
        if promoted {
            tale.reaches_mql("04-02 09:00");
        }
        tale.does(Role::Sdr, "04-03 09:00", &putting_off("05-20"));
        tale.does(Role::Sdr, "04-04 09:00", &putting_off("05-10"));
        let end = if promoted { F::PostponementEnded } else { F::CoolingEnded };
        assert_eq!(tale.clock("05-12 09:00"), [end]);
        tale.takes_back("05-12 10:00", &mistake([tale.newest(F::Postponed)]));
        assert_eq!(tale.taken().fallen.len(), 1);
        assert!(tale.lead.cycle().is_postponed());
        assert_eq!(tale.clock("05-21 09:00").first(), Some(&end));
    }
}

/// Somebody had asked again in time, and not told it.
#[test]
fn an_answer_that_was_heard_again_in_time_did_not_grow_old() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    tale.does(Role::Sdr, "04-02 10:00", &confirmed("need"));
    assert_eq!(tale.clock("04-10 09:00"), [F::AnswerBecameStale]);
    let order = mistake([]).instead(confirmed("need"), moment("04-05 09:00"));
    tale.takes_back("04-10 10:00", &order);
    assert_eq!(tale.taken().fallen.len(), 1);
    assert!(!tale.lead.answers().get("need").unwrap().is_stale());
}

/// What became stale stays with the recycling that people have built on.
#[test]
fn a_staleness_stays_with_its_recycling() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    assert_eq!(tale.clock("04-12 09:00"), [F::BecameStale, F::Recycled]);
    tale.reaches_mql("04-12 10:00");
    let order = mistake([]).instead(putting_off("05-07"), moment("04-06 09:00"));
    match tale.ask_back(&who(Role::Manager, 0), "04-12 11:00", &order) {
        Ok(decision) => assert!(decision.own_facts().iter().all(|fact| fact.kind() == F::Postponed)),
        Err(refusal) => assert!(refusal.unmet.iter().any(|unmet| unmet.code() == "instead_refused"), "{refusal}"),
    }
}

/// The network failed, and the order is sent again: the call is not told twice.
#[test]
fn an_order_that_is_sent_again_tells_nothing_twice() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_customer("04-02");
    let order = mistake([tale.newest(F::Won)]).instead(call(ContactOutcome::Answered, None), moment("04-02 14:00"));
    assert_eq!(tale.takes_back("04-03 09:00", &order), [F::TakenBack, F::AttemptRecorded]);
    assert!(tale.takes_back("04-03 09:01", &order).is_empty());
}

/// Each of what is told instead is judged at its own date, in whatever order it is given; at the instant of a fact it is late.
#[test]
fn dates_decide_and_not_the_order_of_telling() {
    let answered = || call(ContactOutcome::Answered, None);
    let mut tale = demoted();
    let order = mistake([]).instead(answered(), moment("04-09 09:00")).instead(answered(), moment("04-05 09:00"));
    assert_eq!(tale.takes_back("04-10 10:00", &order)[0], F::TakenBack);
    assert_eq!(tale.lead.stage().kind(), StageKind::Mql);
    let mut tale = demoted();
    tale.does(Role::System, "04-10 09:30", &Command::CheckClock);
    let order = mistake([3]).instead(answered(), moment("04-08 09:00"));
    tale.takes_back("04-10 10:00", &order);
    let mut plain = demoted();
    plain.takes_back("04-10 10:00", &mistake([3]));
    assert_eq!(tale.taken().fallen, plain.taken().fallen);
}

/// A turn that is told instead makes nothing fall: it comes after all that counts.
#[test]
fn a_turn_told_instead_does_not_undo_a_rule() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    did(&mut tale, "a", "document_download", "04-02 09:00");
    did(&mut tale, "b", "document_download", "04-03 09:00");
    let order = mistake([]).instead(Command::Promote { note: None }, moment("04-02 12:00"));
    let taken = tale.ask_back(&who(Role::Manager, 0), "04-04 09:00", &order);
    assert!(!taken.is_ok_and(|decision| decision.own_facts().iter().any(|fact| fact.kind() == F::TakenBack)));
}

/// Hollow is said also where something is told instead, and once only as new.
#[test]
fn hollow_is_said_with_what_is_told_instead_and_is_new_once() {
    let mut tale = scanned();
    let promoted = tale.newest(F::BecameMql);
    tale.hears("04-08 10:00");
    tale.does(Role::Sdr, "04-08 11:00", &qualify("memo", "D-1"));
    let snapshot = tale.lead.clone();
    let order = mistake(the_clicks(&tale)).instead(call(ContactOutcome::Dialled, None), moment("04-08 12:00"));
    tale.takes_back("04-09 09:00", &order);
    assert_eq!(tale.taken().hollow.iter().collect::<Vec<_>>(), [promoted]);
    let again =
        tale.ask_back(&who(Role::Manager, 0), "04-09 10:00", &mistake([tale.newest(F::AttemptRecorded)])).unwrap();
    assert!(tale.lifecycle.correction(&tale.facts, &again).unwrap().hollow.is_empty(), "it was known");
    // One that looks no further back than a snapshot says nothing of what lies before it.
    let kept = tale.lead.clone();
    tale.does(Role::Sdr, "04-09 11:00", &call(ContactOutcome::Dialled, None));
    let newest = std::slice::from_ref(tale.facts.last().unwrap());
    let order = mistake([tale.lead.revision()]);
    let since =
        refused(tale.lifecycle.take_back(&Past::Since(&kept, newest), &order, &manager(instant("04-09 12:00"))));
    tale.facts.extend(since.unwrap().into_facts());
    assert!(tale.taken().hollow.is_empty() && tale.taken().since > snapshot.revision());
    let hollow: Vec<_> = counted(&tale.facts).unwrap().into_iter().filter(|one| one.hollow).collect();
    assert_eq!(hollow.len(), 1);
}

/// A newer version calls documents papers, and has a lower bar.
fn renamed() -> Tale {
    let old = include_str!("../common/brisk.toml").replace("enter = 30", "enter = 90");
    let new = include_str!("../common/brisk.toml").replace("document = { kinds", "paper = { kinds");
    let new = policy(&new.replace("tag = \"document\"", "tag = \"paper\""));
    let book = PolicyBook::of(policy(&old)).with(Version::new(instant("04-03 09:00"), new)).unwrap();
    let mut tale = Tale::begun(policy(&old), "04-01 09:00");
    tale.lifecycle = Lifecycle::with_book(book);
    did(&mut tale, "a", "document_download", "04-02 09:00");
    did(&mut tale, "b", "document_download", "04-02 10:00");
    tale.clock("04-03 10:00");
    assert!(tale.lead.recount_due().is_some());
    tale
}

/// Promoted because it was counted again, with a download that was ours.
#[test]
fn a_promotion_by_a_recount_is_judged_by_what_counts() {
    let recounted = || {
        let mut tale = renamed();
        let counted = tale.lifecycle.recount(&tale.facts, instant("04-03 11:00")).unwrap();
        let counted = Command::Recount(Recounting::Counted(Box::new(counted)));
        assert_eq!(tale.does(Role::System, "04-03 11:00", &counted), [F::Recounted, F::BecameMql]);
        tale
    };
    let mut tale = recounted();
    let snapshot = Lead::replay(&tale.facts[..1]).unwrap();
    let past = Past::Since(&snapshot, &tale.facts[1..]);
    let since = refused(tale.lifecycle.take_back(&past, &mistake([2]), &manager(instant("04-03 12:00"))));
    assert_eq!(since.unwrap_err().unmet.iter().map(Unmet::code).collect::<Vec<_>>(), ["needs_whole"]);
    tale.takes_back("04-03 12:00", &mistake([2]));
    assert_eq!((score(&tale).as_str(), tale.lead.stage().kind()), ("21", StageKind::Lead));
}

/// While a recount is due a correction counts all the same what counts, under the new version.
#[test]
fn a_correction_counts_again_where_a_recount_is_due() {
    let mut tale = renamed();
    assert_eq!(score(&tale), "5");
    tale.takes_back("04-03 12:00", &mistake([2]));
    assert_eq!(score(&tale), "21");
}

/// What later writes and adoptions say of the fit they say of the profile that counts; a snapshot is enough.
#[test]
fn fit_is_said_of_the_profile_that_counts() {
    let size = |number: i64| Command::UpdateProfile {
        fields: [(k("employees"), Some(FieldValue::Number(number.into())))].into(),
    };
    let region = Command::UpdateProfile { fields: [(k("location"), Some(FieldValue::Text(k("osaka"))))].into() };
    let newer = policy(&include_str!("../common/brisk.toml").replace("enter = 30", "enter = 31"));
    let book = PolicyBook::of(common::unclocked()).with(Version::new(instant("04-10 09:00"), newer)).unwrap();
    for adopts in [false, true] {
        let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
        tale.lifecycle = Lifecycle::with_book(book.clone());
        let snapshot = tale.lead.clone();
        tale.does(Role::Sdr, "04-02 09:00", &size(20));
        if adopts {
            tale.clock("04-10 10:00");
        } else {
            tale.does(Role::Sdr, "04-03 09:00", &region);
        }
        assert_eq!(score(&tale), "3");
        let past = Past::Since(&snapshot, &tale.facts[1..]);
        let now = tale.lead.recorded_at();
        let since = refused(tale.lifecycle.take_back(&past, &mistake([2]), &manager(now))).unwrap();
        tale.lead.apply_all(since.facts()).unwrap();
        assert_eq!(score(&tale), "5", "adopts: {adopts}");
    }
}

/// A correction before a snapshot that named nothing there, and by which something there fell.
#[test]
fn what_fell_before_a_snapshot_needs_the_whole() {
    let mut tale = demoted();
    let snapshot = tale.lead.clone();
    let told = call(ContactOutcome::Answered, None);
    tale.takes_back("04-10 10:00", &mistake([]).instead(told, moment("04-05 09:00")));
    let later = &tale.facts[usize::try_from(snapshot.revision()).unwrap()..];
    let order = mistake([tale.newest(F::AttemptRecorded)]);
    let since = tale.lifecycle.take_back(&Past::Since(&snapshot, later), &order, &manager(instant("04-10 11:00")));
    assert_eq!(refused(since).unwrap_err().unmet.iter().map(Unmet::code).collect::<Vec<_>>(), ["needs_whole"]);
}

/// A refolding takes facts that count, in their order.
#[test]
fn a_refolding_takes_no_correction_and_nothing_twice() {
    let mut tale = scanned();
    tale.takes_back("04-09 09:00", &mistake([2]));
    let mut refold = Refold::start(&tale.facts[0]).unwrap();
    assert!(refold.take(tale.facts.last().unwrap()).unwrap_err().to_string().contains("correction"));
    refold.take(&tale.facts[3]).unwrap();
    let before = refold.lead().clone();
    assert!(refold.take(&tale.facts[2]).is_err());
    assert_eq!(*refold.lead(), before);
}

/// One order of more than the memory holds says itself from when on nothing is known.
#[test]
fn one_order_beyond_the_memory_has_its_watermark() {
    let most = limits::TAKEN_BACK_IDS.max_len();
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    super::ids::clicked(&mut tale, "blog_view", most + 3, "04-02 09:00");
    tale.takes_back("04-04 09:00", &mistake(tale.all(F::ActivityRecorded)));
    let known = tale.lead.memory().taken_back().unwrap();
    let third = common::at(instant("04-02 09:00").seconds() + 2);
    assert_eq!((known.len(), known.watermark(&k("blog_view"))), (most, Some(third)));
}
