//! What a lead comes to over all its cycles.

use serde::{Deserialize, Serialize};

use crate::lead::milestones::MilestoneCounts;
use crate::lead::stage_clocks::StageClocks;

/// Totals over the whole life of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Totals {
    /// Cycles, expansions included.
    pub cycles: u32,
    /// Expansion cycles.
    pub expansions: u32,
    /// Milestones reached, summed over cycles.
    pub milestones: MilestoneCounts,
    /// Deals lost.
    pub losses: u32,
    /// Hand-overs rejected by field sales.
    pub rejections: u32,
    /// Cycles that ended recycled.
    pub recycles: u32,
    /// Cycles that ended disqualified.
    pub disqualifications: u32,
    /// Reopenings after disqualification.
    pub reopens: u32,
    /// Contracts ended.
    pub contracts_ended: u32,
    /// Purchases without sales.
    pub purchases: u32,
    /// Contracts renewed.
    pub renewals: u32,
    /// First meetings in which no chance to propose was found.
    pub invalid_meetings: u32,
    /// Meetings held after the first.
    pub follow_ups: u32,
    /// Activities recorded.
    pub activities: u64,
    /// Contact attempts recorded.
    pub attempts: u64,
    /// The clocks of the stages over all cycles.
    pub stages: StageClocks,
}

impl Totals {
    /// Cycles that count towards the maximum of the policy: all but expansions.
    #[must_use]
    pub const fn counted_cycles(&self) -> u32 {
        self.cycles.saturating_sub(self.expansions)
    }
}
