//! Building the explanation of a score: rule by rule in the order of reports.

use alloc::vec::Vec;

use crate::scoring::bounds;
use crate::scoring::explain::score_report::{
    Combination, Contribution, DimensionReport, Formula, GroupReport, Operand, ScoreReport, Source,
};
use crate::scoring::fast::halving::halving;
use crate::scoring::fast::placed::{FEW, MANY, Placed};
use crate::scoring::language::combine::{Combine, Values, value};
use crate::scoring::language::decay::Decay;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::half_life::HalfLife;
use crate::scoring::language::outline::{Line, LineRule};
use crate::scoring::language::place::{DimensionPlace, ProfilePlace, RulePlace};
use crate::scoring::language::profile::Profile;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::standing::Standing;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::memory::block::Slot;
use crate::scoring::memory::kept::Kept;
use crate::scoring::memory::marks::{Marks, NO_MARKS};
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::memory::word::now;
use crate::scoring::score::newest::Instants as _;
use crate::scoring::score::score::Score;
use crate::scoring::score::weigh::{ages, awards as each_award};
use crate::values::{Fingerprint, Instant, Points, Rank, Rate, RuleName};

/// The explanation of the score of a state; `None` when there is no such profile.
pub(in crate::scoring) fn report<'a>(
    rules: &'a Rules,
    state: &ScoringState,
    profile: ProfilePlace,
    at: Instant,
) -> Option<ScoreReport<'a>> {
    let mut report = empty(rules, profile, at, state.fits().len(), state.kept_count())?;
    report_into(rules, state, profile, at, &mut report)?;
    Some(report)
}

/// [`report`] into one that is there already.
pub(in crate::scoring) fn report_into<'a>(
    rules: &'a Rules,
    state: &ScoringState,
    profile: ProfilePlace,
    at: Instant,
    report: &mut ScoreReport<'a>,
) -> Option<()> {
    let building = Building::on(rules, profile, at, report)?;
    if rules.tags.len() <= FEW {
        build_in::<FEW>(building, state);
    } else {
        build_in::<MANY>(building, state);
    }
    Some(())
}

#[inline]
fn build_in<const TAGS: usize>(mut building: Building<'_, '_>, state: &ScoringState) {
    let mut slots = [Slot::default(); TAGS];
    let placed = Placed::all(building.rules, state, &mut slots);
    let fits = state.fits();
    building.meet(fits.clone());
    let pending = state.packed().pending(now(building.at()));
    building.write(&fits, placed, pending, &state.dates().iter().copied());
}

/// A report with room for what may come.
pub(in crate::scoring) fn empty(
    rules: &Rules,
    profile: ProfilePlace,
    at: Instant,
    fits: usize,
    occurrences: usize,
) -> Option<ScoreReport<'_>> {
    let most = rules.engagements.len().saturating_add(fits).saturating_add(rules.timings.len());
    Some(ScoreReport {
        at,
        profile: &rules.profile(profile)?.name,
        contributions: Vec::with_capacity(most),
        instants: Vec::with_capacity(occurrences),
        groups: Vec::with_capacity(rules.groups.len()),
        dimensions: Vec::with_capacity(rules.dimensions.len()),
        combination: Combination {
            formula: Formula::Sum,
            operands: Vec::with_capacity(rules.dimensions.len()),
            result: Points::ZERO,
            total: Points::ZERO,
            rank: Rank::C,
        },
        standing: Standing::Between,
    })
}

/// A report that is being built.
#[derive(Debug)]
pub(in crate::scoring) struct Building<'a, 'r> {
    rules: &'a Rules,
    profile: &'a Profile,
    index: ProfilePlace,
    /// A bit per fit rule that is met.
    met: [u64; MET],
    sums: GroupSums,
    report: &'r mut ScoreReport<'a>,
}

/// As many bits as a policy has rules at most.
const MET: usize = 8;
// 8 words of 64 bits: one for each rule.
const _: () = assert!(bounds::RULES.max == 512);

