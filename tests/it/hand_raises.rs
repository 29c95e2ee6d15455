//! Hand-raises that are kept until somebody answers them, and leads that are put off until an instant.

use lead_lifecycle::lead::{Attribution, BookedBy, Meeting, Stage, Trigger};
use lead_lifecycle::values::{Channel, ContactOutcome, Direction, Moment};
use lead_lifecycle::{Command, FactKind, Policy, Role, StageKind};

use crate::common::tale::*;
use crate::common::{k, policy, reason};

fn standard(at: &str) -> Tale {
    Tale::begun(Policy::standard(), at)
}

fn reached() -> Command {
    call(ContactOutcome::Answered, None)
}

/// A customer asks for another product: somebody is told until somebody answers.
#[test]
fn a_hand_raise_waits_at_every_stage_until_somebody_answers() {
    let to: [fn(&mut Tale); 5] = [
        |tale| tale.reaches_mql("04-02 09:00"),
        |tale| tale.reaches_sql("04-02"),
        |tale| tale.reaches_opportunity("04-02"),
        |tale| tale.reaches_customer("04-02"),
        |tale| {
            tale.does(Role::Sdr, "04-02 09:00", &Command::Discard { reason: reason("no_need", false) });
        },
    ];
    for lead_to in to {
        let mut tale = standard("04-01 09:00");
        lead_to(&mut tale);
        let stage = tale.lead.stage().kind();
        tale.does(Role::System, "04-10 09:00", &hand_raise("h-1"));
        tale.does(Role::System, "04-11 09:00", &hand_raise("h-2"));
        assert_eq!(tale.lead.hand_raise().since(), Some(instant("04-10 09:00")), "{stage}");
        assert!(tale.waits("04-12 09:00").contains(&"hand_raise"), "{stage}");
        // Nobody answers the telephone: it still waits.
        tale.does(Role::Sdr, "04-12 09:00", &call(ContactOutcome::Dialled, None));
        assert!(tale.waits("04-12 10:00").contains(&"hand_raise"), "{stage}");
        tale.does(Role::Sdr, "04-12 11:00", &reached());
        assert!(!tale.waits("04-12 12:00").contains(&"hand_raise"), "{stage}");
    }
}

