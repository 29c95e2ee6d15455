//! Changes of stage and cycle: what the turns have in common.

use alloc::boxed::Box;

use crate::deal::Contract;
use crate::lead::anchors::Anchors;
use crate::lead::attribution::Attribution;
use crate::lead::customer::Customer;
use crate::lead::cycle::Cycle;
use crate::lead::ending::{Ending, NextCycle};
use crate::lead::fold::lead::Lead;
use crate::lead::milestones::MilestoneMark;
use crate::lead::postponement::{Postponement, PutOffBy};
use crate::lead::stage::Stage;
use crate::lead::trigger::Trigger;
use crate::recycle::{Ownership, Reason};
use crate::values::FactKind;
use crate::values::{Carry, ContractKey, DealKey, DealStageName, Instant, Milestone, Origin, StageKind};

/// Marks a milestone of the cycle; over the whole life it counts once a cycle.
pub(super) fn reach(lead: &mut Lead, milestone: Milestone, mark: MilestoneMark) {
    if lead.cycle.reach(milestone, mark) {
        lead.totals.milestones.count(milestone);
    }
}

/// Leaves the present stage and enters the next, in both sets of clocks.
pub(super) fn enter(lead: &mut Lead, stage: Stage, at: Instant) {
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

/// What the lead does by itself, at an instant and told at another, ends a postponement.
pub(super) fn rouse(lead: &mut Lead, at: Instant, told: Instant) {
    let ended = lead.cycle.rouse(at, told);
    if let (true, Stage::Lead { cooling_until }) = (ended, &mut lead.stage) {
        *cooling_until = None;
    }
}

/// A turn lies between the grounds of a promotion by rule and the instant at which it took effect: the promotion counts from
/// its grounds. When it took effect, and its deadlines, stay as they are. What lies before the grounds, as the end of an
/// older contract may, says nothing of it.
pub(super) fn count_from_grounds(lead: &mut Lead, turned: Instant) {
    let known = lead.stage_entered_at();
    let grounds = lead.anchors.grounds.filter(|grounds| *grounds <= turned && turned < known);
    if let (Stage::Mql { trigger }, Some(grounds)) = (&lead.stage, grounds) {
        let from = if *trigger == Trigger::Expansion { StageKind::Customer } else { StageKind::Lead };
        lead.cycle.pull_mql(known, grounds);
        lead.totals.stages.pull(from, StageKind::Mql, known, grounds);
    }
}

pub(super) fn become_mql(
    lead: &mut Lead,
    trigger: Trigger,
    entered: Instant,
    mark: MilestoneMark,
    grounds: Option<Instant>,
) {
    enter(lead, Stage::Mql { trigger }, entered);
    let since = grounds.unwrap_or(entered);
    let attempts = lead.cycle.attempts();
    let first = [attempts.first_at, attempts.last_at].into_iter().flatten().find(|at| *at >= since);
    lead.anchors.became_mql = Some(entered);
    lead.anchors.grounds = grounds;
    lead.anchors.first_attempt = first;
    reach(lead, Milestone::Mql, mark);
}

pub(super) fn open_opportunity(lead: &mut Lead, deal_stage: &DealStageName, entered: Instant, moved_at: Instant) {
    turn_clocks(lead, StageKind::Opportunity, entered);
    let sql = core::mem::replace(&mut lead.stage, Stage::Lead { cooling_until: None });
    lead.stage = sql.into_opportunity(deal_stage, moved_at);
}

pub(super) fn win(lead: &mut Lead, contract: &Contract, entered: Instant, mark: MilestoneMark) {
    let deal = lead.stage.deal().map(|deal| deal.key().clone());
    sign(lead, deal, contract, entered);
    reach(lead, Milestone::Won, mark);
}

/// Bought without sales: a cycle that is open ends with it; a customer's begins and ends at once.
pub(super) fn buy(
    lead: &mut Lead,
    contract: &Contract,
    (attribution, keeps): (&Attribution, Ownership),
    at: Instant,
    mark: MilestoneMark,
) {
    lead.totals.purchases = lead.totals.purchases.saturating_add(1);
    let deal = lead.stage.deal().map(|deal| deal.key().clone());
    if lead.stage.kind() == StageKind::Customer {
        lead.totals.expansions = lead.totals.expansions.saturating_add(1);
        let cycle = next_number(lead, Origin::Expansion, attribution.clone(), at, FactKind::PurchaseRecorded);
        begin_cycle(lead, cycle, Stage::Customer { deal: None }, at, keeps);
        hold_contract(lead, None, contract, at);
    } else {
        sign(lead, deal, contract, at);
    }
    lead.cycle.drop_appointment();
    lead.cycle.buy_directly();
    reach(lead, Milestone::Won, mark);
}

fn sign(lead: &mut Lead, deal: Option<DealKey>, contract: &Contract, entered: Instant) {
    hold_contract(lead, deal.clone(), contract, entered);
    enter(lead, Stage::Customer { deal }, entered);
}

fn hold_contract(lead: &mut Lead, deal: Option<DealKey>, contract: &Contract, at: Instant) {
    match &mut lead.customer {
        Some(customer) => customer.sign(deal, contract.clone(), at),
        none => *none = Some(Customer::new(at, deal, contract.clone())),
    }
}

pub(super) fn end_contract(
    lead: &mut Lead,
    contract: &ContractKey,
    ending: Option<&Ending>,
    until: Option<Instant>,
    at: Instant,
    mark: MilestoneMark,
) {
    lead.totals.contracts_ended = lead.totals.contracts_ended.saturating_add(1);
    if lead.customer.as_mut().is_some_and(|customer| customer.end(contract)) {
        lead.customer = None;
    }
    if let Some(ending) = ending {
        end_cycle(lead, ending, until, (at, mark), FactKind::ContractEnded);
    }
}

/// Ends the cycle as its rule says. An instant given with the end puts the lead off, wherever it goes.
pub(super) fn end_cycle(
    lead: &mut Lead,
    ending: &Ending,
    until: Option<Instant>,
    (at, mark): (Instant, MilestoneMark),
    by: FactKind,
) {
    let last_attempt = lead.cycle.attempts().last_at;
    match ending {
        Ending::Recycled(next) => {
            lead.totals.recycles = lead.totals.recycles.saturating_add(1);
            next_cycle(lead, *next, (at, mark), by);
        }
        Ending::Disqualified { reason, given } => disqualify(lead, reason, given.as_ref(), at),
        Ending::BackToCustomer => {
            if let Some(deal) = lead.customer.as_ref().map(|customer| customer.deal().cloned()) {
                lead.cycle.drop_appointment();
                enter(lead, Stage::Customer { deal }, at);
            }
        }
    }
    if let Some(until) = until.filter(|_| lead.stage.kind() != StageKind::Disqualified) {
        let _put_off = lead.cycle.put_off(Postponement::new(at, until, PutOffBy::Ending), last_attempt);
    }
}

fn disqualify(lead: &mut Lead, reason: &Reason, given: Option<&Reason>, at: Instant) {
    lead.totals.disqualifications = lead.totals.disqualifications.saturating_add(1);
    lead.cycle.drop_appointment();
    let stage = Stage::Disqualified { reason: reason.clone(), given: given.cloned(), suggested: false };
    enter(lead, stage, at);
}

pub(super) fn next_cycle(lead: &mut Lead, next: NextCycle, (at, mark): (Instant, MilestoneMark), by: FactKind) {
    let (origin, attribution) = if lead.cycle.is_expansion() {
        (lead.origin, Attribution::default())
    } else {
        (lead.cycle.origin(), lead.cycle.attribution().clone())
    };
    let cycle = next_number(lead, origin, attribution, at, by);
    begin_cycle(lead, cycle, Stage::Lead { cooling_until: next.cooling_until }, at, next.keeps);
    if next.carry != Carry::Keep {
        lead.scoring.carry(next.carry, at);
    }
    reach(lead, Milestone::Lead, mark);
}

/// An expansion that a hand-raise opened by rule began with the hand-raise; its stage is entered when it was recorded.
pub(super) fn open_expansion(
    lead: &mut Lead,
    attribution: &Attribution,
    keeps: Ownership,
    at: Instant,
    grounds: Option<Instant>,
    mark: MilestoneMark,
) {
    lead.totals.expansions = lead.totals.expansions.saturating_add(1);
    let opened = grounds.unwrap_or(at);
    let cycle = next_number(lead, Origin::Expansion, attribution.clone(), opened, FactKind::ExpansionOpened);
    begin_cycle(lead, cycle, Stage::Mql { trigger: Trigger::Expansion }, at, keeps);
    (lead.anchors.became_mql, lead.anchors.grounds) = (Some(at), grounds);
    reach(lead, Milestone::Mql, mark);
}

pub(super) fn next_number(lead: &Lead, origin: Origin, attribution: Attribution, at: Instant, by: FactKind) -> Cycle {
    Cycle::open(lead.cycle.number().saturating_add(1), origin, attribution, at, by)
}

pub(super) fn begin_cycle(lead: &mut Lead, cycle: Cycle, stage: Stage, at: Instant, keeps: Ownership) {
    let at = at.max(lead.stage_entered_at());
    lead.totals.stages.leave(lead.stage.kind(), at);
    lead.totals.stages.enter(stage.kind(), at);
    lead.totals.cycles = lead.totals.cycles.saturating_add(1);
    // The first cycle tells it itself, as long as it goes on.
    if lead.first_touch.is_none() {
        lead.first_touch = Some(Box::new(lead.touch_of_cycle()));
    }
    let before = core::mem::replace(&mut lead.cycle, cycle);
    lead.cycle.inherit(&before, keeps);
    lead.cycle.begin(stage.kind(), at);
    lead.stage = stage;
    lead.anchors = Anchors { last_activity: lead.anchors.last_activity, ..Anchors::default() };
    lead.edits = lead.edits.take().map(|marks| Box::new(marks.next_cycle()));
}
