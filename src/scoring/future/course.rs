//! The usual way to find a crossing: what only steps becomes a sorted list of steps, and where everything falls, the
//! second is found by halving.
//!
//! It gives the same answer as [`search`](crate::scoring::future::search), which stays for everything that does not fit
//! here: occurrences still to come, what fades against each other, and more steps or fading rules than a small table
//! holds.

use crate::scoring::fast::placed::{FEW, MANY, Placed};
use crate::scoring::future::aim::Aim;
use crate::scoring::future::descent::first_under;
use crate::scoring::language::decay::Decay;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::place::GroupPlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::memory::block::Slot;
use crate::scoring::memory::kept::Kept;
use crate::scoring::memory::marks::{Marks, NO_MARKS};
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::score::Score;
use crate::scoring::score::weigh::{ages, value};

/// Steps of a small policy, and of any other: with more, the search by ranges is asked.
const FEW_STEPS: usize = 16;
const MANY_STEPS: usize = 64;

/// The most fading rules.
const FADING: usize = 4;

/// A rule whose value fades.
#[derive(Debug, Clone, Copy)]
struct Fading<'a> {
    rule: &'a EngagementRule,
    kept: Kept<'a>,
    marks: &'a Marks,
}

impl Fading<'_> {
    #[inline]
    fn value(&self, at: i64) -> Thousandths {
        value(self.rule, &self.kept, self.marks, at)
    }
}

/// At `at`, the sum of `group` changes by `by`.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    at: i64,
    by: Thousandths,
    group: GroupPlace,
}

/// What a state's score does if nothing happens.
struct Course<'a, const STEPS: usize> {
    /// What does not fade, at the start.
    sums: GroupSums,
    steps: [Step; STEPS],
    len: usize,
    fading: [Option<Fading<'a>>; FADING],
    fading_len: usize,
    /// From here on nothing changes.
    settled: i64,
    /// Whether every change is a fall, and whether all that fades falls.
    falls: bool,
    fades_down: bool,
}

/// The score at an instant, and the first second of a range at which the standing is the one looked for.
///
/// `None` when the course does not fit: then ask the search by ranges.
pub(in crate::scoring) fn course(
    aim: &Aim<'_>,
    state: &ScoringState,
    from: i64,
    until: i64,
) -> Option<(Score, Option<i64>)> {
    let few = aim.rules.tags.len() <= FEW && aim.plans.steps() <= FEW_STEPS;
    if few { run::<FEW, FEW_STEPS>(aim, state, from, until) } else { run::<MANY, MANY_STEPS>(aim, state, from, until) }
}

#[inline]
fn run<const TAGS: usize, const STEPS: usize>(
    aim: &Aim<'_>,
    state: &ScoringState,
    from: i64,
    until: i64,
) -> Option<(Score, Option<i64>)> {
    let rules = aim.rules;
    let mut slots = [Slot::default(); TAGS];
    let placed = Placed::usual(rules, state, from, &mut slots)?;
    let mut course = Course::<'_, STEPS> {
        sums: GroupSums::default(),
        steps: [Step::default(); STEPS],
        len: 0,
        fading: [None; FADING],
        fading_len: 0,
        settled: from,
        falls: aim.rises_with_all(),
        fades_down: aim.rises_with_all(),
    };
    rules.add_fits(state.fits(), &mut course.sums);
    course.take_dates(rules, state, from)?;
    let mut sums = course.sums;
    course.take_engagement(aim, placed, from, &mut sums)?;
    course.steps.get_mut(..course.len)?.sort_unstable_by_key(|step| step.at);
    let score = aim.score(&sums);
    if aim.holds(&score) || from >= until {
        return Some((score, (aim.holds(&score) && from <= until).then_some(from)));
    }
    if aim.is_reached_by_falling() == Some(false) && course.falls {
        return Some((score, None));
    }
    if course.fading_len > 0 && !(course.fades_down && aim.is_reached_by_falling() == Some(true)) {
        // What fades is found by halving only while it all falls.
        return None;
    }
    // From the settled instant on nothing changes: it stands for all later ones.
    let until = until.min(course.settled);
    Some((score, if until > from { course.first(aim, from, until) } else { None }))
}

impl<'a, const STEPS: usize> Course<'a, STEPS> {
    fn take_dates(&mut self, rules: &Rules, state: &ScoringState, from: i64) -> Option<()> {
        if rules.timings.is_empty() {
            return Some(());
        }
        let mut fits = Some(());
        rules.each_date(state.dates().iter().copied(), |rule, until| {
            let mut value = rule.value(until, from);
            add(&mut self.sums, rule.group, value);
            let mut at = from;
            while let Some(next) = rule.next_change(until, at) {
                let then = rule.value(until, next);
                fits = fits.and(self.step(next, rule.group, then.saturating_sub(value)));
                (at, value) = (next, then);
            }
        });
        fits
    }