#[test]
fn an_appointment_a_turn_by_hand_and_a_reason_answer_a_hand_raise() {
    let raised = || {
        let mut tale = standard("04-01 09:00");
        tale.reaches_mql("04-02 09:00");
        tale.does(Role::System, "04-03 09:00", &hand_raise("h-1"));
        tale
    };
    let booked = Meeting { booked_by: BookedBy::Lead, ..Meeting::new(instant("04-08 10:00"), Channel::Phone) };
    for answer in [
        Command::ScheduleAppointment(booked),
        Command::Recycle { reason: reason("timing", false), until: None },
        Command::CloseHandRaise { reason: reason("support_question", false) },
    ] {
        let mut tale = raised();
        tale.does(
            if matches!(answer, Command::ScheduleAppointment(_)) { Role::System } else { Role::Sdr },
            "04-04 09:00",
            &answer,
        );
        assert_eq!(tale.lead.hand_raise().since(), None, "{}", answer.kind());
    }
    // An answer of before it is none, however late it is told; one between two leaves the newest.
    let mut tale = raised();
    tale.tells(&who(Role::Sdr, 0), "04-04 09:00", Some("04-02 12:00"), &reached());
    assert_eq!(tale.lead.hand_raise().since(), Some(instant("04-03 09:00")));
    tale.does(Role::System, "04-05 09:00", &hand_raise("h-2"));
    tale.tells(&who(Role::Sdr, 0), "04-06 09:00", Some("04-04 12:00"), &reached());
    assert_eq!(tale.lead.hand_raise().since(), Some(instant("04-05 09:00")));
    // Told late, but answered since: nothing waits.
    let mut tale = standard("04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    tale.does(Role::Sdr, "04-03 09:00", &reached());
    tale.tells(&who(Role::System, 0), "04-04 09:00", Some("04-02 12:00"), &hand_raise("h-1"));
    assert_eq!(tale.lead.hand_raise().since(), None);
    let close = Command::CloseHandRaise { reason: reason("spam", false) };
    assert_eq!(tale.refused(&who(Role::Sdr, 0), "04-05 09:00", None, &close), ["no_hand_raise"]);
}

#[test]
fn a_lead_that_raised_its_hand_is_mql_as_soon_as_it_is_reopened() {
    let mut tale = standard("04-01 09:00");
    tale.does(Role::Sdr, "04-02 09:00", &Command::Discard { reason: reason("no_need", false) });
    let kinds = tale.does(Role::System, "04-03 09:00", &hand_raise("h-1"));
    assert_eq!(kinds, [FactKind::ActivityRecorded, FactKind::ReopenSuggested]);
    let reopen = Command::Reopen { reason: reason("new_interest", false) };
    assert_eq!(tale.does(Role::Manager, "04-04 09:00", &reopen), [FactKind::Reopened, FactKind::BecameMql]);
    assert_eq!(*tale.lead.stage(), Stage::Mql { trigger: Trigger::HandRaise });
    // Without a hand-raise that waits, it begins at Lead.
    let mut tale = standard("04-01 09:00");
    tale.does(Role::Sdr, "04-02 09:00", &Command::Discard { reason: reason("no_need", false) });
    tale.does(Role::System, "04-03 09:00", &hand_raise("h-1"));
    tale.does(Role::Sdr, "04-03 10:00", &Command::CloseHandRaise { reason: reason("spam", false) });
    assert!(tale.waits("04-03 11:00").is_empty(), "nor is reopening thought of any more");
    assert_eq!(tale.does(Role::Manager, "04-04 09:00", &reopen), [FactKind::Reopened]);
}

#[test]
fn the_hand_raise_of_a_customer_opens_an_expansion_where_the_policy_says_so() {
    let opening = policy("[hand_raise]\nopens_expansion = true\ninbound = true");
    let mut tale = Tale::begun(opening, "04-01 09:00");
    tale.reaches_customer("04-02");
    let kinds = tale.does(Role::System, "04-20 09:00", &hand_raise("h-1"));
    assert_eq!(kinds, [FactKind::ActivityRecorded, FactKind::ExpansionOpened]);
    assert_eq!((tale.lead.stage().kind(), tale.lead.cycle().number()), (StageKind::Mql, 2));
    assert!(tale.waits("04-20 10:00").contains(&"hand_raise"));
    // A customer who calls raises a hand too, if the policy says so; a machine of theirs does not.
    let mut tale = Tale::begun(policy("[hand_raise]\ninbound = true"), "04-01 09:00");
    tale.reaches_customer("04-02");
    let inbound = |outcome| attempt(Direction::Inbound, Channel::Phone, outcome, None);
    tale.does(Role::Cs, "04-20 09:00", &inbound(ContactOutcome::AutoReply));
    assert_eq!(tale.lead.hand_raise().since(), None);
    tale.does(Role::Cs, "04-20 10:00", &inbound(ContactOutcome::Dialled));
    assert_eq!(tale.waits("04-20 11:00"), ["hand_raise"]);
    let mut quiet = standard("04-01 09:00");
    quiet.reaches_customer("04-02");
    quiet.does(Role::Cs, "04-20 10:00", &inbound(ContactOutcome::Conversation));
    assert!(quiet.waits("04-20 11:00").is_empty());
}

// ------------------------------------------------------------------ putting off

fn until(day: &str) -> Moment {
    moment(day)
}

/// Call me again in October.
#[test]
fn an_instant_given_with_a_recycle_goes_before_every_rule_of_cooling() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    let recycle = Command::Recycle { reason: reason("timing", false), until: Some(until("10-01")) };
    tale.does(Role::Sdr, "04-03 09:00", &recycle);
    assert_eq!(*tale.lead.stage(), Stage::Lead { cooling_until: Some(k("2026-09-30T15:00:00Z")) });
    assert_eq!(tale.lifecycle.next_wake(&tale.lead).unwrap().map(|wake| wake.at), Some(k("2026-09-30T15:00:00Z")));
    assert_eq!(tale.clock("10-01 00:00"), [FactKind::CoolingEnded]);
    // Then somebody is told until an attempt.
    assert_eq!(tale.waits("10-02 09:00"), ["put_off"]);
    tale.does(Role::Sdr, "10-02 10:00", &call(ContactOutcome::Dialled, None));
    assert!(tale.waits("10-02 11:00").is_empty());
    // Where no cycle follows, that is said and not dropped.
    let mut tale = standard("04-01 09:00");
    tale.reaches_opportunity("04-02");
    let lose = |code: &str| Command::Lose { reason: reason(code, false), until: Some(until("10-01")) };
    assert_eq!(tale.refused(&who(Role::Fs, 0), "04-03 09:00", None, &lose("no_need")), ["until_unused"]);
    tale.does(Role::Fs, "04-03 09:00", &lose("price"));
    assert_eq!(*tale.lead.stage(), Stage::Lead { cooling_until: Some(k("2026-09-30T15:00:00Z")) });
    // It has to be later.
    let mut tale = standard("04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    let past = Command::Recycle { reason: reason("timing", false), until: Some(until("04-03")) };
    assert_eq!(tale.refused(&who(Role::Sdr, 0), "04-03 09:00", None, &past), ["until_past"]);
}

#[test]
fn a_failed_expansion_that_is_put_off_is_remembered_at_customer() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_customer("04-02");
    tale.does(Role::Cs, "04-10 09:00", &Command::OpenExpansion { note: None, attribution: Attribution::default() });
    let recycle = Command::Recycle { reason: reason("timing", false), until: Some(until("07-01")) };
    tale.does(Role::Sdr, "04-12 09:00", &recycle);
    assert_eq!(tale.lead.stage().kind(), StageKind::Customer);
    assert_eq!(tale.clock("07-01 09:00"), [FactKind::PostponementEnded]);
    assert_eq!(tale.waits("07-01 10:00"), ["put_off"]);
}

