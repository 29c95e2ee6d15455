//! What each fact changes, once it is known to fit.

use alloc::vec::Vec;

use crate::deal::{Contract, Deal, DealEdit};
use crate::lead::actor::Attribution;
use crate::lead::apply::{ApplyError, write_profile};
use crate::lead::cycle::{Anchors, Basis, Cycle, MilestoneMark};
use crate::lead::fact::{Ending, Fact, FactBody, FactKind, ImportedStep, NextCycle};
use crate::lead::record::{ClockEvent, ClockMark, Proposal};
use crate::lead::stage::{Acceptance, Customer, HandoffRecord, Stage, Trigger};
use crate::lead::state::Lead;
use crate::recycle::Reason;
use crate::values::{
    Carry, ClockName, ContractKey, DealStageName, Few, Instant, Milestone, Origin, Progress, StageKind,
};

/// Takes in a fact that is known to fit; the only thing left to fail is the edit of a deal.
#[expect(clippy::too_many_lines, reason = "one arm per fact: splitting it would hide which facts there are")]
pub(crate) fn take(lead: &mut Lead, fact: &Fact) -> Result<(), ApplyError> {
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
            if !tags.is_empty() && at >= lead.cycle.opened_at {
                lead.cycle.own_activity = true;
            }
        }
        FactBody::ConsentRecorded(consent) => lead.consents.record(*consent),
        FactBody::BecameMql { trigger, .. } => {
            become_mql(lead, *trigger, at, Some(at), Basis::Direct);
        }
        FactBody::Demoted { .. } => enter(lead, Stage::Lead { cooling_until: None }, at),
        FactBody::AttemptRecorded { direction, outcome, progress, .. } => {
            lead.totals.attempts = lead.totals.attempts.saturating_add(1);
            lead.cycle.progress = lead.cycle.progress.max(*progress);
            if at >= lead.cycle.opened_at {
                lead.cycle.attempts.record(*direction, *outcome, at);
            }
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
            lead.cycle.progress = Progress::Consented;
            lead.cycle.appointment = Some(appointment.clone());
        }
        FactBody::AppointmentCancelled { .. } | FactBody::AppointmentMissed { .. } => {
            lead.cycle.appointment = None;
        }
        FactBody::BecameSql { file, print, deal } => {
            let stage = Stage::Sql {
                handoff: HandoffRecord::Filed(file.clone()),
                deal: deal.clone(),
                acceptance: Acceptance::Pending,
            };
            lead.cycle.handoffs = lead.cycle.handoffs.saturating_add(1);
            lead.cycle.handoff_print = Some(*print);
            lead.anchors.handed_over = Some(at);
            enter(lead, stage, at);
            reach(lead, Milestone::Sql, Some(at), Basis::Direct);
        }
        FactBody::HandoffAccepted => {
            let by = Some(fact.envelope.actor.id.clone());
            accept(lead, Acceptance::Accepted { by, at: Some(at) });
            reach(lead, Milestone::Sao, Some(at), Basis::Direct);
        }
        FactBody::HandoffRejected { reason } => {
            lead.cycle.rejection = Some(reason.clone());
            lead.cycle.appointment = None;
            lead.totals.rejections = lead.totals.rejections.saturating_add(1);
            lead.anchors.handed_over = None;
            become_mql(lead, Trigger::Rejection, at, Some(at), Basis::Direct);
        }
        FactBody::BecameOpportunity { moved, .. } => {
            lead.cycle.appointment = None;
            lead.anchors.meeting = Some(at);
            lead.anchors.result_recorded = Some(fact.envelope.recorded_at);
            open_opportunity(lead, &moved.to, at, at);
            reach(lead, Milestone::Opportunity, Some(at), Basis::Direct);
        }
        FactBody::DealEdited(edit) => edit_deal(lead, edit)?,
        FactBody::DealMoved(moved) => {
            if let Some(deal) = deal_mut(&mut lead.stage) {
                deal.move_to(&moved.to, at);
            }
        }
        FactBody::Won { contract, .. } => win(lead, contract, at, Some(at), Basis::Direct),
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
        FactBody::ReopenSuggested { .. } => suggest_reopening(lead),
        FactBody::ExpansionOpened { attribution, .. } => open_expansion(lead, attribution, at),
        FactBody::ContractEnded { contract, ending, .. } => end_contract(lead, contract, ending.as_ref(), at),
        // The last writer by effective time, as everywhere.
        FactBody::Assigned { owner, team } => {
            if lead.anchors.owner_assigned.is_none_or(|known| at >= known) {
                lead.cycle.owner.clone_from(owner);
                lead.cycle.team.clone_from(team);
                lead.anchors.owner_assigned = Some(at);
            }
        }
        FactBody::PolicyAdopted { memory, tags, retagged, deal_stage, .. } => {
            lead.policy = fact.envelope.policy.clone();
            lead.memory.set_limit((*memory).max(1));
            if let Some(state) = retagged {
                lead.scoring = (**state).clone();
            }
            lead.scoring.apply_profile(tags);
            if let (Some(to), Some(deal)) = (deal_stage, deal_mut(&mut lead.stage)) {
                deal.move_to(to, at);
            }
        }
        FactBody::CoolingEnded => lead.stage = Stage::Lead { cooling_until: None },
        FactBody::BecameStale { .. } => lead.cycle.stale_since = Some(at),
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

