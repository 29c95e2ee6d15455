//! What happened instead, and what nobody had told when a rule decided.

use lead_lifecycle::lead::{Attribution, BookedBy, DealOwner, Meeting, Propose, TeamChange};
use lead_lifecycle::lifecycle::{Past, TakeBack};
use lead_lifecycle::values::{Channel, ContactOutcome, Milestone, Moment};
use lead_lifecycle::{Command, FactKind, Lead, Policy, Role, StageKind};

use super::{mistake, refused};
use crate::common::tale::*;
use crate::common::{self, activity, contract, k, reason};
use crate::correction_laws::{differences, manager};

use FactKind as F;

/// MQL by two downloads on 04-02, which expire six days later.
fn warm() -> Tale {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    for id in ["a", "b"] {
        let activity = activity(id, "document_download");
        tale.does(Role::System, "04-02 09:00", &Command::RecordActivity { activity });
    }
    assert_eq!(tale.lead.stage().kind(), StageKind::Mql);
    tale
}

fn called(at: &str) -> TakeBack {
    mistake([]).instead(call(ContactOutcome::Answered, None), moment(at))
}

/// Somebody had called on the fifth, and told it on the tenth: it was no untouched MQL that the score took back.
/// An id that is taken back is not taken in again: what is told instead under it would be lost.
#[test]
fn what_did_happen_is_told_under_another_id() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    let told = |id: &str| Command::RecordActivity { activity: activity(id, "seminar") };
    tale.does(Role::System, "04-10 09:00", &told("fair"));
    let order = mistake([2]).instead(told("fair"), moment("04-02 12:00"));
    assert_eq!(
        tale.not_taken_back(&who(Role::Manager, 0), "04-11 09:00", &order),
        [
            "what is told instead, number 1 (`record_activity`), is refused, for what follows",
            "activity `fair` is among those that were taken back: tell what did happen under another id",
        ]
    );
    let order = mistake([2]).instead(told("fair-2"), moment("04-02 12:00"));
    assert_eq!(tale.takes_back("04-11 09:00", &order), [F::TakenBack, F::ActivityRecorded]);
    // Told again by whoever keeps the ids, it stays taken back, and that is told.
    let decision = tale.ask(&who(Role::System, 0), "04-12 09:00", None, &told("fair")).unwrap();
    assert!(decision.is_empty());
    let notes: Vec<_> = decision.notes().iter().map(ToString::to_string).collect();
    assert_eq!(notes, ["activity `fair` is among those that were taken back: it is not taken in again"]);
    // One that counts and is told again is nothing to speak of.
    let decision = tale.ask(&who(Role::System, 0), "04-12 09:00", None, &told("fair-2")).unwrap();
    assert!(decision.is_empty() && decision.notes().is_empty());
}

/// Nothing that is told instead is left out without a word.
#[test]
fn what_is_left_out_or_so_already_is_noted() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.does(Role::Mk, "04-02 09:00", &Command::Promote { note: None });
    let assign = Command::Assign { owner: None, team: TeamChange::Keep, deal: DealOwner::Keep };
    let order = mistake([2]).instead(assign, moment("04-02 11:00"));
    let notes = |tale: &Tale, order: &TakeBack| -> Vec<String> {
        tale.ask_back(&who(Role::Manager, 0), "04-03 09:00", order)
            .unwrap()
            .notes()
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    assert_eq!(notes(&tale, &order), ["what was told instead, number 1 (`assign`), was so already"]);
    tale.takes_back("04-03 09:00", &mistake([2]));
    assert_eq!(
        notes(&tale, &order),
        [
            "fact 2 does not count any more: taken back before, or fallen",
            "what was told instead, number 1 (`assign`), is left out: tell it by itself",
        ]
    );
}

#[test]
fn a_call_told_with_its_true_date_makes_a_demotion_fall() {
    let mut tale = warm();
    assert_eq!(tale.clock("04-10 09:00"), [F::Demoted]);
    assert_eq!(tale.lead.stage().kind(), StageKind::Lead);
    let demoted = tale.newest(F::Demoted);
    assert_eq!(tale.takes_back("04-10 10:00", &called("04-05 09:00")), [F::TakenBack, F::AttemptRecorded]);
    assert_eq!((tale.lead.stage().kind(), tale.lead.visit()), (StageKind::Mql, 1));
    assert_eq!((tale.taken().facts.len(), tale.taken().fallen.iter().collect::<Vec<_>>()), (0, vec![demoted]));
    let attempt = tale.facts.last().unwrap();
    assert_eq!(attempt.envelope.effective_at, instant("04-05 09:00"));
    assert_eq!(tale.milestone(Milestone::Mql), Some(instant("04-02 09:00")));
    // As if it had been told in time.
    let mut in_time = warm();
    in_time.does(Role::Manager, "04-05 09:00", &call(ContactOutcome::Answered, None));
    in_time.clock("04-10 10:00");
    assert_eq!(differences(&tale.lead, &in_time.lead), Vec::<String>::new());
    // One after the demotion, or at its instant, comes too late for it: it is told as it is.
    for at in ["04-09 09:00", "04-08 09:00"] {
        let mut tale = warm();
        tale.clock("04-10 09:00");
        assert_eq!(tale.facts.last().unwrap().envelope.effective_at, instant("04-08 09:00"));
        assert_eq!(tale.takes_back("04-10 10:00", &called(at)), [F::AttemptRecorded], "{at}");
        assert_eq!(tale.lead.stage().kind(), StageKind::Lead);
    }
}

