//! Inside sales: promotion by judgement, attempts, answers, appointments and the hand-over.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::deal::{Deal, NewDeal};
use crate::handoff::Handoff;
use crate::lead::{Appointment, Attempt, FactBody, HandoffFile, MissedBy, Reply, Stage, Trigger};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::unmet::{ContactUnmet, DealUnmet, HandoffUnmet, LeadUnmet, QualificationUnmet, Unmet};
use crate::qualification::{Answer, BarKind, BarReport, Verdict};
use crate::values::{Channel, ContactOutcome, Direction, Instant, Progress, Purpose, Text, fingerprint_of, suggest};

/// Guard: the lead is not cooling.
pub(super) fn not_cooling(case: &mut Case<'_>) {
    if let Stage::Lead { cooling_until: Some(until) } = case.lead().stage() {
        case.refuse(Unmet::Lead(LeadUnmet::Cooling { until: *until }));
    }
}

pub(super) fn promote<'a>(case: Case<'a>, note: Option<&Text>) -> Judged<'a> {
    let (scoring, lead, now) = (case.policy().scoring(), case.lead(), case.recorded_at());
    let cleared = case.clear()?;
    let score = scoring.breakdown(&scoring.score(lead.scoring(), now));
    cleared.emit_now(FactBody::BecameMql { trigger: Trigger::Manual, score, note: note.cloned() })
}

/// What changes the work of a cycle cannot have happened before the cycle began.
fn within_cycle(case: &mut Case<'_>) {
    case.not_before(case.lead().cycle().opened_at());
}

pub(super) fn record_attempt<'a>(mut case: Case<'a>, attempt: &Attempt) -> Judged<'a> {
    if let Some(progress) = attempt.advance {
        case.require(progress >= Progress::Validated, || Unmet::Contact(ContactUnmet::NoConclusion { progress }));
        case.require(attempt.outcome == ContactOutcome::Conversation, || {
            Unmet::Contact(ContactUnmet::ConversationNeeded)
        });
        within_cycle(&mut case);
    }
    let (lead, at) = (case.lead(), case.effective_at());
    let cleared = case.clear()?;
    // A call of an earlier cycle, typed in late, is no progress of this one.
    let of_this_cycle = at >= lead.cycle().opened_at();
    let reached = attempt.advance.filter(|_| of_this_cycle).unwrap_or(Progress::Contacted);
    let progress = lead.cycle().progress();
    let against_consent =
        attempt.direction == Direction::Outbound && lead.consents().is_withdrawn(attempt.channel, Purpose::Sales);
    cleared.emit(FactBody::AttemptRecorded {
        direction: attempt.direction,
        channel: attempt.channel,
        outcome: attempt.outcome,
        progress: if of_this_cycle { progress.max(reached) } else { progress },
        against_consent,
        note: attempt.note.clone(),
    })
}

pub(super) fn record_answer<'a>(mut case: Case<'a>, reply: &Reply) -> Judged<'a> {
    let rules = case.policy().qualification();
    match rules.criterion(&reply.criterion) {
        None => case.refuse(Unmet::Qualification(QualificationUnmet::UnknownCriterion {
            criterion: reply.criterion.clone(),
            suggestion: suggest(reply.criterion.as_str(), rules.names()).map(String::from),
        })),
        Some(criterion) => {
            let evidenced = !criterion.needs_evidence || reply.verdict == Verdict::Unknown || reply.evidence.is_some();
            case.require(evidenced, || {
                Unmet::Qualification(QualificationUnmet::EvidenceNeeded { criterion: reply.criterion.clone() })
            });
        }
    }
    let admitted = case.lead().answers().admits(&reply.criterion);
    case.require(admitted, || Unmet::Qualification(QualificationUnmet::AnswersFull));
    let (author, at) = (&case.ctx().actor.id, case.effective_at());
    let cleared = case.clear()?;
    let answer = Answer {
        verdict: reply.verdict,
        by: reply.by,
        detail: reply.detail.clone(),
        evidence: reply.evidence.clone(),
        author: author.clone(),
        at,
        stale_noted: false,
    };
    cleared.emit(FactBody::AnswerRecorded { criterion: reply.criterion.clone(), answer })
}

/// What a bar lacks by the answers so far.
fn below(case: &Case<'_>, bar: BarKind) -> Option<BarReport> {
    let (policy, answers, at) = (case.policy(), case.lead().answers(), case.recorded_at());
    let (rules, offset) = (policy.qualification(), policy.utc_offset());
    (!rules.is_met(bar, answers, at, offset)).then(|| rules.judge(bar, answers, at, offset))
}

