//! Exact non-negative fractions: the arithmetic of every plan.
//!
//! A fraction is always in lowest terms. Numbers up to 128 bits never allocate; beyond that they
//! grow, up to [`bounds::FRACTION_BITS`](crate::planning::bounds::FRACTION_BITS), where the typed
//! error [`FractionError::TooLarge`] waits. Nothing here rounds unless its name says so.

use alloc::string::{String, ToString};
use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::planning::bounds;
use crate::planning::natural::{Natural, common_divisor, common_divisor_u64};

/// An exact non-negative fraction in lowest terms (分数).
///
/// Text is a decimal where that is exact (`12.5`), else `numerator/denominator` (`1/3`); reading
/// also takes percentages (`25%`). Serde uses the text.
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
    numerator: Natural,
    denominator: Natural,
}

/// Why a fraction could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FractionError {
    /// The exact result needs more bits than a fraction may have, or does not fit the integer asked for.
    #[error("exact number of {bits} bits is too large; at most {max} bits are held")]
    TooLarge {
        /// Bits of the larger of numerator and denominator.
        bits: u32,
        /// The most that is held.
        max: u32,
    },
    /// Division by zero.
    #[error("division by zero; the divisor must be above 0")]
    DivisionByZero,
    /// A difference would be negative.
    #[error("difference below zero; only numbers from 0 upwards are planned with")]
    BelowZero,
    /// Text that is not a number of this kind.
    #[error("`{got}` is not an exact number; write `12.5`, `25%` or `1/3`")]
    Text {
        /// What was given, shortened.
        got: String,
    },
}

impl Fraction {
    /// Zero.
    pub const ZERO: Self = Self { numerator: Natural::ZERO, denominator: Natural::ONE };
    /// One, or 100 %.
    pub const ONE: Self = Self { numerator: Natural::ONE, denominator: Natural::ONE };

    /// `numerator / denominator`, reduced.
    ///
    /// # Errors
    /// [`FractionError::DivisionByZero`] for a zero denominator.
    pub fn new(numerator: u128, denominator: u128) -> Result<Self, FractionError> {
        if denominator == 0 {
            return Err(FractionError::DivisionByZero);
        }
        let common = common_divisor(numerator, denominator);
        let reduced = |value: u128| Natural::Small(value.checked_div(common).unwrap_or(value));
        Ok(Self { numerator: reduced(numerator), denominator: reduced(denominator) })
    }

    /// A constant. INVARIANT: the caller's parts have no common divisor, and the denominator is not zero.
    pub(super) const fn in_lowest_terms(numerator: u128, denominator: u128) -> Self {
        Self { numerator: Natural::Small(numerator), denominator: Natural::Small(denominator) }
    }

    /// The numerator in lowest terms, if it fits.
    #[must_use]
    pub fn numerator(&self) -> Option<u128> {
        self.numerator.to_u128()
    }

    /// The denominator in lowest terms, if it fits.
    #[must_use]
    pub fn denominator(&self) -> Option<u128> {
        self.denominator.to_u128()
    }

    /// Whether this is zero.
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
    /// # Errors
    /// [`FractionError::TooLarge`].
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
    /// # Errors
    /// [`FractionError::BelowZero`] when `other` is larger; [`FractionError::TooLarge`].
    pub fn checked_sub(&self, other: &Self) -> Result<Self, FractionError> {
        let left = self.numerator.times(&other.denominator);
        let right = other.numerator.times(&self.denominator);
        let difference = left.minus(&right).ok_or(FractionError::BelowZero)?;
        reduced(&difference, &self.denominator.times(&other.denominator))
    }

    /// The exact product.
    ///
    /// # Errors
    /// [`FractionError::TooLarge`].
    pub fn checked_mul(&self, other: &Self) -> Result<Self, FractionError> {
        product(self, &other.numerator, &other.denominator)
    }

    /// The exact quotient.
    ///
    /// # Errors
    /// [`FractionError::DivisionByZero`]; [`FractionError::TooLarge`].
    pub fn checked_div(&self, other: &Self) -> Result<Self, FractionError> {
        if other.is_zero() {
            return Err(FractionError::DivisionByZero);
        }
        product(self, &other.denominator, &other.numerator)
    }

    /// What is missing to one: `1 − self`.
    ///
    /// # Errors
    /// [`FractionError::BelowZero`] above one.
    pub fn complement(&self) -> Result<Self, FractionError> {
        Self::ONE.checked_sub(self)
    }

    /// The largest whole number not above this.
    ///
    /// # Errors
    /// [`FractionError::TooLarge`] above `u128::MAX`.
    pub fn floor(&self) -> Result<u128, FractionError> {
        let (quotient, _) = self.parts();
        fits(&quotient)
    }

    /// The smallest whole number not below this: never off by one, for any fraction.
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