/// What one rule gave.
struct Given {
    awards: u16,
    first: u32,
    raw: Thousandths,
    uncapped: Thousandths,
    value: Thousandths,
}

impl Given {
    fn whole(points: Thousandths) -> Self {
        Self { awards: 1, first: 0, raw: points, uncapped: points, value: points }
    }
}

impl<'a, 'r> Building<'a, 'r> {
    /// In the memory of a report; `None`, and the report as it was, when there is no such profile.
    #[inline]
    pub(in crate::scoring) fn on(
        rules: &'a Rules,
        index: ProfilePlace,
        at: Instant,
        report: &'r mut ScoreReport<'a>,
    ) -> Option<Self> {
        let profile = rules.profile(index)?;
        (report.at, report.profile) = (at, &profile.name);
        report.contributions.clear();
        report.instants.clear();
        report.groups.clear();
        report.dimensions.clear();
        report.combination.operands.clear();
        Some(Self { rules, profile, index, met: [0; MET], sums: GroupSums::default(), report })
    }

    pub(super) fn at(&self) -> i64 {
        self.report.at.seconds()
    }

    /// Notes which fit rules are met.
    #[inline]
    pub(in crate::scoring) fn meet(&mut self, fits: impl Iterator<Item = Fingerprint>) {
        let met = &mut self.met;
        self.rules.each_fit(fits, |fit| {
            if let Some(bits) = met.get_mut(fit.rule.index() >> 6) {
                *bits |= 1_u64.wrapping_shl(u32::from(u16::from(fit.rule)) & 63);
            }
        });
    }

    fn is_met(&self, rule: RulePlace) -> bool {
        let bits = self.met.get(rule.index() >> 6).copied().unwrap_or(0);
        bits.wrapping_shr(u32::from(u16::from(rule)) & 63) & 1 != 0
    }

    /// Rule by rule in the order of reports, so that nothing is sorted. `pending` says that something in the block is
    /// still to come.
    #[inline]
    pub(in crate::scoring) fn write(
        &mut self,
        fits: &(impl Iterator<Item = Fingerprint> + Clone),
        placed: Placed<'_>,
        pending: bool,
        dates: &(impl Iterator<Item = (Fingerprint, i64)> + Clone),
    ) {
        let rules = self.rules;
        for line in &rules.outline {
            match line.rule {
                LineRule::Fit { rule, .. } if !self.is_met(rule) => {}
                LineRule::Fit { rule, points } => {
                    let given = match points.and_then(|place| rules.fit_points.get(place.index())) {
                        Some(fit) => fit.points,
                        None => self.banded(rule, fits.clone()),
                    };
                    if let Some(rule) = rules.fits.get(rule.index()) {
                        self.push(line, &rule.name, Source::Fit, &Given::whole(given));
                    }
                }
                LineRule::Engagement(place) => self.engagement(line, place, placed, pending),
                LineRule::Timing(place) => self.timing(line, place, dates.clone()),
            }
        }
        self.finish();
    }

    /// The points of the band that a value fell in; of all of them, if a stored state names more than one.
    #[cold]
    fn banded(&self, rule: RulePlace, fits: impl Iterator<Item = Fingerprint>) -> Thousandths {
        let mut points = Thousandths::ZERO;
        self.rules.each_fit(fits, |fit| {
            if fit.rule == rule {
                points = points.saturating_add(fit.points);
            }
        });
        points
    }

    fn timing(&mut self, line: &Line, place: RulePlace, mut dates: impl Iterator<Item = (Fingerprint, i64)>) {
        let Some(rule) = self.rules.timings.get(place.index()) else { return };
        let Some((_, until)) = dates.find(|(key, _)| *key == rule.key) else { return };
        let value = rule.value(until, self.at());
        if value != Thousandths::ZERO {
            let source = Source::Timing { until: Instant::saturating(until) };
            self.push(line, &rule.name, source, &Given::whole(value));
        }
    }

