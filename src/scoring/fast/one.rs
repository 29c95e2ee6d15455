//! One state at one instant.

use crate::scoring::fast::placed::{FEW, MANY, Placed};
use crate::scoring::fast::plans::Plans;
use crate::scoring::language::combine::Values;
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::place::ProfilePlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::memory::block::Slot;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::score::Score;

/// The score under a profile; `None` when something in the state is still to come at the instant.
#[inline]
pub(in crate::scoring) fn score(
    rules: &Rules,
    plans: &Plans,
    state: &ScoringState,
    profile: ProfilePlace,
    at: i64,
) -> Option<Score> {
    let mut known = None;
    let score = Score::filled(rules, profile, |filled| known = values(rules, plans, state, at, filled));
    known.map(|()| score)
}

/// Fills in the dimensions, which are zero before; `None`, and nothing filled in, when something in the state is still
/// to come at the instant.
#[inline]
pub(in crate::scoring) fn values(
    rules: &Rules,
    plans: &Plans,
    state: &ScoringState,
    at: i64,
    values: &mut Values,
) -> Option<()> {
    if rules.tags.len() <= FEW {
        values_in::<FEW>(rules, plans, state, at, values)
    } else {
        values_in::<MANY>(rules, plans, state, at, values)
    }
}

#[inline]
fn values_in<const TAGS: usize>(
    rules: &Rules,
    plans: &Plans,
    state: &ScoringState,
    at: i64,
    values: &mut Values,
) -> Option<()> {
    let mut slots = [Slot::default(); TAGS];
    let placed = Placed::usual(rules, state, at, &mut slots)?;
    let mut sums = GroupSums::default();
    rules.add_fits(state.fits(), &mut sums);
    plans.each_engagement(rules, placed, at, |rule, _, value| add(&mut sums, rule.group, value));
    rules.add_dates(state.dates().iter().copied(), &mut sums, at);
    rules.dimensions_of(&sums, values);
    Some(())
}
