//! One line of words for every fact.

use lead_lifecycle::{
    DealMove, Ending, FactBody, ImportedStep, MeetingResult, MissedBy, MoveKind, Text, Trigger,
};

use crate::report::money;

/// What happened, in one line.
pub(crate) fn describe(body: &FactBody) -> String {
    early(body).or_else(|| late(body)).unwrap_or_else(|| body.kind().to_string())
}

/// Up to the hand-over.
fn early(body: &FactBody) -> Option<String> {
    Some(match body {
        FactBody::Captured(captured) => {
            let source = captured.attribution.source.as_ref();
            format!("captured, {}{}", captured.origin, source.map_or_else(String::new, |s| format!(" from {s}")))
        }
        FactBody::ProfileUpdated(change) => {
            let names: Vec<_> = change.writes.iter().map(|write| write.name.as_str()).collect();
            format!("profile: {}", names.join(", "))
        }
        FactBody::ActivityRecorded { activity, .. } => {
            let object = activity.object.as_ref().map_or_else(String::new, |object| format!(" `{object}`"));
            format!("{}{object}", activity.kind)
        }
        FactBody::ConsentRecorded(consent) => {
            format!("consent {} for {} by {}", consent.status, consent.purpose, consent.channel)
        }
        FactBody::BecameMql { trigger, score, note } => {
            let score = score.as_ref().map_or_else(String::new, |s| format!(", score {}", s.total));
            format!("became MQL by {}{score}{}", trigger_words(*trigger), said(note.as_ref()))
        }
        FactBody::Demoted { score } => {
            let score = score.as_ref().map_or_else(String::new, |s| format!(" ({})", s.total));
            format!("back to Lead: score below the exit threshold{score}")
        }
        FactBody::AttemptRecorded { direction, channel, outcome, progress, against_consent, note } => {
            let warning = if *against_consent { " AGAINST A WITHDRAWN CONSENT" } else { "" };
            format!("{direction} {channel}: {outcome}, {progress}{warning}{}", said(note.as_ref()))
        }
        FactBody::AnswerRecorded { criterion, answer } => {
            let by = answer.by.map_or_else(String::new, |date| format!(" by {date}"));
            format!("{criterion}: {}{by}{}", answer.verdict, said(answer.detail.as_ref()))
        }
        FactBody::AnswerBecameStale { criterion } => format!("the answer on {criterion} is too old to count"),
        FactBody::AppointmentScheduled(appointment) => format!("meeting agreed, {}", appointment.channel),
        FactBody::AppointmentMoved(_) => String::from("meeting moved"),
        FactBody::AppointmentCancelled { note } => format!("meeting cancelled{}", said(note.as_ref())),
        FactBody::AppointmentMissed { by: MissedBy::Lead } => String::from("the lead did not come to the meeting"),
        FactBody::AppointmentMissed { by: MissedBy::Us } => String::from("we did not come to the meeting"),
        FactBody::BecameSql { file, deal, .. } => {
            format!("handed over (no. {}), deal {} of {}", file.number, deal.key(), money(deal.value()))
        }
        _ => return None,
    })
}

/// From the hand-over on.
fn late(body: &FactBody) -> Option<String> {
    Some(match body {
        FactBody::HandoffAccepted => String::from("accepted by field sales (SAO)"),
        FactBody::HandoffRejected { reason } => format!("rejected by field sales: {reason}"),
        FactBody::BecameOpportunity { result, note, moved } => {
            let result = match result {
                MeetingResult::Valid => "valid",
                MeetingResult::Invalid => "no chance to propose",
            };
            format!("first meeting held: {result}, deal {}{}", moved_words(moved), said(note.as_ref()))
        }
        FactBody::DealEdited(_) => String::from("deal changed"),
        FactBody::DealMoved(moved) => format!("deal {}", moved_words(moved)),
        FactBody::Won { contract, .. } => format!("won: contract {} of {}", contract.key(), money(contract.value())),
        FactBody::Lost { reason, ending } => format!("lost: {reason}; {}", ending_words(ending)),
        FactBody::Recycled { reason, ending } => format!("recycled: {reason}; {}", ending_words(ending)),
        FactBody::Disqualified { reason, ending } => format!("discarded: {reason}; {}", ending_words(ending)),
        FactBody::Reopened { reason, .. } => format!("reopened: {reason}"),
        FactBody::ReopenSuggested { trigger } => format!("shows new interest ({})", trigger_words(*trigger)),
        FactBody::ExpansionOpened { note, .. } => format!("expansion opened{}", said(note.as_ref())),
        FactBody::ContractEnded { contract, reason, .. } => format!("contract {contract} ended: {reason}"),
        FactBody::Assigned { owner: Some(owner), .. } => format!("assigned to {owner}"),
        FactBody::Assigned { owner: None, .. } => String::from("owner taken away"),
        FactBody::PolicyAdopted { from, .. } => format!("new policy adopted, was {from}"),
        FactBody::CoolingEnded => String::from("cooling is over"),
        FactBody::BecameStale { stage } => format!("too long at {stage}"),
        FactBody::ProposalMade { id, kind, rationale, .. } => {
            format!("assistant proposes `{kind}` ({id}){}", said(rationale.as_ref()))
        }
        FactBody::ProposalApproved { id } => format!("proposal {id} approved"),
        FactBody::ProposalDeclined { id, note } => format!("proposal {id} declined{}", said(note.as_ref())),
        FactBody::ProposalExpired { id } => format!("proposal {id} lapsed"),
        FactBody::MergedInto { into } => format!("merged into {into}"),
        FactBody::Redacted => String::from("personal data removed"),
        FactBody::StepImported { step, at, clamped, .. } => {
            let undated = if at.is_none() { ", date unknown" } else { "" };
            let moved = if *clamped { ", date moved to a possible order" } else { "" };
            format!("imported: {}{undated}{moved}", step_words(step))
        }
        _ => return None,
    })
}

fn said(note: Option<&Text>) -> String {
    note.map_or_else(String::new, |note| format!(" 「{note}」"))
}

const fn trigger_words(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Score => "score",
        Trigger::HandRaise => "hand-raise",
        Trigger::Manual => "judgement",
        Trigger::Rejection => "rejection",
        Trigger::Expansion => "expansion",
        Trigger::Import => "import",
    }
}

fn moved_words(moved: &DealMove) -> String {
    let how = match moved.kind {
        MoveKind::Same | MoveKind::Forward => String::new(),
        MoveKind::Skip { over } => format!(" (skipping {over})"),
        MoveKind::Backward => String::from(" (backward)"),
    };
    format!("{} → {}{how}", moved.from, moved.to)
}

fn ending_words(ending: &Ending) -> String {
    match ending {
        Ending::Recycled(next) => next.cooling_until.map_or_else(
            || String::from("next cycle begins"),
            |until| format!("next cycle begins, cooling until {until}"),
        ),
        Ending::Disqualified { reason, given: Some(_) } => format!("discarded ({reason})"),
        Ending::Disqualified { given: None, .. } => String::from("no next cycle"),
        Ending::BackToCustomer => String::from("a customer as before"),
    }
}

fn step_words(step: &ImportedStep) -> String {
    match step {
        ImportedStep::Mql => String::from("MQL"),
        ImportedStep::Sql { deal } => format!("handed over, deal of {}", money(deal.value())),
        ImportedStep::Sao => String::from("accepted"),
        ImportedStep::Opportunity { deal_stage } => format!("opportunity at {deal_stage}"),
        ImportedStep::Won { contract } => format!("won, {}", money(contract.value())),
        ImportedStep::Lost { reason } => format!("lost, {reason}"),
    }
}
