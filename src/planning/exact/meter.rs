//! Work that has a bound: whoever computes with many long numbers pays for every step out of one purse.
//!
//! A step is about one product of two limbs of 64 bits, some nanosecond. What an operation costs is known from the length
//! of its numbers alone, so the same plan always costs the same, on any machine. The prices are a little above what was
//! measured: `benches/planning.rs` prints the worst calls.

use crate::planning::bounds;
use crate::planning::exact::fraction::{Fraction, bounded, product_in_words};
use crate::planning::exact::fraction_error::FractionError;
use crate::planning::exact::natural::Natural;

/// What an operation costs beside its products: calls, and memory for the result.
const CALL: u64 = 40;
/// What a round of a common divisor costs beside its products: the quotients of the leading bits.
const ROUND: u64 = 200;
/// What a limb of a quotient costs beside its products.
const DIGIT: u64 = 40;

/// The steps that a call has left, of [`bounds::WORK_STEPS`].
#[derive(Debug)]
pub(in crate::planning) struct Meter {
    left: u64,
}

impl Meter {
    pub(in crate::planning) const fn new() -> Self {
        Self { left: bounds::WORK_STEPS }
    }

    /// Pays for so many steps.
    ///
    /// # Errors
    /// [`FractionError::TooMuchWork`] when the purse does not hold them.
    pub(in crate::planning) fn pay(&mut self, steps: u64) -> Result<(), FractionError> {
        let left = self.left.checked_sub(steps.saturating_add(CALL));
        self.left = left.ok_or(FractionError::TooMuchWork { max: bounds::WORK_STEPS })?;
        Ok(())
    }

    pub(in crate::planning) fn times(&mut self, left: &Natural, right: &Natural) -> Result<Natural, FractionError> {
        let (long, short) = (wide(left).max(wide(right)), wide(left).min(wide(right)));
        self.pay(long.saturating_mul(short).saturating_add(long))?;
        Ok(left.times(right))
    }

    pub(in crate::planning) fn plus(&mut self, left: &Natural, right: &Natural) -> Result<Natural, FractionError> {
        self.pay(wide(left).max(wide(right)))?;
        Ok(left.plus(right))
    }

    pub(in crate::planning) fn common_divisor(
        &mut self,
        left: &Natural,
        right: &Natural,
    ) -> Result<Natural, FractionError> {
        // How much it takes shows only on the way, so the purse must hold the most that it could be. What is paid is what
        // it was.
        let (long, short) = (wide(left).max(wide(right)), wide(left).min(wide(right)));
        let most = long.saturating_mul(short).saturating_mul(5);
        if most > self.left {
            return Err(FractionError::TooMuchWork { max: bounds::WORK_STEPS });
        }
        let (common, cost) = left.common_divisor_and_cost(right);
        let (rounds, products) = (counted(cost.rounds), counted(cost.products));
        self.pay(products.saturating_add(rounds.saturating_add(1).saturating_mul(ROUND)).saturating_add(long))?;
        Ok(common)
    }

    /// The quotient by a number that divides this one.
    pub(in crate::planning) fn over(&mut self, left: &Natural, divisor: &Natural) -> Result<Natural, FractionError> {
        if divisor.is_one() {
            self.pay(wide(left))?;
            return Ok(left.clone());
        }
        self.pay_for_quotient(left, divisor)?;
        Ok(left.over(divisor))
    }

    fn pay_for_quotient(&mut self, left: &Natural, divisor: &Natural) -> Result<(), FractionError> {
        // As many windows as the quotient has limbs, each gone through twice.
        let windows = wide(left).saturating_sub(wide(divisor)).saturating_add(1);
        self.pay(windows.saturating_mul(wide(divisor).saturating_mul(2).saturating_add(DIGIT)))
    }

    /// The smallest number that both divide.
    pub(in crate::planning) fn common_multiple(
        &mut self,
        left: &Natural,
        right: &Natural,
    ) -> Result<Natural, FractionError> {
        if left == right || right.is_one() {
            return Ok(left.clone());
        }
        let common = self.common_divisor(left, right)?;
        let factor = self.over(right, &common)?;
        self.times(left, &factor)
    }

    /// The fraction of both, in lowest terms. INVARIANT: the caller has seen that the denominator is not zero.
    pub(in crate::planning) fn fraction(&mut self, n: &Natural, d: &Natural) -> Result<Fraction, FractionError> {
        let common = self.common_divisor(n, d)?;
        bounded(self.over(n, &common)?, self.over(d, &common)?)
    }

