//! Points of a score, in integer thousandths.

use alloc::string::{String, ToString as _};
use core::fmt;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::values::decimal;
use crate::values::limits;

/// Why points are not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PointsError {
    /// Beyond ± 1,000,000,000 points.
    #[error("`{got}` points are out of range: -1,000,000,000 to 1,000,000,000")]
    Range {
        /// What was given.
        got: String,
    },
    /// Finer than a thousandth.
    #[error("`{got}` points are finer than a thousandth: use at most 3 decimal places")]
    Places {
        /// What was given.
        got: String,
    },
    /// Not a number.
    #[error(transparent)]
    Form(#[from] decimal::DecimalError),
}

/// Points of a score: an integer count of thousandths, at most a thousand million points either way.
///
/// Written as text (`"12.5"`); an integer is read too, a float is refused because it cannot be exact.
///
/// ```
/// use lead_lifecycle::values::Points;
/// assert_eq!(Points::from_int(30).to_string(), "30");
/// assert_eq!("12.5".parse::<Points>()?.thousandths(), 12_500);
/// assert!("0.0001".parse::<Points>().is_err());
/// # Ok::<(), lead_lifecycle::values::PointsError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(i64);

const MAX_THOUSANDTHS: i64 = 1_000_000_000_000;

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);
    /// The most points.
    pub const MAX: Self = Self(MAX_THOUSANDTHS);
    /// The least points.
    pub const MIN: Self = Self(-MAX_THOUSANDTHS);

    /// Whole points, clamped to [`Points::MIN`] … [`Points::MAX`].
    #[must_use]
    pub fn from_int(points: i32) -> Self {
        Self::saturating(i64::from(points).saturating_mul(1_000))
    }

    /// From thousandths.
    ///
    /// # Errors
    /// Beyond ± 1,000,000,000 points.
    pub fn from_thousandths(thousandths: i64) -> Result<Self, PointsError> {
        if limits::POINT_THOUSANDTHS.admits(thousandths) {
            Ok(Self(thousandths))
        } else {
            Err(PointsError::Range { got: decimal::to_text(Decimal::new(thousandths, 3)) })
        }
    }

    /// From thousandths, clamped to [`Points::MIN`] … [`Points::MAX`].
    #[must_use]
    #[inline]
    pub fn saturating(thousandths: i64) -> Self {
        Self(thousandths.clamp(-MAX_THOUSANDTHS, MAX_THOUSANDTHS))
    }

    /// From thousandths that cannot be outside the range.
    #[inline]
    pub(crate) const fn inside(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// In thousandths.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// As a decimal number of points.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        decimal::canonical(Decimal::new(self.0, 3))
    }

    /// The sum, or `None` beyond the range.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let sum = self.0.checked_add(other.0)?;
        Self::from_thousandths(sum).ok()
    }

    /// The sum, clamped to the range.
    #[must_use]
    pub fn saturating_add(self, other: Self) -> Self {
        Self::saturating(self.0.saturating_add(other.0))
    }

    /// The difference, clamped to the range.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        Self::saturating(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Through `pad`, so that widths and alignment work in tables.
        f.pad(&self.to_decimal().to_string())
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<Decimal> for Points {
    type Error = PointsError;

    fn try_from(value: Decimal) -> Result<Self, PointsError> {
        let value = decimal::canonical(value);
        if value.scale() > 3 {
            return Err(PointsError::Places { got: value.to_string() });
        }
        value
            .checked_mul(Decimal::ONE_THOUSAND)
            .and_then(|t| t.to_i64())
            .and_then(|t| Self::from_thousandths(t).ok())
            .ok_or_else(|| PointsError::Range { got: value.to_string() })
    }
}

impl core::str::FromStr for Points {
    type Err = PointsError;

    fn from_str(text: &str) -> Result<Self, PointsError> {
        Self::try_from(decimal::parse(text)?)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i64(self.0) }
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        if deserializer.is_human_readable() {
            let value = deserializer.deserialize_any(decimal::DecimalVisitor)?;
            Self::try_from(value).map_err(D::Error::custom)
        } else {
            Self::from_thousandths(i64::deserialize(deserializer)?).map_err(D::Error::custom)
        }
    }
}
