//! What each fact that counts adds to a line. Nothing here judges: structure was checked when the fact was stored.

use alloc::vec::Vec;

use crate::insight::line::contract_event::ContractNews;
use crate::insight::line::contracts::{say_of_contract, sign};
use crate::insight::line::cycle_line::CycleLine;
use crate::insight::line::deal_line::DealEnd;
use crate::insight::line::deals::{edit, open_deal};
use crate::insight::line::exit::{CycleStart, Exit};
use crate::insight::line::lead_line::LeadLine;
use crate::insight::line::line_error::LineError;
use crate::insight::line::line_plan::LinePlan;
use crate::insight::line::news;
use crate::insight::line::now::Now;
use crate::insight::line::quality::Quality;
use crate::insight::line::standing::{LastWriters, Standing};
use crate::insight::line::stay::Stay;
use crate::insight::line::steps::{accept, met, sort_out, step};
use crate::insight::line::turns::Turn;
use crate::insight::line::when::When;
use crate::insight::line::work::Counts;
use crate::lead::{Captured, Contributions, Erasure, Fact, FactBody, ImportedStep, MilestoneBasis, SCHEMA};
use crate::values::{CycleKind, Instant, Milestone, Moment, Origin, StageKind};

/// A fact that counts, with what later facts say of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) fact: &'a Fact,
    /// Whether it is a promotion whose grounds were taken back.
    pub(super) is_hollow: bool,
    /// What merges bring now.
    pub(super) brought: &'a Contributions,
    /// The erasures before it.
    pub(super) erasures: &'a [&'a Erasure],
}

/// The line of a lead of which only the first fact is known.
pub(super) fn begin(plan: &LinePlan, fact: &Fact) -> Result<LeadLine, LineError> {
    let FactBody::Captured(captured) = &fact.body else {
        return Err(LineError::Beginning { kind: fact.kind() });
    };
    let envelope = &fact.envelope;
    let imported = captured.basis == MilestoneBasis::Imported;
    let entered = if imported { envelope.recorded_at } else { envelope.effective_at };
    let when = captured.at.map(|at| When { at, day: envelope.day });
    let fields = plan.fields().len();
    let standing = Standing {
        owner: captured.owner.clone(),
        team: captured.team.clone(),
        rank: None,
        policy: Some(envelope.policy.clone()),
        fields: alloc::vec![None; fields],
    };
    let owner = captured.owner.as_ref().map(|_| envelope.effective_at);
    let writers = LastWriters { owner, fields: alloc::vec![None; fields], ..LastWriters::default() };
    let opened = Some(When { at: envelope.effective_at, day: envelope.day });
    let source = (captured.origin, captured.attribution.clone());
    let mut line = LeadLine {
        schema: SCHEMA,
        plan: plan.print(),
        lead: envelope.lead.clone(),
        revision: envelope.revision,
        recorded_at: envelope.recorded_at,
        account: captured.account.clone(),
        person: captured.person.clone(),
        merged_into: None,
        first_met: None,
        quality: Quality { imported: i64::from(imported), ..Quality::default() },
        cycles: alloc::vec![CycleLine::open(1, CycleStart::Captured, opened, source)],
        standings: Vec::new(),
        contracts: Vec::new(),
        touches: Vec::new(),
        clocks: Vec::new(),
        attempts: Counts::default(),
        activities: Counts::default(),
        now: Now {
            origin: captured.origin,
            stage: StageKind::Lead,
            entered,
            grounds: None,
            attempts: None,
            standing,
            writers,
            waits_for_row: false,
        },
    };
    settle(&mut line, plan, fact, captured, (when, imported));
    Ok(line)
}

/// What the first fact says of the first visit.
fn settle(
    line: &mut LeadLine,
    plan: &LinePlan,
    fact: &Fact,
    captured: &Captured,
    (when, imported): (Option<When>, bool),
) {
    let envelope = &fact.envelope;
    news::write_fields(line, plan, &captured.profile.writes, envelope.effective_at);
    let turn = Turn {
        when,
        entered: line.now.entered,
        told: fact.told_at(),
        imported: imported.then_some(envelope.recorded_at),
        basis: captured.basis,
        by: envelope.actor.role,
        hollow: false,
        grounds: None,
    };
    let standing = line.standing();
    if let Some(cycle) = line.cycle() {
        cycle.stays.push(Stay {
            stage: StageKind::Lead,
            from: when,
            grounds: None,
            told: turn.told,
            imported: turn.imported,
            end: None,
            first_attempt: None,
            standing,
        });
    }
    line.reach(Milestone::Lead, &turn);
}

