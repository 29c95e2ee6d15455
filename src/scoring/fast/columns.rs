//! Many leads, many instants: states laid out by column, for nightly batches and what-if.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;
use serde::Serialize;

use crate::scoring::fast::one;
use crate::scoring::fast::plans::Plans;
use crate::scoring::language::combine::{Combine, Values};
use crate::scoring::language::decay::Decay;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::half_life::HalfLife;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::values::{Instant, Points};

/// Why columns give no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ColumnsError {
    /// Columns hold what counts from their newest occurrence on.
    #[error("`{at}` is before the newest occurrence: ask for `{newest}` or later, or score states one by one")]
    BeforeNewest {
        /// The instant asked for.
        at: Instant,
        /// The first instant that can be asked for.
        newest: Instant,
    },
    /// More rows asked for than there are, or another number than there is room for.
    #[error("rows {first} to {end} do not fit: there are {rows} rows, and room for {room} totals")]
    Rows {
        /// The first row asked for.
        first: usize,
        /// One past the last row asked for.
        end: usize,
        /// The rows there are.
        rows: usize,
        /// The places for totals.
        room: usize,
    },
}

/// States of many leads by column, for one policy. Totals are those of
/// [`Scoring::score`](crate::scoring::Scoring::score), to the thousandth.
///
/// Chunks of rows are independent: a host may give each of its threads a range. Nothing is allocated per lead.
///
/// ```
/// use lead_lifecycle::scoring::ScoringState;
/// use lead_lifecycle::values::{Activity, Points};
/// use lead_lifecycle::{Instant, Policy, Span};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let policy = Policy::standard();
/// let (scoring, now) = (policy.scoring(), "2026-04-01T00:00:00Z".parse::<Instant>()?);
/// let mut states = [ScoringState::new(), ScoringState::new()];
/// scoring.record(&mut states[0], &Activity::new("s-1".parse()?, "seminar".parse()?), now);
///
/// let columns = scoring.columns(&states);
/// let mut totals = [Points::ZERO; 2];
/// columns.totals(now, 0..2, &mut totals)?;
/// assert_eq!(totals, [Points::from_int(15), Points::ZERO]);
/// assert!(columns.totals(now.saturating_sub(Span::days(1)), 0..2, &mut totals).is_err()); // before the seminar
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ScoreColumns<'a> {
    rules: &'a Rules,
    plans: &'a Plans,
    rows: usize,
    newest: i64,
    /// The second that instants are counted from.
    origin: i64,
    /// Per group: what no longer changes.
    fixed: Vec<Vec<Thousandths>>,
    awards: Vec<Awards<'a>>,
    /// Per timing rule: the end of the stated day; `i64::MAX` where none is stated.
    until: Vec<Vec<i64>>,
    /// Rows that do not fit into columns: recycled ones, and occurrences more than 68 years before or after the first.
    odd: BTreeMap<usize, ScoringState>,
}

/// The instants at which a rule's awards were earned, a column per award.
#[derive(Debug, Clone)]
struct Awards<'a> {
    rule: &'a EngagementRule,
    instants: Vec<Vec<i32>>,
}

/// No award. Earlier than every cutoff.
const NONE: i32 = i32::MIN;

// INVARIANT of the wrapping sums below: a rule gives at most 512 · 10^9 thousandths and there are at most 512 rules, so
// sums stay below 2^48.

/// Rows that are worked on together: their sums stay in the nearest cache.
const CHUNK: usize = 256;

