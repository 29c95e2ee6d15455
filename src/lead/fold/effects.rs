//! What each fact changes, once it is known to fit.

use crate::deal::{Contract, DealEdit};
use crate::lead::anchors::Anchors;
use crate::lead::apply_error::ApplyError;
use crate::lead::attribution::Attribution;
use crate::lead::clock_mark::{ClockEvent, ClockMark};
use crate::lead::customer::Customer;
use crate::lead::cycle::Cycle;
use crate::lead::ending::{Ending, NextCycle};
use crate::lead::fact::{Fact, FactBody, FactKind};
use crate::lead::fold::lead::Lead;
use crate::lead::handoff_record::{Acceptance, HandoffRecord};
use crate::lead::imported_step::ImportedStep;
use crate::lead::milestones::{MilestoneBasis, MilestoneMark};
use crate::lead::misfit::Misfit;
use crate::lead::profile_change::ProfileChange;
use crate::lead::proposal::Proposal;
use crate::lead::stage::Stage;
use crate::lead::trigger::Trigger;
use crate::recycle::Reason;
use crate::values::{Carry, ClockName, ContractKey, DealStageName, Instant, Milestone, Origin, StageKind};

/// Takes in a fact that is known to fit; the only thing left to fail is the edit of a deal.
#[inline]
#[expect(clippy::too_many_lines, reason = "one arm per fact: splitting it would hide which facts there are")]
pub(super) fn take(lead: &mut Lead, fact: &Fact) -> Result<(), ApplyError> {
    let at = fact.envelope.effective_at;
    match &fact.body {
        // INVARIANT: `Lead::step` refuses a second beginning.
        FactBody::Captured(_) => {}
        FactBody::ProfileUpdated(change) => write_profile(lead, change, at),
        FactBody::ActivityRecorded { activity, tags, .. } => {
            let print = activity.id.fingerprint();
            lead.memory.remember(print, at);
            lead.scoring.apply_activity(tags, at, print);
            lead.totals.activities = lead.totals.activities.saturating_add(1);
            lead.anchors.last_activity = lead.anchors.last_activity.max(Some(at));
            if !tags.is_empty() {
                lead.cycle.note_activity(at);
            }
        }
        FactBody::ConsentRecorded(consent) => lead.consents.record(*consent),
        FactBody::BecameMql { trigger, .. } => {
            become_mql(lead, *trigger, at, Some(at), MilestoneBasis::Direct);
        }
        FactBody::Demoted { .. } => enter(lead, Stage::Lead { cooling_until: None }, at),
        FactBody::AttemptRecorded { direction, outcome, progress, .. } => {
            lead.totals.attempts = lead.totals.attempts.saturating_add(1);
            lead.cycle.record_attempt(*direction, *outcome, *progress, at);
            if lead.anchors.became_mql.is_some_and(|since| at >= since) {
                let first = lead.anchors.first_attempt;
                lead.anchors.first_attempt = Some(first.map_or(at, |known| known.min(at)));
            }
        }
        FactBody::AnswerRecorded { criterion, answer } => {
            lead.answers.record(criterion, answer.clone());
        }
        FactBody::AnswerBecameStale { criterion } => lead.answers.note_stale(criterion),
        FactBody::AppointmentScheduled(appointment) | FactBody::AppointmentMoved(appointment) => {
            lead.cycle.agree_on(appointment.clone());
        }
        FactBody::AppointmentCancelled { .. } | FactBody::AppointmentMissed { .. } => lead.cycle.drop_appointment(),
        FactBody::BecameSql { file, print, deal } => {
            let stage = Stage::Sql {
                handoff: HandoffRecord::Filed(file.clone()),
                deal: deal.clone(),
                acceptance: Acceptance::Pending,
            };
            lead.cycle.hand_over(Some(*print));
            lead.anchors.handed_over = Some(at);
            enter(lead, stage, at);
            reach(lead, Milestone::Sql, Some(at), MilestoneBasis::Direct);
        }
        FactBody::HandoffAccepted => {
            let by = Some(fact.envelope.actor.id.clone());
            lead.stage.accept(Acceptance::Accepted { by, at: Some(at) });
            reach(lead, Milestone::Sao, Some(at), MilestoneBasis::Direct);
        }
        FactBody::HandoffRejected { reason } => {
            lead.cycle.reject_handoff(reason);
            lead.totals.rejections = lead.totals.rejections.saturating_add(1);
            lead.anchors.handed_over = None;
            become_mql(lead, Trigger::Rejection, at, Some(at), MilestoneBasis::Direct);
        }
        FactBody::BecameOpportunity { moved, .. } => {
            lead.cycle.drop_appointment();
            lead.anchors.meeting = Some(at);
            lead.anchors.result_recorded = Some(fact.envelope.recorded_at);
            open_opportunity(lead, &moved.to, at, at);
            reach(lead, Milestone::Opportunity, Some(at), MilestoneBasis::Direct);
        }
        FactBody::DealEdited(edit) => edit_deal(lead, edit)?,
        FactBody::DealMoved(moved) => {
            if let Some(deal) = lead.stage.deal_mut() {
                deal.move_to(&moved.to, at);
            }
        }
        FactBody::Won { contract, .. } => win(lead, contract, at, Some(at), MilestoneBasis::Direct),
        FactBody::Lost { ending, .. } => {
            lead.totals.losses = lead.totals.losses.saturating_add(1);
            end_cycle(lead, ending, at);
        }
        FactBody::Recycled { ending, .. } | FactBody::Disqualified { ending, .. } => {
            end_cycle(lead, ending, at);
        }
        FactBody::Reopened { next, .. } => {
            lead.totals.reopens = lead.totals.reopens.saturating_add(1);
            next_cycle(lead, *next, at);
        }
        FactBody::ReopenSuggested { .. } => lead.stage.suggest_reopening(),
        FactBody::ExpansionOpened { attribution, .. } => open_expansion(lead, attribution, at),
        FactBody::ContractEnded { contract, ending, .. } => end_contract(lead, contract, ending.as_ref(), at),
        // The last writer by effective time, as everywhere.
        FactBody::Assigned { owner, team } => {
            if lead.anchors.owner_assigned.is_none_or(|known| at >= known) {
                lead.cycle.assign(owner.as_ref(), team.as_ref());
                lead.anchors.owner_assigned = Some(at);
            }
        }
        FactBody::PolicyAdopted { memory, tags, retagged, deal_pipeline, deal_stage, .. } => {
            lead.policy = fact.envelope.policy.clone();
            lead.memory.set_limit((*memory).max(1));
            if let Some(state) = retagged {
                lead.scoring = (**state).clone();
            }
            lead.scoring.apply_profile(tags);
            if let Some(deal) = lead.stage.deal_mut() {
                if let Some(pipeline) = deal_pipeline {
                    deal.put_into(pipeline);
                }
                if let Some(to) = deal_stage {
                    deal.move_to(to, at);
                }
            }
        }
        FactBody::CoolingEnded => lead.stage = Stage::Lead { cooling_until: None },
        FactBody::BecameStale { .. } => lead.cycle.note_stale(at),
        FactBody::ProposalMade { id, command, rationale, expires_at, .. } => lead.proposals.push(Proposal {
            id: id.clone(),
            command: command.clone(),
            rationale: rationale.clone(),
            by: fact.envelope.actor.clone(),
            made_at: at,
            expires_at: *expires_at,
        }),
        FactBody::ProposalApproved { id }
        | FactBody::ProposalDeclined { id, .. }
        | FactBody::ProposalExpired { id } => lead.proposals.retain(|p| p.id != *id),
        FactBody::MergedInto { into } => enter(lead, Stage::Merged { into: into.clone() }, at),
        FactBody::Redacted => {
            lead.redact();
            lead.erased_at = Some(at);
        }
        FactBody::StepImported { step, at: known, basis, .. } => {
            take_import(lead, step, fact.envelope.recorded_at, *known, *basis);
        }
        FactBody::ClockMarked { clock, visit, event } => mark_clock(lead, clock, *visit, *event, at),
    }
    Ok(())
}