#[test]
fn a_postponement_keeps_stage_and_deal_and_its_deadlines_wait() {
    let postpone = |day: &str| Command::Postpone { until: until(day), note: None };
    let mut tale = standard("04-01 09:00");
    tale.reaches_sql("04-02");
    let before = tale.lead.stage().clone();
    tale.does(Role::Sdr, "04-03 09:00", &postpone("06-01"));
    assert_eq!(*tale.lead.stage(), before);
    assert!(tale.waits("05-20 09:00").is_empty(), "not stale after 14 days, and nothing of the stage waits");
    assert_eq!(tale.clock("05-31 23:59"), []);
    assert_eq!(tale.clock("06-01 00:00"), [FactKind::PostponementEnded]);
    assert_eq!(tale.waits("06-02 09:00"), ["handover", "put_off"]);
    assert_eq!(tale.clock("06-14 23:59"), []);
    assert_eq!(tale.clock("06-15 00:00"), [FactKind::BecameStale], "fourteen days from its end");
    // At Lead it cools.
    let mut tale = standard("04-01 09:00");
    tale.does(Role::Sdr, "04-02 09:00", &postpone("06-01"));
    assert_eq!(*tale.lead.stage(), Stage::Lead { cooling_until: Some(k("2026-05-31T15:00:00Z")) });
    assert_eq!(tale.refused(&who(Role::Mk, 0), "05-01 09:00", None, &Command::Promote { note: None }), ["cooling"]);
    assert_eq!(tale.clock("06-01 00:00"), [FactKind::CoolingEnded]);
    assert_eq!(tale.waits("06-01 09:00"), ["put_off"]);
}