/// Somebody promoted it by hand since: what the score did before stays, the call is told.
#[test]
fn a_rule_turn_that_people_built_on_stays() {
    let mut tale = warm();
    tale.clock("04-10 09:00");
    tale.reaches_mql("04-10 10:00");
    let facts = tale.facts.len();
    assert_eq!(tale.takes_back("04-10 11:00", &called("04-05 09:00")), [F::AttemptRecorded]);
    assert_eq!((tale.facts.len(), tale.lead.visit()), (facts + 1, 2));
    assert_eq!(tale.all(F::Demoted).len(), 1);
}

/// Asked to call again in May, which nobody had written down: it was not silence.
#[test]
fn a_postponement_told_with_its_true_date_makes_a_stale_recycling_fall() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    assert_eq!(tale.clock("04-12 09:00"), [F::BecameStale, F::Recycled]);
    let put_off = Command::Postpone { until: moment("05-07"), note: None };
    let order = mistake([]).instead(put_off.clone(), moment("04-06 09:00"));
    let fallen = [F::BecameStale, F::Recycled].map(|kind| tale.newest(kind));
    assert_eq!(tale.takes_back("04-12 10:00", &order), [F::TakenBack, F::Postponed]);
    assert_eq!(tale.taken().fallen.iter().collect::<Vec<_>>(), fallen);
    assert_eq!((tale.lead.stage().kind(), tale.lead.cycle().number()), (StageKind::Mql, 1));
    assert!(tale.lead.cycle().is_postponed());
    assert_eq!(tale.clock("05-06 09:00"), []);
    assert_eq!(tale.clock("05-08 09:00"), [F::PostponementEnded]);
}

/// It was not won, the proposal was sent.
#[test]
fn a_win_by_mistake_was_a_move_of_the_deal() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_customer("04-02");
    let moved = Command::MoveDeal { to: k("proposal") };
    let order = mistake([tale.newest(F::Won)]).instead(moved, moment("04-02 14:00"));
    assert_eq!(tale.takes_back("04-03 09:00", &order), [F::TakenBack, F::DealMoved]);
    let deal = tale.lead.stage().deal().unwrap();
    assert_eq!((deal.stage().as_str(), deal.moved_at()), ("proposal", instant("04-02 14:00")));
    assert_eq!(tale.facts.last().unwrap().envelope.recorded_at, instant("04-03 09:00"));
    // The network failed, and the host sends the order again: nothing is told twice.
    let facts = tale.facts.clone();
    assert!(tale.takes_back("04-03 09:01", &order).is_empty());
    assert_eq!(tale.facts, facts);
}

/// Several things happened instead, one on the other.
#[test]
fn what_happened_instead_may_be_a_story() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_customer("04-02");
    let order = mistake([tale.newest(F::Won)])
        .instead(Command::MoveDeal { to: k("proposal") }, moment("04-02 15:00"))
        .instead(Command::Win { contract: contract("C-7", "JPY") }, moment("04-02 17:00"));
    assert_eq!(tale.takes_back("04-03 09:00", &order), [F::TakenBack, F::DealMoved, F::Won]);
    assert_eq!(tale.milestone(Milestone::Won), Some(instant("04-02 17:00")));
    assert_eq!(tale.lead.customer().unwrap().contracts().len(), 1);
    // The first turn of it lies no earlier than what it follows.
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_customer("04-02");
    let early = mistake([tale.newest(F::Won)]).instead(Command::MoveDeal { to: k("proposal") }, moment("04-02 12:59"));
    assert_eq!(tale.not_taken_back(&who(Role::Manager, 0), "04-03 09:00", &early).len(), 2);
}

/// Nothing is stored where one of the things told instead is refused: all of them say why.
#[test]
fn what_cannot_be_told_instead_stops_the_whole_order() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_customer("04-02");
    let (before, manager) = (tale.lead.clone(), who(Role::Manager, 0));
    let order = mistake([tale.newest(F::Won)])
        .instead(Command::Accept, moment("04-02 15:00"))
        .instead(Command::MoveDeal { to: k("moon") }, moment("04-02 15:00"))
        .instead(Command::MoveDeal { to: k("proposal") }, moment("04-02 15:00"))
        .instead(call(ContactOutcome::Answered, None), moment("04-09 15:00"));
    let refusal = tale.ask_back(&manager, "04-03 09:00", &order).unwrap_err();
    let codes: Vec<_> = refusal.unmet.iter().map(lead_lifecycle::Unmet::code).collect();
    assert_eq!(
        codes,
        ["instead_refused", "stage", "instead_refused", "unknown_deal_stage", "instead_refused", "future"]
    );
    let words: Vec<_> = refusal.unmet.iter().map(ToString::to_string).collect();
    assert_eq!(words[0], "what is told instead, number 1 (`accept`), is refused, for what follows");
    assert_eq!(words[4], "what is told instead, number 4 (`record_attempt`), is refused, for what follows");
    assert_eq!(Lead::replay(&tale.facts).unwrap(), before);
}

