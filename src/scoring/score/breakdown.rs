//! A score with its names.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::scoring::language::rules::Rules;
use crate::scoring::score::score::Score;
use crate::values::{DimensionName, Points, ProfileName, Rank};

/// A score with its names: what a fact stores, and what can be read without the policy that gave it.
///
/// Made by [`Scoring::breakdown`](crate::scoring::Scoring::breakdown).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Breakdown {
    /// The score profile.
    pub profile: ProfileName,
    /// The total.
    pub total: Points,
    /// The rank.
    pub rank: Rank,
    /// Every dimension of the policy.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub dimensions: BTreeMap<DimensionName, Points>,
}

/// A score of these rules with its names; of others, as far as the names go.
pub(in crate::scoring) fn breakdown(rules: &Rules, score: &Score) -> Option<Breakdown> {
    let profile = rules.profile(score.profile())?.name.clone();
    // One by one: collecting into a tree sorts in a list that is thrown away.
    let mut dimensions = BTreeMap::new();
    for (dimension, points) in rules.dimensions.iter().zip(score.dimensions()) {
        dimensions.insert(dimension.name.clone(), points);
    }
    Some(Breakdown { profile, total: score.total(), rank: score.rank(), dimensions })
}
