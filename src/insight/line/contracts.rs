//! What facts say of contracts.

use crate::deal::Contract;
use crate::insight::line::contract_event::{ContractEvent, ContractNews};
use crate::insight::line::deal_line::DealEnd;
use crate::insight::line::lead_line::LeadLine;
use crate::insight::line::turns::Turn;
use crate::lead::Fact;
use crate::values::ContractKey;

/// A contract is signed; with it the open deal is won, if there is one.
pub(super) fn sign(line: &mut LeadLine, fact: &Fact, contract: &Contract, turn: &Turn) {
    let deal = line.cycle().and_then(|cycle| cycle.open_deal()).map(|deal| deal.key.clone());
    line.close_deal(DealEnd::Won, None, Some(contract.value()), turn);
    let (value, starts, ends) = (contract.value(), contract.starts(), contract.ends());
    say_of_contract(line, fact, contract.key(), ContractNews::Signed { deal, value, starts, ends }, turn);
}

/// Something is said of a contract.
pub(super) fn say_of_contract(line: &mut LeadLine, fact: &Fact, key: &ContractKey, what: ContractNews, turn: &Turn) {
    let standing = line.standing();
    let cycle = line.cycles.last().map_or(0, |cycle| cycle.number);
    let revision = fact.envelope.revision;
    let event = ContractEvent { contract: key.clone(), when: turn.when, revision, standing, cycle, what };
    line.contracts.push(event);
}
