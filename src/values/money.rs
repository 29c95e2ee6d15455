//! Money with its currency. Two currencies never mix in silence.

use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::values::decimal;
use crate::values::grouping::{grouped, ungrouped};
use crate::values::limits;
use crate::values::rate::Rate;

/// Why money is not accepted, or cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MoneyError {
    /// Not a currency of ISO 4217.
    #[error("`{got}` is not a currency: write the three capital letters of ISO 4217, like `JPY`")]
    Currency {
        /// What was given.
        got: String,
    },
    /// Finer than the currency's minor unit.
    #[error("`{got}` is finer than {currency} allows: at most {places} decimal places")]
    Places {
        /// What was given.
        got: String,
        /// The currency.
        currency: Currency,
        /// Its decimal places.
        places: u8,
    },
    /// Too large.
    #[error("amount `{got}` is out of range: at most 1,000,000,000,000,000 either way")]
    Range {
        /// What was given.
        got: String,
    },
    /// Not a currency, a space and an amount.
    #[error("`{got}` is not money: write the currency and the amount, like `JPY 3,000,000`")]
    Form {
        /// What was given, at most its first 40 characters.
        got: String,
    },
    /// Two currencies in one sum.
    #[error("cannot mix {left} and {right}: convert one of them first")]
    Mixed {
        /// The currency on the left.
        left: Currency,
        /// The currency on the right.
        right: Currency,
    },
}

/// A currency of ISO 4217.
///
/// ```
/// use lead_lifecycle::Currency;
/// let yen: Currency = "JPY".parse()?;
/// assert_eq!(yen.minor_units(), 0);
/// assert!("YEN".parse::<Currency>().is_err());
/// # Ok::<(), lead_lifecycle::values::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Codes with two decimal places, ISO 4217 list one, in alphabetical order.
const TWO_PLACES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF \
    CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD \
    GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL \
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR \
    PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP \
    TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
const NO_PLACES: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
const THREE_PLACES: &str = "BHD IQD JOD KWD LYD OMR TND";
const FOUR_PLACES: &str = "CLF UYW";

fn listed(list: &str, code: &str) -> bool {
    list.split(' ').any(|known| known == code)
}

fn places(code: &str) -> Option<u8> {
    [(NO_PLACES, 0), (TWO_PLACES, 2), (THREE_PLACES, 3), (FOUR_PLACES, 4)]
        .into_iter()
        .find(|(list, _)| listed(list, code))
        .map(|(_, places)| places)
}

impl Currency {
    /// Japanese yen.
    #[doc(alias = "円")]
    pub const JPY: Self = Self(*b"JPY");
    /// United States dollar.
    pub const USD: Self = Self(*b"USD");
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        // INVARIANT: three ASCII capitals, checked on construction.
        core::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Decimal places of the currency: 0 for JPY, 2 for USD, 3 for KWD.
    #[must_use]
    pub fn minor_units(&self) -> u8 {
        places(self.code()).unwrap_or(2)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::str::FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let code = <[u8; 3]>::try_from(text.as_bytes()).ok();
        code.filter(|_| places(text).is_some())
            .map(Self)
            .ok_or_else(|| MoneyError::Currency { got: text.chars().take(40).collect() })
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CodeVisitor;
        impl serde::de::Visitor<'_> for CodeVisitor {
            type Value = Currency;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a currency like `JPY`")
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Currency, E> {
                v.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(CodeVisitor)
    }
}

/// An exact amount of one currency, never finer than its minor unit.
///
/// `Display` is for people, and `parse` reads it back; stored it is a table of `amount`, the bare digits, and `currency`.
///
/// ```
/// use lead_lifecycle::{Currency, Money};
/// let a = Money::from_units(3_000_000, Currency::JPY)?;
/// let b = Money::from_units(500, Currency::USD)?;
/// // As people read it: digits in threes, with the decimal places of the currency.
/// assert_eq!((a.to_string().as_str(), b.to_string().as_str()), ("JPY 3,000,000", "USD 500.00"));
/// assert_eq!("JPY 3,000,000".parse::<Money>()?, a);
/// assert_eq!("JPY 3000000".parse::<Money>()?, a);
/// assert!("JPY 30,00,000".parse::<Money>().is_err());
/// assert!(a.checked_add(b).is_err()); // mixing currencies is an error value
/// assert!(Money::new("0.5".parse().unwrap(), Currency::JPY).is_err()); // yen have no minor unit
/// # Ok::<(), lead_lifecycle::values::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[doc(alias = "金額")]
pub struct Money {
    #[serde(with = "decimal::text")]
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// Checks and keeps an amount.
    ///
    /// # Errors
    /// Finer than the currency's minor unit, or beyond the range.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let amount = decimal::canonical(amount);
        let places = currency.minor_units();
        if amount.scale() > u32::from(places) {
            return Err(MoneyError::Places { got: amount.to_string(), currency, places });
        }
        let bound = Decimal::from_i128_with_scale(limits::MONEY_UNITS.max, 0);
        if amount.abs() > bound {
            return Err(MoneyError::Range { got: amount.to_string() });
        }
        Ok(Self { amount, currency })
    }

