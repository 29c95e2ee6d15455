//! What is missing for MQL: the thresholds not met, and a short list of what would meet them.

use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

use crate::scoring::combine::value;
use crate::scoring::holds::Condition;
use crate::scoring::newest::{Instants as _, Newest};
use crate::scoring::rules::{FitTest, Scoring, Tag};
use crate::scoring::score::{Preview, Standing};
use crate::scoring::state::ScoringState;
use crate::scoring::weigh::{GroupSums, Item, add};
use crate::values::{DimensionName, Instant, Points, RuleName, TagName};

/// The most steps of a list.
const STEPS: usize = 8;

/// What is missing before the promoting profile lets a lead enter.
///
/// First the conditions themselves; then, as advice, a list of at most 8 steps made by a greedy search: each step is the single one that closes
/// most of the gap (then: that adds most points to dimensions) when done now, after the steps before it. The list is not the shortest possible,
/// and an activity is taken to earn its one tag only; but when `enough` is true, doing all of it now does reach the thresholds,
/// unless what is known to be still to come takes up the room of a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// Where the total stands now.
    pub standing: Standing,
    /// By how much the total is short of `enter`; 0 when it is reached.
    pub short_by: Points,
    /// The dimensions that are short of their minimum.
    pub minima: Vec<MissingMinimum>,
    /// What would lift the lead, in order.
    pub steps: Vec<MissingStep>,
    /// Whether the steps together reach the thresholds.
    pub enough: bool,
}

/// A dimension short of its minimum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingMinimum {
    /// The dimension.
    pub dimension: DimensionName,
    /// By how much it is short.
    pub short_by: Points,
}

/// Something that would lift the lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingStep {
    /// What would have to come.
    pub way: Way,
    /// By how much the total would rise, after the steps before.
    pub adds: Points,
}

/// What would have to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Way {
    /// The profile would have to meet a fit rule.
    Profile(RuleName),
    /// Activities that earn a tag, each distinct where the tag counts distinct things.
    Activities {
        /// The tag.
        tag: TagName,
        /// How many.
        times: u16,
    },
}

impl Missing {
    /// Whether nothing is missing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.standing == Standing::Enter
    }
}

impl Scoring {
    /// What is missing at an instant before the promoting profile lets the lead enter.
    #[must_use]
    pub fn missing(&self, state: &ScoringState, at: Instant) -> Missing {
        let mut plan = Plan::new(self, state, at);
        let gap = plan.gap(&plan.sums);
        let score = self.score_sums(&plan.sums, self.promotes);
        let minima = self.profile(self.promotes).map_or(&[][..], |profile| &profile.minima);
        let minima = minima.iter().filter_map(|(dimension, least)| {
            let short = least.saturating_sub(value(&score.values, *dimension));
            let dimension = self.dimensions.get(usize::from(*dimension))?.name.clone();
            (short > 0).then(|| MissingMinimum { dimension, short_by: Points::saturating(short) })
        });
        let (minima, mut steps) = (minima.collect(), Vec::new());
        while plan.gap(&plan.sums).closed > 0 && steps.len() < STEPS {
            match plan.best() {
                Some(step) => steps.push(step),
                None => break,
            }
        }
        Missing {
            standing: self.verdict(&score),
            short_by: Points::saturating(gap.total),
            minima,
            enough: plan.gap(&plan.sums).closed == 0,
            steps,
        }
    }
}

/// How far sums are from the thresholds, in thousandths; 0 is there.
struct Gap {
    /// The total's part.
    total: i64,
    /// All parts.
    closed: i64,
}

/// A lead as it would be after some steps.
struct Plan<'a> {
    scoring: &'a Scoring,
    at: i64,
    sums: GroupSums,
    /// Per fit rule: what it gives.
    fits: Vec<i64>,
    /// Per tag: its occurrences with those to come, and what recycling did.
    tags: Vec<Newest<'a>>,
    state: &'a ScoringState,
}

/// A possible step, its result, and how good it is.
struct Candidate {
    sums: GroupSums,
    gap: i64,
    weight: i64,
    step: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Fit { rule: usize, points: i64 },
    Tag { tag: usize, times: u16 },
}

impl<'a> Plan<'a> {
    fn new(scoring: &'a Scoring, state: &'a ScoringState, at: Instant) -> Self {
        let at = at.seconds();
        let mut plan = Self {
            scoring,
            at,
            sums: GroupSums::default(),
            fits: scoring.fits.iter().map(|_| 0).collect(),
            tags: scoring.tags.iter().map(|_| Newest::none()).collect(),
            state,
        };
        scoring.walk(Preview::default().of(state), |item| {
            add(&mut plan.sums, item.group(), item.value(at));
            match item {
                Item::Fit(fit) => {
                    if let Some(given) = plan.fits.get_mut(usize::from(fit.rule)) {
                        *given = given.saturating_add(fit.points);
                    }
                }
                Item::Engagement(rule, newest, _) => {
                    if let Some(known) = plan.tags.get_mut(usize::from(rule.tag)) {
                        *known = newest.so_far(at);
                    }
                }
                Item::Timing(..) => {}
            }
        });
        plan
    }

