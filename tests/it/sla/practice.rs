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
    assert!(desk.look("2026-06-25T09:00:00+09:00").is_empty());
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

/// Given to somebody yesterday, told only today: it is not held for ever, and the time since counts.
#[test]
fn an_owner_who_is_told_late_ends_the_hold_of_the_unowned() {
    let toml = r#"
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = { channels = ["phone"] } }]
        holds = ["unowned"]
        targets = [{ within = { elapsed = "4h" } }]
    "#;
    let mut desk = Desk::open(toml, "2026-06-12T09:00:00+09:00");
    desk.promote("2026-06-12T11:00:00+09:00");
    assert_eq!(desk.clock("answer").due_at(), None);
    let assign = Command::Assign {
        owner: Some(k("m-1")),
        team: lead_lifecycle::lead::TeamChange::Keep,
        deal: lead_lifecycle::lead::DealOwner::Keep,
    };
    let late = by(Role::Manager, "2026-06-12T12:00:00+09:00").with_effective_at(at("2026-06-12T10:00:00+09:00"));
    desk.tell(&assign, &late);
    assert_eq!(desk.due("answer"), at("2026-06-12T15:00:00+09:00"));
    assert!(desk.clock("answer").holds().is_empty());
}

/// Put off until a day, then until an earlier one: only the earlier one counts.
#[test]
fn an_earlier_date_shortens_what_is_put_off() {
    let toml = r#"
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        targets = [{ within = { elapsed = "4h" } }]
    "#;
    let mut desk = Desk::open(toml, "2026-06-12T09:00:00+09:00");
    desk.promote("2026-06-12T09:00:00+09:00");
    let until = |until: &str| Command::Postpone { until: k(until), note: None };
    desk.tell(&until("2026-06-20T10:00:00+09:00"), &by(Role::Sdr, "2026-06-12T10:00:00+09:00"));
    assert_eq!(desk.due("answer"), at("2026-06-20T13:00:00+09:00"));
    desk.tell(&until("2026-06-15T10:00:00+09:00"), &by(Role::Sdr, "2026-06-13T10:00:00+09:00"));
    assert_eq!(desk.due("answer"), at("2026-06-15T13:00:00+09:00"));
}

/// A reply that was typed in before the mail that it answers: the clock was held between the two, and runs on.
#[test]
fn a_mail_that_is_told_after_its_answer_holds_up_to_the_answer() {
    let toml = r#"
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = { channels = ["phone"] } }]
        holds = [{ waiting = { channels = ["mail"] } }]
        targets = [{ within = { elapsed = "4h" } }]
    "#;
    let mut desk = Desk::open(toml, "2026-06-12T09:00:00+09:00");
    desk.promote("2026-06-12T09:00:00+09:00");
    let late = |happened: &str| by(Role::Sdr, "2026-06-12T12:30:00+09:00").with_effective_at(at(happened));
    let reply = attempt(Direction::Inbound, Channel::Mail, ContactOutcome::Replied);
    desk.tell(&reply, &late("2026-06-12T12:00:00+09:00"));
    let mail = attempt(Direction::Outbound, Channel::Mail, ContactOutcome::Sent);
    desk.tell(&mail, &late("2026-06-12T10:00:00+09:00"));
    assert_eq!(desk.due("answer"), at("2026-06-12T15:00:00+09:00"));
    // A reply from before the next mail answers nothing.
    desk.tell(&mail, &by(Role::Sdr, "2026-06-12T13:00:00+09:00"));
    let earlier = by(Role::Sdr, "2026-06-12T13:10:00+09:00").with_effective_at(at("2026-06-12T12:10:00+09:00"));
    desk.tell(&reply, &earlier);
    assert_eq!(desk.clock("answer").due_at(), None);
    desk.tell(&reply, &by(Role::Sdr, "2026-06-12T14:00:00+09:00"));
    assert_eq!(desk.due("answer"), at("2026-06-12T16:00:00+09:00"));
}

/// The customer's answer never was: the clock still waits for it, and what was told as a breach is withdrawn.
#[test]
fn a_breach_goes_with_the_answer_that_let_the_clock_run() {
    let toml = r#"
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = { channels = ["phone"] } }]
        holds = [{ waiting = { channels = ["mail"] } }]
        targets = [{ within = { elapsed = "4h" } }]
    "#;
    let mut desk = Desk::open(toml, "2026-06-12T09:00:00+09:00");
    desk.promote("2026-06-12T09:00:00+09:00");
    let mail = attempt(Direction::Outbound, Channel::Mail, ContactOutcome::Sent);
    desk.tell(&mail, &by(Role::Sdr, "2026-06-12T10:00:00+09:00"));
    let reply = attempt(Direction::Inbound, Channel::Mail, ContactOutcome::Replied);
    desk.tell(&reply, &by(Role::Sdr, "2026-06-12T11:00:00+09:00"));
    let replied = desk.newest(FactKind::AttemptRecorded).envelope.revision;
    assert_eq!(desk.look("2026-06-12T18:00:00+09:00"), [FactKind::ClockBreached]);
    assert_eq!(
        desk.take_back(&[replied], "2026-06-12T19:00:00+09:00"),
        [FactKind::TakenBack, FactKind::BreachWithdrawn]
    );
    let run = desk.clock("answer");
    assert_eq!((run.due_at(), run.ever_missed()), (None, false));
}

