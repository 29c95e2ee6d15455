//! The days of a sales team: calls, meetings, discards, purchases, contracts, owners and corrections where they happen.

use lead_lifecycle::deal::Edit;
use lead_lifecycle::lead::{
    Attribution, AttributionEdit, BookedBy, CaptureEdit, DealOwner, HeldContract, Meeting, MeetingKind, Stage,
    TeamChange, Trigger,
};
use lead_lifecycle::lifecycle::{LeadUnmet, TRANSITIONS, Way};
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::values::{Channel, CommandKind, ContactOutcome, CycleKind, Direction, Milestone, Progress};
use lead_lifecycle::{Command, Fact, FactKind, Origin, Policy, Role, StageKind, Unmet};

use crate::common::stages::{PLACES, led_to, valid};
use crate::common::tale::*;
use crate::common::{commands, contract, full_capture, k, policy, reason, text, yen};

fn standard(at: &str) -> Tale {
    Tale::begun(Policy::standard(), at)
}

fn meeting(at: &str) -> Meeting {
    Meeting::new(instant(at), Channel::WebMeeting)
}

// ------------------------------------------------------------------ attempts and answers

#[test]
fn a_call_is_recorded_at_every_stage_of_a_life() {
    let led = ["lead", "mql", "sql", "sql, accepted", "opportunity", "customer", "disqualified"].map(led_to);
    for led in led {
        let outcome = led.ask(&valid(CommandKind::RecordAttempt, &led.lead, led.now));
        let kinds: Vec<_> = outcome.unwrap().facts().iter().map(Fact::kind).collect();
        assert_eq!(kinds, [FactKind::AttemptRecorded], "{}", led.lead.stage().kind());
    }
}

#[test]
fn attempts_count_to_the_end_of_the_open_cycle_and_in_the_totals_always() {
    let mut tale = standard("04-01 09:00");
    let dialled = call(ContactOutcome::Dialled, None);
    tale.does(Role::Mk, "04-01 09:30", &dialled);
    tale.reaches_opportunity("04-02");
    tale.does(Role::Fs, "04-03 09:00", &dialled);
    assert_eq!(tale.lead.cycle().attempts().total(), 3);
    tale.does(Role::Fs, "04-03 10:00", &Command::Win { contract: contract("C-1", "JPY") });
    tale.does(Role::Cs, "04-04 09:00", &dialled);
    assert_eq!((tale.lead.cycle().attempts().total(), tale.lead.totals().attempts), (3, 4));
    // Told after the win, but of before it: it belongs to the cycle.
    tale.tells(&who(Role::Fs, 0), "04-05 09:00", Some("04-03 09:30"), &dialled);
    assert_eq!((tale.lead.cycle().attempts().total(), tale.lead.totals().attempts), (4, 5));
}

#[test]
fn progress_moves_at_mql_and_sql_only_and_an_mql_begins_contacted_if_somebody_was_reached() {
    let reached = call(ContactOutcome::Answered, None);
    let mut tale = standard("04-01 09:00");
    tale.does(Role::Sdr, "04-01 10:00", &reached);
    assert_eq!(tale.lead.cycle().progress(), Progress::Untouched);
    tale.reaches_mql("04-01 11:00");
    assert_eq!(tale.lead.cycle().progress(), Progress::Contacted);
    assert!(tale.waits("04-01 12:00").is_empty(), "nobody waits for a first contact");

    let mut tale = standard("04-01 09:00");
    tale.does(Role::Sdr, "04-01 10:00", &call(ContactOutcome::Dialled, None));
    tale.reaches_mql("04-01 11:00");
    assert_eq!(tale.lead.cycle().progress(), Progress::Untouched, "nobody was reached");
    assert_eq!(tale.waits("04-01 12:00"), ["first_contact"]);
    // What nobody works on cannot be concluded.
    let concluded = call(ContactOutcome::Conversation, Some(Progress::Consented));
    assert_eq!(
        standard("04-01 09:00").refused(&who(Role::Sdr, 0), "04-02 09:00", None, &concluded),
        ["nothing_to_conclude"]
    );
}

#[test]
fn a_machine_that_answers_reaches_nobody() {
    let out_of_office = attempt(Direction::Inbound, Channel::Mail, ContactOutcome::AutoReply, None);
    let mut tale = standard("04-01 09:00");
    tale.reaches_mql("04-01 10:00");
    tale.does(Role::System, "04-01 10:05", &hand_raise("h-1"));
    tale.does(Role::System, "04-01 11:00", &out_of_office);
    assert_eq!(tale.lead.cycle().progress(), Progress::Untouched);
    assert!(tale.lead.hand_raise().since().is_some(), "the hand-raise still waits");
    let attempts = tale.lead.cycle().attempts();
    assert_eq!((attempts.inbound, attempts.auto_reply, attempts.reached), (0, 1, false));
    // A reply by a person is another thing.
    tale.does(Role::System, "04-01 12:00", &attempt(Direction::Outbound, Channel::Mail, ContactOutcome::Replied, None));
    assert_eq!((tale.lead.cycle().progress(), tale.lead.hand_raise().since()), (Progress::Contacted, None));
}

#[test]
fn mails_have_outcomes_of_their_own() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_mql("04-01 10:00");
    for outcome in [ContactOutcome::Sent, ContactOutcome::Delivered, ContactOutcome::Bounced, ContactOutcome::Replied] {
        tale.does(Role::Sdr, "04-01 11:00", &attempt(Direction::Outbound, Channel::Mail, outcome, None));
    }
    let attempts = tale.lead.cycle().attempts();
    assert_eq!((attempts.sent, attempts.delivered, attempts.bounced, attempts.replied), (1, 1, 1, 1));
    assert_eq!((attempts.messages(), attempts.calls(), attempts.total()), (3, 0, 4));
}

