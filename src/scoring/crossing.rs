//! When the score crosses a threshold if nothing happens, to the second; and its future as a curve.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::scoring::combine::{Combine, Profile};
use crate::scoring::course::course;
use crate::scoring::newest::Instants as _;
use crate::scoring::rules::Scoring;
use crate::scoring::score::{Preview, Score, Standing};
use crate::scoring::state::ScoringState;
use crate::scoring::weigh::{GroupSums, Item, View, add};
use crate::values::Instant;

/// Which threshold is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crossing {
    /// The first instant at which the standing is [`Standing::Enter`].
    UpToEnter,
    /// The first instant at which the standing is [`Standing::BelowExit`].
    DownBelowExit,
}

/// More halvings of a range than any range of whole seconds has.
const DEPTH: usize = 48;

impl Scoring {
    /// The first whole second from `from` to `until` (both included; no `until`: for ever) at which the promoting profile's standing is the one
    /// looked for, if nothing happens. Exact; nothing is allocated.
    ///
    /// Between the instants at which something begins to count or a timing rule changes its step, each rule's points only fall or only rise, so
    /// the values at both ends bound the score in between. Ranges that cannot hold the standing are left out, others are halved. Rules of one half-life
    /// are bounded together; where rules that fade otherwise, or before something that is still to come, cancel to within a few thousandths of the
    /// threshold, the search goes nearly second by second.
    #[must_use]
    pub fn crosses_at(
        &self,
        state: &ScoringState,
        from: Instant,
        until: Option<Instant>,
        which: Crossing,
    ) -> Option<Instant> {
        self.score_and_crossing(state, from, until, which).1
    }

    /// The score at `from`, and [`Scoring::crosses_at`]: together at less than the price of both.
    #[must_use]
    pub fn score_and_crossing(
        &self,
        state: &ScoringState,
        from: Instant,
        until: Option<Instant>,
        which: Crossing,
    ) -> (Score, Option<Instant>) {
        let view = Preview::default().of(state);
        let Some(profile) = self.profile(self.promotes) else {
            return (self.score(state, from), None);
        };
        let search = Search { scoring: self, view, profile, index: self.promotes, which };
        let (start, end) = (from.seconds(), until.unwrap_or(Instant::MAX).seconds());
        let (score, found) =
            course(&search, state, start, end).unwrap_or_else(|| (self.score(state, from), search.first(start, end)));
        (score, found.and_then(|found| Instant::from_seconds(found).ok()))
    }

    /// The score at `steps` + 1 instants, evenly from `from` to `to` (to the second, rounded down); at most 10,000 steps.
    #[must_use]
    pub fn curve(&self, state: &ScoringState, from: Instant, to: Instant, steps: u16) -> Vec<(Instant, Score)> {
        let steps = i64::from(steps.clamp(1, 10_000));
        // Instants lie within 2^38 seconds of each other: more than the longest span.
        let whole = to.seconds().saturating_sub(from.seconds()).max(0);
        let after = |step: i64| whole.saturating_mul(step).checked_div(steps).unwrap_or(0);
        (0..=steps)
            .map(|step| Instant::saturating(from.seconds().saturating_add(after(step))))
            .map(|at| (at, self.score(state, at)))
            .collect()
    }
}

pub(crate) struct Search<'a> {
    pub(crate) scoring: &'a Scoring,
    pub(crate) view: View<'a>,
    profile: &'a Profile,
    pub(crate) index: u8,
    which: Crossing,
}

