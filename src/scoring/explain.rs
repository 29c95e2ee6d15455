//! The explanation of a score: every contribution, every loss, every bound; the parts sum exactly to the whole.

use alloc::vec::Vec;
use core::fmt;
use serde::Serialize;

use crate::scoring::combine::{Combine, Values, value};
use crate::scoring::rules::{EngagementRule, Scoring};
use crate::scoring::score::{Preview, Score, Standing};
use crate::scoring::state::{Marks, ScoringState};
use crate::scoring::weigh::{GroupSums, Item, Newest, add};
use crate::values::{
    DimensionName, GroupName, Instant, Points, ProfileName, Rank, Rate, RuleName, TagName,
};

/// Why a score is what it is. Its names belong to the [`Scoring`] that made it.
///
/// Contributions sum exactly to their group, groups to their dimension; what a bound adds or takes is stated at each level; how dimensions
/// combine is a node of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoreReport<'a> {
    /// The instant of the score.
    pub at: Instant,
    /// The score profile.
    pub profile: &'a ProfileName,
    /// Every rule that gave or took something, in the order of dimensions, groups and rule names.
    pub contributions: Vec<Contribution<'a>>,
    /// The instants of all payments; each contribution names its part. See [`ScoreReport::instants`].
    pub instants: Vec<Instant>,
    /// Every group.
    pub groups: Vec<GroupReport<'a>>,
    /// Every dimension.
    pub dimensions: Vec<DimensionReport<'a>>,
    /// How dimensions combine.
    pub combination: Combination<'a>,
    /// Where the total stands against the thresholds.
    pub standing: Standing,
}

/// What one rule gave: `value` = `raw` − `decay_loss` − `cap_loss`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Contribution<'a> {
    /// The rule.
    pub rule: &'a RuleName,
    /// What it weighs.
    pub source: Source<'a>,
    /// Its group.
    pub group: &'a GroupName,
    /// The dimension of its group.
    pub dimension: &'a DimensionName,
    /// How many payments it made.
    pub payments: u16,
    /// The place of its first payment in [`ScoreReport::instants`] (rules without instants: 0).
    pub first: u32,
    /// The points of all payments, undecayed.
    pub raw: Points,
    /// What age and recycling took of them, rounding included.
    pub decay_loss: Points,
    /// What the rule's cap took.
    pub cap_loss: Points,
    /// What is left.
    pub value: Points,
    place: (u8, u8),
}

/// What a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Source<'a> {
    /// The profile.
    Fit,
    /// Occurrences of a tag.
    Engagement {
        /// The tag.
        tag: &'a TagName,
        /// Whether the tag had more occurrences than it keeps, and this rule looked at all that are kept: more may have counted.
        cut: bool,
    },
    /// A stated date.
    Timing {
        /// The end of the stated day.
        until: Instant,
    },
}

/// A group: `sum` of its contributions, `value` within its floor and cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct GroupReport<'a> {
    /// The group.
    pub group: &'a GroupName,
    /// Its dimension.
    pub dimension: &'a DimensionName,
    /// The sum of its contributions.
    pub sum: Points,
    /// Within floor and cap.
    pub value: Points,
}

/// A dimension: `sum` of its groups, `value` within its floor and cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DimensionReport<'a> {
    /// The dimension.
    pub dimension: &'a DimensionName,
    /// The sum of its groups.
    pub sum: Points,
    /// Within floor and cap.
    pub value: Points,
}

/// How dimensions combine into the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Combination<'a> {
    /// The formula.
    pub formula: Formula,
    /// The dimensions that it takes, with their values and shares.
    pub operands: Vec<Operand<'a>>,
    /// Its result, rounded once to a thousandth, half away from zero.
    pub result: Points,
    /// The total: the result within the profile's floor and cap.
    pub total: Points,
    /// The rank.
    pub rank: Rank,
}

/// The formula by which dimensions combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Formula {
    /// Their sum.
    Sum,
    /// Their sum, each at its share.
    Weighted,
    /// Their product; every factor but the first is divided by `per` points.
    Product {
        /// The divisor.
        per: Points,
    },
    /// A table: row 0 is A, column 0 is 1.
    Matrix {
        /// The row.
        row: u8,
        /// The column.
        column: u8,
    },
}

