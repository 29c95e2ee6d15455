//! Until when everything stays as it is: nothing changes before a wake, something does at it.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{Contract, DealEdit, Edit};
use lead_lifecycle::lead::{Attribution, BookedBy, Meeting, MeetingKind, Proposable, Propose, Reply};
use lead_lifecycle::lifecycle::{AgendaItem, AgendaKind, Version, Wake};
use lead_lifecycle::qualification::{AnswerEvidence, EvidenceSource, Verdict};
use lead_lifecycle::values::{Channel, FieldValue};
use lead_lifecycle::{Command, Context, Date, Decision, FactKind, Instant, Lead, Lifecycle, Policy, Role, StageKind};
use proptest::prelude::*;

use crate::common::editions::{Shelf, editions, tell_by, temper};
use crate::common::tale::{Tale, confirmed, instant};
use crate::common::{DAY, START, Step, actor, at, contract, k, policy, story};

/// The brisk policy with everything that time changes on an agenda: answers and dates asked for before a meeting, stale leads, and a
/// zone whose clocks go back over midnight.
fn dated(zone: u8, bar: u8) -> Policy {
    let mut toml = include_str!("../common/brisk.toml").to_owned();
    let mut swap = |old: &str, new: &str| {
        assert!(toml.contains(old), "{old}");
        toml = toml.replace(old, new);
    };
    let zone = match zone % 3 {
        0 => "",
        1 => {
            "zone = \"America/St_Johns\"\n[zones.\"America/St_Johns\"]\nfirst = \"-02:30\"\ntransitions = [\
             [\"2026-04-12T02:31:00Z\", \"-03:30\"], [\"2026-04-20T03:31:00Z\", \"-02:30\"], \
             [\"2026-05-03T02:31:00Z\", \"-03:30\"]]\n"
        }
        _ => "zone = \"Eastern\"\n[zones.Eastern]\nfirst = \"-05:00\"\nafter = \"EST5EDT,M3.2.0,M11.1.0\"\n",
    };
    swap("[time]", &format!("{zone}[time]"));
    swap("mql = { after = \"9d\"", "lead = { after = \"6d\" }\nmql = { after = \"9d\"");
    swap(
        "before_appointment = { all_of = [{ known = \"need\" }, { known = \"timeline\" }, { known = \"authority\" }] }",
        match bar % 3 {
            0 => "before_appointment = { within = { criterion = \"timeline\", months = 1 } }",
            1 => {
                "before_appointment = { any_of = [{ within = { criterion = \"timeline\", months = 1 } }, { confirmed = \
                 \"need\" }] }"
            }
            _ => {
                "before_appointment = { at_least = { count = 2, of = [{ within = { criterion = \"timeline\", months = 2 } }, \
                 { within = { criterion = \"timeline\", months = 1 } }, { known = \"authority\" }, { known = \"need\" }] } }"
            }
        },
    );
    policy(&toml)
}

/// Commands with dates in them, which random stories seldom hit upon: what a lead books itself, target dates, closes, terms.
fn with_dates(step: &Step, lead: &Lead, now: Instant) -> Option<(Role, Command)> {
    let data = i64::from(step.data);
    let day = |days: i64| -> Date { at(now.seconds() + days * DAY).date(&Zone::JST) };
    let here = lead.stage().kind();
    Some(match (step.aim % 8, here) {
        (0 | 1, StageKind::Lead | StageKind::Mql) if lead.cycle().appointment().is_none() => {
            let begins = at(now.seconds() + data % 40 * DAY / 2 + 60);
            let kind = Some(MeetingKind::First);
            let meeting = Meeting { kind, booked_by: BookedBy::Lead, ..Meeting::new(begins, Channel::WebMeeting) };
            (Role::System, Command::ScheduleAppointment(meeting))
        }
        (0..=2, StageKind::Mql | StageKind::Lead | StageKind::Sql) => {
            let evidence = Some(AnswerEvidence { source: EvidenceSource::Public, quote: None });
            let criterion = ["timeline", "timeline", "need", "authority"][usize::from(step.data / 7) % 4];
            let by = Some(day(data % 120 - 4)).filter(|_| criterion == "timeline");
            let verdict = if step.data % 11 == 0 { Verdict::Unknown } else { Verdict::Confirmed };
            (Role::Sdr, Command::RecordAnswer(Reply { criterion: k(criterion), verdict, by, detail: None, evidence }))
        }
        (2, StageKind::Opportunity) => {
            let edit = DealEdit { expected_close: Edit::To(day(data % 30 - 3)), ..DealEdit::default() };
            (Role::Fs, Command::EditDeal { edit: Box::new(edit) })
        }
        (2, StageKind::Customer) => {
            let long = contract(&format!("t{}", step.data % 5), "JPY");
            let term = Contract::new(long.key().clone(), long.value(), k("2026-04-01"), Some(day(data % 30))).unwrap();
            (Role::Cs, Command::RecordPurchase { contract: term, attribution: Attribution::default() })
        }
        _ => return None,
    })
}

