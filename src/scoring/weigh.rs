//! Weighing: what each rule gives at an instant, for a state as it is or as it would be. What is usual has shorter ways beside this one (`dense`,
//! `report`, `columns`), which give the same.

use crate::scoring::bounds;
use crate::scoring::combine::Values;
use crate::scoring::decay::{Decay, HalfLife, round_ratio};
use crate::scoring::kept::{Kept, Occurrence};
use crate::scoring::newest::{Instants, Newest};
use crate::scoring::packed::KeptTag;
use crate::scoring::rules::{EngagementRule, FitPoints, Scoring, Tag, TimingRule};
use crate::scoring::state::{Marks, ScoringState};
use crate::scoring::tagging::{EarnedTags, FitTags};
use crate::values::{Fingerprint, Instant};

/// Sums per group, in thousandths; as many as there may be groups.
pub(crate) type GroupSums = [i64; 32];

/// A state as it is, or as it would be with one more profile or activity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) state: &'a ScoringState,
    pub(crate) profile: Option<&'a FitTags>,
    pub(crate) activity: Option<(&'a EarnedTags, Instant, Fingerprint)>,
}

/// A rule that may give something, with what it weighs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Item<'a> {
    Fit(&'a FitPoints),
    Engagement(&'a EngagementRule, Newest<'a>, &'a Marks),
    /// The end of the stated day, in seconds.
    Timing(&'a TimingRule, i64),
}

impl EngagementRule {
    /// Calls `visit` with the instant and age of each payment at `at`, newest first, until it says no. So many are still to come.
    #[inline]
    pub(crate) fn ages(
        &self,
        newest: &impl Instants,
        pending: usize,
        at: i64,
        mut visit: impl FnMut(i64, u64) -> bool,
    ) {
        let every = usize::from(self.every);
        let mut place = pending.saturating_add(every.saturating_sub(1));
        for _ in 0..self.times {
            let Some(t) = newest.at(place) else { return };
            let age = at.saturating_sub(t).unsigned_abs();
            if age >= self.within || !visit(t, age) {
                return;
            }
            place = place.saturating_add(every);
        }
    }

    /// Calls `pay` with the instant and weight of each payment at `at`, newest first.
    #[inline]
    pub(crate) fn payments(&self, newest: &impl Instants, marks: &Marks, at: i64, mut pay: impl FnMut(i64, u128)) {
        self.ages(newest, newest.pending(at), at, |t, age| {
            let halvings = self.halvings(marks, t);
            halvings.map(|halvings| pay(t, self.decay.weight(age, halvings))).is_some()
        });
    }

    /// How many of the occurrences are payments that one half-life has not made too old, and their weights in all; every occurrence is a payment.
    #[inline]
    pub(crate) fn halving(&self, half: HalfLife, kept: Kept<'_>, at: i64) -> (u16, u128) {
        let (mut payments, mut weights) = (0_u16, 0_u128);
        for t in kept.first(self.times.into()).iter() {
            let age = at.wrapping_sub(t).unsigned_abs();
            if age >= self.within {
                break;
            }
            // INVARIANT: at most 512 weights of at most 2^63.
            weights = weights.wrapping_add(u128::from(half.weight(age)));
            payments = payments.wrapping_add(1);
        }
        (payments, weights)
    }

    fn halvings(&self, marks: &Marks, t: i64) -> Option<u32> {
        if self.lasting { Some(0) } else { marks.halvings(t) }
    }

    /// The value before the cap, in thousandths: rounded once, half away from zero.
    #[inline]
    pub(crate) fn uncapped(&self, newest: &impl Instants, marks: &Marks, at: i64) -> i64 {
        let unmarked = self.lasting || marks.is_empty();
        let mut weights = 0_u128;
        match &self.decay {
            Decay::None if unmarked => {
                let mut count = 0_i64;
                self.ages(newest, newest.pending(at), at, |_, _| {
                    count = count.saturating_add(1);
                    true
                });
                return self.points.saturating_mul(count);
            }
            Decay::HalfLife(half) if unmarked => self.ages(newest, newest.pending(at), at, |_, age| {
                weights = weights.saturating_add(u128::from(half.weight(age)));
                true
            }),
            Decay::None | Decay::HalfLife(_) | Decay::Linear(_) | Decay::Steps(_) => {
                self.payments(newest, marks, at, |_, weight| {
                    weights = weights.saturating_add(weight);
                });
            }
        }
        self.weighed(weights)
    }

    pub(crate) fn weighed(&self, weights: u128) -> i64 {
        if weights == 0 {
            return 0;
        }
        // INVARIANT: |points| ≤ 10^9 thousandths, at most 512 weights of at most 10^12 · 2^40: under 2^120.
        let points = i128::from(self.points).saturating_mul(i128::try_from(weights).unwrap_or(i128::MAX));
        i64::try_from(round_ratio(points, self.decay.whole())).unwrap_or(0)
    }

    #[inline]
    pub(crate) fn capped(&self, value: i64) -> i64 {
        value.min(self.cap).max(self.cap.wrapping_neg())
    }
}

impl TimingRule {
    pub(crate) fn value(&self, until: i64, at: i64) -> i64 {
        let left = until.saturating_sub(at);
        let (steps, distance) = if left > 0 { (&self.ahead, left) } else { (&self.missed, left.saturating_neg()) };
        let distance = distance.unsigned_abs();
        let inside = |up_to: u64| {
            if left > 0 { distance <= up_to } else { distance < up_to }
        };
        steps.iter().find(|(up_to, _)| inside(*up_to)).map_or(0, |(_, points)| *points)
    }

    /// The next instant after `at` at which the value may change.
    pub(crate) fn next_change(&self, until: i64, at: i64) -> Option<i64> {
        let signed = |span: u64| i64::try_from(span).unwrap_or(i64::MAX);
        let ahead = self.ahead.iter().map(|(up_to, _)| until.saturating_sub(signed(*up_to)));
        let missed = self.missed.iter().map(|(up_to, _)| until.saturating_add(signed(*up_to)));
        ahead.chain(core::iter::once(until)).chain(missed).filter(|change| *change > at).min()
    }
}

impl Item<'_> {
    pub(crate) fn group(&self) -> u8 {
        match self {
            Self::Fit(fit) => fit.group,
            Self::Engagement(rule, ..) => rule.group,
            Self::Timing(rule, _) => rule.group,
        }
    }

    #[inline]
    pub(crate) fn value(&self, at: i64) -> i64 {
        match self {
            Self::Fit(fit) => fit.points,
            Self::Engagement(rule, newest, marks) => rule.capped(rule.uncapped(newest, marks, at)),
            Self::Timing(rule, until) => rule.value(*until, at),
        }
    }
}

impl Scoring {
    /// Calls `each` with every rule that may give something.
    #[inline]
    pub(crate) fn walk<'a>(&'a self, view: View<'a>, mut each: impl FnMut(Item<'a>)) {
        match view.profile {
            None => self.each_fit(view.state.fits().iter().copied(), |fit| each(Item::Fit(fit))),
            Some(met) => self.each_fit(met.keys(), |fit| each(Item::Fit(fit))),
        }
        self.walk_engagement(view, &mut each);
        if self.timings.is_empty() {
            return;
        }
        match view.profile {
            None => self.walk_dates(view.state.dates().iter().copied(), &mut each),
            Some(met) => self.walk_dates(met.dates(), &mut each),
        }
    }

    pub(crate) fn walk_dates<'a>(&'a self, dates: impl Iterator<Item = (u64, i64)>, each: &mut impl FnMut(Item<'a>)) {
        for (key, until) in dates {
            if let Ok(place) = self.timings.binary_search_by_key(&key, |rule| rule.key) {
                if let Some(rule) = self.timings.get(place) {
                    each(Item::Timing(rule, until));
                }
            }
        }
    }

    #[inline]
    fn walk_engagement<'a>(&'a self, view: View<'a>, each: &mut impl FnMut(Item<'a>)) {
        let marks = view.state.marks();
        let mut known = view.state.tags();
        for tag in &self.tags {
            while known.peek().is_some_and(|key| key < tag.key) {
                known.next();
            }
            let found = if known.peek() == Some(tag.key) { known.next() } else { None };
            let newest = match (view.activity.and_then(|extra| extra_of(tag, extra)), found) {
                (None, None) => continue,
                (None, Some(found)) => Newest::plain(found.kept, tag),
                (Some((new, keep)), found) => {
                    let none = KeptTag { key: tag.key, keep: 0, cut: false, kept: Kept::NONE, ids: &[] };
                    let old = found.unwrap_or(none);
                    Newest::with(KeptTag { keep: old.keep.max(keep), ..old }, new, tag)
                }
            };
            for rule in self.rules_of(tag) {
                each(Item::Engagement(rule, newest, marks));
            }
        }
    }

    /// The dimensions from the sums of the groups.
    #[inline]
    pub(crate) fn dimension_values(&self, sums: &GroupSums) -> Values {
        let mut values = Values::default();
        self.dimensions_of(sums, &mut values);
        values
    }

    /// Fills in the dimensions, which are zero before.
    #[inline]
    pub(crate) fn dimensions_of(&self, sums: &GroupSums, values: &mut Values) {
        for (group, sum) in self.groups.iter().zip(sums) {
            if let Some(value) = values.get_mut(usize::from(group.dimension)) {
                // INVARIANT: at most 32 sums below 2^49 in size.
                *value = value.wrapping_add(group.bounds.hold(*sum));
            }
        }
        for (dimension, value) in self.dimensions.iter().zip(values) {
            *value = dimension.bounds.hold(*value);
        }
    }

    /// Fills in the dimensions at an instant.
    #[inline]
    pub(crate) fn values(&self, view: View<'_>, at: i64, values: &mut Values) {
        let usual = view.profile.is_none() && view.activity.is_none();
        if !usual || self.dense_values(view.state, at, values).is_none() {
            self.dimensions_of(&self.sums(view, at), values);
        }
    }

    /// The sums of the groups at an instant.
    pub(crate) fn sums(&self, view: View<'_>, at: i64) -> GroupSums {
        let mut sums = GroupSums::default();
        self.walk(view, |item| add(&mut sums, item.group(), item.value(at)));
        sums
    }

    #[inline]
    pub(crate) fn add_dates(&self, dates: impl Iterator<Item = (u64, i64)>, sums: &mut GroupSums, at: i64) {
        if !self.timings.is_empty() {
            self.walk_dates(dates, &mut |item: Item<'_>| add(sums, item.group(), item.value(at)));
        }
    }
}

#[inline]
pub(crate) fn add(sums: &mut GroupSums, group: u8, value: i64) {
    if let Some(sum) = sums.get_mut(usize::from(group)) {
        // INVARIANT: a rule gives at most 512 · 10^9 thousandths and there are at most 512 rules, so that sums stay below 2^49.
        *sum = sum.wrapping_add(value);
    }
}

/// The occurrence that an activity adds to a tag, and how many are kept then at least.
fn extra_of(tag: &Tag, (earned, at, id): (&EarnedTags, Instant, Fingerprint)) -> Option<(Occurrence, u16)> {
    let earned = earned.as_slice().iter().find(|earned| earned.tag == tag.name)?;
    Some((Occurrence { at: at.seconds(), key: earned.identity(id) }, earned.keep))
}

// A score holds its groups and dimensions in arrays of these sizes.
const _: () = assert!(bounds::GROUPS.max == 32 && bounds::DIMENSIONS.max == 8);
