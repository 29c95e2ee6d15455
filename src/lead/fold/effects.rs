//! What each fact changes, once it is known to fit.

use crate::deal::Edit;
use crate::lead::activity_memory::ActivityWeight;
use crate::lead::apply_error::ApplyError;
use crate::lead::appointment::MeetingKind;
use crate::lead::cause::Cause;
use crate::lead::clocks_changed;
use crate::lead::erasure::Erased;
use crate::lead::fact::{Fact, FactBody};
use crate::lead::fold::lead::Lead;
use crate::lead::fold::{edits, import, merge, sections, stock, turns};
use crate::lead::handoff_record::{Acceptance, HandoffRecord};
use crate::lead::milestones::{MilestoneBasis, MilestoneMark};
use crate::lead::postponement::{Postponement, PutOffBy};
use crate::lead::proposal::Proposal;
use crate::lead::stage::Stage;
use crate::lead::trigger::Trigger;
use crate::sla::ClockRun;
use crate::values::FactKind;
use crate::values::{ClockName, ContactOutcome, Direction, Instant, Milestone};
use alloc::boxed::Box;

/// Takes in a fact that is known to fit; the only thing left to fail is the edit of a deal.
#[inline]
pub(super) fn take(lead: &mut Lead, fact: &Fact) -> Result<(), ApplyError> {
    if !fact.kind().is_turn() || import::goes_on(lead, &fact.body) {
        return take_body(lead, fact);
    }
    let at = fact.envelope.effective_at;
    if at < lead.stage_entered_at() {
        turns::count_from_grounds(lead, at);
    }
    let before = (lead.cycle.number(), lead.stage.kind(), lead.visit());
    take_body(lead, fact)?;
    if before != (lead.cycle.number(), lead.stage.kind(), lead.visit()) {
        lead.cycle.run_deadlines(fact.told_at());
        // What a legacy system reports is stock, wherever it leaves the lead.
        if fact.kind() != FactKind::StepImported {
            stock::settle(lead, before.0);
        }
    }
    lead.cycle.note_turn(bound(fact), fact.kind());
    if !fact.envelope.cause.is_rule() {
        lead.hand_raise.answer(at);
    }
    Ok(())
}

/// Remembers an activity. It is apart from what else a fact changes, because taking back leaves it as it is.
#[inline]
pub(super) fn remember(lead: &mut Lead, fact: &Fact) {
    if let FactBody::ActivityRecorded { activity, tags, raises_hand, .. } = &fact.body {
        let weight = match (raises_hand, tags.is_empty()) {
            (true, _) => ActivityWeight::HandRaise,
            (false, false) => ActivityWeight::Tagged,
            (false, true) => ActivityWeight::Untagged,
        };
        lead.memory.remember(activity.id.digest(), fact.envelope.effective_at, weight);
    }
}

/// What later turns may be dated back to: the turn, or the grounds of one that a rule made.
fn bound(fact: &Fact) -> Instant {
    let at = fact.envelope.effective_at;
    if let FactBody::BecameMql { grounds: Some(grounds), .. }
    | FactBody::ExpansionOpened { grounds: Some(grounds), .. } = &fact.body
    {
        at.min(*grounds)
    } else {
        at
    }
}

/// A milestone that was passed here.
fn direct(fact: &Fact) -> MilestoneMark {
    let envelope = &fact.envelope;
    MilestoneMark { at: Some(envelope.effective_at), day: envelope.day, basis: MilestoneBasis::Direct }
}

