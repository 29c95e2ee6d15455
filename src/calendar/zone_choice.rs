//! A zone as people write it.

use core::fmt;

use crate::calendar::text_form::text_form;
use crate::calendar::zone_error::ZoneError;
use crate::values::{UtcOffset, ZoneName};

/// A zone as people write it: an offset like `+09:00`, or a name like `Asia/Tokyo`.
///
/// ```
/// use lead_lifecycle::calendar::ZoneChoice;
/// assert!(matches!("+09:00".parse()?, ZoneChoice::Offset(_)));
/// assert!(matches!("Europe/London".parse()?, ZoneChoice::Named(_)));
/// assert!("+25:00".parse::<ZoneChoice>().is_err() && "two words".parse::<ZoneChoice>().is_err());
/// # Ok::<(), lead_lifecycle::calendar::ZoneError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZoneChoice {
    /// The same all the time.
    Offset(UtcOffset),
    /// As the named zone has it. A policy holds its transitions.
    Named(ZoneName),
}

impl ZoneChoice {
    /// Japan: `+09:00`.
    pub const JST: Self = Self::Offset(UtcOffset::JST);

    /// The name; none of an offset.
    #[must_use]
    pub const fn name(&self) -> Option<&ZoneName> {
        match self {
            Self::Offset(_) => None,
            Self::Named(name) => Some(name),
        }
    }
}

impl From<UtcOffset> for ZoneChoice {
    fn from(offset: UtcOffset) -> Self {
        Self::Offset(offset)
    }
}

impl fmt::Display for ZoneChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(offset) => fmt::Display::fmt(offset, f),
            Self::Named(name) => fmt::Display::fmt(name, f),
        }
    }
}

impl core::str::FromStr for ZoneChoice {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, ZoneError> {
        let wrong = || ZoneError::Choice { got: text.chars().take(40).collect() };
        if let Ok(offset) = text.parse() {
            return Ok(Self::Offset(offset));
        }
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+');
        let named = text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(legal);
        if !named {
            return Err(wrong());
        }
        ZoneName::new(text).map(Self::Named).map_err(|_length| wrong())
    }
}

text_form!(ZoneChoice, "a zone like `+09:00` or `Asia/Tokyo`");
