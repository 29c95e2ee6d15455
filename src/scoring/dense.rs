//! The usual way to weigh a state: its tags are placed by the policy's numbers, then all rules are weighed in the order of the policy, the same for
//! every lead. What is unusual (occurrences still to come, a state with one more activity) is weighed in
//! [`weigh`](crate::scoring::weigh), by the same rules.

use crate::scoring::bounds;
use crate::scoring::combine::Values;
use crate::scoring::decay::{Decay, HalfLife};
use crate::scoring::kept::{Block, Slot, now};
use crate::scoring::rules::{EngagementRule, FitPoints, Scoring};
use crate::scoring::state::{Marks, NO_MARKS, ScoringState};
use crate::scoring::weigh::{GroupSums, add};

/// Where the occurrences of each tag of the policy stand in a block of words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub(crate) block: Block<'a>,
    /// In the order of the policy's tags.
    pub(crate) slots: &'a [Slot],
    /// What recycling did, if it did anything.
    pub(crate) marks: Option<&'a Marks>,
}

/// Tags of a policy up to which a state is placed in little memory.
pub(crate) const FEW: usize = 16;
/// The most tags of a policy.
pub(crate) const MANY: usize = 256;
const _: () = assert!(bounds::TAGS.max == 256, "a slot for each tag");

impl Placed<'_> {
    #[inline]
    pub(crate) fn slot(&self, tag: u16) -> Slot {
        self.slots.get(usize::from(tag)).copied().unwrap_or_default()
    }
}

/// An engagement rule, prepared for the usual state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plan {
    shape: Shape,
    /// Seconds: only ages below count; more than any age, if all do.
    within: i64,
    tag: u16,
    every: u32,
    times: u32,
    /// What so many payments give, capped, as far as the table goes.
    given: [i64; GIVEN],
}

const GIVEN: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// What has happened counts for ever.
    Ever,
    /// One payment counts in full until it is too old.
    Once,
    /// Payments count in full until they are too old.
    Window,
    /// Every occurrence is a payment that fades.
    HalfLife(HalfLife),
    /// More payments than the table has, or another decay.
    Other,
}

impl Plan {
    pub(crate) fn of(rule: &EngagementRule) -> Self {
        let tabled = usize::from(rule.times) < GIVEN;
        let shape = match rule.decay {
            Decay::None if tabled && rule.within == u64::MAX => Shape::Ever,
            Decay::None if rule.times == 1 => Shape::Once,
            Decay::None if tabled => Shape::Window,
            Decay::HalfLife(half) if rule.every == 1 => Shape::HalfLife(half),
            Decay::None | Decay::HalfLife(_) | Decay::Linear(_) | Decay::Steps(_) => Shape::Other,
        };
        let mut given = [0; GIVEN];
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
    pub(crate) fn add<'a>(
        &self,
        rule: &EngagementRule,
        at: i64,
        states: impl Iterator<Item = (Block<'a>, Slot, &'a mut i64)>,
    ) {
        let paid = |sum: &mut i64, count: u32| {
            let value = usize::try_from(count).ok().and_then(|count| self.given.get(count)).copied().unwrap_or(0);
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
                states.for_each(|(block, slot, sum)| *sum = sum.wrapping_add(block.after(slot, place, cutoff) & value));
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
fn halved(rule: &EngagementRule, half: HalfLife, block: Block<'_>, slot: Slot, at: i64) -> i64 {
    let (_, weights) = rule.halving(half, block.kept(slot), at);
    rule.capped(HalfLife::weighed(rule.points, weights))
}

/// Everything else.
#[cold]
fn unusual(rule: &EngagementRule, block: Block<'_>, slot: Slot, marks: &Marks, at: i64) -> i64 {
    rule.capped(rule.uncapped(&block.kept(slot), marks, at))
}

impl Scoring {
    /// Fills in the dimensions of a state; `None` when it is not a usual one at the instant.
    #[inline]
    pub(crate) fn dense_values(&self, state: &ScoringState, at: i64, values: &mut Values) -> Option<()> {
        if self.tags.len() <= FEW {
            self.values_in::<FEW>(state, at, values)
        } else {
            self.values_in::<MANY>(state, at, values)
        }
    }

    #[inline]
    fn values_in<const TAGS: usize>(&self, state: &ScoringState, at: i64, values: &mut Values) -> Option<()> {
        let mut slots = [Slot::default(); TAGS];
        let placed = self.place(state, at, &mut slots)?;
        let mut sums = GroupSums::default();
        self.add_fits(state.fits().iter().copied(), &mut sums);
        self.each_engagement(placed, at, |rule, _, value| add(&mut sums, rule.group, value));
        self.add_dates(state.dates().iter().copied(), &mut sums, at);
        self.dimensions_of(&sums, values);
        Some(())
    }

    /// `None` when the state is not a usual one at an instant.
    #[inline]
    pub(crate) fn place<'a>(&self, state: &'a ScoringState, at: i64, slots: &'a mut [Slot]) -> Option<Placed<'a>> {
        self.find_tags(state, slots);
        let marks = Some(state.marks()).filter(|marks| !marks.is_empty());
        let placed = Placed { block: Block(state.packed.words()), slots, marks };
        (!state.packed.pending(now(at))).then_some(placed)
    }

    /// Puts where each tag of the policy stands in its slot, all of which are empty before.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every lead, where the number of slots is known")]
    pub(crate) fn find_tags(&self, state: &ScoringState, slots: &mut [Slot]) {
        let mut put = |place: usize, slot| {
            if let Some(place) = slots.get_mut(place) {
                *place = slot;
            }
        };
        match self.tag_index.direct() {
            Some(index) => state.packed.each_tag(|key, slot| put(index.find(key), slot)),
            None => state.packed.each_tag(|key, slot| put(self.tag_index.find(key).unwrap_or(usize::MAX), slot)),
        }
    }

    /// Calls `each` with the value of every engagement rule, and where the occurrences of its tag stand.
    #[inline]
    pub(crate) fn each_engagement<'a>(
        &'a self,
        placed: Placed<'_>,
        at: i64,
        mut each: impl FnMut(&'a EngagementRule, Slot, i64),
    ) {
        let rules = self.engagements.iter().zip(&self.plans);
        let Some(marks) = placed.marks else {
            for (rule, plan) in rules {
                let (slot, mut value) = (placed.slot(plan.tag), 0);
                plan.add(rule, at, core::iter::once((placed.block, slot, &mut value)));
                each(rule, slot, value);
            }
            return;
        };
        for (rule, plan) in rules {
            let slot = placed.slot(plan.tag);
            each(rule, slot, unusual(rule, placed.block, slot, marks, at));
        }
    }

    pub(crate) fn add_fits(&self, fits: impl Iterator<Item = u64>, sums: &mut GroupSums) {
        self.each_fit(fits, |fit| add(sums, fit.group, fit.points));
    }

    #[inline]
    pub(crate) fn each_fit<'a>(&'a self, fits: impl Iterator<Item = u64>, mut each: impl FnMut(&'a FitPoints)) {
        if let Some(index) = self.fit_index.direct() {
            for key in fits {
                if let Some(fit) = self.fit_points.get(index.find(key)) {
                    each(fit);
                }
            }
            return;
        }
        for key in fits {
            if let Some(fit) = self.fit_index.find(key).and_then(|place| self.fit_points.get(place)) {
                each(fit);
            }
        }
    }
}
