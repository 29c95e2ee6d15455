//! The general rule of recycling as people write it.

use serde::{Deserialize, Serialize};

use crate::values::{Carry, Span};

/// The general rule of recycling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct RecycleDraft {
    /// How long a lead cools after its first cycle. Whole days are civil days in the policy's zone.
    pub cooling: Span,
    /// How much longer after each further cycle, in whole per cent: 150 makes it half as long again each time.
    pub back_off: u32,
    /// The longest cooling.
    pub max_cooling: Span,
    /// How many cycles a lead may have; expansions do not count.
    pub max_cycles: u32,
    /// What happens to the engagement gathered so far.
    pub engagement: Carry,
}

impl RecycleDraft {
    /// Ours: 30 days, half as long again each time, at most 180 days, five cycles, engagement halved.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            cooling: Span::days(30),
            back_off: 150,
            max_cooling: Span::days(180),
            max_cycles: 5,
            engagement: Carry::Halve,
        }
    }
}

impl Default for RecycleDraft {
    fn default() -> Self {
        Self::standard()
    }
}
