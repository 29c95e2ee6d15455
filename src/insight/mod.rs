//! Floor 6: measuring (計測). What one lead says is a line; a report is a signed table over lines.

mod numbers;

pub use crate::insight::numbers::{
    BucketError, LogBuckets, Observation, QuantileKind, RiskError, RiskStep, RiskTable, SurvivalEstimate, SurvivalStep,
    Tally, TallyError, Times,
};
