//! Numbers over many leads: lengths of time, their quantiles, and what is at risk when.

mod log_buckets;
mod quantile;
mod risk_step;
mod risk_table;
mod survival;
mod tally;
mod times;

pub use crate::insight::numbers::log_buckets::{BucketError, LogBuckets};
pub use crate::insight::numbers::quantile::QuantileKind;
pub use crate::insight::numbers::risk_step::RiskStep;
pub use crate::insight::numbers::risk_table::{Observation, RiskError, RiskTable};
pub use crate::insight::numbers::survival::{SurvivalEstimate, SurvivalStep};
pub use crate::insight::numbers::tally::{Tally, TallyError};
pub use crate::insight::numbers::times::Times;
