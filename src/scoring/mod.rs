//! Floor 2: scoring. Activities and profiles earn tags; rules weigh tags into points; points combine into a score with thresholds.

pub mod bounds;

mod check;
mod combine;
mod condition;
mod crossing;
mod decay;
mod draft;
mod normal;
mod rules;
mod score;
mod state;
mod tagging;
mod weigh;

pub use condition::{Choice, Comparison, ConditionDraft, Literal, RangeDraft};
pub use crossing::Crossing;
pub use draft::{
    BandDraft, BandsDraft, CombineDraft, Count, DecayDraft, DecayStep, DimensionDraft, EngagementDraft, FitDraft,
    GroupDraft, HandRaiseDraft, MatrixDraft, OncePer, ProductDraft, ProfileDraft, RanksDraft, RuleDraft, ScoringDraft,
    TagDraft, TimingDraft, TimingStep,
};
pub use rules::Scoring;
pub use score::{Breakdown, Preview, Score, Standing};
pub use state::{Carry, ScoringState, StateError};
pub use tagging::{Band, EarnedTag, EarnedTags, FitTag, FitTags, TimingTag};
