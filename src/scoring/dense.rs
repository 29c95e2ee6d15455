//! The usual way to weigh a state: its tags are placed by the policy's numbers, then all rules are weighed in the order of the policy, the same for
//! every lead. What is unusual (recycling marks, occurrences still to come, a state with one more activity) is weighed in
//! [`weigh`](crate::scoring::weigh), by the same rules.

use crate::scoring::combine::Values;
use crate::scoring::decay::Decay;
use crate::scoring::packed::{Block, later};
use crate::scoring::rules::{EngagementRule, FitPoints, Scoring};
use crate::scoring::state::{NO_MARKS, ScoringState};
use crate::scoring::weigh::{GroupSums, add};

/// Where the occurrences of each tag of the policy stand in a block of words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub(crate) block: Block<'a>,
    /// In the order of the policy's tags.
    pub(crate) slots: &'a [Slot],
}

/// The occurrences of a tag: the word at which they begin, and how many there are.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Slot {
    pub(crate) start: u32,
    pub(crate) len: u32,
}

/// A rule with what it gives.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fired<'a> {
    Fit(&'a FitPoints),
    Engagement(&'a EngagementRule, i64),
}

/// Tags of a policy up to which a state is placed in little memory.
const FEW: usize = 16;
/// The most tags of a policy.
const MANY: usize = 256;

impl Placed<'_> {
    #[inline]
    pub(crate) fn slot(&self, tag: u16) -> Slot {
        self.slots.get(usize::from(tag)).copied().unwrap_or_default()
    }
}

impl EngagementRule {
    /// The value at an instant when all occurrences lie before it and none was recycled.
    #[inline]
    fn usual(&self, placed: Placed<'_>, at: i64) -> i64 {
        let slot = placed.slot(self.tag);
        match &self.decay {
            Decay::None => self.capped(self.points.wrapping_mul(self.count(placed, slot, at))),
            Decay::HalfLife(half) => {
                let kept = placed.block.kept(slot);
                let mut weights = 0_u128;
                self.ages(&kept, 0, at, |_, age| {
                    weights = weights.wrapping_add(u128::from(half.weight(age)));
                    true
                });
                self.capped(half.weighed(self.points, weights))
            }
            Decay::Linear(_) | Decay::Steps(_) => self.capped(self.uncapped(&placed.block.kept(slot), NO_MARKS, at)),
        }
    }

    /// How many payments count.
    #[inline]
    fn count(&self, placed: Placed<'_>, slot: Slot, at: i64) -> i64 {
        let (every, times, len) = (u32::from(self.every), u32::from(self.times), slot.len);
        if self.within == u64::MAX {
            let paid = if every == 1 { len } else { len.checked_div(every).unwrap_or(0) };
            return i64::from(paid.min(times));
        }
        let mut count = 0_i64;
        let mut place = every.wrapping_sub(1);
        for _ in 0..times {
            // Without a branch on what is there: that is different for every lead.
            let t = placed.block.at(slot, place);
            let young = at.wrapping_sub(t).unsigned_abs() < self.within;
            count = count.wrapping_add(i64::from(young & (place < len)));
            place = place.wrapping_add(every);
        }
        count
    }
}

impl Scoring {
    /// The dimensions of a state; `None` when it is not a usual one at the instant.
    #[inline]
    pub(crate) fn dense_values(&self, state: &ScoringState, at: i64) -> Option<Values> {
        if self.tags.len() <= FEW { self.values_in::<FEW>(state, at) } else { self.values_in::<MANY>(state, at) }
    }

    #[inline]
    fn values_in<const TAGS: usize>(&self, state: &ScoringState, at: i64) -> Option<Values> {
        let mut slots = [Slot::default(); TAGS];
        let placed = self.place(state, at, &mut slots)?;
        let sums = self.sums_placed(state.fits().iter().copied(), placed, at, |_| {});
        Some(self.dimension_values(&self.with_dates(state.dates().iter().copied(), sums, at)))
    }

    /// `None` when the state is not a usual one at an instant.
    #[inline]
    pub(crate) fn place<'a>(&self, state: &'a ScoringState, at: i64, slots: &'a mut [Slot]) -> Option<Placed<'a>> {
        if !state.marks().is_empty() {
            return None;
        }
        let block = state.packed.block();
        let usual = block.each_tag(state.packed.fits_len(), |key, newest, slot| {
            if let Some(place) = self.tag_index.find(key).and_then(|tag| slots.get_mut(tag)) {
                *place = slot;
            }
            !later(newest, at)
        });
        usual.then_some(Placed { block, slots })
    }

    /// The sums of the groups, without dates. Every met fit rule and every engagement rule is shown on the way.
    #[inline]
    pub(crate) fn sums_placed<'a>(
        &'a self,
        fits: impl Iterator<Item = u64>,
        placed: Placed<'_>,
        at: i64,
        mut fired: impl FnMut(Fired<'a>),
    ) -> GroupSums {
        let mut sums = GroupSums::default();
        for key in fits {
            if let Some(fit) = self.fit_index.find(key).and_then(|place| self.fit_points.get(place)) {
                add(&mut sums, fit.group, fit.points);
                fired(Fired::Fit(fit));
            }
        }
        for rule in &self.engagements {
            let value = rule.usual(placed, at);
            add(&mut sums, rule.group, value);
            fired(Fired::Engagement(rule, value));
        }
        sums
    }
}
