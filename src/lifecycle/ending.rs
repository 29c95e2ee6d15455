//! How cycles end and begin: recycling, disqualifying, reopening, expansion and the end of contracts.
//!
//! How long a recycled lead cools, and that it cools longer each time, is `ReasonRules::cooling` in `recycle/rules.rs`.

use crate::lead::{Attribution, Ending, FactBody, Lead, NextCycle};
use crate::lifecycle::case::{Case, Judged};
use crate::lifecycle::reasons::check_reason;
use crate::lifecycle::unmet::{ContractUnmet, Unmet};
use crate::policy::Policy;
use crate::recycle::{Reason, ReasonList, ReasonOutcome, max_cycles};
use crate::values::{Carry, ContractKey, Instant, ReasonCode, Span, StageKind, Text};

/// What the rule of a reason makes of the end of the present cycle.
pub(super) fn ending_by_reason(policy: &Policy, lead: &Lead, list: ReasonList, reason: &Reason, at: Instant) -> Ending {
    // An expansion that fails leaves the customer a customer.
    let at_customer = lead.stage().kind() == StageKind::Customer;
    if lead.cycle().is_expansion() && lead.customer().is_some() && !at_customer {
        return Ending::BackToCustomer;
    }
    match policy.reasons().after(list, reason.code()) {
        ReasonOutcome::Disqualify => Ending::Disqualified { reason: reason.clone(), given: None },
        ReasonOutcome::Recycle { engagement } => recycle(policy, lead, (list, reason), engagement, at),
    }
}

fn recycle(policy: &Policy, lead: &Lead, (list, reason): (ReasonList, &Reason), carry: Carry, at: Instant) -> Ending {
    let rules = policy.reasons();
    let cycles = lead.totals().counted_cycles();
    if cycles >= rules.max_cycles() {
        return Ending::Disqualified { reason: max_cycles(), given: Some(reason.clone()) };
    }
    let cooling = rules.cooling(list, reason.code(), cycles);
    let cooling_until = (cooling > Span::ZERO).then(|| at.saturating_add(cooling));
    Ending::Recycled(NextCycle { cooling_until, carry })
}

/// The fact of a recycle that the policy itself orders.
pub(super) fn recycled_by_rule(policy: &Policy, lead: &Lead, reason: &ReasonCode, at: Instant) -> FactBody {
    let reason = Reason::new(reason.clone(), None);
    let ending = ending_by_reason(policy, lead, ReasonList::Recycle, &reason, at);
    FactBody::Recycled { reason, ending }
}

pub(super) fn recycle_by_hand<'a>(mut case: Case<'a>, reason: &Reason) -> Judged<'a> {
    check_reason(&mut case, ReasonList::Recycle, reason);
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    let cleared = case.clear()?;
    let ending = ending_by_reason(policy, lead, ReasonList::Recycle, reason, at);
    cleared.emit(FactBody::Recycled { reason: reason.clone(), ending })
}

pub(super) fn disqualify<'a>(mut case: Case<'a>, reason: &Reason) -> Judged<'a> {
    check_reason(&mut case, ReasonList::Disqualify, reason);
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    let cleared = case.clear()?;
    let ending = ending_by_reason(policy, lead, ReasonList::Disqualify, reason, at);
    cleared.emit(FactBody::Disqualified { reason: reason.clone(), ending })
}

pub(super) fn reopen<'a>(mut case: Case<'a>, reason: &Reason) -> Judged<'a> {
    check_reason(&mut case, ReasonList::Reopen, reason);
    let next = NextCycle { cooling_until: None, carry: Carry::Keep };
    case.clear()?.emit(FactBody::Reopened { reason: reason.clone(), next })
}

pub(super) fn open_expansion<'a>(case: Case<'a>, note: Option<&Text>, attribution: &Attribution) -> Judged<'a> {
    let attribution = attribution.clone();
    case.clear()?.emit(FactBody::ExpansionOpened { note: note.cloned(), attribution })
}

/// Guard: a contract is in force.
pub(super) fn contract_in_force(case: &mut Case<'_>) {
    let customer = case.lead().customer().is_some();
    case.require(customer, || Unmet::Contract(ContractUnmet::NotCustomer));
}

pub(super) fn end_contract<'a>(mut case: Case<'a>, contract: &ContractKey, reason: &Reason) -> Judged<'a> {
    check_reason(&mut case, ReasonList::EndContract, reason);
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    let contracts = lead.customer().map_or(&[][..], |c| c.contracts());
    let known = contracts.iter().any(|held| held.key() == contract);
    case.require(known || contracts.is_empty(), || {
        Unmet::Contract(ContractUnmet::Unknown { contract: contract.clone() })
    });
    let cleared = case.clear()?;
    // While an expansion is open, its own end decides what follows.
    let last = contracts.len() == 1 && lead.stage().kind() == StageKind::Customer;
    let ending = last.then(|| ending_by_reason(policy, lead, ReasonList::EndContract, reason, at));
    cleared.emit(FactBody::ContractEnded { contract: contract.clone(), reason: reason.clone(), ending })
}