    /// Whole units of a currency.
    ///
    /// # Errors
    /// Beyond the range.
    pub fn from_units(units: i64, currency: Currency) -> Result<Self, MoneyError> {
        Self::new(Decimal::from(units), currency)
    }

    /// So many of a currency's smallest unit, by ISO 4217: yen, cents of a dollar, thousandths of a Kuwaiti dinar.
    ///
    /// ```
    /// use lead_lifecycle::{Currency, Money};
    /// let price = Money::from_minor(1_999, Currency::USD)?;
    /// assert_eq!(price.to_string(), "USD 19.99");
    /// assert_eq!(price.minor(), 1_999);
    /// assert_eq!(Money::from_minor(1_999, Currency::JPY)?.to_string(), "JPY 1,999");
    /// assert!(Money::from_minor(i64::MAX, Currency::JPY).is_err());
    /// # Ok::<(), lead_lifecycle::values::MoneyError>(())
    /// ```
    ///
    /// # Errors
    /// Beyond 1,000,000,000,000,000 whole units either way.
    pub fn from_minor(minor: i64, currency: Currency) -> Result<Self, MoneyError> {
        Self::new(Decimal::new(minor, currency.minor_units().into()), currency)
    }

    /// The amount in the currency's smallest unit: the other way round of [`Money::from_minor`].
    #[must_use]
    pub fn minor(&self) -> i128 {
        // INVARIANT: no finer than the minor unit, so that nothing is lost by counting in it.
        let missing = u32::from(self.currency.minor_units()).saturating_sub(self.amount.scale());
        self.amount.mantissa().saturating_mul(10_i128.saturating_pow(missing))
    }

    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// The amount.
    #[must_use]
    pub const fn amount(&self) -> Decimal {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] for two currencies, [`MoneyError::Range`] for a sum that is too large.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed { left: self.currency, right: other.currency });
        }
        let sum = self.amount.checked_add(other.amount);
        sum.map_or_else(|| Err(MoneyError::Range { got: self.amount.to_string() }), |sum| Self::new(sum, self.currency))
    }

    /// The amount times a rate, rounded to the minor unit, half away from zero: the weighted value of a deal.
    #[must_use]
    #[doc(alias = "加重金額")]
    pub fn weighted(self, rate: Rate) -> Self {
        // In whole minor units and whole parts of the rate: a product of decimals would be rounded before it is rounded.
        let places = u32::from(self.currency.minor_units());
        let minor = self.minor();
        let (parts, whole) = (rate.value().mantissa(), 10_i128.saturating_pow(rate.value().scale()));
        // INVARIANT: below 10^19 minor units, and a rate of at most 12 places: the product is below 10^32.
        let double = minor.saturating_mul(parts).saturating_mul(2);
        let half = if double < 0 { whole.saturating_neg() } else { whole };
        let rounded = double.saturating_add(half).checked_div(whole.saturating_mul(2)).unwrap_or(0);
        let amount = Decimal::try_from_i128_with_scale(rounded, places).unwrap_or(self.amount);
        Self { amount: decimal::canonical(amount), currency: self.currency }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // INVARIANT: no finer than the minor unit: padding adds zeros and rounds nothing.
        let places = usize::from(self.currency.minor_units());
        let amount = grouped(&format!("{:.places$}", self.amount));
        f.pad(&format!("{} {amount}", self.currency))
    }
}

impl core::str::FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let form = || MoneyError::Form { got: text.chars().take(40).collect() };
        let (currency, amount) = text.split_once(' ').ok_or_else(form)?;
        let amount = ungrouped(amount).ok_or_else(form)?;
        Self::new(decimal::parse(&amount).map_err(|_decimal| form())?, currency.parse()?)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(
            deny_unknown_fields,
            rename = "Money",
            expecting = "money: a table with `amount`, like `\"3000000\"`, and `currency`, like `\"JPY\"`"
        )]
        struct Raw {
            #[serde(with = "decimal::text")]
            amount: Decimal,
            currency: Currency,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.amount, raw.currency).map_err(serde::de::Error::custom)
    }
}
