//! What lasted: the kinds of times that reports tell.

use core::fmt;
use serde::{Deserialize, Serialize};

use crate::values::{ClockName, DealStageName, PipelineName, StageKind};

/// What lasted. Of each there are the single stretches and, where a cycle has several, their sum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Lasting {
    /// A visit of a stage of the lead.
    Stage(StageKind),
    /// A visit of a stage of a deal.
    DealStage {
        /// The pipeline.
        pipeline: PipelineName,
        /// The stage.
        stage: DealStageName,
    },
    /// From becoming MQL to the first attempt.
    Response,
    /// A run of a service-level clock, until it was answered.
    Clock(ClockName),
    /// From the hand-over to the first meeting.
    HandoffToMeeting,
    /// From the beginning of a cycle to its end: won, lost, recycled or sorted out.
    Cycle,
    /// From the opening of a deal to its end.
    Deal,
}

impl fmt::Display for Lasting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage(stage) => write!(f, "stage:{stage}"),
            Self::DealStage { pipeline, stage } => write!(f, "deal_stage:{pipeline}/{stage}"),
            Self::Response => f.pad("response"),
            Self::Clock(clock) => write!(f, "clock:{clock}"),
            Self::HandoffToMeeting => f.pad("handoff_to_meeting"),
            Self::Cycle => f.pad("cycle"),
            Self::Deal => f.pad("deal"),
        }
    }
}
