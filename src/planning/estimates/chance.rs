//! A probability, and what it rests on.

use serde::{Deserialize, Serialize};

use crate::planning::estimates::estimate::Estimate;

/// What a chance rests on, and how far it may be off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddsBasis {
    /// All rates are stated: the number of wins is binomial. Nothing is approximated.
    ///
    /// Counted rates are here too where they hardly matter: where they are known so well, or are so small, that what is
    /// uncertain about them moves no chance by more than 1e-6.
    Binomial,
    /// One rate is counted and all others are 100 %: the number of wins is beta-binomial. Nothing is approximated.
    BetaBinomial,
    /// Several rates, at least one of them counted: instead of their product, a beta distribution with the same mean
    /// and variance is used.
    MatchedBeta {
        /// How far the chance may be off either way: three times the first term that is neglected, that of the third
        /// moment in the Edgeworth series.
        error: Estimate,
    },
}

/// A probability, and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Chance {
    /// The probability, from 0 to 1.
    pub probability: Estimate,
    /// What it rests on.
    pub basis: OddsBasis,
}
