//! The values of fields.

use alloc::collections::BTreeSet;
use core::fmt;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::values::decimal;
use crate::values::fields::field_kind::FieldKind;
use crate::values::fields::set_text::quoted;
use crate::values::text::{Keyword, Text};
use crate::values::time::Date;
use crate::values::unique;

/// The value of a field. What `Display` writes, [`FieldKind::parse`] reads back. Numbers compare by value: `1.0` equals `1.00`, and both are written `1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// Free text.
    Text(Text),
    /// An exact number.
    Number(#[serde(with = "decimal::text")] Decimal),
    /// Yes or no.
    Flag(bool),
    /// A civil date.
    Date(Date),
    /// Several keywords.
    Set(#[serde(deserialize_with = "unique::set")] BTreeSet<Keyword>),
}

impl FieldValue {
    /// The type of the value.
    #[must_use]
    pub const fn kind(&self) -> FieldKind {
        match self {
            Self::Text(_) => FieldKind::Text,
            Self::Number(_) => FieldKind::Number,
            Self::Flag(_) => FieldKind::Flag,
            Self::Date(_) => FieldKind::Date,
            Self::Set(_) => FieldKind::Set,
        }
    }

    /// Clones straight to where the value stays. Values are moved byte by byte around their tag, and a processor that
    /// is to read in one piece what was just written in many waits: replay felt it.
    #[inline]
    pub(in crate::values) fn copy_to(&self, place: &mut Option<Self>) {
        match self {
            Self::Text(text) => *place = Some(Self::Text(text.clone())),
            Self::Number(_) | Self::Flag(_) | Self::Date(_) | Self::Set(_) => *place = Some(self.clone()),
        }
    }
}

impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => fmt::Display::fmt(text, f),
            Self::Number(number) => f.write_str(&decimal::to_text(*number)),
            Self::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            Self::Date(date) => fmt::Display::fmt(date, f),
            Self::Set(members) => {
                for (index, member) in members.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{}", quoted(member.as_str()))?;
                }
                Ok(())
            }
        }
    }
}
