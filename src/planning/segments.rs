//! Several segments in one plan.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::exact::{Fraction, Meter};
use crate::planning::money_fraction::same_currency;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::SharesError;
use crate::planning::segment::Segment;

/// Segments whose shares make one whole: each brings its own share of one target, in one currency.
///
/// ```
/// use lead_lifecycle::planning::{DealSize, Funnel, Segment, Segments};
/// use lead_lifecycle::{Currency, Money};
/// let yen = |amount| Money::from_units(amount, Currency::JPY);
/// let (small, large) = (DealSize::new(yen(3_000_000)?)?, DealSize::new(yen(4_500_000)?)?);
/// // Inbound brings 70 % of 30 million yen, outbound 30 % with larger deals.
/// let both = Segments::new(vec![
///     Segment::new("sdr".parse()?, "70%".parse()?, Funnel::sdr(), small),
///     Segment::new("bdr".parse()?, "30%".parse()?, Funnel::bdr(), large),
/// ])?;
/// let plan = both.back_revenue(yen(30_000_000)?)?;
/// // 7 wins and 2: the same step of both funnels is summed.
/// assert_eq!(plan.total("win").unwrap().exact.to_string(), "9");
/// assert_eq!(plan.total("approach").unwrap().whole, 134);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Segments {
    // INVARIANT: names differ, shares add up to one, one currency, lags none or one per step.
    segments: Vec<Segment>,
}

impl Segments {
    /// Segments that make up one plan.
    ///
    /// # Errors
    /// [`PlanError::Shares`] unless their shares add up to exactly 1; [`PlanError::Twice`] for a repeated name;
    /// [`PlanError::Currencies`] for two currencies; [`PlanError::Missing`] when lags are given, but not one for every
    /// step; [`PlanError::Limit`] for no segment or more than [`bounds::SEGMENTS`]; [`PlanError::Number`] for shares whose
    /// sum takes more than [`bounds::WORK_STEPS`].
    pub fn new(segments: Vec<Segment>) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::SEGMENTS, segments.len())?;
        let (mut sum, mut meter) = (Fraction::ZERO, Meter::new());
        for (index, segment) in segments.iter().enumerate() {
            if segments.iter().take(index).any(|before| before.name == segment.name) {
                return Err(PlanError::Twice { name: segment.name.as_str().into() });
            }
            if let Some(first) = segments.first() {
                same_currency(first.deal_size.money(), segment.deal_size.money())?;
            }
            segment.schedule()?;
            sum = meter.add(&sum, segment.share.fraction())?;
        }
        if sum != Fraction::ONE {
            return Err(SharesError::Segments { got: sum }.into());
        }
        Ok(Self { segments })
    }

    /// The segments, in the order given.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }
}

impl<'de> Deserialize<'de> for Segments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
