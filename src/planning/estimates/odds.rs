//! The chance of reaching a target, and the volume for a wanted chance.

use crate::planning::bounds;
use crate::planning::deal_size::DealSize;
use crate::planning::estimates::chance::{Chance, OddsBasis};
use crate::planning::estimates::confidence::Confidence;
use crate::planning::estimates::estimate::Estimate;
use crate::planning::estimates::float::{count_to_float, float_to_count, to_float};
use crate::planning::estimates::overall_rate::OverallRate;
use crate::planning::exact::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::money_fraction::to_money;
use crate::planning::plan_error::PlanError;
use crate::values::Money;

/// The odds of a funnel (達成確率): how likely so many entries bring so many wins.
///
/// Each entry wins or does not, so the number of wins is binomial. A rate that was counted, k of n, is itself
/// uncertain: it follows a beta distribution of k + ½ and n − k + ½ (Jeffreys). Its mean is (k + ½) ÷ (n + 1), which
/// lies a little closer to one half than k ÷ n.
///
/// ```
/// use lead_lifecycle::planning::{Confidence, Funnel, Odds};
/// use lead_lifecycle::values::StepName;
/// let odds = Odds::of(&Funnel::standard())?;
/// // 200 MQLs bring 10 wins in little more than half of the months.
/// let chance = odds.chance(200, 10)?;
/// assert_eq!(chance.probability.to_string(), "0.5453");
/// // For four months out of five it takes 249, for nine out of ten 282, for nineteen out of twenty 311.
/// assert_eq!(odds.entries_for(10, &Confidence::P80)?, 249);
/// assert_eq!(odds.entries_for(10, &Confidence::P90)?, 282);
/// assert_eq!(odds.entries_for(10, &Confidence::P95)?, 311);
/// assert!(Confidence::new("100%".parse()?).is_err());
/// // If the 25 % from MQL to SQL were counted from 40 cases only, more are needed.
/// let unsure = Odds::of(&Funnel::standard().with_rate(&StepName::new("sql")?, "10 of 40".parse()?)?)?;
/// assert_eq!(unsure.entries_for(10, &Confidence::P90)?, 326);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias = "達成確率")]
pub struct Odds {
    rate: OverallRate,
}

impl Odds {
    /// The odds of a funnel. See [`Odds`] for an example.
    ///
    /// # Errors
    /// [`PlanError::Number`] when the product of the stated rates is too large to be held.
    pub fn of(funnel: &Funnel) -> Result<Self, PlanError> {
        Ok(Self { rate: OverallRate::of(funnel)? })
    }

