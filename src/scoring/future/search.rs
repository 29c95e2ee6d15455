//! When the score crosses a threshold if nothing happens, to the second: the search that works for every policy and
//! state, in a bounded number of steps.
//!
//! Between two moments at which a rule begins to do something else, each stays, falls in a line or halves. From moment
//! to moment, a range that cannot hold the standing is left out, others are halved. When the steps are used up, the rest
//! is looked at in strides: so the work is bounded whatever the policy, and the same on every machine.

use alloc::vec::Vec;

use crate::scoring::bounds::{LOOK_STEPS, LOOK_STRIDES, LOOK_TURNS};
use crate::scoring::future::aim::Aim;
use crate::scoring::future::between::{Bounding, Pair};
use crate::scoring::future::part::Part;
use crate::scoring::language::decay::Decay;
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::place::GroupPlace;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::language::timing_rule::TimingRule;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::item::Item;
use crate::scoring::score::preview::Preview;
use crate::scoring::score::reference;
use crate::scoring::score::walk::walk;
use crate::values::Instant;

/// More halvings of a range than any range of whole seconds has.
const DEPTH: usize = 48;

/// A range of so few seconds is not halved any more.
const FEW_SECONDS: i64 = 24;

/// What was found, what it took, and from where on it was looked at in which strides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scoring) struct Found {
    pub(in crate::scoring) at: Option<i64>,
    pub(in crate::scoring) coarse: Option<(i64, u64)>,
    pub(in crate::scoring) steps: u64,
}

/// The first second of a range at which the standing is the one looked for.
pub(in crate::scoring) fn first(aim: &Aim<'_>, state: &ScoringState, from: i64, until: i64) -> Found {
    let mut search = Search::new(aim, state, from);
    let at = if from > until { None } else { search.run(until) };
    // The steps up to an instant do not depend on how far was asked, so neither does what is found.
    let steps = search.steps.saturating_add(search.turned);
    Found { at: at.filter(|at| *at <= until), coarse: search.coarse, steps }
}

/// A rule at one of its moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    Part(usize),
    Date(usize),
}

struct Search<'a> {
    aim: &'a Aim<'a>,
    state: &'a ScoringState,
    from: i64,
    /// In an order in which those of one half-life stand beside each other.
    parts: Vec<Part<'a>>,
    pairs: Vec<Pair>,
    /// A timing rule, the end of its stated day, and what it gives now.
    dates: Vec<(&'a TimingRule, i64, Thousandths)>,
    moments: Vec<(i64, Moment)>,
    /// The parts that fade now, in their order.
    fading: Vec<usize>,
    /// What everything else gives now.
    sums: GroupSums,
    /// How much a score is worth in steps.
    whole: u64,
    bounding: Bounding,
    /// Steps for ranges and whole scores, and for awards looked at anew at moments: each has its bound.
    steps: u64,
    turned: u64,
    coarse: Option<(i64, u64)>,
}

/// What the search of a range ended with.
enum Range {
    Found(i64),
    Nothing,
    /// Nothing before this second; and no steps are left.
    Spent(i64),
}

impl<'a> Search<'a> {
    fn new(aim: &'a Aim<'a>, state: &'a ScoringState, from: i64) -> Self {
        let mut search = Self {
            aim,
            state,
            from,
            parts: Vec::new(),
            pairs: Vec::new(),
            dates: Vec::new(),
            moments: Vec::new(),
            fading: Vec::new(),
            sums: GroupSums::default(),
            whole: 1,
            bounding: Bounding::default(),
            steps: 0,
            turned: 0,
            coarse: None,
        };
        walk(aim.rules, Preview::default().of(state), |item| match item {
            Item::Fit(fit) => {
                search.whole = search.whole.saturating_add(1);
                add(&mut search.sums, fit.group, fit.points);
            }
            Item::Timing(rule, until) => search.dates.push((rule, until, Thousandths::ZERO)),
            Item::Engagement(rule, newest, marks) => search.parts.push(Part::new(rule, newest, marks)),
        });
        let groups = aim.rules.groups.len().saturating_add(search.dates.len());
        let groups = u64::try_from(groups).unwrap_or(u64::MAX).saturating_add(search.whole);
        search.whole = search.parts.iter().map(Part::most).fold(groups, u64::saturating_add);
        search.parts.sort_by_key(|part| match &part.rule.decay {
            Decay::None | Decay::Steps(_) => 0,
            Decay::Linear(_) => 1,
            Decay::HalfLife(half) => half.seconds(),
        });
        search.pairs = pairs(&search.parts, from);
        search.begin();
        search
    }