/// A dimension in a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Operand<'a> {
    /// The dimension.
    pub dimension: &'a DimensionName,
    /// Its value.
    pub value: Points,
    /// Its share, in a weighted sum.
    pub share: Option<Rate>,
}

impl<'a> ScoreReport<'a> {
    /// The instants of a contribution's payments, newest first; none for fit and timing rules.
    #[must_use]
    pub fn instants(&self, contribution: &Contribution<'_>) -> &[Instant] {
        if !matches!(contribution.source, Source::Engagement { .. }) {
            return &[];
        }
        let first = usize::try_from(contribution.first).unwrap_or(usize::MAX);
        self.instants
            .get(first..first.saturating_add(usize::from(contribution.payments)))
            .unwrap_or(&[])
    }

    /// The contributions that speak for the lead, the strongest first.
    #[must_use]
    pub fn reasons_for(&self) -> Vec<&Contribution<'a>> {
        self.reasons(|value| value > Points::ZERO)
    }

    /// The contributions that speak against the lead, the strongest first.
    #[must_use]
    pub fn reasons_against(&self) -> Vec<&Contribution<'a>> {
        self.reasons(|value| value < Points::ZERO)
    }

    fn reasons(&self, wanted: impl Fn(Points) -> bool) -> Vec<&Contribution<'a>> {
        let mut reasons: Vec<_> = self
            .contributions
            .iter()
            .filter(|c| wanted(c.value))
            .collect();
        reasons.sort_by_key(|c| core::cmp::Reverse(c.value.thousandths().unsigned_abs()));
        reasons
    }

    /// The rules whose tag had more occurrences than it keeps, so that more may have counted.
    pub fn cut(&self) -> impl Iterator<Item = &Contribution<'a>> {
        self.contributions
            .iter()
            .filter(|c| matches!(c.source, Source::Engagement { cut: true, .. }))
    }
}

