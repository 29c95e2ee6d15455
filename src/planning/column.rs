//! Volumes of consecutive months over one denominator: what a calendar is worked out with.
//!
//! A volume that is spread over sixty months takes sixty products of whole numbers, and no fraction is brought to lowest
//! terms until it is shown.

use alloc::vec::Vec;

use crate::planning::exact::{Fraction, FractionError, Meter, Natural};

/// What a volume costs that is shown, beside its numbers: its place in a line, and the line's.
const SHOWN: u64 = 100;

/// Which way a lag moves volumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From a month to those in which it arrives.
    Later,
    /// From a month to those in which it must have begun.
    Earlier,
}

/// Volumes of consecutive months. INVARIANT: the denominator is not zero.
#[derive(Debug, Clone)]
pub(super) struct Column {
    numerators: Vec<Natural>,
    denominator: Natural,
}

impl Column {
    pub(super) fn zero(months: usize) -> Self {
        Self { numerators: alloc::vec![Natural::ZERO; months], denominator: Natural::ONE }
    }

    pub(super) fn of(volumes: &[Fraction], meter: &mut Meter) -> Result<Self, FractionError> {
        let mut denominator = Natural::ONE;
        for volume in volumes {
            denominator = meter.common_multiple(&denominator, volume.naturals().1)?;
        }
        let mut numerators = Vec::with_capacity(volumes.len());
        for volume in volumes {
            let (numerator, own) = volume.naturals();
            let factor = meter.over(&denominator, own)?;
            numerators.push(meter.times(numerator, &factor)?);
        }
        Ok(Self { numerators, denominator })
    }

    /// The volumes in whole numbers, and what they are to be divided by.
    pub(super) fn parts(&self) -> (&[Natural], &Natural) {
        (&self.numerators, &self.denominator)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.numerators.iter().all(Natural::is_zero)
    }

    /// So many months of nothing before it, and after it nothing until there are so many months.
    pub(super) fn moved(mut self, before: usize, months: usize) -> Self {
        let zeros = core::iter::repeat_n(Natural::ZERO, before.min(months));
        self.numerators = zeros.chain(self.numerators).chain(core::iter::repeat(Natural::ZERO)).take(months).collect();
        self
    }

    /// The months from a place on; what lies before goes into the first of them.
    pub(super) fn gathered(&self, from: usize, meter: &mut Meter) -> Result<Self, FractionError> {
        let mut early = Natural::ZERO;
        for numerator in self.numerators.iter().take(from) {
            early = meter.plus(&early, numerator)?;
        }
        let mut numerators: Vec<Natural> = self.numerators.iter().skip(from).cloned().collect();
        if let Some(first) = numerators.first_mut() {
            *first = meter.plus(&early, first)?;
        }
        Ok(Self { numerators, denominator: self.denominator.clone() })
    }

    /// Without so many months at its front.
    pub(super) fn skipped(mut self, months: usize) -> Self {
        self.numerators = self.numerators.into_iter().skip(months).collect();
        self
    }

    /// Every volume times a fraction.
    pub(super) fn times(&self, factor: &Fraction, meter: &mut Meter) -> Result<Self, FractionError> {
        let (up, down) = factor.naturals();
        self.scaled(up, down, meter)
    }

    /// Every volume divided by a fraction. INVARIANT: the caller has seen that it is not zero.
    pub(super) fn over(&self, divisor: &Fraction, meter: &mut Meter) -> Result<Self, FractionError> {
        let (down, up) = divisor.naturals();
        self.scaled(up, down, meter)
    }

    fn scaled(&self, up: &Natural, down: &Natural, meter: &mut Meter) -> Result<Self, FractionError> {
        let common = meter.common_divisor(up, &self.denominator)?;
        let (up, rest) = (meter.over(up, &common)?, meter.over(&self.denominator, &common)?);
        let mut numerators = Vec::with_capacity(self.numerators.len());
        for numerator in &self.numerators {
            numerators.push(meter.times(numerator, &up)?);
        }
        Self { numerators, denominator: meter.times(&rest, down)? }.shortened(meter)
    }