/// Case of many desks: four hours from an hour before closing are noon of the next working day, whatever lies between.
#[test]
fn four_hours_from_an_hour_before_closing() {
    let toml = r#"
        [holidays.japan.days]
        2026-04-29 = "昭和の日"
        [calendars.office]
        holidays = ["japan"]
        [calendars.office.week]
        mon-fri = ["09:00-17:00"]
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        targets = [{ within = { working = "4h" } }]
    "#;
    for (asked, due) in [
        ("2026-06-09T16:00:00+09:00", "2026-06-10T12:00:00+09:00"),
        ("2026-06-12T16:00:00+09:00", "2026-06-15T12:00:00+09:00"),
        ("2026-04-28T16:00:00+09:00", "2026-04-30T12:00:00+09:00"),
        ("2026-04-29T11:00:00+09:00", "2026-04-30T13:00:00+09:00"),
    ] {
        let mut desk = Desk::open(toml, "2026-04-01T09:00:00+09:00");
        desk.promote(asked);
        assert_eq!(desk.due("answer"), at(due), "from {asked}");
    }
}

/// frappe CRM, chatwoot PR#13392: what begins on a closed day begins with the next opening, and Friday evening goes on on Monday.
#[test]
fn a_start_on_a_closed_day_keeps_no_time_of_day() {
    let toml = |hours: &str, within: &str| {
        format!(
            "[calendars.office.week]\nmon-fri = [\"{hours}\"]\n[sla.clocks.answer]\nstarts = [{{ anchor = \"became_mql\" }}]\n\
             stops = [{{ attempt = {{}} }}]\ntargets = [{{ within = {{ working = \"{within}\" }} }}]\n"
        )
    };
    for (hours, within, asked, due) in [
        ("09:00-18:00", "2h", "2026-06-13T17:00:00+09:00", "2026-06-15T11:00:00+09:00"),
        ("09:00-17:00", "1h", "2026-06-12T16:30:00+09:00", "2026-06-15T09:30:00+09:00"),
    ] {
        let mut desk = Desk::open(&toml(hours, within), "2026-06-01T09:00:00+09:00");
        desk.promote(asked);
        assert_eq!(desk.due("answer"), at(due));
    }
}

/// helpdesk#2212, chatwoot#14009: lunch, and as many shifts as there are.
#[test]
fn lunch_and_split_shifts_do_not_count() {
    let toml = r#"
        [calendars.office.week]
        mon-fri = ["08:00-10:00", "11:00-12:30", "16:00-20:00"]
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        targets = [{ within = { working = "3h" } }]
    "#;
    let mut desk = Desk::open(toml, "2026-06-01T09:00:00+09:00");
    desk.promote("2026-06-12T09:30:00+09:00");
    // Half an hour, an hour and a half, and an hour.
    assert_eq!(desk.due("answer"), at("2026-06-12T17:00:00+09:00"));
}

/// `dbt_zendesk#25`, erpnext PR#38745: hours are local. In the night in which clocks go forward a shift is an hour shorter.
#[test]
fn a_shift_over_the_change_of_clocks_counts_what_passes() {
    let toml = r#"
        [zones.CET]
        first = "+01:00"
        transitions = [["2026-03-29T01:00:00Z", "+02:00"]]
        [calendars.berlin]
        zone = "CET"
        [calendars.berlin.week]
        sat-sun = ["00:00-06:00"]
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        targets = [{ within = { working = "4h" } }]
    "#;
    let mut desk = Desk::open(toml, "2026-03-01T09:00:00+09:00");
    desk.promote("2026-03-29T00:00:00+01:00");
    assert_eq!(desk.due("answer"), at("2026-03-29T05:00:00+02:00"));
}

/// margince#5015: a breach of a lead that nobody owns is told all the same, and its steps say words that a host resolves: owner, then
/// the queue. Nothing is dropped.
#[test]
fn a_breach_of_a_lead_that_nobody_owns_is_told() {
    let toml = r#"
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        targets = [{ within = { elapsed = "5m" } }]
        steps = [{ after = { elapsed = "6m" }, tell = ["owner", "queue"], reassign = true }]
    "#;
    let mut desk = Desk::open(toml, "2026-06-15T09:30:00+09:00");
    desk.promote("2026-06-15T09:30:00+09:00");
    assert_eq!(desk.look("2026-06-15T10:00:00+09:00"), [FactKind::ClockBreached, FactKind::ClockEscalated]);
    assert_eq!(desk.steps(), [(at("2026-06-15T09:36:00+09:00"), vec!["owner".to_owned(), "queue".to_owned()])]);
    assert!(desk.clock("answer").asks_to_reassign());
    let assign = |owner: Option<&str>| Command::Assign {
        owner: owner.map(k),
        team: lead_lifecycle::lead::TeamChange::Keep,
        deal: lead_lifecycle::lead::DealOwner::Keep,
    };
    desk.tell(&assign(Some("m-1")), &by(Role::Manager, "2026-06-15T10:05:00+09:00"));
    assert!(!desk.clock("answer").asks_to_reassign());
    // Two minutes after it became MQL nothing is late.
    let mut young = Desk::open(toml, "2026-06-15T09:58:00+09:00");
    young.promote("2026-06-15T09:58:00+09:00");
    assert!(young.look("2026-06-15T10:00:00+09:00").is_empty());
}