    /// See [`Fraction::checked_add`], which does the same without a purse.
    pub(in crate::planning) fn add(&mut self, left: &Fraction, right: &Fraction) -> Result<Fraction, FractionError> {
        if left.is_zero() || right.is_zero() {
            self.pay(0)?;
            return Ok(if left.is_zero() { right.clone() } else { left.clone() });
        }
        self.sum(left, right, |own, other| Ok(own.plus(other)))
    }

    /// See [`Fraction::checked_sub`], which does the same without a purse.
    pub(in crate::planning) fn sub(&mut self, left: &Fraction, right: &Fraction) -> Result<Fraction, FractionError> {
        self.sum(left, right, |own, other| own.minus(other).ok_or(FractionError::BelowZero))
    }

    fn sum(
        &mut self,
        left: &Fraction,
        right: &Fraction,
        join: impl Fn(&Natural, &Natural) -> Result<Natural, FractionError>,
    ) -> Result<Fraction, FractionError> {
        let ((n, d), (m, e)) = (left.naturals(), right.naturals());
        // Knuth, TAOCP 2, 4.5.1: only what both denominators share can cancel.
        let shared = self.common_divisor(d, e)?;
        let (own, others) = (self.over(d, &shared)?, self.over(e, &shared)?);
        let sum = join(&self.times(n, &others)?, &self.times(m, &own)?)?;
        let common = if shared.is_one() { Natural::ONE } else { self.common_divisor(&sum, &shared)? };
        let rest = self.over(e, &common)?;
        let (numerator, denominator) = (self.over(&sum, &common)?, self.times(&own, &rest)?);
        // Nothing is the fraction 0/1, and no other.
        if numerator.is_zero() {
            return Ok(Fraction::ZERO);
        }
        bounded(numerator, denominator)
    }

    pub(in crate::planning) fn mul(&mut self, left: &Fraction, right: &Fraction) -> Result<Fraction, FractionError> {
        let (numerator, denominator) = right.naturals();
        self.product(left, numerator, denominator)
    }

    pub(in crate::planning) fn div(&mut self, left: &Fraction, right: &Fraction) -> Result<Fraction, FractionError> {
        if right.is_zero() {
            return Err(FractionError::DivisionByZero);
        }
        let (numerator, denominator) = right.naturals();
        self.product(left, denominator, numerator)
    }

    /// `left` times a fraction in lowest terms: only across can anything cancel.
    fn product(&mut self, left: &Fraction, up: &Natural, down: &Natural) -> Result<Fraction, FractionError> {
        self.pay(ROUND)?;
        if left.is_zero() || up.is_zero() {
            return Ok(Fraction::ZERO);
        }
        if let Some(product) = product_in_words(left, up, down) {
            return Ok(product);
        }
        let (n, d) = left.naturals();
        let (first, second) = (self.common_divisor(n, down)?, self.common_divisor(up, d)?);
        let (n, up) = (self.over(n, &first)?, self.over(up, &second)?);
        let (d, down) = (self.over(d, &second)?, self.over(down, &first)?);
        bounded(self.times(&n, &up)?, self.times(&d, &down)?)
    }

    /// Rounded up.
    pub(in crate::planning) fn ceil(&mut self, fraction: &Fraction) -> Result<u128, FractionError> {
        let (n, d) = fraction.naturals();
        self.quotient_up(n, d)
    }

    /// The quotient, rounded up. INVARIANT: the caller has seen that the divisor is not zero.
    pub(in crate::planning) fn quotient_up(&mut self, n: &Natural, d: &Natural) -> Result<u128, FractionError> {
        self.pay_for_quotient(n, d)?;
        let (quotient, remainder) = n.divided_by(d).ok_or(FractionError::DivisionByZero)?;
        let quotient = if remainder.is_zero() { quotient } else { quotient.plus(&Natural::ONE) };
        let bits = quotient.bits();
        quotient.to_u128().ok_or(FractionError::TooLarge { bits, max: u128::BITS })
    }
}

fn wide(number: &Natural) -> u64 {
    counted(number.limbs())
}