    /// Takes every rule as it is at the beginning, and lists the moments after it.
    fn begin(&mut self) {
        let from = self.from;
        for place in 0..self.parts.len() {
            self.turn(from, Moment::Part(place));
            if let Some(part) = self.parts.get(place) {
                part.each_moment(|at| {
                    if at > from {
                        self.moments.push((at, Moment::Part(place)));
                    }
                });
            }
        }
        for place in 0..self.dates.len() {
            self.turn(from, Moment::Date(place));
            let Some((rule, until, _)) = self.dates.get(place).copied() else { continue };
            let mut at = from;
            while let Some(next) = rule.next_change(until, at) {
                self.moments.push((next, Moment::Date(place)));
                at = next;
            }
        }
        self.moments.sort_unstable();
        self.moments.dedup();
    }

    /// Takes a rule as it is from one of its moments on.
    fn turn(&mut self, at: i64, moment: Moment) {
        match moment {
            Moment::Part(place) => {
                let Some(part) = self.parts.get_mut(place) else { return };
                let (group, before) = (part.rule.group, part.still());
                self.turned = self.turned.saturating_add(part.begin(at)).saturating_add(1);
                let now = part.still();
                self.change(group, before, now);
                match (self.fading.binary_search(&place), now) {
                    (Ok(known), Some(_)) => drop(self.fading.remove(known)),
                    (Err(room), None) => self.fading.insert(room, place),
                    (Ok(_), None) | (Err(_), Some(_)) => {}
                }
            }
            Moment::Date(place) => {
                let Some((rule, until, value)) = self.dates.get_mut(place) else { return };
                let (group, before, now) = (rule.group, *value, rule.value(*until, at));
                *value = now;
                self.change(group, Some(before), Some(now));
            }
        }
    }

    fn change(&mut self, group: GroupPlace, before: Option<Thousandths>, now: Option<Thousandths>) {
        let more = now.unwrap_or_default().saturating_sub(before.unwrap_or_default());
        add(&mut self.sums, group, more);
    }

    /// The first second at which the standing holds; nothing is looked for after `until`.
    fn run(&mut self, until: i64) -> Option<i64> {
        if self.holds(self.from) {
            return Some(self.from);
        }
        let last = Instant::MAX.seconds();
        let settled = self.moments.last().map_or(self.from, |(at, _)| *at).min(last);
        let moments = core::mem::take(&mut self.moments);
        let mut start = self.from;
        let mut rest = moments.iter().peekable();
        while start <= until {
            while let Some((_, moment)) = rest.next_if(|(at, _)| *at <= start) {
                self.turn(start, *moment);
            }
            if self.turned >= LOOK_TURNS {
                return self.strides(start, settled, until);
            }
            let end = rest.peek().map_or(settled.max(start), |(at, _)| at.saturating_sub(1)).min(last);
            match self.range(start, end, until) {
                Range::Found(at) => return Some(at),
                Range::Spent(at) => return self.strides(at, settled, until),
                Range::Nothing => {}
            }
            if rest.peek().is_none() || end >= last {
                return None;
            }
            start = end.saturating_add(1);
        }
        None
    }

    /// The search between two moments.
    fn range(&mut self, from: i64, until: i64, asked: i64) -> Range {
        let mut from = from;
        let mut ends = [until; DEPTH];
        let mut open = 0_usize;
        while from <= asked {
            let Some(end) = ends.get(open).copied() else { return Range::Nothing };
            if self.steps >= LOOK_STEPS {
                return Range::Spent(from);
            }
            if !self.possible(from, end) {
                from = end.saturating_add(1);
            } else if end.saturating_sub(from) < FEW_SECONDS {
                match self.by_seconds(from, end) {
                    Range::Nothing => from = end.saturating_add(1),
                    ended @ (Range::Found(_) | Range::Spent(_)) => return ended,
                }
            } else {
                open = open.saturating_add(1);
                if let Some(room) = ends.get_mut(open) {
                    *room = from.saturating_add(end.saturating_sub(from) >> 1);
                }
                continue;
            }
            match open.checked_sub(1) {
                Some(outer) => open = outer,
                None => return Range::Nothing,
            }
        }
        Range::Nothing
    }

