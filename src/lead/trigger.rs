//! What made a lead an MQL.

use core::fmt;
use serde::{Deserialize, Serialize};

/// What made a lead an MQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The score reached the threshold.
    Score,
    /// The lead asked to be contacted.
    #[doc(alias = "ハンドレイズ")]
    HandRaise,
    /// A person judged so.
    Manual,
    /// Field sales rejected the hand-over: re-examination.
    Rejection,
    /// A customer may buy more.
    Expansion,
    /// A legacy system said so.
    Import,
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Score => "score",
            Self::HandRaise => "hand-raise",
            Self::Manual => "manual",
            Self::Rejection => "rejection",
            Self::Expansion => "expansion",
            Self::Import => "import",
        })
    }
}
