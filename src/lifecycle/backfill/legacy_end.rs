//! How a round of a legacy system ended.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::LeftOver;
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
    /// Bought without sales: a customer, but of the milestones in between none was passed.
    Bought {
        /// When, if it is known.
        at: Option<Moment>,
        /// What it was worth; when unknown, the value of the row, else nothing.
        #[serde(default)]
        value: Option<Money>,
        /// The key of the contract; one made from that of the lead by default.
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
            | Self::Bought { at, .. }
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
        | Self::Bought { at, .. }
        | Self::Lost { at, .. }
        | Self::Recycled { at, .. }
        | Self::Disqualified { at, .. }
        | Self::Discarded { at, .. }
        | Self::Merged { at, .. }) = &mut self;
        *at = at.or(other);
        self
    }

    /// Whether another ends the same way.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        core::mem::discriminant(self) == core::mem::discriminant(other)
    }

    /// The same, with what another of its kind says and it does not; what both say differently is left over of the other.
    pub(super) fn filled(mut self, other: Self, left: &mut Vec<LeftOver>) -> Self {
        match (&mut self, other) {
            (
                Self::Won { at, value, contract } | Self::Bought { at, value, contract },
                Self::Won { at: other_at, value: other_value, contract: other_contract }
                | Self::Bought { at: other_at, value: other_value, contract: other_contract },
            ) => {
                let apart = fill(at, other_at).map(|at| LeftOver::Ended { won: true, at: Some(at) });
                left.extend(apart);
                left.extend(fill(value, other_value).map(LeftOver::Value));
                left.extend(fill(contract, other_contract).map(LeftOver::Contract));
            }
            (
                Self::Lost { at, reason }
                | Self::Recycled { at, reason }
                | Self::Disqualified { at, reason }
                | Self::Discarded { at, reason },
                Self::Lost { at: other_at, reason: other_reason }
                | Self::Recycled { at: other_at, reason: other_reason }
                | Self::Disqualified { at: other_at, reason: other_reason }
                | Self::Discarded { at: other_at, reason: other_reason },
            ) => {
                left.extend(fill(at, other_at).map(|at| LeftOver::Ended { won: false, at: Some(at) }));
                left.extend(fill(reason, other_reason).map(LeftOver::Reason));
            }
            (Self::Merged { at, into }, Self::Merged { at: other_at, into: other }) => {
                left.extend(fill(at, other_at).map(|at| LeftOver::Ended { won: false, at: Some(at) }));
                left.extend((*into != other).then_some(LeftOver::Merged(other)));
            }
            (_, other) => other.leave(left),
        }
        self
    }

    /// All that it says, left over.
    pub(super) fn leave(self, left: &mut Vec<LeftOver>) {
        left.push(LeftOver::Ended { won: self.is_won(), at: self.at() });
        match self {
            Self::Won { at: _, value, contract } | Self::Bought { at: _, value, contract } => {
                left.extend(value.map(LeftOver::Value));
                left.extend(contract.map(LeftOver::Contract));
            }
            Self::Lost { at: _, reason }
            | Self::Recycled { at: _, reason }
            | Self::Disqualified { at: _, reason }
            | Self::Discarded { at: _, reason } => left.extend(reason.map(LeftOver::Reason)),
            Self::Merged { at: _, into } => left.push(LeftOver::Merged(into)),
        }
    }

    /// The same, of which nobody knows when.
    pub(super) fn without_at(mut self) -> Self {
        let (Self::Won { at, .. }
        | Self::Bought { at, .. }
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
            Self::Won { .. } | Self::Bought { .. } | Self::Merged { .. } => None,
        }
    }
}

/// Fills a gap; gives back what differs from what is known.
fn fill<T: PartialEq>(known: &mut Option<T>, other: Option<T>) -> Option<T> {
    if let Some(known) = known {
        return other.filter(|other| *other != *known);
    }
    *known = other;
    None
}
