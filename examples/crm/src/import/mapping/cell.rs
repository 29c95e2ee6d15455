//! How a mapping names one value of a row: a cell, a word that always holds or a cell, a condition.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// One value of a row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cell {
    pub(crate) column: String,
    /// Other spellings, and words of the policy for words of the export. A word that becomes `""` means empty.
    #[serde(default)]
    pub(crate) map: BTreeMap<String, String>,
    /// What an empty cell means; of a coded cell also what a word means that is in no list.
    #[serde(default)]
    pub(crate) default: Option<String>,
    /// Put before the value.
    #[serde(default)]
    pub(crate) prefix: String,
    /// Numbers are given in so many units.
    #[serde(default)]
    pub(crate) times: Option<u32>,
    /// Whether a word that `map` does not name refuses the row. Where it is not said, codes do so (stage, reason, origin,
    /// owner, pipeline, kind) and names do not (product, source, fields): those are taken as they are, and counted.
    #[serde(default)]
    pub(crate) strict: Option<bool>,
}

/// A value that holds for every row, or one of each row.
#[derive(Debug, Clone)]
pub(crate) enum Given<T> {
    Always(T),
    By(Cell),
}

impl<T> Given<T> {
    pub(crate) const fn cell(&self) -> Option<&Cell> {
        match self {
            Self::Always(_) => None,
            Self::By(cell) => Some(cell),
        }
    }
}

impl<'de, T: FromStr<Err: fmt::Display>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: FromStr<Err: fmt::Display>> Visitor<'de> for Either<T> {
            type Value = Given<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word, or `{ column = … }`")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
                text.parse().map(Given::Always).map_err(|error| E::custom(format!("`{text}`: {error}")))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                Cell::deserialize(MapAccessDeserializer::new(map)).map(Given::By)
            }
        }
        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// When a row counts: a column has one of these words, or is filled at all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    pub(crate) column: String,
    #[serde(default)]
    pub(crate) is: Vec<String>,
}
