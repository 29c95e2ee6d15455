//! What of the lead itself stands in the way: where it is, what it is, what the caller knew of it.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lifecycle::unmet::way::Way;
use crate::values::{Instant, LeadKey, Origin, PolicyStamp, ReasonCode, StageKind};

/// What of the lead itself stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeadUnmet {
    /// The command is not possible at this stage.
    Stage {
        /// The present stage.
        at: StageKind,
        /// The stages at which it is possible; empty: at none.
        possible: Vec<StageKind>,
        /// How to get on from here.
        way: Way,
    },
    /// Personal data was removed; nothing personal may be added.
    Erased {
        /// When it was removed.
        at: Instant,
    },
    /// The lead was recycled and is cooling: until then only a hand-raise promotes it.
    Cooling {
        /// When cooling ends.
        until: Instant,
    },
    /// A lead cannot be captured, imported or corrected with this origin; nor one that has it.
    Origin {
        /// The origin.
        origin: Origin,
    },
    /// A value that stands is replaced: that needs a reason.
    EditReason,
    /// The policy lets nobody buy without sales from this stage.
    PurchaseNotFrom {
        /// The present stage.
        at: StageKind,
        /// The stages from which it does.
        from: Vec<StageKind>,
    },
    /// No hand-raise waits for an answer.
    NoHandRaise,
    /// The lead would be put off until an instant that is not later than the postponement itself.
    UntilPast {
        /// Until then.
        until: Instant,
    },
    /// The lead would be put off, but nothing follows that could wait: it is disqualified, or only one of several contracts
    /// ends.
    UntilUnused {
        /// Until then.
        until: Instant,
        /// Why it is disqualified; none: another contract or cycle goes on.
        reason: Option<ReasonCode>,
    },
    /// The history of another lead was counted again.
    RecountOtherLead {
        /// The lead whose history it was.
        counted: LeadKey,
    },
    /// The score was counted again from fewer or more activities than the lead has: read the history again.
    RecountOutdated {
        /// How many activities were counted.
        counted: u64,
        /// How many the lead has.
        activities: u64,
    },
    /// The score was counted again by another version of the policy than the lead is under.
    RecountOtherPolicy {
        /// The version that counted.
        counted: PolicyStamp,
        /// The version of the lead.
        lead: PolicyStamp,
    },
    /// The lead has moved on since the caller saw it: read it again and decide again.
    Revision {
        /// The revision that the caller expected.
        expected: u64,
        /// The revision of the lead.
        actual: u64,
    },
}

impl LeadUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Stage { .. } => "stage",
            Self::Erased { .. } => "erased",
            Self::Cooling { .. } => "cooling",
            Self::Origin { .. } => "origin",
            Self::EditReason => "edit_reason",
            Self::PurchaseNotFrom { .. } => "purchase_not_from",
            Self::NoHandRaise => "no_hand_raise",
            Self::UntilPast { .. } => "until_past",
            Self::UntilUnused { .. } => "until_unused",
            Self::RecountOtherLead { .. } => "recount_other_lead",
            Self::RecountOutdated { .. } => "recount_outdated",
            Self::RecountOtherPolicy { .. } => "recount_other_policy",
            Self::Revision { .. } => "revision",
        }
    }
}