// ------------------------------------------------------------------ discarding

/// A spam form never becomes an MQL: it is discarded as the lead it is.
#[test]
fn a_lead_is_discarded_without_becoming_an_mql() {
    let mut tale = standard("04-01 09:00");
    let sdr = who(Role::Sdr, 0);
    let disqualify = Command::Disqualify { reason: reason("spam", false) };
    let refusal = tale.ask(&sdr, "04-01 09:30", None, &disqualify).unwrap_err();
    assert!(refusal.to_string().ends_with("use `discard`"), "{refusal}");
    let kinds = tale.does(Role::Sdr, "04-01 09:30", &Command::Discard { reason: reason("spam", false) });
    assert_eq!(kinds, [FactKind::Disqualified]);
    assert!(matches!(tale.lead.stage(), Stage::Disqualified { reason, .. } if reason.code().as_str() == "spam"));
    assert_eq!((tale.lead.totals().milestones.mql, tale.lead.totals().disqualifications), (0, 1));
    // The reasons are those of `disqualify`.
    let other = Command::Discard { reason: reason("timing", false) };
    assert_eq!(standard("04-01 09:00").refused(&sdr, "04-02 09:00", None, &other), ["reason"]);
}

// ------------------------------------------------------------------ meetings

#[test]
fn a_meeting_booked_by_the_lead_promotes_it_as_a_hand_raise_and_asks_for_the_must_knows_later() {
    let mut tale = standard("04-01 09:00");
    let booked = Meeting { booked_by: BookedBy::Lead, ..meeting("04-08 10:00") };
    let kinds = tale.does(Role::System, "04-02 09:00", &Command::ScheduleAppointment(booked));
    assert_eq!(kinds, [FactKind::BecameMql, FactKind::AppointmentScheduled]);
    assert_eq!(*tale.lead.stage(), Stage::Mql { trigger: Trigger::HandRaise });
    assert_eq!(tale.lead.cycle().progress(), Progress::Consented);
    assert_eq!(tale.lead.hand_raise().since(), None, "the appointment answers it");
    assert_eq!(tale.waits("04-02 10:00"), ["before_meeting"], "problem, timing and decision process are not known");
    for criterion in ["need", "timeline", "authority"] {
        tale.does(Role::Sdr, "04-03 09:00", &confirmed(criterion));
    }
    assert!(tale.waits("04-03 10:00").is_empty());
}

#[test]
fn a_meeting_that_we_book_at_lead_promotes_by_hand_and_needs_the_right_to_schedule_only() {
    let mut tale = standard("04-01 09:00");
    let ours = Command::ScheduleAppointment(meeting("04-08 10:00"));
    assert_eq!(tale.refused(&who(Role::Sdr, 0), "04-02 09:00", None, &ours), ["appointment_bar"]);
    for criterion in ["need", "timeline", "authority"] {
        tale.does(Role::Sdr, "04-02 09:00", &confirmed(criterion));
    }
    assert_eq!(tale.refused(&who(Role::Sdr, 0), "04-02 09:00", None, &Command::Promote { note: None }), ["permission"]);
    tale.does(Role::Sdr, "04-02 10:00", &ours);
    assert_eq!(*tale.lead.stage(), Stage::Mql { trigger: Trigger::Manual });
    // Cooling shuts what we do, not what the lead does.
    tale.does(Role::Sdr, "04-03 09:00", &Command::Recycle { reason: reason("timing", false), until: None });
    assert_eq!(tale.refused(&who(Role::Sdr, 0), "04-04 09:00", None, &ours), ["cooling"]);
    let booked = Meeting { booked_by: BookedBy::Lead, ..meeting("04-09 10:00") };
    tale.does(Role::System, "04-04 09:00", &Command::ScheduleAppointment(booked));
    assert_eq!(tale.lead.stage().kind(), StageKind::Mql);
}

#[test]
fn the_system_books_only_what_the_lead_booked_itself() {
    let tale = standard("04-01 09:00");
    let ours = Command::ScheduleAppointment(meeting("04-08 10:00"));
    assert!(tale.refused(&who(Role::System, 0), "04-02 09:00", None, &ours).contains(&"not_self_booked"));
}

