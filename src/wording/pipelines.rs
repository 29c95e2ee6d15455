//! Why a deal has no pipeline.

use core::fmt;

use crate::deal::NoPipeline;
use crate::values::PipelineName;
use crate::wording::names::{Meant, one_of};

impl fmt::Display for NoPipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { pipeline, suggestion } => unknown_pipeline(f, pipeline, suggestion.as_deref()),
            Self::Needed { known } => pipeline_needed(f, known),
        }
    }
}

pub(super) fn unknown_pipeline(
    f: &mut fmt::Formatter<'_>,
    pipeline: &PipelineName,
    suggestion: Option<&str>,
) -> fmt::Result {
    write!(f, "the policy has no pipeline `{pipeline}`{}", Meant::AfterColon(suggestion))
}

pub(super) fn pipeline_needed(f: &mut fmt::Formatter<'_>, known: &[PipelineName]) -> fmt::Result {
    f.write_str("the policy has no default pipeline, so the deal has to name its own: ")?;
    one_of(f, known)
}
