//! The clocks of the practice, and situations that people reported of service levels elsewhere.

use lead_lifecycle::lead::Command;
use lead_lifecycle::sla::{SlaDraft, StopKind, Target};
use lead_lifecycle::values::{Channel, ContactOutcome, Direction};
use lead_lifecycle::{FactKind, Instant, Policy, PolicyDraft, Role, Span};

use crate::common::k;
use crate::sla::desk::{Desk, attempt, by, call};

const FIRST_CONTACT: &str = r#"sla.presets = ["first_contact"]"#;

fn at(text: &str) -> Instant {
    k(text)
}

/// DOMAIN §6: five minutes; ours: of working time. In time at the deadline itself, missed one second later.
#[test]
fn five_working_minutes_then_a_breach_one_second_later() {
    let mut desk = Desk::open(FIRST_CONTACT, "2026-06-12T10:00:00+09:00");
    assert_eq!(desk.promote("2026-06-12T17:58:00+09:00"), [FactKind::BecameMql, FactKind::ClocksChanged]);
    let monday = at("2026-06-15T09:03:00+09:00");
    assert_eq!(desk.due("first_contact"), monday);
    assert_eq!(desk.clock("first_contact").target(), Target::Working(Span::minutes(5)));
    let wake = desk.lifecycle.next_wake(&desk.lead).unwrap().unwrap();
    // The manager is told after 24 hours, the breach comes after the week-end.
    assert_eq!(wake.at, at("2026-06-13T17:58:00+09:00"));
    assert_eq!(desk.look("2026-06-15T09:03:00+09:00"), [FactKind::ClockEscalated]);
    assert!(!desk.clock("first_contact").ever_missed());
    assert_eq!(desk.look("2026-06-15T09:03:01+09:00"), [FactKind::ClockBreached]);
    assert_eq!(desk.newest(FactKind::ClockBreached).envelope.effective_at, at("2026-06-15T09:03:01+09:00"));
    assert_eq!(
        desk.tell(&call(), &by(Role::Sdr, "2026-06-15T09:30:00+09:00")),
        [FactKind::AttemptRecorded, FactKind::ClocksChanged]
    );
    let run = desk.clock("first_contact");
    let stop = run.stop().unwrap();
    assert_eq!((stop.how, stop.worked, run.ever_missed()), (StopKind::Done, Span::minutes(32), true));
    assert!(!run.is_past_due(at("2026-06-20T09:00:00+09:00")), "it is over, so nothing is past due");
    assert_eq!(desk.look("2026-06-25T09:00:00+09:00"), [] as [FactKind; 0]);
}

#[test]
fn every_clock_of_the_practice_passes_the_check() {
    let draft = PolicyDraft { sla: SlaDraft::practice(), ..PolicyDraft::standard() };
    assert_eq!(Policy::try_from(draft).unwrap().sla().iter().count(), 6);
    assert!(Policy::standard().sla().is_empty(), "no clocks unless they are written");
}

/// What counts is a person's attempt, not an automatic mail.
#[test]
fn an_automatic_mail_is_no_first_contact() {
    let mut desk = Desk::open(FIRST_CONTACT, "2026-06-12T10:00:00+09:00");
    desk.promote("2026-06-12T10:00:00+09:00");
    let mail = attempt(Direction::Outbound, Channel::Mail, ContactOutcome::Sent);
    desk.tell(&mail, &by(Role::System, "2026-06-12T10:00:30+09:00"));
    assert!(desk.clock("first_contact").is_running());
    desk.tell(&mail, &by(Role::Sdr, "2026-06-12T10:01:00+09:00"));
    assert!(!desk.clock("first_contact").is_running());
}

