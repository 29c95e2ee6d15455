//! What taking back does to runs: one that never was, and one of which that was said.

use lead_lifecycle::lead::{Because, Cause, ClocksChanged, Command, FactId};
use lead_lifecycle::sla::{ClockRun, StopKind};
use lead_lifecycle::values::{Channel, ContactOutcome, Direction};
use lead_lifecycle::{FactBody, FactKind, Role};
use serde_json::json;

use crate::common::{activity, k};
use crate::sla::desk::{Desk, attempt, by, call};

const VISITS: &str = r#"
    [sla.clocks.visit]
    starts = [{ activity = "fair_visit" }]
    stops = [{ attempt = { channels = ["phone"] } }]
    scope = "cycle"
    targets = [{ within = { elapsed = "1h" } }]
"#;

fn visit(id: &str) -> Command {
    Command::RecordActivity { activity: activity(id, "fair_visit") }
}

/// The call between two visits never was: the first run goes on, the second never began, and its breach is withdrawn.
#[test]
fn a_run_that_never_was_is_withdrawn_with_its_breach() {
    let mut desk = Desk::open(VISITS, "2026-06-12T09:00:00+09:00");
    desk.tell(&visit("v-1"), &by(Role::System, "2026-06-12T10:00:00+09:00"));
    let first = desk.clock("visit").number();
    desk.tell(&call(), &by(Role::Sdr, "2026-06-12T10:30:00+09:00"));
    let called = desk.newest(FactKind::AttemptRecorded).envelope.revision;
    desk.tell(&visit("v-2"), &by(Role::System, "2026-06-12T11:00:00+09:00"));
    assert!(desk.clock("visit").number() > first);
    assert_eq!(desk.look("2026-06-12T13:00:00+09:00"), [FactKind::ClockBreached]);
    let kinds = desk.take_back(&[called], "2026-06-12T14:00:00+09:00");
    let told = [FactKind::TakenBack, FactKind::ClocksChanged, FactKind::BreachWithdrawn, FactKind::ClockBreached];
    assert_eq!(kinds, told);
    let run = desk.clock("visit");
    assert_eq!((run.number(), run.is_running(), run.is_breached()), (first, true, true));
    let FactBody::ClocksChanged(said) = &desk.newest(FactKind::ClocksChanged).body else { panic!("clocks") };
    let stopped: Vec<_> = said.stopped.iter().map(|run| run.stop().map(|stop| stop.how)).collect();
    assert_eq!(stopped, [Some(StopKind::Withdrawn)]);
}

/// That a run never was is said once, not again with every correction.
#[test]
fn a_run_is_withdrawn_once() {
    let mut desk = Desk::open(VISITS, "2026-06-12T09:00:00+09:00");
    let mail = attempt(Direction::Outbound, Channel::Mail, ContactOutcome::Sent);
    desk.tell(&mail, &by(Role::Sdr, "2026-06-12T10:00:00+09:00"));
    let run: ClockRun = serde_json::from_value(json!({
        "clock": "visit", "number": 1, "start": "2026-06-12T00:00:00Z", "intake": "0s", "calendar": null,
        "target": { "elapsed": "1h" }, "warning": null, "due_at": "2026-06-12T01:00:00Z", "warn_at": null, "steps": 0,
        "step_at": null, "grace": "0s", "lent": 0, "holds": [], "waits": null, "answered": null, "warned": false,
        "breached": false, "missed": false, "reassign": false,
        "stop": { "at": "2026-06-12T00:00:00Z", "how": "withdrawn", "by": 1, "worked": "0s" },
    }))
    .unwrap();
    let mut fact = desk.facts.last().unwrap().clone();
    fact.envelope.revision = desk.lead.revision() + 1;
    fact.envelope.fact = FactId::new(desk.lead.key(), fact.envelope.revision);
    fact.envelope.cause = Cause::Rule(Because::Fact(1));
    fact.body = FactBody::ClocksChanged(Box::new(ClocksChanged { stopped: vec![run], ..ClocksChanged::default() }));
    desk.lead.apply(&fact).unwrap();
    desk.facts.push(fact);
    let mailed = desk.newest(FactKind::AttemptRecorded).envelope.revision;
    assert_eq!(desk.take_back(&[mailed], "2026-06-12T12:00:00+09:00"), [FactKind::TakenBack]);
    assert_eq!(desk.clock("visit").stop().map(|stop| stop.by), Some(1));
}

/// An escalation asks for another owner until there is one: to take the lead from somebody gives it to nobody.
#[test]
fn an_escalation_asks_until_somebody_owns_it() {
    let toml = r#"
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        targets = [{ within = { elapsed = "5m" } }]
        steps = [{ after = { elapsed = "6m" }, tell = ["owner"], reassign = true }]
    "#;
    let mut desk = Desk::open(toml, "2026-06-15T09:00:00+09:00");
    let (team, deal) = (lead_lifecycle::lead::TeamChange::Keep, lead_lifecycle::lead::DealOwner::Keep);
    let assign = |owner: Option<&str>| Command::Assign { owner: owner.map(k), team: team.clone(), deal: deal.clone() };
    desk.tell(&assign(Some("m-1")), &by(Role::Manager, "2026-06-15T09:10:00+09:00"));
    desk.promote("2026-06-15T09:30:00+09:00");
    desk.look("2026-06-15T10:00:00+09:00");
    assert!(desk.clock("answer").asks_to_reassign());
    desk.tell(&assign(None), &by(Role::Manager, "2026-06-15T10:05:00+09:00"));
    assert!(desk.clock("answer").asks_to_reassign());
    desk.tell(&assign(Some("m-2")), &by(Role::Manager, "2026-06-15T10:06:00+09:00"));
    assert!(!desk.clock("answer").asks_to_reassign());
}
