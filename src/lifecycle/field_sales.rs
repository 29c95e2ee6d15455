//! Field sales: accepting, rejecting, the first meeting, the deal, winning and losing.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::deal::{Contract, Deal, DealEdit, MoveKind, Pipeline};
use crate::lead::{DealMove, FactBody, Lead, MeetingResult, Stage};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::contracts::{new_contract, room_for_contract};
use crate::lifecycle::ending::given_ending;
use crate::lifecycle::reasons::check_reason;
use crate::lifecycle::unmet::{AccessUnmet, DealUnmet, HandoffUnmet, Unmet};
use crate::recycle::{Reason, ReasonList};
use crate::values::{CommandKind, DealStageName, List, Moment, StageKind, Text, suggest};

fn is_accepted(lead: &Lead) -> bool {
    matches!(lead.stage(), Stage::Sql { acceptance, .. } if acceptance.is_accepted())
}

pub(super) fn accept(mut case: Case<'_>) -> Judged<'_> {
    let lead = case.lead();
    if !is_accepted(lead) {
        // Where the pipeline knows no first meeting, what was accepted is an Opportunity.
        let at_once = lead.stage().deal().filter(|deal| {
            let pipeline = case.policy().pipelines().of(deal);
            pipeline.is_some_and(|pipeline| pipeline.first_meeting().is_none())
        });
        let cleared = case.clear()?.emit(FactBody::HandoffAccepted)?;
        return match at_once.map(Deal::stage) {
            Some(stage) => {
                let moved = DealMove { from: stage.clone(), to: stage.clone(), kind: MoveKind::Same };
                cleared.emit(FactBody::BecameOpportunity { met: false, note: None, moved })
            }
            None => Ok(cleared),
        };
    }
    // Again by its owner it is already so; by somebody else it is a conflict.
    let owner = lead.stage().deal().and_then(|deal| deal.owner());
    let own = owner.is_none_or(|owner| *owner == case.ctx().actor.id);
    // No other role either: nobody accepts twice.
    let taken = || AccessUnmet::NotOwnDeal { owner: owner.cloned(), permitted: Vec::new() };
    case.require(own, || Unmet::Access(taken()));
    case.clear()
}

pub(super) fn reject<'a>(mut case: Case<'a>, reason: &Reason) -> Judged<'a> {
    check_reason(&mut case, ReasonList::Reject, reason);
    case.clear()?.emit(FactBody::HandoffRejected { reason: reason.clone() })
}

/// Guard: at SQL, field sales has accepted the hand-over.
pub(super) fn accepted(case: &mut Case<'_>) {
    let accepted = is_accepted(case.lead()) || case.stage() != StageKind::Sql;
    case.require(accepted, || Unmet::Handoff(HandoffUnmet::NotAccepted));
}

pub(super) fn hold_first_meeting<'a>(
    mut case: Case<'a>,
    deal: &Deal,
    result: MeetingResult,
    note: Option<&Text>,
) -> Judged<'a> {
    if result == MeetingResult::Invalid {
        return case.clear()?.emit(FactBody::FirstMeetingInvalid { note: note.cloned() });
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
    cleared.emit(FactBody::BecameOpportunity { met: true, note: note.cloned(), moved })
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
    let public = pipeline.public_of(edit.fields());
    // A field that was told before and has become personal since is told anew: its mark is.
    let marked = edit.fields().iter().any(|(name, _)| deal.public().contains(name) && !public.contains(name));
    if !deal.is_changed_by(edit) && !marked {
        return Ok(cleared);
    }
    let mut edit = Box::new(edit.clone());
    // Names that are not there to be cleared may be anybody's words, and say nothing.
    let cleared_names = edit.clear.iter().filter(|name| deal.fields().get(name.as_str()).is_some());
    // INVARIANT: as many names as before, or fewer, so they fit.
    edit.clear = List::new(cleared_names.cloned().collect()).unwrap_or_default();
    cleared.emit(FactBody::DealEdited { edit, public })
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
    let Some(deal) = case.deal(CommandKind::Win) else {
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
    room_for_contract(case);
}

pub(super) fn win<'a>(mut case: Case<'a>, deal: &Deal, contract: &Contract) -> Judged<'a> {
    new_contract(&mut case, Some(deal), contract);
    let Some(pipeline) = case.pipeline_of(deal) else {
        return case.clear();
    };
    let moved = pipeline.kind_of_win(deal.stage());
    case.clear()?.emit(FactBody::Won { contract: contract.clone(), moved })
}

pub(super) fn lose<'a>(mut case: Case<'a>, reason: &Reason, until: Option<Moment>) -> Judged<'a> {
    let (ending, until) = given_ending(&mut case, ReasonList::Lose, reason, until);
    case.clear()?.emit(FactBody::Lost { reason: reason.clone(), ending, until })
}
