//! An engagement rule, prepared: what is the same for every lead is looked up once.

use crate::scoring::fast::halving::halving;
use crate::scoring::language::decay::Decay;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::half_life::HalfLife;
use crate::scoring::language::place::TagPlace;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::memory::block::{Block, Slot};
use crate::scoring::memory::marks::{Marks, NO_MARKS};
use crate::scoring::memory::word::now;
use crate::scoring::score::weigh;

/// An engagement rule, prepared for the usual state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    shape: Shape,
    /// Seconds: only ages below count; more than any age, if all do.
    within: i64,
    pub(super) tag: TagPlace,
    every: u32,
    times: u32,
    /// What so many awards give, capped, as far as the table goes.
    given: [Thousandths; GIVEN],
}

const GIVEN: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// What has happened counts for ever.
    Ever,
    /// One award counts in full until it is too old.
    Once,
    /// Awards count in full until they are too old.
    Window,
    /// Every occurrence is an award that fades.
    HalfLife(HalfLife),
    /// More awards than the table has, or another decay.
    Other,
}

impl Plan {
    pub(super) fn of(rule: &EngagementRule) -> Self {
        let tabled = usize::from(rule.times) < GIVEN;
        let shape = match rule.decay {
            Decay::None if tabled && rule.within == u64::MAX => Shape::Ever,
            Decay::None if rule.times == 1 => Shape::Once,
            Decay::None if tabled => Shape::Window,
            Decay::HalfLife(half) if rule.every == 1 => Shape::HalfLife(half),
            Decay::None | Decay::HalfLife(_) | Decay::Linear(_) | Decay::Steps(_) => Shape::Other,
        };
        let mut given = [Thousandths::ZERO; GIVEN];
        for (count, value) in (0_i64..).zip(&mut given) {
            *value = rule.capped(rule.points.saturating_mul(count));
        }
        let (every, times) = (rule.every.into(), rule.times.into());
        let within = i64::try_from(rule.within).unwrap_or(i64::MAX >> 1);
        Self { shape, within, tag: rule.tag, every, times, given }
    }

    /// Adds, for some states, the value at an instant when all occurrences lie before it and none was recycled.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "called for every rule of every lead; out of line it costs as much as it does"
    )]
    pub(super) fn add<'a>(
        &self,
        rule: &EngagementRule,
        at: i64,
        states: impl Iterator<Item = (Block<'a>, Slot, &'a mut Thousandths)>,
    ) {
        let paid = |sum: &mut Thousandths, count: u32| {
            let value =
                usize::try_from(count).ok().and_then(|count| self.given.get(count)).copied().unwrap_or_default();
            *sum = sum.wrapping_add(value);
        };
        let cutoff = now(at).wrapping_sub(self.within);
        match &self.shape {
            Shape::Ever if self.every == 1 => {
                states.for_each(|(_, slot, sum)| paid(sum, slot.head.len().min(self.times)));
            }
            Shape::Ever => states.for_each(|(_, slot, sum)| {
                paid(sum, slot.head.len().checked_div(self.every).unwrap_or(0).min(self.times));
            }),
            Shape::Once => {
                let (place, [_, value, ..]) = (self.every.wrapping_sub(1), self.given);
                states.for_each(|(block, slot, sum)| {
                    *sum = sum.wrapping_add(Thousandths::of(block.after(slot, place, cutoff) & value.get()));
                });
            }
            Shape::Window => states.for_each(|(block, slot, sum)| {
                let (mut count, mut place) = (0_i64, self.every.wrapping_sub(1));
                for _ in 0..self.times {
                    count = count.wrapping_sub(block.after(slot, place, cutoff));
                    place = place.wrapping_add(self.every);
                }
                paid(sum, u32::try_from(count).unwrap_or(0));
            }),
            Shape::HalfLife(half) => states.for_each(|(block, slot, sum)| {
                *sum = sum.wrapping_add(halved(rule, *half, block, slot, at));
            }),
            Shape::Other => states.for_each(|(block, slot, sum)| {
                *sum = sum.wrapping_add(unusual(rule, block, slot, NO_MARKS, at));
            }),
        }
    }
}

/// What a half-life leaves of every occurrence.
#[inline]
fn halved(rule: &EngagementRule, half: HalfLife, block: Block<'_>, slot: Slot, at: i64) -> Thousandths {
    let (_, weights) = halving(rule, half, block.kept(slot), at);
    rule.capped(HalfLife::weighed(rule.points, weights))
}

/// Everything else.
#[cold]
pub(super) fn unusual(rule: &EngagementRule, block: Block<'_>, slot: Slot, marks: &Marks, at: i64) -> Thousandths {
    weigh::value(rule, &block.kept(slot), marks, at)
}
