//! Steps that a legacy system reports.

use crate::insight::line::contract_event::ContractNews;
use crate::insight::line::contracts::{say_of_contract, sign};
use crate::insight::line::deal_line::DealEnd;
use crate::insight::line::deals::open_deal;
use crate::insight::line::exit::{CycleStart, Exit};
use crate::insight::line::lead_line::LeadLine;
use crate::insight::line::turns::Turn;
use crate::lead::{Attribution, Ending, Fact, ImportedOpening, ImportedStep};
use crate::recycle::Reason;
use crate::values::{CycleKind, Instant, Milestone, Origin, StageKind};

/// Takes a step in.
pub(super) fn step(line: &mut LeadLine, fact: &Fact, step: &ImportedStep, turn: &Turn) {
    let waits = core::mem::take(&mut line.now.waits_for_row);
    match step {
        ImportedStep::Opened(opening) => open(line, fact, opening, waits, turn),
        ImportedStep::Mql => {
            line.enter(StageKind::Mql, Exit::Forward, turn);
            line.reach(Milestone::Mql, turn);
        }
        ImportedStep::Sql { deal } => {
            open_deal(line, deal, None, turn);
            line.enter(StageKind::Sql, Exit::Forward, turn);
            line.reach(Milestone::Sql, turn);
        }
        ImportedStep::Sao => accept(line, turn),
        ImportedStep::Opportunity { deal_stage } => {
            met(line, true, turn);
            if let Some(deal) = line.cycle().and_then(|cycle| cycle.open_deal()) {
                deal.met = Some(turn.when);
                deal.move_to(deal_stage, turn.when, turn.imported);
            }
            line.enter(StageKind::Opportunity, Exit::Forward, turn);
            line.reach(Milestone::Opportunity, turn);
        }
        ImportedStep::DealStage { deal_stage } => {
            if let Some(deal) = line.cycle().and_then(|cycle| cycle.open_deal()) {
                deal.move_to(deal_stage, turn.when, turn.imported);
            }
        }
        ImportedStep::Won { contract } => {
            sign(line, fact, contract, turn);
            line.enter(StageKind::Customer, Exit::Forward, turn);
            line.reach(Milestone::Won, turn);
        }
        ImportedStep::Lost { reason, ending } => sort_out(line, (Exit::Lost, DealEnd::Lost), reason, ending, turn),
        ImportedStep::Recycled { reason, ending } => {
            sort_out(line, (Exit::Recycled, DealEnd::Recycled), reason, ending, turn);
            line.now.waits_for_row = line.now.stage == StageKind::Lead;
        }
        ImportedStep::Disqualified { reason, ending } => {
            let discard = line.now.stage == StageKind::Lead;
            let how = if discard { Exit::Discarded } else { Exit::Disqualified };
            sort_out(line, (how, DealEnd::Disqualified), reason, ending, turn);
        }
        ImportedStep::Bought { contract } => {
            sign(line, fact, contract, turn);
            line.enter(StageKind::Customer, Exit::Forward, turn);
            if let Some(cycle) = line.cycle() {
                cycle.kind = CycleKind::Direct;
            }
            line.reach(Milestone::Won, turn);
        }
        ImportedStep::ContractEnded { contract, reason, ending } => {
            say_of_contract(line, fact, contract, ContractNews::Ended { reason: reason.code().clone() }, turn);
            line.give_reason(Exit::ContractEnded, reason.code(), turn);
            if let Some(ending) = ending {
                line.end(ending, Exit::ContractEnded, turn);
                line.now.waits_for_row = line.now.stage == StageKind::Lead;
            }
        }
        ImportedStep::Merged { into } => {
            line.close_deal(DealEnd::Merged, None, None, turn);
            line.enter(StageKind::Merged, Exit::Merged, turn);
            line.merged_into = Some(into.clone());
            line.quality.merged = 1;
        }
    }
}

/// Field sales accepted the hand-over.
pub(super) fn accept(line: &mut LeadLine, turn: &Turn) {
    if let Some(handoff) = line.cycle().and_then(|cycle| cycle.handoffs.last_mut()) {
        handoff.accepted = turn.when;
    }
    line.reach(Milestone::Sao, turn);
}

/// The first meeting was held: of several the first valid one counts.
pub(super) fn met(line: &mut LeadLine, valid: bool, turn: &Turn) {
    if let Some(handoff) = line.cycle().and_then(|cycle| cycle.handoffs.last_mut()) {
        if handoff.meeting.is_none_or(|(_, known)| !known && valid) {
            handoff.meeting = Some((turn.when, valid));
        }
    }
}

/// Ends a cycle that was not won.
pub(super) fn sort_out(
    line: &mut LeadLine,
    (how, deal): (Exit, DealEnd),
    reason: &Reason,
    ending: &Ending,
    turn: &Turn,
) {
    line.give_reason(how, reason.code(), turn);
    line.close_deal(deal, Some(reason.code()), None, turn);
    line.end(ending, how, turn);
}

/// The next row of the lead: another cycle, or what is known besides of the open one.
fn open(line: &mut LeadLine, fact: &Fact, opening: &ImportedOpening, waits: bool, turn: &Turn) {
    let ImportedOpening { origin, attribution, owner: _, team: _, keeps, stock: _ } = opening;
    let at = fact.envelope.effective_at;
    match line.now.stage {
        StageKind::Disqualified => {
            line.open_cycle(CycleStart::Reopened, (*origin, attribution.clone()), *keeps, (Exit::Reopened, turn));
            take_owner(line, opening, false, at);
            line.enter(StageKind::Lead, Exit::Reopened, turn);
            line.reach(Milestone::Lead, turn);
        }
        StageKind::Customer => {
            let source = (Origin::Expansion, attribution.clone());
            line.open_cycle(CycleStart::Expansion, source, *keeps, (Exit::Forward, turn));
            take_owner(line, opening, false, at);
            line.enter(StageKind::Mql, Exit::Forward, turn);
            line.reach(Milestone::Mql, turn);
        }
        StageKind::Lead | StageKind::Mql | StageKind::Sql | StageKind::Opportunity | StageKind::Merged => {
            let is_own = waits && *origin != Origin::Expansion;
            if let Some(cycle) = line.cycle() {
                if is_own {
                    cycle.origin = *origin;
                    if *attribution != Attribution::default() {
                        cycle.attribution.clone_from(attribution);
                    }
                }
                cycle.attribution.fill(attribution);
            }
            take_owner(line, opening, !is_own, at);
            line.now.waits_for_row = waits;
        }
    }
}

/// Owner and team, as far as a row says them; only where there is none, if the cycle goes on.
fn take_owner(line: &mut LeadLine, opening: &ImportedOpening, gaps: bool, at: Instant) {
    let standing = &mut line.now.standing;
    if let Some(team) = opening.team.as_ref().filter(|_| !gaps || standing.team.is_none()) {
        standing.team = Some(team.clone());
    }
    let another = opening
        .owner
        .as_ref()
        .filter(|owner| (!gaps || standing.owner.is_none()) && standing.owner.as_ref() != Some(*owner));
    if let Some(owner) = another {
        standing.owner = Some(owner.clone());
        line.now.writers.owner = Some(at);
    }
}