    #[inline]
    fn engagement(&mut self, line: &Line, place: RulePlace, placed: Placed<'_>, pending: bool) {
        let Some(rule) = self.rules.engagements.get(place.index()) else { return };
        let Some(tag) = self.rules.tags.get(rule.tag.index()) else { return };
        let slot = placed.slot(rule.tag);
        let all = placed.block.kept(slot);
        if all.len() == 0 {
            return;
        }
        let kept = all.first(usize::from(tag.keep));
        let marks = placed.marks.filter(|_| !rule.lasting).unwrap_or(NO_MARKS);
        let first = u32::try_from(self.report.instants.len()).unwrap_or(u32::MAX);
        let at = self.at();
        let (awards, raw, uncapped) = match &rule.decay {
            Decay::None if !pending && marks.is_empty() => {
                let awards = self.plain(rule, kept);
                let raw = rule.points.wrapping_mul(i64::from(awards));
                (awards, raw, raw)
            }
            Decay::HalfLife(half) if !pending && marks.is_empty() && rule.every == 1 => {
                let (awards, weights) = halving(rule, *half, kept, at);
                self.report.instants.extend(kept.first(awards.into()).iter().map(Instant::saturating));
                (awards, rule.points.wrapping_mul(i64::from(awards)), HalfLife::weighed(rule.points, weights))
            }
            Decay::None | Decay::HalfLife(_) | Decay::Linear(_) | Decay::Steps(_) => self.faded(rule, kept, marks),
        };
        let cut = (slot.head.cut() || kept.len() < all.len()) && forgot(rule, kept, marks, awards, at);
        if awards > 0 || cut {
            let given = Given { awards, first, raw, uncapped, value: rule.capped(uncapped) };
            self.push(line, &rule.name, Source::Engagement { tag: &tag.name, cut }, &given);
        }
    }

    /// How many awards there are when all occurrences count in full.
    #[inline]
    fn plain(&mut self, rule: &EngagementRule, kept: Kept<'_>) -> u16 {
        let at = self.at();
        let instants = &mut self.report.instants;
        if rule.every == 1 {
            let most = kept.first(rule.times.into());
            let paid = most.iter().take_while(|t| at.wrapping_sub(*t).unsigned_abs() < rule.within).count();
            instants.extend(most.first(paid).iter().map(Instant::saturating));
            return u16::try_from(paid).unwrap_or(u16::MAX);
        }
        let mut awards = 0_u16;
        ages(rule, &kept, 0, at, |t, _| {
            awards = awards.wrapping_add(1);
            instants.push(Instant::saturating(t));
            true
        });
        awards
    }

    /// Everything else: the awards, what they are worth undecayed, and decayed.
    #[cold]
    fn faded(&mut self, rule: &EngagementRule, kept: Kept<'_>, marks: &Marks) -> (u16, Thousandths, Thousandths) {
        let (at, instants) = (self.at(), &mut self.report.instants);
        let (mut awards, mut weights) = (0_u16, 0_u128);
        each_award(rule, &kept, marks, at, |t, weight| {
            awards = awards.wrapping_add(1);
            weights = weights.wrapping_add(weight);
            instants.push(Instant::saturating(t));
        });
        (awards, rule.points.wrapping_mul(i64::from(awards)), rule.weighed(weights))
    }

    #[inline]
    fn push(&mut self, line: &Line, rule: &'a RuleName, source: Source<'a>, given: &Given) {
        let Some(group) = self.rules.groups.get(line.group.index()) else { return };
        let Some(dimension) = self.rules.dimensions.get(line.dimension.index()) else { return };
        add(&mut self.sums, line.group, given.value);
        // INVARIANT: a rule gives at most 10^9 thousandths, 512 times.
        self.report.contributions.push(Contribution {
            rule,
            source,
            group: &group.name,
            dimension: &dimension.name,
            awards: given.awards,
            first: given.first,
            raw: Points::inside(given.raw.get()),
            decay_loss: Points::inside(given.raw.wrapping_sub(given.uncapped).get()),
            cap_loss: Points::inside(given.uncapped.wrapping_sub(given.value).get()),
            value: Points::inside(given.value.get()),
            place: (line.dimension.into(), line.group.into(), line.order),
        });
    }