/// A call in time that is logged late withdraws the breach; both are in the history.
#[test]
fn an_answer_that_was_logged_late_withdraws_the_breach() {
    let mut desk = Desk::open(FIRST_CONTACT, "2026-06-12T10:00:00+09:00");
    desk.promote("2026-06-12T10:00:00+09:00");
    assert_eq!(desk.look("2026-06-12T10:30:00+09:00"), [FactKind::ClockBreached]);
    let late = by(Role::Sdr, "2026-06-12T11:00:00+09:00").with_effective_at(at("2026-06-12T10:04:00+09:00"));
    let kinds = desk.tell(&call(), &late);
    assert_eq!(kinds, [FactKind::AttemptRecorded, FactKind::ClocksChanged, FactKind::BreachWithdrawn]);
    assert!(!desk.clock("first_contact").ever_missed());
    assert_eq!((desk.count(FactKind::ClockBreached), desk.count(FactKind::BreachWithdrawn)), (1, 1));
    // Taken back, the call was none: the withdrawal falls with it, and the breach counts as it was told.
    let call = desk.newest(FactKind::AttemptRecorded).envelope.revision;
    assert_eq!(desk.take_back(&[call], "2026-06-12T12:00:00+09:00"), [FactKind::TakenBack]);
    assert!(desk.clock("first_contact").is_running() && desk.clock("first_contact").ever_missed());
    assert_eq!(desk.counted(FactKind::ClockBreached), 1);
    assert_eq!(desk.counted(FactKind::BreachWithdrawn), 0);
}

/// A call in time that never was: the breach comes to light when the call is taken back.
#[test]
fn a_breach_comes_to_light_when_the_answer_is_taken_back() {
    let mut desk = Desk::open(FIRST_CONTACT, "2026-06-12T10:00:00+09:00");
    desk.promote("2026-06-12T10:00:00+09:00");
    desk.tell(&call(), &by(Role::Sdr, "2026-06-12T10:04:00+09:00"));
    let wrong = desk.newest(FactKind::AttemptRecorded).envelope.revision;
    // A second call, which stopped nothing, stops it now: late.
    desk.tell(&call(), &by(Role::Sdr, "2026-06-12T10:40:00+09:00"));
    let kinds = desk.take_back(&[wrong], "2026-06-12T12:00:00+09:00");
    assert_eq!(kinds, [FactKind::TakenBack, FactKind::ClocksChanged, FactKind::ClockBreached]);
    let run = desk.clock("first_contact");
    assert_eq!(run.stop().unwrap().at, at("2026-06-12T10:40:00+09:00"));
    assert!(run.ever_missed() && !run.is_past_due(at("2026-06-12T12:00:00+09:00")));
    // Without it, the clock runs, and its deadline has passed.
    let second = desk.newest(FactKind::AttemptRecorded).envelope.revision;
    desk.take_back(&[second], "2026-06-12T13:00:00+09:00");
    assert!(desk.clock("first_contact").is_past_due(at("2026-06-12T13:00:00+09:00")));
    assert_eq!(desk.counted(FactKind::ClockBreached), 1);
}

/// Taking back what started it: it never ran, and the breach with it.
#[test]
fn a_clock_goes_with_what_started_it() {
    let mut desk = Desk::open(FIRST_CONTACT, "2026-06-12T10:00:00+09:00");
    desk.promote("2026-06-12T10:00:00+09:00");
    desk.look("2026-06-12T10:30:00+09:00");
    let promoted = desk.newest(FactKind::BecameMql).envelope.revision;
    desk.take_back(&[promoted], "2026-06-12T12:00:00+09:00");
    assert!(desk.lead.clocks().is_empty());
    assert_eq!((desk.counted(FactKind::ClockBreached), desk.counted(FactKind::ClocksChanged)), (0, 0));
}

/// Frappe helpdesk#2449: what is held over a week-end counts only where the clock would have run.
#[test]
fn a_postponement_over_the_week_end_holds_only_working_time() {
    let toml = r#"
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        targets = [{ within = { working = "4h" } }]
        [calendars.office.week]
        mon-fri = ["09:00-18:00"]
    "#;
    let mut desk = Desk::open(toml, "2026-06-12T09:00:00+09:00");
    desk.promote("2026-06-12T17:00:00+09:00");
    assert_eq!(desk.due("answer"), at("2026-06-15T12:00:00+09:00"));
    let until = Command::Postpone { until: k("2026-06-15T11:00:00+09:00"), note: None };
    desk.tell(&until, &by(Role::Sdr, "2026-06-12T17:30:00+09:00"));
    assert_eq!(desk.due("answer"), at("2026-06-15T14:30:00+09:00"));
    // It is roused an hour before: that hour counts again.
    let mail = attempt(Direction::Inbound, Channel::Mail, ContactOutcome::Replied);
    desk.tell(&mail, &by(Role::Sdr, "2026-06-15T10:00:00+09:00"));
    assert_eq!(desk.due("answer"), at("2026-06-15T13:30:00+09:00"));
}