    /// `sums` are those of the start, with what fades.
    fn take_engagement(&mut self, aim: &Aim<'a>, placed: Placed<'a>, from: i64, sums: &mut GroupSums) -> Option<()> {
        let mut all = Some(());
        aim.plans.each_engagement(aim.rules, placed, from, |rule, slot, value| {
            // What gives nothing now gives nothing later: what counts only becomes older.
            if value != Thousandths::ZERO {
                add(sums, rule.group, value);
                all = all.and(self.take_rule(rule, placed, slot, (from, value)));
            }
        });
        all
    }

    fn take_rule(
        &mut self,
        rule: &'a EngagementRule,
        placed: Placed<'a>,
        slot: Slot,
        (from, value): (i64, Thousandths),
    ) -> Option<()> {
        let kept = placed.block.kept(slot);
        let marks = placed.marks.filter(|_| !rule.lasting).unwrap_or(NO_MARKS);
        if !matches!(rule.decay, Decay::None) || !marks.is_empty() {
            return self.fade(Fading { rule, kept, marks }, from);
        }
        add(&mut self.sums, rule.group, value);
        if rule.within == u64::MAX {
            return Some(());
        }
        let (mut paid, mut worth) = (0_i64, Thousandths::ZERO);
        let mut fits = Some(());
        ages(rule, &kept, 0, from, |t, _| {
            paid = paid.saturating_add(1);
            let more = rule.capped(rule.points.saturating_mul(paid));
            // The oldest award ends first; the k-th newest ends the value that k awards have over k − 1.
            let end = t.saturating_add(i64::try_from(rule.within).unwrap_or(i64::MAX));
            fits = fits.and(self.step(end, rule.group, worth.saturating_sub(more)));
            worth = more;
            true
        });
        fits
    }

    fn fade(&mut self, fading: Fading<'a>, from: i64) -> Option<()> {
        let rule = fading.rule;
        *self.fading.get_mut(self.fading_len)? = Some(fading);
        self.fading_len = self.fading_len.saturating_add(1);
        self.falls &= rule.points >= Thousandths::ZERO;
        self.fades_down &= rule.points >= Thousandths::ZERO;
        let spent = i64::try_from(rule.settled_at()).unwrap_or(i64::MAX);
        let settled = fading.kept.at(0).map_or(from, |newest| newest.saturating_add(spent));
        self.settled = self.settled.max(settled);
        Some(())
    }

    fn step(&mut self, at: i64, group: GroupPlace, by: Thousandths) -> Option<()> {
        if by != Thousandths::ZERO {
            *self.steps.get_mut(self.len)? = Step { at, by, group };
            self.len = self.len.saturating_add(1);
            self.settled = self.settled.max(at);
            self.falls &= by < Thousandths::ZERO;
        }
        Some(())
    }

    /// The first second of a range at which the standing holds. It does not at its beginning, and what fades, falls.
    fn first(&mut self, aim: &Aim<'_>, from: i64, until: i64) -> Option<i64> {
        if self.falls {
            // What is left in the end is the least there ever is: often enough.
            let mut least = self.sums;
            for step in self.steps.get(..self.len)? {
                add(&mut least, step.group, step.by);
            }
            if aim.over_exit(&least) >= Thousandths::ZERO {
                return None;
            }
        }
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
                if aim.between(&self.sums, &self.sums) {
                    return Some(start);
                }
            } else if aim.over_exit(&self.sums) < Thousandths::ZERO {
                // While nothing but falls, what does not fade is a lower bound.
                let found = first_under(start, end, |at| self.over(aim, at), |over| self.guess(start, over));
                if found.is_some() {
                    return found;
                }
            }
            start = next?;
        }
    }

    fn due(&self, place: usize, at: i64) -> Option<Step> {
        self.steps.get(..self.len)?.get(place).copied().filter(|step| step.at <= at)
    }

    /// How far the total is over the exit, while it only falls.
    fn over(&self, aim: &Aim<'_>, at: i64) -> Thousandths {
        let mut sums = self.sums;
        for fading in self.fading.iter().flatten() {
            add(&mut sums, fading.rule.group, fading.value(at));
        }
        aim.over_exit(&sums)
    }

    /// Where a single half-life has lost so many thousandths, if nothing else bounds the total.
    fn guess(&self, from: i64, over: Thousandths) -> Option<i64> {
        let [Some(fading), None, ..] = &self.fading else { return None };
        let Decay::HalfLife(half) = &fading.rule.decay else { return None };
        if !fading.marks.is_empty() {
            return None;
        }
        let (mut weights, rule) = (0_u128, fading.rule);
        ages(rule, &fading.kept, 0, from, |_, age| {
            weights = weights.wrapping_add(u128::from(half.weight(age)));
            true
        });
        let under = fading.value(from).saturating_sub(over);
        from.checked_add(i64::try_from(half.age_until(rule.points, weights, under)?).ok()?)
    }
}
