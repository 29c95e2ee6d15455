//! The way with the fewest actions, by activities before profiles, with the fewest points over: first a good one, step by step; then every way with fewer, as far as looks go.

use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::scoring::explain::options::{Change, Of, Options};
use crate::scoring::language::combine::{Combine, value};
use crate::scoring::language::group::GroupSums;
use crate::scoring::language::profile::Profile;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::score::score::Score;

/// The most entries of a way.
pub(super) const STEPS: usize = 8;

/// The most ways that are looked at, beside the first good one.
const LOOKS: u32 = 20_000;

/// A way: for every choice the option that is taken, if one is.
#[derive(Debug, Clone, Default)]
pub(super) struct Taken(Vec<(usize, usize)>);

/// A way, whether it reaches the thresholds, and whether none is better: with fewer actions; of those, with fewer that
/// need another profile; of those, with fewer points over.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) taken: Taken,
    pub(super) enough: bool,
    pub(super) fewest: bool,
}

/// How far sums are from the thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    /// By how much the total is short, or over.
    pub(super) total: Thousandths,
    pub(super) over: Thousandths,
    /// By how much all that counts is short; 0 is there.
    pub(super) all: Thousandths,
}

impl Gap {
    pub(super) fn of(rules: &Rules, profile: &Profile, sums: &GroupSums) -> Self {
        let score = Score::of_sums(rules, sums, rules.promotes);
        let short = profile.enter.saturating_sub(score.thousandths());
        let total = short.max(Thousandths::ZERO);
        let all = profile.minima.iter().fold(total, |sum, (dimension, least)| {
            sum.saturating_add(least.saturating_sub(value(score.values(), *dimension)).max(Thousandths::ZERO))
        });
        Self { total, over: score.thousandths().saturating_sub(profile.enter).max(Thousandths::ZERO), all }
    }
}

impl Taken {
    /// The options, those that lift most first, and of equals in the order of the policy.
    pub(super) fn in_order<'o>(&self, options: &'o Options) -> Vec<(usize, &'o Change)> {
        let mut taken: Vec<(usize, &Change)> =
            self.0.iter().filter_map(|(choice, option)| Some((*choice, change(options, *choice, *option)?))).collect();
        taken.sort_by_key(|(_, change)| Reverse(change.lifts()));
        taken
    }

    fn sums(&self, options: &Options) -> GroupSums {
        let mut sums = options.sums;
        self.0
            .iter()
            .filter_map(|(choice, option)| change(options, *choice, *option))
            .for_each(|c| c.add_to(&mut sums));
        sums
    }

    fn actions(&self, options: &Options) -> u16 {
        let taken = self.0.iter().filter_map(|(choice, option)| change(options, *choice, *option));
        taken.map(|change| change.actions).fold(0, u16::saturating_add)
    }

    /// How many of them need another profile.
    fn profiles(&self, options: &Options) -> usize {
        let of = |(choice, _): &&(usize, usize)| options.choices.get(*choice).map(|choice| choice.of);
        self.0.iter().filter(|taken| matches!(of(taken), Some(Of::Fit(_)))).count()
    }

    /// The same with another option of a choice.
    fn with(&self, choice: usize, option: usize) -> Self {
        let mut taken = self.clone();
        match taken.0.binary_search_by_key(&choice, |(choice, _)| *choice) {
            Ok(place) => {
                if let Some(known) = taken.0.get_mut(place) {
                    known.1 = option;
                }
            }
            Err(place) => taken.0.insert(place, (choice, option)),
        }
        taken
    }
}

fn change(options: &Options, choice: usize, option: usize) -> Option<&Change> {
    options.choices.get(choice)?.options.get(option)
}

/// The best way.
pub(super) fn fewest(rules: &Rules, profile: &Profile, options: &Options) -> Found {
    if Gap::of(rules, profile, &options.sums).all == Thousandths::ZERO {
        return Found { taken: Taken::default(), enough: true, fewest: true };
    }
    let mut search = Search { rules, profile, options, lift: lift(profile, options), looks: LOOKS, best: None };
    let good = search.step_by_step();
    let enough = Gap::of(rules, profile, &good.sums(options)).all == Thousandths::ZERO;
    let most = if enough { good.actions(options) } else { u16::MAX };
    // From one action on: the first number that suffices is the fewest.
    for actions in 1..=most {
        search.each_way(0, actions, options.sums, &mut Taken::default());
        if search.looks == 0 {
            break;
        }
        if let Some((_, taken)) = search.best.take() {
            return Found { taken, enough: true, fewest: true };
        }
    }
    Found { taken: good, enough, fewest: false }
}

