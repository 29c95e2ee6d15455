//! Floor 2: scoring. Activities and profiles earn tags; rules weigh tags into points; points combine into a score with thresholds.

pub mod bounds;

mod blank;
mod check;
mod combine;
mod condition;
mod course;
mod crossing;
mod decay;
mod draft;
mod explain;
mod form;
mod holds;

mod levels;
mod lint;
mod missing;
mod newest;
mod normal;
mod preset;
mod report;
mod retag;
mod rules;
mod score;
mod state;
mod tagging;
mod weigh;

pub use condition::{Choice, Comparison, ConditionDraft, Literal, RangeDraft};
pub use crossing::Crossing;
pub use draft::{
    BandDraft, BandsDraft, CombineDraft, Count, DecayDraft, DecayStep, DimensionDraft,
    EngagementDraft, FitDraft, GroupDraft, HandRaiseDraft, MatrixDraft, OncePer, ProductDraft,
    ProfileDraft, RanksDraft, RuleDraft, ScoringDraft, TagDraft, TimingDraft, TimingStep,
};
pub use explain::{
    Combination, Contribution, DimensionReport, Formula, GroupReport, Operand, ScoreReport, Source,
};
pub use lint::{ScoringLint, ScoringLintCode};
pub use missing::{Missing, MissingMinimum, MissingStep, Way};
pub use rules::Scoring;
pub use score::{Breakdown, Preview, Score, Standing};
pub use state::{ScoringState, StateError};
pub use tagging::{Band, EarnedTag, EarnedTags, FitTag, FitTags, TimingTag};
