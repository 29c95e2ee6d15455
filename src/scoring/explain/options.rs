//! What would lift a lead: for every fit rule and tag, what may come, what it takes and what it gives.

use alloc::vec::Vec;

use crate::condition::Condition;
use crate::scoring::language::fit_rule::{FitRule, FitTest};
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::place::GroupPlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::tag::Tag;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::item::Item;
use crate::scoring::score::newest::{Instants as _, Newest};
use crate::scoring::score::preview::Preview;
use crate::scoring::score::walk::walk;
use crate::values::Instant;

/// The most numbers of activities that are tried of one tag.
const COUNTS: usize = 16;

/// What may come of one fit rule or tag: one of its options, or none.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) of: Of,
    pub(super) options: Vec<Change>,
}

/// Whose choice it is, by its place in the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Fit(usize),
    Tag(usize),
}

/// What may come, with the actions that it takes (each activity is one, a profile that meets a rule is one) and what it
/// gives.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) actions: u16,
    pub(super) gives: Vec<(GroupPlace, Thousandths)>,
}

impl Change {
    pub(super) fn add_to(&self, sums: &mut GroupSums) {
        for (group, value) in &self.gives {
            add(sums, *group, *value);
        }
    }

    /// What it gives that lifts.
    pub(super) fn lifts(&self) -> Thousandths {
        let gives = self.gives.iter().map(|(_, value)| (*value).max(Thousandths::ZERO));
        gives.fold(Thousandths::ZERO, Thousandths::saturating_add)
    }
}

/// A lead at an instant: the sums of its groups, and what may come.
#[derive(Debug)]
pub(super) struct Options {
    pub(super) sums: GroupSums,
    /// Fit rules before tags, each in the order of the policy.
    pub(super) choices: Vec<Choice>,
}

impl Options {
    pub(super) fn of(rules: &Rules, state: &ScoringState, at: Instant) -> Self {
        let at = at.seconds();
        let mut sums = GroupSums::default();
        let mut fits: Vec<Option<Thousandths>> = rules.fits.iter().map(|_| None).collect();
        let mut tags: Vec<Newest<'_>> = rules.tags.iter().map(|_| Newest::none()).collect();
        walk(rules, Preview::default().of(state), |item| {
            add(&mut sums, item.group(), item.value(at));
            match item {
                Item::Fit(fit) => {
                    if let Some(given) = fits.get_mut(fit.rule.index()) {
                        *given = Some(fit.points);
                    }
                }
                Item::Engagement(rule, newest, _) => {
                    if let Some(known) = tags.get_mut(rule.tag.index()) {
                        *known = newest.so_far(at);
                    }
                }
                Item::Timing(..) => {}
            }
        });
        let fits = rules.fits.iter().zip(fits).enumerate();
        let fits = fits.map(|(place, (rule, now))| Choice { of: Of::Fit(place), options: of_fit(rule, now) });
        let all = rules.tags.iter().zip(tags).enumerate();
        let tags = all.map(|(place, (tag, newest))| Choice {
            of: Of::Tag(place),
            options: of_tag(rules, (tag, &newest), state, at),
        });
        let choices = fits.chain(tags).filter(|choice| !choice.options.is_empty()).collect();
        Self { sums, choices }
    }
}

/// A field that a band has met is known: its value is no action of anybody's.
fn of_fit(rule: &FitRule, now: Option<Thousandths>) -> Vec<Change> {
    let mut points: Vec<Thousandths> = match &rule.test {
        FitTest::When { condition, points } if !condition.is_contradiction() => [*points].into(),
        FitTest::Bands { bands, otherwise, .. } if now == *otherwise => {
            bands.iter().map(|(_, points)| *points).collect()
        }
        FitTest::When { .. } | FitTest::Bands { .. } => Vec::new(),
    };
    let now = now.unwrap_or_default();
    points.retain(|points| *points > now);
    points.sort_unstable();
    points.dedup();
    let change = |points: Thousandths| Change { actions: 1, gives: [(rule.group, points.saturating_sub(now))].into() };
    points.into_iter().map(change).collect()
}

fn of_tag(rules: &Rules, (tag, newest): (&Tag, &Newest<'_>), state: &ScoringState, at: i64) -> Vec<Change> {
    if tag.when.as_ref().is_some_and(Condition::is_contradiction) {
        return Vec::new();
    }
    let limit = if tag.period.is_some() { room_in_period(rules, newest, (tag, at)) } else { tag.keep };
    let mut options: Vec<Change> = Vec::new();
    for actions in counts(rules, tag, newest.counted(at), limit) {
        let later = newest.sooner(actions, at, tag);
        let mut gives: Vec<(GroupPlace, Thousandths)> = Vec::new();
        for rule in rules.rules_of(tag) {
            let value = |newest: &Newest<'_>| Item::Engagement(rule, *newest, state.marks()).value(at);
            gives.push((rule.group, value(&later).saturating_sub(value(newest))));
        }
        gives.retain(|(_, value)| *value != Thousandths::ZERO);
        // One more than needed is no option of its own.
        if !gives.is_empty() && options.last().is_none_or(|last| last.gives != gives) {
            options.push(Change { actions, gives });
        }
    }
    options
}

/// Numbers of activities that may be worth something: the first few, and where a rule pays every n-th, its next awards.
fn counts(rules: &Rules, tag: &Tag, counted: usize, limit: u16) -> Vec<u16> {
    let few = (1..=u16::try_from(COUNTS >> 1).unwrap_or(1)).collect::<Vec<u16>>();
    let awards = rules.rules_of(tag).iter().filter(|rule| rule.points > Thousandths::ZERO).flat_map(|rule| {
        let paid = u16::try_from(counted).unwrap_or(u16::MAX).checked_rem(rule.every).unwrap_or(0);
        let next = rule.every.saturating_sub(paid).max(1);
        (0..4_u16).map(move |further| next.saturating_add(further.saturating_mul(rule.every)))
    });
    let mut counts: Vec<u16> = few.into_iter().chain(awards).filter(|count| *count <= limit).collect();
    counts.sort_unstable();
    counts.dedup();
    counts.truncate(COUNTS);
    counts
}

/// A tag that counts once per period can be earned once now, unless this period has it already.
fn room_in_period(rules: &Rules, newest: &Newest<'_>, (tag, at): (&Tag, i64)) -> u16 {
    let start = |at: i64| Instant::from_seconds(at).ok().zip(tag.period).map(|(at, s)| rules.zone.period_start(s, at));
    let taken = newest.at(0).is_some_and(|last| start(last) == start(at)) && tag.once_per.is_none();
    u16::from(!taken)
}
