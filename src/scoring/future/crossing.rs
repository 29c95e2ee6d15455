//! What can be looked for in the future.

use serde::{Deserialize, Serialize};

/// Which threshold is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crossing {
    /// The first instant at which the standing is [`Standing::Enter`](crate::scoring::Standing::Enter).
    UpToEnter,
    /// The first instant at which the standing is not [`Standing::BelowExit`](crate::scoring::Standing::BelowExit): the total
    /// is at the exit or over it.
    UpToExit,
    /// The first instant at which the standing is [`Standing::BelowExit`](crate::scoring::Standing::BelowExit).
    DownBelowExit,
}
