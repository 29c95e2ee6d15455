//! Building the explanation of a score.

use alloc::vec::Vec;

use crate::scoring::combine::{Combine, Profile, Values, value};
use crate::scoring::explain::{
    Combination, Contribution, DimensionReport, Formula, GroupReport, Operand, ScoreReport, Source,
};
use crate::scoring::newest::Newest;
use crate::scoring::rules::{EngagementRule, Scoring};
use crate::scoring::score::{Preview, Score};
use crate::scoring::state::{Marks, ScoringState};
use crate::scoring::weigh::{GroupSums, Item, add};
use crate::values::{Instant, Points, ProfileName, Rate};

impl Scoring {
    /// Explains the score at an instant under the profile that promotes.
    #[must_use]
    pub fn explain(&self, state: &ScoringState, at: Instant) -> Option<ScoreReport<'_>> {
        self.report(state, self.promotes, at)
    }

    /// Explains the score under a named profile; `None` when the policy has no such profile.
    #[must_use]
    pub fn explain_profile(&self, profile: &ProfileName, state: &ScoringState, at: Instant) -> Option<ScoreReport<'_>> {
        self.report(state, self.profile_named(profile.as_str())?, at)
    }

    fn report(&self, state: &ScoringState, index: u8, at: Instant) -> Option<ScoreReport<'_>> {
        let profile = self.profile(index)?;
        let mut sums = GroupSums::default();
        let rules = self.engagements.len().saturating_add(state.fits().len()).saturating_add(self.timings.len());
        let mut contributions = Vec::with_capacity(rules);
        let mut instants = Vec::with_capacity(state.kept_count());
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
            Item::Fit(fit) => Some(whole(&self.fits.get(usize::from(fit.rule))?.name, Source::Fit, fit.points)),
            Item::Timing(rule, until) => {
                let value = rule.value(until, at.seconds());
                let rule = self.timings.iter().find(|own| own.key == rule.key)?;
                let until = Instant::from_seconds(until).unwrap_or(Instant::MAX);
                (value != 0).then(|| whole(&rule.name, Source::Timing { until }, value))
            }
            Item::Engagement(rule, newest, marks) => {
                let tag = self.tags.get(usize::from(rule.tag))?;
                let rule = self.rules_of(tag).iter().find(|own| own.name == rule.name)?;
                let first = u32::try_from(instants.len()).unwrap_or(u32::MAX);
                let paid = Paid::at(rule, &newest, marks, at.seconds(), instants);
                (paid.payments > 0).then(|| Contribution {
                    payments: paid.payments,
                    first,
                    decay_loss: Points::saturating(paid.raw.saturating_sub(paid.uncapped)),
                    cap_loss: Points::saturating(paid.uncapped.saturating_sub(paid.capped)),
                    value: Points::saturating(paid.capped),
                    ..whole(&rule.name, Source::Engagement { tag: &tag.name, cut: paid.cut }, paid.raw)
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
            self.dimensions.iter().zip(unbounded).zip(values).map(|((dimension, sum), value)| DimensionReport {
                dimension: &dimension.name,
                sum: Points::saturating(sum),
                value: Points::saturating(*value),
            });
        reports.collect()
    }

    fn combination(&self, score: &Score) -> Combination<'_> {
        let profile = self.profile(score.profile);
        let share = |dimension: u8| match profile.map(|p| &p.combine) {
            Some(Combine::Weighted(of)) => of.iter().find(|(d, _)| *d == dimension).and_then(|(_, parts)| {
                let parts = i64::try_from(*parts).unwrap_or(i64::MAX);
                Rate::new(rust_decimal::Decimal::new(parts, 12)).ok()
            }),
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
            (Some(Combine::Product { per, .. }), _) => Formula::Product { per: Points::saturating(*per) },
            (Some(Combine::Matrix(_)), Some((row, column))) => Formula::Matrix { row, column },
            (Some(Combine::Matrix(_) | Combine::Sum(_)) | None, _) => Formula::Sum,
        };
        Combination {
            formula,
            operands: profile.into_iter().flat_map(Profile::operands).filter_map(operand).collect(),
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
    fn at(rule: &EngagementRule, newest: &Newest<'_>, marks: &Marks, at: i64, instants: &mut Vec<Instant>) -> Self {
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
