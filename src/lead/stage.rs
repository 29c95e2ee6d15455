//! The stage of a lead: every variant holds what that stage has, and nothing else.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use serde::{Deserialize, Serialize};

use crate::deal::Deal;
use crate::lead::handoff_record::{Acceptance, HandoffRecord};
use crate::lead::trigger::Trigger;
use crate::recycle::Reason;
use crate::values::{DealKey, DealStageName, FieldName, Instant, LeadKey, StageKind};

/// The stage of the current cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Known, not handed to sales.
    Lead {
        /// Until when promotion by score or by hand is shut; a hand-raise opens it.
        #[doc(alias = "冷却期間")]
        cooling_until: Option<Instant>,
    },
    /// Worked by inside sales.
    Mql {
        /// What made it an MQL.
        trigger: Trigger,
    },
    /// Handed to field sales, deal opened.
    Sql {
        /// The hand-over.
        handoff: HandoffRecord,
        /// The open deal.
        deal: Box<Deal>,
        /// Whether field sales has taken it.
        acceptance: Acceptance,
    },
    /// First meeting held.
    Opportunity {
        /// The hand-over.
        handoff: HandoffRecord,
        /// The open deal.
        deal: Box<Deal>,
    },
    /// Won.
    Customer {
        /// The deal that was won; none when it was bought without sales.
        deal: Option<DealKey>,
    },
    /// Out of the running until somebody reopens it.
    Disqualified {
        /// Why.
        reason: Reason,
        /// The reason given, when `reason` is `max_cycles`.
        given: Option<Reason>,
        /// Whether reopening has been suggested since.
        suggested: bool,
    },
    /// Merged into another lead; this one takes no further part.
    Merged {
        /// The other lead.
        into: LeadKey,
    },
}

impl Stage {
    /// The stage without its data.
    #[must_use]
    pub const fn kind(&self) -> StageKind {
        match self {
            Self::Lead { .. } => StageKind::Lead,
            Self::Mql { .. } => StageKind::Mql,
            Self::Sql { .. } => StageKind::Sql,
            Self::Opportunity { .. } => StageKind::Opportunity,
            Self::Customer { .. } => StageKind::Customer,
            Self::Disqualified { .. } => StageKind::Disqualified,
            Self::Merged { .. } => StageKind::Merged,
        }
    }

    /// The open deal, if there is one.
    #[must_use]
    pub const fn deal(&self) -> Option<&Deal> {
        match self {
            Self::Sql { deal, .. } | Self::Opportunity { deal, .. } => Some(deal),
            Self::Lead { .. }
            | Self::Mql { .. }
            | Self::Customer { .. }
            | Self::Disqualified { .. }
            | Self::Merged { .. } => None,
        }
    }

    /// The hand-over, while the lead is with field sales.
    #[must_use]
    pub const fn handoff(&self) -> Option<&HandoffRecord> {
        match self {
            Self::Sql { handoff, .. } | Self::Opportunity { handoff, .. } => Some(handoff),
            Self::Lead { .. }
            | Self::Mql { .. }
            | Self::Customer { .. }
            | Self::Disqualified { .. }
            | Self::Merged { .. } => None,
        }
    }
}

/// What facts change within a stage; only the fold has a stage that it may write.
impl Stage {
    /// The open deal, to be changed.
    pub(super) fn deal_mut(&mut self) -> Option<&mut Deal> {
        match self {
            Self::Sql { deal, .. } | Self::Opportunity { deal, .. } => Some(deal),
            Self::Lead { .. }
            | Self::Mql { .. }
            | Self::Customer { .. }
            | Self::Disqualified { .. }
            | Self::Merged { .. } => None,
        }
    }

    /// Field sales accepts; the deal is then of whoever did.
    pub(super) fn accept(&mut self, accepted: Acceptance) {
        if let Self::Sql { deal, acceptance, .. } = self {
            if let Acceptance::Accepted { by: Some(by), at } = &accepted {
                deal.own(Some(by), at.unwrap_or(deal.opened_at()));
            }
            *acceptance = accepted;
        }
    }

    /// The stage after the first meeting. The boxes move over: no hand-over and no deal is copied.
    pub(super) fn into_opportunity(self, deal_stage: &DealStageName, moved_at: Instant) -> Self {
        match self {
            Self::Sql { handoff, mut deal, .. } => {
                if deal.stage() != deal_stage {
                    deal.move_to(deal_stage, moved_at);
                }
                Self::Opportunity { handoff, deal }
            }
            other @ (Self::Lead { .. }
            | Self::Mql { .. }
            | Self::Opportunity { .. }
            | Self::Customer { .. }
            | Self::Disqualified { .. }
            | Self::Merged { .. }) => other,
        }
    }

    pub(super) const fn suggest_reopening(&mut self) {
        if let Self::Disqualified { suggested, .. } = self {
            *suggested = true;
        }
    }

    /// Nobody is to think of reopening any more, until new interest shows.
    pub(super) const fn forget_suggestion(&mut self) {
        if let Self::Disqualified { suggested, .. } = self {
            *suggested = false;
        }
    }

    pub(super) fn redact(&mut self, spared_of_deals: &BTreeSet<FieldName>) {
        match self {
            Self::Sql { handoff, deal, .. } | Self::Opportunity { handoff, deal } => {
                if let HandoffRecord::Filed(file) = handoff {
                    Arc::make_mut(file).handoff.redact();
                }
                deal.redact(spared_of_deals);
            }
            Self::Disqualified { reason, given, .. } => {
                reason.redact();
                if let Some(given) = given {
                    given.redact();
                }
            }
            Self::Lead { .. } | Self::Mql { .. } | Self::Customer { .. } | Self::Merged { .. } => {}
        }
    }
}