pub(super) fn write_profile(lead: &mut Lead, change: &ProfileChange, at: Instant) {
    for write in &change.writes {
        lead.profile.write(&write.name, at, write.personal, write.value.as_ref());
    }
    lead.scoring.apply_profile(&change.tags);
}

fn edit_deal(lead: &mut Lead, edit: &DealEdit) -> Result<(), ApplyError> {
    let stage = lead.stage.kind();
    let misfit = || ApplyError::Misfit { kind: FactKind::DealEdited, stage, why: Misfit::EditDoesNotFit };
    let deal = lead.stage.deal_mut().ok_or_else(misfit)?;
    deal.edit(edit).map_err(|_deal| misfit())
}

fn open_expansion(lead: &mut Lead, attribution: &Attribution, at: Instant) {
    lead.totals.expansions = lead.totals.expansions.saturating_add(1);
    let number = lead.cycle.number().saturating_add(1);
    let cycle = Cycle::open(number, Origin::Expansion, attribution.clone(), at);
    begin_cycle(lead, cycle, Stage::Mql { trigger: Trigger::Expansion }, at);
    lead.anchors.became_mql = Some(at);
    reach(lead, Milestone::Mql, Some(at), MilestoneBasis::Direct);
}

fn end_contract(lead: &mut Lead, contract: &ContractKey, ending: Option<&Ending>, at: Instant) {
    lead.totals.contracts_ended = lead.totals.contracts_ended.saturating_add(1);
    if lead.customer.as_mut().is_some_and(|customer| customer.end(contract)) {
        lead.customer = None;
    }
    if let Some(ending) = ending {
        end_cycle(lead, ending, at);
    }
}