#[test]
fn what_the_lead_does_by_itself_ends_a_postponement() {
    let put_off = |at_lead: bool| {
        let mut tale = standard("04-01 09:00");
        if !at_lead {
            tale.reaches_mql("04-02 09:00");
            tale.hears("04-02 10:00");
        }
        tale.does(Role::Sdr, "04-03 09:00", &Command::Postpone { until: until("06-01"), note: None });
        tale
    };
    let inbound = attempt(Direction::Inbound, Channel::Phone, ContactOutcome::Conversation, None);
    let booked = Meeting { booked_by: BookedBy::Lead, ..Meeting::new(instant("04-20 10:00"), Channel::Phone) };
    for at_lead in [true, false] {
        for command in [hand_raise("h-1"), inbound.clone(), Command::ScheduleAppointment(booked.clone())] {
            let mut tale = put_off(at_lead);
            tale.does(Role::System, "04-10 09:00", &command);
            assert_eq!(tale.lead.cycle().postponement(), None, "{}", command.kind());
            let cooling = matches!(tale.lead.stage(), Stage::Lead { cooling_until: Some(_) });
            assert!(!cooling, "{}", command.kind());
        }
        // What we do does not, nor does a machine of theirs, nor what was before it.
        let mut tale = put_off(at_lead);
        tale.does(Role::Sdr, "04-10 09:00", &call(ContactOutcome::Dialled, None));
        tale.does(
            Role::System,
            "04-10 10:00",
            &attempt(Direction::Inbound, Channel::Mail, ContactOutcome::AutoReply, None),
        );
        tale.tells(&who(Role::System, 0), "04-10 11:00", Some("04-02 12:00"), &inbound);
        assert!(tale.lead.cycle().is_postponed());
    }
    // Deadlines run from its end.
    let mut tale = put_off(false);
    tale.does(Role::System, "04-10 09:00", &inbound);
    assert_eq!(tale.clock("04-24 08:59"), []);
    assert_eq!(tale.clock("04-24 09:00"), [FactKind::BecameStale]);
}

#[test]
fn answers_grow_old_up_to_the_hand_over_only() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_opportunity("04-02");
    assert!(!tale.clock("12-30 09:00").contains(&FactKind::AnswerBecameStale));
    assert!(!tale.waits("12-31 09:00").contains(&"stale_answer"));
    let mut tale = standard("04-01 09:00");
    tale.reaches_sql("04-02");
    assert!(tale.clock("12-30 09:00").contains(&FactKind::AnswerBecameStale));
    assert!(tale.waits("12-31 09:00").contains(&"stale_answer"));
}

/// The agenda advises nothing that cannot be done: each item can be settled by a command that is possible here.
#[test]
fn the_agenda_advises_nothing_that_cannot_be_done() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    tale.does(Role::System, "04-03 09:00", &hand_raise("h-1"));
    tale.does(Role::System, "04-03 10:00", &Command::Redact);
    for item in tale.agenda("05-01 09:00") {
        let possible = item.settle.iter().any(|kind| {
            let row = lead_lifecycle::lifecycle::transition(*kind).unwrap();
            row.possible_at(tale.lead.stage().kind()) && row.when_erased
        });
        assert!(possible, "{item}");
    }
    assert_eq!(tale.waits("04-04 09:00"), ["hand_raise"], "it can be closed; nobody can be called any more");
}

/// A mail of when the lead was an MQL, told after it was disqualified, was an attempt then, and is one now.
#[test]
fn a_contact_of_before_the_lead_was_disqualified_raises_no_hand() {
    let mail = attempt(Direction::Inbound, Channel::Mail, ContactOutcome::Sent, None);
    let mut tale = Tale::begun(policy("hand_raise = { inbound = true }"), "04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    tale.does(Role::Sdr, "04-08 09:00", &Command::Disqualify { reason: reason("no_fit", false) });
    let late = tale.tells(&who(Role::Sdr, 0), "04-09 09:00", Some("04-05 09:00"), &mail);
    assert_eq!(late, [FactKind::AttemptRecorded]);
    assert!(tale.waits("04-09 10:00").is_empty());
    let new = tale.tells(&who(Role::Sdr, 0), "04-10 09:00", None, &mail);
    assert_eq!(new, [FactKind::AttemptRecorded, FactKind::ReopenSuggested]);
}

/// New interest that only the score shows is turned down as a hand-raise is, after erasure too: the agenda advises it.
#[test]
fn a_suggestion_to_reopen_can_be_closed() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    tale.does(Role::Sdr, "04-03 09:00", &Command::Disqualify { reason: reason("no_fit", false) });
    for id in ["s1", "s2"] {
        let seminar = Command::RecordActivity { activity: crate::common::activity(id, "seminar") };
        tale.does(Role::System, "04-04 09:00", &seminar);
    }
    tale.does(Role::System, "04-04 10:00", &Command::Redact);
    assert_eq!(tale.waits("04-04 11:00"), ["reopen"]);
    tale.does(Role::Sdr, "04-04 12:00", &Command::CloseHandRaise { reason: reason("support_question", false) });
    assert!(tale.waits("04-04 13:00").is_empty());
}