impl<'a> ScoreColumns<'a> {
    /// No rows yet.
    pub(in crate::scoring) fn none(rules: &'a Rules, plans: &'a Plans) -> Self {
        let changing = |rule: &&EngagementRule| rule.within < u64::MAX || !matches!(rule.decay, Decay::None);
        let awards = rules.engagements.iter().filter(changing).map(|rule| {
            let instants = (0..rule.times).map(|_| Vec::new()).collect();
            Awards { rule, instants }
        });
        Self {
            rules,
            plans,
            rows: 0,
            newest: i64::MIN,
            origin: 0,
            fixed: vec![Vec::new(); rules.groups.len()],
            awards: awards.collect(),
            until: vec![Vec::new(); rules.timings.len()],
            odd: BTreeMap::new(),
        }
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Adds a row for a state, after those that there are.
    pub fn push(&mut self, state: &ScoringState) {
        for column in &mut self.fixed {
            column.push(Thousandths::ZERO);
        }
        for column in self.awards.iter_mut().flat_map(|awards| &mut awards.instants) {
            column.push(NONE);
        }
        for column in &mut self.until {
            column.push(i64::MAX);
        }
        let row = self.rows;
        self.rows = row.saturating_add(1);
        self.set(row, state);
    }

    /// Replaces a row after its state changed; a row that is not there is left alone.
    pub fn set(&mut self, row: usize, state: &ScoringState) {
        if row >= self.rows {
            return;
        }
        let newest = state.newest_activity().map(Instant::seconds);
        if self.newest == i64::MIN {
            self.origin = newest.unwrap_or(0);
        }
        self.newest = self.newest.max(newest.unwrap_or(i64::MIN));
        self.odd.remove(&row);
        if !state.marks().is_empty() || self.fill(row, state).is_none() {
            self.odd.insert(row, state.clone());
        }
    }

    /// `None` when an instant is too far from the origin.
    fn fill(&mut self, row: usize, state: &ScoringState) -> Option<()> {
        let mut sums = GroupSums::default();
        let rules = self.rules;
        rules.add_fits(state.fits(), &mut sums);
        let mut awards = self.awards.iter_mut();
        let mut known = state.tags().peekable();
        for tag in &rules.tags {
            while known.next_if(|kept| kept.key < tag.key).is_some() {}
            let kept = known.next_if(|kept| kept.key == tag.key).map(|kept| kept.kept.first(usize::from(tag.keep)));
            for rule in rules.rules_of(tag) {
                let every = usize::from(rule.every);
                let instant = |award: usize| {
                    kept.and_then(|kept| kept.at(award.saturating_add(1).saturating_mul(every).saturating_sub(1)))
                };
                if rule.within == u64::MAX && matches!(rule.decay, Decay::None) {
                    let paid = (0..usize::from(rule.times)).take_while(|award| instant(*award).is_some()).count();
                    let paid = i64::try_from(paid).unwrap_or(i64::MAX);
                    add(&mut sums, rule.group, rule.capped(rule.points.saturating_mul(paid)));
                    continue;
                }
                // INVARIANT: `awards` lists the other rules in the order in which tags and rules are walked here.
                for (award, column) in awards.next()?.instants.iter_mut().enumerate() {
                    let offset = instant(award).map(|t| i32::try_from(t.saturating_sub(self.origin)));
                    let offset = match offset.transpose().ok()? {
                        // The number that stands for none.
                        Some(NONE) => return None,
                        offset => offset.unwrap_or(NONE),
                    };
                    *column.get_mut(row)? = offset;
                }
            }
        }
        for (column, sum) in self.fixed.iter_mut().zip(sums) {
            *column.get_mut(row)? = sum;
        }
        for (rule, column) in rules.timings.iter().zip(&mut self.until) {
            let found = state.dates().iter().find(|(key, _)| *key == rule.key);
            *column.get_mut(row)? = found.map_or(i64::MAX, |(_, until)| *until);
        }
        Some(())
    }

    /// Writes the totals of a range of rows at an instant under the profile that promotes.
    ///
    /// # Errors
    /// An instant before the newest occurrence of any row; a range beyond the rows, or of another length than `totals`.
    pub fn totals(&self, at: Instant, rows: Range<usize>, totals: &mut [Points]) -> Result<(), ColumnsError> {
        if at.seconds() < self.newest {
            let newest = Instant::saturating(self.newest);
            return Err(ColumnsError::BeforeNewest { at, newest });
        }
        let fits = rows.end <= self.rows && rows.start.checked_add(totals.len()) == Some(rows.end);
        if !fits {
            return Err(ColumnsError::Rows { first: rows.start, end: rows.end, rows: self.rows, room: totals.len() });
        }
        let mut scratch = Scratch {
            groups: vec![[Thousandths::ZERO; CHUNK]; self.fixed.len()],
            dimensions: vec![[Thousandths::ZERO; CHUNK]; self.rules.dimensions.len()],
            counts: [0; CHUNK],
        };
        let mut first = rows.start;
        for part in totals.chunks_mut(CHUNK) {
            self.chunk(at.seconds(), first, part, &mut scratch);
            first = first.saturating_add(part.len());
        }
        for (row, state) in self.odd.range(rows.clone()) {
            let total = row.checked_sub(rows.start).and_then(|place| totals.get_mut(place));
            if let (Some(total), Some(given)) = (total, self.odd_total(state, at)) {
                *total = given;
            }
        }
        Ok(())
    }

    // INVARIANT: `at` is not before the newest occurrence, so nothing is still to come, and there is a total.
    #[inline(never)]
    fn odd_total(&self, state: &ScoringState, at: Instant) -> Option<Points> {
        one::score(self.rules, self.plans, state, self.rules.promotes, at.seconds()).map(|score| score.total())
    }

    fn chunk(&self, at: i64, first: usize, totals: &mut [Points], scratch: &mut Scratch) {
        let end = first.saturating_add(totals.len());
        for (sums, fixed) in scratch.groups.iter_mut().zip(&self.fixed) {
            for (sum, value) in sums.iter_mut().zip(fixed.get(first..end).unwrap_or(&[])) {
                *sum = *value;
            }
        }
        for awards in &self.awards {
            let Some(sums) = scratch.groups.get_mut(awards.rule.group.index()) else {
                continue;
            };
            let columns = awards.instants.iter().map(|column| column.get(first..end).unwrap_or(&[]));
            match awards.rule.decay {
                Decay::None => steps(awards.rule, self.origin, at, columns, &mut scratch.counts, sums),
                Decay::HalfLife(_) | Decay::Linear(_) | Decay::Steps(_) => {
                    fades(awards.rule, self.origin, at, &columns, totals.len(), sums);
                }
            }
        }
        for (rule, until) in self.rules.timings.iter().zip(&self.until) {
            let Some(sums) = scratch.groups.get_mut(rule.group.index()) else {
                continue;
            };
            for (sum, until) in sums.iter_mut().zip(until.get(first..end).unwrap_or(&[])) {
                if *until < i64::MAX {
                    *sum = sum.wrapping_add(rule.value(*until, at));
                }
            }
        }
        self.combine(scratch, totals);
    }

    fn combine(&self, scratch: &mut Scratch, totals: &mut [Points]) {
        for sums in &mut scratch.dimensions {
            sums.fill(Thousandths::ZERO);
        }
        for (group, sums) in self.rules.groups.iter().zip(&scratch.groups) {
            if let Some(values) = scratch.dimensions.get_mut(group.dimension.index()) {
                for (value, sum) in values.iter_mut().zip(sums) {
                    *value = value.wrapping_add(group.bounds.hold(*sum));
                }
            }
        }
        for (dimension, values) in self.rules.dimensions.iter().zip(&mut scratch.dimensions) {
            for value in values.iter_mut() {
                *value = dimension.bounds.hold(*value);
            }
        }
        let Some(profile) = self.rules.profile(self.rules.promotes) else {
            return;
        };
        if let Combine::Sum(of) = &profile.combine {
            // The usual combination, column by column.
            let mut sums = [Thousandths::ZERO; CHUNK];
            for values in of.iter().filter_map(|dimension| scratch.dimensions.get(dimension.index())) {
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum = sum.wrapping_add(*value);
                }
            }
            for (total, sum) in totals.iter_mut().zip(sums) {
                *total = profile.bounds.hold(sum).points();
            }
            return;
        }
        for (place, total) in totals.iter_mut().enumerate() {
            let mut values = Values::default();
            for (value, column) in values.iter_mut().zip(&scratch.dimensions) {
                *value = column.get(place).copied().unwrap_or_default();
            }
            *total = profile.bounds.hold(profile.combine(&values).raw).points();
        }
    }
}