impl Search<'_> {
    /// Whether a score is what is looked for.
    pub(crate) fn holds(&self, score: &Score) -> bool {
        let standing = self.profile.standing(score.total, &score.values);
        match self.which {
            Crossing::DownBelowExit => standing == Standing::BelowExit,
            Crossing::UpToEnter => standing == Standing::Enter,
        }
    }

    fn first(&self, from: i64, until: i64) -> Option<i64> {
        if from > until {
            return None;
        }
        // From the settled instant on nothing changes: it stands for all later ones.
        self.by_ranges(from, until.min(self.settled_at().max(from)))
    }

    /// Works for every policy and state.
    fn by_ranges(&self, from: i64, until: i64) -> Option<i64> {
        let mut from = from;
        while from <= until {
            // Once nothing is still to come.
            if let Some((_, found)) = course(self, self.view.state, from, until) {
                return found;
            }
            let next = self.next_break(from).filter(|next| *next <= until);
            let end = next.map_or(until, |next| next.saturating_sub(1));
            let found = first_in(from, end, |start, end| self.possible(start, end));
            if found.is_some() {
                return found;
            }
            from = next?;
        }
        None
    }

    /// Whether the standing may hold somewhere in a range in which each rule only falls or only rises.
    fn possible(&self, from: i64, until: i64) -> bool {
        let (mut low, mut high) = (GroupSums::default(), GroupSums::default());
        self.scoring.walk(self.view, |item| {
            let start = item.value(from);
            let end = if from == until { start } else { item.value(until) };
            add(&mut low, item.group(), start.min(end));
            add(&mut high, item.group(), start.max(end));
        });
        self.between(&low, &high)
    }

    /// Whether the standing may hold while each group's sum lies between two values.
    pub(crate) fn between(&self, low: &GroupSums, high: &GroupSums) -> bool {
        let (low, high) = (self.scoring.dimension_values(low), self.scoring.dimension_values(high));
        let (least, most) = self.profile.combine_between(&low, &high);
        match self.which {
            Crossing::DownBelowExit => self.profile.bounds.hold(least) < self.profile.exit,
            Crossing::UpToEnter => self.profile.standing(self.profile.bounds.hold(most), &high) == Standing::Enter,
        }
    }

    /// Whether the standing that is looked for is reached by falling, and the total falls when dimensions do.
    pub(crate) fn falls_monotonically(&self) -> bool {
        self.which == Crossing::DownBelowExit && !matches!(self.profile.combine, Combine::Matrix(_))
    }

    /// How far the total is over the exit.
    pub(crate) fn over_exit(&self, sums: &GroupSums) -> i64 {
        let total = self.profile.combine(&self.scoring.dimension_values(sums)).raw;
        self.profile.bounds.hold(total).saturating_sub(self.profile.exit)
    }

    /// The next instant after `at` at which an occurrence begins to count or a timing rule changes its step.
    fn next_break(&self, at: i64) -> Option<i64> {
        let mut next: Option<i64> = None;
        let mut see = |t: i64| {
            if t > at {
                next = Some(next.map_or(t, |known| known.min(t)));
            }
        };
        self.scoring.walk(self.view, |item| match item {
            Item::Fit(_) => {}
            Item::Timing(rule, until) => {
                if let Some(change) = rule.next_change(until, at) {
                    see(change);
                }
            }
            Item::Engagement(_, newest, _) => {
                // Newest first: those still to come are in front.
                let mut place = 0;
                while let Some(t) = newest.at(place).filter(|t| *t > at) {
                    see(t);
                    place = place.saturating_add(1);
                }
            }
        });
        next
    }

    /// The instant from which nothing changes any more.
    fn settled_at(&self) -> i64 {
        let mut settled = i64::MIN;
        self.scoring.walk(self.view, |item| match item {
            Item::Fit(_) => {}
            Item::Timing(rule, until) => {
                let missed = rule.missed.last().map_or(0, |(up_to, _)| *up_to);
                settled = settled.max(until.saturating_add(i64::try_from(missed).unwrap_or(i64::MAX)));
            }
            Item::Engagement(rule, newest, _) => {
                if let Some(t) = newest.at(0) {
                    let window = if rule.within == u64::MAX { 0 } else { rule.within };
                    let span = rule.within.min(window.max(rule.decay.settled_at()));
                    settled = settled.max(t.saturating_add(i64::try_from(span).unwrap_or(i64::MAX)));
                }
            }
        });
        settled
    }
}

/// The search in a range in which each rule only falls or only rises, and `possible` says whether a part of it may hold the standing.
pub(crate) fn first_in(from: i64, until: i64, possible: impl Fn(i64, i64) -> bool) -> Option<i64> {
    let mut from = from;
    let mut ends = [0_i64; DEPTH];
    let mut open = 0_usize;
    *ends.first_mut()? = until;
    loop {
        let end = *ends.get(open)?;
        if !possible(from, end) {
            from = end.saturating_add(1);
        } else if from == end {
            // With both ends the same, what is possible is so.
            return Some(from);
        } else {
            open = open.saturating_add(1);
            *ends.get_mut(open)? = from.saturating_add(end.saturating_sub(from) >> 1);
            continue;
        }
        open = open.checked_sub(1)?;
    }
}
