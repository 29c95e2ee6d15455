//! The weights of a half-life, for the usual case: every occurrence is an award, and none was recycled.

use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::half_life::HalfLife;
use crate::scoring::memory::kept::Kept;

/// How many of the occurrences are awards that one half-life has not made too old, and their weights in all; every
/// occurrence is an award.
#[inline]
pub(in crate::scoring) fn halving(rule: &EngagementRule, half: HalfLife, kept: Kept<'_>, at: i64) -> (u16, u128) {
    let (mut awards, mut weights) = (0_u16, 0_u128);
    for t in kept.first(rule.times.into()).iter() {
        let age = at.wrapping_sub(t).unsigned_abs();
        if age >= rule.within {
            break;
        }
        // INVARIANT: at most 512 weights of at most 2^63.
        weights = weights.wrapping_add(u128::from(half.weight(age)));
        awards = awards.wrapping_add(1);
    }
    (awards, weights)
}
