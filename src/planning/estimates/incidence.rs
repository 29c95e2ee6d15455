//! What remains, and what has happened of which cause, estimated step by step from those at risk.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::planning::estimates::confidence::Confidence;
use crate::planning::estimates::distributions::normal_upper_quantile;
use crate::planning::estimates::estimate::Estimate;
use crate::planning::estimates::float::count_to_float;
use crate::planning::estimates::interval::Interval;

/// A probability that is estimated from those at risk, and where the true one lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Probability {
    /// The probability, from 0 to 1.
    pub probability: Estimate,
    /// The interval. `None` where the probability is 0 or 1: its formula says nothing there.
    pub interval: Option<Interval>,
}

/// The estimates of Kaplan and Meier, and of Aalen and Johansen, in `f64`, one step of time after the other.
///
/// A step is a time at which something happened, with how many were at risk then and how many events there were of each
/// cause. `S` is the product of `1 − d / n` over the steps so far; the incidence of a cause is the sum of `S⁻ dₖ / n`,
/// where `S⁻` stands for `S` before the step. The sum of both is always one.
///
/// Intervals are on the scale of `log(−log)`, so that they stay between 0 and 1: `p ^ exp(± z σ / (p ln p))` (J. D.
/// Kalbfleisch and R. L. Prentice, *The Statistical Analysis of Failure Time Data*). For `S` the variance is
/// Greenwood's, `σ² = S² Σ d / (n (n − d))`. For an incidence `F` it is that of the delta method (E. Marubini and M. G.
/// Valsecchi, *Analysing Survival Data from Clinical Trials and Observational Studies*, 1995):
/// `Σ (F − Fᵢ)² d / (n (n − d)) + Σ S⁻² dₖ (n − dₖ) / n³ − 2 Σ (F − Fᵢ) S⁻ dₖ / n²`. With one cause it is Greenwood's.
///
/// ```
/// use lead_lifecycle::planning::{Confidence, Incidence};
/// let mut incidence = Incidence::new(2, &Confidence::P95);
/// incidence.step(10, &[0, 1]);
/// incidence.step(9, &[1, 0]);
/// assert_eq!(incidence.survival().probability.to_string(), "0.8000");
/// assert_eq!(incidence.of(1).unwrap().probability.to_string(), "0.1000");
/// assert!(incidence.of(2).is_none());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    z: f64,
    survival: f64,
    /// `Σ d / (n (n − d))`.
    greenwood: f64,
    causes: Vec<Cause>,
}

/// The running sums of a cause. With F the incidence now and Fᵢ that after step i, all terms grow and none cancels.
#[derive(Debug, Clone, Default, PartialEq)]
struct Cause {
    incidence: f64,
    /// `Σ (F − Fᵢ) d / (n (n − d))`.
    first: f64,
    /// `Σ (F − Fᵢ)² d / (n (n − d))`.
    second: f64,
    /// `Σ S⁻² dₖ (n − dₖ) / n³`.
    own: f64,
    /// `Σ S⁻ dₖ / n²`.
    shared: f64,
    /// `Σ (F − Fᵢ) S⁻ dₖ / n²`.
    crossed: f64,
}

impl Incidence {
    /// Before the first step: nothing has happened. `causes` are so many that one of them ends the wait.
    #[must_use]
    pub fn new(causes: u16, confidence: &Confidence) -> Self {
        Self {
            z: normal_upper_quantile(confidence.doubt() / 2.0),
            survival: 1.0,
            greenwood: 0.0,
            causes: (0..causes).map(|_| Cause::default()).collect(),
        }
    }

    /// A step: how many were at risk, and how many events there were of each cause, in the order of the causes. Steps
    /// come in the order of time. With nobody at risk a step changes nothing; events beyond those at risk do not
    /// count.
    pub fn step(&mut self, at_risk: u64, events: &[u64]) {
        let mut left = at_risk;
        if at_risk == 0 {
            return;
        }
        let n = count_to_float(at_risk);
        let mut all = 0.0;
        for (cause, events) in self.causes.iter_mut().zip(events) {
            let events = (*events).min(left);
            left = left.saturating_sub(events);
            let d = count_to_float(events);
            all += d;
            cause.step(n, d, self.survival, self.greenwood);
        }
        if left == 0 {
            // From now on no incidence grows, so the infinite term of this step is never multiplied by anything.
            self.survival = 0.0;
            return;
        }
        let stay = count_to_float(left);
        let term = all / (n * stay);
        self.survival *= stay / n;
        self.greenwood += term;
    }

