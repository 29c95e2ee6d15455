//! Field sales: accepting, rejecting, the first meeting, the deal, winning and losing.

use alloc::boxed::Box;
use alloc::string::String;

use crate::deal::{Contract, Deal, DealEdit, MoveKind};
use crate::lead::{Acceptance, DealMove, FactBody, MeetingResult, Stage};
use crate::lifecycle::case::Case;
use crate::lifecycle::ending::ending_by_reason;
use crate::lifecycle::refusal::Unmet;
use crate::recycle::{Reason, ReasonList};
use crate::values::{DealStageName, Instant, Text, limits, suggest};

fn is_accepted(case: &Case<'_>) -> bool {
    matches!(case.lead.stage(), Stage::Sql { acceptance, .. } if acceptance.is_accepted())
}

/// What follows a step cannot lie before it.
fn not_before(case: &mut Case<'_>, entered: Instant) {
    let effective = case.effective_at;
    case.require(effective >= entered, || Unmet::BeforeStage { entered, effective });
}

pub(crate) fn accept(case: &mut Case<'_>) {
    not_before(case, case.lead.stage_entered_at());
    if is_accepted(case) {
        // Again by its owner it is already so; by somebody else it is a conflict.
        let owner = case.lead.stage().deal().and_then(|deal| deal.owner());
        let own = owner.is_none_or(|owner| *owner == case.ctx.actor.id);
        case.require(own, || Unmet::NotOwnDeal { owner: owner.cloned() });
    } else if case.is_clear() {
        case.emit(FactBody::HandoffAccepted);
    }
}

pub(crate) fn reject(case: &mut Case<'_>, reason: &Reason) {
    check_reason(case, ReasonList::Reject, reason);
    if case.is_clear() {
        case.emit(FactBody::HandoffRejected { reason: reason.clone() });
    }
}

pub(crate) fn check_reason(case: &mut Case<'_>, list: ReasonList, reason: &Reason) {
    no_text_when_erased(case, reason.note());
    if let Err(problem) = case.policy.reasons().check_reason(list, reason) {
        case.refuse(Unmet::Reason(problem));
    }
}

/// Free text is personal: once it was removed, none may come in again.
pub(crate) fn no_text_when_erased(case: &mut Case<'_>, note: Option<&Text>) {
    if let (Some(at), Some(_)) = (case.lead.erased_at(), note) {
        case.refuse(Unmet::Erased { at });
    }
}

pub(crate) fn meeting_conditions(case: &mut Case<'_>) {
    let accepted = is_accepted(case);
    case.require(accepted, || Unmet::NotAccepted);
}

pub(crate) fn hold_first_meeting(case: &mut Case<'_>, result: MeetingResult, note: Option<&Text>) {
    let Some(deal) = case.lead.stage().deal() else {
        return;
    };
    if let Stage::Sql { acceptance: Acceptance::Accepted { at: Some(at), .. }, .. } = case.lead.stage() {
        not_before(case, *at);
    }
    // Holding the meeting moves the deal by itself: it is what that deal stage means, so skipping is no question here.
    let to = case.policy.pipeline().first_meeting();
    for item in case.policy.pipeline().missing_for(deal, to) {
        case.refuse(Unmet::DealItemMissing { stage: Some(to.clone()), item });
    }
    if case.is_clear() {
        let kind = case.policy.pipeline().kind_of_move(deal.stage(), to);
        let moved = DealMove { from: deal.stage().clone(), to: to.clone(), kind };
        case.emit(FactBody::BecameOpportunity { result, note: note.cloned(), moved });
    }
}

pub(crate) fn edit_deal(case: &mut Case<'_>, edit: &DealEdit) {
    for error in case.policy.pipeline().check_fields(edit.fields()) {
        case.refuse(Unmet::DealField(error));
    }
    let Some(deal) = case.lead.stage().deal() else {
        return;
    };
    if let Err(error) = deal.check_edit(edit) {
        case.refuse(Unmet::Deal(error));
    }
    // A deal keeps what the stages it has passed need.
    for item in case.policy.pipeline().missing_after(deal, edit) {
        case.refuse(Unmet::DealItemMissing { stage: Some(deal.stage().clone()), item });
    }
    if case.is_clear() && deal.is_changed_by(edit) {
        case.emit(FactBody::DealEdited(Box::new(edit.clone())));
    }
}

pub(crate) fn move_deal(case: &mut Case<'_>, to: &DealStageName) {
    let pipeline = case.policy.pipeline();
    let Some(deal) = case.lead.stage().deal() else {
        return;
    };
    if pipeline.position(to).is_none() {
        let suggestion = suggest(to.as_str(), pipeline.names()).map(String::from);
        case.refuse(Unmet::UnknownDealStage { stage: to.clone(), suggestion });
        return;
    }
    let kind = pipeline.kind_of_move(deal.stage(), to);
    not_before(case, deal.moved_at());
    check_move(case, deal, to, kind);
    if case.is_clear() && kind != MoveKind::Same {
        let moved = DealMove { from: deal.stage().clone(), to: to.clone(), kind };
        case.emit(FactBody::DealMoved(moved));
    }
}

fn check_move(case: &mut Case<'_>, deal: &Deal, to: &DealStageName, kind: MoveKind) {
    let pipeline = case.policy.pipeline();
    match kind {
        MoveKind::Skip { over } => {
            case.require(pipeline.allows_skips(), || Unmet::SkipRefused { over });
        }
        MoveKind::Backward => case.require(pipeline.allows_backward(), || Unmet::BackwardRefused),
        MoveKind::Same | MoveKind::Forward => {}
    }
    for item in pipeline.missing_for(deal, to) {
        case.refuse(Unmet::DealItemMissing { stage: Some(to.clone()), item });
    }
}

pub(crate) fn win_conditions(case: &mut Case<'_>) {
    let pipeline = case.policy.pipeline();
    let Some(deal) = case.lead.stage().deal() else {
        return;
    };
    for item in pipeline.missing_to_win(deal) {
        case.refuse(Unmet::DealItemMissing { stage: None, item });
    }
    if let MoveKind::Skip { over } = pipeline.kind_of_win(deal.stage()) {
        case.require(pipeline.allows_skips(), || Unmet::SkipRefused { over });
    }
    let held = case.lead.customer().map_or(0, |c| c.contracts().len());
    case.require(limits::CONTRACTS.admits_len(held.saturating_add(1)), || Unmet::ContractsFull);
}

pub(crate) fn win(case: &mut Case<'_>, contract: &Contract) {
    let Some(deal) = case.lead.stage().deal() else {
        return;
    };
    let (of_deal, of_contract) = (deal.currency(), contract.value().currency());
    case.require(of_deal == of_contract, || Unmet::ContractCurrency { deal: of_deal, contract: of_contract });
    let known = case.lead.customer().is_some_and(|c| c.contracts().iter().any(|held| held.key() == contract.key()));
    case.require(!known, || Unmet::ContractKnown { contract: contract.key().clone() });
    if case.is_clear() {
        let moved = case.policy.pipeline().kind_of_win(deal.stage());
        case.emit(FactBody::Won { contract: contract.clone(), moved });
    }
}

pub(crate) fn lose(case: &mut Case<'_>, reason: &Reason) {
    check_reason(case, ReasonList::Lose, reason);
    if case.is_clear() {
        let ending = ending_by_reason(case.policy, case.lead, ReasonList::Lose, reason, case.effective_at);
        case.emit(FactBody::Lost { reason: reason.clone(), ending });
    }
}