fn edit_deal(lead: &mut Lead, edit: &DealEdit) -> Result<(), ApplyError> {
    let stage = lead.stage.kind();
    let misfit =
        || ApplyError::Misfit { kind: FactKind::DealEdited, stage, why: "the edit does not fit onto the deal" };
    let deal = deal_mut(&mut lead.stage).ok_or_else(misfit)?;
    deal.edit(edit).map_err(|_deal| misfit())
}

fn open_expansion(lead: &mut Lead, attribution: &Attribution, at: Instant) {
    lead.totals.expansions = lead.totals.expansions.saturating_add(1);
    let number = lead.cycle.number.saturating_add(1);
    let cycle = Cycle::open(number, Origin::Expansion, attribution.clone(), at);
    begin_cycle(lead, cycle, Stage::Mql { trigger: Trigger::Expansion }, at);
    lead.anchors.became_mql = Some(at);
    reach(lead, Milestone::Mql, Some(at), Basis::Direct);
}

fn end_contract(lead: &mut Lead, contract: &ContractKey, ending: Option<&Ending>, at: Instant) {
    lead.totals.contracts_ended = lead.totals.contracts_ended.saturating_add(1);
    if let Some(customer) = &mut lead.customer {
        customer.contracts.retain(|c| c.key() != contract);
    }
    if lead.customer.as_ref().is_some_and(|c| c.contracts().is_empty()) {
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
    for clocks in [&mut lead.cycle.stages, &mut lead.totals.stages] {
        clocks.leave(from, at);
        clocks.enter(to, at);
    }
    lead.cycle.stale_since = None;
}

pub(crate) fn reach(lead: &mut Lead, milestone: Milestone, at: Option<Instant>, basis: Basis) {
    if lead.cycle.milestones.reach(milestone, MilestoneMark { at, basis }) {
        lead.totals.milestones.count(milestone);
    }
}

fn become_mql(lead: &mut Lead, trigger: Trigger, entered: Instant, at: Option<Instant>, basis: Basis) {
    enter(lead, Stage::Mql { trigger }, entered);
    lead.anchors.became_mql = Some(entered);
    lead.anchors.first_attempt = None;
    reach(lead, Milestone::Mql, at, basis);
}

fn win(lead: &mut Lead, contract: &Contract, entered: Instant, at: Option<Instant>, basis: Basis) {
    let Some(deal) = lead.stage.deal().map(|deal| deal.key().clone()) else {
        return;
    };
    match &mut lead.customer {
        Some(customer) => {
            customer.deal = deal.clone();
            customer.contracts.push(contract.clone());
        }
        none => {
            let contracts = Few::One(contract.clone());
            *none = Some(Customer { since: entered, deal: deal.clone(), contracts });
        }
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
        Ending::Disqualified { reason, given } => discard(lead, reason, given.as_ref(), at),
        Ending::BackToCustomer => {
            if let Some(deal) = lead.customer.as_ref().map(|c| c.deal.clone()) {
                lead.cycle.appointment = None;
                enter(lead, Stage::Customer { deal }, at);
            }
        }
    }
}

fn discard(lead: &mut Lead, reason: &Reason, given: Option<&Reason>, at: Instant) {
    lead.totals.disqualifications = lead.totals.disqualifications.saturating_add(1);
    lead.cycle.appointment = None;
    let stage = Stage::Disqualified { reason: reason.clone(), given: given.cloned(), suggested: false };
    enter(lead, stage, at);
}

fn next_cycle(lead: &mut Lead, next: NextCycle, at: Instant) {
    let (origin, attribution) = if lead.cycle.is_expansion() {
        (lead.origin, Attribution::default())
    } else {
        (lead.cycle.origin, lead.cycle.attribution.clone())
    };
    let cycle = Cycle::open(lead.cycle.number.saturating_add(1), origin, attribution, at);
    let cooling_until = next.cooling_until;
    begin_cycle(lead, cycle, Stage::Lead { cooling_until }, at);
    if next.carry != Carry::Keep {
        lead.scoring.carry(next.carry, at);
    }
    reach(lead, Milestone::Lead, Some(at), Basis::Direct);
}

fn begin_cycle(lead: &mut Lead, cycle: Cycle, stage: Stage, at: Instant) {
    let at = at.max(lead.stage_entered_at());
    lead.totals.stages.leave(lead.stage.kind(), at);
    lead.totals.stages.enter(stage.kind(), at);
    lead.totals.cycles = lead.totals.cycles.saturating_add(1);
    lead.cycle = cycle;
    lead.cycle.stages.enter(stage.kind(), at);
    lead.stage = stage;
    lead.anchors = Anchors { last_activity: lead.anchors.last_activity, ..Anchors::default() };
    lead.clocks.clear();
}

fn open_opportunity(lead: &mut Lead, deal_stage: &DealStageName, entered: Instant, moved_at: Instant) {
    turn_clocks(lead, StageKind::Opportunity, entered);
    // The boxes move over: a stage change copies no hand-over and no deal.
    match core::mem::replace(&mut lead.stage, Stage::Lead { cooling_until: None }) {
        Stage::Sql { handoff, mut deal, .. } => {
            deal.move_to(deal_stage, moved_at);
            lead.stage = Stage::Opportunity { handoff, deal };
        }
        other @ (Stage::Lead { .. }
        | Stage::Mql { .. }
        | Stage::Opportunity { .. }
        | Stage::Customer { .. }
        | Stage::Disqualified { .. }
        | Stage::Merged { .. }) => lead.stage = other,
    }
}

fn accept(lead: &mut Lead, accepted: Acceptance) {
    if let Stage::Sql { deal, acceptance, .. } = &mut lead.stage {
        if let Acceptance::Accepted { by: Some(by), .. } = &accepted {
            deal.own(by);
        }
        *acceptance = accepted;
    }
}

fn suggest_reopening(lead: &mut Lead) {
    if let Stage::Disqualified { suggested, .. } = &mut lead.stage {
        *suggested = true;
    }
}

fn deal_mut(stage: &mut Stage) -> Option<&mut Deal> {
    match stage {
        Stage::Sql { deal, .. } | Stage::Opportunity { deal, .. } => Some(deal),
        Stage::Lead { .. }
        | Stage::Mql { .. }
        | Stage::Customer { .. }
        | Stage::Disqualified { .. }
        | Stage::Merged { .. } => None,
    }
}

/// Imported steps: milestones carry the legacy instants, clocks start at the import.
fn take_import(lead: &mut Lead, step: &ImportedStep, entered: Instant, at: Option<Instant>, basis: Basis) {
    match step {
        ImportedStep::Mql => become_mql(lead, Trigger::Import, entered, at, basis),
        ImportedStep::Sql { deal } => {
            let stage =
                Stage::Sql { handoff: HandoffRecord::Imported, deal: deal.clone(), acceptance: Acceptance::Pending };
            lead.cycle.handoffs = lead.cycle.handoffs.saturating_add(1);
            lead.anchors.handed_over = Some(entered);
            enter(lead, stage, entered);
            reach(lead, Milestone::Sql, at, basis);
        }
        ImportedStep::Sao => {
            accept(lead, Acceptance::Accepted { by: None, at });
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
            discard(lead, reason, None, entered);
        }
    }
}

fn mark_clock(lead: &mut Lead, clock: &ClockName, visit: u32, event: ClockEvent, at: Instant) {
    let cycle = lead.cycle.number;
    let same = |m: &ClockMark| m.clock == *clock && m.visit == visit && m.cycle == cycle;
    if !lead.clocks.iter().any(same) {
        lead.clocks.push(ClockMark {
            clock: clock.clone(),
            cycle,
            visit,
            warned_at: None,
            breached_at: None,
            held_since: None,
            holds: Vec::new(),
        });
    }
    let Some(mark) = lead.clocks.iter_mut().find(|m| same(m)) else {
        return;
    };
    match event {
        ClockEvent::Warned => mark.warned_at = mark.warned_at.or(Some(at)),
        ClockEvent::Breached => mark.breached_at = mark.breached_at.or(Some(at)),
        ClockEvent::Held => mark.held_since = mark.held_since.or(Some(at)),
        ClockEvent::Released => {
            if let Some(since) = mark.held_since.take() {
                mark.holds.push((since, at.max(since)));
            }
        }
    }
}
