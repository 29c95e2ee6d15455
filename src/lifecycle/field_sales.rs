//! Field sales: accepting, rejecting, the first meeting, the deal, winning and losing.

use alloc::boxed::Box;
use alloc::string::String;

use crate::deal::{Contract, Deal, DealEdit, MoveKind, Pipeline};
use crate::lead::{Acceptance, DealMove, FactBody, Lead, MeetingResult, Stage};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::ending::ending_by_reason;
use crate::lifecycle::reasons::check_reason;
use crate::lifecycle::unmet::{AccessUnmet, ContractUnmet, DealUnmet, HandoffUnmet, Unmet};
use crate::recycle::{Reason, ReasonList};
use crate::values::{DealStageName, Text, limits, suggest};

fn is_accepted(lead: &Lead) -> bool {
    matches!(lead.stage(), Stage::Sql { acceptance, .. } if acceptance.is_accepted())
}

pub(super) fn accept(mut case: Case<'_>) -> Judged<'_> {
    let lead = case.lead();
    case.not_before(lead.stage_entered_at());
    if !is_accepted(lead) {
        return case.clear()?.emit(FactBody::HandoffAccepted);
    }
    // Again by its owner it is already so; by somebody else it is a conflict.
    let owner = lead.stage().deal().and_then(|deal| deal.owner());
    let own = owner.is_none_or(|owner| *owner == case.ctx().actor.id);
    case.require(own, || Unmet::Access(AccessUnmet::NotOwnDeal { owner: owner.cloned() }));
    case.clear()
}

pub(super) fn reject<'a>(mut case: Case<'a>, reason: &Reason) -> Judged<'a> {
    check_reason(&mut case, ReasonList::Reject, reason);
    case.clear()?.emit(FactBody::HandoffRejected { reason: reason.clone() })
}

/// Guard: field sales has accepted the hand-over.
pub(super) fn accepted(case: &mut Case<'_>) {
    let accepted = is_accepted(case.lead());
    case.require(accepted, || Unmet::Handoff(HandoffUnmet::NotAccepted));
}

pub(super) fn hold_first_meeting<'a>(
    mut case: Case<'a>,
    deal: &Deal,
    result: MeetingResult,
    note: Option<&Text>,
) -> Judged<'a> {
    if let Stage::Sql { acceptance: Acceptance::Accepted { at: Some(at), .. }, .. } = case.lead().stage() {
        case.not_before(*at);
    }
    let Some(pipeline) = case.pipeline_of(deal) else {
        return case.clear();
    };
    // Holding the meeting moves the deal by itself: it is what that deal stage means, so skipping is no question here.
    // A pipeline without such a stage leaves the deal where it is.
    let mark = pipeline.first_meeting();
    if let Some(mark) = mark {
        needs_for(&mut case, pipeline, deal, mark);
    }
    let to = mark.unwrap_or(deal.stage());
    let cleared = case.clear()?;
    let moved = DealMove { from: deal.stage().clone(), to: to.clone(), kind: pipeline.kind_of_move(deal.stage(), to) };
    cleared.emit(FactBody::BecameOpportunity { result, note: note.cloned(), moved })
}

pub(super) fn edit_deal<'a>(mut case: Case<'a>, deal: &Deal, edit: &DealEdit) -> Judged<'a> {
    let Some(pipeline) = case.pipeline_of(deal) else {
        return case.clear();
    };
    for error in pipeline.check_fields(edit.fields()) {
        case.refuse(Unmet::Deal(DealUnmet::Field(error)));
    }
    if let Err(error) = deal.check_edit(edit) {
        case.refuse(Unmet::Deal(DealUnmet::Inconsistent(error)));
    }
    // A deal keeps what the stages it has passed need.
    for item in pipeline.missing_after(deal, edit) {
        case.refuse(Unmet::Deal(DealUnmet::ItemMissing { stage: Some(deal.stage().clone()), item }));
    }
    let cleared = case.clear()?;
    if deal.is_changed_by(edit) { cleared.emit(FactBody::DealEdited(Box::new(edit.clone()))) } else { Ok(cleared) }
}