#[test]
fn a_follow_up_is_no_consent_and_is_held_by_whoever_meets_the_lead() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_accepted("04-02");
    let follow_up = Meeting { kind: Some(MeetingKind::FollowUp), ..meeting("04-05 10:00") };
    assert_eq!(
        standard("04-01 09:00").refused(
            &who(Role::Fs, 0),
            "04-02 09:00",
            None,
            &Command::ScheduleAppointment(follow_up.clone())
        ),
        ["meeting_kind"]
    );
    tale.does(Role::Fs, "04-02 13:00", &Command::ScheduleAppointment(follow_up));
    tale.does(Role::Fs, "04-05 11:00", &Command::HoldMeeting { note: None });
    assert_eq!((tale.lead.cycle().appointment(), tale.lead.totals().follow_ups), (None, 1));
    tale.does(Role::Fs, "04-06 09:00", &first_meeting(true));
    // From here on a meeting is a follow-up; a first one there is no more.
    let first = Meeting { kind: Some(MeetingKind::First), ..meeting("04-10 10:00") };
    assert_eq!(
        tale.refused(&who(Role::Fs, 0), "04-07 09:00", None, &Command::ScheduleAppointment(first)),
        ["meeting_kind"]
    );
    tale.does(Role::Fs, "04-07 09:00", &Command::ScheduleAppointment(meeting("04-10 10:00")));
    assert_eq!(tale.lead.cycle().appointment().unwrap().kind, MeetingKind::FollowUp);
    assert_eq!(tale.waits("04-11 09:00"), ["appointment"], "something is to be recorded of it");
    tale.does(Role::Fs, "04-11 10:00", &Command::HoldMeeting { note: Some(text("showed the price list")) });
    tale.does(Role::Fs, "04-12 09:00", &Command::Win { contract: contract("C-1", "JPY") });
    // Customer success meets its customers.
    tale.does(Role::Cs, "04-20 09:00", &Command::ScheduleAppointment(meeting("04-25 10:00")));
    tale.does(Role::Cs, "04-25 11:00", &Command::HoldMeeting { note: None });
    assert_eq!(tale.lead.totals().follow_ups, 3);
}

#[test]
fn a_first_meeting_without_a_chance_leaves_hand_over_and_deal_as_they_are() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_accepted("04-02");
    let before = tale.lead.stage().clone();
    assert_eq!(tale.does(Role::Fs, "04-03 09:00", &first_meeting(false)), [FactKind::FirstMeetingInvalid]);
    assert_eq!(*tale.lead.stage(), before, "acceptance and deal stand");
    assert_eq!((tale.milestone(Milestone::Opportunity), tale.lead.totals().invalid_meetings), (None, 1));
    assert!(tale.lead.cycle().milestones().reached(Milestone::Sao));
    assert_eq!(tale.waits("04-03 10:00"), ["invalid_meeting"]);
    // Meeting again is one way on …
    tale.does(Role::Fs, "04-03 11:00", &Command::ScheduleAppointment(meeting("04-10 10:00")));
    assert!(tale.waits("04-03 12:00").is_empty());
    tale.does(Role::Fs, "04-10 11:00", &first_meeting(true));
    assert_eq!(tale.lead.stage().kind(), StageKind::Opportunity);
    // … the others are to reject, recycle and lose.
    for command in [
        Command::Reject { reason: reason("no_need", false) },
        Command::Recycle { reason: reason("timing", false), until: None },
        Command::Lose { reason: reason("price", false), until: None },
    ] {
        let mut tale = standard("04-01 09:00");
        tale.reaches_accepted("04-02");
        tale.does(Role::Fs, "04-03 09:00", &first_meeting(false));
        tale.does(Role::Fs, "04-04 09:00", &command);
    }
}

// ------------------------------------------------------------------ purchases and contracts

#[test]
fn a_purchase_without_sales_reaches_no_milestone_that_nobody_passed() {
    let mut tale = standard("04-01 09:00");
    let buys =
        |key: &str| Command::RecordPurchase { contract: contract(key, "JPY"), attribution: Attribution::default() };
    assert_eq!(tale.does(Role::System, "04-02 09:00", &buys("C-1")), [FactKind::PurchaseRecorded]);
    assert_eq!((tale.lead.stage().kind(), tale.lead.cycle().kind()), (StageKind::Customer, CycleKind::Direct));
    let reached: Vec<_> = tale.lead.cycle().milestones().iter().map(|(milestone, _)| milestone).collect();
    assert_eq!(reached, [Milestone::Lead, Milestone::Won]);
    assert_eq!(tale.lead.customer().unwrap().deal(), None);
    // At Customer it is an expansion that was won in one fact.
    tale.does(Role::Cs, "05-02 09:00", &buys("C-2"));
    assert_eq!((tale.lead.stage().kind(), tale.lead.cycle().kind()), (StageKind::Customer, CycleKind::Direct));
    assert_eq!((tale.lead.totals().expansions, tale.lead.customer().unwrap().contracts().len()), (1, 2));
    let reached: Vec<_> = tale.lead.cycle().milestones().iter().map(|(milestone, _)| milestone).collect();
    assert_eq!(reached, [Milestone::Won]);
    assert_eq!(tale.refused(&who(Role::Cs, 0), "05-03 09:00", None, &buys("C-2")), ["contract_known"]);
}

#[test]
fn where_the_policy_lets_nobody_buy_without_sales_it_says_from_where_one_may() {
    let strict = policy("[purchase]\nfrom = [\"lead\"]");
    let mut tale = Tale::begun(strict, "04-01 09:00");
    tale.reaches_mql("04-01 10:00");
    let buys = Command::RecordPurchase { contract: contract("C-1", "JPY"), attribution: Attribution::default() };
    assert_eq!(tale.refused(&who(Role::System, 0), "04-02 09:00", None, &buys), ["purchase_not_from"]);
    assert_eq!(tale.refused(&who(Role::Sdr, 0), "04-02 09:00", None, &buys), ["permission", "purchase_not_from"]);
}

