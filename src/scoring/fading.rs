//! Rules whose values fade, and what their sum lies between.

use crate::scoring::decay::{Decay, HalfLife};
use crate::scoring::kept::Kept;
use crate::scoring::rules::EngagementRule;
use crate::scoring::state::Marks;
use crate::scoring::weigh::{GroupSums, add};

/// A rule whose value fades.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fading<'a> {
    pub(crate) rule: &'a EngagementRule,
    pub(crate) kept: Kept<'a>,
    pub(crate) marks: &'a Marks,
}

impl Fading<'_> {
    /// Whether another rule of the group gives the opposite at every instant.
    pub(crate) fn cancels(&self, other: &Self) -> bool {
        let (one, two) = (self.rule, other.rule);
        let alike = one.group == two.group && one.decay == two.decay && one.within == two.within && one.cap == two.cap;
        alike && one.points == two.points.saturating_neg() && self.pays_with(other)
    }

    /// Whether it makes its payments whenever another rule makes them.
    fn pays_with(&self, other: &Self) -> bool {
        let (one, two) = (self.rule, other.rule);
        let reach = |fading: &Self| fading.kept.first(usize::from(one.every.saturating_mul(one.times)));
        let alike = (one.every, one.times) == (two.every, two.times) && self.marks == other.marks;
        alike && reach(self).iter().eq(reach(other).iter())
    }

    pub(crate) fn value(&self, at: i64) -> i64 {
        self.rule.capped(self.rule.uncapped(&self.kept, self.marks, at))
    }

    /// Its group and half-life, if from an instant at which it has a value it halves for ever, and no cap holds it.
    fn halves(&self, value: i64) -> Option<(u8, HalfLife)> {
        let rule = self.rule;
        match rule.decay {
            Decay::HalfLife(half) if rule.within == u64::MAX && value.unsigned_abs() < rule.cap.unsigned_abs() => {
                Some((rule.group, half))
            }
            Decay::None | Decay::HalfLife(_) | Decay::Linear(_) | Decay::Steps(_) => None,
        }
    }
}

/// The most fading rules.
pub(crate) const FADING: usize = 4;

/// Half of 1 / (1.7 · 10⁻¹⁰), rounded down: a value differs from the mathematical one by less than that part of its undecayed points, and so may the
/// values at both ends.
const EXACT: u64 = 2_900_000_000;

/// What the sums of the groups lie between in a range in which nothing but these rules changes, and each of them only falls or only rises.
///
/// Rules that halve together keep their proportions: their sum, too, only falls or only rises, but for what each is off by, the rounding included. So
/// what nearly cancels is known to stay near nothing, however much each of them changes.
pub(crate) fn bounds(
    fading: &[Option<Fading<'_>>; FADING],
    sums: &GroupSums,
    from: i64,
    until: i64,
) -> (GroupSums, GroupSums) {
    let (mut low, mut high) = (*sums, *sums);
    let mut halving = [None; FADING];
    for (fading, halves) in fading.iter().flatten().zip(&mut halving) {
        let start = fading.value(from);
        let end = if from == until { start } else { fading.value(until) };
        add(&mut low, fading.rule.group, start.min(end));
        add(&mut high, fading.rule.group, start.max(end));
        *halves = fading.halves(start).map(|class| (fading, class, start, end));
    }
    if from == until {
        return (low, high);
    }
    let halving = || halving.iter().flatten();
    for (place, (first, class, ..)) in halving().enumerate() {
        if halving().take(place).any(|(_, earlier, ..)| earlier == class) {
            continue;
        }
        let (mut least, mut most, mut start, mut end, mut slack) = (0_i64, 0_i64, 0_i64, 0_i64, 0_i64);
        let (mut rules, mut as_one) = (0_u8, true);
        for (fading, _, x, y) in halving().filter(|(_, other, ..)| other == class) {
            // INVARIANT: a value is at most 512 · 10^9 in size, and there are at most four.
            (least, most) = (least.wrapping_add(*x.min(y)), most.wrapping_add(*x.max(y)));
            (start, end) = (start.wrapping_add(*x), end.wrapping_add(*y));
            let undecayed = fading.rule.points.unsigned_abs().saturating_mul(fading.rule.times.into());
            let off = i64::try_from(undecayed.div_ceil(EXACT)).unwrap_or(i64::MAX);
            // Half a thousandth is rounded off or on, at the ends and in between.
            slack = slack.saturating_add(off).saturating_add(1);
            (rules, as_one) = (rules.wrapping_add(1), as_one && fading.pays_with(first));
        }
        let mut together = (start.min(end).saturating_sub(slack), start.max(end).saturating_add(slack));
        if rules == 2 && as_one {
            // Weighed by the same number, the larger of two stays the larger one, and rounding keeps their order.
            together = if start > 0 { (together.0.max(0), together.1) } else { together };
            together = if start < 0 { (together.0, together.1.min(0)) } else { together };
        }
        add(&mut low, class.0, together.0.saturating_sub(least).max(0));
        add(&mut high, class.0, together.1.saturating_sub(most).min(0));
    }
    (low, high)
}
