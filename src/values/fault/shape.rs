//! The shape that a document must have at a place.

use alloc::string::String;
use serde::Serialize;

/// The shape that a document must have at a place, before anything is said of its values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Shape {
    /// A document that its format can read.
    Document,
    /// Every entry of a list once.
    EveryEntryOnce,
    /// Every key of a table once.
    EveryKeyOnce,
    /// `true` or `false`.
    Flag,
    /// Anything that the type takes: what is wrong, the type says itself.
    Legal,
    /// A list.
    List,
    /// A list of so many entries.
    ListOf(usize),
    /// A table.
    Table,
    /// A table with one key, which says which of several things is meant.
    TableOfOne,
    /// A table with this one key and what belongs to it.
    TableOf(String),
    /// Text.
    Text,
    /// A value for this key.
    ValueOf(&'static str),
    /// A whole number.
    WholeNumber {
        /// The least; none: there is no bound that a document can miss.
        least: Option<u64>,
        /// The most; none: there is no bound that a document can miss.
        most: Option<u64>,
    },
    /// This word, with nothing below it.
    Word(String),
    /// One of these words or keys; none of them: nothing may stand here.
    WordOf(&'static [&'static str]),
    /// A word, or a table with one key.
    WordOrTable,
}
