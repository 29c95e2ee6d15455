//! Inside sales: promotion by judgement, attempts, answers, appointments and the hand-over.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::deal::{Deal, NewDeal};
use crate::handoff::Handoff;
use crate::lead::{Appointment, FactBody, HandoffFile, MissedBy, Stage, Trigger};
use crate::lifecycle::case::Case;
use crate::lifecycle::refusal::Unmet;
use crate::qualification::{Answer, BarKind, Evidence, Verdict};
use crate::values::{
    Channel, ContactOutcome, CriterionName, Date, Direction, Instant, Progress, Purpose, Text, fingerprint_of, suggest,
};

pub(crate) fn promote_conditions(case: &mut Case<'_>) {
    if let Stage::Lead { cooling_until: Some(until) } = case.lead.stage() {
        let until = *until;
        case.refuse(Unmet::Cooling { until });
    }
}

pub(crate) fn promote(case: &mut Case<'_>, note: Option<&Text>) {
    if case.is_clear() {
        let score = case.policy.scoring().score(case.lead.scoring(), case.recorded_at);
        let score = case.policy.scoring().breakdown(&score);
        case.emit_now(FactBody::BecameMql { trigger: Trigger::Manual, score, note: note.cloned() });
    }
}

/// What changes the work of a cycle cannot have happened before the cycle began.
fn within_cycle(case: &mut Case<'_>) {
    let (entered, effective) = (case.lead.cycle().opened_at(), case.effective_at);
    case.require(effective >= entered, || Unmet::BeforeStage { entered, effective });
}

/// An attempt as reported.
pub(crate) struct Attempt<'c> {
    pub(crate) direction: Direction,
    pub(crate) channel: Channel,
    pub(crate) outcome: ContactOutcome,
    pub(crate) advance: Option<Progress>,
    pub(crate) note: Option<&'c Text>,
}

pub(crate) fn record_attempt(case: &mut Case<'_>, attempt: &Attempt<'_>) {
    if let Some(progress) = attempt.advance {
        case.require(progress >= Progress::Validated, || Unmet::NoConclusion { progress });
        case.require(attempt.outcome == ContactOutcome::Conversation, || Unmet::ConversationNeeded);
        within_cycle(case);
    }
    if !case.is_clear() {
        return;
    }
    // A call of an earlier cycle, typed in late, is no progress of this one.
    let of_this_cycle = case.effective_at >= case.lead.cycle().opened_at();
    let reached = attempt.advance.filter(|_| of_this_cycle).unwrap_or(Progress::Contacted);
    let progress = case.lead.cycle().progress();
    let against_consent =
        attempt.direction == Direction::Outbound && case.lead.consents().is_withdrawn(attempt.channel, Purpose::Sales);
    case.emit(FactBody::AttemptRecorded {
        direction: attempt.direction,
        channel: attempt.channel,
        outcome: attempt.outcome,
        progress: if of_this_cycle { progress.max(reached) } else { progress },
        against_consent,
        note: attempt.note.cloned(),
    });
}

/// An answer as reported.
pub(crate) struct Reply<'c> {
    pub(crate) criterion: &'c CriterionName,
    pub(crate) verdict: Verdict,
    pub(crate) by: Option<Date>,
    pub(crate) detail: Option<&'c Text>,
    pub(crate) evidence: Option<&'c Evidence>,
}

pub(crate) fn record_answer(case: &mut Case<'_>, reply: &Reply<'_>) {
    let rules = case.policy.qualification();
    match rules.criterion(reply.criterion) {
        None => case.refuse(Unmet::UnknownCriterion {
            criterion: reply.criterion.clone(),
            suggestion: suggest(reply.criterion.as_str(), rules.names()).map(String::from),
        }),
        Some(criterion) => {
            let evidenced = !criterion.needs_evidence || reply.verdict == Verdict::Unknown || reply.evidence.is_some();
            case.require(evidenced, || Unmet::EvidenceNeeded { criterion: reply.criterion.clone() });
        }
    }
    let admitted = case.lead.answers().admits(reply.criterion);
    case.require(admitted, || Unmet::AnswersFull);
    if case.is_clear() {
        let answer = Answer {
            verdict: reply.verdict,
            by: reply.by,
            detail: reply.detail.cloned(),
            evidence: reply.evidence.cloned(),
            author: case.ctx.actor.id.clone(),
            at: case.effective_at,
            stale_noted: false,
        };
        case.emit(FactBody::AnswerRecorded { criterion: reply.criterion.clone(), answer });
    }
}

