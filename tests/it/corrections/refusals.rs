//! Who may take back what, and the words with which an order is refused.

use lead_lifecycle::lifecycle::{Past, TakeBack, TakeBackError};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{ContactOutcome, limits};
use lead_lifecycle::{Command, Context, FactKind, Policy, Role};

use super::mistake;
use crate::common::tale::*;
use crate::common::{actor, k, policy, reason};

use FactKind as F;

fn customer() -> Tale {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.does(Role::System, "04-01 10:00", &hand_raise("h-1"));
    tale.hears("04-02 10:00");
    tale.does(Role::Sdr, "04-02 11:00", &qualify("memo", "D-1"));
    tale
}

/// News are taken back by whoever tells them, turns by a manager; an assistant takes nothing back.
#[test]
fn who_may_take_back_news_and_turns() {
    let tale = customer();
    let (news, turn) = (tale.newest(F::AttemptRecorded), tale.newest(F::BecameSql));
    for role in Role::ALL.iter().copied() {
        let may = |named: &[u64]| tale.ask_back(&who(role, 0), "04-03 09:00", &mistake(named.iter().copied())).is_ok();
        assert_eq!(may(&[news]), role != Role::Assistant, "{role}");
        assert_eq!(may(&[turn]), role == Role::Manager, "{role}");
        assert_eq!(may(&[news, turn]), role == Role::Manager, "{role}");
        // A promotion that falls by itself is no turn that anybody takes back.
        assert_eq!(may(&[tale.newest(F::ActivityRecorded)]), role != Role::Assistant, "{role}");
    }
    let words = |role, named: u64| tale.not_taken_back(&who(role, 0), "04-03 09:00", &mistake([named]));
    assert_eq!(
        words(Role::Fs, turn),
        ["the right `take_back_stage` is needed for 8 `became_sql`", "role fs may not; permitted: manager"]
    );
    assert_eq!(
        words(Role::Assistant, news),
        ["role assistant may not; permitted: mk, sdr, bdr, isr, fs, cs, manager, system"]
    );
}

#[test]
fn to_undo_needs_the_right_that_the_correction_needed() {
    let mut tale = customer();
    tale.takes_back("04-03 09:00", &mistake([tale.newest(F::AttemptRecorded)]));
    let of_news = tale.newest(F::TakenBack);
    assert!(tale.ask_back(&who(Role::Sdr, 0), "04-03 10:00", &mistake([of_news])).is_ok());
    tale.takes_back("04-03 11:00", &mistake([tale.newest(F::BecameSql)]));
    let of_turn = tale.newest(F::TakenBack);
    assert!(tale.ask_back(&who(Role::Sdr, 0), "04-03 12:00", &mistake([of_turn])).is_err());
    assert!(tale.ask_back(&who(Role::Manager, 0), "04-03 12:00", &mistake([of_turn])).is_ok());
}

#[test]
fn each_refusal_says_what_would_be_right() {
    let tale = customer();
    let manager = who(Role::Manager, 0);
    let words = |order: &TakeBack| tale.not_taken_back(&manager, "04-03 09:00", order);
    assert_eq!(words(&mistake([])), ["nothing is named: say which facts, or what happened instead"]);
    assert_eq!(words(&mistake([99])), ["there is no fact 99: the newest is 8"]);
    assert_eq!(
        words(&mistake([3])),
        [
            "made by rule, leave them out: 3 `became_mql`; they fall when their grounds do: name these, or tell instead what was missing"
        ]
    );
    assert_eq!(words(&mistake([1])), ["never taken back, leave them out: 1 `captured`"]);
    // All at once.
    assert_eq!(
        words(&mistake([1, 3, 0])),
        [
            "there is no fact 0: the newest is 8",
            "made by rule, leave them out: 3 `became_mql`; they fall when their grounds do: name these, or tell instead what was missing",
            "never taken back, leave them out: 1 `captured`",
        ]
    );
    let most = limits::TAKEN_BACK.max_len();
    let many = mistake((1..).take(most + 1));
    assert_eq!(words(&many), ["10001 are given in one order, at most 10000 may be"]);
    let mut many = mistake([2]);
    for _ in 0..=limits::INSTEAD.max_len() {
        many = many.instead(call(ContactOutcome::Answered, None), moment("04-02 12:00"));
    }
    assert_eq!(words(&many), ["65 are given in one order, at most 64 may be"]);
    let refusal = tale.ask_back(&manager, "04-03 09:00", &mistake([1])).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "`take_back` refused for lead `lead` at sql: never taken back, leave them out: 1 `captured`"
    );
    // Captured before it was anything.
    let error = tale.lifecycle.take_back(&Past::Whole(&[]), &mistake([1]), &context(&manager, "04-03 09:00", None));
    assert!(matches!(error, Err(TakeBackError::Replay(_))));
    assert_eq!(error.unwrap_err().to_string(), "no facts: a lead begins with `captured`");
}

