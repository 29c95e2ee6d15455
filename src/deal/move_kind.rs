//! How a deal moves along the pipeline.

use serde::{Deserialize, Serialize};

/// How a deal moves along the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// It is there already.
    Same,
    /// To the next stage.
    Forward,
    /// Forward over others.
    Skip {
        /// How many were passed over.
        over: u32,
    },
    /// To an earlier stage.
    Backward,
}
