//! Rules whose values fade, and what their sum lies between.

use crate::scoring::decay::{Decay, HalfLife};
use crate::scoring::kept::Kept;
use crate::scoring::rules::{EngagementRule, Scoring};
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
    #[inline]
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

    #[inline]
    pub(crate) fn value(&self, at: i64) -> i64 {
        self.rule.capped(self.rule.uncapped(&self.kept, self.marks, at))
    }

    /// Its half-life, if in a range its value is nothing but halved (no cap holds it, and no payment becomes too old), and how many payments it is of.
    fn halves(&self, value: i64, from: i64, until: i64) -> Option<(HalfLife, u16)> {
        let (rule, Decay::HalfLife(half)) = (self.rule, &self.rule.decay) else { return None };
        let cap = rule.cap.unsigned_abs();
        // Where it is the cap, it may be held by it, or just be as much.
        let held = value.unsigned_abs() >= cap && rule.uncapped(&self.kept, self.marks, from).unsigned_abs() > cap;
        let (mut oldest, mut paid) = (from, 0_u16);
        rule.ages(&self.kept, 0, from, |t, _| {
            (oldest, paid) = (t, paid.wrapping_add(1));
            true
        });
        let lasts = until.saturating_sub(oldest).unsigned_abs() < rule.within;
        (lasts && !held).then_some((*half, paid))
    }
}

/// A rule that in a range does nothing but halve, with its values at the ends.
#[derive(Debug, Clone, Copy)]
struct Halving<'a> {
    fading: Fading<'a>,
    paid: u16,
    /// Its group, or the one that stands for it, and the half-life.
    class: (u8, HalfLife),
    start: i64,
    end: i64,
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
    scoring: &Scoring,
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
        *halves = Some((*fading, start, end));
    }
    if from == until {
        return (low, high);
    }
    let home = |group: u8| scoring.home(group, &low, &high);
    let halving = halving.map(|halves| {
        let (fading, start, end) = halves?;
        let (half, paid) = fading.halves(start, from, until)?;
        Some(Halving { fading, paid, class: (home(fading.rule.group), half), start, end })
    });
    let halving = || halving.iter().flatten();
    for (place, first) in halving().enumerate() {
        if halving().take(place).any(|earlier| earlier.class == first.class) {
            continue;
        }
        let (mut least, mut most, mut start, mut end, mut slack) = (0_i64, 0_i64, 0_i64, 0_i64, 0_i64);
        let (mut rules, mut as_one, mut points) = (0_u8, true, 0_i64);
        for one in halving().filter(|one| one.class == first.class) {
            // INVARIANT: a value is at most 512 · 10^9 in size, and there are at most four.
            (least, most) = (least.wrapping_add(one.start.min(one.end)), most.wrapping_add(one.start.max(one.end)));
            (start, end) = (start.wrapping_add(one.start), end.wrapping_add(one.end));
            let rule = one.fading.rule;
            let undecayed = rule.points.unsigned_abs().saturating_mul(rule.times.into());
            let off = i64::try_from(undecayed.div_ceil(EXACT)).unwrap_or(i64::MAX);
            // Half a thousandth is rounded off or on, at the ends and in between.
            slack = slack.saturating_add(off).saturating_add(1);
            (rules, points) = (rules.wrapping_add(1), points.wrapping_add(rule.points));
            as_one = as_one && one.paid == first.paid && one.fading.pays_with(&first.fading);
        }
        let mut together = (start.min(end).saturating_sub(slack), start.max(end).saturating_add(slack));
        if rules == 2 && as_one {
            // Weighed by the same number, the larger of two stays the larger one, and rounding keeps their order.
            together = if points >= 0 { (together.0.max(0), together.1) } else { together };
            together = if points <= 0 { (together.0, together.1.min(0)) } else { together };
        }
        if rules > 1 {
            let group = first.class.0;
            scoring.add_inside(&mut low, group, together.0.saturating_sub(least).max(0));
            scoring.add_inside(&mut high, group, together.1.saturating_sub(most).min(0));
        }
    }
    (low, high)
}

impl Scoring {
    /// Groups of a dimension whose bounds change nothing are as one: the first of them stands for all.
    fn home(&self, group: u8, low: &GroupSums, high: &GroupSums) -> u8 {
        let free = |place: usize| {
            let sums = || Some((self.groups.get(place)?.bounds, low.get(place)?, high.get(place)?));
            sums().is_some_and(|(bounds, low, high)| bounds.hold(*low) == *low && bounds.hold(*high) == *high)
        };
        let Some(own) = self.groups.get(usize::from(group)).filter(|_| free(usize::from(group))) else { return group };
        let first =
            self.groups.iter().enumerate().position(|(place, other)| other.dimension == own.dimension && free(place));
        first.and_then(|first| u8::try_from(first).ok()).unwrap_or(group)
    }

    /// Adds to a group, if its bounds let it.
    fn add_inside(&self, sums: &mut GroupSums, group: u8, value: i64) {
        let place = usize::from(group);
        if let (Some(own), Some(sum)) = (self.groups.get(place), sums.get(place)) {
            let sum = sum.wrapping_add(value);
            if own.bounds.hold(sum) == sum {
                add(sums, group, value);
            }
        }
    }
}
