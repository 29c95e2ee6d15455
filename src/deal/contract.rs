//! A signed contract.

use serde::{Deserialize, Deserializer, Serialize};

use crate::values::{ContractKey, Date, Money};

/// Why a contract is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContractError {
    /// Ends before it starts.
    EndsBeforeStart {
        /// The first day.
        starts: Date,
        /// The last day.
        ends: Date,
    },
    /// Worth less than nothing.
    Negative {
        /// The value.
        value: Money,
    },
}

impl core::error::Error for ContractError {}

/// A contract: what it is worth, and from when to when it runs.
///
/// ```
/// use lead_lifecycle::deal::Contract;
/// use lead_lifecycle::values::ContractKey;
/// use lead_lifecycle::{Currency, Money};
/// let (key, value) = (ContractKey::new("2026-17")?, Money::from_units(3_600_000, Currency::JPY)?);
/// let (starts, ends) = ("2026-04-01".parse()?, "2027-03-31".parse()?);
/// assert!(Contract::new(key.clone(), value, starts, Some(ends)).is_ok());
/// let error = Contract::new(key, value, ends, Some(starts)).unwrap_err();
/// assert!(error.to_string().starts_with("contract ends on `2026-04-01`, before it starts on `2027-03-31`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[doc(alias = "契約")]
pub struct Contract {
    key: ContractKey,
    value: Money,
    starts: Date,
    ends: Option<Date>,
}

impl Contract {
    /// Checks and keeps a contract. `ends` is its last day, none for open-ended.
    ///
    /// # Errors
    /// `ends` before `starts`, or a negative value.
    pub fn new(key: ContractKey, value: Money, starts: Date, ends: Option<Date>) -> Result<Self, ContractError> {
        if value.amount().is_sign_negative() && !value.amount().is_zero() {
            return Err(ContractError::Negative { value });
        }
        match ends {
            Some(ends) if ends < starts => Err(ContractError::EndsBeforeStart { starts, ends }),
            Some(_) | None => Ok(Self { key, value, starts, ends }),
        }
    }

    /// The host's key.
    #[must_use]
    pub const fn key(&self) -> &ContractKey {
        &self.key
    }

    /// What it is worth in all.
    #[must_use]
    pub const fn value(&self) -> Money {
        self.value
    }

    /// The first day.
    #[must_use]
    pub const fn starts(&self) -> Date {
        self.starts
    }

    /// The last day; none for open-ended.
    #[must_use]
    pub const fn ends(&self) -> Option<Date> {
        self.ends
    }
}

impl<'de> Deserialize<'de> for Contract {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Contract", expecting = "a table")]
        struct Raw {
            key: ContractKey,
            value: Money,
            starts: Date,
            #[serde(default)]
            ends: Option<Date>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.key, raw.value, raw.starts, raw.ends).map_err(serde::de::Error::custom)
    }
}
