//! What the sums of the groups lie between in a range in which every rule only falls, only rises, or stays: each rule
//! by itself; two that hold each other; those that fade alike; and the line between the sums at both ends.

use alloc::vec::Vec;

use crate::scoring::future::part::{FINE, Part, Value};
use crate::scoring::language::combine::MAX_DIMENSIONS;
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::half_life::HalfLife;
use crate::scoring::language::place::GroupPlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::thousandths::Thousandths;

/// The most groups.
const GROUPS: usize = 32;

/// Two rules of which one never gives more, in size, than the other takes for the same awards.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) one: usize,
    pub(super) two: usize,
    /// Whether their sum is never over nought, and whether it is never under it.
    pub(super) never_over: bool,
    pub(super) never_under: bool,
}

/// What fades, with its values at the ends of a range: room that is used again for every range.
#[derive(Debug, Default)]
pub(super) struct Bounding {
    ends: Vec<Ends>,
}

/// A rule with its values at the ends of a range.
#[derive(Debug, Clone, Copy)]
struct Ends {
    part: usize,
    start: Value,
    end: Value,
}

impl Ends {
    fn low(&self) -> Thousandths {
        self.start.low.min(self.end.low)
    }

    fn high(&self) -> Thousandths {
        self.start.high.max(self.end.high)
    }

    /// What it is at both ends, and by how much it may be off.
    fn fine(&self, part: &Part<'_>) -> (i64, i64, i64) {
        if self.start.held {
            // Of what its cap holds, no more is known than what it lies between.
            let fine = |value: Thousandths| value.get().saturating_mul(FINE);
            return (fine(self.low()), fine(self.high()), 1);
        }
        (self.start.fine, self.end.fine, part.slack())
    }
}

/// What the rules of one home lie between: groups whose bounds change nothing are as one.
#[derive(Debug, Clone, Copy, Default)]
struct Home {
    rules: usize,
    /// Each rule by itself, and that less what pairs take off it.
    alone: (Thousandths, Thousandths),
    paired: (Thousandths, Thousandths),
    /// Those that fade alike, together; in parts of a thousandth.
    alike: (i64, i64),
    /// The sums at both ends, and how far the line between them may be missed; in parts of a thousandth.
    start: i64,
    end: i64,
    off: i64,
}

/// Rules of one home that fade alike, in parts of a thousandth.
#[derive(Debug, Clone, Copy, Default)]
struct Alike {
    start: i64,
    end: i64,
    slack: i64,
}

/// How rules fade alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lines,
    Halves(HalfLife),
    /// Held by its cap: it only falls or only rises, and no more is known.
    Held(usize),
}