pub(super) fn move_deal<'a>(mut case: Case<'a>, deal: &Deal, to: &DealStageName) -> Judged<'a> {
    let Some(pipeline) = case.pipeline_of(deal) else {
        return case.clear();
    };
    if pipeline.position(to).is_none() {
        let suggestion = suggest(to.as_str(), pipeline.names()).map(String::from);
        case.refuse(Unmet::Deal(DealUnmet::UnknownStage { stage: to.clone(), suggestion }));
        return case.clear();
    }
    let kind = pipeline.kind_of_move(deal.stage(), to);
    case.not_before(deal.moved_at());
    match kind {
        MoveKind::Skip { over } => {
            case.require(pipeline.allows_skips(), || Unmet::Deal(DealUnmet::SkipRefused { over }));
        }
        MoveKind::Backward => case.require(pipeline.allows_backward(), || Unmet::Deal(DealUnmet::BackwardRefused)),
        MoveKind::Same | MoveKind::Forward => {}
    }
    needs_for(&mut case, pipeline, deal, to);
    let cleared = case.clear()?;
    if kind == MoveKind::Same {
        return Ok(cleared);
    }
    cleared.emit(FactBody::DealMoved(DealMove { from: deal.stage().clone(), to: to.clone(), kind }))
}

/// What the deal lacks to be at a stage.
fn needs_for(case: &mut Case<'_>, pipeline: &Pipeline, deal: &Deal, stage: &DealStageName) {
    for item in pipeline.missing_for(deal, stage) {
        case.refuse(Unmet::Deal(DealUnmet::ItemMissing { stage: Some(stage.clone()), item }));
    }
}

/// Guard: the deal has all that winning needs, and there is room for its contract.
pub(super) fn winnable(case: &mut Case<'_>) {
    let Some(deal) = case.deal() else {
        return;
    };
    let Some(pipeline) = case.pipeline_of(deal) else {
        return;
    };
    for item in pipeline.missing_to_win(deal) {
        case.refuse(Unmet::Deal(DealUnmet::ItemMissing { stage: None, item }));
    }
    if let MoveKind::Skip { over } = pipeline.kind_of_win(deal.stage()) {
        case.require(pipeline.allows_skips(), || Unmet::Deal(DealUnmet::SkipRefused { over }));
    }
    let held = case.lead().customer().map_or(0, |c| c.contracts().len());
    case.require(limits::CONTRACTS.admits_len(held.saturating_add(1)), || Unmet::Contract(ContractUnmet::Full));
}

pub(super) fn win<'a>(mut case: Case<'a>, deal: &Deal, contract: &Contract) -> Judged<'a> {
    let (of_deal, of_contract) = (deal.currency(), contract.value().currency());
    case.require(of_deal == of_contract, || {
        Unmet::Contract(ContractUnmet::Currency { deal: of_deal, contract: of_contract })
    });
    let known = case.lead().customer().is_some_and(|c| c.contracts().iter().any(|held| held.key() == contract.key()));
    case.require(!known, || Unmet::Contract(ContractUnmet::Known { contract: contract.key().clone() }));
    let Some(pipeline) = case.pipeline_of(deal) else {
        return case.clear();
    };
    let moved = pipeline.kind_of_win(deal.stage());
    case.clear()?.emit(FactBody::Won { contract: contract.clone(), moved })
}

pub(super) fn lose<'a>(mut case: Case<'a>, reason: &Reason) -> Judged<'a> {
    check_reason(&mut case, ReasonList::Lose, reason);
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    let cleared = case.clear()?;
    let ending = ending_by_reason(policy, lead, ReasonList::Lose, reason, at);
    cleared.emit(FactBody::Lost { reason: reason.clone(), ending })
}
