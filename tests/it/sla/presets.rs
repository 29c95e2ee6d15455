//! Every figure of DOMAIN §6, and what a clock may say beside: following its deal, and grace.

use lead_lifecycle::deal::{DealEdit, DealLine};
use lead_lifecycle::lead::Command;
use lead_lifecycle::sla::{SlaDraft, StopKind, Target};
use lead_lifecycle::values::{ContactOutcome, List};
use lead_lifecycle::{FactKind, Instant, Lifecycle, Origin, Policy, PolicyDraft, Role};

use crate::common::tale::{Tale, call, first_meeting, instant};
use crate::common::{k, yen};
use crate::sla::desk::{Desk, policy};

fn practice() -> Policy {
    Policy::try_from(PolicyDraft { sla: SlaDraft::practice(), ..PolicyDraft::standard() }).unwrap()
}

fn due(tale: &Tale, clock: &str) -> Option<Instant> {
    tale.lead.clock(&k(clock)).and_then(lead_lifecycle::sla::ClockRun::due_at)
}

/// A BDR approaches an outbound lead within 24 hours of its entry on the list; an inbound lead has no such clock.
#[test]
fn only_outbound_leads_are_approached_within_a_day() {
    let lifecycle = Lifecycle::new(practice());
    let outbound = Desk::under(lifecycle.clone(), Origin::Outbound, "2026-04-10T15:00:00+09:00");
    assert_eq!(outbound.due("first_approach"), k("2026-04-11T15:00:00+09:00"));
    let inbound = Desk::under(lifecycle, Origin::Inbound, "2026-04-10T15:00:00+09:00");
    assert!(inbound.lead.clock(&k("first_approach")).is_none());
}

/// Handed over on Friday at 11:00: the meeting within 48 hours, a touch within two business days, a proposal within seven.
#[test]
fn field_sales_has_two_days_for_the_meeting_and_seven_for_the_proposal() {
    let mut tale = Tale::begun(practice(), "04-10 08:00");
    tale.reaches_sql("04-10");
    assert_eq!(due(&tale, "first_meeting"), Some(instant("04-12 11:00")));
    assert_eq!(due(&tale, "first_touch"), Some(instant("04-14 18:00")));
    assert_eq!(due(&tale, "proposal"), Some(instant("04-21 18:00")));
    tale.does(Role::Fs, "04-10 12:00", &Command::Accept);
    tale.does(Role::Fs, "04-13 10:00", &first_meeting(true));
    let stopped = |tale: &Tale, clock: &str| {
        let run = tale.lead.clock(&k(clock)).unwrap();
        (run.stop().map(|stop| stop.how), run.ever_missed())
    };
    assert_eq!(stopped(&tale, "first_meeting"), (Some(StopKind::Done), true), "48 hours are elapsed: it was Sunday");
    assert_eq!(stopped(&tale, "first_touch"), (Some(StopKind::Done), false));
    assert_eq!(stopped(&tale, "proposal"), (None, false));
    // Beyond the stage is at the stage: the quote is sent, and the proposal with it.
    tale.does(Role::Fs, "04-21 18:00", &Command::MoveDeal { to: k("quote") });
    assert_eq!(stopped(&tale, "proposal"), (Some(StopKind::Done), false), "at the deadline itself");
}

/// A clock that follows is chosen anew when its deal grows, and counted from the same start.
#[test]
fn a_clock_follows_its_deal_from_the_same_start() {
    let toml = |follow: bool| {
        format!(
            r#"
            [sla.clocks.answer]
            starts = [{{ anchor = "handed_over" }}]
            stops = [{{ milestone = "won" }}]
            scope = "cycle"
            follow = {follow}
            targets = [
                {{ when = {{ value_from = {{ amount = "5000000", currency = "JPY" }} }}, within = {{ elapsed = "1d" }} }},
                {{ within = {{ elapsed = "10d" }} }},
            ]
            "#
        )
    };
    for follow in [true, false] {
        let mut tale = Tale::begun(policy(&toml(follow)), "04-10 08:00");
        tale.reaches_accepted("04-10");
        assert_eq!(due(&tale, "answer"), Some(instant("04-20 11:00")));
        let line = DealLine::new(k("suite"), 1, yen(6_000_000)).unwrap();
        let edit = Box::new(DealEdit { lines: Some(List::one(line)), ..DealEdit::default() });
        let kinds = tale.does(Role::Fs, "04-10 13:00", &Command::EditDeal { edit });
        let run = tale.lead.clock(&k("answer")).unwrap();
        if follow {
            assert_eq!(kinds, [FactKind::DealEdited, FactKind::ClocksChanged]);
            assert_eq!((run.target(), run.due_at()), (Target::Elapsed(k("1d")), Some(instant("04-11 11:00"))));
        } else {
            assert_eq!(kinds, [FactKind::DealEdited]);
            assert_eq!(run.due_at(), Some(instant("04-20 11:00")), "chosen when it began, and fixed");
        }
    }
}

/// Within the grace a call that was made in time may be logged without a breach; the deadline does not move.
#[test]
fn grace_is_for_logging_and_moves_no_deadline() {
    let toml = r#"
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        targets = [{ within = { elapsed = "5m" } }]
        grace = "10m"
    "#;
    let begun = || {
        let mut tale = Tale::begun(policy(toml), "04-10 08:00");
        tale.reaches_mql("04-10 09:00");
        tale
    };
    let sdr = crate::common::tale::who(Role::Sdr, 0);
    let mut in_time = begun();
    assert_eq!(due(&in_time, "answer"), Some(instant("04-10 09:05")));
    assert_eq!(in_time.clock("04-10 09:15"), []);
    in_time.tells(&sdr, "04-10 09:15", Some("04-10 09:05"), &call(ContactOutcome::Dialled, None));
    assert!(!in_time.lead.clock(&k("answer")).unwrap().ever_missed());
    // A minute late is late, whenever it is logged: the breach comes to light with it.
    let mut late = begun();
    let kinds = late.tells(&sdr, "04-10 09:10", Some("04-10 09:06"), &call(ContactOutcome::Dialled, None));
    assert_eq!(kinds, [FactKind::AttemptRecorded, FactKind::ClocksChanged, FactKind::ClockBreached]);
    // And where nobody logs anything, it is told one second after the grace.
    let mut nobody = begun();
    assert_eq!(nobody.clock("04-10 10:00"), [FactKind::ClockBreached]);
    let breach = nobody.facts.last().unwrap().envelope.effective_at;
    assert_eq!(breach.seconds(), instant("04-10 09:15").seconds() + 1);
}
