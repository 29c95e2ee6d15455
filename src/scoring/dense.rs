//! The usual way to weigh a state: its tags are placed by the policy's numbers, then all rules are weighed in the order of the policy, the same for
//! every lead. What is unusual (occurrences still to come, a state with one more activity) is weighed in
//! [`weigh`](crate::scoring::weigh), by the same rules.

use crate::scoring::combine::Values;
use crate::scoring::decay::{Decay, HalfLife};
use crate::scoring::packed::{Block, later, now};
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
pub(crate) const FEW: usize = 16;
/// The most tags of a policy.
pub(crate) const MANY: usize = 256;

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
    pub(crate) group: u8,
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
    /// What has happened counts in full until it is too old.
    Window,
    HalfLife(HalfLife),
    /// More payments than the table has, or another decay.
    Other,
}

impl Plan {
    pub(crate) fn of(rule: &EngagementRule) -> Self {
        let tabled = usize::from(rule.times) < GIVEN;
        let shape = match rule.decay {
            Decay::None if tabled && rule.within == u64::MAX => Shape::Ever,
            Decay::None if tabled => Shape::Window,
            Decay::HalfLife(half) => Shape::HalfLife(half),
            Decay::None | Decay::Linear(_) | Decay::Steps(_) => Shape::Other,
        };
        let mut given = [0; GIVEN];
        for (count, value) in (0_i64..).zip(&mut given) {
            *value = rule.capped(rule.points.saturating_mul(count));
        }
        let (every, times) = (rule.every.into(), rule.times.into());
        let within = i64::try_from(rule.within).unwrap_or(i64::MAX >> 1);
        Self { shape, within, tag: rule.tag, group: rule.group, every, times, given }
    }

    /// Whether the value changes smoothly, not only when an occurrence becomes too old.
    pub(crate) fn fades(&self, rule: &EngagementRule, placed: Placed<'_>) -> bool {
        !matches!(rule.decay, Decay::None) || (placed.marks.is_some() && !rule.lasting)
    }

    /// The value at an instant when all occurrences lie before it.
    #[inline]
    pub(crate) fn value(&self, rule: &EngagementRule, placed: Placed<'_>, at: i64) -> i64 {
        let slot = placed.slot(self.tag);
        if placed.marks.is_some() {
            return recycled(rule, placed, slot, at);
        }
        let count = match &self.shape {
            Shape::Ever => {
                let paid = if self.every == 1 { slot.len } else { slot.len.checked_div(self.every).unwrap_or(0) };
                paid.min(self.times)
            }
            Shape::Window => self.count(placed, slot, at),
            Shape::HalfLife(half) => return halved(rule, *half, placed, slot, at),
            Shape::Other => return recycled(rule, placed, slot, at),
        };
        usize::try_from(count).ok().and_then(|count| self.given.get(count)).copied().unwrap_or(0)
    }

    /// How many payments are young enough.
    #[inline]
    pub(crate) fn count(&self, placed: Placed<'_>, slot: Slot, at: i64) -> u32 {
        let cutoff = now(at).wrapping_sub(self.within);
        let mut place = self.every.wrapping_sub(1);
        let mut count = u32::from(placed.block.after(slot, place, cutoff));
        for _ in 1..self.times {
            place = place.wrapping_add(self.every);
            count = count.wrapping_add(u32::from(placed.block.after(slot, place, cutoff)));
        }
        count
    }
}

/// What one half-life leaves.
#[inline]
fn halved(rule: &EngagementRule, half: HalfLife, placed: Placed<'_>, slot: Slot, at: i64) -> i64 {
    let every = u32::from(rule.every);
    let paid = u32::from(rule.times).min(if every == 1 { slot.len } else { slot.len.checked_div(every).unwrap_or(0) });
    let mut weights = 0_u128;
    let mut place = every.wrapping_sub(1);
    for _ in 0..paid {
        let age = at.wrapping_sub(placed.block.at(slot, place)).unsigned_abs();
        if age >= rule.within {
            break;
        }
        weights = weights.wrapping_add(u128::from(half.weight(age)));
        place = place.wrapping_add(every);
    }
    rule.capped(half.weighed(rule.points, weights))
}

/// Everything else.
#[cold]
fn recycled(rule: &EngagementRule, placed: Placed<'_>, slot: Slot, at: i64) -> i64 {
    let marks = placed.marks.filter(|_| !rule.lasting).unwrap_or(NO_MARKS);
    rule.capped(rule.uncapped(&placed.block.kept(slot), marks, at))
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
        self.sums_placed(state.fits().iter().copied(), placed, at, &mut sums, |_| {});
        self.add_dates(state.dates().iter().copied(), &mut sums, at);
        self.dimensions_of(&sums, values);
        Some(())
    }

    /// `None` when the state is not a usual one at an instant.
    #[inline]
    pub(crate) fn place<'a>(&self, state: &'a ScoringState, at: i64, slots: &'a mut [Slot]) -> Option<Placed<'a>> {
        let (block, now) = (state.packed.block(), now(at));
        let usual = block.each_tag(state.packed.fits_len(), |key, newest, slot| {
            if let Some(place) = self.tag_index.find(key).and_then(|tag| slots.get_mut(tag)) {
                *place = slot;
            }
            !later(newest, now)
        });
        let marks = Some(state.marks()).filter(|marks| !marks.is_empty());
        usual.then_some(Placed { block, slots, marks })
    }

    /// Adds to the sums of the groups what all rules give but those of dates. Every met fit rule and every engagement rule is shown on the way.
    #[inline]
    pub(crate) fn sums_placed<'a>(
        &'a self,
        fits: impl Iterator<Item = u64>,
        placed: Placed<'_>,
        at: i64,
        sums: &mut GroupSums,
        mut fired: impl FnMut(Fired<'a>),
    ) {
        self.each_fit(fits, |fit| {
            add(sums, fit.group, fit.points);
            fired(Fired::Fit(fit));
        });
        for (rule, plan) in self.engagements.iter().zip(&self.plans) {
            let value = plan.value(rule, placed, at);
            add(sums, plan.group, value);
            fired(Fired::Engagement(rule, value));
        }
    }

    pub(crate) fn add_fits(&self, fits: impl Iterator<Item = u64>, sums: &mut GroupSums) {
        self.each_fit(fits, |fit| add(sums, fit.group, fit.points));
    }

    #[inline]
    pub(crate) fn each_fit<'a>(&'a self, fits: impl Iterator<Item = u64>, mut each: impl FnMut(&'a FitPoints)) {
        for key in fits {
            if let Some(fit) = self.fit_index.find(key).and_then(|place| self.fit_points.get(place)) {
                each(fit);
            }
        }
    }
}
