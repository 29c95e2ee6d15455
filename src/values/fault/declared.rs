//! What a policy declares, and refers to by name.

use serde::Serialize;

/// What a policy declares, and refers to by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Declared {
    /// A calendar.
    Calendar,
    /// A qualification criterion.
    Criterion,
    /// A field of a deal.
    DealField,
    /// A dimension of a score.
    Dimension,
    /// A field of a profile.
    Field,
    /// A group of score rules.
    Group,
    /// A list of holidays.
    HolidayList,
    /// A pipeline of the policy.
    Pipeline,
    /// A stage of the deal pipeline.
    PipelineStage,
    /// A reason for recycling.
    RecycleReason,
    /// A score profile.
    ScoreProfile,
    /// A tag.
    Tag,
    /// A time zone with its transitions.
    Zone,
}
