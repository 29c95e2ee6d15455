//! Floor 1: reads a document of any self-describing format into a value, and tells everything that is wrong with it,
//! with its place.
//!
//! **The trick: a type is known by what it says that it expects.** serde tells a reader only which method a type calls,
//! not which type it is. But every visitor can say in words what it expects ("a currency like `JPY`"). A [`Kind`] asks
//! its type for these words once; whenever a visitor says the same words while a document is read, its type is known.
//! So one bad value need not end the reading: its kind knows what may be read instead, the refusal is noted, and the
//! rest of the document is looked at too. Two types that say the same words would be taken for each other, so whoever
//! lists kinds tests that no two do.
//!
//! The files, each standing on those above it:
//!
//! | file | job |
//! |---|---|
//! | `node` | the document as a small tree, whatever its format |
//! | `trouble` | what goes wrong, on its way up to the place that knows its path |
//! | `question` | asks a type what it expects |
//! | `cursor` | reads a type out of the tree and knows at every moment where it is |
//! | `kind` | a type of value: its words, and what may be read instead of a bad one |
//! | `stand_ins` | what was read instead, and of what |
//! | `read` | the one report: bad values first, then what a check says of the rest |
//! | `one` | reads one command, fact, row …: the first fault, with its place |
//!
//! The room knows no policy. Whoever reads a type gives it, the kinds of value in it, and its check.

mod cursor;
mod kind;
mod node;
mod one;
mod question;
mod read;
mod stand_ins;
mod trouble;

#[cfg(test)]
pub(crate) use kind::assert_sound;
pub(crate) use kind::{Kind, Means};
pub(crate) use one::{Document, read_by_document, read_one};
pub(crate) use read::read;
