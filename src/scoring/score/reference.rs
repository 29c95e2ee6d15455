//! The score, written to be read: every rule gives its value at the instant, values add up in groups, groups in
//! dimensions, and the profile combines those. It works for every policy and state, and for what a state would be.
//!
//! What is faster gives the same: `fast/mod.rs` names the test that compares them.

use crate::scoring::language::combine::Values;
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::place::ProfilePlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::score::score::Score;
use crate::scoring::score::view::View;
use crate::scoring::score::walk::walk;

/// The score at an instant under a profile.
pub(in crate::scoring) fn score(rules: &Rules, view: View<'_>, profile: ProfilePlace, at: i64) -> Score {
    Score::of_sums(rules, &sums(rules, view, at), profile)
}

/// Fills in the dimensions at an instant, which are zero before.
pub(in crate::scoring) fn values(rules: &Rules, view: View<'_>, at: i64, values: &mut Values) {
    rules.dimensions_of(&sums(rules, view, at), values);
}

/// The sums of the groups at an instant. Out of the way of callers for whom it is the rare case.
#[inline(never)]
fn sums(rules: &Rules, view: View<'_>, at: i64) -> GroupSums {
    let mut sums = GroupSums::default();
    walk(rules, view, |item| add(&mut sums, item.group(), item.value(at)));
    sums
}
