//! Exact decimals at the edge: strict reading, one canonical form.
//!
//! Everything that reads or writes a bare [`Decimal`] goes through here, so that a host's feature choices for
//! `rust_decimal` cannot change a stored form, and no digit is ever lost in silence.

use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;
use rust_decimal::Decimal;
use serde::Serialize;

/// Why a decimal number is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DecimalError {
    /// Not digits with at most one point.
    #[error("`{got}` is not a decimal number: write digits with an optional point, like `12.5`")]
    Form {
        /// What was given.
        got: String,
    },
    /// A binary floating-point number, which cannot be exact.
    #[error("`{got}` cannot be exact: write it in quotes, `\"{got}\"`")]
    Float {
        /// What was given.
        got: String,
    },
    /// More digits than can be kept exactly.
    #[error("`{got}` has more digits than can be kept exactly: at most 28")]
    Digits {
        /// What was given.
        got: String,
    },
}

/// One value, one form: no trailing zeros, no negative zero.
#[must_use]
pub fn canonical(value: Decimal) -> Decimal {
    value.normalize()
}

/// Reads digits with an optional sign and point; no exponent, no separators, no bare point.
///
/// # Errors
/// Any other form, or more than 28 significant digits.
pub fn parse(text: &str) -> Result<Decimal, DecimalError> {
    let shorten = || text.chars().take(60).collect::<String>();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(fraction) {
        return Err(DecimalError::Form { got: shorten() });
    }
    Decimal::from_str_exact(text).map(canonical).map_err(|_decimal| DecimalError::Digits { got: shorten() })
}

/// serde for a [`Decimal`] field: canonical text, read from text or an integer, never from a float.
pub mod text {
    use rust_decimal::Decimal;
    use serde::{Deserializer, Serializer};

    use crate::values::decimal::{DecimalVisitor, canonical};

    /// Writes the canonical text.
    ///
    /// # Errors
    /// Whatever the serializer reports.
    pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&canonical(*value))
    }

    /// Reads text or, in human-readable formats, an integer.
    ///
    /// # Errors
    /// Floats, exponents, and more digits than can be kept.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(DecimalVisitor)
        } else {
            deserializer.deserialize_str(DecimalVisitor)
        }
    }
}

pub(super) struct DecimalVisitor;

impl serde::de::Visitor<'_> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer, or a decimal number in quotes like `\"12.5\"`")
    }

    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Decimal, E> {
        parse(v).map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<Decimal, E> {
        Ok(Decimal::from(v))
    }

    fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<Decimal, E> {
        Ok(Decimal::from(v))
    }

    /// A value that is refused, not a wrong type: it is a number, only not written so that it is exact.
    fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<Decimal, E> {
        Err(E::custom(DecimalError::Float { got: format!("{v:?}") }))
    }
}

/// Writes the canonical text of a decimal.
#[must_use]
pub fn to_text(value: Decimal) -> String {
    canonical(value).to_string()
}
