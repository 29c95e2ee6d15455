//! Rules whose values fade.

use crate::scoring::language::decay::Decay;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::half_life::HalfLife;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::memory::kept::Kept;
use crate::scoring::memory::marks::Marks;
use crate::scoring::score::weigh::{ages, uncapped, value};

/// The most fading rules.
pub(super) const FADING: usize = 4;

/// A rule whose value fades.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fading<'a> {
    pub(super) rule: &'a EngagementRule,
    pub(super) kept: Kept<'a>,
    pub(super) marks: &'a Marks,
}

impl Fading<'_> {
    /// Whether another rule of the group gives the opposite at every instant.
    #[inline]
    pub(super) fn cancels(&self, other: &Self) -> bool {
        let (one, two) = (self.rule, other.rule);
        let alike = one.group == two.group && one.decay == two.decay && one.within == two.within && one.cap == two.cap;
        alike && one.points == two.points.saturating_neg() && self.pays_with(other)
    }

    /// Whether it makes its awards whenever another rule makes them.
    pub(super) fn pays_with(&self, other: &Self) -> bool {
        let (one, two) = (self.rule, other.rule);
        let reach = |fading: &Self| fading.kept.first(usize::from(one.every.saturating_mul(one.times)));
        let alike = (one.every, one.times) == (two.every, two.times) && self.marks == other.marks;
        alike && reach(self).iter().eq(reach(other).iter())
    }

    #[inline]
    pub(super) fn value(&self, at: i64) -> Thousandths {
        value(self.rule, &self.kept, self.marks, at)
    }

    /// Its half-life, if in a range its value is nothing but halved (no cap holds it, and no award becomes too old),
    /// and how many awards it is of.
    pub(super) fn halves(&self, value: Thousandths, from: i64, until: i64) -> Option<(HalfLife, u16)> {
        let (rule, Decay::HalfLife(half)) = (self.rule, &self.rule.decay) else { return None };
        let cap = rule.cap.unsigned_abs();
        // Where it is the cap, it may be held by it, or just be as much.
        let held = value.unsigned_abs() >= cap && uncapped(rule, &self.kept, self.marks, from).unsigned_abs() > cap;
        let (mut oldest, mut paid) = (from, 0_u16);
        ages(rule, &self.kept, 0, from, |t, _| {
            (oldest, paid) = (t, paid.wrapping_add(1));
            true
        });
        let lasts = until.saturating_sub(oldest).unsigned_abs() < rule.within;
        (lasts && !held).then_some((*half, paid))
    }
}