/// A story in which dates are told now and then, and what is looked at before each step.
fn told(lifecycle: &Lifecycle, steps: &[Step], mut look: impl FnMut(&Lead)) -> Lead {
    let start = Context::new(at(START), actor(Role::System, 0));
    let facts = lifecycle.capture(&crate::common::full_capture("lead"), &start).unwrap().into_facts();
    let mut lead = Lead::replay(&facts).unwrap();
    let mut now = at(START);
    for step in steps {
        now = now.max(step.now(now));
        let (command, context) = match with_dates(step, &lead, now) {
            Some((role, command)) => (command, Context::new(now, actor(role, 0))),
            None => step.on(&lead, now),
        };
        if let Ok(decision) = lifecycle.decide(&lead, &command, &context) {
            lead.apply_all(decision.facts()).unwrap();
        }
        look(&lead);
    }
    lead
}

fn agenda(lifecycle: &Lifecycle, lead: &Lead, seconds: i64) -> Vec<AgendaItem> {
    lifecycle.agenda(lead, at(seconds)).unwrap()
}

fn check(lifecycle: &Lifecycle, lead: &Lead, now: Instant) -> Decision {
    lifecycle.decide(lead, &Command::CheckClock, &Context::new(now, actor(Role::System, 0))).unwrap()
}

/// From `from` up to the wake nothing changes, whatever second is looked at; at the wake something does.
fn is_exact(lifecycle: &Lifecycle, lead: &Lead, from: Instant, wake: Option<Wake>, odd: i64) {
    let from = from.max(lead.recorded_at()).seconds();
    let end = wake.map_or(from + 500 * DAY, |wake| wake.at.seconds());
    assert!(end > from || end == lead.recorded_at().seconds(), "{wake:?} after {from}");
    let before = agenda(lifecycle, lead, from);
    let length = end - from;
    // Both ends, the beginnings of days near them, and seconds all over.
    let near = [0, 1, 60, 3_600, length - 1, length - 2, length - 60, length - 3_600, length - DAY];
    let spread = (1..24).map(|part| (length / 24 * part + odd * part) % length.max(1));
    for probe in near.into_iter().chain(spread).filter(|probe| (0..length).contains(probe)) {
        assert_eq!(agenda(lifecycle, lead, from + probe), before, "{probe} s after {from}, before {wake:?}: {lead:?}");
    }
    if length > 0 {
        assert!(check(lifecycle, lead, at(end - 1)).is_empty(), "before {wake:?}");
    }
    let Some(wake) = wake else {
        assert!(check(lifecycle, lead, Instant::MAX).is_empty());
        return;
    };
    let due = check(lifecycle, lead, wake.at);
    let first = due.facts().first().map(|fact| (fact.kind(), fact.envelope.effective_at));
    assert_eq!(first, wake.fact.map(|fact| (fact, wake.at)));
    assert!(wake.fact.is_some() || wake.agenda, "{wake:?}");
    if wake.fact.is_none() {
        assert_ne!(agenda(lifecycle, lead, wake.at.seconds()), before, "nothing changes at {wake:?} on {lead:?}");
    }
}

