//! How cycles end and begin: recycling, discarding, reopening, expansion and the end of contracts.

use crate::lead::{Attribution, Ending, FactBody, Lead, NextCycle};
use crate::lifecycle::case::Case;
use crate::lifecycle::field::check_reason;
use crate::lifecycle::refusal::Unmet;
use crate::policy::Policy;
use crate::recycle::{Outcome, Reason, ReasonList, max_cycles};
use crate::values::{ContractKey, Instant, ReasonCode, Span, StageKind, Text};

/// What the rule of a reason makes of the end of the present cycle.
pub(crate) fn ending_by_reason(policy: &Policy, lead: &Lead, list: ReasonList, reason: &Reason, at: Instant) -> Ending {
    // An expansion that fails leaves the customer a customer.
    let at_customer = lead.stage().kind() == StageKind::Customer;
    if lead.cycle().is_expansion() && lead.customer().is_some() && !at_customer {
        return Ending::BackToCustomer;
    }
    match policy.reasons().after(list, reason.code()) {
        Outcome::Disqualify => Ending::Disqualified { reason: reason.clone(), given: None },
        Outcome::Recycle { engagement } => recycle(policy, lead, (list, reason), engagement, at),
    }
}

fn recycle(
    policy: &Policy,
    lead: &Lead,
    (list, reason): (ReasonList, &Reason),
    carry: crate::values::Carry,
    at: Instant,
) -> Ending {
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
pub(crate) fn recycled_by_rule(policy: &Policy, lead: &Lead, reason: &ReasonCode, at: Instant) -> FactBody {
    let reason = Reason::new(reason.clone(), None);
    let ending = ending_by_reason(policy, lead, ReasonList::Recycle, &reason, at);
    FactBody::Recycled { reason, ending }
}

pub(crate) fn recycle_by_hand(case: &mut Case<'_>, reason: &Reason) {
    check_reason(case, ReasonList::Recycle, reason);
    if case.is_clear() {
        let ending = ending_by_reason(case.policy, case.lead, ReasonList::Recycle, reason, case.effective_at);
        case.emit(FactBody::Recycled { reason: reason.clone(), ending });
    }
}

pub(crate) fn disqualify(case: &mut Case<'_>, reason: &Reason) {
    check_reason(case, ReasonList::Disqualify, reason);
    if case.is_clear() {
        let ending = ending_by_reason(case.policy, case.lead, ReasonList::Disqualify, reason, case.effective_at);
        case.emit(FactBody::Disqualified { reason: reason.clone(), ending });
    }
}

pub(crate) fn reopen(case: &mut Case<'_>, reason: &Reason) {
    check_reason(case, ReasonList::Reopen, reason);
    if case.is_clear() {
        let next = NextCycle { cooling_until: None, carry: crate::values::Carry::Keep };
        case.emit(FactBody::Reopened { reason: reason.clone(), next });
    }
}

pub(crate) fn open_expansion(case: &mut Case<'_>, note: Option<&Text>, attribution: &Attribution) {
    if case.is_clear() {
        let attribution = attribution.clone();
        case.emit(FactBody::ExpansionOpened { note: note.cloned(), attribution });
    }
}

pub(crate) fn contract_conditions(case: &mut Case<'_>) {
    let customer = case.lead.customer().is_some();
    case.require(customer, || Unmet::NotCustomer);
}

pub(crate) fn end_contract(case: &mut Case<'_>, contract: &ContractKey, reason: &Reason) {
    check_reason(case, ReasonList::EndContract, reason);
    let contracts = case.lead.customer().map_or(&[][..], |c| c.contracts());
    let known = contracts.iter().any(|held| held.key() == contract);
    case.require(known || contracts.is_empty(), || Unmet::ContractUnknown { contract: contract.clone() });
    if !case.is_clear() {
        return;
    }
    // While an expansion is open, its own end decides what follows.
    let last = contracts.len() == 1 && case.stage() == StageKind::Customer;
    let ending =
        last.then(|| ending_by_reason(case.policy, case.lead, ReasonList::EndContract, reason, case.effective_at));
    case.emit(FactBody::ContractEnded { contract: contract.clone(), reason: reason.clone(), ending });
}
