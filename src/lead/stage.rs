//! The stage of a lead: every variant holds what that stage has, and nothing else.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

use crate::deal::{Contract, Deal};
use crate::handoff::Handoff;
use crate::qualification::Verdict;
use crate::recycle::Reason;
use crate::scoring::Breakdown;
use crate::values::{
    ActorId, ContractKey, CriterionName, DealKey, DealStageName, Instant, LeadKey, MostlyOne, StageKind,
};

/// What made a lead an MQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The score reached the threshold.
    Score,
    /// The lead asked to be contacted.
    #[doc(alias = "ハンドレイズ")]
    HandRaise,
    /// A person judged so.
    Manual,
    /// Field sales rejected the hand-over: re-examination.
    Rejection,
    /// A customer may buy more.
    Expansion,
    /// A legacy system said so.
    Import,
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Score => "score",
            Self::HandRaise => "hand-raise",
            Self::Manual => "manual",
            Self::Rejection => "rejection",
            Self::Expansion => "expansion",
            Self::Import => "import",
        })
    }
}

/// The hand-over file with what was known at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandoffFile {
    /// The number of the hand-over in this cycle, counted from 1.
    pub number: u32,
    /// What inside sales wrote.
    pub handoff: Handoff,
    /// The verdict on every criterion as heard.
    pub heard: Vec<(CriterionName, Verdict)>,
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
        /// The deal that was won.
        deal: DealKey,
    },
    /// Discarded.
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
            if let Acceptance::Accepted { by: Some(by), .. } = &accepted {
                deal.own(by);
            }
            *acceptance = accepted;
        }
    }

    /// The stage after the first meeting. The boxes move over: no hand-over and no deal is copied.
    pub(super) fn into_opportunity(self, deal_stage: &DealStageName, moved_at: Instant) -> Self {
        match self {
            Self::Sql { handoff, mut deal, .. } => {
                deal.move_to(deal_stage, moved_at);
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

    pub(super) fn redact(&mut self) {
        match self {
            Self::Sql { handoff, deal, .. } | Self::Opportunity { handoff, deal } => {
                if let HandoffRecord::Filed(file) = handoff {
                    Arc::make_mut(file).handoff.redact();
                }
                deal.redact();
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

/// A customer's contracts in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "契約")]
pub struct Customer {
    since: Instant,
    deal: DealKey,
    contracts: MostlyOne<Contract>,
}

impl Customer {
    /// A customer by its first contract.
    pub(super) const fn new(since: Instant, deal: DealKey, contract: Contract) -> Self {
        Self { since, deal, contracts: MostlyOne::One(contract) }
    }

    /// Another deal was won.
    pub(super) fn sign(&mut self, deal: DealKey, contract: Contract) {
        self.deal = deal;
        self.contracts.push(contract);
    }

    /// A contract ended; `true` when it was the last.
    pub(super) fn end(&mut self, contract: &ContractKey) -> bool {
        self.contracts.retain(|held| held.key() != contract);
        self.contracts.as_slice().is_empty()
    }

    /// The deal that was won last.
    #[must_use]
    pub const fn deal(&self) -> &DealKey {
        &self.deal
    }

    /// When the lead became a customer.
    #[must_use]
    pub const fn since(&self) -> Instant {
        self.since
    }

    /// The contracts in force, oldest first; never empty.
    #[must_use]
    pub fn contracts(&self) -> &[Contract] {
        self.contracts.as_slice()
    }
}
