//! The command that puts a lead under a book that does not know the version of the lead.

use alloc::string::String;

use crate::deal::{Deal, NoPipeline, Pipeline};
use crate::lifecycle::book::{Landed, adopted_unknown};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::unmet::{DealUnmet, Unmet};
use crate::values::{DealStageName, PipelineName, suggest};

pub(super) fn adopt<'a>(
    mut case: Case<'a>,
    deal_pipeline: Option<&PipelineName>,
    deal_stage: Option<&DealStageName>,
) -> Judged<'a> {
    let (version, lead) = (case.version(), case.lead());
    let mut landed = Landed::default();
    if let Some(deal) = lead.stage().deal() {
        landed = lands_in(&mut case, deal, deal_pipeline, deal_stage);
    }
    let at = case.effective_at();
    let cleared = case.clear()?;
    if lead.policy().is_version(version.stamp()) {
        return Ok(cleared);
    }
    cleared.emit(adopted_unknown(lead, version, at, landed))
}

/// Where the open deal goes when the policy does not know its pipeline, or that one not its stage.
fn lands_in(
    case: &mut Case<'_>,
    deal: &Deal,
    given: Option<&PipelineName>,
    given_stage: Option<&DealStageName>,
) -> Landed {
    let pipelines = case.policy().pipelines();
    if let Some(pipeline) = pipelines.of(deal) {
        let stays = given.is_none_or(|given| given == deal.pipeline());
        case.require(stays, || Unmet::Deal(DealUnmet::PipelineKept { pipeline: deal.pipeline().clone() }));
        return Landed { pipeline: None, stage: lands_at(case, pipeline, deal, given_stage) };
    }
    match pipelines.resolve(given) {
        Ok((name, pipeline)) => {
            Landed { pipeline: Some(name.clone()), stage: lands_at(case, pipeline, deal, given_stage) }
        }
        Err(NoPipeline::Needed { .. }) => {
            case.refuse(Unmet::Deal(DealUnmet::PipelineGone { pipeline: deal.pipeline().clone() }));
            Landed::default()
        }
        Err(unknown @ NoPipeline::Unknown { .. }) => {
            case.refuse(Unmet::Deal(unknown.into()));
            Landed::default()
        }
    }
}

/// Where the open deal goes when the pipeline does not know its stage; none when it stays.
fn lands_at(
    case: &mut Case<'_>,
    pipeline: &Pipeline,
    deal: &Deal,
    given: Option<&DealStageName>,
) -> Option<DealStageName> {
    let known = pipeline.position(deal.stage()).is_some();
    case.require(known || given.is_some(), || Unmet::Deal(DealUnmet::StageGone { stage: deal.stage().clone() }));
    let to = given?;
    case.require(!known || to == deal.stage(), || Unmet::Deal(DealUnmet::StageKept { stage: deal.stage().clone() }));
    let fits = pipeline.position(to).is_some();
    let suggestion = suggest(to.as_str(), pipeline.names()).map(String::from);
    case.require(fits, || Unmet::Deal(DealUnmet::UnknownStage { stage: to.clone(), suggestion }));
    // A new pipeline is no way round the fields that its stages need.
    for item in pipeline.missing_for(deal, to) {
        case.refuse(Unmet::Deal(DealUnmet::ItemMissing { stage: Some(to.clone()), item }));
    }
    (!known).then(|| to.clone())
}