/// The turn that a fact is.
fn turn_of(line: &mut LeadLine, plan: &LinePlan, told: Told<'_>) -> Turn {
    let (fact, envelope) = (told.fact, &told.fact.envelope);
    let at = When { at: envelope.effective_at, day: envelope.day };
    let mut turn = Turn {
        when: Some(at),
        entered: envelope.effective_at,
        told: fact.told_at(),
        imported: None,
        basis: MilestoneBasis::Direct,
        by: envelope.actor.role,
        hollow: told.is_hollow,
        grounds: None,
    };
    if let FactBody::BecameMql { grounds, .. } | FactBody::ExpansionOpened { grounds, .. } = &fact.body {
        turn.grounds = grounds.filter(|grounds| *grounds < envelope.effective_at);
    }
    if let FactBody::StepImported { at, basis, told, .. } = &fact.body {
        turn.when = match told {
            Some(Moment::At(at)) => Some(When::at(*at)),
            Some(Moment::Day(day)) => Some(When { at: day.start(plan.zone()), day: Some(*day) }),
            None => at.map(|at| When { at, day: envelope.day }),
        };
        line.quality.clamped = line.quality.clamped.saturating_add(i64::from(told.is_some()));
        (turn.entered, turn.imported, turn.basis) = (envelope.recorded_at, Some(envelope.recorded_at), *basis);
    }
    turn
}

/// Takes a fact in that counts.
pub(super) fn take(line: &mut LeadLine, plan: &LinePlan, told: Told<'_>) {
    let fact = told.fact;
    if line.now.standing.policy.as_ref() != Some(&fact.envelope.policy) {
        line.now.standing.policy = Some(fact.envelope.policy.clone());
    }
    if !fact.kind().is_turn() {
        return take_news(line, plan, told);
    }
    let imported = matches!(fact.body, FactBody::StepImported { .. });
    line.now.waits_for_row &= imported;
    let at = fact.envelope.effective_at;
    let goes_on = matches!(fact.body, FactBody::StepImported { step: ImportedStep::Opened(_), .. })
        && matches!(line.now.stage, StageKind::Lead | StageKind::Mql);
    if !goes_on && at < line.now.entered {
        line.count_from_grounds(at);
    }
    let turn = turn_of(line, plan, told);
    take_turn(line, fact, &turn);
}

#[expect(clippy::too_many_lines, reason = "one arm per turn: splitting it would hide which turns there are")]
#[expect(clippy::wildcard_enum_match_arm, reason = "whatever is no turn is news")]
fn take_turn(line: &mut LeadLine, fact: &Fact, turn: &Turn) {
    match &fact.body {
        FactBody::BecameMql { .. } => {
            line.enter(StageKind::Mql, Exit::Forward, turn);
            answered_before(line, turn);
            line.reach(Milestone::Mql, turn);
        }
        FactBody::Demoted { .. } => line.enter(StageKind::Lead, Exit::Demoted, turn),
        FactBody::BecameSql { file, deal, .. } => {
            open_deal(line, deal, file.handoff.rank, turn);
            line.enter(StageKind::Sql, Exit::Forward, turn);
            line.reach(Milestone::Sql, turn);
        }
        FactBody::HandoffAccepted => accept(line, turn),
        FactBody::HandoffRejected { reason } => {
            line.give_reason(Exit::Back, reason.code(), turn);
            if let Some(handoff) = line.cycle().and_then(|cycle| cycle.handoffs.last_mut()) {
                handoff.rejected = Some((turn.when, reason.code().clone()));
            }
            line.close_deal(DealEnd::Rejected, Some(reason.code()), None, turn);
            line.enter(StageKind::Mql, Exit::Back, turn);
            answered_before(line, turn);
            line.reach(Milestone::Mql, turn);
        }
        FactBody::FirstMeetingInvalid { .. } => met(line, false, turn),
        FactBody::BecameOpportunity { met: held, moved, .. } => {
            if *held {
                met(line, true, turn);
            }
            if let Some(deal) = line.cycle().and_then(CycleLine::open_deal) {
                deal.met = Some(turn.when);
                deal.move_to(&moved.to, turn.when, None);
            }
            line.enter(StageKind::Opportunity, Exit::Forward, turn);
            line.reach(Milestone::Opportunity, turn);
        }
        FactBody::DealMoved(moved) => {
            if let Some(deal) = line.cycle().and_then(CycleLine::open_deal) {
                deal.move_to(&moved.to, turn.when, None);
            }
        }
        FactBody::Won { contract, .. } => {
            sign(line, fact, contract, turn);
            line.enter(StageKind::Customer, Exit::Forward, turn);
            line.reach(Milestone::Won, turn);
        }
        FactBody::PurchaseRecorded { contract, attribution, keeps } => {
            if line.now.stage == StageKind::Customer {
                let source = (Origin::Expansion, attribution.clone());
                let at = (StageKind::Customer, CycleStart::Purchase);
                line.next_cycle(at, source, *keeps, (Exit::Forward, turn));
                sign(line, fact, contract, turn);
            } else {
                sign(line, fact, contract, turn);
                line.enter(StageKind::Customer, Exit::Forward, turn);
            }
            if let Some(cycle) = line.cycle() {
                cycle.kind = CycleKind::Direct;
            }
            line.reach(Milestone::Won, turn);
        }
        FactBody::Lost { reason, ending, .. } => {
            sort_out(line, (Exit::Lost, DealEnd::Lost), reason, ending, turn);
        }
        FactBody::Recycled { reason, ending, .. } => {
            sort_out(line, (Exit::Recycled, DealEnd::Recycled), reason, ending, turn);
        }
        FactBody::Disqualified { reason, ending } => {
            let how = if line.now.stage == StageKind::Lead { Exit::Discarded } else { Exit::Disqualified };
            sort_out(line, (how, DealEnd::Disqualified), reason, ending, turn);
        }
        FactBody::Reopened { reason, next } => {
            line.give_reason(Exit::Reopened, reason.code(), turn);
            let source = line.origin_of_next();
            let at = (StageKind::Lead, CycleStart::Reopened);
            line.next_cycle(at, source, next.keeps, (Exit::Reopened, turn));
            line.reach(Milestone::Lead, turn);
        }
        FactBody::ExpansionOpened { attribution, keeps, .. } => {
            let source = (Origin::Expansion, attribution.clone());
            let at = (StageKind::Mql, CycleStart::Expansion);
            line.next_cycle(at, source, *keeps, (Exit::Forward, turn));
            line.reach(Milestone::Mql, turn);
        }
        FactBody::ContractEnded { contract, reason, ending, .. } => {
            say_of_contract(line, fact, contract, ContractNews::Ended { reason: reason.code().clone() }, turn);
            line.give_reason(Exit::ContractEnded, reason.code(), turn);
            if let Some(ending) = ending {
                line.end(ending, Exit::ContractEnded, turn);
            }
        }
        FactBody::MergedInto { into } => {
            line.close_deal(DealEnd::Merged, None, None, turn);
            line.enter(StageKind::Merged, Exit::Merged, turn);
            line.merged_into = Some(into.clone());
            line.quality.merged = 1;
        }
        FactBody::StepImported { step: said, .. } => step(line, fact, said, turn),
        _ => {}
    }
}

