//! The three places in which a score can stand.

use serde::{Deserialize, Serialize};

/// Where a score stands against the thresholds of its profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Total at or over `enter`, and every dimension at or over its minimum.
    Enter,
    /// Neither.
    Between,
    /// Total under `exit`.
    BelowExit,
}
