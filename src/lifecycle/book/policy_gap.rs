//! Why a book says nothing of a lead.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::values::{Instant, PolicyStamp, ZoneName};

/// Why a book of policies says nothing of a lead. Nothing is wrong with the lead, and nothing is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PolicyGap {
    /// The lead is under a version that this book does not have and that came into force after the one that is in force here:
    /// somebody decides with a newer book. Read the book again, and decide again.
    #[serde(rename = "policy_newer")]
    Newer {
        /// The version of the lead.
        lead: PolicyStamp,
        /// The version that is in force here at the newest fact of the lead.
        in_force: PolicyStamp,
    },
    /// The lead is under a version that this book does not have. Put it into the book, or issue `adopt_policy`.
    #[serde(rename = "policy_unknown")]
    Unknown {
        /// The version of the lead.
        lead: PolicyStamp,
        /// The version that is in force here at the newest fact of the lead.
        in_force: PolicyStamp,
        /// The named zones of the version that is in force here since the same instant: where the rules are the same all
        /// else, somebody resolved one of these from another edition of the database.
        #[serde(default)]
        zones: Vec<ZoneName>,
    },
    /// The first version of the book comes into force later than this: what held before, the book does not say.
    #[serde(rename = "policy_gap")]
    Before {
        /// The newest fact of the lead, or the instant that is asked for.
        at: Instant,
        /// From when the book says anything.
        from: Instant,
    },
}

impl PolicyGap {
    /// The stable word, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Newer { .. } => "policy_newer",
            Self::Unknown { .. } => "policy_unknown",
            Self::Before { .. } => "policy_gap",
        }
    }
}

impl core::error::Error for PolicyGap {}
