//! When the score crosses a threshold if nothing happens, to the second: the search that works for every policy and
//! state.

use crate::scoring::future::aim::Aim;
use crate::scoring::future::course::course;
use crate::scoring::future::ranges::first_in;
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::item::Item;
use crate::scoring::score::newest::Instants as _;
use crate::scoring::score::preview::Preview;
use crate::scoring::score::walk::walk;

/// The first second of a range at which the standing is the one looked for.
pub(in crate::scoring) fn first(aim: &Aim<'_>, state: &ScoringState, from: i64, until: i64) -> Option<i64> {
    if from > until {
        return None;
    }
    // From the settled instant on nothing changes: it stands for all later ones.
    by_ranges(aim, state, from, until.min(settled_at(aim, state).max(from)))
}

/// Works for every policy and state.
fn by_ranges(aim: &Aim<'_>, state: &ScoringState, from: i64, until: i64) -> Option<i64> {
    let mut from = from;
    while from <= until {
        // Once nothing is still to come.
        if let Some((_, found)) = course(aim, state, from, until) {
            return found;
        }
        let next = next_break(aim, state, from).filter(|next| *next <= until);
        let end = next.map_or(until, |next| next.saturating_sub(1));
        let found = first_in(from, end, |start, end| possible(aim, state, start, end));
        if found.is_some() {
            return found;
        }
        from = next?;
    }
    None
}

/// Whether the standing may hold somewhere in a range in which each rule only falls or only rises.
fn possible(aim: &Aim<'_>, state: &ScoringState, from: i64, until: i64) -> bool {
    let (mut low, mut high) = (GroupSums::default(), GroupSums::default());
    walk(aim.rules, Preview::default().of(state), |item| {
        let start = item.value(from);
        let end = if from == until { start } else { item.value(until) };
        add(&mut low, item.group(), start.min(end));
        add(&mut high, item.group(), start.max(end));
    });
    aim.between(&low, &high)
}

/// The next instant after `at` at which an occurrence begins to count or a timing rule changes its step.
fn next_break(aim: &Aim<'_>, state: &ScoringState, at: i64) -> Option<i64> {
    let mut next: Option<i64> = None;
    let mut see = |t: i64| {
        if t > at {
            next = Some(next.map_or(t, |known| known.min(t)));
        }
    };
    walk(aim.rules, Preview::default().of(state), |item| match item {
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
fn settled_at(aim: &Aim<'_>, state: &ScoringState) -> i64 {
    let mut settled = i64::MIN;
    walk(aim.rules, Preview::default().of(state), |item| match item {
        Item::Fit(_) => {}
        Item::Timing(rule, until) => {
            let missed = rule.missed.last().map_or(0, |(up_to, _)| *up_to);
            settled = settled.max(until.saturating_add(i64::try_from(missed).unwrap_or(i64::MAX)));
        }
        Item::Engagement(rule, newest, _) => {
            if let Some(t) = newest.at(0) {
                let span = i64::try_from(rule.settled_at()).unwrap_or(i64::MAX);
                settled = settled.max(t.saturating_add(span));
            }
        }
    });
    settled
}