/// What is no news of the lead happens at no other time.
#[test]
fn what_is_no_news_cannot_be_told_instead() {
    let tale = warm();
    let manager = who(Role::Manager, 0);
    let propose = Propose {
        id: k("p"),
        command: Box::new(lead_lifecycle::lead::Proposable::Accept),
        rationale: common::text("so"),
    };
    for command in [
        Command::CheckClock,
        Command::Redact,
        Command::AdoptPolicy { deal_pipeline: None, deal_stage: None },
        Command::Recount(lead_lifecycle::lead::Recounting::Kept),
        Command::Propose(propose),
        Command::Approve { proposal: k("p") },
        Command::Decline { proposal: k("p"), note: None },
    ] {
        let kind = command.kind();
        let words = tale.not_taken_back(&manager, "04-03 09:00", &mistake([]).instead(command, moment("04-02 10:00")));
        let one = format!("what is told instead, number 1 (`{kind}`), is refused, for what follows");
        assert_eq!(words, [one, format!("`{kind}` does not tell what happened instead")]);
    }
}

/// Whoever may take back may not do more than the matrix says by telling something instead.
#[test]
fn what_is_told_instead_is_judged_by_the_rights_of_its_own() {
    let tale = warm();
    let promote = mistake([2]).instead(Command::Promote { note: None }, moment("04-02 10:00"));
    let refusal = tale.ask_back(&who(Role::System, 0), "04-03 09:00", &promote).unwrap_err();
    let codes: Vec<_> = refusal.unmet.iter().map(lead_lifecycle::Unmet::code).collect();
    assert_eq!(codes, ["instead_refused", "permission"]);
    assert!(tale.ask_back(&who(Role::Mk, 0), "04-03 09:00", &promote).is_ok());
}

/// A meeting that was agreed on before the score took the lead back, told as the day it was.
#[test]
fn a_day_is_enough() {
    let mut tale = warm();
    tale.clock("04-10 09:00");
    assert_eq!(tale.takes_back("04-10 10:00", &called("04-05")), [F::TakenBack, F::AttemptRecorded]);
    assert_eq!(tale.facts.last().unwrap().envelope.day, Some(k("2026-04-05")));
    assert_eq!(tale.lead.stage().kind(), StageKind::Mql);
    // Of more told instead, each is judged at its own date, in whatever order they are given.
    let story = |turned: bool| {
        let mut tale = warm();
        tale.clock("04-10 09:00");
        let call = (call(ContactOutcome::Answered, None), moment("04-05 09:00"));
        let met = Meeting { booked_by: BookedBy::Lead, ..Meeting::new(instant("04-20 10:00"), Channel::Phone) };
        let booked = (Command::ScheduleAppointment(met), moment("04-06 09:00"));
        let mut told = vec![call, booked];
        if turned {
            told.reverse();
        }
        let order =
            told.into_iter().fold(mistake([]), |order, (command, at): (Command, Moment)| order.instead(command, at));
        tale.takes_back("04-10 10:00", &order);
        tale.lead
    };
    assert_eq!(differences(&story(false), &story(true)), Vec::<String>::new());
}

/// A snapshot is enough, where what is told instead lies after it; what lies before it may have decided already.
#[test]
fn told_instead_since_a_snapshot() {
    let mut tale = warm();
    let kept = tale.facts.len();
    tale.clock("04-10 09:00");
    let snapshot = Lead::replay(&tale.facts[..kept]).unwrap();
    let past = Past::Since(&snapshot, &tale.facts[kept..]);
    let now = instant("04-10 10:00");
    let since = refused(tale.lifecycle.take_back(&past, &called("04-05 09:00"), &manager(now))).unwrap();
    let whole =
        refused(tale.lifecycle.take_back(&Past::Whole(&tale.facts), &called("04-05 09:00"), &manager(now))).unwrap();
    let kinds = |decision: &lead_lifecycle::Decision| {
        decision.facts().iter().map(lead_lifecycle::Fact::kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&since), kinds(&whole));
    assert_eq!(kinds(&since), [F::TakenBack, F::AttemptRecorded]);
}

/// A purchase that was told instead of a loss.
#[test]
fn a_loss_was_a_purchase_without_sales() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    tale.does(Role::Sdr, "04-02 09:00", &Command::Discard { reason: reason("no_fit", false) });
    let bought = Command::RecordPurchase { contract: contract("C-1", "JPY"), attribution: Attribution::default() };
    let order = mistake([2]).instead(bought, moment("04-02 10:00"));
    assert_eq!(tale.takes_back("04-03 09:00", &order), [F::TakenBack, F::PurchaseRecorded]);
    assert_eq!((tale.lead.stage().kind(), tale.lead.totals().disqualifications), (StageKind::Customer, 0));
}
