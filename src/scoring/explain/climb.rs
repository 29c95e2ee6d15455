//! The search for what is missing: the best single step, then the best after it.

use alloc::vec::Vec;

use crate::condition::Condition;
use crate::scoring::explain::missing::{Missing, MissingMinimum, MissingStep, Way};
use crate::scoring::language::combine::value;
use crate::scoring::language::fit_rule::FitTest;
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::rules::Rules;
use crate::scoring::language::standing::Standing;
use crate::scoring::language::tag::Tag;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::item::Item;
use crate::scoring::score::newest::{Instants as _, Newest};
use crate::scoring::score::preview::Preview;
use crate::scoring::score::score::Score;
use crate::scoring::score::tagging::period_start;
use crate::scoring::score::walk::walk;
use crate::values::Instant;

/// The most steps of a list.
const STEPS: usize = 8;

/// What is missing at an instant before the promoting profile lets the lead enter.
pub(in crate::scoring) fn missing(rules: &Rules, state: &ScoringState, at: Instant) -> Missing {
    let mut climb = Climb::new(rules, state, at);
    let gap = climb.gap(&climb.sums);
    let score = Score::of_sums(rules, &climb.sums, rules.promotes);
    let profile = rules.profile(rules.promotes);
    let minima = profile.map_or(&[][..], |profile| &profile.minima);
    let minima = minima.iter().filter_map(|(dimension, least)| {
        let short = least.saturating_sub(value(score.values(), *dimension));
        let dimension = rules.dimensions.get(dimension.index())?.name.clone();
        (short > Thousandths::ZERO).then(|| MissingMinimum { dimension, short_by: short.points() })
    });
    let (minima, mut steps) = (minima.collect(), Vec::new());
    while climb.gap(&climb.sums).closed > Thousandths::ZERO && steps.len() < STEPS {
        match climb.best() {
            Some(step) => steps.push(step),
            None => break,
        }
    }
    Missing {
        standing: profile.map_or(Standing::Between, |p| p.standing(score.thousandths(), score.values())),
        short_by: gap.total.points(),
        minima,
        enough: climb.gap(&climb.sums).closed == Thousandths::ZERO,
        steps,
    }
}

/// How far sums are from the thresholds, in thousandths; 0 is there.
struct Gap {
    /// The total's part.
    total: Thousandths,
    /// All parts.
    closed: Thousandths,
}

/// A lead as it would be after some steps.
struct Climb<'a> {
    rules: &'a Rules,
    at: i64,
    sums: GroupSums,
    /// Per fit rule: what it gives.
    fits: Vec<Thousandths>,
    /// Per tag: its occurrences with those to come, and what recycling did.
    tags: Vec<Newest<'a>>,
    state: &'a ScoringState,
}

/// A possible step, its result, and how good it is.
struct Candidate {
    sums: GroupSums,
    gap: Thousandths,
    weight: Thousandths,
    step: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Fit { rule: usize, points: Thousandths },
    Tag { tag: usize, times: u16 },
}

impl<'a> Climb<'a> {
    fn new(rules: &'a Rules, state: &'a ScoringState, at: Instant) -> Self {
        let at = at.seconds();
        let mut climb = Self {
            rules,
            at,
            sums: GroupSums::default(),
            fits: rules.fits.iter().map(|_| Thousandths::ZERO).collect(),
            tags: rules.tags.iter().map(|_| Newest::none()).collect(),
            state,
        };
        walk(rules, Preview::default().of(state), |item| {
            add(&mut climb.sums, item.group(), item.value(at));
            match item {
                Item::Fit(fit) => {
                    if let Some(given) = climb.fits.get_mut(fit.rule.index()) {
                        *given = given.saturating_add(fit.points);
                    }
                }
                Item::Engagement(rule, newest, _) => {
                    if let Some(known) = climb.tags.get_mut(rule.tag.index()) {
                        *known = newest.so_far(at);
                    }
                }
                Item::Timing(..) => {}
            }
        });
        climb
    }

    fn gap(&self, sums: &GroupSums) -> Gap {
        let score = Score::of_sums(self.rules, sums, self.rules.promotes);
        let Some(profile) = self.rules.profile(self.rules.promotes) else {
            return Gap { total: Thousandths::ZERO, closed: Thousandths::ZERO };
        };
        let total = profile.enter.saturating_sub(score.thousandths()).max(Thousandths::ZERO);
        let closed = profile.minima.iter().fold(total, |sum, (dimension, least)| {
            sum.saturating_add(least.saturating_sub(value(score.values(), *dimension)).max(Thousandths::ZERO))
        });
        Gap { total, closed }
    }

