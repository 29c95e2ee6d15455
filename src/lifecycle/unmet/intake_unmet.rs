//! What comes in about a lead and is not accepted.

use serde::{Deserialize, Serialize};

use crate::values::{ActivityKind, FieldError, Instant};

/// What is wrong with what comes in about a lead: profile fields and activities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IntakeUnmet {
    /// A field of the profile or of an activity is not accepted.
    Field(FieldError),
    /// The profile would hold too many fields.
    ProfileFull,
    /// An unknown activity that earns no tag and raises no hand, so old that it could be one already recorded and
    /// forgotten: it scores nothing, so it may be left out; or the policy remembers more.
    BeyondMemory {
        /// It must have happened after this instant.
        watermark: Instant,
    },
    /// An unknown activity, so old that it could be one of its kind that was taken back and forgotten: more were than the lead
    /// remembers.
    MaybeTakenBack {
        /// The kind.
        kind: ActivityKind,
        /// It must have happened after this instant.
        watermark: Instant,
    },
}

impl IntakeUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Field(_) => "field",
            Self::ProfileFull => "profile_full",
            Self::BeyondMemory { .. } => "beyond_memory",
            Self::MaybeTakenBack { .. } => "maybe_taken_back",
        }
    }
}
