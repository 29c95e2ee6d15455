//! What a rule gives at an instant for the occurrences of its tag.

use crate::scoring::language::decay::Decay;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::memory::marks::Marks;
use crate::scoring::score::newest::Instants;

/// Calls `visit` with the instant and age of each award at `at`, newest first, until it says no. So many are still to
/// come.
#[inline]
pub(in crate::scoring) fn ages(
    rule: &EngagementRule,
    newest: &impl Instants,
    pending: usize,
    at: i64,
    mut visit: impl FnMut(i64, u64) -> bool,
) {
    let every = usize::from(rule.every);
    let mut place = pending.saturating_add(every.saturating_sub(1));
    for _ in 0..rule.times {
        let Some(t) = newest.at(place) else { return };
        let age = at.saturating_sub(t).unsigned_abs();
        if age >= rule.within || !visit(t, age) {
            return;
        }
        place = place.saturating_add(every);
    }
}

/// Calls `pay` with the instant and weight of each award at `at`, newest first.
#[inline]
pub(in crate::scoring) fn awards(
    rule: &EngagementRule,
    newest: &impl Instants,
    marks: &Marks,
    at: i64,
    mut pay: impl FnMut(i64, u128),
) {
    ages(rule, newest, newest.pending(at), at, |t, age| {
        let halvings = halvings(rule, marks, t);
        halvings.map(|halvings| pay(t, rule.decay.weight(age, halvings))).is_some()
    });
}

/// How often recycling halved an occurrence; `None` when it no longer counts.
fn halvings(rule: &EngagementRule, marks: &Marks, t: i64) -> Option<u32> {
    if rule.lasting { Some(0) } else { marks.halvings(t) }
}

/// The value in thousandths.
#[inline]
pub(in crate::scoring) fn value(rule: &EngagementRule, newest: &impl Instants, marks: &Marks, at: i64) -> Thousandths {
    rule.capped(uncapped(rule, newest, marks, at))
}

/// The value before the cap, in thousandths: rounded once, half away from zero.
#[inline]
pub(in crate::scoring) fn uncapped(
    rule: &EngagementRule,
    newest: &impl Instants,
    marks: &Marks,
    at: i64,
) -> Thousandths {
    let unmarked = rule.lasting || marks.is_empty();
    let mut weights = 0_u128;
    match &rule.decay {
        Decay::None if unmarked => {
            let mut count = 0_i64;
            ages(rule, newest, newest.pending(at), at, |_, _| {
                count = count.saturating_add(1);
                true
            });
            return rule.points.saturating_mul(count);
        }
        Decay::HalfLife(half) if unmarked => ages(rule, newest, newest.pending(at), at, |_, age| {
            weights = weights.saturating_add(u128::from(half.weight(age)));
            true
        }),
        Decay::None | Decay::HalfLife(_) | Decay::Linear(_) | Decay::Steps(_) => {
            awards(rule, newest, marks, at, |_, weight| {
                weights = weights.saturating_add(weight);
            });
        }
    }
    rule.weighed(weights)
}
