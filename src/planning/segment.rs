//! One segment of a plan.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::planning::deal_size::DealSize;
use crate::planning::funnel::Funnel;
use crate::planning::lag::Lag;
use crate::planning::plan_error::PlanError;
use crate::planning::schedule::Schedule;
use crate::planning::share::Share;
use crate::values::SegmentName;

/// A segment of a plan, such as a source, a product or a team: its share of the target, its own funnel, lags and deal
/// size.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "セグメント")]
pub struct Segment {
    /// Its name.
    pub name: SegmentName,
    /// The share of the target that it is to bring.
    pub share: Share,
    /// Its funnel.
    pub funnel: Funnel,
    /// A lag for every step of its funnel; an empty list for a funnel that takes no time.
    pub lags: Vec<Lag>,
    /// What a win of it brings on average.
    pub deal_size: DealSize,
}

impl Segment {
    /// A segment whose funnel takes no time.
    #[must_use]
    pub const fn new(name: SegmentName, share: Share, funnel: Funnel, deal_size: DealSize) -> Self {
        Self { name, share, funnel, lags: Vec::new(), deal_size }
    }

    /// The same segment with a lag for every step of its funnel.
    #[must_use]
    pub fn with_lags(self, lags: Vec<Lag>) -> Self {
        Self { lags, ..self }
    }

    pub(super) fn schedule(&self) -> Result<Schedule, PlanError> {
        if self.lags.is_empty() {
            return Ok(Schedule::immediate(self.funnel.clone()));
        }
        Schedule::new(self.funnel.clone(), self.lags.clone())
    }
}
