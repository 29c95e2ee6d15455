//! What helps most: the levers of a situation, each moved a little, in the order of what they are worth.

use alloc::vec::Vec;

use crate::planning::exact::{Fraction, Meter};
use crate::planning::lever::{Lever, LeverKind};
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::ZeroInput;
use crate::planning::share::Share;
use crate::planning::situation::Situation;

impl Situation {
    /// What a small improvement of each thing is worth, the one that adds most revenue first: one point more of a rate,
    /// one per cent more deal size or entries, one per cent fewer days of a cycle. Of equal ones, rates come first in
    /// the order of the funnel, then deal size, entries and cycle. The cycle is there if its days are known.
    ///
    /// A point of a low rate is a larger part of it than a point of a high rate. To compare the things with one another,
    /// move all of them by the same part: [`levers_by`](Self::levers_by).
    ///
    /// See [`Situation`] for an example.
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large, or more than
    /// [`bounds::WORK_STEPS`](crate::planning::bounds::WORK_STEPS).
    pub fn levers(&self) -> Result<Vec<Lever>, PlanError> {
        let percent = Fraction::in_lowest_terms(1, 100);
        self.ranked(&percent, |rate, meter| Ok(meter.add(rate, &percent)?))
    }

    /// What helps most when everything is moved by the same part of itself: rates, deal size and entries by so much up,
    /// the days of a cycle by so much down. A rate ends at 100 %. The order is that of [`levers`](Self::levers).
    ///
    /// Rates, deal size and entries multiply, so each of them is worth the same; a cycle that is a tenth shorter is worth
    /// a ninth and not a tenth.
    ///
    /// ```
    /// use lead_lifecycle::planning::{DealSize, Fraction, Funnel, LeverKind, Share, Situation};
    /// use lead_lifecycle::{Currency, Money};
    /// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
    /// let now = Situation::new(Funnel::standard(), Fraction::from(200_u64), deal);
    /// let now = now.with_cycle_days(Fraction::from(60_u64))?;
    /// let levers = now.levers_by(&Share::percent(20))?;
    /// assert_eq!(levers[0].kind, LeverKind::Cycle);
    /// // 500,000 yen a day become 625,000 with a cycle of 48 days, and 600,000 with a fifth more of anything else.
    /// let velocities: Vec<_> = levers.iter().map(|lever| lever.velocity.clone().unwrap().to_string()).collect();
    /// assert_eq!(velocities, ["625000", "600000", "600000", "600000", "600000", "600000"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Zero`] for 100 %, if the days of a cycle are known; [`PlanError::Number`] for numbers too large, or
    /// more than [`bounds::WORK_STEPS`](crate::planning::bounds::WORK_STEPS).
    pub fn levers_by(&self, part: &Share) -> Result<Vec<Lever>, PlanError> {
        let part = part.fraction();
        let more = Fraction::ONE.checked_add(part)?;
        self.ranked(part, |rate, meter| Ok(meter.mul(rate, &more)?))
    }

    /// Every lever is a factor of the revenue, so that none takes the whole funnel again.
    fn ranked(
        &self,
        part: &Fraction,
        better: impl Fn(&Fraction, &mut Meter) -> Result<Fraction, PlanError>,
    ) -> Result<Vec<Lever>, PlanError> {
        let mut meter = Meter::new();
        let revenue = self.outcome()?.revenue;
        let mut levers = Vec::new();
        for (index, (step, rate)) in self.funnel().steps().iter().zip(self.funnel().rates()).enumerate() {
            let kind = LeverKind::Rate(step.name.clone());
            let better = better(rate, &mut meter)?.min(Fraction::ONE);
            if rate.is_zero() {
                levers.push((Fraction::ONE, self.risen(kind, index, &better, &mut meter)?));
            } else {
                let factor = meter.div(&better, rate)?;
                levers.push(self.lever(kind, &revenue, factor, &mut meter)?);
            }
        }
        let more = Fraction::ONE.checked_add(part)?;
        levers.push(self.lever(LeverKind::DealSize, &revenue, more.clone(), &mut meter)?);
        let (factor, entries) = self.lever(LeverKind::Entries, &revenue, more, &mut meter)?;
        levers.push((factor, Lever { entries_saved: Fraction::ZERO, ..entries }));
        if self.cycle_days().is_some() {
            let shorter = part.complement()?;
            if shorter.is_zero() {
                return Err(ZeroInput::CycleDays.into());
            }
            let factor = Fraction::ONE.checked_div(&shorter)?;
            levers.push(self.lever(LeverKind::Cycle, &revenue, factor, &mut meter)?);
        }
        // By their factors, which are short; where there is no revenue, by what rises from nothing.
        levers.sort_by(
            |(left, one), (right, other)| {
                if revenue.is_zero() { other.gain.cmp(&one.gain) } else { right.cmp(left) }
            },
        );
        Ok(levers.into_iter().map(|(_, lever)| lever).collect())
    }

    /// A lever that multiplies the revenue, and its factor. INVARIANT: no lever lowers revenue, so the factor is one at
    /// least.
    fn lever(
        &self,
        kind: LeverKind,
        before: &Fraction,
        factor: Fraction,
        meter: &mut Meter,
    ) -> Result<(Fraction, Lever), PlanError> {
        let more = factor.checked_sub(&Fraction::ONE)?;
        let (revenue, gain) = (meter.mul(before, &factor)?, meter.mul(before, &more)?);
        let entries_saved = if revenue.is_zero() {
            Fraction::ZERO
        } else {
            let saved = meter.div(&more, &factor)?;
            meter.mul(self.entries(), &saved)?
        };
        let (velocity_gain, velocity) = (self.a_day(&gain, meter)?, self.a_day(&revenue, meter)?);
        Ok((factor, Lever { kind, gain, entries_saved, revenue, velocity_gain, velocity }))
    }

    /// The lever of a rate of zero: all of the revenue with it is gained.
    fn risen(&self, kind: LeverKind, index: usize, better: &Fraction, meter: &mut Meter) -> Result<Lever, PlanError> {
        let others = || self.funnel().rates().enumerate().filter(|(other, _)| *other != index).map(|(_, rate)| rate);
        let mut revenue = Fraction::ZERO;
        // Beside another rate of zero, it moves nothing.
        if !others().any(Fraction::is_zero) {
            revenue = meter.mul(self.entries(), &self.deal_size().fraction())?;
            revenue = meter.mul(&revenue, better)?;
            for rate in others() {
                revenue = meter.mul(&revenue, rate)?;
            }
        }
        let entries_saved = if revenue.is_zero() { Fraction::ZERO } else { self.entries().clone() };
        let velocity = self.a_day(&revenue, meter)?;
        let (gain, velocity_gain) = (revenue.clone(), velocity.clone());
        Ok(Lever { kind, gain, entries_saved, revenue, velocity_gain, velocity })
    }

    fn a_day(&self, revenue: &Fraction, meter: &mut Meter) -> Result<Option<Fraction>, PlanError> {
        Ok(self.cycle_days().map(|days| meter.div(revenue, days)).transpose()?)
    }
}