/// Guard: what must be known before an appointment is offered is known.
pub(super) fn appointment_bar(case: &mut Case<'_>) {
    if let Some(report) = below(case, BarKind::Appointment) {
        case.refuse(Unmet::Qualification(QualificationUnmet::AppointmentBar(report)));
    }
}

pub(super) fn schedule<'a>(mut case: Case<'a>, at: Instant, channel: Channel, note: Option<&Text>) -> Judged<'a> {
    within_cycle(&mut case);
    case.require(at >= case.effective_at(), || Unmet::Contact(ContactUnmet::AppointmentPast { at }));
    let known = case.lead().cycle().appointment();
    let cleared = case.clear()?;
    if known.is_some_and(|known| known.at == at && known.channel == channel) {
        return Ok(cleared);
    }
    let changes = known.map_or(0, |known| known.changes.saturating_add(1));
    cleared.emit(FactBody::AppointmentScheduled(Appointment { at, channel, note: note.cloned(), changes }))
}

/// Guard: there is an appointment.
pub(super) fn has_appointment(case: &mut Case<'_>) {
    let agreed = case.lead().cycle().appointment().is_some();
    case.require(agreed, || Unmet::Contact(ContactUnmet::NoAppointment));
}

pub(super) fn change_appointment<'a>(mut case: Case<'a>, to: Option<Instant>, note: Option<&Text>) -> Judged<'a> {
    within_cycle(&mut case);
    if let Some(at) = to {
        case.require(at >= case.effective_at(), || Unmet::Contact(ContactUnmet::AppointmentPast { at }));
    }
    let known = case.lead().cycle().appointment();
    let cleared = case.clear()?;
    let Some(at) = to else {
        return cleared.emit(FactBody::AppointmentCancelled { note: note.cloned() });
    };
    match known {
        Some(known) if at != known.at => cleared.emit(FactBody::AppointmentMoved(Appointment {
            at,
            channel: known.channel,
            note: note.or(known.note.as_ref()).cloned(),
            changes: known.changes.saturating_add(1),
        })),
        Some(_) | None => Ok(cleared),
    }
}

pub(super) fn miss_appointment(mut case: Case<'_>, by: MissedBy) -> Judged<'_> {
    within_cycle(&mut case);
    case.clear()?.emit(FactBody::AppointmentMissed { by })
}

/// Guard: the qualification bar is met, and the lead has agreed to a meeting.
pub(super) fn handoff_bar(case: &mut Case<'_>) {
    if let Some(report) = below(case, BarKind::Handover) {
        case.refuse(Unmet::Qualification(QualificationUnmet::Bar(report)));
    }
    let progress = case.lead().cycle().progress();
    let consented = progress == Progress::Consented || !case.policy().qualification().requires_consent();
    case.require(consented, || Unmet::Contact(ContactUnmet::NotConsented { progress }));
}

pub(super) fn qualify<'a>(mut case: Case<'a>, handoff: &Handoff, deal: &NewDeal) -> Judged<'a> {
    let (policy, lead, now) = (case.policy(), case.lead(), case.recorded_at());
    for item in policy.handoff().missing(handoff, lead.profile()) {
        case.refuse(Unmet::Handoff(HandoffUnmet::Incomplete(item)));
    }
    let print = fingerprint_of(handoff);
    let revised = lead.cycle().handoff_print() != Some(print);
    case.require(revised, || Unmet::Handoff(HandoffUnmet::NotRevised));
    let (name, pipeline) = match policy.pipelines().resolve(deal.pipeline()) {
        Ok(found) => found,
        Err(none) => {
            case.refuse(Unmet::Deal(none.into()));
            return case.clear();
        }
    };
    for error in pipeline.check_fields(deal.fields()) {
        case.refuse(Unmet::Deal(DealUnmet::Field(error)));
    }
    let opened = Deal::open(deal, name, pipeline.opening(), case.effective_at());
    for item in pipeline.missing_for(&opened, pipeline.opening()) {
        let stage = Some(pipeline.opening().clone());
        case.refuse(Unmet::Deal(DealUnmet::ItemMissing { stage, item }));
    }
    let cleared = case.clear()?;
    let heard: Vec<_> = lead.answers().iter().map(|(name, answer)| (name.clone(), answer.verdict)).collect();
    let score = policy.scoring().score(lead.scoring(), now);
    let file = HandoffFile {
        number: lead.cycle().handoffs().saturating_add(1),
        handoff: handoff.clone(),
        heard,
        score: policy.scoring().breakdown(&score),
    };
    cleared.emit(FactBody::BecameSql { file: Arc::new(file), print, deal: Box::new(opened) })
}
