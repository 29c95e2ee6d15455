//! A rule beside the occurrences that it weighs, between two of its own moments: there it stays as it is, falls in a
//! line, or halves.

use crate::scoring::language::decay::Decay;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::half_life::HalfLife;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::memory::marks::Marks;
use crate::scoring::score::newest::{Instants as _, Newest};
use crate::scoring::score::weigh::awards;

/// Half of 1 / (1.7 · 10⁻¹⁰), rounded down: a value differs from the mathematical one by less than that part of its
/// undecayed points, and so may the values at both ends, or a weight and the product of two.
const EXACT: u64 = 2_900_000_000;

/// Parts of a thousandth in which sums are bounded.
pub(super) const FINE: i64 = 1_024;

/// A rule, what it weighs, and what it does until its next moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) rule: &'a EngagementRule,
    newest: Newest<'a>,
    marks: &'a Marks,
    /// Since when it does what it does.
    since: i64,
    now: Now,
}

/// What a rule does between two of its own moments.
#[derive(Debug, Clone, Copy)]
enum Now {
    Still(Thousandths),
    /// Weights at the beginning, and what each second takes of them.
    Line {
        weights: u128,
        slope: u128,
    },
    /// Weights at the beginning, and of how many awards they are.
    Halves {
        half: HalfLife,
        weights: u128,
        paid: u64,
    },
}

/// What a value lies between.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value {
    pub(super) low: Thousandths,
    pub(super) high: Thousandths,
    /// Before it is rounded, and unless its cap holds it: in parts of a thousandth, off by one and what [`Part::slack`] says.
    pub(super) fine: i64,
    /// Whether its cap may hold it.
    pub(super) held: bool,
}

impl<'a> Part<'a> {
    pub(super) fn new(rule: &'a EngagementRule, newest: Newest<'a>, marks: &'a Marks) -> Self {
        Self { rule, newest, marks, since: i64::MIN, now: Now::Still(Thousandths::ZERO) }
    }

    /// What it costs in steps, at most.
    pub(super) fn most(&self) -> u64 {
        let times = usize::from(self.rule.times);
        let kept = (0..times).take_while(|place| self.newest.at(*place).is_some()).count();
        u64::try_from(kept).unwrap_or(u64::MAX).saturating_add(1)
    }

    /// Calls `see` with every instant at which it may begin to do something else.
    pub(super) fn each_moment(&self, mut see: impl FnMut(i64)) {
        let mut place = 0;
        while let Some(t) = self.newest.at(place) {
            place = place.saturating_add(1);
            let mut after = |age: u64| see(t.saturating_add(i64::try_from(age).unwrap_or(i64::MAX)));
            after(0);
            if self.rule.within < u64::MAX {
                after(self.rule.within);
            }
            match &self.rule.decay {
                Decay::None => {}
                Decay::Linear(over) => after(*over),
                Decay::HalfLife(half) => after(half.seconds().saturating_mul(64)),
                Decay::Steps(steps) => steps.iter().for_each(|(age, _)| after(*age)),
            }
        }
    }

    /// Looks what it does from one of its moments on, and says of how many awards it is.
    pub(super) fn begin(&mut self, at: i64) -> u64 {
        let (rule, newest, marks) = (self.rule, &self.newest, self.marks);
        self.since = at;
        let (mut weights, mut slope, mut paid) = (0_u128, 0_u128, 0_u64);
        let line = if let Decay::Linear(over) = rule.decay { over } else { 0 };
        awards(rule, newest, marks, at, |t, weight| {
            paid = paid.saturating_add(1);
            // INVARIANT: at most 512 weights, each below 2^84.
            weights = weights.saturating_add(weight);
            let left = u128::from(line.saturating_sub(at.saturating_sub(t).unsigned_abs()));
            // What a second takes is one part of what is left.
            slope = slope.saturating_add(weight.checked_div(left).unwrap_or(0));
        });
        self.now = match rule.decay {
            _ if weights == 0 => Now::Still(Thousandths::ZERO),
            Decay::None | Decay::Steps(_) => Now::Still(rule.capped(rule.weighed(weights))),
            Decay::Linear(_) => Now::Line { weights, slope },
            Decay::HalfLife(half) => Now::Halves { half, weights, paid },
        };
        paid
    }

    /// What it gives until its next moment, if it does not fade.
    pub(super) fn still(&self) -> Option<Thousandths> {
        match self.now {
            Now::Still(value) => Some(value),
            Now::Line { .. } | Now::Halves { .. } => None,
        }
    }

    /// Its half-life, if it halves.
    pub(super) fn half_life(&self) -> Option<HalfLife> {
        match self.now {
            Now::Halves { half, .. } => Some(half),
            Now::Still(_) | Now::Line { .. } => None,
        }
    }

