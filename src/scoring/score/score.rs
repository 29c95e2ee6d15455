//! The score of a lead: a total, its rank, and the dimensions that it is made of.

use alloc::vec::Vec;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::scoring::language::combine::Values;
use crate::scoring::language::group::GroupSums;
use crate::scoring::language::place::ProfilePlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::thousandths::Thousandths;
use crate::values::{Points, Rank};

/// A score at an instant. It belongs to the [`Scoring`](crate::scoring::Scoring) that made it;
/// [`Scoring::breakdown`](crate::scoring::Scoring::breakdown) gives the form with names, to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    profile: ProfilePlace,
    dimensions: u8,
    rank: Rank,
    cell: Option<(u8, u8)>,
    total: Thousandths,
    values: Values,
}

impl Score {
    /// The score that the dimensions give which `fill` fills in; they are zero before.
    #[inline]
    pub(in crate::scoring) fn filled(rules: &Rules, profile: ProfilePlace, fill: impl FnOnce(&mut Values)) -> Self {
        let mut score = Self::unscored(rules, profile);
        fill(&mut score.values);
        score.combine(rules);
        score
    }

    /// The score that the sums of the groups give.
    #[inline]
    pub(in crate::scoring) fn of_sums(rules: &Rules, sums: &GroupSums, profile: ProfilePlace) -> Self {
        let mut score = Self::unscored(rules, profile);
        rules.dimensions_of(sums, &mut score.values);
        score.combine(rules);
        score
    }

    #[inline]
    fn unscored(rules: &Rules, profile: ProfilePlace) -> Self {
        let dimensions = u8::try_from(rules.dimensions.len()).unwrap_or(u8::MAX);
        Self { profile, dimensions, rank: Rank::C, cell: None, total: Thousandths::ZERO, values: Values::default() }
    }

    /// Fills in what follows from the dimensions.
    #[inline]
    fn combine(&mut self, rules: &Rules) {
        if let Some(profile) = rules.profile(self.profile) {
            let combined = profile.combine(&self.values);
            self.total = profile.bounds.hold(combined.raw);
            self.rank = profile.rank(self.total, combined.cell);
            self.cell = combined.cell;
        }
    }

    /// The place of its profile.
    pub(in crate::scoring) const fn profile(&self) -> ProfilePlace {
        self.profile
    }

    /// The total, in thousandths.
    #[inline]
    pub(in crate::scoring) const fn thousandths(&self) -> Thousandths {
        self.total
    }

    /// The dimensions, in thousandths.
    #[inline]
    pub(in crate::scoring) const fn values(&self) -> &Values {
        &self.values
    }

    /// The cell of the matrix that gave the total.
    pub(in crate::scoring) const fn cell(&self) -> Option<(u8, u8)> {
        self.cell
    }

    /// The total: the dimensions, combined by the formula of the profile and held within its floor and cap.
    #[must_use]
    #[inline]
    pub fn total(&self) -> Points {
        self.total.points()
    }

    /// The rank, by the totals from which a profile gives A or B, or by the cell of its matrix.
    #[must_use]
    #[doc(alias = "ランク")]
    pub const fn rank(&self) -> Rank {
        self.rank
    }

    /// The points of every dimension, each within its floor and cap, in the order of [`Scoring::dimensions`](crate::scoring::Scoring::dimensions).
    #[must_use]
    pub fn dimensions(&self) -> impl ExactSizeIterator<Item = Points> {
        self.values.iter().take(usize::from(self.dimensions)).map(|value| value.points())
    }
}

/// The total, the rank and the dimensions in their order: for a screen. With names, and to be stored, it is a
/// [`Breakdown`](crate::scoring::Breakdown).
impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let dimensions: Vec<Points> = self.dimensions().collect();
        let mut score = serializer.serialize_struct("Score", 3)?;
        score.serialize_field("total", &self.total())?;
        score.serialize_field("rank", &self.rank)?;
        score.serialize_field("dimensions", &dimensions)?;
        score.end()
    }
}