    /// Decimal text with exactly `places` places, rounded half away from zero.
    #[must_use]
    pub fn to_decimal_text(&self, places: u8) -> String {
        let ten = Natural::Small(10);
        let scale = (0..places).fold(Natural::ONE, |scale, _| scale.times(&ten));
        let two = Natural::Small(2);
        // Half up: floor((2 n s + d) / 2 d).
        let above = self.numerator.times(&scale).times(&two).plus(&self.denominator);
        let rounded = above.divided_by(&self.denominator.times(&two)).map_or(Natural::ZERO, |(quotient, _)| quotient);
        with_point(&rounded.to_digits(), usize::from(places))
    }

    /// Per cent, rounded half away from zero to two places, without trailing zeros: `33.33` for a third.
    #[must_use]
    pub fn to_percent_text(&self) -> String {
        let hundred =
            Self { numerator: self.numerator.times(&Natural::Small(100)), denominator: self.denominator.clone() };
        let text = hundred.to_decimal_text(2);
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    }

    /// Both parts, for the estimates.
    pub(super) fn naturals(&self) -> (&Natural, &Natural) {
        (&self.numerator, &self.denominator)
    }

    /// From parts that are not yet reduced.
    pub(super) fn from_naturals(n: &Natural, d: &Natural) -> Result<Self, FractionError> {
        if d.is_zero() {
            return Err(FractionError::DivisionByZero);
        }
        reduced(n, d)
    }

    fn parts(&self) -> (Natural, Natural) {
        // INVARIANT: a denominator is never zero.
        self.numerator.divided_by(&self.denominator).unwrap_or((Natural::ZERO, Natural::ZERO))
    }

    /// How many places make the decimal exact, if any number of places does.
    pub(super) fn exact_places(&self) -> Option<u8> {
        let mut rest = self.denominator()?;
        let mut twos = 0_u8;
        let mut fives = 0_u8;
        while rest.checked_rem(2) == Some(0) {
            rest = rest.checked_div(2)?;
            twos = twos.checked_add(1)?;
        }
        while rest.checked_rem(5) == Some(0) {
            rest = rest.checked_div(5)?;
            fives = fives.checked_add(1)?;
        }
        (rest == 1).then_some(twos.max(fives)).filter(|places| *places <= 28)
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

impl fmt::Display for Fraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if let Some(places) = self.exact_places() {
            self.to_decimal_text(places)
        } else {
            let (n, d) = (self.numerator.to_digits(), self.denominator.to_digits());
            alloc::format!("{n}/{d}")
        };
        formatter.pad(&text)
    }
}

impl FromStr for Fraction {
    type Err = FractionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || FractionError::Text { got: text.chars().take(40).collect() };
        if text.len() > bounds::FRACTION_TEXT_BYTES {
            return Err(refuse());
        }
        if let Some((numerator, denominator)) = text.split_once('/') {
            let numerator = Natural::from_digits(numerator).ok_or_else(refuse)?;
            let denominator = Natural::from_digits(denominator).ok_or_else(refuse)?;
            return Self::from_naturals(&numerator, &denominator);
        }
        let (number, percent) = match text.strip_suffix('%') {
            Some(number) => (number.trim_end(), 100),
            None => (text, 1),
        };
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() || (number.contains('.') && decimals.is_empty()) {
            return Err(refuse());
        }
        let digits = alloc::format!("{whole}{decimals}");
        let numerator = Natural::from_digits(&digits).ok_or_else(refuse)?;
        let scale = decimals.bytes().fold(Natural::Small(percent), |scale, _| scale.times(&Natural::Small(10)));
        reduced(&numerator, &scale)
    }
}

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(FractionVisitor)
        } else {
            deserializer.deserialize_str(FractionVisitor)
        }
    }
}

struct FractionVisitor;

impl serde::de::Visitor<'_> for FractionVisitor {
    type Value = Fraction;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number, or text such as `12.5`, `25%` or `1/3`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Fraction, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Fraction, E> {
        Ok(Fraction::from(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Fraction, E> {
        u64::try_from(value).map(Fraction::from).map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Fraction, E> {
        Err(E::custom(alloc::format!("`{value}` is not exact here; quote it: `\"{value}\"`")))
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
fn product_in_words(left: &Fraction, numerator: &Natural, denominator: &Natural) -> Option<Fraction> {
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

fn bounded(numerator: Natural, denominator: Natural) -> Result<Fraction, FractionError> {
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

fn with_point(digits: &str, places: usize) -> String {
    if places == 0 {
        return digits.to_string();
    }
    let padded = alloc::format!("{digits:0>width$}", width = places.saturating_add(1));
    let (whole, decimals) =
        padded.split_at_checked(padded.len().saturating_sub(places)).unwrap_or((padded.as_str(), ""));
    alloc::format!("{whole}.{decimals}")
}
