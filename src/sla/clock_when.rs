//! For which leads a target is.

use alloc::collections::BTreeSet;
use serde::{Deserialize, Serialize};

use crate::sla::sight::Traits;
use crate::values::{Keyword, Money, Origin, Rank};

/// For which leads a target is: every part that is written has to be met, and of a list one entry. Nothing written: for all.
///
/// What is not known meets nothing: a lead without a rank meets no list of ranks. A value in another currency is not compared,
/// and meets nothing either.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct ClockWhen {
    /// The rank of the hand-over.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub rank: BTreeSet<Rank>,
    /// The origin of the cycle.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub origin: BTreeSet<Origin>,
    /// The source of the cycle, as it is written.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub source: BTreeSet<Keyword>,
    /// The medium of the cycle, as it is written.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub medium: BTreeSet<Keyword>,
    /// The least value of the open deal.
    pub value_from: Option<Money>,
}

impl ClockWhen {
    pub(super) fn holds(&self, of: &Traits<'_>) -> bool {
        let value = self.value_from.is_none_or(|least| {
            of.deal_value.is_some_and(|value| value.currency() == least.currency() && value.amount() >= least.amount())
        });
        value
            && admits(&self.rank, of.rank.as_ref())
            && admits(&self.origin, Some(&of.origin))
            && admits(&self.source, of.source)
            && admits(&self.medium, of.medium)
    }

    /// Whether it is for all leads.
    pub(super) fn is_for_all(&self) -> bool {
        *self == Self::default()
    }
}

fn admits<T: Ord>(list: &BTreeSet<T>, known: Option<&T>) -> bool {
    list.is_empty() || known.is_some_and(|known| list.contains(known))
}