pub(crate) fn appointment_conditions(case: &mut Case<'_>) {
    let offset = case.policy.utc_offset();
    let (rules, answers) = (case.policy.qualification(), case.lead.answers());
    if !rules.is_met(BarKind::Appointment, answers, case.recorded_at, offset) {
        let report = rules.judge(BarKind::Appointment, answers, case.recorded_at, offset);
        case.refuse(Unmet::AppointmentBar(report));
    }
}

pub(crate) fn schedule(case: &mut Case<'_>, at: Instant, channel: Channel, note: Option<&Text>) {
    within_cycle(case);
    case.require(at >= case.effective_at, || Unmet::AppointmentPast { at });
    let changes = case.lead.cycle().appointment().map_or(0, |known| known.changes.saturating_add(1));
    let appointment = Appointment { at, channel, note: note.cloned(), changes };
    let already = case.lead.cycle().appointment().is_some_and(|known| known.at == at && known.channel == channel);
    if case.is_clear() && !already {
        case.emit(FactBody::AppointmentScheduled(appointment));
    }
}

pub(crate) fn needs_appointment(case: &mut Case<'_>) {
    let agreed = case.lead.cycle().appointment().is_some();
    case.require(agreed, || Unmet::NoAppointment);
}

pub(crate) fn change_appointment(case: &mut Case<'_>, to: Option<Instant>, note: Option<&Text>) {
    within_cycle(case);
    if let Some(at) = to {
        case.require(at >= case.effective_at, || Unmet::AppointmentPast { at });
    }
    let Some(known) = case.lead.cycle().appointment().filter(|_| case.is_clear()) else {
        return;
    };
    match to {
        Some(at) if at == known.at => {}
        Some(at) => {
            let moved = Appointment {
                at,
                channel: known.channel,
                note: note.or(known.note.as_ref()).cloned(),
                changes: known.changes.saturating_add(1),
            };
            case.emit(FactBody::AppointmentMoved(moved));
        }
        None => case.emit(FactBody::AppointmentCancelled { note: note.cloned() }),
    }
}

pub(crate) fn miss_appointment(case: &mut Case<'_>, by: MissedBy) {
    within_cycle(case);
    if case.is_clear() {
        case.emit(FactBody::AppointmentMissed { by });
    }
}

pub(crate) fn qualify_conditions(case: &mut Case<'_>) {
    let offset = case.policy.utc_offset();
    let (rules, answers) = (case.policy.qualification(), case.lead.answers());
    if !rules.is_met(BarKind::Handover, answers, case.recorded_at, offset) {
        let report = rules.judge(BarKind::Handover, answers, case.recorded_at, offset);
        case.refuse(Unmet::Bar(report));
    }
    let progress = case.lead.cycle().progress();
    let consented = progress == Progress::Consented || !rules.requires_consent();
    case.require(consented, || Unmet::NotConsented { progress });
}

pub(crate) fn qualify(case: &mut Case<'_>, handoff: &Handoff, deal: &NewDeal) {
    let missing = case.policy.handoff().missing(handoff, case.lead.profile());
    case.unmet.extend(missing.map(Unmet::HandoffIncomplete));
    let print = fingerprint_of(handoff);
    let revised = case.lead.cycle().handoff_print() != Some(print);
    case.require(revised, || Unmet::HandoffNotRevised);
    let pipeline = case.policy.pipeline();
    for error in pipeline.check_fields(deal.fields()) {
        case.refuse(Unmet::DealField(error));
    }
    let opened = Deal::open(deal, pipeline.opening(), case.effective_at);
    for item in pipeline.missing_for(&opened, pipeline.opening()) {
        let stage = Some(pipeline.opening().clone());
        case.refuse(Unmet::DealItemMissing { stage, item });
    }
    if !case.is_clear() {
        return;
    }
    let heard: Vec<_> = case.lead.answers().iter().map(|(name, answer)| (name.clone(), answer.verdict)).collect();
    let score = case.policy.scoring().score(case.lead.scoring(), case.recorded_at);
    let file = HandoffFile {
        number: case.lead.cycle().handoffs().saturating_add(1),
        handoff: handoff.clone(),
        heard,
        score: case.policy.scoring().breakdown(&score),
    };
    case.emit(FactBody::BecameSql { file: Arc::new(file), print, deal: Box::new(opened) });
}
