//! Contracts: bought without sales, renewed, changed, ended.

use crate::deal::{Contract, Deal, Edit};
use crate::lead::{Attribution, FactBody, FactKind, HeldContract};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::ending::{given_ending, put_off_until};
use crate::lifecycle::reasons::check_reason;
use crate::lifecycle::unmet::{ContractUnmet, LeadUnmet, Unmet};
use crate::recycle::{Reason, ReasonList};
use crate::values::{ContractKey, Date, Moment, Money, StageKind, limits};

/// There is room for one more contract.
pub(super) fn room_for_contract(case: &mut Case<'_>) {
    let held = case.lead().customer().map_or(0, |customer| customer.contracts().len());
    case.require(limits::CONTRACTS.admits_len(held.saturating_add(1)), || Unmet::Contract(ContractUnmet::Full));
}

/// A contract to be signed is in the currency of the deal, and its key is new.
pub(super) fn new_contract(case: &mut Case<'_>, deal: Option<&Deal>, contract: &Contract) {
    let given = contract.value().currency();
    if let Some(deal) = deal.map(Deal::currency) {
        case.require(deal == given, || Unmet::Contract(ContractUnmet::Currency { deal, contract: given }));
    }
    let known = case.lead().customer().is_some_and(|customer| customer.contract(contract.key()).is_some());
    case.require(!known, || Unmet::Contract(ContractUnmet::Known { contract: contract.key().clone() }));
}

/// Guard: the policy lets the lead buy without sales where it is, and there is room for the contract.
pub(super) fn may_buy(case: &mut Case<'_>) {
    let (at, from) = (case.stage(), &case.policy().purchase().from);
    case.require(at == StageKind::Customer || from.contains(&at), || {
        Unmet::Lead(LeadUnmet::PurchaseNotFrom { at, from: from.iter().copied().collect() })
    });
    room_for_contract(case);
}

pub(super) fn buy<'a>(mut case: Case<'a>, contract: &Contract, attribution: &Attribution) -> Judged<'a> {
    let deal = case.lead().stage().deal();
    new_contract(&mut case, deal, contract);
    let (contract, attribution) = (contract.clone(), attribution.clone());
    // Of a customer it is an expansion, won at once.
    let keeps = case.policy().next_cycle().expansion;
    case.clear()?.emit(FactBody::PurchaseRecorded { contract, attribution, keeps })
}

/// Guard: a contract is in force.
pub(super) fn in_force(case: &mut Case<'_>) {
    let customer = case.lead().customer().is_some();
    case.require(customer, || Unmet::Contract(ContractUnmet::NotCustomer));
}

/// The contract of a key. That one is in force at all, the guard has asked.
fn held<'a>(case: &mut Case<'a>, key: &ContractKey) -> Option<&'a HeldContract> {
    let customer = case.lead().customer();
    let held = customer.and_then(|customer| customer.contract(key));
    case.require(held.is_some() || customer.is_none(), || {
        Unmet::Contract(ContractUnmet::Unknown { contract: key.clone() })
    });
    // Nothing happens to a contract before it was signed.
    if let Some(held) = held {
        case.not_before(FactKind::Won, held.signed_at());
    }
    held
}

pub(super) fn end<'a>(
    mut case: Case<'a>,
    contract: &ContractKey,
    reason: &Reason,
    until: Option<Moment>,
) -> Judged<'a> {
    let _held = held(&mut case, contract);
    let lead = case.lead();
    let contracts = lead.customer().map_or(&[][..], |customer| customer.contracts());
    let alone = contracts.len() == 1 || contracts.iter().all(|held| held.key() == contract);
    // While an expansion is open, its own end decides what follows.
    let last = alone && lead.stage().kind() == StageKind::Customer;
    let (ending, until) = if last {
        case.after_turn();
        let (ending, until) = given_ending(&mut case, ReasonList::EndContract, reason, until);
        (Some(ending), until)
    } else {
        check_reason(&mut case, ReasonList::EndContract, reason);
        // The cycle goes on, so nothing is put off with it.
        if let Some(until) = until {
            let until = put_off_until(&mut case, until);
            case.refuse(Unmet::Lead(LeadUnmet::UntilUnused { until, reason: None }));
        }
        (None, None)
    };
    let cleared = case.clear()?;
    cleared.emit(FactBody::ContractEnded { contract: contract.clone(), reason: reason.clone(), ending, until })
}

/// The new terms agree with each other and with the contract.
fn check_terms(case: &mut Case<'_>, held: &HeldContract, value: Option<Money>, ends: Option<Date>) {
    if let Some(value) = value {
        let (contract, given) = (held.value().currency(), value.currency());
        case.require(contract == given, || Unmet::Contract(ContractUnmet::CurrencyChanged { contract, given }));
    }
    let terms = Contract::new(held.key().clone(), value.unwrap_or(held.value()), held.starts(), ends);
    if let Err(error) = terms {
        case.refuse(Unmet::Contract(ContractUnmet::Terms(error)));
    }
}

pub(super) fn renew<'a>(
    mut case: Case<'a>,
    contract: &ContractKey,
    ends: Option<Date>,
    value: Option<Money>,
) -> Judged<'a> {
    let held = held(&mut case, contract);
    let same = held.is_some_and(|held| held.ends() == ends && value.is_none_or(|value| value == held.value()));
    if let Some(held) = held.filter(|_| !same) {
        check_terms(&mut case, held, value, ends);
        match (held.ends(), ends) {
            (None, _) => case.refuse(Unmet::Contract(ContractUnmet::NoTerm)),
            (Some(ends), Some(given)) => {
                case.require(given > ends, || Unmet::Contract(ContractUnmet::NotLonger { ends, given }));
            }
            (Some(_), None) => {}
        }
    }
    let cleared = case.clear()?;
    if same {
        return Ok(cleared);
    }
    cleared.emit(FactBody::ContractRenewed { contract: contract.clone(), ends, value })
}

pub(super) fn amend<'a>(
    mut case: Case<'a>,
    contract: &ContractKey,
    value: Option<Money>,
    ends: Edit<Date>,
) -> Judged<'a> {
    let held = held(&mut case, contract);
    if let Some(held) = held {
        check_terms(&mut case, held, value, ends.of(held.ends()));
    }
    let same =
        held.is_some_and(|held| value.is_none_or(|value| value == held.value()) && ends.of(held.ends()) == held.ends());
    let cleared = case.clear()?;
    if same {
        return Ok(cleared);
    }
    cleared.emit(FactBody::ContractAmended { contract: contract.clone(), value, ends })
}
