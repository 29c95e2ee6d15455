//! What a risk table says: how many still wait, and what has happened of which cause; exact, and estimated.

use alloc::vec::Vec;

use serde::Serialize;

use crate::insight::numbers::risk_step::RiskStep;
use crate::insight::numbers::risk_table::{RiskError, RiskTable};
use crate::planning::{Confidence, Fraction, FractionError, Incidence, Probability, Share, bounds};

/// What holds from a time on until the next step: right-continuous, exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SurvivalStep {
    /// The time since the start.
    pub time: i64,
    /// The share that still waits, whatever may end it (Kaplan and Meier).
    pub survival: Fraction,
    /// The share that each cause has ended, before any other could (Aalen and Johansen): of every cause of the table,
    /// ascending. With `survival` they sum to 1.
    pub incidence: Vec<(u8, Fraction)>,
}

/// The same, estimated, with intervals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SurvivalEstimate {
    /// The time since the start.
    pub time: i64,
    /// The share that still waits.
    pub survival: Probability,
    /// The share that each cause has ended: of every cause of the table, ascending.
    pub incidence: Vec<(u8, Probability)>,
}

impl RiskTable {
    /// The share that still waits and what each cause has ended, exactly, after every step.
    ///
    /// Where many enter late, so few may be at risk early on that all of them end; from there on nobody waits any more,
    /// whatever comes later.
    ///
    /// ```
    /// use lead_lifecycle::insight::{Observation, RiskTable};
    /// let at = |time, cause| Observation { entry: 0, time, cause, count: 1 };
    /// let table: RiskTable = [at(3, Some(1)), at(4, None), at(3, None), at(3, Some(2)), at(12, Some(2))].into_iter().collect();
    /// let steps = table.survival()?;
    /// assert_eq!(steps[0].survival.to_string(), "0.6");
    /// assert_eq!(steps[2].incidence[1].1.to_string(), "0.8");
    /// # Ok::<(), lead_lifecycle::insight::RiskError>(())
    /// ```
    ///
    /// # Errors
    /// [`RiskError::NotWhole`] as of [`steps`](Self::steps). [`RiskError::TooMuchWork`] and [`RiskError::TooLong`] when
    /// there are so many distinct times, with so many at risk, that exact numbers become too long. A million
    /// observations over the days of a year are possible, over 3,000 days they are not. Where nobody is censored and nobody enters
    /// late the numbers stay short, and 200,000 distinct times of one cause are possible.
    pub fn survival(&self) -> Result<Vec<SurvivalStep>, RiskError> {
        let causes = self.causes();
        let mut exact = Exact::new(causes.len());
        let mut told = Vec::new();
        for step in self.steps()? {
            exact.step(&step, &causes)?;
            let incidence = causes.iter().copied().zip(exact.incidence.iter().cloned()).collect();
            told.push(SurvivalStep { time: step.time, survival: exact.survival()?, incidence });
        }
        Ok(told)
    }

    /// The same in `f64`, with the interval of each number. [`Incidence`] tells the formulas. For tables of any size.
    ///
    /// ```
    /// use lead_lifecycle::insight::{Observation, RiskTable};
    /// use lead_lifecycle::planning::Confidence;
    /// let at = |time, count| Observation { entry: 0, time, cause: Some(1), count };
    /// let table: RiskTable = [at(1, 50), at(2, 50)].into_iter().collect();
    /// let half = table.estimates(&Confidence::P95)?[0].survival;
    /// let interval = half.interval.unwrap();
    /// assert_eq!((interval.low.to_string().as_str(), interval.high.to_string().as_str()), ("0.3987", "0.5931"));
    /// # Ok::<(), lead_lifecycle::insight::RiskError>(())
    /// ```
    ///
    /// # Errors
    /// [`RiskError::NotWhole`] as of [`steps`](Self::steps).
    pub fn estimates(&self, confidence: &Confidence) -> Result<Vec<SurvivalEstimate>, RiskError> {
        let causes = self.causes();
        let mut running = Incidence::new(u16::try_from(causes.len()).unwrap_or(u16::MAX), confidence);
        let (mut told, mut events) = (Vec::new(), Vec::new());
        for step in self.steps()? {
            events.clear();
            events.extend(causes.iter().map(|cause| events_of(&step, *cause)));
            running.step(step.at_risk, &events);
            let incidence = causes.iter().enumerate().filter_map(|(place, cause)| Some((*cause, running.of(place)?)));
            told.push(SurvivalEstimate {
                time: step.time,
                survival: running.survival(),
                incidence: incidence.collect(),
            });
        }
        Ok(told)
    }

