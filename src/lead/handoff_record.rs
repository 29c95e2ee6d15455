//! How a lead was handed over, and whether field sales accepted it.

use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::handoff::Handoff;
use crate::qualification::Verdict;
use crate::scoring::Breakdown;
use crate::values::{ActorId, CriterionName, Date, Instant};

/// One criterion as heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Heard {
    /// The criterion.
    pub criterion: CriterionName,
    /// The verdict.
    pub verdict: Verdict,
    /// The date that the lead named.
    pub by: Option<Date>,
}

/// The hand-over file with what was known at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct HandoffFile {
    /// The number of the hand-over in this cycle, counted from 1.
    pub number: u32,
    /// What inside sales wrote.
    pub handoff: Handoff,
    /// Every criterion as heard.
    pub heard: Vec<Heard>,
    /// The score at hand-over.
    pub score: Option<Breakdown>,
}

/// How a lead was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "引き渡し")]
pub enum HandoffRecord {
    /// With a file.
    Filed(#[serde(with = "crate::values::shared")] Arc<HandoffFile>),
    /// In a legacy system, without one.
    Imported,
}

/// Whether field sales has taken the hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acceptance {
    /// Not yet.
    Pending,
    /// Accepted: a sales accepted opportunity (SAO).
    Accepted {
        /// Who accepted; unknown for imports.
        by: Option<ActorId>,
        /// When, if it is known.
        at: Option<Instant>,
    },
}

impl Acceptance {
    /// Whether it was accepted.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted { .. })
    }
}