#[test]
fn a_contract_is_renewed_and_amended_at_every_stage_with_contracts() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_customer("04-02");
    let renew = |ends: &str| Command::RenewContract { contract: k("C-1"), ends: Some(k(ends)), value: None };
    let cs = who(Role::Cs, 0);
    assert_eq!(tale.refused(&cs, "04-03 09:00", None, &renew("2027-03-31")), ["renewal_not_longer"]);
    tale.does(Role::Cs, "04-03 09:00", &renew("2028-05-31"));
    assert!(tale.does(Role::Cs, "04-03 10:00", &renew("2028-05-31")).is_empty(), "already so");
    let ends = |tale: &Tale| tale.lead.customer().unwrap().contracts()[0].ends();
    assert_eq!((ends(&tale), tale.lead.totals().renewals), (Some(k("2028-05-31")), 1));
    // While an expansion is open, too; of two words on one term the later by its date counts.
    tale.does(Role::Cs, "04-10 09:00", &Command::OpenExpansion { note: None, attribution: Attribution::default() });
    let amend =
        |ends: &str| Command::AmendContract { contract: k("C-1"), value: Some(yen(9)), ends: Edit::To(k(ends)) };
    tale.does(Role::Cs, "04-12 09:00", &amend("2028-12-31"));
    tale.tells(&cs, "04-13 09:00", Some("04-11 09:00"), &amend("2029-12-31"));
    assert_eq!(ends(&tale), Some(k("2028-12-31")));
    assert_eq!(tale.lead.customer().unwrap().contract(&k("C-1")).map(HeldContract::value), Some(yen(9)));
    assert_eq!(tale.refused(&cs, "04-14 09:00", None, &amend("2020-01-01")), ["contract_terms"]);
    assert_eq!(tale.refused(&cs, "04-14 09:00", Some("04-01 12:00"), &renew("2031-05-31")), ["before_fact"]);
}

// ------------------------------------------------------------------ owners and deals

fn assign(owner: &str, team: TeamChange, deal: DealOwner) -> Command {
    Command::Assign { owner: Some(k(owner)), team, deal }
}

/// The deal of a colleague who left: whoever gets the lead gets the deal, and may do what its owner may.
#[test]
fn an_assignment_takes_the_open_deal_along() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_accepted("04-02");
    let (first, second) = (who(Role::Fs, 0), who(Role::Fs, 2));
    tale.does(Role::Manager, "04-03 09:00", &assign("fs-2", TeamChange::Set(k("east")), DealOwner::Follow));
    let owner = |tale: &Tale| tale.lead.stage().deal().unwrap().owner().cloned();
    assert_eq!(owner(&tale), Some(k("fs-2")));
    assert!(
        tale.tells(&second, "04-03 10:00", None, &Command::Accept).is_empty(),
        "accepted already, and it is theirs"
    );
    assert_eq!(tale.refused(&first, "04-03 10:00", None, &Command::Accept), ["not_own_deal"]);
    let recycle = Command::Recycle { reason: reason("timing", false), until: None };
    assert_eq!(tale.refused(&first, "04-04 09:00", None, &recycle), ["not_own_deal"]);
    // It stays where it is, or goes elsewhere, if that is said.
    tale.does(Role::Manager, "04-04 09:00", &assign("sdr-1", TeamChange::Keep, DealOwner::Keep));
    assert_eq!((owner(&tale), tale.lead.cycle().team()), (Some(k("fs-2")), Some(&k("east"))));
    tale.does(Role::Manager, "04-04 10:00", &assign("sdr-1", TeamChange::Clear, DealOwner::To(k("fs-3"))));
    assert_eq!((owner(&tale), tale.lead.cycle().team()), (Some(k("fs-3")), None));
    tale.tells(&who(Role::Fs, 3), "04-05 09:00", None, &recycle);
    assert_eq!(tale.lead.stage().kind(), StageKind::Lead);
    let lost = assign("sdr-1", TeamChange::Keep, DealOwner::To(k("fs-3")));
    assert_eq!(tale.refused(&who(Role::Manager, 0), "04-06 09:00", None, &lost), ["no_open_deal"]);
}

#[test]
fn a_deal_of_nobody_is_everybodys_own() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_sql("04-02");
    let recycle = Command::Recycle { reason: reason("timing", false), until: None };
    tale.tells(&who(Role::Fs, 7), "04-03 09:00", None, &recycle);
}

#[test]
fn what_is_told_late_of_owners_yields_to_what_happened_later() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_sql("04-02");
    tale.tells(&who(Role::Fs, 1), "04-03 09:00", None, &Command::Accept);
    let late = assign("fs-2", TeamChange::Set(k("east")), DealOwner::Follow);
    tale.tells(&who(Role::Manager, 0), "04-04 09:00", Some("04-02 18:00"), &late);
    assert_eq!(tale.lead.stage().deal().unwrap().owner(), Some(&k("fs-1")), "accepted after that");
    assert_eq!((tale.lead.cycle().owner(), tale.lead.cycle().team()), (Some(&k("fs-2")), Some(&k("east"))));
}

#[test]
fn a_deal_key_is_not_opened_twice_on_a_lead() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_sql("04-02");
    tale.does(Role::Fs, "04-03 09:00", &Command::Reject { reason: reason("no_budget", false) });
    assert_eq!(tale.refused(&who(Role::Sdr, 0), "04-04 09:00", None, &qualify("another memo", "D-1")), ["deal_known"]);
    tale.does(Role::Sdr, "04-04 09:00", &qualify("another memo", "D-2"));
}

