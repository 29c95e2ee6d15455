//! The chance of reaching a target, and the volume for a wanted chance.

use serde::{Deserialize, Serialize};

use crate::planning::bounds;
use crate::planning::error::PlanError;
use crate::planning::estimates::confidence::Confidence;
use crate::planning::estimates::estimate::Estimate;
use crate::planning::estimates::float::{count_to_float, float_to_count, to_float};
use crate::planning::estimates::special::{beta_tails, binomial_density};
use crate::planning::fraction::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::rates::{DealSize, StepRate};
use crate::planning::seek::to_money;
use crate::values::Money;

/// What a chance rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// All rates are stated: wins are binomial. No approximation. Also where several rates are known so well, or
    /// are so small, that their uncertainty moves no chance by more than 1e-6.
    Binomial,
    /// One rate is evidence and all others are 100 %: wins are beta-binomial. No approximation.
    BetaBinomial,
    /// Several rates, at least one of them evidence: their product is replaced by the beta distribution with
    /// the same mean and variance.
    MatchedBeta {
        /// How far the chance may be off: three times the first neglected term (the third moment) of the
        /// Edgeworth series.
        error: Estimate,
    },
}

/// A probability and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chance {
    /// The probability.
    pub probability: Estimate,
    /// What it rests on.
    pub basis: Basis,
}

/// The odds of a funnel (達成確率): how likely so many entries bring so many wins.
///
/// Wins are binomial along the funnel. A rate with evidence k of n is itself uncertain: it follows a beta
/// distribution of k + ½ and n − k + ½ (Jeffreys), so its mean is (k + ½)/(n + 1), a little inside k/n.
///
/// ```
/// use lead_lifecycle::planning::{Confidence, Evidence, Funnel, Odds, StepRate};
/// use lead_lifecycle::StepName;
/// let odds = Odds::of(&Funnel::standard())?;
/// // DOMAIN §10's 200 MQLs bring the 10 wins in little more than half of the months.
/// let chance = odds.chance(200, 10)?;
/// assert_eq!(chance.probability.to_string(), "0.5453");
/// // For four months out of five it takes 249, for nine out of ten 282, for nineteen out of twenty 311.
/// assert_eq!(odds.entries_for(10, &Confidence::P80)?, 249);
/// assert_eq!(odds.entries_for(10, &Confidence::P90)?, 282);
/// assert_eq!(odds.entries_for(10, &Confidence::P95)?, 311);
/// assert!(Confidence::new("100%".parse()?).is_err());
/// // If the 25 % from MQL to SQL were counted from 40 cases only, more are needed.
/// let counted = StepRate::Evidence(Evidence::new(10, 40)?);
/// let unsure = Odds::of(&Funnel::standard().with_rate(&StepName::new("sql")?, counted)?)?;
/// assert_eq!(unsure.entries_for(10, &Confidence::P90)?, 326);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias = "達成確率")]
pub struct Odds {
    rate: OverallRate,
}

/// The share of entries that wins, certain or not.
#[derive(Debug, Clone, PartialEq)]
enum OverallRate {
    /// Known, with its complement.
    Certain { p: f64, q: f64 },
    /// Beta distributed; `third` is the third central moment that the beta misses, if it was matched.
    Beta { a: f64, b: f64, third: Option<f64> },
}

impl Odds {
    /// The odds of a funnel.
    ///
    /// # Errors
    /// [`PlanError::Number`] when the product of the stated rates is too large to be held.
    pub fn of(funnel: &Funnel) -> Result<Self, PlanError> {
        let mut stated = Fraction::ONE;
        let mut counted = 0_u32;
        let mut matched = Moments { mean: 1.0, ln_second: 0.0, ln_third: 0.0 };
        let mut only = (0.5, 0.5);
        for step in funnel.steps() {
            match &step.rate {
                StepRate::Stated(share) => stated = stated.checked_mul(share.fraction())?,
                StepRate::Evidence(evidence) => {
                    counted = counted.saturating_add(1);
                    let failed = evidence.of().saturating_sub(evidence.converted());
                    only = (count_to_float(evidence.converted()) + 0.5, count_to_float(failed) + 0.5);
                    matched.times_beta(only.0, only.1);
                }
            }
        }
        let certain = stated.is_zero() || counted == 0;
        let rate = if certain {
            let q = stated.complement()?;
            OverallRate::Certain { p: to_float(&stated), q: to_float(&q) }
        } else if counted == 1 && stated == Fraction::ONE {
            OverallRate::Beta { a: only.0, b: only.1, third: None }
        } else {
            matched.mean *= to_float(&stated);
            matched.beta()
        };
        Ok(Self { rate })
    }