#[test]
fn what_is_never_taken_back_and_what_is_told_again() {
    let mut tale = customer();
    let assign = Command::Assign {
        owner: Some(k("sdr-7")),
        team: lead_lifecycle::lead::TeamChange::Keep,
        deal: lead_lifecycle::lead::DealOwner::Keep,
    };
    tale.does(Role::Manager, "04-03 09:00", &assign);
    let words = tale.not_taken_back(&who(Role::Manager, 0), "04-03 10:00", &mistake([9]));
    assert_eq!(words, ["leave these out, they are corrected by telling again what is right: 9 `assigned`"]);
    tale.does(Role::System, "04-03 11:00", &Command::Redact);
    let words = tale.not_taken_back(&who(Role::Manager, 0), "04-03 12:00", &mistake([10]));
    assert_eq!(words, ["never taken back, leave them out: 10 `redacted`"]);
}

/// A lead that is part of another is corrected there.
#[test]
fn from_a_merged_lead_nothing_is_taken_back() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    tale.is_merged("04-03 09:00", "winner");
    let refusal = tale.ask_back(&who(Role::Manager, 0), "04-03 10:00", &mistake([2])).unwrap_err();
    assert_eq!(refusal.unmet.iter().map(lead_lifecycle::Unmet::code).collect::<Vec<_>>(), ["stage"]);
    assert!(refusal.to_string().starts_with("`take_back` refused for lead `lead` at merged: "), "{refusal}");
}

/// Where the policy has a list of reasons, one of them is given.
#[test]
fn a_reason_is_one_of_the_list() {
    let mut tale =
        Tale::begun(policy("[reasons.take_back]\nwrong_record = {}\nscanner = { needs_note = true }"), "04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    let ask = |reason: Reason| tale.ask_back(&who(Role::Manager, 0), "04-03 09:00", &TakeBack::new([2], reason));
    assert!(ask(reason("wrong_record", false)).is_ok() && ask(reason("scanner", true)).is_ok());
    for wrong in [reason("mistake", false), reason("scanner", false)] {
        assert_eq!(ask(wrong).unwrap_err().unmet.len(), 1);
    }
}

/// The revision and the clock of the caller are looked at as for any other command.
#[test]
fn who_has_seen_an_older_lead_is_refused() {
    let tale = customer();
    let past = Past::Whole(&tale.facts);
    let at = |now: &str| Context::new(instant(now), actor(Role::Manager, 0));
    let mut ctx = at("04-03 09:00");
    ctx.expected_revision = Some(7);
    let codes = |ctx: &Context| match tale.lifecycle.take_back(&past, &mistake([2]), ctx) {
        Err(TakeBackError::Refused(refusal)) => refusal.unmet.iter().map(lead_lifecycle::Unmet::code).collect(),
        other => vec![if other.is_ok() { "done" } else { "not folded" }],
    };
    assert_eq!(codes(&ctx), ["revision"]);
    ctx.expected_revision = Some(8);
    assert_eq!(codes(&ctx), ["done"]);
    assert_eq!(codes(&at("04-01 09:00")), ["clock_behind"]);
    // A correction happens when it is told.
    let dated = at("04-03 09:00").with_effective_at(instant("04-02 09:00"));
    assert_eq!(codes(&dated), ["not_now"]);
}
