//! Fractions as text, read and written.

use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::planning::bounds;
use crate::planning::exact::fraction::Fraction;
use crate::planning::exact::fraction_error::FractionError;
use crate::planning::exact::natural::Natural;

impl Fraction {
    /// The decimal with exactly so many places, rounded half away from zero.
    ///
    /// ```
    /// use lead_lifecycle::planning::Fraction;
    /// let need: Fraction = "200/3".parse()?;
    /// assert_eq!(need.to_decimal_text(2), "66.67");
    /// assert_eq!(need.to_decimal_text(0), "67");
    /// # Ok::<(), lead_lifecycle::planning::FractionError>(())
    /// ```
    #[must_use]
    pub fn to_decimal_text(&self, places: u8) -> String {
        let (numerator, denominator) = self.naturals();
        decimal_text(numerator, denominator, places)
    }

    /// The number per cent, without the sign: rounded half away from zero to two places, without zeros at the end.
    ///
    /// ```
    /// use lead_lifecycle::planning::Fraction;
    /// assert_eq!("1/3".parse::<Fraction>()?.to_percent_text(), "33.33");
    /// assert_eq!("0.075".parse::<Fraction>()?.to_percent_text(), "7.5");
    /// # Ok::<(), lead_lifecycle::planning::FractionError>(())
    /// ```
    #[must_use]
    pub fn to_percent_text(&self) -> String {
        let (numerator, denominator) = self.naturals();
        let text = decimal_text(&numerator.times(&Natural::Small(100)), denominator, 2);
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    }

    /// The number per cent, exact: `12.5%`; a fraction where per cent are not exact: `1/3`.
    pub(in crate::planning) fn to_share_text(&self) -> String {
        let percent = self.exact_places().and_then(|_| self.checked_mul(&Self::from(100_u64)).ok());
        percent.map_or_else(|| self.to_string(), |percent| alloc::format!("{percent}%"))
    }

    /// How many places make the decimal exact, if any number of places does.
    pub(in crate::planning) fn exact_places(&self) -> Option<u8> {
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

impl fmt::Display for Fraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if let Some(places) = self.exact_places() {
            self.to_decimal_text(places)
        } else {
            let (numerator, denominator) = self.naturals();
            let (n, d) = (numerator.to_digits(), denominator.to_digits());
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
        let places = u32::try_from(decimals.len()).map_err(|_large| refuse())?;
        let scale = Natural::Small(10).power(places).times(&Natural::Small(percent));
        Self::from_naturals(&numerator, &scale)
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

fn decimal_text(numerator: &Natural, denominator: &Natural, places: u8) -> String {
    let scale = Natural::Small(10).power(u32::from(places));
    let two = Natural::Small(2);
    // Half up: floor((2 n s + d) / 2 d).
    let above = numerator.times(&scale).times(&two).plus(denominator);
    let rounded = above.divided_by(&denominator.times(&two)).map_or(Natural::ZERO, |(quotient, _)| quotient);
    with_point(&rounded.to_digits(), usize::from(places))
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
