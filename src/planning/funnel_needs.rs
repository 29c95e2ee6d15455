//! The whole numbers of a plan and nothing else: the fast path of back-calculation.

use alloc::vec::Vec;

use crate::planning::exact::{Fraction, Meter};
use crate::planning::funnel::Funnel;
use crate::planning::plan_error::PlanError;
use crate::planning::rounding::Rounding;
use crate::planning::target::Target;

impl Funnel {
    /// The whole numbers that are needed at every step, from the entry to the target's step.
    ///
    /// `out` is emptied first and keeps its memory, so that a loop over many plans does not allocate. [`Funnel::back`]
    /// gives the same numbers with names, exact needs and formulas.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Funnel, Rounding, Target};
    /// let mut needs = Vec::new();
    /// Funnel::standard().whole_needs(&Target::wins(10), Rounding::EachStep, &mut needs)?;
    /// assert_eq!(needs, [200, 50, 40, 10]);
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::ZeroRate`] for a step that nothing gets through to; [`PlanError::Unknown`] when the funnel does not
    /// have the target's step; [`PlanError::Number`] when a need does not fit `u128`, or takes more than
    /// [`bounds::WORK_STEPS`](crate::planning::bounds::WORK_STEPS).
    pub fn whole_needs(&self, target: &Target, rounding: Rounding, out: &mut Vec<u128>) -> Result<(), PlanError> {
        out.clear();
        let position = target.position(self)?;
        // Machine words alone where all fits. Nothing is reduced: the quotient is the same.
        let rates = self.rate_words().get(..position).unwrap_or_default();
        let quick = rates.len() == position
            && match rounding {
                Rounding::EachStep => each_in_words(target, rates, out),
                Rounding::Cascade => cascade_in_words(target, rates, out),
            };
        if !quick {
            out.clear();
            self.in_fractions(target, rounding, position, out, &mut Meter::new())?;
        }
        out.reverse();
        Ok(())
    }

    fn in_fractions(
        &self,
        target: &Target,
        rounding: Rounding,
        position: usize,
        out: &mut Vec<u128>,
        meter: &mut Meter,
    ) -> Result<(), PlanError> {
        let mut need = target.aim()?;
        let mut whole = meter.ceil(&need)?;
        out.push(whole);
        for index in (0..position).rev() {
            if rounding == Rounding::Cascade {
                need = Fraction::from(whole);
            }
            need = self.divide(&need, index, meter)?;
            whole = meter.ceil(&need)?;
            out.push(whole);
        }
        Ok(())
    }

    /// What is needed before the step with this index so that `need` get through it.
    pub(super) fn divide(&self, need: &Fraction, index: usize, meter: &mut Meter) -> Result<Fraction, PlanError> {
        let rate = self.rates().nth(index).unwrap_or(&Fraction::ZERO);
        if rate.is_zero() {
            let step = self.name_at(index.saturating_add(1)).clone();
            return Err(PlanError::ZeroRate { step });
        }
        Ok(meter.div(need, rate)?)
    }
}

/// Each need on its own; `false` as soon as one does not fit, or a rate is zero.
fn each_in_words(target: &Target, rates: &[(u64, u64)], out: &mut Vec<u128>) -> bool {
    let mut need = target.words();
    for rate in core::iter::once(&(1, 1)).chain(rates.iter().rev()) {
        need = need.and_then(|(numerator, denominator)| {
            Some((numerator.checked_mul(rate.1)?, denominator.checked_mul(rate.0)?))
        });
        let Some(whole) = need.and_then(|(numerator, denominator)| ceiling(numerator, denominator)) else {
            return false;
        };
        out.push(u128::from(whole));
    }
    true
}

/// Each need from the whole one after it; `false` as soon as one does not fit, or a rate is zero.
fn cascade_in_words(target: &Target, rates: &[(u64, u64)], out: &mut Vec<u128>) -> bool {
    let mut whole = target.words().and_then(|(numerator, denominator)| ceiling(numerator, denominator));
    let mut rates = rates.iter().rev();
    while let Some(need) = whole {
        out.push(u128::from(need));
        let Some((converted, of)) = rates.next() else {
            return true;
        };
        whole = need.checked_mul(*of).and_then(|scaled| ceiling(scaled, *converted));
    }
    false
}

fn ceiling(numerator: u64, denominator: u64) -> Option<u64> {
    let quotient = numerator.checked_div(denominator)?;
    // INVARIANT: the product is at most the numerator.
    let exact = quotient.wrapping_mul(denominator) == numerator;
    quotient.checked_add(u64::from(!exact))
}