/// A clock that is held because nobody owns the lead hides it from nobody: the agenda says that it waits for an owner.
#[test]
fn what_waits_for_an_owner_is_on_the_agenda() {
    use lead_lifecycle::lifecycle::{AgendaKind, Severity};
    use lead_lifecycle::values::CommandKind;
    let toml = r#"
        [sla.clocks.first_contact]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        holds = ["unowned"]
        targets = [{ within = { working = "5m" } }]
    "#;
    let mut desk = Desk::open(toml, "2026-06-12T10:00:00+09:00");
    desk.promote("2026-06-12T10:00:00+09:00");
    let agenda = |desk: &Desk| desk.lifecycle.agenda(&desk.lead, at("2026-06-12T12:00:00+09:00")).unwrap();
    let waits = agenda(&desk);
    let clock = waits.iter().find(|item| item.kind == AgendaKind::ServiceLevel).unwrap();
    assert_eq!((clock.severity, clock.due, clock.is_unowned()), (Severity::Due, None, true));
    assert_eq!(clock.settle, [CommandKind::Assign]);
    assert!(waits.iter().any(|item| item.kind == AgendaKind::FirstContact), "nobody has called, whatever is held");
    let assign = Command::Assign {
        owner: Some(k("m-1")),
        team: lead_lifecycle::lead::TeamChange::Keep,
        deal: lead_lifecycle::lead::DealOwner::Keep,
    };
    desk.tell(&assign, &by(Role::Manager, "2026-06-12T11:58:00+09:00"));
    let kinds: Vec<_> = agenda(&desk).iter().map(|item| (item.kind, item.settle.clone())).collect();
    assert_eq!(kinds, [(AgendaKind::ServiceLevel, vec![CommandKind::RecordAttempt])]);
}

/// A stored lead, or a fact, whose clocks say more than can be is refused, not read.
#[test]
fn forged_clocks_are_refused() {
    let mut desk = Desk::open(FIRST_CONTACT, "2026-06-12T10:00:00+09:00");
    desk.promote("2026-06-12T10:00:00+09:00");
    let hold = |number: u64| serde_json::json!({"from": format!("2026-06-13T{number:02}:00:00Z"), "until": format!("2026-06-13T{number:02}:30:00Z")});
    let with = |holds: Vec<serde_json::Value>| {
        let mut stored = serde_json::to_value(&desk.lead).unwrap();
        stored["clocks"][0]["holds"] = holds.into();
        serde_json::from_value::<lead_lifecycle::Lead>(stored)
    };
    assert!(with((0..16).map(hold).collect()).is_ok());
    assert!(with((0..17).map(hold).collect()).is_err(), "17 holds");
    assert!(with(vec![hold(2), hold(1)]).is_err(), "out of order");

    let said = desk.newest(FactKind::ClocksChanged).clone();
    let before = lead_lifecycle::Lead::replay(desk.facts.iter().take(desk.facts.len() - 1)).unwrap();
    let with = |runs: usize| {
        let mut stored = serde_json::to_value(&said).unwrap();
        let run = stored["body"]["clocks_changed"]["started"][0].clone();
        let runs = (0..runs).map(|number| {
            let mut run = run.clone();
            run["clock"] = format!("clock-{number}").into();
            run["stop"] = serde_json::json!({"at": "2026-06-12T01:00:00Z", "how": "ended", "by": 2, "worked": "0s"});
            run
        });
        stored["body"]["clocks_changed"]["stopped"] = runs.collect::<Vec<_>>().into();
        let fact = serde_json::from_value(stored).unwrap();
        before.clone().apply(&fact)
    };
    assert!(with(20).is_ok());
    assert!(with(64).unwrap_err().to_string().contains("too many service-level clocks"));
}

/// A fault of a preset is told where the preset is named.
#[test]
fn a_preset_that_does_not_fit_is_told_where_it_is_named() {
    let toml = r#"
        sla.presets = ["proposal"]
        [[pipeline.stages]]
        name = "talks"
        probability = "20%"
        owners = ["fs"]
        [[pipeline.stages]]
        name = "offer"
        probability = "60%"
        owners = ["fs"]
    "#;
    let draft: Result<PolicyDraft, _> = toml::from_str(toml);
    let faults = Policy::try_from(draft.unwrap_or_else(|error| panic!("{error}"))).unwrap_err();
    assert!(
        faults.iter().any(|fault| fault.to_string().starts_with("sla.presets.proposal.stops[0].deal_stage")),
        "{faults}"
    );
}
