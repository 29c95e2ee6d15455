//! Rates between 0 and 100 %.

use alloc::string::{String, ToString as _};
use core::fmt;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::values::decimal;
use crate::values::limits;

/// Why a rate is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RateError {
    /// Below 0 or above 100 %.
    #[error("rate `{got}` is out of range: `0%` to `100%`")]
    Range {
        /// What was given.
        got: String,
    },
    /// Too many decimal places.
    #[error("rate `{got}` has too many decimal places: at most 12 as a fraction, 10 as per cent")]
    Places {
        /// What was given.
        got: String,
    },
    /// Not a number.
    #[error("`{got}` is not a rate: write it like `25%` or `0.25`")]
    Form {
        /// What was given.
        got: String,
    },
}

/// An exact rate from 0 to 1, as a decimal fraction with at most 12 places.
///
/// Written as per cent (`25%`); `0.25` in text is read too. A bare number is refused: 1 could mean 1 % or 100 %.
///
/// ```
/// use lead_lifecycle::values::Rate;
/// let rate: Rate = "25%".parse()?;
/// assert_eq!(rate, "0.25".parse()?);
/// assert_eq!(rate.to_string(), "25%");
/// assert!("120%".parse::<Rate>().is_err());
/// # Ok::<(), lead_lifecycle::values::RateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rate(Decimal);

impl Rate {
    /// 0 %.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// 100 %.
    pub const ONE: Self = Self(Decimal::ONE);

    /// From a fraction of one.
    ///
    /// # Errors
    /// Below 0, above 1, or with more than 12 decimal places.
    pub fn new(fraction: Decimal) -> Result<Self, RateError> {
        let fraction = decimal::canonical(fraction);
        if fraction < Decimal::ZERO || fraction > Decimal::ONE {
            return Err(RateError::Range { got: fraction.to_string() });
        }
        if !limits::RATE_PLACES.admits(fraction.scale()) {
            return Err(RateError::Places { got: fraction.to_string() });
        }
        Ok(Self(fraction))
    }

    /// From whole per cent, at most 100.
    #[must_use]
    pub fn percent(percent: u8) -> Self {
        Self(decimal::canonical(Decimal::new(i64::from(percent.min(100)), 2)))
    }

    /// As a fraction of one.
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.0
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // INVARIANT: at most 12 places below one, so the product is exact.
        let percent = self.0.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(self.0);
        let mut text = decimal::to_text(percent);
        text.push('%');
        f.pad(&text)
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::str::FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let form = || RateError::Form { got: text.chars().take(40).collect() };
        let (digits, per_cent) = match text.strip_suffix('%') {
            Some(digits) => (digits.trim_end(), true),
            None => (text, false),
        };
        let value = decimal::parse(digits).map_err(|_decimal| form())?;
        if !per_cent {
            return Self::new(value);
        }
        // A percentage is a shift of the point by two places, which must not be rounded away.
        let mut fraction = value;
        let scale = value.scale().saturating_add(2);
        fraction.set_scale(scale).map_err(|_scale| RateError::Places { got: text.chars().take(40).collect() })?;
        Self::new(fraction)
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RateVisitor;
        impl serde::de::Visitor<'_> for RateVisitor {
            type Value = Rate;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a rate in quotes like `\"25%\"`")
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Rate, E> {
                v.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(RateVisitor)
    }
}
