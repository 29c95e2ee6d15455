//! How much a count proves: intervals for a rate that was counted.

use serde::{Deserialize, Serialize};

use crate::planning::estimates::confidence::Confidence;
use crate::planning::estimates::distributions::{beta_quantile, beta_upper_quantile, normal_upper_quantile};
use crate::planning::estimates::estimate::Estimate;
use crate::planning::estimates::float::count_to_float;
use crate::planning::rate_evidence::RateEvidence;

/// How an interval is made. If unsure, take the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Wilson's score interval: holds the true rate as often as it says, on average. The one to show.
    #[default]
    Wilson,
    /// Clopper and Pearson's interval: holds the true rate at least as often as it says. Never too narrow, often too
    /// wide.
    ClopperPearson,
    /// Jeffreys' interval: what a beta distribution leaves when an equal tail is cut off at both ends, with half a case
    /// added to those that converted and to those that did not. [`Odds`](crate::planning::Odds) use this distribution.
    /// With 0 of n or n of n its end is not exactly 0 or 1.
    Jeffreys,
}

/// The interval in which a rate lies (信頼区間), as fractions of one. As text it is per cent: `19.53 % to 31.43 %`; see
/// [`wording`](crate::wording).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "信頼区間")]
pub struct Interval {
    /// The lower end.
    pub low: Estimate,
    /// The upper end.
    pub high: Estimate,
}

impl RateEvidence {
    /// The interval in which the true rate lies with the wanted confidence; the doubt is shared by both ends.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Confidence, IntervalMethod, RateEvidence};
    /// let interval = RateEvidence::new(50, 200)?.interval(IntervalMethod::Wilson, &Confidence::P95);
    /// assert!(interval.low.value() > 0.19 && interval.high.value() < 0.32);
    /// // Not one of 20: that proves little, the true rate may be up to 16 %.
    /// let none = RateEvidence::new(0, 20)?.interval(IntervalMethod::Wilson, &Confidence::P95);
    /// assert_eq!(none.low.value(), 0.0);
    /// assert_eq!(none.high.to_string(), "0.1611");
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    #[must_use]
    pub fn interval(&self, method: IntervalMethod, confidence: &Confidence) -> Interval {
        let tail = confidence.doubt() / 2.0;
        let converted = count_to_float(self.converted());
        let failed = count_to_float(self.of().saturating_sub(self.converted()));
        let (low, high) = match method {
            IntervalMethod::Wilson => {
                let z = normal_upper_quantile(tail);
                let larger = larger_root(converted, failed, z);
                let high = if failed > 0.0 { larger / (converted + failed + z * z) } else { 1.0 };
                // The smaller root from the product of both, which does not cancel.
                (converted / (converted + failed) * converted / larger, high)
            }
            IntervalMethod::ClopperPearson => (
                if converted > 0.0 { beta_quantile(converted, failed + 1.0, tail) } else { 0.0 },
                if failed > 0.0 { beta_upper_quantile(converted + 1.0, failed, tail) } else { 1.0 },
            ),
            IntervalMethod::Jeffreys => (
                beta_quantile(converted + 0.5, failed + 0.5, tail),
                beta_upper_quantile(converted + 0.5, failed + 0.5, tail),
            ),
        };
        Interval { low: Estimate::new(low), high: Estimate::new(high) }
    }
}

/// The larger root of Wilson's quadratic, times n + z².
fn larger_root(converted: f64, failed: f64, z: f64) -> f64 {
    let square = z * z;
    converted + square / 2.0 + z * libm::sqrt(converted * failed / (converted + failed) + square / 4.0)
}
