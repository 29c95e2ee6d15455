//! How a round of a legacy system ended.

use serde::{Deserialize, Serialize};

use crate::recycle::Reason;
use crate::values::{ContractKey, LeadKey, Moment, Money};

/// How a legacy row ended. A day is enough where no instant is known, and nothing where nothing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LegacyEnd {
    /// Won: the lead is a customer.
    Won {
        /// When, if it is known.
        at: Option<Moment>,
        /// What it was worth; when unknown, the value of the row, else nothing.
        #[serde(default)]
        value: Option<Money>,
        /// The key of the contract; one made from that of the deal by default.
        #[serde(default)]
        contract: Option<ContractKey>,
    },
    /// Lost: the lead is disqualified until somebody reopens it or, as an expansion, a customer as before.
    Lost {
        /// When, if it is known.
        at: Option<Moment>,
        /// Why; `imported_unknown` when the legacy system does not say.
        #[serde(default)]
        reason: Option<Reason>,
    },
    /// Recycled: the next cycle begins at Lead, and cools as the policy says of the reason, from then on.
    Recycled {
        /// When, if it is known.
        at: Option<Moment>,
        /// Why; `imported_unknown` when the legacy system does not say.
        #[serde(default)]
        reason: Option<Reason>,
    },
    /// Disqualified: out of the running until somebody reopens it. At Lead it is a discard.
    Disqualified {
        /// When, if it is known.
        at: Option<Moment>,
        /// Why; `imported_unknown` when the legacy system does not say.
        #[serde(default)]
        reason: Option<Reason>,
    },
    /// Discarded at Lead, before it was an MQL.
    Discarded {
        /// When, if it is known.
        at: Option<Moment>,
        /// Why; `imported_unknown` when the legacy system does not say.
        #[serde(default)]
        reason: Option<Reason>,
    },
    /// The legacy system had merged it into another lead, which has its data.
    Merged {
        /// When, if it is known.
        at: Option<Moment>,
        /// The other lead.
        into: LeadKey,
    },
}

impl LegacyEnd {
    /// When, if it is known.
    #[must_use]
    pub const fn at(&self) -> Option<Moment> {
        match self {
            Self::Won { at, .. }
            | Self::Lost { at, .. }
            | Self::Recycled { at, .. }
            | Self::Disqualified { at, .. }
            | Self::Discarded { at, .. }
            | Self::Merged { at, .. } => *at,
        }
    }

    /// The same, at this moment if it has none.
    pub(super) fn or_at(mut self, other: Option<Moment>) -> Self {
        let (Self::Won { at, .. }
        | Self::Lost { at, .. }
        | Self::Recycled { at, .. }
        | Self::Disqualified { at, .. }
        | Self::Discarded { at, .. }
        | Self::Merged { at, .. }) = &mut self;
        *at = at.or(other);
        self
    }

    /// The same, with the moment of another where that is known: a history knows when.
    pub(super) fn earlier_of(self, history: &Self) -> Self {
        match history.at() {
            Some(known) => self.without_at().or_at(Some(known)),
            None => self,
        }
    }

    fn without_at(mut self) -> Self {
        let (Self::Won { at, .. }
        | Self::Lost { at, .. }
        | Self::Recycled { at, .. }
        | Self::Disqualified { at, .. }
        | Self::Discarded { at, .. }
        | Self::Merged { at, .. }) = &mut self;
        *at = None;
        self
    }

    /// Whether it was won.
    #[must_use]
    pub const fn is_won(&self) -> bool {
        matches!(self, Self::Won { .. })
    }

    /// Why, if the row says so.
    pub(super) const fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Lost { reason, .. }
            | Self::Recycled { reason, .. }
            | Self::Disqualified { reason, .. }
            | Self::Discarded { reason, .. } => reason.as_ref(),
            Self::Won { .. } | Self::Merged { .. } => None,
        }
    }
}
