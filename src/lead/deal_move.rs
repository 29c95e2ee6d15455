//! How a deal moved along the pipeline.

use serde::{Deserialize, Serialize};

use crate::deal::MoveKind;
use crate::values::DealStageName;

/// How a deal moved along the pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct DealMove {
    /// From this stage.
    pub from: DealStageName,
    /// To this one.
    pub to: DealStageName,
    /// Forward, skipping or backward.
    pub kind: MoveKind,
}
