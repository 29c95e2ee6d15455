//! Exact fractions from zero upwards: the arithmetic of every plan.
//!
//! Numbers up to 128 bits never allocate. Larger ones grow, up to
//! [`bounds::FRACTION_BITS`](crate::planning::bounds::FRACTION_BITS); beyond it is [`FractionError::TooLarge`].

use core::cmp::Ordering;

use crate::planning::bounds;
use crate::planning::exact::fraction_error::FractionError;
use crate::planning::exact::natural::{Natural, common_divisor, common_divisor_u64};

/// An exact fraction in lowest terms (分数), zero or above.
///
/// Its text is a decimal where that is exact (`12.5`), else `numerator/denominator` (`1/3`). Text is read in the same
/// forms, and in per cent (`25%`). Serde writes the text, and reads it or a whole number.
///
/// Every operation is exact or an error. Only [`floor`](Self::floor), [`ceil`](Self::ceil),
/// [`to_decimal_text`](Self::to_decimal_text), [`to_percent_text`](Self::to_percent_text) and
/// [`to_money`](Self::to_money) round.
///
/// ```
/// use lead_lifecycle::planning::Fraction;
/// let third: Fraction = "1/3".parse()?;
/// let need = Fraction::from(10_u64).checked_div(&third)?;
/// assert_eq!(need.to_string(), "30");
/// assert_eq!("25%".parse::<Fraction>()?, Fraction::new(1, 4)?);
/// assert!("-1".parse::<Fraction>().is_err());
/// # Ok::<(), lead_lifecycle::planning::FractionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fraction {
    // INVARIANT: no common divisor; the denominator is not zero; both within `FRACTION_BITS`.
    numerator: Natural,
    denominator: Natural,
}

impl Fraction {
    /// Zero.
    pub const ZERO: Self = Self { numerator: Natural::ZERO, denominator: Natural::ONE };
    /// One, or 100 %.
    pub const ONE: Self = Self { numerator: Natural::ONE, denominator: Natural::ONE };

    /// `numerator / denominator`, in lowest terms.
    ///
    /// ```
    /// use lead_lifecycle::planning::Fraction;
    /// assert_eq!(Fraction::new(50, 200)?.to_string(), "0.25");
    /// assert!(Fraction::new(1, 0).is_err());
    /// # Ok::<(), lead_lifecycle::planning::FractionError>(())
    /// ```
    ///
    /// # Errors
    /// [`FractionError::DivisionByZero`] for a denominator of 0.
    pub fn new(numerator: u128, denominator: u128) -> Result<Self, FractionError> {
        if denominator == 0 {
            return Err(FractionError::DivisionByZero);
        }
        let common = common_divisor(numerator, denominator);
        let reduced = |value: u128| Natural::Small(value.checked_div(common).unwrap_or(value));
        Ok(Self { numerator: reduced(numerator), denominator: reduced(denominator) })
    }

    /// A constant. INVARIANT: the caller's parts have no common divisor, and the denominator is not zero.
    pub(in crate::planning) const fn in_lowest_terms(numerator: u128, denominator: u128) -> Self {
        Self { numerator: Natural::Small(numerator), denominator: Natural::Small(denominator) }
    }

    /// The numerator in lowest terms; `None` beyond 128 bits.
    #[must_use]
    pub fn numerator(&self) -> Option<u128> {
        self.numerator.to_u128()
    }

    /// The denominator in lowest terms; `None` beyond 128 bits.
    #[must_use]
    pub fn denominator(&self) -> Option<u128> {
        self.denominator.to_u128()
    }

    /// Whether this is 0.
    #[must_use]
    pub const fn is_zero(&self) -> bool {
        self.numerator.is_zero()
    }

