//! What the sums of the groups lie between in a range, in named steps: each rule by itself; which rules halve together;
//! what those are together.

use crate::scoring::future::fading::{FADING, Fading};
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::half_life::HalfLife;
use crate::scoring::language::place::GroupPlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::thousandths::Thousandths;

/// Half of 1 / (1.7 · 10⁻¹⁰), rounded down: a value differs from the mathematical one by less than that part of its
/// undecayed points, and so may the values at both ends.
const EXACT: u64 = 2_900_000_000;

/// What the sums of the groups lie between in a range in which nothing but these rules changes, and each of them only
/// falls or only rises.
///
/// Rules that halve together keep their proportions: their sum, too, only falls or only rises, but for what each is off
/// by, the rounding included. So what nearly cancels is known to stay near nothing, however much each of them changes.
pub(super) fn bounds(
    rules: &Rules,
    fading: &[Option<Fading<'_>>; FADING],
    sums: &GroupSums,
    from: i64,
    until: i64,
) -> (GroupSums, GroupSums) {
    let (mut low, mut high) = (*sums, *sums);
    let ends = each_alone(fading, from, until, &mut low, &mut high);
    if from == until {
        return (low, high);
    }
    let halving = which_halve(rules, &ends, (from, until), (&low, &high));
    for (place, first) in halving.iter().enumerate() {
        let Some(first) = first else { continue };
        let mut before = halving.iter().take(place).flatten();
        if !before.any(|earlier| earlier.class == first.class) {
            Class::of(first, &halving).narrow(rules, &mut low, &mut high);
        }
    }
    (low, high)
}

/// A rule with its values at the ends of a range.
#[derive(Debug, Clone, Copy)]
struct Ends<'a> {
    fading: Fading<'a>,
    start: Thousandths,
    end: Thousandths,
}

/// First step: each rule by itself lies between its values at the ends.
fn each_alone<'a>(
    fading: &[Option<Fading<'a>>; FADING],
    from: i64,
    until: i64,
    low: &mut GroupSums,
    high: &mut GroupSums,
) -> [Option<Ends<'a>>; FADING] {
    let mut ends = [None; FADING];
    for (fading, ends) in fading.iter().flatten().zip(&mut ends) {
        let start = fading.value(from);
        let end = if from == until { start } else { fading.value(until) };
        add(low, fading.rule.group, start.min(end));
        add(high, fading.rule.group, start.max(end));
        *ends = Some(Ends { fading: *fading, start, end });
    }
    ends
}

/// A rule that in a range does nothing but halve, with its values at the ends.
#[derive(Debug, Clone, Copy)]
struct Halving<'a> {
    fading: Fading<'a>,
    paid: u16,
    /// Its group, or the one that stands for it, and the half-life.
    class: (GroupPlace, HalfLife),
    start: Thousandths,
    end: Thousandths,
}

/// Second step: which rules do nothing but halve, and in which class.
fn which_halve<'a>(
    rules: &Rules,
    ends: &[Option<Ends<'a>>; FADING],
    (from, until): (i64, i64),
    (low, high): (&GroupSums, &GroupSums),
) -> [Option<Halving<'a>>; FADING] {
    ends.map(|ends| {
        let Ends { fading, start, end } = ends?;
        let (half, paid) = fading.halves(start, from, until)?;
        Some(Halving { fading, paid, class: (home(rules, fading.rule.group, low, high), half), start, end })
    })
}

/// Groups of a dimension whose bounds change nothing are as one: the first of them stands for all.
fn home(rules: &Rules, group: GroupPlace, low: &GroupSums, high: &GroupSums) -> GroupPlace {
    let free = |place: usize| {
        let sums = || Some((rules.groups.get(place)?.bounds, low.get(place)?, high.get(place)?));
        sums().is_some_and(|(bounds, low, high)| bounds.hold(*low) == *low && bounds.hold(*high) == *high)
    };
    let Some(own) = rules.groups.get(group.index()).filter(|_| free(group.index())) else { return group };
    let first =
        rules.groups.iter().enumerate().position(|(place, other)| other.dimension == own.dimension && free(place));
    first.map_or(group, GroupPlace::of)
}

/// Rules that halve together.
#[derive(Debug, Default)]
struct Class {
    group: GroupPlace,
    rules: u8,
    /// What they lie between, each by itself.
    least: Thousandths,
    most: Thousandths,
    /// Their sum at the ends.
    start: Thousandths,
    end: Thousandths,
    /// What their sum may be off by.
    slack: Thousandths,
    /// Whether all are weighed by the same number, and the sum of their points.
    as_one: bool,
    points: Thousandths,
}

impl Class {
    /// Third step: the rules of a class, summed.
    fn of(first: &Halving<'_>, all: &[Option<Halving<'_>>; FADING]) -> Self {
        let mut class = Self { group: first.class.0, as_one: true, ..Self::default() };
        for one in all.iter().flatten().filter(|one| one.class == first.class) {
            let rule = one.fading.rule;
            // INVARIANT: a value is at most 512 · 10^9 in size, and there are at most four.
            class.least = class.least.wrapping_add(one.start.min(one.end));
            class.most = class.most.wrapping_add(one.start.max(one.end));
            class.start = class.start.wrapping_add(one.start);
            class.end = class.end.wrapping_add(one.end);
            let undecayed = rule.points.unsigned_abs().saturating_mul(rule.times.into());
            let off = Thousandths::of(i64::try_from(undecayed.div_ceil(EXACT)).unwrap_or(i64::MAX));
            // Half a thousandth is rounded off or on, at the ends and in between.
            class.slack = class.slack.saturating_add(off).saturating_add(Thousandths::of(1));
            class.rules = class.rules.wrapping_add(1);
            class.points = class.points.wrapping_add(rule.points);
            class.as_one = class.as_one && one.paid == first.paid && one.fading.pays_with(&first.fading);
        }
        class
    }

    /// Fourth step: what they lie between together.
    fn together(&self) -> (Thousandths, Thousandths) {
        let low = self.start.min(self.end).saturating_sub(self.slack);
        let high = self.start.max(self.end).saturating_add(self.slack);
        if self.rules != 2 || !self.as_one {
            return (low, high);
        }
        // Weighed by the same number, the larger of two stays the larger one, and rounding keeps their order.
        let low = if self.points >= Thousandths::ZERO { low.max(Thousandths::ZERO) } else { low };
        (low, if self.points <= Thousandths::ZERO { high.min(Thousandths::ZERO) } else { high })
    }

    /// Last step: where they lie closer together than each by itself, the sums of the groups do.
    fn narrow(&self, rules: &Rules, low: &mut GroupSums, high: &mut GroupSums) {
        if self.rules > 1 {
            let together = self.together();
            add_inside(rules, low, self.group, together.0.saturating_sub(self.least).max(Thousandths::ZERO));
            add_inside(rules, high, self.group, together.1.saturating_sub(self.most).min(Thousandths::ZERO));
        }
    }
}

/// Adds to a group, if its bounds let it.
fn add_inside(rules: &Rules, sums: &mut GroupSums, group: GroupPlace, value: Thousandths) {
    let place = group.index();
    if let (Some(own), Some(sum)) = (rules.groups.get(place), sums.get(place)) {
        let sum = sum.wrapping_add(value);
        if own.bounds.hold(sum) == sum {
            add(sums, group, value);
        }
    }
}