/// Leaves the present stage and enters the next, in both sets of clocks.
fn enter(lead: &mut Lead, stage: Stage, at: Instant) {
    turn_clocks(lead, stage.kind(), at);
    lead.stage = stage;
}

fn turn_clocks(lead: &mut Lead, to: StageKind, at: Instant) {
    let from = lead.stage.kind();
    // Time never runs backwards in a clock: an entry is not before the one it follows.
    let at = at.max(lead.stage_entered_at());
    lead.cycle.turn(from, to, at);
    lead.totals.stages.leave(from, at);
    lead.totals.stages.enter(to, at);
}

pub(super) fn reach(lead: &mut Lead, milestone: Milestone, at: Option<Instant>, basis: MilestoneBasis) {
    if lead.cycle.reach(milestone, MilestoneMark { at, basis }) {
        lead.totals.milestones.count(milestone);
    }
}

fn become_mql(lead: &mut Lead, trigger: Trigger, entered: Instant, at: Option<Instant>, basis: MilestoneBasis) {
    enter(lead, Stage::Mql { trigger }, entered);
    lead.anchors.became_mql = Some(entered);
    lead.anchors.first_attempt = None;
    reach(lead, Milestone::Mql, at, basis);
}

fn win(lead: &mut Lead, contract: &Contract, entered: Instant, at: Option<Instant>, basis: MilestoneBasis) {
    let Some(deal) = lead.stage.deal().map(|deal| deal.key().clone()) else {
        return;
    };
    match &mut lead.customer {
        Some(customer) => customer.sign(deal.clone(), contract.clone()),
        none => *none = Some(Customer::new(entered, deal.clone(), contract.clone())),
    }
    enter(lead, Stage::Customer { deal }, entered);
    reach(lead, Milestone::Won, at, basis);
}

fn end_cycle(lead: &mut Lead, ending: &Ending, at: Instant) {
    match ending {
        Ending::Recycled(next) => {
            lead.totals.recycles = lead.totals.recycles.saturating_add(1);
            next_cycle(lead, *next, at);
        }
        Ending::Disqualified { reason, given } => disqualify(lead, reason, given.as_ref(), at),
        Ending::BackToCustomer => {
            if let Some(deal) = lead.customer.as_ref().map(|c| c.deal().clone()) {
                lead.cycle.drop_appointment();
                enter(lead, Stage::Customer { deal }, at);
            }
        }
    }
}

