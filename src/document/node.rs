//! A document as a small tree, so that reading it further can say where something is wrong, whatever the format.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::values::{Got, Written};

/// Deeper than any policy; keeps hostile documents from exhausting the stack.
const MAX_DEPTH: u8 = 64;

/// The key under which the `toml` crate hands over a bare date or time.
const TOML_DATETIME: &str = "$__toml_private_datetime";

/// The key under which `serde_json` hands over a number, where a host has turned on its `arbitrary_precision`.
const JSON_NUMBER: &str = "$serde_json::private::Number";

/// A value of a self-describing format.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Null,
    Flag(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    /// In the order of the document, repeated keys included.
    Table(Vec<(String, Node)>),
}

impl Node {
    /// What it is, for whoever is told of it.
    pub(super) fn written(&self) -> Written {
        match self {
            Self::Null => Written::Nothing,
            Self::Flag(flag) => Written::Flag(*flag),
            Self::Signed(number) => Written::Number(number.to_string()),
            Self::Unsigned(number) => Written::Number(number.to_string()),
            // With its point: 3.0 is no whole number.
            Self::Float(number) => Written::Number(alloc::format!("{number:?}")),
            Self::Text(text) => Written::Text(text.chars().take(60).collect()),
            Self::List(_) => Written::List,
            Self::Table(_) => Written::Table,
        }
    }

    /// The whole number below these keys; none if there is no such thing.
    pub(super) fn number_at(&self, keys: &[&str]) -> Option<u64> {
        let mut node = self;
        for key in keys {
            let Self::Table(entries) = node else { return None };
            node = entries.iter().find(|(known, _)| known == key).map(|(_, below)| below)?;
        }
        match node {
            Self::Unsigned(number) => Some(*number),
            Self::Signed(number) => u64::try_from(*number).ok(),
            Self::Null | Self::Flag(_) | Self::Float(_) | Self::Text(_) | Self::List(_) | Self::Table(_) => None,
        }
    }

    /// A number by its digits.
    fn of_digits(digits: &str) -> Self {
        let whole = digits.parse().map(Self::Unsigned).or_else(|_large| digits.parse().map(Self::Signed));
        whole.unwrap_or_else(|_point| digits.parse().map_or_else(|_digits| Self::Text(digits.to_string()), Self::Float))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Grow { depth: 0 }.deserialize(deserializer)
    }
}

#[derive(Clone, Copy)]
struct Grow {
    depth: u8,
}

impl Grow {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format_args!("nested deeper than {MAX_DEPTH} levels")));
        }
        Ok(Self { depth: self.depth.saturating_add(1) })
    }
}

impl<'de> DeserializeSeed<'de> for Grow {
    type Value = Node;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Grow {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Node, E> {
        Ok(Node::Flag(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Node, E> {
        Ok(Node::Signed(v))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Node, E> {
        Ok(Node::Unsigned(v))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Node, E> {
        Ok(Node::Float(v))
    }

    fn visit_str<E>(self, v: &str) -> Result<Node, E> {
        Ok(Node::Text(v.to_string()))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.deeper()?.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.deeper()?.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let below = self.deeper()?;
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element_seed(below)? {
            list.push(entry);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let below = self.deeper()?;
        let mut table: Vec<(String, Node)> = Vec::new();
        while let Some(key) = entries.next_key_seed(below)? {
            let Node::Text(key) = key else {
                let written = Got::Written(key.written());
                return Err(A::Error::custom(format_args!("a key must be text, not {written}")));
            };
            table.push((key, entries.next_value_seed(below)?));
        }
        // A bare TOML date is read as its text, as if it had been quoted.
        match table.as_slice() {
            [(key, Node::Text(text))] if key == TOML_DATETIME => Ok(Node::Text(text.clone())),
            [(key, Node::Text(digits))] if key == JSON_NUMBER => Ok(Node::of_digits(digits)),
            _ => Ok(Node::Table(table)),
        }
    }
}