/// 1Panel-dev/CordysCRM#1932, OCA/crm#764: reminders after 3, 5 and 7 days without a follow-up; any follow-up starts the ladder
/// again. Looking daily, hourly or once at the end gives the same.
#[test]
fn a_ladder_of_reminders_starts_again_with_every_follow_up() {
    let ladder = r#"
        [sla.clocks.follow_up]
        starts = [{ anchor = "owner_assigned" }]
        stops = [{ milestone = "won" }]
        restarts = [{ attempt = {} }]
        scope = "cycle"
        targets = [{ within = { elapsed = "7d" } }]
        [[sla.clocks.follow_up.steps]]
        after = { elapsed = "3d" }
        tell = ["owner"]
        [[sla.clocks.follow_up.steps]]
        after = { elapsed = "5d" }
        tell = ["owner"]
        [[sla.clocks.follow_up.steps]]
        after = { elapsed = "5d" }
        tell = ["manager"]
        [[sla.clocks.follow_up.steps]]
        after = { elapsed = "7d" }
        tell = ["at_risk"]
    "#;
    let assign = Command::Assign {
        owner: Some(k("m-1")),
        team: lead_lifecycle::lead::TeamChange::Keep,
        deal: lead_lifecycle::lead::DealOwner::Keep,
    };
    let story = |step_hours: u32| {
        let mut desk = Desk::open(ladder, "2026-06-01T09:00:00+09:00");
        desk.tell(&assign, &by(Role::Manager, "2026-06-01T09:00:00+09:00"));
        let (mut now, end) = (at("2026-06-01T09:00:00+09:00"), at("2026-06-13T00:00:00+09:00"));
        let follow_up = at("2026-06-05T08:00:00+09:00");
        let mut told = false;
        while now < end {
            let next = now.saturating_add(Span::hours(step_hours)).min(end);
            if !told && next >= follow_up {
                desk.tell(&call(), &by(Role::Sdr, "2026-06-05T08:00:00+09:00"));
                told = true;
            }
            desk.look(&next.to_string());
            now = next;
        }
        desk.steps()
    };
    let said = |day: &str, word: &str| (at(day), vec![word.to_owned()]);
    let expected = [
        said("2026-06-04T09:00:00+09:00", "owner"),
        said("2026-06-08T08:00:00+09:00", "owner"),
        said("2026-06-10T08:00:00+09:00", "owner"),
        said("2026-06-10T08:00:00+09:00", "manager"),
        said("2026-06-12T08:00:00+09:00", "at_risk"),
    ];
    for step_hours in [1, 24, 1_000] {
        assert_eq!(story(step_hours), expected, "every {step_hours} hours");
    }
}