impl Scoring {
    /// Explains the score at an instant under the profile that promotes.
    #[must_use]
    pub fn explain(&self, state: &ScoringState, at: Instant) -> Option<ScoreReport<'_>> {
        self.report(state, self.promotes, at)
    }

    /// Explains the score under a named profile; `None` when the policy has no such profile.
    #[must_use]
    pub fn explain_profile(
        &self,
        profile: &ProfileName,
        state: &ScoringState,
        at: Instant,
    ) -> Option<ScoreReport<'_>> {
        self.report(state, self.profile_named(profile.as_str())?, at)
    }

    fn report(&self, state: &ScoringState, index: u8, at: Instant) -> Option<ScoreReport<'_>> {
        let profile = self.profile(index)?;
        let mut sums = GroupSums::default();
        let rules = self
            .engagements
            .len()
            .saturating_add(state.fits().len())
            .saturating_add(self.timings.len());
        let mut contributions = Vec::with_capacity(rules);
        let mut instants = Vec::with_capacity(state.kept().len());
        self.walk(Preview::default().of(state), |item| {
            add(&mut sums, item.group(), item.value(at.seconds()));
            contributions.extend(self.contribution(item, at, &mut instants));
        });
        contributions.sort_unstable_by_key(|c: &Contribution<'_>| (c.place, c.rule));
        let score = self.score_sums(&sums, index);
        Some(ScoreReport {
            at,
            profile: &profile.name,
            contributions,
            instants,
            groups: self.group_reports(&sums),
            dimensions: self.dimension_reports(&sums, &score.values),
            combination: self.combination(&score),
            standing: profile.standing(score.total, &score.values),
        })
    }

    fn contribution<'a>(
        &'a self,
        item: Item<'_>,
        at: Instant,
        instants: &mut Vec<Instant>,
    ) -> Option<Contribution<'a>> {
        let group = self.groups.get(usize::from(item.group()))?;
        let dimension = self.dimensions.get(usize::from(group.dimension))?;
        let whole = |rule, source, points| Contribution {
            rule,
            source,
            group: &group.name,
            dimension: &dimension.name,
            payments: 1,
            first: 0,
            raw: Points::saturating(points),
            decay_loss: Points::ZERO,
            cap_loss: Points::ZERO,
            value: Points::saturating(points),
            place: (group.dimension, item.group()),
        };
        match item {
            Item::Fit(fit) => Some(whole(
                &self.fits.get(usize::from(fit.rule))?.name,
                Source::Fit,
                fit.points,
            )),
            Item::Timing(rule, until) => {
                let value = rule.value(until, at.seconds());
                let rule = self.timings.iter().find(|own| own.key == rule.key)?;
                let until = Instant::from_seconds(until).unwrap_or(Instant::MAX);
                (value != 0).then(|| whole(&rule.name, Source::Timing { until }, value))
            }
            Item::Engagement(rule, newest, marks) => {
                let tag = self.tags.get(usize::from(rule.tag))?;
                let rule = self
                    .rules_of(tag)
                    .iter()
                    .find(|own| own.name == rule.name)?;
                let first = u32::try_from(instants.len()).unwrap_or(u32::MAX);
                let paid = Paid::at(rule, &newest, marks, at.seconds(), instants);
                (paid.payments > 0).then(|| Contribution {
                    payments: paid.payments,
                    first,
                    decay_loss: Points::saturating(paid.raw.saturating_sub(paid.uncapped)),
                    cap_loss: Points::saturating(paid.uncapped.saturating_sub(paid.capped)),
                    value: Points::saturating(paid.capped),
                    ..whole(
                        &rule.name,
                        Source::Engagement {
                            tag: &tag.name,
                            cut: paid.cut,
                        },
                        paid.raw,
                    )
                })
            }
        }
    }

    fn group_reports(&self, sums: &GroupSums) -> Vec<GroupReport<'_>> {
        let reports = self.groups.iter().zip(sums).filter_map(|(group, sum)| {
            Some(GroupReport {
                group: &group.name,
                dimension: &self.dimensions.get(usize::from(group.dimension))?.name,
                sum: Points::saturating(*sum),
                value: Points::saturating(group.bounds.hold(*sum)),
            })
        });
        reports.collect()
    }

    fn dimension_reports(&self, sums: &GroupSums, values: &Values) -> Vec<DimensionReport<'_>> {
        let mut unbounded = Values::default();
        for (group, sum) in self.groups.iter().zip(sums) {
            if let Some(total) = unbounded.get_mut(usize::from(group.dimension)) {
                *total = total.saturating_add(group.bounds.hold(*sum));
            }
        }
        let reports =
            self.dimensions
                .iter()
                .zip(unbounded)
                .zip(values)
                .map(|((dimension, sum), value)| DimensionReport {
                    dimension: &dimension.name,
                    sum: Points::saturating(sum),
                    value: Points::saturating(*value),
                });
        reports.collect()
    }

    fn combination(&self, score: &Score) -> Combination<'_> {
        let profile = self.profile(score.profile);
        let share = |dimension: u8| match profile.map(|p| &p.combine) {
            Some(Combine::Weighted(of)) => {
                of.iter()
                    .find(|(d, _)| *d == dimension)
                    .and_then(|(_, parts)| {
                        let parts = i64::try_from(*parts).unwrap_or(i64::MAX);
                        Rate::new(rust_decimal::Decimal::new(parts, 12)).ok()
                    })
            }
            _ => None,
        };
        let operand = |dimension: u8| {
            Some(Operand {
                dimension: &self.dimensions.get(usize::from(dimension))?.name,
                value: Points::saturating(value(&score.values, dimension)),
                share: share(dimension),
            })
        };
        let formula = match (profile.map(|p| &p.combine), score.cell) {
            (Some(Combine::Weighted(_)), _) => Formula::Weighted,
            (Some(Combine::Product { per, .. }), _) => Formula::Product {
                per: Points::saturating(*per),
            },
            (Some(Combine::Matrix(_)), Some((row, column))) => Formula::Matrix { row, column },
            (Some(Combine::Matrix(_) | Combine::Sum(_)) | None, _) => Formula::Sum,
        };
        Combination {
            formula,
            operands: profile
                .into_iter()
                .flat_map(|p| p.operands())
                .filter_map(operand)
                .collect(),
            result: Points::saturating(profile.map_or(0, |p| p.combine(&score.values).raw)),
            total: score.total(),
            rank: score.rank,
        }
    }
}

