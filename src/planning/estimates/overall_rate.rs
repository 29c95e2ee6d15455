//! The share of entries that wins, and the distribution of the wins.

use crate::planning::estimates::density::binomial_density;
use crate::planning::estimates::distributions::beta_tails;
use crate::planning::estimates::float::{count_to_float, to_float};
use crate::planning::estimates::integrals::average_of_tails;
use crate::planning::exact::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::plan_error::PlanError;
use crate::planning::step_rate::StepRate;

/// The share of entries that wins, certain or not.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum OverallRate {
    /// Known, with its complement.
    Certain { p: f64, q: f64 },
    /// Beta distributed; `third` is the third central moment that the beta misses, if it was matched.
    Beta { a: f64, b: f64, third: Option<f64> },
}

impl OverallRate {
    /// # Errors
    /// [`PlanError::Number`] when the product of the stated rates is too large to be held.
    pub(super) fn of(funnel: &Funnel) -> Result<Self, PlanError> {
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
            Self::Certain { p: to_float(&stated), q: to_float(&q) }
        } else if counted == 1 && stated == Fraction::ONE {
            Self::Beta { a: only.0, b: only.1, third: None }
        } else {
            matched.mean *= to_float(&stated);
            matched.beta()
        };
        Ok(rate)
    }

    pub(super) fn mean(&self) -> f64 {
        match *self {
            OverallRate::Certain { p, .. } => p,
            OverallRate::Beta { a, b, .. } => a / (a + b),
        }
    }

    pub(super) fn variance(&self, n: f64) -> f64 {
        match *self {
            OverallRate::Certain { p, q } => n * p * q,
            OverallRate::Beta { a, b, .. } => {
                let sum = a + b;
                n * (a / sum) * (b / sum) * ((sum + n) / (sum + 1.0))
            }
        }
    }

    pub(super) fn at_least(&self, entries: u64, wins: u64) -> f64 {
        if wins == 0 {
            return 1.0;
        }
        if wins > entries {
            return 0.0;
        }
        let (n, w) = (count_to_float(entries), count_to_float(wins));
        match *self {
            OverallRate::Certain { p, q } => beta_tails(w, n - w + 1.0, p, q).0,
            OverallRate::Beta { a, b, .. } => beta_binomial_at_least(entries, wins, a, b),
        }
    }

    /// Three times the term of the third moment in the Edgeworth series at its largest, φ(0)/6.
    pub(super) fn error(&self, entries: u64, third: f64) -> f64 {
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

/// The most terms of a beta-binomial that are summed one by one; beyond it, its tail is an integral.
const MOST_SUMMED: u32 = 50_000;

/// The upper tail of a beta-binomial: summed on its shorter side, or as an integral where that side is long.
///
/// The steps: at most [`MOST_SUMMED`] terms, or beside them [`average_of_tails`].
fn beta_binomial_at_least(entries: u64, wins: u64, a: f64, b: f64) -> f64 {
    let (n, w) = (count_to_float(entries), count_to_float(wins));
    let summed = if w > n * a / (a + b) {
        // From the wins upwards; seen from the failures, downwards.
        tail_downwards(n, n - w, b, a).map(|upper| upper.min(1.0))
    } else {
        tail_downwards(n, w - 1.0, a, b).map(|lower| (1.0 - lower).max(0.0))
    };
    summed.unwrap_or_else(|| integrated(n, w, a, b))
}

/// `P(W ≥ w)` of a beta-binomial as the chance that the rate, beta(a, b), lies above that of the w-th of n random
/// numbers, beta(w, n − w + 1). The narrower of both is gone through, because the other one is smooth there.
fn integrated(n: f64, w: f64, a: f64, b: f64) -> f64 {
    let (rest, spread) = (n - w + 1.0, |a: f64, b: f64| 1.0 / a + 1.0 / b);
    let chance = if spread(w, rest) < spread(a, b) {
        average_of_tails(w, rest, |x, y| beta_tails(a, b, x, y).1)
    } else {
        average_of_tails(a, b, |x, y| beta_tails(w, rest, x, y).0)
    };
    chance.clamp(0.0, 1.0)
}

/// `P(W ≤ from)` of a beta-binomial, from `from` down to 0, until the rest is nothing; `None` if that takes too long.
fn tail_downwards(n: f64, from: f64, a: f64, b: f64) -> Option<f64> {
    let mut term = beta_binomial_density(n, from, a, b);
    let mut sum = term;
    let mut w = from;
    for _ in 0..MOST_SUMMED {
        if w <= 0.0 {
            return Some(sum);
        }
        let ratio = w * (b + n - w) / ((n - w + 1.0) * (a + w - 1.0));
        term *= ratio;
        w -= 1.0;
        sum += term;
        if ratio < 1.0 && term * w < 1e-17 * sum {
            return Some(sum);
        }
    }
    None
}

/// As a ratio of three negative binomial densities, whose large factors cancel before they are made.
fn beta_binomial_density(n: f64, w: f64, a: f64, b: f64) -> f64 {
    let total = a + b;
    let (success, failure) = (total / (total + n), n / (total + n));
    let density = |size: f64, x: f64| size / (size + x) * binomial_density(size, x, success, failure);
    density(a, w) * density(b, n - w) / density(total, n)
}
