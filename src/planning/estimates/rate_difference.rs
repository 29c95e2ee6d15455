//! How far two counted rates are apart.

use serde::{Deserialize, Serialize};

use crate::planning::estimates::confidence::Confidence;
use crate::planning::estimates::estimate::Estimate;
use crate::planning::estimates::float::count_to_float;
use crate::planning::estimates::interval::{Interval, IntervalMethod};
use crate::planning::rate_evidence::RateEvidence;

/// The difference of two rates that were counted, with the interval in which the true one lies. All are points of one,
/// from −1 to 1: 0.05 are five percentage points.
///
/// An interval that holds 0 does not tell the two rates apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct RateDifference {
    /// The counted difference.
    pub difference: Estimate,
    /// Where the true difference lies with the wanted confidence.
    pub interval: Interval,
}

impl RateEvidence {
    /// This rate less `other`: two groups, each case in one of them.
    ///
    /// The interval is Newcombe's hybrid score interval, made of Wilson's intervals of both: method 10 of R. G. Newcombe,
    /// *Interval estimation for the difference between independent proportions*, Statistics in Medicine 17 (1998).
    ///
    /// ```
    /// use lead_lifecycle::planning::{Confidence, RateEvidence};
    /// let (first, second) = (RateEvidence::new(56, 70)?, RateEvidence::new(48, 80)?);
    /// let apart = first.difference(&second, &Confidence::P95);
    /// assert_eq!(apart.difference.to_string(), "0.2000");
    /// assert_eq!(apart.interval.low.to_string(), "0.0524");
    /// assert_eq!(apart.interval.high.to_string(), "0.3339");
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    #[must_use]
    pub fn difference(&self, other: &Self, confidence: &Confidence) -> RateDifference {
        let rate = |evidence: &Self| count_to_float(evidence.converted()) / count_to_float(evidence.of());
        let (own, others) = (rate(self), rate(other));
        let wilson = |evidence: &Self| {
            let interval = evidence.interval(IntervalMethod::Wilson, confidence);
            (interval.low.value(), interval.high.value())
        };
        let ((low, high), (others_low, others_high)) = (wilson(self), wilson(other));
        let difference = own - others;
        let below = libm::hypot(own - low, others_high - others);
        let above = libm::hypot(high - own, others - others_low);
        RateDifference {
            difference: Estimate::new(difference),
            interval: Interval {
                low: Estimate::new((difference - below).max(-1.0)),
                high: Estimate::new((difference + above).min(1.0)),
            },
        }
    }
}
