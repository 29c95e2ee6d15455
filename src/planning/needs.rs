//! The integers of a plan, and nothing else: the fast path of back-calculation.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::target::Target;

/// How needs become whole numbers. Both round up, never down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "切り上げ")]
pub enum Rounding {
    /// Every step's exact need is rounded up on its own. This is the smallest number whose *expected*
    /// result reaches the target; take it to plan volumes.
    #[default]
    EachStep,
    /// Every step is worked out from the whole number of the step after it. This is what is needed when
    /// each step must deliver whole cases of its own; never less than [`Rounding::EachStep`].
    Cascade,
}

impl Funnel {
    /// The whole numbers needed at every step from the entry to the target's step, entry first.
    ///
    /// `out` is emptied first and keeps its memory, so that a loop over many plans does not allocate.
    /// [`Funnel::back`] gives the same integers with names, exact needs and words.
    ///
    /// # Errors
    /// [`PlanError::ZeroRate`] where nothing gets through, [`PlanError::Unknown`] for the target's step,
    /// [`PlanError::Number`] when a need does not fit `u128`.
    pub fn whole_needs(
        &self,
        target: &Target,
        rounding: Rounding,
        out: &mut Vec<u128>,
    ) -> Result<(), PlanError> {
        out.clear();
        let position = target.position(self)?;
        if rounding == Rounding::Cascade {
            self.cascade(target, position, out)?;
        } else if !self.in_words(target, position, out) {
            out.clear();
            self.in_fractions(target, position, out)?;
        }
        out.reverse();
        Ok(())
    }

    fn cascade(
        &self,
        target: &Target,
        position: usize,
        out: &mut Vec<u128>,
    ) -> Result<(), PlanError> {
        let mut need = target.aim()?.ceil()?;
        out.push(need);
        for (index, rate) in self.exact_rates().iter().enumerate().take(position).rev() {
            let quick = rate.words.and_then(|(converted, of)| {
                let scaled = need.checked_mul(u128::from(of))?;
                ceiling(scaled, u128::from(converted))
            });
            need = match quick {
                Some(need) => need,
                None => self.divide(&Fraction::from(need), index)?.ceil()?,
            };
            out.push(need);
        }
        Ok(())
    }

    fn in_fractions(
        &self,
        target: &Target,
        position: usize,
        out: &mut Vec<u128>,
    ) -> Result<(), PlanError> {
        let mut need = target.aim()?;
        out.push(need.ceil()?);
        for index in (0..position).rev() {
            need = self.divide(&need, index)?;
            out.push(need.ceil()?);
        }
        Ok(())
    }

    /// The needs in machine words; `false` as soon as one does not fit (or a rate is zero), and the exact
    /// path takes over. Nothing is reduced on the way: a quotient does not care.
    fn in_words(&self, target: &Target, position: usize, out: &mut Vec<u128>) -> bool {
        let Some((mut numerator, mut denominator)) = target.words() else {
            return false;
        };
        let Some(aim) = ceiling_of_words(numerator, denominator) else {
            return false;
        };
        out.push(aim);
        for rate in self.exact_rates().iter().take(position).rev() {
            let scaled = rate.words.and_then(|(converted, of)| {
                Some((numerator.checked_mul(of)?, denominator.checked_mul(converted)?))
            });
            let Some(scaled) = scaled else {
                return false;
            };
            (numerator, denominator) = scaled;
            let Some(need) = ceiling_of_words(numerator, denominator) else {
                return false;
            };
            out.push(need);
        }
        true
    }

    /// What is needed before the step with this index so that `need` get through it.
    pub(crate) fn divide(&self, need: &Fraction, index: usize) -> Result<Fraction, PlanError> {
        let rate = self.exact_rates().get(index).map_or(&Fraction::ZERO, |rate| &rate.fraction);
        if rate.is_zero() {
            let step = self.name_at(index.saturating_add(1)).clone();
            return Err(PlanError::ZeroRate { step });
        }
        Ok(need.checked_div(rate)?)
    }
}

fn ceiling_of_words(numerator: u64, denominator: u64) -> Option<u128> {
    let quotient = numerator.checked_div(denominator)?;
    // INVARIANT: the product is at most the numerator.
    let exact = quotient.wrapping_mul(denominator) == numerator;
    Some(u128::from(quotient).wrapping_add(u128::from(!exact)))
}

fn ceiling(numerator: u128, denominator: u128) -> Option<u128> {
    let quotient = numerator.checked_div(denominator)?;
    let exact = quotient.wrapping_mul(denominator) == numerator;
    quotient.checked_add(u128::from(!exact))
}