    /// What it gives at an instant before its next moment.
    pub(super) fn value(&self, at: i64) -> Value {
        let rule = self.rule;
        let age = at.saturating_sub(self.since).unsigned_abs();
        let (weights, whole, off) = match self.now {
            Now::Still(value) => return Value { low: value, high: value, fine: 0, held: true },
            Now::Line { weights, slope } => {
                (weights.saturating_sub(slope.saturating_mul(age.into())), rule.decay.whole(), Thousandths::ZERO)
            }
            Now::Halves { weights, .. } if age == 0 => (weights, 1 << 63, Thousandths::ZERO),
            Now::Halves { half, weights, .. } => {
                // INVARIANT: weights are below 2^73, so their upper part is below 2^10, and nothing is lost.
                let weight = u128::from(half.weight(age));
                let (upper, lower) = (weights >> 63, weights & ((1 << 63) - 1));
                (upper.saturating_mul(weight).saturating_add(lower.saturating_mul(weight) >> 63), 1 << 63, self.off())
            }
        };
        let uncapped = rule.weighed(weights);
        Value {
            low: rule.capped(uncapped.saturating_sub(off)),
            high: rule.capped(uncapped.saturating_add(off)),
            fine: fine(rule.points, weights, whole),
            held: uncapped.saturating_abs().saturating_add(off) > rule.cap,
        }
    }

    /// By how much its rounded value may be off from the line, or the halving, through what it is at both ends of a
    /// range: in parts of a thousandth.
    pub(super) fn slack(&self) -> i64 {
        let off = match self.now {
            Now::Halves { paid, .. } => self.undecayed(paid).saturating_mul(FINE.unsigned_abs()).div_ceil(EXACT),
            Now::Still(_) | Now::Line { .. } => 0,
        };
        // Half a thousandth is rounded off or on; the ends are off by one part, and by what a weight is.
        let off = i64::try_from(off.saturating_mul(2)).unwrap_or(i64::MAX);
        off.saturating_add(FINE >> 1).saturating_add(3)
    }

    fn undecayed(&self, paid: u64) -> u64 {
        self.rule.points.unsigned_abs().saturating_mul(paid)
    }

    fn off(&self) -> Thousandths {
        let Now::Halves { paid, .. } = self.now else { return Thousandths::ZERO };
        Thousandths::of(i64::try_from(self.undecayed(paid).div_ceil(EXACT)).unwrap_or(i64::MAX))
    }

    /// Whether what it gives from an instant on is never more, in size, than what another gives.
    ///
    /// It is so where each of its awards is of no later an occurrence than the other's, fades no later and is worth no
    /// more: the weight of a shorter half-life is at most that of a longer one, in the integers as in mathematics, and
    /// so it is with lines; rounding and caps keep the order.
    pub(super) fn is_at_most(&self, other: &Self, from: i64) -> bool {
        let (one, two) = (self.rule, other.rule);
        let fades_sooner = match (&one.decay, &two.decay) {
            (Decay::Linear(sooner), Decay::Linear(later)) => sooner <= later,
            (Decay::HalfLife(sooner), Decay::HalfLife(later)) => sooner.seconds() <= later.seconds(),
            _ => false,
        };
        let worth_less = one.points.unsigned_abs() <= two.points.unsigned_abs() && one.cap <= two.cap;
        let counts_less = one.every >= two.every && one.times <= two.times && one.within <= two.within;
        let recycled_more = !one.lasting || two.lasting || self.marks.is_empty();
        fades_sooner && worth_less && counts_less && recycled_more && self.is_of_no_later(other, from)
    }

    /// Whether everything has happened, and none of its occurrences later than the other's at the same place.
    fn is_of_no_later(&self, other: &Self, from: i64) -> bool {
        let happened = |part: &Self| part.newest.at(0).is_none_or(|newest| newest <= from);
        let mut place = 0;
        while let Some(at) = self.newest.at(place) {
            if other.newest.at(place).is_none_or(|other| other < at) {
                return false;
            }
            place = place.saturating_add(1);
        }
        happened(self) && happened(other)
    }
}

/// Points times weights in parts of a thousandth, rounded towards nought.
fn fine(points: Thousandths, weights: u128, whole: u128) -> i64 {
    // INVARIANT: |points| ≤ 10^9, weights and the whole below 2^93, and their quotient at most 512: with ten bits more the
    // product is below 2^125.
    let product = weights.saturating_mul(points.unsigned_abs().into()).checked_div(whole.max(1) >> 10);
    let size = i64::try_from(product.unwrap_or(0)).unwrap_or(i64::MAX);
    if points < Thousandths::ZERO { size.saturating_neg() } else { size }
}