fn counted(steps: usize) -> u64 {
    u64::try_from(steps).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test stops where it overflows")]
mod tests {
    use crate::planning::bounds::WORK_STEPS;
    use crate::planning::exact::fraction_error::FractionError;
    use crate::planning::exact::meter::Meter;
    use crate::planning::exact::natural::Natural;
    use crate::planning::exact::steps::steps_of;
    use crate::planning::exact::{Fraction, fraction::bounded};
    use alloc::string::String;
    use proptest::prelude::*;

    fn natural() -> impl Strategy<Value = Natural> {
        let digits = prop_oneof![1_usize..20, 1_usize..200, 1_usize..2_400];
        (digits, any::<u64>()).prop_map(|(digits, seed)| {
            let mut seed = seed | 1;
            let digit = |_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                char::from(b'0' + u8::try_from((seed >> 33) % 10).unwrap())
            };
            Natural::from_digits(&(0..digits).map(digit).collect::<String>()).unwrap().plus(&Natural::ONE)
        })
    }

    fn fraction() -> impl Strategy<Value = Fraction> {
        (natural(), natural()).prop_map(|(n, d)| Fraction::from_naturals(&n, &d).unwrap())
    }

    /// What a run pays, and what it does: nothing is done that is not paid for.
    fn paid<T>(run: impl FnOnce(&mut Meter) -> Result<T, FractionError>) -> Result<T, FractionError> {
        let mut meter = Meter::new();
        let (done, result) = steps_of(|| run(&mut meter));
        let paid = WORK_STEPS - meter.left;
        assert!(u64::try_from(done).unwrap() <= paid, "{}", done - usize::try_from(paid).unwrap());
        result
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn every_step_is_paid_for_and_the_result_is_that_without_a_purse(x in fraction(), y in fraction()) {
            prop_assert_eq!(paid(|meter| meter.add(&x, &y)), x.checked_add(&y));
            prop_assert_eq!(paid(|meter| meter.sub(&x, &y)), x.checked_sub(&y));
            prop_assert_eq!(paid(|meter| meter.sub(&x, &x)), Ok(Fraction::ZERO));
            prop_assert_eq!(paid(|meter| meter.mul(&x, &y)), x.checked_mul(&y));
            prop_assert_eq!(paid(|meter| meter.div(&x, &y)), x.checked_div(&y));
            prop_assert_eq!(paid(|meter| meter.ceil(&x)), x.ceil());
            let (floor, rest) = match x.split() {
                Ok(split) => split,
                Err(error) => {
                    prop_assert_eq!(Err(error), x.floor());
                    return Ok(());
                }
            };
            prop_assert_eq!(Fraction::from(floor).checked_add(&rest), Ok(x.clone()));
            let (n, d) = rest.naturals();
            prop_assert_eq!(bounded(n.clone(), d.clone()), Fraction::from_naturals(n, d));
        }

        #[test]
        fn every_step_of_whole_numbers_is_paid_for(x in natural(), y in natural()) {
            let product = paid(|meter| meter.times(&x, &y)).unwrap();
            prop_assert_eq!(&product, &x.times(&y));
            prop_assert_eq!(paid(|meter| meter.over(&product, &y)).unwrap(), x.clone());
            prop_assert_eq!(paid(|meter| meter.plus(&x, &y)).unwrap(), x.plus(&y));
            prop_assert_eq!(paid(|meter| meter.common_divisor(&product, &y)).unwrap(), y.clone());
            let multiple = paid(|meter| meter.common_multiple(&x, &y)).unwrap();
            prop_assert_eq!(multiple.times(&x.common_divisor(&y)), product);
        }
    }

    #[test]
    fn an_empty_purse_is_a_typed_error() {
        let long = Natural::Small(10).power(60_000);
        let mut meter = Meter::new();
        let (steps, refused) = steps_of(|| {
            loop {
                if let Err(refused) = meter.times(&long, &long) {
                    break refused;
                }
            }
        });
        assert_eq!(refused, FractionError::TooMuchWork { max: WORK_STEPS });
        assert!(u64::try_from(steps).unwrap() <= WORK_STEPS);
        // A common divisor is not begun if it could be more than what is left.
        let (steps, refused) = steps_of(|| Meter { left: 1000 }.common_divisor(&long, &long.plus(&Natural::ONE)));
        assert_eq!((steps, refused), (0, Err(FractionError::TooMuchWork { max: WORK_STEPS })));
    }
}
