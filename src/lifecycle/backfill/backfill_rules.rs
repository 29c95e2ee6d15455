//! How the rows of a legacy system are to be read.

use serde::{Deserialize, Serialize};

use crate::calendar::Zone;
use crate::values::Instant;

/// How rows are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackfillRules {
    /// The instant that the facts of a row carry which has no date at all. It does not become the instant of a milestone.
    pub as_of: Instant,
    /// What to do with an impossible order.
    pub order: OrderPolicy,
    /// Where the days of the rows are read: the zone of the system that wrote them.
    pub zone: Zone,
}

/// What to do with a row whose dates are in an impossible order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderPolicy {
    /// The row is refused.
    #[default]
    Refuse,
    /// A date that lies before the step before it is moved to that step; the fact keeps what was said beside what is used.
    Clamp,
}
