//! An exact share of a whole.

use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::planning::exact::Fraction;
use crate::planning::plan_error::PlanError;
use crate::values::Rate;

/// An exact share of a whole, from 0 to 1: any fraction, not only decimals.
///
/// Its text is per cent where that is exact (`25%`), else a fraction (`1/3`). A decimal (`0.25`) is read too, and means
/// a part of one, not per cent.
///
/// ```
/// use lead_lifecycle::planning::Share;
/// let third: Share = "1/3".parse()?;
/// assert_eq!(third.to_string(), "1/3");
/// assert_eq!("0.25".parse::<Share>()?.to_string(), "25%");
/// assert!("101%".parse::<Share>().is_err());
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(Fraction);

impl Share {
    /// 0 %.
    pub const ZERO: Self = Self(Fraction::ZERO);
    /// 100 %.
    pub const ONE: Self = Self(Fraction::ONE);

    /// A share from a fraction of one.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Fraction, Share};
    /// assert_eq!(Share::new(Fraction::new(1, 4)?)?, Share::percent(25));
    /// assert!(Share::new(Fraction::from(2_u64)).is_err());
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::AboveOne`] for a fraction above 1.
    pub fn new(fraction: Fraction) -> Result<Self, PlanError> {
        if fraction > Fraction::ONE {
            return Err(PlanError::AboveOne { got: fraction });
        }
        Ok(Self(fraction))
    }

    /// A share in whole per cent. What is above 100 becomes 100.
    #[must_use]
    pub fn percent(percent: u8) -> Self {
        let fraction = Fraction::new(u128::from(percent.min(100)), 100);
        Self(fraction.unwrap_or(Fraction::ZERO))
    }

    /// The share as a fraction of one, exact.
    #[must_use]
    pub const fn fraction(&self) -> &Fraction {
        &self.0
    }
}

impl From<Rate> for Share {
    fn from(rate: Rate) -> Self {
        // INVARIANT: a rate lies between 0 and 1, with at most 12 places.
        let mantissa = rate.value().mantissa().unsigned_abs();
        let scale = 10_u128.checked_pow(rate.value().scale()).unwrap_or(1);
        Self(Fraction::new(mantissa, scale).unwrap_or(Fraction::ZERO))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0.to_share_text())
    }
}

impl FromStr for Share {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text.parse()?)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Share;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a share in quotes like `\"25%\"` or `\"1/3\"`")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Share, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}