    /// Whether the standing may hold somewhere in a range between two moments.
    fn possible(&mut self, from: i64, until: i64) -> bool {
        let fading = u64::try_from(self.fading.len()).unwrap_or(u64::MAX);
        self.steps = self.steps.saturating_add(fading.saturating_mul(2)).saturating_add(1);
        let named = (self.fading.as_slice(), self.pairs.as_slice());
        let (low, high) = self.bounding.bounds(self.aim.rules, &self.parts, named, &self.sums, (from, until));
        self.aim.between(&low, &high)
    }

    /// Every second of a short range, while there are steps left.
    fn by_seconds(&mut self, from: i64, until: i64) -> Range {
        let fading = u64::try_from(self.fading.len()).unwrap_or(u64::MAX);
        for at in from..=until {
            if self.steps >= LOOK_STEPS {
                return Range::Spent(at);
            }
            self.steps = self.steps.saturating_add(fading).saturating_add(1);
            let (mut low, mut high) = (self.sums, self.sums);
            for part in self.fading.iter().filter_map(|place| self.parts.get(*place)) {
                let value = part.value(at);
                add(&mut low, part.rule.group, value.low);
                add(&mut high, part.rule.group, value.high);
            }
            if self.aim.between(&low, &high) && self.holds(at) {
                return Range::Found(at);
            }
        }
        Range::Nothing
    }

    fn holds(&mut self, at: i64) -> bool {
        self.steps = self.steps.saturating_add(self.whole);
        let rules = self.aim.rules;
        let score = reference::score(rules, Preview::default().of(self.state), rules.promotes, at);
        self.aim.holds(&score)
    }

    /// What is left, in strides.
    fn strides(&mut self, from: i64, settled: i64, until: i64) -> Option<i64> {
        let looks = i64::try_from(LOOK_STRIDES.checked_div(self.whole).unwrap_or(1).max(1)).unwrap_or(i64::MAX);
        let width = settled.saturating_sub(from).max(0);
        let stride = width.checked_div(looks).unwrap_or(0).saturating_add(1).unsigned_abs().next_power_of_two();
        self.coarse = Some((from, stride));
        let stride = i64::try_from(stride).unwrap_or(i64::MAX);
        let mut at = from.saturating_add(stride.saturating_sub(1)).checked_div_euclid(stride).unwrap_or(from);
        at = at.saturating_mul(stride);
        // What is so when nothing changes any more is so at the end.
        let last = settled.max(from);
        while at < last && at <= until {
            if self.holds(at) {
                return Some(at);
            }
            at = at.saturating_add(stride);
        }
        (last <= until && self.holds(last)).then_some(last)
    }
}

/// Rules that hold each other, each in at most one pair.
///
/// Every rule is held against every other, occurrence by occurrence: at most the moments of a policy times half its rules.
fn pairs(parts: &[Part<'_>], from: i64) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (one, part) in parts.iter().enumerate() {
        let rises = part.rule.points > Thousandths::ZERO;
        let single = |place: usize| pairs.iter().all(|pair| pair.one != place && pair.two != place);
        let fades = matches!(part.rule.decay, Decay::Linear(_) | Decay::HalfLife(_));
        if !fades || !rises || !single(one) {
            continue;
        }
        let against = parts.iter().enumerate().find_map(|(two, other)| {
            let falls = other.rule.points < Thousandths::ZERO;
            let (never_over, never_under) = (part.is_at_most(other, from), other.is_at_most(part, from));
            let holds = falls && (never_over || never_under) && single(two);
            holds.then_some(Pair { one, two, never_over, never_under })
        });
        pairs.extend(against);
    }
    pairs
}