/// What an engagement rule paid, with its losses.
struct Paid {
    payments: u16,
    raw: i64,
    uncapped: i64,
    capped: i64,
    cut: bool,
}

impl Paid {
    fn at(
        rule: &EngagementRule,
        newest: &Newest<'_>,
        marks: &Marks,
        at: i64,
        instants: &mut Vec<Instant>,
    ) -> Self {
        let mut payments = 0_u16;
        rule.payments(newest, marks, at, |t, _weight| {
            payments = payments.saturating_add(1);
            instants.extend(Instant::from_seconds(t));
        });
        let uncapped = rule.uncapped(newest, marks, at);
        let looked_at = usize::from(payments.saturating_add(1).saturating_mul(rule.every));
        Self {
            payments,
            raw: rule.points.saturating_mul(i64::from(payments)),
            uncapped,
            capped: rule.capped(uncapped),
            // The rule ran out of occurrences, not of payments: older ones were forgotten.
            cut: newest.cut && !rule.once && looked_at > newest.len(),
        }
    }
}

impl fmt::Display for ScoreReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let combination = &self.combination;
        writeln!(
            f,
            "{}: {} points, rank {}",
            self.profile, combination.total, combination.rank
        )?;
        for dimension in &self.dimensions {
            writeln!(
                f,
                "├ {}: {}{}",
                dimension.dimension,
                dimension.value,
                bounded(dimension.sum, dimension.value)
            )?;
            let groups = self
                .groups
                .iter()
                .filter(|group| group.dimension == dimension.dimension);
            for group in groups {
                writeln!(
                    f,
                    "│ ├ {}: {}{}",
                    group.group,
                    group.value,
                    bounded(group.sum, group.value)
                )?;
                let own = self.contributions.iter().filter(|c| c.group == group.group);
                for contribution in own {
                    writeln!(f, "│ │ ├ {contribution}")?;
                }
            }
        }
        write!(f, "└ {combination}")
    }
}

struct Bounded(Points, Points);

fn bounded(sum: Points, value: Points) -> Bounded {
    Bounded(sum, value)
}

impl fmt::Display for Bounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1.cmp(&self.0) {
            core::cmp::Ordering::Equal => Ok(()),
            core::cmp::Ordering::Less => write!(f, " (capped from {})", self.0),
            core::cmp::Ordering::Greater => write!(f, " (raised from {})", self.0),
        }
    }
}

impl fmt::Display for Contribution<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.value > Points::ZERO { "+" } else { "" };
        write!(f, "{}: {sign}{}", self.rule, self.value)?;
        match self.source {
            Source::Fit => {}
            Source::Timing { until } => write!(f, " (stated until {until})")?,
            Source::Engagement { tag, cut } => {
                write!(f, " ({} × {tag}", self.payments)?;
                if cut {
                    f.write_str(", older ones forgotten")?;
                }
                f.write_str(")")?;
            }
        }
        if self.decay_loss != Points::ZERO {
            write!(f, ", {} lost to age", self.decay_loss)?;
        }
        if self.cap_loss != Points::ZERO {
            write!(f, ", {} over the cap", self.cap_loss)?;
        }
        Ok(())
    }
}

impl fmt::Display for Combination<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.formula {
            Formula::Sum | Formula::Weighted => " + ",
            Formula::Product { .. } => " × ",
            Formula::Matrix { row, column } => {
                let grade = ["A", "B", "C"]
                    .get(usize::from(row))
                    .copied()
                    .unwrap_or("?");
                write!(f, "{grade}{}: ", column.saturating_add(1))?;
                " and "
            }
        };
        for (place, operand) in self.operands.iter().enumerate() {
            if place > 0 {
                f.write_str(sign)?;
            }
            write!(f, "{} {}", operand.dimension, operand.value)?;
            if let Some(share) = operand.share {
                write!(f, " × {share}")?;
            }
            if let (Formula::Product { per }, true) = (self.formula, place > 0) {
                write!(f, " ÷ {per}")?;
            }
        }
        write!(f, " = {}{}", self.total, bounded(self.result, self.total))
    }
}
