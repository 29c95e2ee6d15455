//! Rules that weigh a stated date.

use alloc::boxed::Box;

use crate::scoring::language::place::GroupPlace;
use crate::scoring::language::thousandths::Thousandths;
use crate::values::{FieldName, Fingerprint, RuleName};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct TimingRule {
    pub(in crate::scoring) name: RuleName,
    pub(in crate::scoring) key: Fingerprint,
    pub(in crate::scoring) group: GroupPlace,
    pub(in crate::scoring) order: u16,
    pub(in crate::scoring) field: FieldName,
    /// (seconds left at most, points); seconds rise.
    pub(in crate::scoring) ahead: Box<[(u64, Thousandths)]>,
    /// (seconds missed less than, points); seconds rise.
    pub(in crate::scoring) missed: Box<[(u64, Thousandths)]>,
}

impl TimingRule {
    pub(in crate::scoring) fn value(&self, until: i64, at: i64) -> Thousandths {
        let left = until.saturating_sub(at);
        let (steps, distance) = if left > 0 { (&self.ahead, left) } else { (&self.missed, left.saturating_neg()) };
        let distance = distance.unsigned_abs();
        let inside = |up_to: u64| {
            if left > 0 { distance <= up_to } else { distance < up_to }
        };
        steps.iter().find(|(up_to, _)| inside(*up_to)).map_or(Thousandths::ZERO, |(_, points)| *points)
    }

    /// The next instant after `at` at which the value may change.
    pub(in crate::scoring) fn next_change(&self, until: i64, at: i64) -> Option<i64> {
        let signed = |span: u64| i64::try_from(span).unwrap_or(i64::MAX);
        let ahead = self.ahead.iter().map(|(up_to, _)| until.saturating_sub(signed(*up_to)));
        let missed = self.missed.iter().map(|(up_to, _)| until.saturating_add(signed(*up_to)));
        ahead.chain(core::iter::once(until)).chain(missed).filter(|change| *change > at).min()
    }
}