impl Bounding {
    /// What the sums of the groups lie between. `fading` names the parts that fade, in their order, in which
    /// those of one half-life stand beside each other; `sums` is what everything else gives.
    pub(super) fn bounds(
        &mut self,
        rules: &Rules,
        parts: &[Part<'_>],
        (fading, pairs): (&[usize], &[Pair]),
        sums: &GroupSums,
        (from, until): (i64, i64),
    ) -> (GroupSums, GroupSums) {
        let (mut low, mut high) = (*sums, *sums);
        self.ends.clear();
        for place in fading {
            let Some(part) = parts.get(*place) else { continue };
            let start = part.value(from);
            let end = if from == until { start } else { part.value(until) };
            let ends = Ends { part: *place, start, end };
            add(&mut low, part.rule.group, ends.low());
            add(&mut high, part.rule.group, ends.high());
            self.ends.push(ends);
        }
        if from == until || self.ends.len() < 2 {
            return (low, high);
        }
        let homes = homes(rules, &low, &high);
        let home_of = |place: usize| parts.get(place).and_then(|part| homes.get(part.rule.group.index())).copied();
        let mut found = [Home::default(); GROUPS];
        self.sum_alike(parts, &home_of, until.saturating_sub(from).unsigned_abs(), &mut found);
        self.sum_pairs(pairs, &home_of, &mut found);
        for (place, home) in found.iter().enumerate().filter(|(_, home)| home.rules > 1) {
            let (least, most) = home.together();
            let group = GroupPlace::of(place);
            add_inside(rules, &mut low, group, least.saturating_sub(home.alone.0).max(Thousandths::ZERO));
            add_inside(rules, &mut high, group, most.saturating_sub(home.alone.1).min(Thousandths::ZERO));
        }
        (low, high)
    }

    /// Rules of one half-life keep their proportions and lines stay lines: their sum, too, only falls or only rises, but
    /// for what each is off by, the rounding included.
    fn sum_alike(
        &self,
        parts: &[Part<'_>],
        home_of: &impl Fn(usize) -> Option<usize>,
        width: u64,
        found: &mut [Home; GROUPS],
    ) {
        let mut open: Option<Kind> = None;
        let mut alike = [Alike::default(); GROUPS];
        for ends in &self.ends {
            let (Some(part), Some(home)) = (parts.get(ends.part), home_of(ends.part)) else { continue };
            let kind = match part.half_life() {
                _ if ends.start.held => Kind::Held(ends.part),
                None => Kind::Lines,
                Some(half) => Kind::Halves(half),
            };
            if open.is_some_and(|open| open != kind) {
                close(open, &mut alike, width, found);
            }
            open = Some(kind);
            if let (Some(alike), Some(found)) = (alike.get_mut(home), found.get_mut(home)) {
                found.rules = found.rules.saturating_add(1);
                plus(&mut found.alone, (ends.low(), ends.high()));
                let (start, end, slack) = ends.fine(part);
                alike.start = alike.start.saturating_add(start);
                alike.end = alike.end.saturating_add(end);
                alike.slack = alike.slack.saturating_add(slack);
            }
        }
        close(open, &mut alike, width, found);
        for home in found {
            home.paired = home.alone;
        }
    }

    /// Two that hold each other sum to at most, or at least, nought.
    fn sum_pairs(&self, pairs: &[Pair], home_of: &impl Fn(usize) -> Option<usize>, found: &mut [Home; GROUPS]) {
        // In the order of parts, as what fades is named.
        let ends_of = |part: usize| {
            self.ends.binary_search_by_key(&part, |ends| ends.part).ok().and_then(|place| self.ends.get(place))
        };
        for pair in pairs {
            let (Some(one), Some(two)) = (ends_of(pair.one), ends_of(pair.two)) else { continue };
            let (Some(home), true) = (home_of(pair.one), home_of(pair.one) == home_of(pair.two)) else { continue };
            let Some(home) = found.get_mut(home) else { continue };
            let (low, high) = (one.low().saturating_add(two.low()), one.high().saturating_add(two.high()));
            if pair.never_over {
                home.paired.1 = home.paired.1.saturating_sub(high.max(Thousandths::ZERO));
            }
            if pair.never_under {
                home.paired.0 = home.paired.0.saturating_sub(low.min(Thousandths::ZERO));
            }
        }
    }
}

impl Home {
    /// The narrowest of what is known.
    fn together(&self) -> (Thousandths, Thousandths) {
        let low = self.alike.0.max(self.start.min(self.end).saturating_sub(self.off));
        let high = self.alike.1.min(self.start.max(self.end).saturating_add(self.off));
        // A rounded sum is whole.
        let low = low.saturating_sub(1).div_euclid(FINE).saturating_add(1);
        (self.paired.0.max(Thousandths::of(low)), self.paired.1.min(Thousandths::of(high.div_euclid(FINE))))
    }
}

/// Adds rules that fade alike to their homes, and empties their sums.
fn close(kind: Option<Kind>, alike: &mut [Alike; GROUPS], width: u64, found: &mut [Home; GROUPS]) {
    let Some(kind) = kind else { return };
    for (sum, home) in alike.iter_mut().zip(found) {
        if sum.slack == 0 {
            continue;
        }
        let Alike { start, end, slack } = core::mem::take(sum);
        let (low, high) = (start.min(end), start.max(end));
        let change = high.saturating_sub(low);
        let bent = match kind {
            Kind::Held(_) => change,
            Kind::Lines => 0,
            Kind::Halves(half) => bend(start.saturating_abs().saturating_add(slack), half, width).min(change),
        };
        home.alike.0 = home.alike.0.saturating_add(low).saturating_sub(slack);
        home.alike.1 = home.alike.1.saturating_add(high).saturating_add(slack);
        home.start = home.start.saturating_add(start);
        home.end = home.end.saturating_add(end);
        home.off = home.off.saturating_add(bent).saturating_add(slack);
    }
}

/// How far something that halves may be from the line between its ends: its bend is greatest at the beginning, size ·
/// (ln 2 · width ÷ half-life)² ÷ 8, and (ln 2)² ÷ 8 < 0.06006.
fn bend(size: i64, half: HalfLife, width: u64) -> i64 {
    let seconds = half.seconds();
    // Parts of 2^20 of the half-life, rounded up; over four half-lives the bend is more than the size.
    let parts = u128::from(width.min(seconds.saturating_mul(4))).wrapping_shl(20).div_ceil(u128::from(seconds.max(1)));
    // INVARIANT: size < 2^63, the square is at most 2^44, and 6006 < 2^13.
    let square = parts.saturating_mul(parts);
    let bent = u128::from(size.unsigned_abs()).saturating_mul(square).saturating_mul(6_006) >> 40;
    i64::try_from(bent.div_ceil(100_000)).unwrap_or(i64::MAX).saturating_add(1)
}

fn plus(sum: &mut (Thousandths, Thousandths), more: (Thousandths, Thousandths)) {
    *sum = (sum.0.saturating_add(more.0), sum.1.saturating_add(more.1));
}

/// For each group the place of its home: groups of a dimension whose bounds change nothing are as one, and the first of
/// them stands for all.
fn homes(rules: &Rules, low: &GroupSums, high: &GroupSums) -> [usize; GROUPS] {
    let mut homes = [0; GROUPS];
    let mut first = [None; MAX_DIMENSIONS];
    for (place, (group, home)) in rules.groups.iter().zip(&mut homes).enumerate() {
        *home = place;
        let (Some(low), Some(high)) = (low.get(place), high.get(place)) else { continue };
        let free = group.bounds.hold(*low) == *low && group.bounds.hold(*high) == *high;
        if let (true, Some(first)) = (free, first.get_mut(group.dimension.index())) {
            *home = *first.get_or_insert(place);
        }
    }
    homes
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
