//! Rules that weigh the occurrences of a tag.

use crate::scoring::language::decay::Decay;
use crate::scoring::language::place::{GroupPlace, TagPlace};
use crate::scoring::language::ratio::round_ratio;
use crate::scoring::language::thousandths::Thousandths;
use crate::values::RuleName;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct EngagementRule {
    pub(in crate::scoring) name: RuleName,
    pub(in crate::scoring) tag: TagPlace,
    pub(in crate::scoring) group: GroupPlace,
    pub(in crate::scoring) order: u16,
    pub(in crate::scoring) lasting: bool,
    pub(in crate::scoring) points: Thousandths,
    /// Every so many occurrences make one award; at least 1.
    pub(in crate::scoring) every: u16,
    /// Awards at most.
    pub(in crate::scoring) times: u16,
    /// Whether the rule itself says so, and not only how many occurrences its tag keeps.
    pub(in crate::scoring) limited: bool,
    /// Seconds: only ages below count.
    pub(in crate::scoring) within: u64,
    pub(in crate::scoring) decay: Decay,
    /// The most in either direction.
    pub(in crate::scoring) cap: Thousandths,
}

impl EngagementRule {
    /// So many weights in thousandths: rounded once, half away from zero.
    pub(in crate::scoring) fn weighed(&self, weights: u128) -> Thousandths {
        if weights == 0 {
            return Thousandths::ZERO;
        }
        // INVARIANT: |points| ≤ 10^9 thousandths, at most 512 weights of at most 10^12 · 2^40: under 2^120.
        let points = i128::from(self.points.get()).saturating_mul(i128::try_from(weights).unwrap_or(i128::MAX));
        i64::try_from(round_ratio(points, self.decay.whole())).map_or(Thousandths::ZERO, Thousandths::of)
    }

    #[inline]
    pub(in crate::scoring) fn capped(&self, value: Thousandths) -> Thousandths {
        value.min(self.cap).max(self.cap.wrapping_neg())
    }

    /// At how many moments an occurrence may begin to count otherwise: when it happens, and at so many ages.
    pub(in crate::scoring) fn moments(&self) -> usize {
        let ends = usize::from(self.within < u64::MAX);
        let fades = match &self.decay {
            Decay::None => 0,
            Decay::Linear(_) | Decay::HalfLife(_) => 1,
            Decay::Steps(steps) => steps.len(),
        };
        fades.saturating_add(ends).saturating_add(1)
    }

    /// The age from which an occurrence gives what it gives for ever.
    pub(in crate::scoring) fn settled_at(&self) -> u64 {
        let window = if self.within == u64::MAX { 0 } else { self.within };
        self.within.min(window.max(self.decay.settled_at()))
    }
}
