//! A deal as reports count it.
#![expect(clippy::option_option, reason = "that it has ended, and that nobody knows when, are two things")]

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::insight::line::when::When;
use crate::values::{
    ActorId, Currency, Date, DealKey, DealStageName, Instant, Money, PipelineName, ProductKey, ReasonCode, Role,
    vocabulary,
};

vocabulary! {
    /// How a deal ended.
    DealEnd {
        /// Won.
        Won = "won",
        /// Lost.
        Lost = "lost",
        /// Field sales rejected the hand-over that opened it.
        Rejected = "rejected",
        /// The lead was recycled.
        Recycled = "recycled",
        /// The lead was disqualified.
        Disqualified = "disqualified",
        /// The lead was merged into another.
        Merged = "merged",
    }
}

/// A deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct DealLine {
    pub(in crate::insight) key: DealKey,
    pub(in crate::insight) currency: Currency,
    /// None: no line of it has an amount.
    pub(in crate::insight) value: Option<Money>,
    /// Each product once, with what its lines come to; none: a line has no amount.
    pub(in crate::insight) products: Vec<(ProductKey, Option<Money>)>,
    pub(in crate::insight) expected_close: Option<Date>,
    pub(in crate::insight) pipeline: PipelineName,
    pub(in crate::insight) opened: Option<When>,
    pub(in crate::insight) imported: Option<Instant>,
    pub(in crate::insight) owner: Option<ActorId>,
    pub(in crate::insight) owned_at: Option<Instant>,
    /// Who handed the lead over.
    pub(in crate::insight) sourced_by: Role,
    /// The standing at the opening.
    pub(in crate::insight) standing: u32,
    /// When the lead became Opportunity with it, if it has.
    #[serde(with = "crate::insight::line::nested")]
    pub(in crate::insight) met: Option<Option<When>>,
    pub(in crate::insight) stays: Vec<DealStay>,
    pub(in crate::insight) end: Option<DealOver>,
}

/// A visit of a deal stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct DealStay {
    pub(in crate::insight) stage: DealStageName,
    pub(in crate::insight) from: Option<When>,
    pub(in crate::insight) imported: Option<Instant>,
    /// None: it is on.
    #[serde(with = "crate::insight::line::nested")]
    pub(in crate::insight) until: Option<Option<When>>,
}

/// The end of a deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct DealOver {
    pub(in crate::insight) when: Option<When>,
    pub(in crate::insight) how: DealEnd,
    pub(in crate::insight) reason: Option<ReasonCode>,
    /// What was signed, of one that was won.
    pub(in crate::insight) signed: Option<Money>,
    pub(in crate::insight) standing: u32,
}

impl DealLine {
    /// The stage in which it is, or was last.
    pub(in crate::insight) fn stage(&self) -> Option<&DealStageName> {
        self.stays.last().map(|stay| &stay.stage)
    }

    pub(super) fn move_to(&mut self, stage: &DealStageName, when: Option<When>, imported: Option<Instant>) {
        if self.stage() == Some(stage) {
            return;
        }
        self.leave(when);
        self.stays.push(DealStay { stage: stage.clone(), from: when, imported, until: None });
    }

    pub(super) fn leave(&mut self, when: Option<When>) {
        if let Some(stay) = self.stays.last_mut().filter(|stay| stay.until.is_none()) {
            stay.until = Some(when);
        }
    }
}