#[test]
fn handing_over_again_needs_something_new_in_the_file_or_in_what_was_heard() {
    let rejected = || {
        let mut tale = standard("04-01 09:00");
        tale.reaches_sql("04-02");
        tale.does(Role::Fs, "04-03 09:00", &Command::Reject { reason: reason("no_budget", false) });
        tale
    };
    let sdr = who(Role::Sdr, 0);
    assert_eq!(rejected().refused(&sdr, "04-04 09:00", None, &qualify("memo", "D-2")), ["handoff_not_revised"]);
    for news in [
        answered("budget", Verdict::Confirmed, None),
        answered("need", Verdict::Confirmed, Some("2026-08-31")),
        answered("authority", Verdict::Denied, None),
    ] {
        let mut tale = rejected();
        tale.does(Role::Sdr, "04-04 09:00", &news);
        tale.does(Role::Sdr, "04-04 10:00", &qualify("memo", "D-2"));
        assert_eq!(tale.lead.cycle().handoffs(), 2);
    }
}

#[test]
fn owner_and_team_go_into_the_next_cycle_where_the_policy_says_so() {
    let keeping = policy(
        "[next_cycle.recycle]\nowner = \"keep\"\n[next_cycle.expansion]\nteam = \"keep\"\n[next_cycle.reopen]\nteam = \"keep\"",
    );
    let mut tale = Tale::begun(keeping, "04-01 09:00");
    let owned = |tale: &Tale| (tale.lead.cycle().owner().cloned(), tale.lead.cycle().team().cloned());
    let mine = assign("sdr-1", TeamChange::Set(k("is")), DealOwner::Follow);
    tale.does(Role::Manager, "04-01 10:00", &mine);
    tale.reaches_mql("04-01 11:00");
    tale.does(Role::Sdr, "04-02 09:00", &Command::Recycle { reason: reason("timing", false), until: None });
    assert_eq!(owned(&tale), (Some(k("sdr-1")), None));
    tale.does(Role::Manager, "04-03 09:00", &mine);
    tale.does(Role::Sdr, "04-03 10:00", &Command::Discard { reason: reason("no_fit", false) });
    tale.does(Role::Manager, "04-04 09:00", &Command::Reopen { reason: reason("new_interest", false) });
    assert_eq!(owned(&tale), (None, Some(k("is"))));
}

// ------------------------------------------------------------------ corrections

/// The company is found after the form was sent.
#[test]
fn company_and_source_are_corrected_after_the_capture() {
    let mut tale = standard("04-01 09:00");
    let to = |account: &str, reason: Option<&str>| {
        Command::EditCapture(Box::new(CaptureEdit {
            account: Edit::To(k(account)),
            reason: reason.map(text),
            ..CaptureEdit::default()
        }))
    };
    let sdr = who(Role::Sdr, 0);
    assert_eq!(tale.does(Role::Sdr, "04-02 09:00", &to("A-77", None)), [FactKind::CaptureEdited]);
    assert_eq!(tale.lead.account(), Some(&k("A-77")), "filling an empty one needs no reason");
    assert!(tale.does(Role::Sdr, "04-02 10:00", &to("A-77", None)).is_empty(), "already so");
    assert_eq!(tale.refused(&sdr, "04-03 09:00", None, &to("A-78", None)), ["edit_reason"]);
    tale.does(Role::Sdr, "04-03 09:00", &to("A-78", Some("the holding, not the branch")));
    // Of two words the later by its date counts.
    tale.tells(&sdr, "04-04 09:00", Some("04-02 12:00"), &to("A-79", Some("mistyped")));
    assert_eq!(tale.lead.account(), Some(&k("A-78")));

    let edit = |origin: Option<Origin>, source: &str| {
        let attribution = AttributionEdit { source: Edit::To(k(source)), ..AttributionEdit::default() };
        Command::EditCapture(Box::new(CaptureEdit {
            origin,
            attribution,
            reason: Some(text("came by a partner")),
            ..CaptureEdit::default()
        }))
    };
    tale.does(Role::Mk, "04-05 09:00", &edit(Some(Origin::Referral), "partner-x"));
    assert_eq!((tale.lead.origin(), tale.lead.cycle().origin()), (Origin::Referral, Origin::Referral));
    assert_eq!(tale.lead.cycle().attribution().source, Some(k("partner-x")));
    assert_eq!(tale.refused(&who(Role::Mk, 0), "04-06 09:00", None, &edit(Some(Origin::Expansion), "cs")), ["origin"]);
}

/// The source belongs to each round: an expansion has its own.
#[test]
fn the_source_of_an_expansion_is_its_own() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_customer("04-02");
    let attribution = Attribution { source: Some(k("cs")), ..Attribution::default() };
    tale.does(Role::Cs, "04-10 09:00", &Command::OpenExpansion { note: None, attribution });
    let to = |origin| {
        Command::EditCapture(Box::new(CaptureEdit { origin, reason: Some(text("x")), ..CaptureEdit::default() }))
    };
    assert_eq!(tale.refused(&who(Role::Mk, 0), "04-11 09:00", None, &to(Some(Origin::Inbound))), ["origin"]);
    assert_eq!(tale.lead.cycle().attribution().source, Some(k("cs")));
    assert_eq!(tale.lead.origin(), Origin::Inbound);
}

// ------------------------------------------------------------------ situations that people reported

