//! A step of a row, as errors and notes name it.

use serde::{Deserialize, Serialize};

use crate::lead::FactKind;
use crate::values::{DealStageName, Milestone};

/// A step of a row, or what the lead had come to before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LegacyStep {
    /// A milestone.
    Reached(Milestone),
    /// The deal moved to this stage.
    DealStage(DealStageName),
    /// The end of the row.
    End,
    /// The end of the contract that was won.
    ContractEnd,
    /// The newest turn of the lead that was there before the row.
    Turn(FactKind),
}

impl From<Milestone> for LegacyStep {
    fn from(milestone: Milestone) -> Self {
        Self::Reached(milestone)
    }
}