    /// The probability that so many entries bring at least so many wins.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Funnel, Odds, OddsBasis};
    /// let chance = Odds::of(&Funnel::standard())?.chance(200, 10)?;
    /// assert_eq!((chance.probability.to_string().as_str(), chance.basis), ("0.5453", OddsBasis::Binomial));
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Limit`] for more than [`bounds::ODDS_VOLUME`] entries or wins.
    pub fn chance(&self, entries: u64, wins: u64) -> Result<Chance, PlanError> {
        PlanError::check(bounds::ODDS_VOLUME, entries)?;
        PlanError::check(bounds::ODDS_VOLUME, wins)?;
        let probability = Estimate::new(self.rate.at_least(entries, wins));
        let basis = match &self.rate {
            OverallRate::Certain { .. } => OddsBasis::Binomial,
            OverallRate::Beta { third: None, .. } => OddsBasis::BetaBinomial,
            OverallRate::Beta { third: Some(third), .. } => {
                OddsBasis::MatchedBeta { error: Estimate::new(self.rate.error(entries, *third)) }
            }
        };
        Ok(Chance { probability, basis })
    }

    /// The fewest entries that bring at least so many wins with at least the wanted confidence.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Confidence, Funnel, Odds};
    /// let odds = Odds::of(&Funnel::standard())?;
    /// assert_eq!(odds.entries_for(10, &Confidence::P90)?, 282);
    /// assert_eq!(odds.entries_for(10, &"99%".parse()?)?, 371);
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::BeyondReach`] when [`bounds::ODDS_VOLUME`] entries are not enough; [`PlanError::Limit`] for more
    /// wins than that.
    #[doc(alias = "必要リード数")]
    pub fn entries_for(&self, wins: u64, confidence: &Confidence) -> Result<u64, PlanError> {
        PlanError::check(bounds::ODDS_VOLUME, wins)?;
        let wanted = to_float(confidence.fraction());
        let most = u64::try_from(bounds::ODDS_VOLUME.max).unwrap_or(u64::MAX);
        let enough = |entries: u64| self.rate.at_least(entries, wins) >= wanted;
        // INVARIANT: `low` is not enough, and once the first loop has ended, `high` is.
        let mut low = wins;
        if enough(low) {
            return Ok(low);
        }
        let start = float_to_count(count_to_float(wins) / self.rate.mean().max(1e-300));
        // Not `clamp`: for as many wins as odds are worked out for, there is nothing above them to begin with.
        let mut high = start.max(low.saturating_add(1)).min(most);
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

    /// The most wins that so many entries bring with at least the wanted confidence. With 50 % it is the median.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Confidence, Funnel, Odds};
    /// let odds = Odds::of(&Funnel::standard())?;
    /// assert_eq!((odds.wins_at(200, &Confidence::HALF)?, odds.wins_at(200, &Confidence::P90)?), (10, 6));
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Limit`] for more than [`bounds::ODDS_VOLUME`] entries.
    pub fn wins_at(&self, entries: u64, confidence: &Confidence) -> Result<u64, PlanError> {
        PlanError::check(bounds::ODDS_VOLUME, entries)?;
        let wanted = to_float(confidence.fraction());
        // INVARIANT: `low` wins are reached, `high` are not.
        let (mut low, mut high) = (0, entries.saturating_add(1));
        while high.saturating_sub(low) > 1 {
            let middle = low.midpoint(high);
            if self.rate.at_least(entries, middle) >= wanted { low = middle } else { high = middle }
        }
        Ok(low)
    }

    /// The revenue that so many entries bring with at least the wanted confidence: the wins of
    /// [`wins_at`](Self::wins_at) × deal size, rounded down to the smallest unit of the currency.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Confidence, DealSize, Funnel, Odds};
    /// use lead_lifecycle::{Currency, Money};
    /// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
    /// let sure = Odds::of(&Funnel::standard())?.revenue_at(200, deal, &Confidence::P90)?;
    /// assert_eq!(sure.to_string(), "JPY 18,000,000");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Limit`] for more than [`bounds::ODDS_VOLUME`] entries; [`PlanError::Money`] beyond what money may
    /// be.
    pub fn revenue_at(&self, entries: u64, deal_size: DealSize, confidence: &Confidence) -> Result<Money, PlanError> {
        let wins = Fraction::from(self.wins_at(entries, confidence)?);
        let exact = wins.checked_mul(&deal_size.fraction())?;
        to_money(&exact, deal_size.money().currency(), Fraction::floor)
    }

    /// The share of entries that is expected to win, as a fraction of one.
    #[must_use]
    pub fn expected_rate(&self) -> Estimate {
        Estimate::new(self.rate.mean())
    }

    /// The wins that so many entries are expected to bring.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Funnel, Odds};
    /// let odds = Odds::of(&Funnel::standard())?;
    /// // Ten wins on average, give or take three.
    /// assert_eq!(odds.expected_wins(200).to_string(), "10.0000");
    /// assert_eq!(odds.wins_deviation(200).to_string(), "3.0822");
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    #[must_use]
    pub fn expected_wins(&self, entries: u64) -> Estimate {
        Estimate::new(self.rate.mean() * count_to_float(entries))
    }

    /// The revenue that so many entries are expected to bring, in whole units of the currency.
    #[must_use]
    pub fn expected_revenue(&self, entries: u64, deal_size: DealSize) -> Estimate {
        Estimate::new(self.rate.mean() * count_to_float(entries) * to_float(&deal_size.fraction()))
    }

    /// The standard deviation of the wins that so many entries bring.
    #[must_use]
    pub fn wins_deviation(&self, entries: u64) -> Estimate {
        Estimate::new(libm::sqrt(self.rate.variance(count_to_float(entries))))
    }
}