/// A made-up event log of a whole life, with calls at every stage: nothing of it is refused.
#[test]
fn an_event_log_with_calls_at_every_stage_is_told_whole() {
    let mut tale = standard("04-01 09:00");
    let calls = |tale: &mut Tale, day: &str| {
        for (role, outcome) in [(Role::Sdr, ContactOutcome::Dialled), (Role::Fs, ContactOutcome::Answered)] {
            tale.does(role, &format!("{day} 17:00"), &call(outcome, None));
        }
        tale.does(
            Role::System,
            &format!("{day} 18:00"),
            &attempt(Direction::Inbound, Channel::Mail, ContactOutcome::Delivered, None),
        );
    };
    calls(&mut tale, "04-01");
    tale.reaches_mql("04-02 09:00");
    calls(&mut tale, "04-02");
    tale.hears("04-03 10:00");
    tale.does(Role::Sdr, "04-03 11:00", &qualify("memo", "D-1"));
    calls(&mut tale, "04-03");
    tale.does(Role::Fs, "04-04 12:00", &Command::Accept);
    calls(&mut tale, "04-04");
    tale.does(Role::Fs, "04-05 13:00", &first_meeting(false));
    tale.does(Role::Fs, "04-05 14:00", &first_meeting(true));
    calls(&mut tale, "04-05");
    tale.does(Role::Fs, "04-06 09:00", &Command::Win { contract: contract("C-1", "JPY") });
    calls(&mut tale, "04-06");
    tale.does(Role::Cs, "04-07 09:00", &Command::OpenExpansion { note: None, attribution: Attribution::default() });
    calls(&mut tale, "04-07");
    tale.does(Role::Sdr, "04-08 09:00", &Command::Disqualify { reason: reason("no_need", false) });
    calls(&mut tale, "04-08");
    tale.does(
        Role::Cs,
        "04-09 09:00",
        &Command::EndContract { contract: k("C-1"), reason: reason("no_need", false), until: None },
    );
    assert_eq!(tale.lead.stage().kind(), StageKind::Disqualified);
    calls(&mut tale, "04-09");
    assert_eq!(tale.lead.totals().attempts, 9 * 3 + 1);
}

/// A contract ran out unnoticed: it is told until somebody renews, amends or ends it.
#[test]
fn a_contract_that_ran_out_is_told_until_somebody_does_something() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_customer("04-02");
    assert!(tale.waits("04-03 09:00").is_empty());
    let later = "2027-06-02T00:00:00Z";
    assert_eq!(tale.waits(later), ["contract_term"]);
    tale.does(
        Role::Cs,
        later,
        &Command::RenewContract { contract: k("C-1"), ends: Some(k("2028-05-31")), value: None },
    );
    assert!(tale.waits(later).is_empty());
}

/// Two expansions of one customer beside each other are two leads of the same person and account, each with its own
/// hand-over, deal and outcome; a second one on the same lead is refused with the way to go.
#[test]
fn two_expansions_at_once_are_two_leads_of_one_person() {
    let person = |key: &str| lead_lifecycle::Capture {
        account: Some(k("acme")),
        person: Some(k("hanako")),
        ..full_capture(key)
    };
    let mut open = Vec::new();
    for (key, deal) in [("lead", "D-2"), ("lead-2", "D-3")] {
        let mut tale = Tale::captured(Policy::standard(), &person(key), "04-01 09:00", None);
        tale.reaches_mql("04-02 09:00");
        tale.hears("04-02 10:00");
        tale.does(Role::Sdr, "04-02 11:00", &qualify("memo", deal));
        let expansion = Command::OpenExpansion { note: None, attribution: Attribution::default() };
        assert_eq!(tale.refused(&who(Role::Cs, 0), "04-03 09:00", None, &expansion), ["stage"]);
        assert_eq!((tale.lead.account(), tale.lead.person()), (Some(&k("acme")), Some(&k("hanako"))));
        open.push(tale.lead.stage().deal().unwrap().key().to_string());
    }
    assert_eq!(open, ["D-2", "D-3"]);
}

/// One lead has one stage: what is won is not lost, and each milestone is reached once.
#[test]
fn what_is_won_is_not_lost() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_customer("04-02");
    let totals = tale.lead.totals();
    assert_eq!((tale.lead.stage().kind(), totals.losses, totals.recycles), (StageKind::Customer, 0, 0));
    let counts = Milestone::ALL.iter().map(|milestone| totals.milestones.get(*milestone));
    assert!(counts.into_iter().all(|count| count == 1));
}

/// What happened is recorded, and the breach is told: a call in spite of an opt-out, not one that the lead makes.
#[test]
fn a_call_against_a_withdrawn_consent_is_recorded_and_marked() {
    use lead_lifecycle::FactBody;
    use lead_lifecycle::values::{ConsentStatus, Purpose};
    let mut tale = standard("04-01 09:00");
    let (channel, purpose, status) = (Channel::Phone, Purpose::Sales, ConsentStatus::Withdrawn);
    tale.does(Role::System, "04-02 09:00", &Command::RecordConsent { channel, purpose, status });
    tale.does(Role::Sdr, "04-03 09:00", &call(ContactOutcome::Answered, None));
    tale.does(
        Role::Sdr,
        "04-03 10:00",
        &attempt(Direction::Inbound, Channel::Phone, ContactOutcome::Conversation, None),
    );
    let marked: Vec<bool> = tale
        .facts
        .iter()
        .filter_map(|fact| {
            let FactBody::AttemptRecorded { against_consent, .. } = &fact.body else { return None };
            Some(*against_consent)
        })
        .collect();
    assert_eq!(marked, [true, false]);
}

// ------------------------------------------------------------------ permissions and ways