/// A sum rises by no more than what it is made of: whatever the bounds of groups and dimensions.
fn lift(profile: &Profile, options: &Options) -> Option<i128> {
    let all = options.choices.iter().flat_map(|choice| &choice.options);
    let each = all.map(|change| {
        let rounded_up = i128::from(change.lifts().get()).checked_div(change.actions.max(1).into()).unwrap_or(0);
        rounded_up.saturating_add(1)
    });
    matches!(profile.combine, Combine::Sum(_)).then(|| each.max().unwrap_or(0))
}

struct Search<'a> {
    rules: &'a Rules,
    profile: &'a Profile,
    options: &'a Options,
    /// By how much an action lifts the total at most, if that is known.
    lift: Option<i128>,
    looks: u32,
    /// The best way so far, with how many changes of the profile it needs, and the points over.
    best: Option<((usize, Thousandths), Taken)>,
}

impl Search<'_> {
    /// Takes, one after the other, what closes the gap with the fewest further actions, or else what closes most of it
    /// for each action.
    fn step_by_step(&self) -> Taken {
        let options = self.options;
        let mut taken = Taken::default();
        for _ in 0..STEPS.saturating_mul(2) {
            let before = self.gap(&taken.sums(options));
            let (now, weight) = (taken.actions(options), self.weight(&taken.sums(options)));
            let mut best: Option<(Rank, Taken)> = None;
            for (choice, of) in options.choices.iter().enumerate() {
                for option in 0..of.options.len() {
                    let with = taken.with(choice, option);
                    let actions = with.actions(options).saturating_sub(now);
                    if actions == 0 || with.0.len() > STEPS {
                        continue;
                    }
                    let sums = with.sums(options);
                    let gap = self.gap(&sums);
                    let (nearer, lifts) =
                        (before.all.saturating_sub(gap.all), self.weight(&sums).saturating_sub(weight));
                    if nearer < Thousandths::ZERO || (nearer == Thousandths::ZERO && lifts <= Thousandths::ZERO) {
                        continue;
                    }
                    let (closed, profiles) = (gap.all == Thousandths::ZERO, with.profiles(options));
                    let rank = Rank { closed, actions, profiles, over: gap.over, nearer, lifts };
                    if best.as_ref().is_none_or(|(known, _)| rank.is_before(known)) {
                        best = Some((rank, with));
                    }
                }
            }
            let Some((rank, with)) = best else { return taken };
            taken = with;
            if rank.closed {
                return taken;
            }
        }
        taken
    }

    /// Looks at every way with so many actions more, of the choices from one on.
    fn each_way(&mut self, from: usize, left: u16, sums: GroupSums, taken: &mut Taken) {
        let options = self.options;
        for (choice, of) in options.choices.iter().enumerate().skip(from) {
            if taken.0.len() >= STEPS {
                return;
            }
            for (option, change) in of.options.iter().enumerate() {
                let Some(rest) = left.checked_sub(change.actions) else { continue };
                let Some(looks) = self.looks.checked_sub(1) else { return };
                self.looks = looks;
                let mut sums = sums;
                change.add_to(&mut sums);
                let gap = self.gap(&sums);
                taken.0.push((choice, option));
                if rest == 0 {
                    let rank = (taken.profiles(options), gap.over);
                    if gap.all == Thousandths::ZERO && self.best.as_ref().is_none_or(|(best, _)| rank < *best) {
                        self.best = Some((rank, taken.clone()));
                    }
                } else if self.may_close(gap, rest) {
                    self.each_way(choice.saturating_add(1), rest, sums, taken);
                }
                taken.0.pop();
            }
        }
    }

    /// Whether so many actions may close the gap.
    fn may_close(&self, gap: Gap, left: u16) -> bool {
        self.lift.is_none_or(|lift| i128::from(gap.total.get()) <= lift.saturating_mul(left.into()))
    }

    fn gap(&self, sums: &GroupSums) -> Gap {
        Gap::of(self.rules, self.profile, sums)
    }

    /// The sum of the dimensions: what tells steps apart that do not move the total yet (one factor of a product).
    fn weight(&self, sums: &GroupSums) -> Thousandths {
        self.rules.dimension_values(sums).iter().fold(Thousandths::ZERO, |sum, value| sum.saturating_add(*value))
    }
}

/// How good a step is.
struct Rank {
    closed: bool,
    actions: u16,
    profiles: usize,
    over: Thousandths,
    nearer: Thousandths,
    lifts: Thousandths,
}

impl Rank {
    fn is_before(&self, other: &Self) -> bool {
        if self.closed || other.closed {
            let key = |rank: &Self| (!rank.closed, rank.actions, rank.profiles, rank.over);
            return key(self) < key(other);
        }
        // a ÷ b > c ÷ d, without dividing.
        let more = |gain: fn(&Self) -> Thousandths| {
            let cross = |one: &Self, two: &Self| i128::from(gain(one).get()).saturating_mul(i128::from(two.actions));
            cross(self, other).cmp(&cross(other, self))
        };
        more(|rank| rank.nearer).then_with(|| more(|rank| rank.lifts)).is_gt()
    }
}
