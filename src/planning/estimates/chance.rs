//! A probability, and what it rests on.

use alloc::string::String;

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

/// A probability, and what it rests on. As text it is a sentence with its error; see [`wording`](crate::wording).
///
/// ```
/// use lead_lifecycle::planning::{Funnel, Odds};
/// use lead_lifecycle::values::StepName;
/// let sure = Odds::of(&Funnel::standard())?;
/// assert_eq!(sure.chance(200, 10)?.to_string(), "54.53 % (no approximation)");
/// // With a counted rate beside stated ones, the distribution is matched, and says how far it may be off.
/// let counted = Funnel::standard().with_rate(&StepName::new("sql")?, "10 of 40".parse()?)?;
/// let chance = Odds::of(&counted)?.chance(200, 10)?;
/// assert_eq!(chance.to_string(), "53.63 % (approximation, error at most 0.9 percentage points)");
/// assert_eq!(chance.error_points().as_deref(), Some("0.9"));
/// // What is possible never reads as impossible, nor as certain.
/// assert_eq!(sure.chance(200, 60)?.to_string(), "less than 0.01 % (no approximation)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Chance {
    /// The probability, from 0 to 1.
    pub probability: Estimate,
    /// What it rests on.
    pub basis: OddsBasis,
}

impl Chance {
    /// How far the chance may be off either way, in percentage points with one place, rounded up; `None` where nothing
    /// is approximated.
    #[must_use]
    pub fn error_points(&self) -> Option<String> {
        match self.basis {
            OddsBasis::Binomial | OddsBasis::BetaBinomial => None,
            OddsBasis::MatchedBeta { error } => Some(error.to_points_text()),
        }
    }
}
