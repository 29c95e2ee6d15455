//! How many get through a step: stated, or counted.

use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::planning::bounds;
use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;
use crate::values::{Money, Rate};

/// An exact share of a whole, from 0 to 1: any fraction, not only decimals.
///
/// Text is per cent where that is exact (`25%`), else a fraction (`1/3`); `0.25` is read too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(Fraction);

impl Share {
    /// Nothing.
    pub const ZERO: Self = Self(Fraction::ZERO);
    /// All of it.
    pub const ONE: Self = Self(Fraction::ONE);

    /// A share of one.
    ///
    /// # Errors
    /// [`PlanError::AboveOne`] for `101%` and the like.
    pub fn new(fraction: Fraction) -> Result<Self, PlanError> {
        if fraction > Fraction::ONE {
            return Err(PlanError::AboveOne { got: fraction });
        }
        Ok(Self(fraction))
    }

    /// Whole per cent, at most 100.
    #[must_use]
    pub fn percent(percent: u8) -> Self {
        let fraction = Fraction::new(u128::from(percent.min(100)), 100);
        Self(fraction.unwrap_or(Fraction::ZERO))
    }

    /// As a fraction of one.
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
        let text = match self.0.exact_places() {
            Some(_) => alloc::format!("{}%", exact_percent(&self.0)),
            None => self.0.to_string(),
        };
        formatter.pad(&text)
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

/// What was counted: `converted` out of `of`.
///
/// Plans use the exact fraction; odds also know how little a small count proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "実績")]
pub struct Evidence {
    converted: u64,
    of: u64,
}

impl Evidence {
    /// `converted` out of `of`.
    ///
    /// # Errors
    /// [`PlanError::Evidence`] when more converted than there were, or there were none;
    /// [`PlanError::Limit`] beyond [`bounds::EVIDENCE_OF`].
    pub fn new(converted: u64, of: u64) -> Result<Self, PlanError> {
        if converted > of || of == 0 {
            return Err(PlanError::Evidence { converted, of });
        }
        PlanError::check(bounds::EVIDENCE_OF, of)?;
        Ok(Self { converted, of })
    }

    /// Those that converted.
    #[must_use]
    pub const fn converted(&self) -> u64 {
        self.converted
    }

    /// Those that were observed.
    #[must_use]
    pub const fn of(&self) -> u64 {
        self.of
    }
}

impl<'de> Deserialize<'de> for Evidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Evidence")]
        struct Raw {
            converted: u64,
            of: u64,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.converted, raw.of).map_err(serde::de::Error::custom)
    }
}

/// The rate of a step (転換率): stated by somebody, or evidence.
///
/// ```
/// use lead_lifecycle::planning::{Evidence, Share, StepRate};
/// let stated = StepRate::Stated("25%".parse()?);
/// let counted = StepRate::Evidence(Evidence::new(50, 200)?);
/// assert_eq!(stated.fraction(), counted.fraction());
/// assert!("101%".parse::<Share>().is_err());
/// assert!(Evidence::new(201, 200).is_err());
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "転換率")]
pub enum StepRate {
    /// Somebody says so; taken as certain.
    Stated(Share),
    /// So many converted out of so many; taken as what it proves.
    Evidence(Evidence),
}

impl StepRate {
    /// A stated rate of whole per cent, at most 100.
    #[must_use]
    pub fn percent(percent: u8) -> Self {
        Self::Stated(Share::percent(percent))
    }

    /// The exact rate.
    #[must_use]
    pub fn fraction(&self) -> Fraction {
        match self {
            Self::Stated(share) => share.fraction().clone(),
            Self::Evidence(evidence) => {
                let (converted, of) = (u128::from(evidence.converted), u128::from(evidence.of));
                // INVARIANT: evidence is out of at least one.
                Fraction::new(converted, of).unwrap_or(Fraction::ZERO)
            }
        }
    }

    /// The evidence, if the rate has any.
    #[must_use]
    pub const fn evidence(&self) -> Option<Evidence> {
        match self {
            Self::Stated(_) => None,
            Self::Evidence(evidence) => Some(*evidence),
        }
    }
}

impl From<Rate> for StepRate {
    fn from(rate: Rate) -> Self {
        Self::Stated(rate.into())
    }
}

impl fmt::Display for StepRate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Stated(share) => share.to_string(),
            Self::Evidence(evidence) => {
                alloc::format!("{} of {}", evidence.converted, evidence.of)
            }
        };
        formatter.pad(&text)
    }
}

/// What a win brings on average (平均単価, ASP): money above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
#[doc(alias = "平均単価")]
pub struct DealSize(Money);

impl DealSize {
    /// The average amount of a won deal.
    ///
    /// # Errors
    /// [`PlanError::Zero`] and [`PlanError::Negative`].
    pub fn new(amount: Money) -> Result<Self, PlanError> {
        if money_fraction("deal size", amount)?.is_zero() {
            return Err(PlanError::Zero { what: "deal size" });
        }
        Ok(Self(amount))
    }

    /// The amount.
    #[must_use]
    pub const fn money(&self) -> Money {
        self.0
    }

    /// The amount in whole currency units, exact.
    #[must_use]
    pub fn fraction(&self) -> Fraction {
        // INVARIANT: checked on construction.
        money_fraction("deal size", self.0).unwrap_or(Fraction::ONE)
    }
}

impl<'de> Deserialize<'de> for DealSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Money::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Money as an exact number of whole currency units.
pub(super) fn money_fraction(what: &'static str, money: Money) -> Result<Fraction, PlanError> {
    let mantissa = not_negative(what, money)?;
    let scale = 10_u128.checked_pow(money.amount().scale()).unwrap_or(1);
    Ok(Fraction::new(mantissa, scale)?)
}

/// The digits of an amount that is not negative.
pub(super) fn not_negative(what: &'static str, money: Money) -> Result<u128, PlanError> {
    let digits = u128::try_from(money.amount().mantissa());
    digits.map_err(|_negative| PlanError::Negative { what, got: money.to_string() })
}

/// Whether both are of one currency.
pub(super) fn same_currency(left: Money, right: Money) -> Result<(), PlanError> {
    if left.currency() == right.currency() {
        return Ok(());
    }
    Err(PlanError::Currencies { left: left.currency(), right: right.currency() })
}

fn exact_percent(fraction: &Fraction) -> String {
    let hundred = Fraction::from(100_u64);
    fraction.checked_mul(&hundred).map_or_else(|_large| fraction.to_string(), |p| p.to_string())
}
