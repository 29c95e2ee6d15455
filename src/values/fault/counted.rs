//! What is counted where there may be too few or too many.

use serde::Serialize;

/// What is counted where there may be too few or too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Counted {
    /// Kinds of activity that earn a tag.
    ActivityKinds,
    /// Bands of a score rule.
    Bands,
    /// Qualification criteria.
    Criteria,
    /// Dimensions of a score.
    Dimensions,
    /// Entries of a list.
    Entries,
    /// Declared fields.
    Fields,
    /// Parts of a bar.
    Parts,
    /// Pipelines of a policy.
    Pipelines,
    /// Reasons of a list.
    Reasons,
    /// Stages of a pipeline.
    Stages,
    /// Steps of a decay.
    Steps,
    /// Values that a field is compared with.
    Values,
    /// Versions of a policy.
    Versions,
}
