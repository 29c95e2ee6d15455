//! Recycling: cooling with back-off, what becomes of the engagement, and the maximum of cycles.
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use lead_lifecycle::lead::Stage;
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{Activity, ActivityId, ActivityKind, ReasonCode};
use lead_lifecycle::{
    Actor, ActorId, Capture, Command, Context, Instant, Lead, LeadKey, Lifecycle, Origin, Policy, PolicyDraft, Role,
    Span, StageKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn context(who: &str, role: Role, at: Instant) -> Outcome<Context> {
    Ok(Context::new(at, Actor::new(ActorId::new(who)?, role)))
}

fn ask(lifecycle: &Lifecycle, lead: &mut Lead, command: &Command, context: &Context) -> Outcome<()> {
    for fact in lifecycle.decide(lead, command, context)?.facts() {
        lead.apply(fact)?;
        println!("  {fact}");
    }
    Ok(())
}

fn seminar(number: u32) -> Outcome<Command> {
    let id = ActivityId::new(&format!("seminar-{number}"))?;
    Ok(Command::RecordActivity { activity: Activity::new(id, ActivityKind::new("seminar")?) })
}

fn main() -> Outcome<()> {
    // Cooling of 20 days, twice as long after each further cycle; three cycles at most; the engagement counts half.
    let mut draft = PolicyDraft::standard();
    draft.recycle.cooling = Span::days(20);
    draft.recycle.back_off = 200;
    draft.recycle.max_cycles = 3;
    let lifecycle = Lifecycle::new(Policy::try_from(draft)?);

    let mut now: Instant = "2026-04-01T09:00:00+09:00".parse()?;
    let capture = Capture::new(LeadKey::new("lead-1")?, Origin::Inbound);
    let decision = lifecycle.capture(&capture, &context("web", Role::System, now)?)?;
    let mut lead = Lead::replay(decision.facts())?;
    let recycle = Command::Recycle { reason: Reason::new(ReasonCode::new("no_response")?, None), until: None };
    let mut cooled = Vec::new();
    let mut seminars = 0_u32;

    for cycle in 1..=3_u32 {
        println!("cycle {cycle}");
        // Seminars, 15 points each, until the score makes it an MQL. The second cycle needs fewer: the old ones count half.
        while lead.stage().kind() == StageKind::Lead {
            seminars = seminars.saturating_add(1);
            now = now.saturating_add(Span::days(1));
            ask(&lifecycle, &mut lead, &seminar(seminars)?, &context("web", Role::System, now)?)?;
        }
        assert_eq!(lead.cycle().number(), cycle);
        // Nobody answers.
        now = now.saturating_add(Span::days(7));
        ask(&lifecycle, &mut lead, &recycle, &context("okada", Role::Sdr, now)?)?;
        if let Stage::Lead { cooling_until: Some(until) } = lead.stage() {
            cooled.push(until.saturating_since(now));
            // The host sleeps until the crate says that something changes, then checks the clock.
            let wake = lifecycle.next_wake(&lead)?.ok_or("a cooling lead has no timer")?.at;
            assert_eq!(wake, *until);
            now = wake;
            ask(&lifecycle, &mut lead, &Command::CheckClock, &context("timer", Role::System, now)?)?;
        }
    }

    // The first cycle cools for 20 days, the second twice as long, and the third was the last.
    assert_eq!(cooled, [Span::days(20), Span::days(40)]);
    let Stage::Disqualified { reason, given, .. } = lead.stage() else {
        return Err("the lead should be disqualified after its third cycle".into());
    };
    let given = given.as_ref().ok_or("the reason given is kept beside `max_cycles`")?;
    println!("disqualified as `{reason}`, the reason given was `{given}`");
    assert_eq!(reason.code().as_str(), "max_cycles");

    // A manager may take it back, with a reason; the history stays.
    let reopen = Command::Reopen { reason: Reason::new(ReasonCode::new("new_contact")?, None) };
    now = now.saturating_add(Span::days(30));
    let by_rep = lifecycle.decide(&lead, &reopen, &context("okada", Role::Sdr, now)?);
    println!("{}", by_rep.err().ok_or("a rep may not reopen")?);
    ask(&lifecycle, &mut lead, &reopen, &context("takagi", Role::Manager, now)?)?;
    assert_eq!((lead.stage().kind(), lead.cycle().number()), (StageKind::Lead, 4));
    assert_eq!((lead.totals().recycles, lead.totals().reopens), (2, 1));
    Ok(())
}