#[test]
fn a_business_developer_promotes_leads_of_its_own() {
    let mut tale = standard("04-01 09:00");
    let promote = Command::Promote { note: None };
    let (owner, colleague) = (who(Role::Bdr, 1), who(Role::Bdr, 2));
    assert_eq!(tale.refused(&owner, "04-02 09:00", None, &promote), ["not_own_lead"]);
    tale.does(Role::Manager, "04-02 10:00", &assign("bdr-1", TeamChange::Keep, DealOwner::Follow));
    let refusal = tale.ask(&colleague, "04-02 11:00", None, &promote).unwrap_err();
    assert!(refusal.to_string().contains("permitted: mk, manager, bdr (own leads)"), "{refusal}");
    tale.tells(&owner, "04-02 11:00", None, &promote);
}

/// Whoever may do what is inside may approve and decline it.
fn about_proposals(kind: CommandKind) -> bool {
    matches!(kind, CommandKind::Propose | CommandKind::Approve | CommandKind::Decline)
}

/// Who is listed as permitted may: nobody is told of a right that does not hold on this lead.
#[test]
fn a_refusal_of_permission_lists_truly_who_may() {
    use lead_lifecycle::lifecycle::AccessUnmet;
    for place in PLACES {
        let led = led_to(place);
        for kind in commands().into_iter().filter(|kind| !about_proposals(*kind)) {
            // What is accepted already is a conflict for everybody but its owner.
            if (kind, place) == (CommandKind::Accept, "sql, accepted") {
                continue;
            }
            let command = valid(kind, &led.lead, led.now);
            for asking in Role::ALL {
                let Err(refusal) = led.ask_as(*asking, &command) else { continue };
                for unmet in refusal.unmet {
                    let Unmet::Access(AccessUnmet::Permission { permitted, .. }) = unmet else { continue };
                    for named in permitted {
                        let outcome = led.ask_as(named.role, &command);
                        let codes: Vec<_> = outcome.err().iter().flat_map(|r| &r.unmet).map(Unmet::code).collect();
                        // An owner is named by the grant: another member of the role may not.
                        let conditional = named.grant.is_conditional();
                        assert!(!codes.contains(&"permission"), "{kind} at {place}: {}", named.role);
                        assert!(
                            conditional || !codes.iter().any(|code| code.starts_with("not_own")),
                            "{kind} at {place}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn every_refusal_of_a_stage_names_a_way() {
    for place in PLACES {
        let led = led_to(place);
        for row in TRANSITIONS {
            let Err(refusal) = led.ask(&valid(row.command, &led.lead, led.now)) else { continue };
            for unmet in refusal.unmet {
                let Unmet::Lead(LeadUnmet::Stage { way, .. }) = &unmet else { continue };
                if let Way::Steps(steps) = way {
                    assert!(!steps.is_empty(), "{} at {place}", row.command);
                }
                if let Way::Lead(lead) = way {
                    assert_eq!(*lead, k("winner"));
                }
                assert!(unmet.to_string().contains('`'), "{unmet}");
            }
        }
    }
}

// ------------------------------------------------------------------ fit alone

const FIT_ONLY: &str = r#"
[scoring]
promotes = "main"
[scoring.rules.size.bands]
group = "company"
field = "employees"
bands = [{ from = 300, points = 40 }]
[scoring.groups.company]
dimension = "fit"
[scoring.dimensions.fit]
[scoring.profiles.main]
combine = { sum = ["fit"] }
enter = 30
"#;

/// A target account qualifies by what is known of it, without having done anything.
#[test]
fn fit_alone_promotes_at_capture_where_the_policy_says_so() {
    let fit_alone = FIT_ONLY.replace("promotes = \"main\"", "promotes = \"main\"\nfit_alone = true");
    let mut tale = Tale::begun(policy(&fit_alone), "04-01 09:00");
    let kinds: Vec<_> = tale.facts.iter().map(Fact::kind).collect();
    assert_eq!(kinds, [FactKind::Captured, FactKind::BecameMql]);
    assert_eq!(tale.milestone(Milestone::Mql), Some(instant("04-01 09:00")));
    // In a later cycle something must be new: a change of the profile is.
    tale.does(Role::Sdr, "04-02 09:00", &Command::Recycle { reason: reason("timing", false), until: None });
    assert_eq!(tale.clock("08-01 09:00"), [FactKind::CoolingEnded]);
    let grown = Command::UpdateProfile {
        fields: [(k("employees"), Some(lead_lifecycle::values::FieldValue::Number(5_000.into())))].into(),
    };
    assert_eq!(tale.does(Role::Sdr, "08-02 09:00", &grown), [FactKind::ProfileUpdated, FactKind::BecameMql]);
}

#[test]
fn a_policy_whose_score_can_never_promote_is_told() {
    let told = |policy: &Policy| policy.lints().iter().any(|lint| lint.code.as_str() == "never_promotes");
    assert!(told(&policy(FIT_ONLY)));
    assert!(!told(&policy(&FIT_ONLY.replace("promotes = \"main\"", "promotes = \"main\"\nfit_alone = true"))));
    assert!(!told(&Policy::standard()));
    // Without `fit_alone` the lead waits, and the report says why.
    let tale = Tale::begun(policy(FIT_ONLY), "04-01 09:00");
    assert_eq!(tale.lead.stage().kind(), StageKind::Lead);
    let report = tale.lifecycle.promotion(&tale.lead, &context(&who(Role::Mk, 0), "04-02 09:00", None)).unwrap();
    assert!(report.to_string().contains("no tagged activity"), "{report}");
    let _capture = full_capture("x");
}

/// The system may move only what the lead booked itself: of a meeting that we booked it is not named.
#[test]
fn of_a_meeting_that_we_booked_the_system_is_not_named() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    tale.hears("04-02 10:00");
    tale.does(Role::Sdr, "04-02 11:00", &Command::ScheduleAppointment(meeting("04-10 10:00")));
    let cancels = Command::ChangeAppointment { to: None, note: None };
    let refusal = tale.ask(&who(Role::Mk, 0), "04-03 09:00", None, &cancels).unwrap_err().to_string();
    assert!(refusal.ends_with("permitted: sdr, bdr, isr, fs, manager"), "{refusal}");
}

/// To give away a deal as of before it was opened would be lost without a word.
#[test]
fn a_deal_is_not_given_away_before_it_was_opened() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_sql("04-05");
    let gives = assign("sdr-0", TeamChange::Keep, DealOwner::To(k("fs-9")));
    assert_eq!(tale.refused(&who(Role::Manager, 0), "04-06 09:00", Some("04-04 09:00"), &gives), ["before_fact"]);
    assert_eq!(tale.tells(&who(Role::Manager, 0), "04-06 09:00", Some("04-05 11:00"), &gives), [FactKind::Assigned]);
}

/// Where the pipeline knows no first meeting, acceptance makes the Opportunity; what was agreed on is still to come.
#[test]
fn an_appointment_outlives_an_acceptance_that_makes_the_opportunity() {
    let unmet = include_str!("common/brisk.toml").replace("first_meeting = \"first_meeting_held\"\n", "");
    let mut tale = Tale::begun(policy(&unmet), "04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    tale.hears("04-02 10:00");
    tale.does(Role::Sdr, "04-02 10:30", &Command::ScheduleAppointment(meeting("04-10 10:00")));
    tale.does(Role::Sdr, "04-02 11:00", &qualify("memo", "D-1"));
    assert_eq!(
        tale.does(Role::Fs, "04-02 12:00", &Command::Accept),
        [FactKind::HandoffAccepted, FactKind::BecameOpportunity]
    );
    let agreed = tale.lead.cycle().appointment().map(|agreed| (agreed.at, agreed.kind));
    assert_eq!(agreed, Some((instant("04-10 10:00"), MeetingKind::FollowUp)));
    tale.does(Role::Fs, "04-10 11:00", &Command::HoldMeeting { note: None });
    assert!(tale.lead.cycle().appointment().is_none());
}

/// An expansion that ends leaves the customer a customer: the way from it to Lead goes on over the contract.
#[test]
fn the_way_out_of_an_expansion_goes_over_the_customer() {
    let mut tale = standard("04-01 09:00");
    tale.reaches_customer("04-02");
    let expansion = Command::OpenExpansion { note: None, attribution: Attribution::default() };
    tale.does(Role::Cs, "04-03 09:00", &expansion);
    let promote = Command::Promote { note: None };
    let refusal = tale.ask(&who(Role::Mk, 0), "04-04 09:00", None, &promote).unwrap_err().to_string();
    assert!(refusal.ends_with("first `recycle`, then `end_contract`"), "{refusal}");
}

/// What a customer buys without sales is an expansion won at once: owner and team stay where the policy says so of one.
#[test]
fn a_purchase_of_a_customer_keeps_owner_and_team_as_an_expansion_does() {
    for (keeps, owner) in [("keep", Some("cs-1")), ("clear", None)] {
        let rules = format!("[next_cycle.expansion]\nowner = \"{keeps}\"");
        let mut tale = Tale::begun(policy(&rules), "04-01 09:00");
        tale.reaches_customer("04-02");
        tale.does(Role::Manager, "04-03 09:00", &assign("cs-1", TeamChange::Keep, DealOwner::Keep));
        let buys = Command::RecordPurchase { contract: contract("C-2", "JPY"), attribution: Attribution::default() };
        tale.does(Role::System, "04-04 09:00", &buys);
        assert_eq!(tale.lead.cycle().owner().map(ToString::to_string).as_deref(), owner);
    }
}

/// What is agreed on belongs to its cycle: the docs of `Cycle::appointment` say which turns end it without a fact of its own.
#[test]
fn an_appointment_ends_with_its_cycle() {
    let agreed = Command::ScheduleAppointment(meeting("05-25 10:00"));
    let mut tale = standard("04-01 09:00");
    tale.reaches_opportunity("04-02");
    tale.does(Role::Fs, "04-03 09:00", &agreed);
    tale.does(Role::Fs, "04-04 09:00", &Command::Win { contract: contract("C-1", "JPY") });
    assert!(tale.lead.cycle().appointment().is_some(), "a win does not cancel a visit");
    for next in [
        Command::OpenExpansion { note: None, attribution: Attribution::default() },
        Command::RecordPurchase { contract: contract("C-2", "JPY"), attribution: Attribution::default() },
    ] {
        let mut tale = standard("04-01 09:00");
        tale.reaches_customer("04-02");
        tale.does(Role::Cs, "04-03 09:00", &agreed);
        assert!(tale.lead.cycle().appointment().is_some());
        tale.does(Role::Cs, "04-04 09:00", &next);
        assert_eq!(tale.lead.cycle().appointment(), None, "{}", next.kind());
    }
    let mut tale = standard("04-01 09:00");
    tale.reaches_opportunity("04-02");
    tale.does(Role::Fs, "04-03 09:00", &agreed);
    tale.does(Role::Fs, "04-04 09:00", &Command::Lose { reason: reason("no_need", false), until: None });
    assert_eq!((tale.lead.stage().kind(), tale.lead.cycle().appointment()), (StageKind::Disqualified, None));
}