#[inline]
#[expect(clippy::too_many_lines, reason = "one arm per fact: splitting it would hide which facts there are")]
fn take_body(lead: &mut Lead, fact: &Fact) -> Result<(), ApplyError> {
    let at = fact.envelope.effective_at;
    match &fact.body {
        // INVARIANT: `Lead::step` refuses a second beginning. What is left over changes nothing.
        FactBody::Captured(_) | FactBody::LeftOver(_) => {}
        FactBody::CaptureEdited(edit) => edits::edit_capture(lead, edit, at),
        FactBody::ProfileUpdated(change) => {
            lead.cycle.note_profile_change(at);
            // What is imported was there before.
            if let Some(open) = lead.adoption.as_mut().filter(|_| fact.envelope.cause != Cause::Import) {
                open.note_profile(at);
            }
            edits::write_profile(lead, change, at);
        }
        FactBody::ActivityRecorded { activity, tags, raises_hand, .. } => {
            lead.scoring.apply_activity(tags, at, activity.id.digest());
            lead.totals.activities = lead.totals.activities.saturating_add(1);
            lead.anchors.last_activity = lead.anchors.last_activity.max(Some(at));
            match (tags.is_empty(), &fact.envelope.cause) {
                (false, Cause::Import) => lead.cycle.note_activity(at),
                (false, _) => stock::note_activity(lead, at),
                (true, _) => {}
            }
            if *raises_hand {
                lead.hand_raise.raise(at);
                turns::rouse(lead, at, fact.told_at());
            }
        }
        FactBody::ConsentRecorded(consent) => lead.consents.record(*consent),
        FactBody::AttemptRecorded { direction, outcome, progress, raises_hand, .. } => {
            attempt(lead, fact, *direction, *outcome);
            lead.cycle.advance(*progress);
            if *raises_hand {
                lead.hand_raise.raise(at);
            }
        }
        FactBody::HandRaiseClosed { .. } => {
            lead.hand_raise.answer(at);
            lead.stage.forget_suggestion();
        }
        FactBody::Postponed { until, .. } => postpone(lead, at, *until),
        FactBody::PostponementEnded => lead.cycle.end_postponement(at),
        FactBody::AnswerRecorded { criterion, answer } => {
            lead.answers.record(criterion, answer.clone());
        }
        FactBody::AnswerBecameStale { criterion } => lead.answers.note_stale(criterion),
        FactBody::AppointmentScheduled(appointment) => {
            lead.cycle.agree_on(appointment.clone());
            lead.hand_raise.answer(at);
            turns::rouse(lead, at, fact.told_at());
        }
        FactBody::AppointmentMoved(appointment) => lead.cycle.agree_on(appointment.clone()),
        FactBody::AppointmentCancelled { .. } | FactBody::AppointmentMissed { .. } => lead.cycle.drop_appointment(),
        FactBody::BecameMql { trigger, grounds, progress, .. } => {
            turns::become_mql(lead, *trigger, at, direct(fact), grounds.filter(|grounds| *grounds < at));
            lead.cycle.advance(*progress);
        }
        FactBody::Demoted { .. } => turns::enter(lead, Stage::Lead { cooling_until: None }, at),
        FactBody::MeetingHeld { .. } => {
            lead.cycle.hold(MeetingKind::FollowUp);
            lead.totals.follow_ups = lead.totals.follow_ups.saturating_add(1);
        }
        FactBody::BecameSql { file, print, deal } => {
            let stage = Stage::Sql {
                handoff: HandoffRecord::Filed(file.clone()),
                deal: deal.clone(),
                acceptance: Acceptance::Pending,
            };
            lead.cycle.hand_over(Some(*print));
            lead.deal_keys.remember(deal.key());
            lead.anchors.handed_over = Some(at);
            (lead.anchors.meeting, lead.anchors.result_recorded) = (None, None);
            turns::enter(lead, stage, at);
            turns::reach(lead, Milestone::Sql, direct(fact));
        }
        FactBody::HandoffAccepted => {
            let by = Some(fact.envelope.actor.id.clone());
            lead.stage.accept(Acceptance::Accepted { by, at: Some(at) });
            turns::reach(lead, Milestone::Sao, direct(fact));
        }
        FactBody::HandoffRejected { reason } => {
            lead.cycle.reject_handoff(reason);
            lead.totals.rejections = lead.totals.rejections.saturating_add(1);
            lead.anchors.handed_over = None;
            (lead.anchors.meeting, lead.anchors.result_recorded) = (None, None);
            turns::become_mql(lead, Trigger::Rejection, at, direct(fact), None);
        }
        FactBody::FirstMeetingInvalid { .. } => {
            lead.cycle.hold(MeetingKind::First);
            lead.totals.invalid_meetings = lead.totals.invalid_meetings.saturating_add(1);
            note_meeting(lead, fact);
        }
        FactBody::BecameOpportunity { met, moved, .. } => {
            if *met {
                lead.cycle.hold(MeetingKind::First);
                note_meeting(lead, fact);
            } else {
                lead.cycle.follow_up();
            }
            turns::open_opportunity(lead, &moved.to, at, at);
            turns::reach(lead, Milestone::Opportunity, direct(fact));
        }
        FactBody::DealMoved(moved) => {
            if let Some(deal) = lead.stage.deal_mut() {
                deal.move_to(&moved.to, at);
            }
        }
        FactBody::Won { contract, .. } => turns::win(lead, contract, at, direct(fact)),
        FactBody::PurchaseRecorded { contract, attribution, keeps } => {
            turns::buy(lead, contract, (attribution, *keeps), at, direct(fact));
        }
        FactBody::Lost { ending, until, .. } => {
            lead.totals.losses = lead.totals.losses.saturating_add(1);
            turns::end_cycle(lead, ending, *until, (at, direct(fact)), fact.kind());
        }
        FactBody::Recycled { ending, until, .. } => {
            turns::end_cycle(lead, ending, *until, (at, direct(fact)), fact.kind());
        }
        FactBody::Disqualified { ending, .. } => turns::end_cycle(lead, ending, None, (at, direct(fact)), fact.kind()),
        FactBody::Reopened { next, .. } => {
            lead.totals.reopens = lead.totals.reopens.saturating_add(1);
            turns::next_cycle(lead, *next, (at, direct(fact)), fact.kind());
        }
        FactBody::ExpansionOpened { attribution, grounds, keeps, .. } => {
            let grounds = grounds.filter(|grounds| *grounds < at);
            turns::open_expansion(lead, attribution, *keeps, at, grounds, direct(fact));
        }
        FactBody::ContractEnded { contract, ending, until, .. } => {
            turns::end_contract(lead, contract, ending.as_ref(), *until, at, direct(fact));
        }
        FactBody::MergedInto { into } => turns::enter(lead, Stage::Merged { into: into.clone() }, at),
        FactBody::StepImported { step, at: known, basis, .. } => {
            let mark = MilestoneMark { at: *known, day: fact.envelope.day, basis: *basis };
            import::take(lead, step, (at, fact.envelope.recorded_at), mark);
        }
        FactBody::DealEdited { edit, public } => edits::edit_deal(lead, edit, public)?,
        FactBody::ReopenSuggested { .. } => lead.stage.suggest_reopening(),
        FactBody::ContractRenewed { contract, ends, value } => {
            lead.totals.renewals = lead.totals.renewals.saturating_add(1);
            if let Some(customer) = &mut lead.customer {
                customer.change(contract, *value, ends.map_or(Edit::Clear, Edit::To), at);
            }
        }
        FactBody::ContractAmended { contract, value, ends } => {
            if let Some(customer) = &mut lead.customer {
                customer.change(contract, *value, *ends, at);
            }
        }
        FactBody::Assigned { owner, team, deal } => edits::assign(lead, owner.as_ref(), team, deal, at),
        FactBody::PolicyAdopted { memory, tags, deal_pipeline, deal_stage, stock: terms, recount_due, .. } => {
            lead.policy = fact.envelope.policy.clone();
            lead.memory.set_limit((*memory).max(1));
            lead.adopted_at = Some(at);
            stock::adopt(lead, fact, *terms, *recount_due);
            lead.scoring.apply_profile(tags);
            if let Some(deal) = lead.stage.deal_mut() {
                deal.put_into(deal_pipeline.as_ref(), deal_stage.as_ref());
            }
        }
        FactBody::Recounted { counted, spared } => stock::recount(lead, counted.as_deref(), *spared, at),
        FactBody::SparingEnded => {
            lead.adoption = lead.adoption.take().and_then(|open| open.not_spared()).map(Box::new);
        }
        FactBody::CoolingEnded => {
            if let Stage::Lead { cooling_until } = &mut lead.stage {
                lead.cycle.note_cooled(cooling_until.take());
            }
            lead.cycle.end_postponement(at);
        }
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
        FactBody::Redacted(erasure) => {
            lead.redact(erasure);
            match &mut lead.erased {
                Some(erased) => erased.again(erasure),
                none => *none = Some(Box::new(Erased { at, erasure: (**erasure).clone() })),
            }
        }
        FactBody::TakenBack(taken) => {
            sections::replace(lead, &taken.lead, fact.kind())?;
            lead.memory.take_back(&taken.activities);
        }
        FactBody::SplitFrom(split) | FactBody::SplitOff(split) => {
            sections::replace(lead, &split.sections, fact.kind())?;
        }
        FactBody::ContributionCorrected(said) => sections::replace(lead, &said.sections, fact.kind())?,
        FactBody::MergedFrom(merged) => merge::unite(lead, merged, fact),
        FactBody::ClocksChanged(said) => clocks_changed::put(&mut lead.clocks, said),
        FactBody::ClockWarned { clock, run, .. } => note_run(lead, clock, *run, ClockRun::note_warning),
        FactBody::ClockBreached { clock, run, .. } => note_run(lead, clock, *run, ClockRun::note_breach),
        FactBody::ClockEscalated { clock, run, step, next, reassign, .. } => {
            note_run(lead, clock, *run, |run| run.note_step(*step, *next, *reassign));
        }
        FactBody::BreachWithdrawn { clock, run, .. } => note_run(lead, clock, *run, ClockRun::withdraw_breach),
    }
    Ok(())
}