    /// The same volumes without what all of them have in common with the denominator.
    fn shortened(self, meter: &mut Meter) -> Result<Self, FractionError> {
        let mut common = self.denominator.clone();
        for numerator in self.numerators.iter().filter(|numerator| !numerator.is_zero()) {
            if common.is_one() {
                return Ok(self);
            }
            common = meter.common_divisor(&common, numerator)?;
        }
        let mut numerators = Vec::with_capacity(self.numerators.len());
        for numerator in &self.numerators {
            numerators.push(meter.over(numerator, &common)?);
        }
        Ok(Self { numerators, denominator: meter.over(&self.denominator, &common)? })
    }

    /// Every volume, spread over later or earlier months in these shares. What falls outside of the months is left out.
    pub(super) fn spread(&self, shares: &[Fraction], way: Way, meter: &mut Meter) -> Result<Self, FractionError> {
        let weights = Self::of(shares, meter)?;
        let months = self.numerators.len();
        let mut numerators = alloc::vec![Natural::ZERO; months];
        for (from, numerator) in self.numerators.iter().enumerate().filter(|(_, n)| !n.is_zero()) {
            for (by, weight) in weights.numerators.iter().enumerate().filter(|(_, w)| !w.is_zero()) {
                let to = match way {
                    Way::Later => from.checked_add(by),
                    Way::Earlier => from.checked_sub(by),
                };
                if let Some(slot) = to.and_then(|to| numerators.get_mut(to)) {
                    let part = meter.times(numerator, weight)?;
                    *slot = meter.plus(slot, &part)?;
                }
            }
        }
        Ok(Self { numerators, denominator: meter.times(&self.denominator, &weights.denominator)? })
    }

    pub(super) fn plus(&self, other: &Self, meter: &mut Meter) -> Result<Self, FractionError> {
        if self.is_zero() || other.is_zero() {
            return Ok(if self.is_zero() { other.clone() } else { self.clone() });
        }
        let denominator = meter.common_multiple(&self.denominator, &other.denominator)?;
        let (own, others) =
            (meter.over(&denominator, &self.denominator)?, meter.over(&denominator, &other.denominator)?);
        let mut numerators = Vec::with_capacity(self.numerators.len());
        for (left, right) in self.numerators.iter().zip(&other.numerators) {
            let (left, right) = (meter.times(left, &own)?, meter.times(right, &others)?);
            numerators.push(meter.plus(&left, &right)?);
        }
        Ok(Self { numerators, denominator })
    }

    /// The volumes in lowest terms, and the running totals rounded up.
    pub(super) fn settled(&self, meter: &mut Meter) -> Result<Vec<(Fraction, u128)>, FractionError> {
        let mut total = Natural::ZERO;
        let mut due = 0_u128;
        let mut settled = Vec::with_capacity(self.numerators.len());
        for numerator in &self.numerators {
            meter.pay(SHOWN)?;
            if numerator.is_zero() {
                settled.push((Fraction::ZERO, due));
                continue;
            }
            total = meter.plus(&total, numerator)?;
            due = meter.quotient_up(&total, &self.denominator)?;
            settled.push((meter.fraction(numerator, &self.denominator)?, due));
        }
        Ok(settled)
    }

    /// All volumes together.
    pub(super) fn total(&self, meter: &mut Meter) -> Result<Fraction, FractionError> {
        let mut sum = Natural::ZERO;
        for numerator in &self.numerators {
            sum = meter.plus(&sum, numerator)?;
        }
        meter.fraction(&sum, &self.denominator)
    }

    /// The volumes in lowest terms.
    pub(super) fn fractions(&self, meter: &mut Meter) -> Result<Vec<Fraction>, FractionError> {
        self.numerators.iter().map(|numerator| meter.fraction(numerator, &self.denominator)).collect()
    }
}
