//! What the next cycle keeps of owner and team.

use serde::{Deserialize, Serialize};

use crate::values::Retain;

/// Whether the next cycle keeps owner and team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct Ownership {
    /// The member.
    pub owner: Retain,
    /// The team.
    pub team: Retain,
}

impl Ownership {
    /// Neither.
    pub const CLEARED: Self = Self { owner: Retain::Clear, team: Retain::Clear };
}

impl Default for Ownership {
    fn default() -> Self {
        Self::CLEARED
    }
}

/// What each way into the next cycle keeps. All values are legal.
///
/// ```toml
/// [next_cycle.reopen]
/// team = "keep"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct NextCycleRules {
    /// After recycling, a loss or the end of a contract.
    pub recycle: Ownership,
    /// After a disqualified lead was reopened.
    pub reopen: Ownership,
    /// When a customer may buy more.
    pub expansion: Ownership,
}

impl NextCycleRules {
    /// Ours: nobody owns the next cycle until it is assigned.
    #[must_use]
    pub const fn standard() -> Self {
        Self { recycle: Ownership::CLEARED, reopen: Ownership::CLEARED, expansion: Ownership::CLEARED }
    }
}
