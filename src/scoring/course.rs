//! The usual way to find a crossing: what only steps becomes a sorted list of steps, what fades is looked at where it matters.
//!
//! It gives the same answer as the search by ranges in [`crossing`](crate::scoring::crossing), which stays for everything that does not fit here:
//! occurrences still to come, and more steps or fading rules than a small table holds.

use crate::scoring::crossing::{Search, first_in};
use crate::scoring::decay::Decay;
use crate::scoring::newest::Instants as _;
use crate::scoring::rules::EngagementRule;
use crate::scoring::weigh::{GroupSums, Item, add};

const STEPS: usize = 64;
const FADING: usize = 8;

/// At `at`, the sum of `group` changes by `by`.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    at: i64,
    by: i64,
    group: u8,
}

/// What a state's score does if nothing happens.
pub(crate) struct Course<'a> {
    /// What does not fade, at the start.
    sums: GroupSums,
    steps: [Step; STEPS],
    len: usize,
    fading: [Option<Item<'a>>; FADING],
    fading_len: usize,
}

impl<'a> Course<'a> {
    /// `None` when it does not fit.
    pub(crate) fn of(search: &Search<'a>, from: i64) -> Option<Self> {
        let mut course = Self {
            sums: GroupSums::default(),
            steps: [Step::default(); STEPS],
            len: 0,
            fading: [None; FADING],
            fading_len: 0,
        };
        let mut fits = true;
        search.scoring.walk(search.view, |item| fits = fits && course.take(item, from).is_some());
        if !fits {
            return None;
        }
        course.steps.get_mut(..course.len)?.sort_unstable_by_key(|step| step.at);
        Some(course)
    }

    fn take(&mut self, item: Item<'a>, from: i64) -> Option<()> {
        match item {
            Item::Fit(fit) => add(&mut self.sums, fit.group, fit.points),
            Item::Timing(rule, until) => {
                let mut value = rule.value(until, from);
                add(&mut self.sums, rule.group, value);
                let mut at = from;
                while let Some(next) = rule.next_change(until, at) {
                    let then = rule.value(until, next);
                    self.step(next, rule.group, then.saturating_sub(value))?;
                    (at, value) = (next, then);
                }
            }
            Item::Engagement(rule, newest, marks) => {
                if newest.at(0).is_some_and(|t| t > from) {
                    return None;
                }
                if !matches!(rule.decay, Decay::None) || !(rule.lasting || marks.is_empty()) {
                    *self.fading.get_mut(self.fading_len)? = Some(item);
                    self.fading_len = self.fading_len.saturating_add(1);
                    return Some(());
                }
                let mut paid = 0_i64;
                let mut fits = Some(());
                rule.payments(&newest, marks, from, |t, _weight| {
                    let before = value_of(rule, paid);
                    paid = paid.saturating_add(1);
                    let worth = value_of(rule, paid).saturating_sub(before);
                    add(&mut self.sums, rule.group, worth);
                    // The oldest payment ends first; the k-th newest ends the value that k payments have over k − 1.
                    if rule.within < u64::MAX && worth != 0 {
                        let end = t.saturating_add(i64::try_from(rule.within).unwrap_or(i64::MAX));
                        fits = fits.and(self.step(end, rule.group, worth.saturating_neg()));
                    }
                });
                return fits;
            }
        }
        Some(())
    }

    fn step(&mut self, at: i64, group: u8, by: i64) -> Option<()> {
        if by != 0 {
            *self.steps.get_mut(self.len)? = Step { at, by, group };
            self.len = self.len.saturating_add(1);
        }
        Some(())
    }

    /// The first second of a range at which the standing holds.
    pub(crate) fn first(mut self, search: &Search<'_>, from: i64, until: i64) -> Option<i64> {
        let mut start = from;
        let mut place = 0;
        loop {
            while let Some(step) = self.due(place, start) {
                add(&mut self.sums, step.group, step.by);
                place = place.saturating_add(1);
            }
            let next = self.steps.get(..self.len)?.get(place).map(|step| step.at).filter(|at| *at <= until);
            let end = next.map_or(until, |at| at.saturating_sub(1));
            if self.fading_len == 0 {
                if search.between(&self.sums, &self.sums) {
                    return Some(start);
                }
            } else if let Some(found) = self.fades(search, start, end) {
                return Some(found);
            }
            start = next?;
        }
    }

    fn due(&self, place: usize, at: i64) -> Option<Step> {
        self.steps.get(..self.len)?.get(place).copied().filter(|step| step.at <= at)
    }

    fn fades(&self, search: &Search<'_>, from: i64, until: i64) -> Option<i64> {
        if search.falls_monotonically() && self.fading.iter().flatten().all(falls) {
            return self.falls_under(search, from, until);
        }
        first_in(from, until, |start, end| {
            let (mut low, mut high) = (self.sums, self.sums);
            for item in self.fading.iter().flatten() {
                let x = item.value(start);
                let y = if start == end { x } else { item.value(end) };
                add(&mut low, item.group(), x.min(y));
                add(&mut high, item.group(), x.max(y));
            }
            search.between(&low, &high)
        })
    }

    /// How far the total is over the exit, while it only falls.
    fn over(&self, search: &Search<'_>, at: i64) -> i64 {
        let mut sums = self.sums;
        for item in self.fading.iter().flatten() {
            add(&mut sums, item.group(), item.value(at));
        }
        search.over_exit(&sums)
    }

    /// Between a second that is not under the exit and one that is: interpolation and halving in turn, as points fade almost in a line.
    fn falls_under(&self, search: &Search<'_>, from: i64, until: i64) -> Option<i64> {
        let (mut before, mut after) = ((from, self.over(search, from)), (until, self.over(search, until)));
        if before.1 < 0 {
            return Some(from);
        }
        if after.1 >= 0 {
            return None;
        }
        let mut halve = false;
        while after.0.saturating_sub(before.0) > 1 {
            let width = after.0.saturating_sub(before.0);
            let drop = i128::from(before.1.saturating_sub(after.1));
            let share = i128::from(width).saturating_mul(i128::from(before.1)).checked_div(drop);
            let guess = share.and_then(|share| i64::try_from(share).ok()).filter(|_| !halve);
            let step = guess.unwrap_or(width >> 1).clamp(1, width.saturating_sub(1));
            let middle = before.0.saturating_add(step);
            let over = self.over(search, middle);
            // A guess that hardly narrows the range is followed by a halving.
            halve = !halve;
            if over < 0 {
                after = (middle, over);
            } else {
                before = (middle, over);
            }
        }
        Some(after.0)
    }
}

fn falls(item: &Item<'_>) -> bool {
    matches!(item, Item::Engagement(rule, ..) if rule.points >= 0)
}

fn value_of(rule: &EngagementRule, payments: i64) -> i64 {
    rule.capped(rule.points.saturating_mul(payments))
}