    /// The probability that nothing has happened yet.
    #[must_use]
    pub fn survival(&self) -> Probability {
        self.told(self.survival, self.survival * self.survival * self.greenwood)
    }

    /// The probability that the cause at this place has happened, before any other could.
    #[must_use]
    pub fn of(&self, cause: usize) -> Option<Probability> {
        let cause = self.causes.get(cause)?;
        Some(self.told(cause.incidence, cause.second + cause.own - 2.0 * cause.crossed))
    }

    fn told(&self, p: f64, variance: f64) -> Probability {
        let inside = p > 0.0 && p < 1.0;
        let power = libm::exp(self.z * libm::sqrt(variance.max(0.0)) / libm::fabs(p * libm::log(p)));
        let interval =
            Interval { low: Estimate::new(libm::pow(p, power)), high: Estimate::new(libm::pow(p, 1.0 / power)) };
        Probability { probability: Estimate::new(p), interval: inside.then_some(interval) }
    }
}

impl Cause {
    /// `before` is `S⁻`, `sum` is `Σ d / (n (n − d))` before the step.
    fn step(&mut self, n: f64, d: f64, before: f64, sum: f64) {
        let rise = before * d / n;
        self.second += 2.0 * rise * self.first + rise * rise * sum;
        self.first += rise * sum;
        self.crossed += rise * self.shared;
        self.incidence += rise;
        self.own += before * before * d * (n - d) / (n * n * n);
        self.shared += before * d / (n * n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(left: f64, right: f64) {
        assert!(libm::fabs(left - right) <= 1e-12 * libm::fabs(right).max(1e-3), "{left} {right}");
    }

    /// The double sum of the formula, without running sums.
    fn variance(steps: &[(f64, [f64; 2])], cause: usize) -> f64 {
        let (mut s, mut f, mut rows) = (1.0, 0.0, Vec::new());
        for (n, d) in steps {
            let all = d[0] + d[1];
            f += s * d[cause] / n;
            rows.push((*n, d[cause], all, s, f));
            s *= 1.0 - all / n;
        }
        let term = |(n, own, all, before, at): &(f64, f64, f64, f64, f64)| {
            (f - at) * (f - at) * all / (n * (n - all)) + before * before * own * (n - own) / (n * n * n)
                - 2.0 * (f - at) * before * own / (n * n)
        };
        rows.iter().map(term).sum()
    }

    #[test]
    fn running_sums_are_the_double_sum() {
        let steps = [(20, [1, 2]), (15, [0, 1]), (12, [2, 0]), (7, [1, 1]), (4, [0, 1]), (3, [1, 0])];
        let mut incidence = Incidence::new(2, &Confidence::P95);
        for (n, d) in steps {
            incidence.step(n, &d);
        }
        let floats = steps.map(|(n, d)| (count_to_float(n), d.map(count_to_float)));
        for index in 0..2 {
            let cause = &incidence.causes[index];
            near(cause.second + cause.own - 2.0 * cause.crossed, variance(&floats, index));
        }
    }

    #[test]
    fn one_cause_alone_has_the_variance_of_greenwood() {
        let mut incidence = Incidence::new(1, &Confidence::P95);
        for (n, d) in [(100, 7), (80, 3), (60, 20), (30, 1), (9, 4)] {
            incidence.step(n, &[d]);
            let cause = &incidence.causes[0];
            near(cause.incidence, 1.0 - incidence.survival);
            let greenwood = incidence.survival * incidence.survival * incidence.greenwood;
            near(cause.second + cause.own - 2.0 * cause.crossed, greenwood);
        }
    }
}
