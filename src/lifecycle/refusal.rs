//! A command was refused: every unmet condition at once.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::Lead;
use crate::lifecycle::unmet::Unmet;
use crate::values::{CommandKind, Instant, LeadKey, StageKind};

/// A command was refused. Nothing has changed, and nothing is to be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
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
