//! The usual way to weigh a state: from its tags straight to the policy's rules. What is unusual (occurrences still to come, a state with one more
//! activity) is weighed in [`weigh`](crate::scoring::weigh), by the same rules.

use crate::scoring::combine::Values;
use crate::scoring::decay::{Decay, HalfLife};
use crate::scoring::packed::{Kept, now};
use crate::scoring::rules::{EngagementRule, FitPoints, Scoring, Tag};
use crate::scoring::state::{Marks, ScoringState};
use crate::scoring::weigh::{GroupSums, add};

/// How an engagement rule is weighed in the usual state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plan {
    shape: Shape,
    /// Seconds up to which an age counts; more than any age, if all do.
    within: i64,
    /// What so many payments give, capped, as far as the table goes.
    given: [i64; GIVEN],
}

const GIVEN: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// What has happened counts for ever.
    Ever,
    /// One payment counts, in full until it is too old.
    Once,
    /// What has happened counts in full until it is too old.
    Window,
    HalfLife(HalfLife),
    /// More payments than the table has, or another decay.
    Other,
}

impl Plan {
    /// Of a rule that has none yet.
    pub(crate) fn of(rule: &EngagementRule) -> Self {
        let tabled = usize::from(rule.times) < GIVEN;
        let shape = match rule.decay {
            Decay::None if tabled && rule.within == u64::MAX => Shape::Ever,
            Decay::None if rule.times == 1 => Shape::Once,
            Decay::None if tabled => Shape::Window,
            Decay::HalfLife(half) => Shape::HalfLife(half),
            Decay::None | Decay::Linear(_) | Decay::Steps(_) => Shape::Other,
        };
        let mut given = [0; GIVEN];
        for (count, value) in (0_i64..).zip(&mut given) {
            *value = rule.capped(rule.points.saturating_mul(count));
        }
        Self { shape, within: i64::try_from(rule.within).unwrap_or(i64::MAX), given }
    }

    pub(crate) const NONE: Self = Self { shape: Shape::Other, within: 0, given: [0; GIVEN] };
}

impl EngagementRule {
    /// The value at an instant when all occurrences lie before it.
    #[inline]
    pub(crate) fn usual(&self, kept: Kept<'_>, marks: &Marks, at: i64) -> i64 {
        if !marks.is_empty() {
            return self.unusual(kept, marks, at);
        }
        let (every, times) = (usize::from(self.every), usize::from(self.times));
        let first = every.wrapping_sub(1);
        let count = match &self.plan.shape {
            Shape::Ever => paid(kept.len(), every).min(times),
            Shape::Once => usize::from(kept.after(first, now(at).wrapping_sub(self.plan.within))),
            Shape::Window => {
                let cutoff = now(at).wrapping_sub(self.plan.within);
                let (mut count, mut place) = (0_usize, first);
                for _ in 0..times {
                    count = count.wrapping_add(usize::from(kept.after(place, cutoff)));
                    place = place.wrapping_add(every);
                }
                count
            }
            Shape::HalfLife(half) => {
                let mut weights = 0_u128;
                self.ages(&kept, 0, at, |_, age| {
                    weights = weights.wrapping_add(u128::from(half.weight(age)));
                    true
                });
                return self.capped(half.weighed(self.points, weights));
            }
            Shape::Other => return self.unusual(kept, marks, at),
        };
        self.plan.given.get(count).copied().unwrap_or(0)
    }

    #[cold]
    fn unusual(&self, kept: Kept<'_>, marks: &Marks, at: i64) -> i64 {
        self.capped(self.uncapped(&kept, marks, at))
    }
}

/// Payments for so many occurrences.
#[inline]
fn paid(occurrences: usize, every: usize) -> usize {
    if every == 1 { occurrences } else { occurrences.checked_div(every).unwrap_or(0) }
}

impl Scoring {
    /// Fills in the dimensions of a state; `None` when it is not a usual one at the instant.
    #[inline]
    pub(crate) fn dense_values(&self, state: &ScoringState, at: i64, values: &mut Values) -> Option<()> {
        let mut sums = GroupSums::default();
        self.each_fit(state.fits().iter().copied(), |fit| add(&mut sums, fit.group, fit.points));
        self.each_tag(state, at, |tag, kept| {
            self.weigh_tag(tag, kept, state.marks(), at, |rule, value| add(&mut sums, rule.group, value));
        })?;
        self.add_dates(state.dates().iter().copied(), &mut sums, at);
        self.dimensions_of(&sums, values);
        Some(())
    }

    /// Calls `each` with the tags that a state and the policy have; `None` when some occurrence lies after an instant.
    #[inline]
    pub(crate) fn each_tag<'a>(
        &'a self,
        state: &'a ScoringState,
        at: i64,
        mut each: impl FnMut(&'a Tag, Kept<'a>),
    ) -> Option<()> {
        let now = now(at);
        for tag in state.tags() {
            if tag.kept.after(0, now) {
                return None;
            }
            if let Some(known) = self.tag_index.find(tag.key).and_then(|place| self.tags.get(place)) {
                each(known, tag.kept);
            }
        }
        Some(())
    }

    /// Calls `paid` with the value of every rule that weighs a tag.
    #[inline]
    pub(crate) fn weigh_tag<'a>(
        &'a self,
        tag: &'a Tag,
        kept: Kept<'_>,
        marks: &Marks,
        at: i64,
        mut paid: impl FnMut(&'a EngagementRule, i64),
    ) {
        for rule in self.rules_of(tag) {
            paid(rule, rule.usual(kept, marks, at));
        }
    }

    /// Calls `each` with what every met fit rule gives.
    #[inline]
    pub(crate) fn each_fit<'a>(&'a self, fits: impl Iterator<Item = u64>, mut each: impl FnMut(&'a FitPoints)) {
        for key in fits {
            if let Some(fit) = self.fit_index.find(key).and_then(|place| self.fit_points.get(place)) {
                each(fit);
            }
        }
    }
}