    fn finish(&mut self) {
        let Self { rules, profile, index, sums, report, .. } = self;
        let mut unbounded = Values::default();
        for (group, sum) in rules.groups.iter().zip(&*sums) {
            let value = group.bounds.hold(*sum);
            if let Some(total) = unbounded.get_mut(group.dimension.index()) {
                *total = total.wrapping_add(value);
            }
            if let Some(dimension) = rules.dimensions.get(group.dimension.index()) {
                report.groups.push(GroupReport {
                    group: &group.name,
                    dimension: &dimension.name,
                    sum: sum.points(),
                    value: value.points(),
                });
            }
        }
        let score = Score::of_sums(rules, sums, *index);
        for ((dimension, sum), value) in rules.dimensions.iter().zip(unbounded).zip(score.values()) {
            let (sum, value) = (sum.points(), value.points());
            report.dimensions.push(DimensionReport { dimension: &dimension.name, sum, value });
        }
        let mut operand = |dimension: DimensionPlace, share| {
            if let Some(named) = rules.dimensions.get(dimension.index()) {
                let value = value(score.values(), dimension).points();
                report.combination.operands.push(Operand { dimension: &named.name, value, share });
            }
        };
        match &profile.combine {
            Combine::Sum(of) | Combine::Product { of, .. } => of.iter().for_each(|dimension| operand(*dimension, None)),
            Combine::Weighted(of) => of.iter().for_each(|(dimension, parts)| operand(*dimension, share(*parts))),
            Combine::Matrix(matrix) => {
                operand(matrix.rows, None);
                operand(matrix.columns, None);
            }
        }
        report.combination.formula = formula(profile, &score);
        report.combination.result = profile.combine(score.values()).raw.points();
        report.combination.total = score.total();
        report.combination.rank = score.rank();
        report.standing = profile.standing(score.thousandths(), score.values());
    }
}

/// Whether a rule would have looked at older occurrences than those that are kept, and they might have counted.
fn forgot(rule: &EngagementRule, kept: Kept<'_>, marks: &Marks, awards: u16, at: i64) -> bool {
    if rule.limited && awards >= rule.times {
        return false;
    }
    let next = usize::from(awards.saturating_add(1).saturating_mul(rule.every));
    let ran_out = kept.pending(at).saturating_add(next) > kept.len();
    // What was forgotten under this policy is older than all that is kept; for what a policy before it forgot, there is
    // `thin_rules`.
    let oldest = kept.len().checked_sub(1).and_then(|last| kept.at(last)).unwrap_or(at);
    let too_old = at.saturating_sub(oldest).unsigned_abs() >= rule.within && oldest <= at;
    ran_out && !too_old && marks.halvings(oldest).is_some()
}

/// A share of 10^12 parts.
fn share(parts: u64) -> Option<Rate> {
    let parts = i64::try_from(parts).unwrap_or(i64::MAX);
    Rate::new(rust_decimal::Decimal::new(parts, 12)).ok()
}

fn formula(profile: &Profile, score: &Score) -> Formula {
    match (&profile.combine, score.cell()) {
        (Combine::Weighted(_), _) => Formula::Weighted,
        (Combine::Product { per, .. }, _) => Formula::Product { per: per.points() },
        (Combine::Matrix(_), Some((row, column))) => Formula::Matrix { row, column },
        (Combine::Matrix(_) | Combine::Sum(_), _) => Formula::Sum,
    }
}