fn disqualify(lead: &mut Lead, reason: &Reason, given: Option<&Reason>, at: Instant) {
    lead.totals.disqualifications = lead.totals.disqualifications.saturating_add(1);
    lead.cycle.drop_appointment();
    let stage = Stage::Disqualified { reason: reason.clone(), given: given.cloned(), suggested: false };
    enter(lead, stage, at);
}

fn next_cycle(lead: &mut Lead, next: NextCycle, at: Instant) {
    let (origin, attribution) = if lead.cycle.is_expansion() {
        (lead.origin, Attribution::default())
    } else {
        (lead.cycle.origin(), lead.cycle.attribution().clone())
    };
    let cycle = Cycle::open(lead.cycle.number().saturating_add(1), origin, attribution, at);
    let cooling_until = next.cooling_until;
    begin_cycle(lead, cycle, Stage::Lead { cooling_until }, at);
    if next.carry != Carry::Keep {
        lead.scoring.carry(next.carry, at);
    }
    reach(lead, Milestone::Lead, Some(at), MilestoneBasis::Direct);
}

fn begin_cycle(lead: &mut Lead, cycle: Cycle, stage: Stage, at: Instant) {
    let at = at.max(lead.stage_entered_at());
    lead.totals.stages.leave(lead.stage.kind(), at);
    lead.totals.stages.enter(stage.kind(), at);
    lead.totals.cycles = lead.totals.cycles.saturating_add(1);
    lead.cycle = cycle;
    lead.cycle.begin(stage.kind(), at);
    lead.stage = stage;
    lead.anchors = Anchors { last_activity: lead.anchors.last_activity, ..Anchors::default() };
    lead.clocks.clear();
}

fn open_opportunity(lead: &mut Lead, deal_stage: &DealStageName, entered: Instant, moved_at: Instant) {
    turn_clocks(lead, StageKind::Opportunity, entered);
    let sql = core::mem::replace(&mut lead.stage, Stage::Lead { cooling_until: None });
    lead.stage = sql.into_opportunity(deal_stage, moved_at);
}

/// Imported steps: milestones carry the legacy instants, clocks start at the import.
fn take_import(lead: &mut Lead, step: &ImportedStep, entered: Instant, at: Option<Instant>, basis: MilestoneBasis) {
    match step {
        ImportedStep::Mql => become_mql(lead, Trigger::Import, entered, at, basis),
        ImportedStep::Sql { deal } => {
            let stage =
                Stage::Sql { handoff: HandoffRecord::Imported, deal: deal.clone(), acceptance: Acceptance::Pending };
            lead.cycle.hand_over(None);
            lead.anchors.handed_over = Some(entered);
            enter(lead, stage, entered);
            reach(lead, Milestone::Sql, at, basis);
        }
        ImportedStep::Sao => {
            lead.stage.accept(Acceptance::Accepted { by: None, at });
            reach(lead, Milestone::Sao, at, basis);
        }
        ImportedStep::Opportunity { deal_stage } => {
            open_opportunity(lead, deal_stage, entered, at.unwrap_or(entered));
            reach(lead, Milestone::Opportunity, at, basis);
        }
        ImportedStep::Won { contract } => win(lead, contract, entered, at, basis),
        ImportedStep::Lost { reason } => {
            if lead.stage.deal().is_some() {
                lead.totals.losses = lead.totals.losses.saturating_add(1);
            }
            disqualify(lead, reason, None, entered);
        }
    }
}

fn mark_clock(lead: &mut Lead, clock: &ClockName, visit: u32, event: ClockEvent, at: Instant) {
    let cycle = lead.cycle.number();
    if !lead.clocks.iter().any(|mark| mark.is_of(clock, cycle, visit)) {
        lead.clocks.push(ClockMark::new(clock.clone(), cycle, visit));
    }
    if let Some(mark) = lead.clocks.iter_mut().find(|mark| mark.is_of(clock, cycle, visit)) {
        mark.note(event, at);
    }
}
