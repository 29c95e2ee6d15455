//! What a document holds at a place.

use alloc::string::String;
use serde::Serialize;

/// What a document holds at a place, whatever its format.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Written {
    /// Nothing, or a null.
    Nothing,
    /// `true` or `false`.
    Flag(bool),
    /// A number as its digits: one with a point would not be exact as anything else.
    Number(String),
    /// A text, at most its first 60 characters.
    Text(String),
    /// A list.
    List,
    /// A table.
    Table,
    /// A table with another number of keys than one.
    TableOf(usize),
}