/// DOMAIN §6: the result is recorded within 24 hours of the meeting. The clock begins at its time, moves with it, and goes with it.
#[test]
fn the_result_of_a_meeting_is_due_a_day_after_its_time() {
    let meeting = |at: &str| {
        Command::ScheduleAppointment(lead_lifecycle::lead::Meeting {
            at: k(at),
            channel: Channel::WebMeeting,
            kind: None,
            booked_by: lead_lifecycle::lead::BookedBy::Lead,
            note: None,
        })
    };
    let mut desk = Desk::open(r#"sla.presets = ["meeting_result"]"#, "2026-06-12T10:00:00+09:00");
    desk.tell(&meeting("2026-06-16T10:00:00+09:00"), &by(Role::System, "2026-06-12T11:00:00+09:00"));
    assert_eq!(desk.due("meeting_result"), at("2026-06-17T10:00:00+09:00"));
    let moved = Command::ChangeAppointment { to: Some(k("2026-06-18T10:00:00+09:00")), note: None };
    desk.tell(&moved, &by(Role::Sdr, "2026-06-15T10:00:00+09:00"));
    assert_eq!(desk.due("meeting_result"), at("2026-06-19T10:00:00+09:00"));
    // Called off, nothing is due any more; the next one is another run.
    let cancelled = Command::ChangeAppointment { to: None, note: None };
    desk.tell(&cancelled, &by(Role::Sdr, "2026-06-17T10:00:00+09:00"));
    assert!(!desk.clock("meeting_result").is_running() && !desk.clock("meeting_result").ever_missed());
    let first = desk.clock("meeting_result").number();
    desk.tell(&meeting("2026-06-22T10:00:00+09:00"), &by(Role::Sdr, "2026-06-17T11:00:00+09:00"));
    assert!(desk.clock("meeting_result").number() > first);
    assert_eq!(desk.look("2026-06-23T10:00:00+09:00").iter().filter(|kind| kind.is_of_clocks()).count(), 0);
    assert_eq!(desk.look("2026-06-23T10:00:01+09:00"), [FactKind::ClockBreached]);
}

/// What waits because of a clock is on the agenda, with who answers, by when, and what stops it.
#[test]
fn clocks_are_on_the_agenda() {
    use lead_lifecycle::lifecycle::{AgendaKind, Severity};
    let mut desk = Desk::open(FIRST_CONTACT, "2026-06-12T10:00:00+09:00");
    desk.promote("2026-06-12T10:00:00+09:00");
    let said = |desk: &Desk, now: &str| -> Vec<(AgendaKind, Severity)> {
        let agenda = desk.lifecycle.agenda(&desk.lead, at(now)).unwrap();
        agenda.iter().map(|item| (item.kind, item.severity)).filter(|(kind, _)| *kind != AgendaKind::ClockDue).collect()
    };
    assert_eq!(said(&desk, "2026-06-12T10:01:00+09:00"), [(AgendaKind::ServiceLevel, Severity::Soon)]);
    assert_eq!(said(&desk, "2026-06-12T10:05:00+09:00"), [(AgendaKind::ServiceLevel, Severity::Soon)]);
    assert_eq!(said(&desk, "2026-06-12T10:05:01+09:00"), [(AgendaKind::ServiceLevel, Severity::Overdue)]);
    let later = said(&desk, "2026-06-13T10:00:00+09:00");
    assert_eq!(later, [(AgendaKind::ServiceLevel, Severity::Overdue), (AgendaKind::Escalation, Severity::Overdue)]);
    let items = desk.lifecycle.agenda(&desk.lead, at("2026-06-12T10:01:00+09:00")).unwrap();
    assert_eq!((items[0].role, items[0].due), (Some(Role::Sdr), Some(at("2026-06-12T10:05:00+09:00"))));
    assert_eq!(items[0].settle, [lead_lifecycle::values::CommandKind::RecordAttempt]);
    desk.tell(&call(), &by(Role::Sdr, "2026-06-13T11:00:00+09:00"));
    assert!(said(&desk, "2026-06-13T12:00:00+09:00").is_empty());
}

/// One calendar per team, fixed at the start: another team later changes nothing of a clock that runs.
#[test]
fn a_clock_keeps_the_calendar_of_the_team_with_which_it_began() {
    let toml = r#"
        default_calendar = "tokyo"
        [sla]
        presets = ["first_contact"]
        [calendars.tokyo.week]
        mon-fri = ["09:00-18:00"]
        [calendars.osaka]
        teams = ["osaka"]
        [calendars.osaka.week]
        mon-sat = ["10:00-20:00"]
    "#;
    let to = |team: &str| Command::Assign {
        owner: Some(k("m-1")),
        team: lead_lifecycle::lead::TeamChange::Set(k(team)),
        deal: lead_lifecycle::lead::DealOwner::Keep,
    };
    let mut desk = Desk::open(toml, "2026-06-12T10:00:00+09:00");
    desk.tell(&to("osaka"), &by(Role::Manager, "2026-06-12T11:00:00+09:00"));
    desk.promote("2026-06-13T19:58:00+09:00");
    assert_eq!(desk.due("first_contact"), at("2026-06-15T10:03:00+09:00"));
    desk.tell(&to("tokyo"), &by(Role::Manager, "2026-06-13T19:59:00+09:00"));
    assert_eq!(desk.due("first_contact"), at("2026-06-15T10:03:00+09:00"));
}
