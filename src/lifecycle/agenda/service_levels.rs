//! What waits because of service levels: clocks that run, and steps of their escalations.

use alloc::vec::Vec;

use crate::lead::Lead;
use crate::lifecycle::agenda::agenda_reason::AgendaReason;
use crate::policy::Policy;
use crate::sla::{ClockAnchor, ClockEvent, ClockHold, ClockRule, ClockRun};
use crate::values::{CommandKind, FactKind, Instant, Milestone};

/// What waits at an instant because of the clocks of a lead.
pub(super) fn reasons(policy: &Policy, lead: &Lead, now: Instant) -> Vec<AgendaReason> {
    let mut reasons = Vec::new();
    for run in lead.clocks().iter().filter(|run| run.is_running()) {
        let Some(rule) = policy.sla().get(run.clock()) else { continue };
        let unowned = run.due_at().is_none() && waits_for_owner(rule, lead);
        if !run.is_held(now) || unowned {
            reasons.push(AgendaReason::ServiceLevel {
                clock: run.clock().clone(),
                target: run.target(),
                due: run.due_at(),
                is_past_due: run.is_past_due(now),
                is_warned: run.is_warned(),
                ever_missed: run.ever_missed(),
                role: rule.responsible(),
                settle: if unowned { alloc::vec![CommandKind::Assign] } else { settled_by(rule) },
            });
        }
        for step in 0..run.steps_taken() {
            let Some(said) = rule.step(step) else { continue };
            let since = rule.step_at(run, step, policy.calendars());
            if !said.tell.is_empty() {
                let (clock, tell) = (run.clock().clone(), said.tell.clone());
                reasons.push(AgendaReason::Escalation { clock, step, tell, since, settle: settled_by(rule) });
            }
        }
        reasons.extend(reassignment(policy, rule, run));
    }
    reasons
}

fn reassignment(policy: &Policy, rule: &ClockRule, run: &ClockRun) -> Option<AgendaReason> {
    let asks = |step: &u8| rule.step(*step).is_some_and(|said| said.reassign);
    let step = (0..run.steps_taken()).rev().find(asks).filter(|_| run.asks_to_reassign())?;
    let since = rule.step_at(run, step, policy.calendars());
    Some(AgendaReason::Reassign { clock: run.clock().clone(), since })
}

/// Whether a clock is held until somebody owns the lead.
fn waits_for_owner(rule: &ClockRule, lead: &Lead) -> bool {
    lead.cycle().owner().is_none() && rule.draft().holds.contains(&ClockHold::Unowned)
}

/// Whether a clock that runs and is not held asks for an attempt: then nothing else has to ask for it.
pub(super) fn asks_for_attempt(policy: &Policy, lead: &Lead, now: Instant) -> bool {
    let attempt = |event: &ClockEvent| matches!(event, ClockEvent::Attempt(_));
    let running = lead.clocks().iter().filter(|run| run.is_running() && !run.is_held(now));
    running.filter_map(|run| policy.sla().get(run.clock())).any(|rule| rule.draft().stops.iter().any(attempt))
}

/// When time changes what clocks have on the agenda, with no fact: within the grace, a deadline passes before its breach is told;
/// and a hold ends, or begins, at a date.
pub(super) fn turns(lead: &Lead) -> impl Iterator<Item = Instant> {
    lead.clocks().iter().filter(|run| run.is_running()).flat_map(|run| {
        let past = run.due_at().and_then(|due| due.checked_add(crate::values::Span::saturating(1)));
        let held = run.holds().iter().flat_map(|hold| [Some(hold.from), hold.until]);
        core::iter::once(past).chain(held).flatten()
    })
}

/// The commands of which one may stop a clock, each once, in the order of the rule.
fn settled_by(rule: &ClockRule) -> Vec<CommandKind> {
    let mut commands = Vec::new();
    for command in rule.draft().stops.iter().flat_map(commands_of).copied() {
        if !commands.contains(&command) {
            commands.push(command);
        }
    }
    commands
}