    /// The probability that so many entries bring at least so many wins.
    ///
    /// # Errors
    /// [`PlanError::Limit`] beyond [`bounds::ODDS_VOLUME`].
    pub fn chance(&self, entries: u64, wins: u64) -> Result<Chance, PlanError> {
        PlanError::check(bounds::ODDS_VOLUME, entries)?;
        PlanError::check(bounds::ODDS_VOLUME, wins)?;
        let probability = Estimate::new(self.at_least(entries, wins));
        let basis = match &self.rate {
            OverallRate::Certain { .. } => Basis::Binomial,
            OverallRate::Beta { third: None, .. } => Basis::BetaBinomial,
            OverallRate::Beta { third: Some(third), .. } => {
                Basis::MatchedBeta { error: Estimate::new(self.error(entries, *third)) }
            }
        };
        Ok(Chance { probability, basis })
    }

    /// The fewest entries that bring the wins with at least the wanted confidence.
    ///
    /// # Errors
    /// [`PlanError::BeyondReach`] when [`bounds::ODDS_VOLUME`] is not enough; [`PlanError::Limit`].
    #[doc(alias = "必要リード数")]
    pub fn entries_for(&self, wins: u64, confidence: &Confidence) -> Result<u64, PlanError> {
        PlanError::check(bounds::ODDS_VOLUME, wins)?;
        let wanted = to_float(confidence.fraction());
        let most = u64::try_from(bounds::ODDS_VOLUME.max).unwrap_or(u64::MAX);
        let enough = |entries: u64| self.at_least(entries, wins) >= wanted;
        // INVARIANT: `low` is not enough, or is the floor of the search; `high` is enough.
        let mut low = wins;
        if enough(low) {
            return Ok(low);
        }
        let start = float_to_count(count_to_float(wins) / self.mean().max(1e-300));
        let mut high = start.clamp(low.saturating_add(1), most);
        while !enough(high) {
            if high >= most {
                return Err(PlanError::BeyondReach { volume: most });
            }
            low = high;
            high = high.saturating_mul(2).min(most);
        }
        while high.saturating_sub(low) > 1 {
            let middle = low.midpoint(high);
            if enough(middle) { high = middle } else { low = middle }
        }
        Ok(high)
    }

    /// The most wins that are reached with at least the wanted confidence; with 50 %, the median.
    ///
    /// # Errors
    /// [`PlanError::Limit`].
    pub fn wins_at(&self, entries: u64, confidence: &Confidence) -> Result<u64, PlanError> {
        PlanError::check(bounds::ODDS_VOLUME, entries)?;
        let wanted = to_float(confidence.fraction());
        // INVARIANT: `low` wins are reached, `high` are not.
        let (mut low, mut high) = (0, entries.saturating_add(1));
        while high.saturating_sub(low) > 1 {
            let middle = low.midpoint(high);
            if self.at_least(entries, middle) >= wanted { low = middle } else { high = middle }
        }
        Ok(low)
    }

    /// The revenue that is reached with at least the wanted confidence.
    ///
    /// # Errors
    /// [`PlanError::Limit`]; [`PlanError::Money`] beyond what money may be.
    pub fn revenue_at(&self, entries: u64, deal_size: DealSize, confidence: &Confidence) -> Result<Money, PlanError> {
        let wins = Fraction::from(self.wins_at(entries, confidence)?);
        let exact = wins.checked_mul(&deal_size.fraction())?;
        to_money(&exact, deal_size.money().currency(), Fraction::floor)
    }

    /// The expected share of entries that wins.
    #[must_use]
    pub fn expected_rate(&self) -> Estimate {
        Estimate::new(self.mean())
    }

    /// The expected wins.
    #[must_use]
    pub fn expected_wins(&self, entries: u64) -> Estimate {
        Estimate::new(self.mean() * count_to_float(entries))
    }

    /// The expected revenue, in whole currency units.
    #[must_use]
    pub fn expected_revenue(&self, entries: u64, deal_size: DealSize) -> Estimate {
        Estimate::new(self.mean() * count_to_float(entries) * to_float(&deal_size.fraction()))
    }

    /// The standard deviation of the wins.
    #[must_use]
    pub fn wins_deviation(&self, entries: u64) -> Estimate {
        Estimate::new(libm::sqrt(self.variance(count_to_float(entries))))
    }

