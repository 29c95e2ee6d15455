//! How cycles end and begin: recycling, discarding, disqualifying, putting off, reopening, expansion.
//!
//! How long a recycled lead cools, and that it cools longer each time, is `ReasonRules::cooling` in `recycle/rules.rs`.

use crate::lead::{Attribution, Ending, FactBody, FactKind, Lead, NextCycle, Stage, Trigger};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::reasons::check_reason;
use crate::lifecycle::unmet::{LeadUnmet, Unmet};
use crate::policy::Policy;
use crate::recycle::{Reason, ReasonList, ReasonOutcome, max_cycles};
use crate::values::{Carry, Instant, Moment, Progress, ReasonCode, Span, StageKind, Text};

/// What the rule of a reason makes of the end of the present cycle.
///
/// An instant until which the lead is put off goes before every rule of cooling.
fn ending_by_reason(
    policy: &Policy,
    lead: &Lead,
    list: ReasonList,
    reason: &Reason,
    at: Instant,
    until: Option<Instant>,
) -> Ending {
    // An expansion that fails leaves the customer a customer.
    let at_customer = lead.stage().kind() == StageKind::Customer;
    if lead.cycle().is_expansion() && lead.customer().is_some() && !at_customer {
        return Ending::BackToCustomer;
    }
    match policy.reasons().after(list, reason.code()) {
        ReasonOutcome::Disqualify => Ending::Disqualified { reason: reason.clone(), given: None },
        ReasonOutcome::Recycle { engagement } => recycle(policy, lead, (list, reason), engagement, (at, until)),
    }
}

fn recycle(
    policy: &Policy,
    lead: &Lead,
    (list, reason): (ReasonList, &Reason),
    carry: Carry,
    (at, until): (Instant, Option<Instant>),
) -> Ending {
    let rules = policy.reasons();
    let cycles = lead.totals().counted_cycles();
    if cycles >= rules.max_cycles() {
        return Ending::Disqualified { reason: max_cycles(), given: Some(reason.clone()) };
    }
    let cooling = rules.cooling(list, reason.code(), cycles);
    let by_rule = (cooling > Span::ZERO).then(|| policy.zone().later(at, cooling).unwrap_or(Instant::MAX));
    Ending::Recycled(NextCycle { cooling_until: until.or(by_rule), carry, keeps: policy.next_cycle().recycle })
}

/// The end of the present cycle as somebody gives it: its reason, and until when the lead is put off.
pub(super) fn given_ending(
    case: &mut Case<'_>,
    list: ReasonList,
    reason: &Reason,
    until: Option<Moment>,
) -> (Ending, Option<Instant>) {
    check_reason(case, list, reason);
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    let until = until.map(|until| put_off_until(case, until));
    let ending = ending_by_reason(policy, lead, list, reason, at, until);
    if let (Ending::Disqualified { reason, .. }, Some(until)) = (&ending, until) {
        case.refuse(Unmet::Lead(LeadUnmet::UntilUnused { until, reason: Some(reason.code().clone()) }));
    }
    (ending, until)
}

/// The instant until which the lead is put off: it has to lie after this.
pub(super) fn put_off_until(case: &mut Case<'_>, until: Moment) -> Instant {
    let until = until.start(case.policy().zone());
    let later = until > case.effective_at();
    case.require(later, || Unmet::Lead(LeadUnmet::UntilPast { until }));
    until
}

/// The fact of a recycle that the policy itself orders.
pub(super) fn recycled_by_rule(policy: &Policy, lead: &Lead, reason: &ReasonCode, at: Instant) -> FactBody {
    let reason = Reason::new(reason.clone(), None);
    let ending = ending_by_reason(policy, lead, ReasonList::Recycle, &reason, at, None);
    FactBody::Recycled { reason, ending, until: None }
}

pub(super) fn recycle_by_hand<'a>(mut case: Case<'a>, reason: &Reason, until: Option<Moment>) -> Judged<'a> {
    let (ending, until) = given_ending(&mut case, ReasonList::Recycle, reason, until);
    case.clear()?.emit(FactBody::Recycled { reason: reason.clone(), ending, until })
}

/// Discards at Lead, disqualifies later: the same fact.
pub(super) fn disqualify<'a>(mut case: Case<'a>, reason: &Reason) -> Judged<'a> {
    let (ending, _) = given_ending(&mut case, ReasonList::Disqualify, reason, None);
    case.clear()?.emit(FactBody::Disqualified { reason: reason.clone(), ending })
}

pub(super) fn postpone<'a>(mut case: Case<'a>, until: Moment, note: Option<&Text>) -> Judged<'a> {
    case.within_cycle();
    let until = put_off_until(&mut case, until);
    let known = case.lead().cycle().postponement();
    let cleared = case.clear()?;
    if known.is_some_and(|known| known.is_running() && known.until == until) {
        return Ok(cleared);
    }
    cleared.emit(FactBody::Postponed { until, note: note.cloned() })
}

pub(super) fn reopen<'a>(mut case: Case<'a>, reason: &Reason) -> Judged<'a> {
    check_reason(&mut case, ReasonList::Reopen, reason);
    let (policy, lead, at, now) = (case.policy(), case.lead(), case.effective_at(), case.recorded_at());
    let next = NextCycle { cooling_until: None, carry: Carry::Keep, keeps: policy.next_cycle().reopen };
    // Who raised a hand and was not answered need not raise it again.
    let promoted = lead.hand_raise().since().map(|raised| {
        let scoring = policy.scoring();
        let score = scoring.breakdown(&scoring.score(lead.scoring(), now));
        // Told late, it may lie before the hand-raise: then that is what promotes.
        let grounds = Some(at.max(raised)).filter(|grounds| *grounds < now);
        FactBody::BecameMql { trigger: Trigger::HandRaise, score, note: None, grounds, progress: Progress::Untouched }
    });
    case.clear()?.emit_with(FactBody::Reopened { reason: reason.clone(), next }, promoted)
}

/// Guard: a hand-raise waits for an answer, or new interest for somebody to reopen the lead.
pub(super) fn hand_raised(case: &mut Case<'_>) {
    let suggested = matches!(case.lead().stage(), Stage::Disqualified { suggested: true, .. });
    let waits = suggested || case.lead().hand_raise().since().is_some();
    case.require(waits, || Unmet::Lead(LeadUnmet::NoHandRaise));
}

pub(super) fn close_hand_raise<'a>(mut case: Case<'a>, reason: &Reason) -> Judged<'a> {
    check_reason(&mut case, ReasonList::CloseHandRaise, reason);
    // What is closed has been raised.
    if let Some(newest) = case.lead().hand_raise().newest() {
        case.not_before(FactKind::ActivityRecorded, newest);
    }
    case.clear()?.emit(FactBody::HandRaiseClosed { reason: reason.clone() })
}

pub(super) fn open_expansion<'a>(case: Case<'a>, note: Option<&Text>, attribution: &Attribution) -> Judged<'a> {
    let (attribution, keeps) = (attribution.clone(), case.policy().next_cycle().expansion);
    case.clear()?.emit(FactBody::ExpansionOpened { note: note.cloned(), attribution, grounds: None, keeps })
}
