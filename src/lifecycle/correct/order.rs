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
    /// The facts, by their revisions, in any order, at most 10,000. A correction among them is undone. None: only what is told
    /// instead, and what falls by it.
    #[serde(default)]
    pub facts: Vec<u64>,
    /// Why: a reason of the policy's list `take_back`, any where it declares none.
    pub reason: Reason,
    /// What happened instead, or what was missing when a rule decided, each with its true date: at most 64, decided in this
    /// order.
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
    /// What is told. `adopt_policy`, `recount`, `check_clock`, `merge`, `redact` and what concerns proposals tell nothing that
    /// happened, and are refused.
    pub command: Command,
    /// When it happened: an instant, or a day when no more is known.
    pub at: Moment,
}

/// Why nothing was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TakeBackError {
    /// The past does not fold: it is empty, or the facts do not follow on each other or on the snapshot.
    Replay(ReplayError),
    /// The order was refused.
    Refused(Refusal),
}

impl core::error::Error for TakeBackError {}
