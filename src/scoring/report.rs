//! Building the explanation of a score.

use alloc::vec::Vec;

use crate::scoring::combine::{Combine, Profile, Values, value};
use crate::scoring::decay::{Decay, HalfLife};
use crate::scoring::explain::{
    Combination, Contribution, DimensionReport, Formula, GroupReport, Operand, ScoreReport, Source,
};
use crate::scoring::kept::Kept;
use crate::scoring::newest::Instants as _;
use crate::scoring::rules::{FitPoints, Scoring, Tag};
use crate::scoring::score::{Score, Standing};
use crate::scoring::state::{Marks, ScoringState};
use crate::scoring::weigh::{GroupSums, Item, add};
use crate::values::{Instant, Points, ProfileName, Rank, Rate, RuleName};

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

    /// [`Scoring::explain`] into a report that is there already, of this policy: what it holds is replaced, its memory used again. `None`, and
    /// the report as it was, when no profile promotes.
    pub fn explain_into<'a>(&'a self, state: &ScoringState, at: Instant, report: &mut ScoreReport<'a>) -> Option<()> {
        self.build(Building::on(self, self.promotes, at, report)?, state);
        Some(())
    }

    fn report(&self, state: &ScoringState, index: u8, at: Instant) -> Option<ScoreReport<'_>> {
        let mut report = self.empty_report(index, at, state.fits().len(), state.kept_count())?;
        self.build(Building::on(self, index, at, &mut report)?, state);
        Some(report)
    }

    fn build<'a>(&'a self, mut report: Building<'a, '_>, state: &ScoringState) {
        self.each_fit(state.fits().iter().copied(), |fit| report.fit(fit));
        for kept in state.tags() {
            if let Some(tag) = self.tag_index.find(kept.key).and_then(|place| self.tags.get(place)) {
                report.engagement(tag, kept.kept, kept.cut, state.marks());
            }
        }
        self.walk_dates(state.dates().iter().copied(), &mut |item| report.timing(item));
        report.finish();
    }

    /// A report with room for what may come.
    pub(crate) fn empty_report(
        &self,
        index: u8,
        at: Instant,
        fits: usize,
        occurrences: usize,
    ) -> Option<ScoreReport<'_>> {
        let rules = self.engagements.len().saturating_add(fits).saturating_add(self.timings.len());
        Some(ScoreReport {
            at,
            profile: &self.profile(index)?.name,
            contributions: Vec::with_capacity(rules),
            instants: Vec::with_capacity(occurrences),
            groups: Vec::with_capacity(self.groups.len()),
            dimensions: Vec::with_capacity(self.dimensions.len()),
            combination: Combination {
                formula: Formula::Sum,
                operands: Vec::with_capacity(self.dimensions.len()),
                result: Points::ZERO,
                total: Points::ZERO,
                rank: Rank::C,
            },
            standing: Standing::Between,
        })
    }

    fn group_reports(&self, sums: &GroupSums) -> impl Iterator<Item = GroupReport<'_>> {
        self.groups.iter().zip(sums).filter_map(|(group, sum)| {
            Some(GroupReport {
                group: &group.name,
                dimension: &self.dimensions.get(usize::from(group.dimension))?.name,
                sum: Points::saturating(*sum),
                value: Points::saturating(group.bounds.hold(*sum)),
            })
        })
    }

    fn dimension_reports(&self, sums: &GroupSums, values: &Values) -> impl Iterator<Item = DimensionReport<'_>> {
        let mut unbounded = Values::default();
        for (group, sum) in self.groups.iter().zip(sums) {
            if let Some(total) = unbounded.get_mut(usize::from(group.dimension)) {
                *total = total.saturating_add(group.bounds.hold(*sum));
            }
        }
        self.dimensions.iter().zip(unbounded).zip(*values).map(|((dimension, sum), value)| DimensionReport {
            dimension: &dimension.name,
            sum: Points::saturating(sum),
            value: Points::saturating(value),
        })
    }

    fn operands(&self, score: &Score) -> impl Iterator<Item = Operand<'_>> {
        let (profile, values) = (self.profile(score.profile), score.values);
        let share = move |dimension: u8| match profile.map(|p| &p.combine) {
            Some(Combine::Weighted(of)) => of.iter().find(|(d, _)| *d == dimension).and_then(|(_, parts)| {
                let parts = i64::try_from(*parts).unwrap_or(i64::MAX);
                Rate::new(rust_decimal::Decimal::new(parts, 12)).ok()
            }),
            _ => None,
        };
        profile.into_iter().flat_map(Profile::operands).filter_map(move |dimension| {
            Some(Operand {
                dimension: &self.dimensions.get(usize::from(dimension))?.name,
                value: Points::saturating(value(&values, dimension)),
                share: share(dimension),
            })
        })
    }

    fn formula(&self, score: &Score) -> Formula {
        match (self.profile(score.profile).map(|p| &p.combine), score.cell) {
            (Some(Combine::Weighted(_)), _) => Formula::Weighted,
            (Some(Combine::Product { per, .. }), _) => Formula::Product { per: Points::saturating(*per) },
            (Some(Combine::Matrix(_)), Some((row, column))) => Formula::Matrix { row, column },
            (Some(Combine::Matrix(_) | Combine::Sum(_)) | None, _) => Formula::Sum,
        }
    }
}

/// A report that is being built.
#[derive(Debug)]
pub(crate) struct Building<'a, 'r> {
    scoring: &'a Scoring,
    profile: &'a Profile,
    index: u8,
    sums: GroupSums,
    report: &'r mut ScoreReport<'a>,
}