    /// Takes the best step, if one gets nearer.
    fn best(&mut self) -> Option<MissingStep> {
        let (gap, weight) = (self.gap(&self.sums).closed, self.weight(&self.sums));
        let fits = (0..self.fits.len()).filter_map(|rule| self.fit(rule));
        let tags = (0..self.tags.len()).filter_map(|tag| self.tag(tag));
        let better = fits.chain(tags).filter(|c| c.gap < gap || (c.gap == gap && c.weight > weight));
        let best = better.reduce(|x, y| {
            let ahead = (y.gap, core::cmp::Reverse(y.weight)) < (x.gap, core::cmp::Reverse(x.weight));
            if ahead { y } else { x }
        })?;
        let before = Score::of_sums(self.rules, &self.sums, self.rules.promotes).thousandths();
        let after = Score::of_sums(self.rules, &best.sums, self.rules.promotes).thousandths();
        self.sums = best.sums;
        let way = match best.step {
            Step::Fit { rule, points } => {
                *self.fits.get_mut(rule)? = points;
                Way::Profile(self.rules.fits.get(rule)?.name.clone())
            }
            Step::Tag { tag, times } => {
                let policy = self.rules.tags.get(tag)?;
                let newest = self.tags.get_mut(tag)?;
                *newest = newest.sooner(times, self.at, policy);
                Way::Activities { tag: policy.name.clone(), times }
            }
        };
        Some(MissingStep { way, adds: after.saturating_sub(before).points() })
    }

    /// The sum of the dimensions: what tells steps apart that do not move the total yet (one factor of a product).
    fn weight(&self, sums: &GroupSums) -> Thousandths {
        self.rules.dimension_values(sums).iter().fold(Thousandths::ZERO, |sum, value| sum.saturating_add(*value))
    }

    fn candidate(&self, sums: GroupSums, step: Step) -> Candidate {
        Candidate { gap: self.gap(&sums).closed, weight: self.weight(&sums), sums, step }
    }

    fn fit(&self, index: usize) -> Option<Candidate> {
        let rule = self.rules.fits.get(index)?;
        let points = match &rule.test {
            FitTest::When { condition, points } => {
                if condition.is_contradiction() {
                    Thousandths::ZERO
                } else {
                    *points
                }
            }
            FitTest::Bands { bands, .. } => bands.iter().map(|(_, points)| *points).max()?,
        };
        let now = self.fits.get(index).copied()?;
        if points <= now {
            return None;
        }
        let mut sums = self.sums;
        add(&mut sums, rule.group, points.saturating_sub(now));
        Some(self.candidate(sums, Step::Fit { rule: index, points }))
    }

    fn tag(&self, index: usize) -> Option<Candidate> {
        let tag = self.rules.tags.get(index)?;
        let newest = self.tags.get(index)?;
        if tag.when.as_ref().is_some_and(Condition::is_contradiction) {
            return None;
        }
        // A few more may be worth nothing where a rule pays every n-th: try as many as its next award takes.
        let counts = self
            .rules
            .rules_of(tag)
            .iter()
            .filter(|rule| rule.points > Thousandths::ZERO)
            .map(|rule| self.needed(newest, rule.every));
        let limit = if tag.period.is_some() { self.room_in_period(newest, tag) } else { tag.keep };
        counts
            .filter(|times| *times <= limit)
            .map(|times| self.candidate(self.sums_with(tag, newest, times), Step::Tag { tag: index, times }))
            .reduce(
                |x, y| {
                    if (y.gap, core::cmp::Reverse(y.weight)) < (x.gap, core::cmp::Reverse(x.weight)) { y } else { x }
                },
            )
    }

    fn needed(&self, newest: &Newest<'_>, every: u16) -> u16 {
        let counted = u16::try_from(newest.counted(self.at)).unwrap_or(u16::MAX);
        every.saturating_sub(counted.checked_rem(every).unwrap_or(0)).max(1)
    }

    /// A tag that counts once per period can be earned once now, unless this period has it already.
    fn room_in_period(&self, newest: &Newest<'_>, tag: &Tag) -> u16 {
        let start = |at: i64| {
            Instant::from_seconds(at).ok().zip(tag.period).map(|(at, s)| period_start(self.rules.offset, s, at))
        };
        let taken = newest.at(0).is_some_and(|last| start(last) == start(self.at)) && tag.once_per.is_none();
        u16::from(!taken)
    }

    fn sums_with(&self, tag: &'a Tag, newest: &Newest<'a>, times: u16) -> GroupSums {
        let (mut sums, marks) = (self.sums, self.state.marks());
        let later = newest.sooner(times, self.at, tag);
        for rule in self.rules.rules_of(tag) {
            let (before, after) = (Item::Engagement(rule, *newest, marks), Item::Engagement(rule, later, marks));
            add(&mut sums, rule.group, after.value(self.at).saturating_sub(before.value(self.at)));
        }
        sums
    }
}