    fn mean(&self) -> f64 {
        match self.rate {
            OverallRate::Certain { p, .. } => p,
            OverallRate::Beta { a, b, .. } => a / (a + b),
        }
    }

    fn variance(&self, n: f64) -> f64 {
        match self.rate {
            OverallRate::Certain { p, q } => n * p * q,
            OverallRate::Beta { a, b, .. } => {
                let sum = a + b;
                n * (a / sum) * (b / sum) * ((sum + n) / (sum + 1.0))
            }
        }
    }

    fn at_least(&self, entries: u64, wins: u64) -> f64 {
        if wins == 0 {
            return 1.0;
        }
        if wins > entries {
            return 0.0;
        }
        let (n, w) = (count_to_float(entries), count_to_float(wins));
        match self.rate {
            OverallRate::Certain { p, q } => beta_tails(w, n - w + 1.0, p, q).0,
            OverallRate::Beta { a, b, .. } => beta_binomial_at_least(entries, wins, a, b),
        }
    }

    /// Three times the term of the third moment in the Edgeworth series at its largest, φ(0)/6.
    fn error(&self, entries: u64, third: f64) -> f64 {
        let n = count_to_float(entries);
        let spread = self.variance(n);
        let moved = n * (n - 1.0) * (n - 2.0) * third;
        if spread <= 0.0 {
            return 0.0;
        }
        (3.0 * 0.066_490_380_066_905_4 * libm::fabs(moved) / (spread * libm::sqrt(spread))).min(1.0)
    }
}

/// Moments of a product of independent rates, kept so that small variances do not cancel.
struct Moments {
    mean: f64,
    /// `ln E[p²]/E[p]²`.
    ln_second: f64,
    /// `ln E[p³]/E[p]³`.
    ln_third: f64,
}

impl Moments {
    fn times_beta(&mut self, a: f64, b: f64) {
        let sum = a + b;
        let second = b / (a * (sum + 1.0));
        let third = 2.0 * b * (b - a) / (a * a * (sum + 1.0) * (sum + 2.0));
        self.mean *= a / sum;
        self.ln_second += libm::log1p(second);
        self.ln_third += libm::log1p(3.0 * second + third);
    }

    /// The beta distribution of the same mean and variance.
    fn beta(&self) -> OverallRate {
        let (mean, second) = (self.mean, libm::expm1(self.ln_second));
        // With at most 1e7 entries, neither can be told from certainty; and a beta of such a size has no digits.
        if mean < 1e-13 || second < 1e-18 {
            return OverallRate::Certain { p: mean, q: 1.0 - mean };
        }
        let third = libm::expm1(self.ln_third) - 3.0 * second;
        let sum = (1.0 - mean) / (mean * second) - 1.0;
        let (a, b) = (mean * sum, (1.0 - mean) * sum);
        let own = 2.0 * b * (b - a) / (a * a * (sum + 1.0) * (sum + 2.0));
        OverallRate::Beta { a, b, third: Some((third - own) * mean * mean * mean) }
    }
}

/// The upper tail of a beta-binomial, summed on its shorter side.
fn beta_binomial_at_least(entries: u64, wins: u64, a: f64, b: f64) -> f64 {
    let (n, w) = (count_to_float(entries), count_to_float(wins));
    if w > n * a / (a + b) {
        // From the wins upwards; seen from the failures, downwards.
        return tail_downwards(n, n - w, b, a).min(1.0);
    }
    (1.0 - tail_downwards(n, w - 1.0, a, b)).max(0.0)
}

/// `P(W ≤ from)` of a beta-binomial, from `from` down to 0, until the rest is nothing.
fn tail_downwards(n: f64, from: f64, a: f64, b: f64) -> f64 {
    let mut term = beta_binomial_density(n, from, a, b);
    let mut sum = term;
    let mut w = from;
    while w > 0.0 {
        let ratio = w * (b + n - w) / ((n - w + 1.0) * (a + w - 1.0));
        term *= ratio;
        w -= 1.0;
        sum += term;
        if ratio < 1.0 && term * w < 1e-17 * sum {
            break;
        }
    }
    sum
}

/// As a ratio of three negative binomial densities, whose large factors cancel before they are made.
fn beta_binomial_density(n: f64, w: f64, a: f64, b: f64) -> f64 {
    let total = a + b;
    let (success, failure) = (total / (total + n), n / (total + n));
    let density = |size: f64, x: f64| size / (size + x) * binomial_density(size, x, success, failure);
    density(a, w) * density(b, n - w) / density(total, n)
}