impl<'a, 'r> Building<'a, 'r> {
    /// In the memory of a report; `None`, and the report as it was, when there is no such profile.
    pub(crate) fn on(scoring: &'a Scoring, index: u8, at: Instant, report: &'r mut ScoreReport<'a>) -> Option<Self> {
        let profile = scoring.profile(index)?;
        (report.at, report.profile) = (at, &profile.name);
        report.contributions.clear();
        report.instants.clear();
        report.groups.clear();
        report.dimensions.clear();
        report.combination.operands.clear();
        Some(Self { scoring, profile, index, sums: GroupSums::default(), report })
    }

    pub(crate) fn fit(&mut self, fit: &FitPoints) {
        let rule = self.scoring.fits.get(usize::from(fit.rule));
        if let Some(new) = rule.and_then(|rule| self.whole(&rule.name, Source::Fit, fit.points, fit.group, fit.order)) {
            self.report.contributions.push(new);
        }
    }

    pub(crate) fn timing(&mut self, item: Item<'_>) {
        let Item::Timing(rule, until) = item else { return };
        let value = rule.value(until, self.report.at.seconds());
        let Some(rule) = self.scoring.timings.iter().find(|own| own.key == rule.key).filter(|_| value != 0) else {
            return;
        };
        let until = Instant::from_seconds(until).unwrap_or(Instant::MAX);
        let new = self.whole(&rule.name, Source::Timing { until }, value, rule.group, rule.order);
        self.report.contributions.extend(new);
    }

    /// What all rules of a tag gave, with their losses.
    pub(crate) fn engagement(&mut self, tag: &'a Tag, all: Kept<'_>, cut: bool, marks: &Marks) {
        let kept = all.first(usize::from(tag.keep));
        let cut = cut || kept.len() < all.len();
        for rule in self.scoring.rules_of(tag) {
            let first = u32::try_from(self.report.instants.len()).unwrap_or(u32::MAX);
            let at = self.report.at.seconds();
            let unmarked = rule.lasting || marks.is_empty();
            let (mut payments, mut weights) = (0_u16, 0_u128);
            let mut pay = |t: i64, weight: u128| {
                payments = payments.wrapping_add(1);
                weights = weights.wrapping_add(weight);
                self.report.instants.extend(Instant::from_seconds(t));
            };
            // The usual ways to fade have no detour.
            match &rule.decay {
                Decay::None if unmarked => rule.ages(&kept, kept.pending(at), at, |t, _| {
                    pay(t, 0);
                    true
                }),
                Decay::HalfLife(half) if unmarked => rule.ages(&kept, kept.pending(at), at, |t, age| {
                    pay(t, half.weight(age).into());
                    true
                }),
                Decay::None | Decay::HalfLife(_) | Decay::Linear(_) | Decay::Steps(_) => {
                    rule.payments(&kept, marks, at, pay);
                }
            }
            // The rule ran out of occurrences, not of payments: older ones were forgotten.
            let looked_at =
                kept.pending(at).saturating_add(usize::from(payments.saturating_add(1).saturating_mul(rule.every)));
            let cut = cut && !(rule.once && payments > 0) && looked_at > kept.len();
            if payments == 0 && !cut {
                continue;
            }
            let raw = rule.points.saturating_mul(i64::from(payments));
            let uncapped = match &rule.decay {
                Decay::None if unmarked => raw,
                Decay::HalfLife(_) if unmarked => HalfLife::weighed(rule.points, weights),
                Decay::None | Decay::HalfLife(_) | Decay::Linear(_) | Decay::Steps(_) => rule.weighed(weights),
            };
            let capped = rule.capped(uncapped);
            let source = Source::Engagement { tag: &tag.name, cut };
            let new = self.whole(&rule.name, source, capped, rule.group, rule.order);
            self.report.contributions.extend(new.map(|new| Contribution {
                payments,
                first,
                raw: Points::saturating(raw),
                decay_loss: Points::saturating(raw.saturating_sub(uncapped)),
                cap_loss: Points::saturating(uncapped.saturating_sub(capped)),
                ..new
            }));
        }
    }

    #[inline]
    fn whole(
        &mut self,
        rule: &'a RuleName,
        source: Source<'a>,
        points: i64,
        at: u8,
        order: u16,
    ) -> Option<Contribution<'a>> {
        let group = self.scoring.groups.get(usize::from(at))?;
        let dimension = self.scoring.dimensions.get(usize::from(group.dimension))?;
        add(&mut self.sums, at, points);
        Some(Contribution {
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
            place: (group.dimension, at, order),
        })
    }

    pub(crate) fn finish(self) {
        let Self { scoring, profile, index, sums, report } = self;
        report.contributions.sort_unstable_by_key(|c| {
            let (dimension, group, order) = c.place;
            u32::from(dimension).wrapping_shl(24) | u32::from(group).wrapping_shl(16) | u32::from(order)
        });
        let score = scoring.score_sums(&sums, index);
        report.groups.extend(scoring.group_reports(&sums));
        report.dimensions.extend(scoring.dimension_reports(&sums, &score.values));
        report.combination.operands.extend(scoring.operands(&score));
        report.combination.formula = scoring.formula(&score);
        report.combination.result = Points::saturating(profile.combine(&score.values).raw);
        report.combination.total = score.total();
        report.combination.rank = score.rank;
        report.standing = profile.standing(score.total, &score.values);
    }
}