    /// When a share of all has ended, by whatever cause: the first time at which at most `1 − share` still wait; 50 % is
    /// the median wait. `None` when that was never reached: too many were censored before.
    ///
    /// ```
    /// use lead_lifecycle::insight::{Observation, RiskTable};
    /// use lead_lifecycle::planning::Share;
    /// let at = |time, cause, count| Observation { entry: 0, time, cause, count };
    /// let table: RiskTable = [at(1, Some(1), 3), at(4, Some(1), 3), at(9, None, 4)].into_iter().collect();
    /// assert_eq!(table.time_until(&Share::percent(50))?, Some(4));
    /// assert_eq!(table.time_until(&Share::percent(70))?, None);
    /// # Ok::<(), lead_lifecycle::insight::RiskError>(())
    /// ```
    ///
    /// # Errors
    /// [`RiskError::NotWhole`] as of [`steps`](Self::steps). [`RiskError::TooMuchWork`] and [`RiskError::TooLong`] as of
    /// [`survival`](Self::survival), but only where the share is reached or missed by less than one in a
    /// billion, or has thousands of digits.
    pub fn time_until(&self, share: &Share) -> Result<Option<i64>, RiskError> {
        let most = share.fraction().complement().map_err(refused)?;
        let (mut exact, mut close) = (Exact::new(0), Close::new());
        let level = Close::level(&most);
        let steps = self.steps()?;
        let mut worked = 0_usize;
        for (place, step) in steps.iter().enumerate() {
            close.step(step);
            let reached = if let Some(reached) = close.at_most(level) {
                reached
            } else {
                // Too close to tell: the exact number tells, made up for all steps since it was last asked.
                for step in steps.get(worked..=place).unwrap_or_default() {
                    exact.step(step, &[])?;
                }
                worked = place.saturating_add(1);
                exact.at_most(&most)?
            };
            if reached {
                return Ok(Some(step.time));
            }
        }
        Ok(None)
    }

    fn causes(&self) -> Vec<u8> {
        self.ends().filter_map(|(cause, _)| cause).collect()
    }
}

fn events_of(step: &RiskStep, cause: u8) -> u64 {
    step.events.iter().find(|(of, _)| *of == cause).map_or(0, |(_, events)| *events)
}

/// What an operation on short numbers costs, in steps.
const CALL: u64 = 150;

/// Survival and incidence so far, exact.
///
/// As long as nobody is censored and nobody enters, survival is a number at risk times a share that does not change, so
/// that numbers do not grow, and a step is hardly any work.
struct Exact {
    /// The share of each single one at risk, since the last change of who is.
    each: Fraction,
    /// At risk if nobody is censored and nobody enters. INVARIANT: times `each` it is survival.
    stay: u64,
    incidence: Vec<Fraction>,
    /// The bits of every denominator are at most so many.
    bits: u64,
    left: u64,
}

impl Exact {
    fn new(causes: usize) -> Self {
        Self {
            each: Fraction::ONE,
            stay: 1,
            incidence: (0..causes).map(|_| Fraction::ZERO).collect(),
            bits: 64,
            left: bounds::WORK_STEPS,
        }
    }