/// What one call works in.
struct Scratch {
    groups: Vec<[Thousandths; CHUNK]>,
    dimensions: Vec<[Thousandths; CHUNK]>,
    counts: [i32; CHUNK],
}

/// A rule whose awards count in full until they are too old.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn steps<'c>(
    rule: &EngagementRule,
    origin: i64,
    at: i64,
    columns: impl Iterator<Item = &'c [i32]>,
    counts: &mut [i32; CHUNK],
    sums: &mut [Thousandths; CHUNK],
) {
    let oldest = at.saturating_sub(i64::try_from(rule.within).unwrap_or(i64::MAX)).saturating_sub(origin);
    let cutoff = i32::try_from(oldest).unwrap_or(if oldest < 0 { NONE } else { i32::MAX });
    counts.fill(0);
    for column in columns {
        for (count, t) in counts.iter_mut().zip(column) {
            *count = count.wrapping_add(i32::from(*t > cutoff));
        }
    }
    for (sum, count) in sums.iter_mut().zip(counts) {
        // Nothing to pay is the usual case for windows.
        if *count != 0 {
            *sum = sum.wrapping_add(rule.capped(rule.points.wrapping_mul(i64::from(*count))));
        }
    }
}

/// A rule whose awards fade.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn fades<'c>(
    rule: &EngagementRule,
    origin: i64,
    at: i64,
    columns: &(impl Iterator<Item = &'c [i32]> + Clone),
    rows: usize,
    sums: &mut [Thousandths; CHUNK],
) {
    let origin = at.saturating_sub(origin);
    let half = if let Decay::HalfLife(half) = &rule.decay { Some(*half) } else { None };
    for (row, sum) in sums.iter_mut().enumerate().take(rows) {
        let mut weights = 0_u128;
        let instants = columns.clone().filter_map(|column| column.get(row)).take_while(|t| **t != NONE);
        for t in instants {
            let age = origin.wrapping_sub(i64::from(*t)).unsigned_abs();
            if age >= rule.within {
                break;
            }
            let weight = half.map_or_else(|| rule.decay.weight(age, 0), |half| half.weight(age).into());
            weights = weights.wrapping_add(weight);
        }
        if weights > 0 {
            let value = if half.is_some() { HalfLife::weighed(rule.points, weights) } else { rule.weighed(weights) };
            *sum = sum.wrapping_add(rule.capped(value));
        }
    }
}
