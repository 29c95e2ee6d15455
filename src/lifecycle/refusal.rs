//! A command was refused: every unmet condition at once.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::Lead;
use crate::lifecycle::unmet::Unmet;
use crate::values::{CommandKind, Instant, LeadKey, StageKind};

/// A command was refused. Nothing has changed, and nothing is to be stored.
///
/// It says everything that stands in the way, not only the first thing, as data that can be sent, stored and read
/// again. `Display` is the default wording.
///
/// ```
/// use lead_lifecycle::{Actor, Capture, Context, Lifecycle, Origin, Policy, Refusal, Role};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let lifecycle = Lifecycle::new(Policy::standard());
/// let assistant = Context::new("2026-04-01T09:00:00+09:00".parse()?, Actor::new("bot".parse()?, Role::Assistant));
/// let capture = Capture::new("lead-1".parse()?, Origin::Expansion);
/// let refusal = lifecycle.capture(&capture, &assistant).unwrap_err();
/// let codes: Vec<_> = refusal.unmet.iter().map(|unmet| unmet.code()).collect();
/// assert_eq!(codes, ["permission", "origin"]);
/// assert!(refusal.to_string().ends_with("a lead neither begins with origin `expansion` nor is corrected from or to it"));
/// assert_eq!(serde_json::from_str::<Refusal>(&serde_json::to_string(&refusal)?)?, refusal);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(expecting = "a table")]
pub struct Refusal {
    /// The command.
    pub command: CommandKind,
    /// The lead.
    pub lead: LeadKey,
    /// The stage it was judged at: after everything that was due. None when there is no lead yet.
    pub stage: Option<StageKind>,
    /// The instant it was judged at.
    pub at: Instant,
    /// Every unmet condition; never empty.
    pub unmet: Vec<Unmet>,
}

impl Refusal {
    pub(super) fn of(lead: &Lead, command: CommandKind, at: Instant, unmet: Vec<Unmet>) -> Self {
        Self { command, lead: lead.key().clone(), stage: Some(lead.stage().kind()), at, unmet }
    }
}

impl core::error::Error for Refusal {}