    /// Whether this is a whole number.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.denominator.is_one()
    }

    /// The exact sum.
    ///
    /// ```
    /// use lead_lifecycle::planning::Fraction;
    /// let (third, sixth): (Fraction, Fraction) = ("1/3".parse()?, "1/6".parse()?);
    /// assert_eq!(third.checked_add(&sixth)?.to_string(), "0.5");
    /// # Ok::<(), lead_lifecycle::planning::FractionError>(())
    /// ```
    ///
    /// # Errors
    /// [`FractionError::TooLarge`] for more than [`bounds::FRACTION_BITS`].
    pub fn checked_add(&self, other: &Self) -> Result<Self, FractionError> {
        if self.is_zero() || other.is_zero() {
            return Ok(if self.is_zero() { other.clone() } else { self.clone() });
        }
        // Knuth, TAOCP 2, 4.5.1: only what both denominators share can cancel.
        let shared = self.denominator.common_divisor(&other.denominator);
        let (own, others) = (self.denominator.over(&shared), other.denominator.over(&shared));
        let left = self.numerator.times(&others);
        let sum = left.plus(&other.numerator.times(&own));
        let common = if shared.is_one() { Natural::ONE } else { sum.common_divisor(&shared) };
        bounded(sum.over(&common), own.times(&other.denominator.over(&common)))
    }

    /// The exact difference.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Fraction, FractionError};
    /// let (half, third): (Fraction, Fraction) = ("1/2".parse()?, "1/3".parse()?);
    /// assert_eq!(half.checked_sub(&third)?.to_string(), "1/6");
    /// assert_eq!(third.checked_sub(&half), Err(FractionError::BelowZero));
    /// # Ok::<(), lead_lifecycle::planning::FractionError>(())
    /// ```
    ///
    /// # Errors
    /// [`FractionError::BelowZero`] when `other` is larger; [`FractionError::TooLarge`] for more than
    /// [`bounds::FRACTION_BITS`].
    pub fn checked_sub(&self, other: &Self) -> Result<Self, FractionError> {
        let left = self.numerator.times(&other.denominator);
        let right = other.numerator.times(&self.denominator);
        let difference = left.minus(&right).ok_or(FractionError::BelowZero)?;
        reduced(&difference, &self.denominator.times(&other.denominator))
    }

    /// The exact product.
    ///
    /// ```
    /// use lead_lifecycle::planning::Fraction;
    /// let (rate, volume): (Fraction, Fraction) = ("25%".parse()?, Fraction::from(50_u64));
    /// assert_eq!(volume.checked_mul(&rate)?.to_string(), "12.5");
    /// # Ok::<(), lead_lifecycle::planning::FractionError>(())
    /// ```
    ///
    /// # Errors
    /// [`FractionError::TooLarge`] for more than [`bounds::FRACTION_BITS`].
    pub fn checked_mul(&self, other: &Self) -> Result<Self, FractionError> {
        product(self, &other.numerator, &other.denominator)
    }

    /// The exact quotient.
    ///
    /// ```
    /// use lead_lifecycle::planning::Fraction;
    /// let need = Fraction::from(10_u64).checked_div(&"30%".parse()?)?;
    /// assert_eq!((need.to_string().as_str(), need.ceil()?), ("100/3", 34));
    /// assert!(need.checked_div(&Fraction::ZERO).is_err());
    /// # Ok::<(), lead_lifecycle::planning::FractionError>(())
    /// ```
    ///
    /// # Errors
    /// [`FractionError::DivisionByZero`] when `other` is 0; [`FractionError::TooLarge`] for more than
    /// [`bounds::FRACTION_BITS`].
    pub fn checked_div(&self, other: &Self) -> Result<Self, FractionError> {
        if other.is_zero() {
            return Err(FractionError::DivisionByZero);
        }
        product(self, &other.denominator, &other.numerator)
    }

    /// What is missing to one: `1 − self`.
    ///
    /// ```
    /// use lead_lifecycle::planning::Fraction;
    /// assert_eq!("30%".parse::<Fraction>()?.complement()?, "70%".parse()?);
    /// # Ok::<(), lead_lifecycle::planning::FractionError>(())
    /// ```
    ///
    /// # Errors
    /// [`FractionError::BelowZero`] above one.
    pub fn complement(&self) -> Result<Self, FractionError> {
        Self::ONE.checked_sub(self)
    }

    /// The largest whole number that is not above this: rounded down.
    ///
    /// ```
    /// use lead_lifecycle::planning::Fraction;
    /// assert_eq!("10.2".parse::<Fraction>()?.floor()?, 10);
    /// # Ok::<(), lead_lifecycle::planning::FractionError>(())
    /// ```
    ///
    /// # Errors
    /// [`FractionError::TooLarge`] above `u128::MAX`.
    pub fn floor(&self) -> Result<u128, FractionError> {
        let (quotient, _) = self.parts();
        fits(&quotient)
    }

    /// The smallest whole number that is not below this: rounded up, never off by one.
    ///
    /// ```
    /// use lead_lifecycle::planning::Fraction;
    /// assert_eq!("10.2".parse::<Fraction>()?.ceil()?, 11);
    /// assert_eq!(Fraction::from(7_u64).checked_div(&"7%".parse()?)?.ceil()?, 100);
    /// # Ok::<(), lead_lifecycle::planning::FractionError>(())
    /// ```
    ///
    /// # Errors
    /// [`FractionError::TooLarge`] above `u128::MAX`.
    pub fn ceil(&self) -> Result<u128, FractionError> {
        let (quotient, remainder) = self.parts();
        if remainder.is_zero() {
            return fits(&quotient);
        }
        fits(&quotient.plus(&Natural::ONE))
    }

    /// Rounded down, and what that leaves out: below one.
    pub(in crate::planning) fn split(&self) -> Result<(u128, Self), FractionError> {
        let (quotient, remainder) = self.parts();
        // INVARIANT: what the remainder had in common with the denominator, the numerator would have too.
        let denominator = if remainder.is_zero() { Natural::ONE } else { self.denominator.clone() };
        Ok((fits(&quotient)?, Self { numerator: remainder, denominator }))
    }

    /// Both parts, for the estimates.
    pub(in crate::planning) fn naturals(&self) -> (&Natural, &Natural) {
        (&self.numerator, &self.denominator)
    }

    /// From parts that are not yet reduced.
    pub(in crate::planning) fn from_naturals(n: &Natural, d: &Natural) -> Result<Self, FractionError> {
        if d.is_zero() {
            return Err(FractionError::DivisionByZero);
        }
        reduced(n, d)
    }

    fn parts(&self) -> (Natural, Natural) {
        // INVARIANT: a denominator is never zero.
        self.numerator.divided_by(&self.denominator).unwrap_or((Natural::ZERO, Natural::ZERO))
    }
}