/// An attempt that was made since the grounds of a promotion answers it.
fn answered_before(line: &mut LeadLine, turn: &Turn) {
    let since: Option<Instant> = turn.grounds.or(turn.when.map(|when| when.at));
    let known = line.now.attempts.map(|(first, last)| [first, last]);
    let first = known.into_iter().flatten().find(|at| since.is_some_and(|since| *at >= since));
    if let Some(stay) = line.cycle().and_then(CycleLine::stay) {
        stay.first_attempt = first;
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "most news say nothing that reports count")]
fn take_news(line: &mut LeadLine, plan: &LinePlan, told: Told<'_>) {
    let (fact, at) = (told.fact, told.fact.envelope.effective_at);
    match &fact.body {
        FactBody::ActivityRecorded { activity, personal, .. } => {
            news::activity(line, plan, fact, activity, |name| personal.contains(name));
        }
        FactBody::AttemptRecorded { direction, channel, outcome, .. } => {
            news::attempt(line, plan, fact, (*direction, *channel, *outcome));
        }
        FactBody::ProfileUpdated(change) => news::write_fields(line, plan, &change.writes, at),
        FactBody::CaptureEdited(edit) => news::edit_capture(line, edit, at),
        FactBody::Assigned { owner, team, deal } => news::assign(line, (owner.as_ref(), team, deal), at),
        FactBody::DealEdited { edit: said, .. } => edit(line, said),
        FactBody::PolicyAdopted { deal_pipeline, deal_stage, .. } => {
            if let Some(deal) = line.cycle().and_then(CycleLine::open_deal) {
                if let Some(pipeline) = deal_pipeline {
                    deal.pipeline = pipeline.clone();
                }
                if let (Some(stage), Some(stay)) = (deal_stage, deal.stays.last_mut()) {
                    // The stage has another name: the deal has not moved.
                    stay.stage = stage.clone();
                }
            }
        }
        FactBody::ContractRenewed { contract, ends, value } => {
            let what = ContractNews::Renewed { value: *value, ends: *ends };
            say_of_contract(line, fact, contract, what, &said_at(fact));
        }
        FactBody::ContractAmended { contract, value, ends } => {
            let what = ContractNews::Amended { value: *value, ends: *ends };
            say_of_contract(line, fact, contract, what, &said_at(fact));
        }
        FactBody::ClocksChanged(said) => news::clocks(line, said),
        FactBody::ClockBreached { clock, run, .. } => news::missed(line, clock, *run, true),
        FactBody::BreachWithdrawn { clock, run, .. } => news::missed(line, clock, *run, false),
        FactBody::MergedFrom(_) => news::unite(line, plan, (&told.brought.parts(fact), told.erasures)),
        FactBody::Redacted(erasure) => news::erase(line, plan, erasure),
        FactBody::LeftOver(left) => {
            let more = i64::try_from(left.len()).unwrap_or(i64::MAX);
            line.quality.left_over = line.quality.left_over.saturating_add(more);
        }
        _ => {}
    }
}

/// A fact that is no turn, for what asks when.
fn said_at(fact: &Fact) -> Turn {
    let envelope = &fact.envelope;
    Turn {
        when: Some(When { at: envelope.effective_at, day: envelope.day }),
        entered: envelope.effective_at,
        told: fact.told_at(),
        imported: None,
        basis: MilestoneBasis::Direct,
        by: envelope.actor.role,
        hollow: false,
        grounds: None,
    }
}