    fn step(&mut self, step: &RiskStep, causes: &[u8]) -> Result<(), RiskError> {
        self.spend(1)?;
        let ended = step.all_events();
        if ended == 0 || self.stay == 0 {
            return Ok(());
        }
        if self.stay != step.at_risk {
            let survival = self.survival()?;
            self.bits = self.bits.saturating_add(u64::from(64_u32.saturating_sub(step.at_risk.leading_zeros())));
            self.each = survival.checked_div(&Fraction::from(step.at_risk)).map_err(refused)?;
        }
        self.stay = step.at_risk.saturating_sub(ended);
        // Common divisors of long numbers, most of which the next one divides; and their quotients.
        let by_limb = self.limbs().saturating_mul(4).saturating_add(60);
        let price = self.limbs().saturating_mul(by_limb).saturating_add(CALL);
        for (place, cause) in causes.iter().enumerate() {
            let events = events_of(step, *cause);
            let Some(incidence) = self.incidence.get_mut(place).filter(|_| events > 0) else { continue };
            let more = self.each.checked_mul(&Fraction::from(events)).map_err(refused)?;
            *incidence = incidence.checked_add(&more).map_err(refused)?;
            self.spend(price)?;
        }
        Ok(())
    }

    fn survival(&mut self) -> Result<Fraction, RiskError> {
        self.spend(self.limbs().saturating_mul(20).saturating_add(CALL))?;
        self.each.checked_mul(&Fraction::from(self.stay)).map_err(refused)
    }

    /// Whether survival is at most a level, which is paid for as if it were as long as can be.
    fn at_most(&mut self, level: &Fraction) -> Result<bool, RiskError> {
        let longest = u64::from(bounds::FRACTION_BITS).wrapping_shr(6);
        self.spend(self.limbs().saturating_mul(longest))?;
        Ok(self.survival()? <= *level)
    }

    const fn limbs(&self) -> u64 {
        self.bits.wrapping_shr(6).saturating_add(1)
    }

    fn spend(&mut self, steps: u64) -> Result<(), RiskError> {
        let left = self.left.checked_sub(steps);
        self.left = left.ok_or(RiskError::TooMuchWork { max: bounds::WORK_STEPS })?;
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "no other can occur: numbers are neither negative nor read from text"
)]
fn refused(error: FractionError) -> RiskError {
    match error {
        FractionError::TooLarge { max, .. } => RiskError::TooLong { max },
        _ => RiskError::TooMuchWork { max: bounds::WORK_STEPS },
    }
}

/// Survival in whole parts of 2⁶², rounded down and up: it tells most comparisons without long numbers.
struct Close {
    low: u128,
    high: u128,
}

const WHOLE: u128 = 1 << 62;

impl Close {
    const fn new() -> Self {
        Self { low: WHOLE, high: WHOLE }
    }

    /// A level in the same parts, rounded down and up.
    fn level(of: &Fraction) -> (u128, u128) {
        let parts = of.checked_mul(&Fraction::from(WHOLE));
        let rounded = parts.and_then(|parts| Ok((parts.floor()?, parts.ceil()?)));
        // Too long to be multiplied: then nothing is told.
        rounded.unwrap_or((0, WHOLE))
    }

    fn step(&mut self, step: &RiskStep) {
        let ended = step.all_events();
        if ended == 0 {
            return;
        }
        let (stay, all) = (u128::from(step.at_risk.saturating_sub(ended)), u128::from(step.at_risk));
        // INVARIANT: at most 2⁶² times less than 2⁶⁴.
        self.low = self.low.saturating_mul(stay).checked_div(all).unwrap_or(0);
        self.high = self.high.saturating_mul(stay).div_ceil(all.max(1));
    }

    /// Whether survival is at most the level; `None` if too close to tell.
    const fn at_most(&self, level: (u128, u128)) -> Option<bool> {
        if self.high <= level.0 {
            Some(true)
        } else if self.low > level.1 {
            Some(false)
        } else {
            None
        }
    }
}