impl From<u64> for Fraction {
    fn from(value: u64) -> Self {
        Self { numerator: Natural::Small(u128::from(value)), denominator: Natural::ONE }
    }
}

impl From<u128> for Fraction {
    fn from(value: u128) -> Self {
        Self { numerator: Natural::Small(value), denominator: Natural::ONE }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = self.numerator.times(&other.denominator);
        left.cmp(&other.numerator.times(&self.denominator))
    }
}

/// `left` times a fraction in lowest terms: only across can anything cancel, and before it grows.
fn product(left: &Fraction, numerator: &Natural, denominator: &Natural) -> Result<Fraction, FractionError> {
    if left.is_zero() || numerator.is_zero() {
        return Ok(Fraction::ZERO);
    }
    if let Some(product) = product_in_words(left, numerator, denominator) {
        return Ok(product);
    }
    let down = left.numerator.common_divisor(denominator);
    let up = numerator.common_divisor(&left.denominator);
    bounded(
        left.numerator.over(&down).times(&numerator.over(&up)),
        left.denominator.over(&up).times(&denominator.over(&down)),
    )
}

/// The same where all four parts are machine words; their products fit twice that.
pub(super) fn product_in_words(left: &Fraction, numerator: &Natural, denominator: &Natural) -> Option<Fraction> {
    let (a, b) = (left.numerator.to_u64()?, left.denominator.to_u64()?);
    let (c, d) = (numerator.to_u64()?, denominator.to_u64()?);
    let (down, up) = (common_divisor_u64(a, d), common_divisor_u64(c, b));
    let times = |left: u64, by: u64, right: u64, other: u64| {
        let (left, right) = (left.checked_div(by)?, right.checked_div(other)?);
        u128::from(left).checked_mul(u128::from(right)).map(Natural::Small)
    };
    Some(Fraction { numerator: times(a, down, c, up)?, denominator: times(b, up, d, down)? })
}

fn reduced(numerator: &Natural, denominator: &Natural) -> Result<Fraction, FractionError> {
    if denominator.is_one() {
        return bounded(numerator.clone(), Natural::ONE);
    }
    let common = numerator.common_divisor(denominator);
    if common.is_one() {
        return bounded(numerator.clone(), denominator.clone());
    }
    let by = |value: &Natural| value.divided_by(&common).map(|(quotient, _)| quotient);
    match (by(numerator), by(denominator)) {
        (Some(numerator), Some(denominator)) => bounded(numerator, denominator),
        _ => Err(FractionError::DivisionByZero),
    }
}

pub(super) fn bounded(numerator: Natural, denominator: Natural) -> Result<Fraction, FractionError> {
    let bits = numerator.bits().max(denominator.bits());
    let max = bounds::FRACTION_BITS;
    if bits > max {
        return Err(FractionError::TooLarge { bits, max });
    }
    Ok(Fraction { numerator, denominator })
}

fn fits(value: &Natural) -> Result<u128, FractionError> {
    value.to_u128().ok_or_else(|| FractionError::TooLarge { bits: value.bits(), max: u128::BITS })
}
