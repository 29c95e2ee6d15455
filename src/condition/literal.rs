//! A value as a policy writes it.

use alloc::string::{String, ToString as _};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize};

/// A value as written in a policy; the declared type of its field says what it means.
///
/// Text, an integer, or `true`/`false`; other numbers and dates in quotes (`"12.5"`, `"2026-04-01"`), because floats
/// are not exact.
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