/// The commands that may bring an event about.
const fn commands_of(event: &ClockEvent) -> &'static [CommandKind] {
    use CommandKind as Do;
    match event {
        ClockEvent::Fact(kind) => of_fact(*kind),
        ClockEvent::Milestone(milestone) => match milestone {
            Milestone::Lead => &[],
            Milestone::Mql => &[Do::Promote],
            Milestone::Sql => &[Do::Qualify],
            Milestone::Sao => &[Do::Accept],
            Milestone::Opportunity => &[Do::HoldFirstMeeting],
            Milestone::Won => &[Do::Win, Do::RecordPurchase],
        },
        ClockEvent::Anchor(anchor) => match anchor {
            ClockAnchor::BecameMql => &[Do::Promote],
            ClockAnchor::HandedOver => &[Do::Qualify],
            ClockAnchor::Appointment => &[Do::ScheduleAppointment, Do::ChangeAppointment],
            ClockAnchor::Meeting => &[Do::HoldFirstMeeting],
            ClockAnchor::ResultRecorded => &[Do::HoldFirstMeeting, Do::HoldMeeting],
            ClockAnchor::OwnerAssigned => &[Do::Assign],
            ClockAnchor::HandRaise | ClockAnchor::Activity => &[Do::RecordActivity],
        },
        ClockEvent::Activity(_) => &[Do::RecordActivity],
        ClockEvent::Attempt(_) => &[Do::RecordAttempt],
        ClockEvent::DealStage(_) => &[Do::MoveDeal],
    }
}

/// The commands that may bring a fact about; none of what time alone makes.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others are made by rules and time, by merges and imports")]
const fn of_fact(kind: FactKind) -> &'static [CommandKind] {
    use CommandKind as Do;
    use FactKind as Kind;
    match kind {
        Kind::CaptureEdited => &[Do::EditCapture],
        Kind::ProfileUpdated => &[Do::UpdateProfile],
        Kind::ActivityRecorded => &[Do::RecordActivity],
        Kind::ConsentRecorded => &[Do::RecordConsent],
        Kind::BecameMql => &[Do::Promote],
        Kind::AttemptRecorded => &[Do::RecordAttempt],
        Kind::HandRaiseClosed => &[Do::CloseHandRaise],
        Kind::Postponed => &[Do::Postpone],
        Kind::AnswerRecorded => &[Do::RecordAnswer],
        Kind::AppointmentScheduled => &[Do::ScheduleAppointment],
        Kind::AppointmentMoved | Kind::AppointmentCancelled => &[Do::ChangeAppointment],
        Kind::AppointmentMissed => &[Do::MissAppointment],
        Kind::MeetingHeld => &[Do::HoldMeeting],
        Kind::BecameSql => &[Do::Qualify],
        Kind::HandoffAccepted => &[Do::Accept],
        Kind::HandoffRejected => &[Do::Reject],
        Kind::FirstMeetingInvalid | Kind::BecameOpportunity => &[Do::HoldFirstMeeting],
        Kind::DealEdited => &[Do::EditDeal],
        Kind::DealMoved => &[Do::MoveDeal],
        Kind::Won => &[Do::Win],
        Kind::Lost => &[Do::Lose],
        Kind::PurchaseRecorded => &[Do::RecordPurchase],
        Kind::Recycled => &[Do::Recycle],
        Kind::Disqualified => &[Do::Discard, Do::Disqualify],
        Kind::Reopened => &[Do::Reopen],
        Kind::ExpansionOpened => &[Do::OpenExpansion],
        Kind::ContractEnded => &[Do::EndContract],
        Kind::ContractRenewed => &[Do::RenewContract],
        Kind::ContractAmended => &[Do::AmendContract],
        Kind::Assigned => &[Do::Assign],
        Kind::PolicyAdopted => &[Do::AdoptPolicy],
        Kind::Recounted => &[Do::Recount],
        Kind::ProposalMade => &[Do::Propose],
        Kind::ProposalApproved => &[Do::Approve],
        Kind::ProposalDeclined => &[Do::Decline],
        Kind::Redacted => &[Do::Redact],
        _ => &[],
    }
}
