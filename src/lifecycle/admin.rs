//! Assignment, adoption of a policy, merging and redaction.

use alloc::boxed::Box;
use alloc::string::String;

use crate::lead::{FactBody, Stage};
use crate::lifecycle::case::Case;
use crate::lifecycle::refusal::Unmet;
use crate::scoring::ScoringState;
use crate::values::{ActorId, DealStageName, LeadKey, TeamKey, suggest};

pub(crate) fn assign(case: &mut Case<'_>, owner: Option<&ActorId>, team: Option<&TeamKey>) {
    let cycle = case.lead.cycle();
    let already = cycle.owner() == owner && cycle.team() == team;
    if case.is_clear() && !already {
        case.emit(FactBody::Assigned { owner: owner.cloned(), team: team.cloned() });
    }
}

pub(crate) fn adopt(case: &mut Case<'_>, retagged: Option<&ScoringState>, deal_stage: Option<&DealStageName>) {
    let pipeline = case.policy.pipeline();
    let mut lands = None;
    if let Some(deal) = case.lead.stage().deal() {
        let known = pipeline.position(deal.stage()).is_some();
        case.require(known || deal_stage.is_some(), || Unmet::DealStageGone { stage: deal.stage().clone() });
        if let Some(to) = deal_stage {
            case.require(!known || to == deal.stage(), || Unmet::DealStageKept { stage: deal.stage().clone() });
            let fits = pipeline.position(to).is_some();
            let suggestion = suggest(to.as_str(), pipeline.names()).map(String::from);
            case.require(fits, || Unmet::UnknownDealStage { stage: to.clone(), suggestion });
            // A new pipeline is no way round the fields that its stages need.
            for item in pipeline.missing_for(deal, to) {
                case.refuse(Unmet::DealItemMissing { stage: Some(to.clone()), item });
            }
            lands = Some(to.clone()).filter(|_| !known);
        }
    }
    let already = case.lead.policy().fingerprint == case.policy.stamp().fingerprint && retagged.is_none();
    if case.is_clear() && !already {
        case.emit(FactBody::PolicyAdopted {
            from: case.lead.policy().clone(),
            memory: case.policy.memory().activities,
            tags: case.policy.scoring().tag_profile(case.lead.profile()),
            retagged: retagged.map(|state| Box::new(state.clone())),
            deal_stage: lands,
        });
    }
}

pub(crate) fn merge(case: &mut Case<'_>, into: &LeadKey) {
    case.require(into != case.lead.key(), || Unmet::IntoItself);
    if case.is_clear() && !matches!(case.lead.stage(), Stage::Merged { .. }) {
        case.emit(FactBody::MergedInto { into: into.clone() });
    }
}

pub(crate) fn redact(case: &mut Case<'_>) {
    if case.is_clear() && case.lead.erased_at().is_none() {
        case.emit(FactBody::Redacted);
    }
}
