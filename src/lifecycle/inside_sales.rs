//! Inside sales: promotion by judgement, attempts, answers and the hand-over.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::deal::{Deal, NewDeal};
use crate::handoff::Handoff;
use crate::lead::{Attempt, FactBody, HandoffFile, Heard, Lead, Reply, Stage, Trigger};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::sets_off::{News, progress_so_far};
use crate::lifecycle::unmet::{ContactUnmet, DealUnmet, HandoffUnmet, LeadUnmet, QualificationUnmet, Unmet};
use crate::qualification::{Answer, BarKind, BarReport, Verdict};
use crate::values::{ContactOutcome, Direction, Instant, Progress, Purpose, StageKind, Text, digest_of, suggest};

/// Guard: the lead is not cooling, nor was it when this happened.
pub(super) fn not_cooling(case: &mut Case<'_>) {
    let lead = case.lead();
    let now = match lead.stage() {
        Stage::Lead { cooling_until } => *cooling_until,
        Stage::Mql { .. }
        | Stage::Sql { .. }
        | Stage::Opportunity { .. }
        | Stage::Customer { .. }
        | Stage::Disqualified { .. }
        | Stage::Merged { .. } => None,
    };
    let then = lead.cycle().cooled_until().filter(|until| case.effective_at() < *until);
    if let Some(until) = now.or(then) {
        case.refuse(Unmet::Lead(LeadUnmet::Cooling { until }));
    }
}

pub(super) fn promote<'a>(case: Case<'a>, note: Option<&Text>) -> Judged<'a> {
    let body = by_hand(&case, Trigger::Manual, note);
    case.clear()?.emit(body)
}

/// The lead becomes MQL because somebody says so, the lead itself or a member.
pub(super) fn by_hand(case: &Case<'_>, trigger: Trigger, note: Option<&Text>) -> FactBody {
    let (scoring, lead, at) = (case.policy().scoring(), case.lead(), case.effective_at());
    let score = scoring.breakdown(&scoring.score(lead.scoring(), at));
    let progress = progress_so_far(lead, at);
    FactBody::BecameMql { trigger, score, note: note.cloned(), grounds: None, progress }
}

pub(super) fn record_attempt<'a>(mut case: Case<'a>, attempt: &Attempt) -> Judged<'a> {
    if let Some(progress) = attempt.advance {
        case.require(progress >= Progress::Validated, || Unmet::Contact(ContactUnmet::NoConclusion { progress }));
        case.require(attempt.outcome == ContactOutcome::Conversation, || {
            Unmet::Contact(ContactUnmet::ConversationNeeded)
        });
        // Only inside sales concludes anything, and only while it works on the lead.
        case.within_cycle();
        let worked_on = matches!(case.stage(), StageKind::Mql | StageKind::Sql);
        case.require(worked_on, || Unmet::Contact(ContactUnmet::NothingToConclude { progress }));
    }
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    let news = News { policy, lead, at, now: case.recorded_at() };
    let cleared = case.clear()?;
    let inbound = attempt.direction == Direction::Inbound && !attempt.outcome.by_machine();
    // One of before the stage was entered, told late, is an attempt of the open cycle.
    let over =
        matches!(lead.stage().kind(), StageKind::Customer | StageKind::Disqualified) && at >= lead.stage_entered_at();
    let raises_hand = inbound && over && policy.hand_raise().inbound;
    let against_consent =
        attempt.direction == Direction::Outbound && lead.consents().is_withdrawn(attempt.channel, Purpose::Sales);
    let sets_off = if raises_hand { news.raise_hand(None) } else { None };
    let body = FactBody::AttemptRecorded {
        direction: attempt.direction,
        channel: attempt.channel,
        outcome: attempt.outcome,
        progress: progress_with(lead, attempt, at),
        against_consent,
        raises_hand,
        note: attempt.note.clone(),
    };
    cleared.emit_with(body, sets_off)
}

/// How far inside sales has come with an attempt. It gets on at MQL and SQL only; a call of an earlier cycle, typed in
/// late, is no progress of this one, and one of before the lead became MQL counts if it reached somebody.
fn progress_with(lead: &Lead, attempt: &Attempt, at: Instant) -> Progress {
    let (known, stage) = (lead.cycle().progress(), lead.stage().kind());
    let since = lead.anchors().mql_since();
    let on_mql = since.is_some_and(|since| at >= since);
    let still = matches!(stage, StageKind::Mql | StageKind::Sql);
    let over = matches!(stage, StageKind::Opportunity | StageKind::Customer | StageKind::Disqualified);
    let then = over && at < lead.stage_entered_at();
    let theirs = attempt.direction == Direction::Inbound && attempt.outcome.by_machine();
    let counts = at >= lead.cycle().opened_at() && (on_mql || attempt.outcome.reached()) && !theirs;
    if (still || then) && since.is_some() && counts {
        known.max(attempt.advance.unwrap_or(Progress::Contacted))
    } else {
        known
    }
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

/// What a bar lacks by the answers so far. What is known now counts, as old as it was when this happened.
pub(super) fn below(case: &Case<'_>, bar: BarKind) -> Option<BarReport> {
    let (policy, answers, at) = (case.policy(), case.lead().answers(), case.effective_at());
    let (rules, offset) = (policy.qualification(), policy.zone());
    (!rules.is_met(bar, answers, at, offset)).then(|| rules.judge(bar, answers, at, offset))
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
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    for item in policy.handoff().missing(handoff, lead.profile()) {
        case.refuse(Unmet::Handoff(HandoffUnmet::Incomplete(item)));
    }
    let heard: Vec<Heard> = lead
        .answers()
        .iter()
        .map(|(name, answer)| Heard { criterion: name.clone(), verdict: answer.verdict, by: answer.by })
        .collect();
    let print = digest_of(&(handoff, &heard));
    let revised = lead.cycle().handoff_print() != Some(print);
    case.require(revised, || Unmet::Handoff(HandoffUnmet::NotRevised));
    let known = lead.knows_deal(deal.key());
    case.require(!known, || Unmet::Deal(DealUnmet::Known { deal: deal.key().clone() }));
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
    let public = pipeline.public_of(opened.fields());
    let opened = opened.with_public(public);
    for item in pipeline.missing_for(&opened, pipeline.opening()) {
        let stage = Some(pipeline.opening().clone());
        case.refuse(Unmet::Deal(DealUnmet::ItemMissing { stage, item }));
    }
    let cleared = case.clear()?;
    let score = policy.scoring().score(lead.scoring(), at);
    let file = HandoffFile {
        number: lead.cycle().handoffs().saturating_add(1),
        handoff: handoff.clone(),
        heard,
        score: policy.scoring().breakdown(&score),
    };
    cleared.emit(FactBody::BecameSql { file: Arc::new(file), print, deal: Box::new(opened) })
}
