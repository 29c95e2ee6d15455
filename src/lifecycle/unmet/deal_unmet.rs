//! What is wrong with a deal or its way along the pipeline.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::deal::{DealError, DealItem, NoPipeline};
use crate::values::{DealKey, DealStageName, FieldError, PipelineName};

/// What the deal lacks, or why it cannot go there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DealUnmet {
    /// The deal, or its change, is not consistent.
    #[serde(rename = "deal")]
    Inconsistent(DealError),
    /// A deal of this key was opened on the lead before.
    #[serde(rename = "deal_known")]
    Known {
        /// The deal.
        deal: DealKey,
    },
    /// No deal is open that could be given to somebody.
    NoOpenDeal,
    /// A deal field is not accepted.
    #[serde(rename = "deal_field")]
    Field(FieldError),
    /// A pipeline that the policy does not have.
    UnknownPipeline {
        /// The pipeline.
        pipeline: PipelineName,
        /// A pipeline close to it.
        suggestion: Option<String>,
    },
    /// The new deal names no pipeline, and the policy has several without a default.
    PipelineNeeded {
        /// The pipelines of the policy.
        known: Vec<PipelineName>,
    },
    /// The open deal is in a pipeline that the new policy does not have, nor a default: say where it goes.
    #[serde(rename = "deal_pipeline_gone")]
    PipelineGone {
        /// The pipeline of the deal.
        pipeline: PipelineName,
    },
    /// The new policy has the pipeline of the open deal, which therefore stays in it.
    #[serde(rename = "deal_pipeline_kept")]
    PipelineKept {
        /// The pipeline of the deal.
        pipeline: PipelineName,
    },
    /// A deal stage that the pipeline does not have.
    #[serde(rename = "unknown_deal_stage")]
    UnknownStage {
        /// The stage given.
        stage: DealStageName,
        /// A stage close to it.
        suggestion: Option<String>,
    },
    /// A deal stage needs something that the deal does not have.
    #[serde(rename = "deal_item_missing")]
    ItemMissing {
        /// The stage; none: winning needs it.
        stage: Option<DealStageName>,
        /// What is missing.
        item: DealItem,
    },
    /// The pipeline does not allow to skip stages.
    SkipRefused {
        /// How many stages would be skipped.
        over: u32,
    },
    /// The pipeline does not allow to move backward.
    BackwardRefused,
    /// The open deal is at a stage that the new pipeline does not have: say where it goes.
    #[serde(rename = "deal_stage_gone")]
    StageGone {
        /// The stage of the deal.
        stage: DealStageName,
    },
    /// The new pipeline has the stage of the open deal, which therefore stays where it is.
    #[serde(rename = "deal_stage_kept")]
    StageKept {
        /// The stage of the deal.
        stage: DealStageName,
    },
}

impl DealUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Inconsistent(_) => "deal",
            Self::Known { .. } => "deal_known",
            Self::NoOpenDeal => "no_open_deal",
            Self::Field(_) => "deal_field",
            Self::UnknownPipeline { .. } => "unknown_pipeline",
            Self::PipelineNeeded { .. } => "pipeline_needed",
            Self::PipelineGone { .. } => "deal_pipeline_gone",
            Self::PipelineKept { .. } => "deal_pipeline_kept",
            Self::UnknownStage { .. } => "unknown_deal_stage",
            Self::ItemMissing { .. } => "deal_item_missing",
            Self::SkipRefused { .. } => "skip_refused",
            Self::BackwardRefused => "backward_refused",
            Self::StageGone { .. } => "deal_stage_gone",
            Self::StageKept { .. } => "deal_stage_kept",
        }
    }
}

impl From<NoPipeline> for DealUnmet {
    fn from(none: NoPipeline) -> Self {
        match none {
            NoPipeline::Unknown { pipeline, suggestion } => Self::UnknownPipeline { pipeline, suggestion },
            NoPipeline::Needed { known } => Self::PipelineNeeded { known },
        }
    }
}
