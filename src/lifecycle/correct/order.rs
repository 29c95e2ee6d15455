//! What is asked when facts are taken back, and why it is not done.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::{Command, ReplayError};
use crate::lifecycle::refusal::Refusal;
use crate::recycle::Reason;
use crate::values::Moment;

/// Which facts were a mistake, why, and what happened instead.
///
/// ```
/// use lead_lifecycle::lifecycle::TakeBack;
/// let order: TakeBack = serde_json::from_str(r#"{"facts": [7, 8], "reason": {"code": "wrong_record"}}"#)?;
/// assert!(order.instead.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lifecycle/correct/taking_back.md"))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct TakeBack {
    /// The facts, by their revisions. A correction among them is undone.
    #[serde(default)]
    pub facts: Vec<u64>,
    /// Why: a reason of the policy's list `take_back`, any where it declares none.
    pub reason: Reason,
    /// What happened instead, or what was missing when a rule decided, each with its true date.
    #[serde(default)]
    pub instead: Vec<Instead>,
}

impl TakeBack {
    /// These facts, for a reason.
    #[must_use]
    pub fn new(facts: impl IntoIterator<Item = u64>, reason: Reason) -> Self {
        Self { facts: facts.into_iter().collect(), reason, instead: Vec::new() }
    }

    /// The same, and what happened instead.
    #[must_use]
    pub fn instead(mut self, command: Command, at: impl Into<Moment>) -> Self {
        self.instead.push(Instead { command, at: at.into() });
        self
    }
}

/// What happened instead, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Instead {
    /// What is told.
    pub command: Command,
    /// When it happened: an instant, or a day when no more is known.
    pub at: Moment,
}

/// Why nothing was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TakeBackError {
    /// The past does not fold.
    Replay(ReplayError),
    /// The order was refused.
    Refused(Refusal),
}

impl core::error::Error for TakeBackError {}