/// The loop of a timer: from wake to wake, each later than the one before.
fn follow(lifecycle: &Lifecycle, lead: &Lead, steps: usize, odd: i64) {
    let mut lead = lead.clone();
    let mut from = lead.recorded_at();
    let mut wake = lifecycle.next_wake(&lead).unwrap();
    for _ in 0..steps {
        is_exact(lifecycle, &lead, from, wake, odd);
        let Some(found) = wake else { return };
        let decision = check(lifecycle, &lead, found.at);
        if decision.is_empty() {
            // A look that comes late, or once more, sees the same.
            assert_eq!(lifecycle.next_wake_after(&lead, at(found.at.seconds() - 1)).unwrap(), wake);
            (from, wake) = (found.at, lifecycle.next_wake_after(&lead, found.at).unwrap());
        } else {
            // Whoever looks after the fact is due, and not recorded, is told of it first.
            assert_eq!(lifecycle.next_wake_after(&lead, found.at).unwrap(), wake);
            assert_eq!(lifecycle.next_wake_after(&lead, at(found.at.seconds() + 3 * DAY)).unwrap(), wake);
            lead.apply_all(decision.facts()).unwrap();
            (from, wake) = (lead.recorded_at(), lifecycle.next_wake(&lead).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Before a wake nothing changes, at it something does; and so from wake to wake.
    #[test]
    fn nothing_changes_before_a_wake_and_something_does_at_it(
        steps in story(30), zone in 0..3_u8, bar in 0..3_u8, odd in 1..DAY,
    ) {
        let lifecycle = Lifecycle::new(dated(zone, bar));
        let lead = told(&lifecycle, &steps, |lead| {
            is_exact(&lifecycle, lead, lead.recorded_at(), lifecycle.next_wake(lead).unwrap(), odd);
        });
        follow(&lifecycle, &lead, 12, odd);
    }

    /// The same under a book whose versions come into force while the story is told.
    #[test]
    fn wakes_are_exact_under_a_book(steps in story(25), versions in editions(true), mood in temper(), odd in 1..DAY) {
        let shelf = Shelf::new(&versions, &steps, mood);
        tell_by(&shelf, |look| {
            let (lifecycle, lead) = (look.lifecycle, look.lead);
            is_exact(lifecycle, lead, lead.recorded_at(), lifecycle.next_wake(lead).unwrap(), odd);
        });
    }

    /// Wakes end: from any lead on, the last one comes, and then nothing changes for ever.
    #[test]
    fn wakes_come_to_an_end(steps in story(20), zone in 0..3_u8, bar in 0..3_u8) {
        let lifecycle = Lifecycle::new(dated(zone, bar));
        let mut lead = told(&lifecycle, &steps, |_| {});
        let mut wake = lifecycle.next_wake(&lead).unwrap();
        let mut seen = 0;
        while let Some(found) = wake {
            let decision = check(&lifecycle, &lead, found.at);
            lead.apply_all(decision.facts()).unwrap();
            wake = lifecycle.next_wake_after(&lead, found.at).unwrap();
            prop_assert!(wake.is_none_or(|next| next.at > found.at || next.fact.is_some()), "{:?} after {:?}", wake, found);
            seen += 1;
            prop_assert!(seen < 400, "{:?}", lead);
        }
        prop_assert_eq!(agenda(&lifecycle, &lead, Instant::MAX.seconds()), agenda(&lifecycle, &lead, lead.recorded_at().seconds().max(START + 4_000 * DAY)));
    }
}

fn wakes(tale: &Tale, most: usize) -> Vec<(String, Option<FactKind>, bool)> {
    let mut found = vec![];
    let mut wake = tale.lifecycle.next_wake(&tale.lead).unwrap();
    while let Some(next) = wake.filter(|_| found.len() < most) {
        found.push((next.at.to_string(), next.fact, next.agenda));
        if next.fact.is_some() {
            break;
        }
        wake = tale.lifecycle.next_wake_after(&tale.lead, next.at).unwrap();
    }
    found
}

fn self_booked(when: &str) -> Command {
    let meeting = Meeting::new(instant(when), Channel::WebMeeting);
    Command::ScheduleAppointment(Meeting { kind: Some(MeetingKind::First), booked_by: BookedBy::Lead, ..meeting })
}

/// A meeting that the lead booked itself: answers grow too old before it, a date comes near enough, another passes, and then it is
/// over. Each is an instant of its own.
#[test]
fn what_is_known_before_a_meeting_changes_at_its_instants() {
    let mut tale = Tale::begun(dated(0, 0), "04-01 09:00");
    tale.does(Role::System, "04-02 09:00", &self_booked("04-08 15:00"));
    // Within a month of 5 May: on 5 April it is near enough; the day before the latest is told anew.
    let reply = Reply {
        criterion: k("timeline"),
        verdict: Verdict::Confirmed,
        by: Some(k("2026-05-05")),
        detail: None,
        evidence: None,
    };
    tale.does(Role::Sdr, "04-02 10:00", &Command::RecordAnswer(reply));
    let midnight = |day: &str| (format!("2026-{day}T15:00:00Z"), None, true);
    let expected =
        [midnight("04-02"), midnight("04-03"), midnight("04-04"), (String::from("2026-04-08T06:00:01Z"), None, true)];
    assert_eq!(wakes(&tale, 4), expected);
    assert_eq!(tale.waits("04-04 23:59"), ["before_meeting"]);
    assert!(tale.waits("04-05 00:00").is_empty(), "the date is near enough");
    assert!(tale.waits("04-08 15:00").is_empty());
    let over = agenda(&tale.lifecycle, &tale.lead, instant("04-08 15:00").seconds() + 1);
    assert_eq!(over[0].kind, AgendaKind::Appointment);
}

/// A bar that is met by another answer counts no days for nothing.
#[test]
fn a_bar_that_is_met_wakes_nobody_for_the_days_that_pass() {
    let mut tale = Tale::begun(dated(0, 1), "04-01 09:00");
    tale.does(Role::System, "04-02 09:00", &self_booked("04-07 15:00"));
    let late = Reply {
        criterion: k("timeline"),
        verdict: Verdict::Confirmed,
        by: Some(k("2027-05-05")),
        detail: None,
        evidence: None,
    };
    tale.does(Role::Sdr, "04-02 10:00", &Command::RecordAnswer(late));
    tale.does(Role::Sdr, "04-02 10:01", &confirmed("need"));
    assert_eq!(wakes(&tale, 1), [(String::from("2026-04-07T06:00:01Z"), None, true)]);
}

/// An expected close and a term pass where the day after begins in the policy's zone.
#[test]
fn a_date_passes_where_the_next_day_begins_in_the_zone() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_opportunity("04-02");
    let edit = DealEdit { expected_close: Edit::To(k("2026-04-20")), ..DealEdit::default() };
    tale.does(Role::Fs, "04-03 09:00", &Command::EditDeal { edit: Box::new(edit) });
    assert_eq!(wakes(&tale, 1), [(String::from("2026-04-20T15:00:00Z"), None, true)]);
    assert!(tale.waits("04-20 23:59").is_empty());
    assert_eq!(tale.waits("04-21 00:00"), ["expected_close"]);
    tale.does(Role::Fs, "04-21 09:00", &Command::Win { contract: contract("C-1", "JPY") });
    assert_eq!(wakes(&tale, 2), [(String::from("2027-05-31T15:00:00Z"), None, true)]);
    // 1 June 2027 has begun in Japan.
    assert_eq!(agenda(&tale.lifecycle, &tale.lead, at(START).seconds() + 426 * DAY).len(), 1);
}

/// A lead grows stale with no fact; a version that comes into force is a fact, and moves what comes after.
#[test]
fn a_stale_lead_and_a_version_wake() {
    let mut tale = Tale::begun(dated(0, 0), "04-01 09:00");
    assert_eq!(wakes(&tale, 3), [(String::from("2026-04-07T00:00:00Z"), None, true)]);
    let book = tale.lifecycle.book().clone();
    let book = book.with(Version::new(instant("04-05 00:00"), Policy::standard())).unwrap();
    tale.lifecycle = Lifecycle::with_book(book);
    let adopted = (String::from("2026-04-04T15:00:00Z"), Some(FactKind::PolicyAdopted), false);
    assert_eq!(wakes(&tale, 3), [adopted]);
    assert_eq!(tale.clock("04-05 00:00"), [FactKind::PolicyAdopted]);
    assert_eq!(wakes(&tale, 3), [(String::from("2026-06-30T00:00:00Z"), None, true)], "90 days by the standard policy");
}

/// What a fact makes true and what an instant changes on the agenda may fall together: one wake tells of both.
#[test]
fn a_fact_and_the_agenda_may_change_at_one_instant() {
    let mut tale = Tale::begun(dated(0, 0), "04-01 09:00");
    let fields = [(k("region"), Some(FieldValue::Text(k("kanto"))))].into();
    let command = Box::new(Proposable::UpdateProfile { fields });
    tale.does(Role::Assistant, "04-02 09:00", &Command::Propose(Propose { id: k("p-1"), command, rationale: k("so") }));
    let lapses = tale.lead.proposals()[0].expires_at;
    // The lead is over six days old by then, and that is told before.
    let next = |tale: &Tale, after: &str| tale.lifecycle.next_wake_after(&tale.lead, instant(after)).unwrap().unwrap();
    let stale = next(&tale, "04-02 09:00");
    assert_eq!((stale.at, stale.fact, stale.agenda), (instant("04-07 09:00"), None, true));
    let lapsing = next(&tale, "04-07 09:00");
    assert_eq!((lapsing.at, lapsing.fact, lapsing.agenda), (lapses, Some(FactKind::ProposalExpired), false));
    // A meeting that was to begin a second before it lapses is over when it does.
    let begins = at(lapses.seconds() - 1);
    let meeting = Meeting { booked_by: BookedBy::Lead, ..Meeting::new(begins, Channel::WebMeeting) };
    tale.does(Role::Sdr, "04-08 09:00", &confirmed("timeline"));
    tale.does(Role::System, "04-08 10:00", &Command::ScheduleAppointment(meeting));
    let mut wake = tale.lifecycle.next_wake(&tale.lead).unwrap().unwrap();
    while wake.at < lapses {
        wake = tale.lifecycle.next_wake_after(&tale.lead, wake.at).unwrap().unwrap();
    }
    assert_eq!((wake.at, wake.fact, wake.agenda), (lapses, Some(FactKind::ProposalExpired), true));
}

/// An instant before the newest fact counts as that of the newest fact.
#[test]
fn what_was_before_the_newest_fact_is_not_looked_at() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    let after = |at: Instant| tale.lifecycle.next_wake_after(&tale.lead, at).unwrap();
    assert_eq!(after(Instant::MIN), tale.lifecycle.next_wake(&tale.lead).unwrap());
    assert_eq!(after(Instant::MAX), after(Instant::MIN), "a fact that is overdue comes first");
}