/// An attempt counts to the end of the open cycle, on the MQL from its grounds on.
fn attempt(lead: &mut Lead, fact: &Fact, direction: Direction, outcome: ContactOutcome) {
    let at = fact.envelope.effective_at;
    lead.totals.attempts = lead.totals.attempts.saturating_add(1);
    // What a machine of theirs sends is nobody's attempt.
    let inbound = direction == Direction::Inbound;
    let attempted = !(inbound && outcome.by_machine());
    let open = lead.stage.kind().is_open() || at < lead.stage_entered_at();
    if open && at >= lead.cycle.opened_at() {
        lead.cycle.record_attempt(direction, outcome, at);
        if attempted && lead.anchors.mql_since().is_some_and(|since| at >= since) {
            let first = lead.anchors.first_attempt;
            lead.anchors.first_attempt = Some(first.map_or(at, |known| known.min(at)));
        }
    }
    if outcome.reached() {
        lead.hand_raise.answer(at);
    }
    if attempted {
        lead.cycle.meet_postponement(at);
        if inbound {
            turns::rouse(lead, at, fact.told_at());
        }
    }
}

/// A postponement of an earlier visit, told late, has ended with it.
fn postpone(lead: &mut Lead, at: Instant, until: Instant) {
    let here = at >= lead.cycle.turned_at().min(lead.stage_entered_at());
    let last_attempt = lead.cycle.attempts().last_at;
    if here && lead.cycle.put_off(Postponement::new(at, until, PutOffBy::Postponement), last_attempt) {
        if let Stage::Lead { cooling_until } = &mut lead.stage {
            *cooling_until = Some(until);
        }
    }
}

fn note_meeting(lead: &mut Lead, fact: &Fact) {
    lead.anchors.meeting = Some(fact.envelope.effective_at);
    lead.anchors.result_recorded = Some(fact.envelope.recorded_at);
}

/// What happened to a run of a clock.
fn note_run(lead: &mut Lead, clock: &ClockName, number: u64, note: impl FnOnce(&mut ClockRun)) {
    let run = lead.clocks.iter_mut().find(|run| run.clock() == clock && run.number() == number);
    if let Some(run) = run {
        note(run);
    }
}
