//! Numbers over many leads: lengths of time, their quantiles, and what is at risk when.

mod log_buckets;
mod quantile;
mod tally;
mod times;

pub use crate::insight::numbers::log_buckets::{BucketError, LogBuckets};
pub use crate::insight::numbers::quantile::QuantileKind;
pub use crate::insight::numbers::tally::{Tally, TallyError};
pub use crate::insight::numbers::times::Times;
