//! Conditions on typed fields: as written, and as checked against the declared fields.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::string::ToString as _;
use alloc::vec::Vec;
use core::fmt;
use serde::Deserializer;
use serde::{Deserialize, Serialize};

use crate::values::FieldName;

/// A condition on the fields of a profile or of an activity.
///
/// Texts and keywords are compared after one normalisation: outer space dropped and runs of space made one, letters in lower case, full-width
/// letters and digits made plain, half-width katakana made full-width (`ＩＴ` = `IT` = ` it `). A field that is missing meets no comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", from = "crate::scoring::levels::Levels")]
#[non_exhaustive]
pub enum ConditionDraft {
    /// Every one of them; an empty list is met.
    All(Vec<ConditionDraft>),
    /// At least one of them; an empty list is not met.
    Any(Vec<ConditionDraft>),
    /// Not this one.
    Not(Box<ConditionDraft>),
    /// The field has a value.
    Present(FieldName),
    /// The field equals the value (a set: it has exactly this one member).
    Equals(Comparison),
    /// The field equals one of the values (a set: at least one of them is a member).
    OneOf(Choice),
    /// The text contains the value; the set has it as a member.
    Contains(Comparison),
    /// The text begins with the value.
    Prefix(Comparison),
    /// The number or date is at least the value.
    AtLeast(Comparison),
    /// The number or date is less than the value.
    Below(Comparison),
    /// The number or date lies in a range.
    Range(RangeDraft),
    /// The date is before the value.
    Before(Comparison),
    /// The date is after the value.
    After(Comparison),
}

/// A field and the value that it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The field.
    pub field: FieldName,
    /// The value, of the field's declared type.
    pub value: Literal,
}

/// A field and the values that it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The field.
    pub field: FieldName,
    /// The values, of the field's declared type.
    pub values: Vec<Literal>,
}

/// A field and a range: from a value (included) to a value (not included); at least one end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeDraft {
    /// The field.
    pub field: FieldName,
    /// The lowest value, included.
    #[serde(default)]
    pub from: Option<Literal>,
    /// The upper end, not included.
    #[serde(default)]
    pub to: Option<Literal>,
}

/// A value as written in a policy; the declared type of its field says what it means.
///
/// Text, an integer, or `true`/`false`; other numbers and dates in quotes (`"12.5"`, `"2026-04-01"`), because floats are not exact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Literal(String);

impl Literal {
    /// A value from its text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_string())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<i64> for Literal {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl From<bool> for Literal {
    fn from(flag: bool) -> Self {
        Self(flag.to_string())
    }
}

struct LiteralVisitor;

impl serde::de::Visitor<'_> for LiteralVisitor {
    type Value = Literal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, an integer, true or false (other numbers and dates in quotes)")
    }

    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Literal, E> {
        Ok(Literal::new(v))
    }

    fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<Literal, E> {
        Ok(Literal::from(v))
    }

    fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<Literal, E> {
        Ok(Literal(v.to_string()))
    }

    fn visit_bool<E: serde::de::Error>(self, v: bool) -> Result<Literal, E> {
        Ok(Literal::from(v))
    }
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(LiteralVisitor)
        } else {
            deserializer.deserialize_str(LiteralVisitor)
        }
    }
}
