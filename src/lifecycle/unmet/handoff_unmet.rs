//! What the hand-over lacks.

use serde::{Deserialize, Serialize};

use crate::handoff::MissingItem;

/// What the hand-over to field sales lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HandoffUnmet {
    /// The hand-over file is not complete.
    #[serde(rename = "handoff_incomplete")]
    Incomplete(MissingItem),
    /// Field sales rejected this hand-over file: it has to be revised.
    #[serde(rename = "handoff_not_revised")]
    NotRevised,
    /// Field sales has not accepted the hand-over.
    NotAccepted,
}

impl HandoffUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Incomplete(_) => "handoff_incomplete",
            Self::NotRevised => "handoff_not_revised",
            Self::NotAccepted => "not_accepted",
        }
    }
}