    fn gap(&self, sums: &GroupSums) -> Gap {
        let score = self.scoring.score_sums(sums, self.scoring.promotes);
        let Some(profile) = self.scoring.profile(self.scoring.promotes) else {
            return Gap { total: 0, closed: 0 };
        };
        let total = profile.enter.saturating_sub(score.total).max(0);
        let closed = profile.minima.iter().fold(total, |sum, (dimension, least)| {
            sum.saturating_add(least.saturating_sub(value(&score.values, *dimension)).max(0))
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
        let before = self.scoring.score_sums(&self.sums, self.scoring.promotes).total;
        let after = self.scoring.score_sums(&best.sums, self.scoring.promotes).total;
        self.sums = best.sums;
        let way = match best.step {
            Step::Fit { rule, points } => {
                *self.fits.get_mut(rule)? = points;
                Way::Profile(self.scoring.fits.get(rule)?.name.clone())
            }
            Step::Tag { tag, times } => {
                let policy = self.scoring.tags.get(tag)?;
                let newest = self.tags.get_mut(tag)?;
                *newest = newest.sooner(times, self.at, policy);
                Way::Activities { tag: policy.name.clone(), times }
            }
        };
        Some(MissingStep { way, adds: Points::saturating(after.saturating_sub(before)) })
    }

    /// The sum of the dimensions: what tells steps apart that do not move the total yet (one factor of a product).
    fn weight(&self, sums: &GroupSums) -> i64 {
        self.scoring.dimension_values(sums).iter().fold(0_i64, |sum, value| sum.saturating_add(*value))
    }

    fn candidate(&self, sums: GroupSums, step: Step) -> Candidate {
        Candidate { gap: self.gap(&sums).closed, weight: self.weight(&sums), sums, step }
    }

    fn fit(&self, index: usize) -> Option<Candidate> {
        let rule = self.scoring.fits.get(index)?;
        let points = match &rule.test {
            FitTest::When { condition, points } => {
                if condition.is_contradiction() {
                    0
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
        let tag = self.scoring.tags.get(index)?;
        let newest = self.tags.get(index)?;
        if tag.when.as_ref().is_some_and(Condition::is_contradiction) {
            return None;
        }
        // A few more may be worth nothing where a rule pays every n-th: try as many as its next payment takes.
        let counts = self
            .scoring
            .rules_of(tag)
            .iter()
            .filter(|rule| rule.points > 0)
            .map(|rule| self.needed(newest, rule.every));
        let limit = if tag.period.is_some() { self.room_in_period(newest, tag) } else { tag.keep };
        counts
            .filter(|times| *times <= limit)
            .map(|times| self.candidate(self.sums_with(index, tag, newest, times), Step::Tag { tag: index, times }))
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
        let start =
            |at: i64| Instant::from_seconds(at).ok().zip(tag.period).map(|(at, s)| self.scoring.period_start(s, at));
        let taken = newest.at(0).is_some_and(|last| start(last) == start(self.at)) && tag.once_per.is_none();
        u16::from(!taken)
    }

    fn sums_with(&self, _index: usize, tag: &'a Tag, newest: &Newest<'a>, times: u16) -> GroupSums {
        let (mut sums, marks) = (self.sums, self.state.marks());
        let later = newest.sooner(times, self.at, tag);
        for rule in self.scoring.rules_of(tag) {
            let (before, after) = (Item::Engagement(rule, *newest, marks), Item::Engagement(rule, later, marks));
            add(&mut sums, rule.group, after.value(self.at).saturating_sub(before.value(self.at)));
        }
        sums
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("nothing is missing");
        }
        let mut comma = "";
        if self.short_by > Points::ZERO {
            write!(f, "{} points short", self.short_by)?;
            comma = ", ";
        }
        for minimum in &self.minima {
            write!(f, "{comma}{} {} short", minimum.dimension, minimum.short_by)?;
            comma = ", ";
        }
        for (place, step) in self.steps.iter().enumerate() {
            write!(f, "{}{step}", if place == 0 { "; would help: " } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for MissingStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.way {
            Way::Profile(rule) => write!(f, "profile meets {rule}")?,
            Way::Activities { tag, times } => write!(f, "{times} × {tag}")?,
        }
        let sign = if self.adds > Points::ZERO { "+" } else { "" };
        write!(f, " ({sign}{})", self.adds)
    }
}
