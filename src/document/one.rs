//! Reading one value that a host, a person or another version of this crate wrote: with the place of what is wrong in it.
//!
//! A type that is read like this derives `#[serde(remote = "Self")]` and is named in [`read_by_document`]. In formats that
//! name their keys the document is taken in as a tree first; that is what makes it possible to
//!
//! - tell of a newer schema before anything else is looked at, whatever the order of the keys,
//! - refuse a key that stands there twice,
//! - read a word that needs no data as `"word"`, `{"word": {}}` or `{"word": null}`,
//! - say at which key a value is wrong, and to say it without the names of types.
//!
//! Formats without field names (`postcard`, `bincode`) are read as derived: their keys have one order, and the schema is
//! the first of them.

use core::fmt;
use serde::de::{Deserializer, Error as _};

use crate::document::cursor::{Cursor, Place};
use crate::document::node::Node;
use crate::values::Path;

/// A type that is read from whole documents.
pub(crate) trait Document: Sized {
    /// Reads it as serde derives it.
    fn derived<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Where its schema stands; of no keys: it has none.
    const SCHEMA_AT: &'static [&'static str] = &[];

    /// The newest schema that is read.
    const NEWEST: u16 = 0;

    /// What is said of a newer one.
    fn newer(got: u64) -> impl fmt::Display {
        got
    }
}

/// Reads a document, see [the module](self).
pub(crate) fn read_one<'de, T: Document, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    // Below another document the outer one knows the whole path. Were the name ever another, only the path would suffer.
    let within = core::any::type_name::<D>() == core::any::type_name::<Cursor<'_>>();
    if within || !deserializer.is_human_readable() {
        return T::derived(deserializer);
    }
    let tree = Node::deserialize(deserializer)?;
    let root = Path::root();
    let schema = if T::SCHEMA_AT.is_empty() { None } else { tree.number_at(T::SCHEMA_AT) };
    if let Some(got) = schema.filter(|got| *got > u64::from(T::NEWEST)) {
        let path = T::SCHEMA_AT.iter().fold(root, |path: Path, key| path.key(key));
        return Err(D::Error::custom(format_args!("{path}: {}", T::newer(got))));
    }
    let cursor = Cursor { node: &tree, path: &root, place: Place::Value, instead: None };
    T::derived(cursor).map_err(|trouble| D::Error::custom(trouble.at(&root, &tree).into_structure()))
}

/// `Deserialize` by the document room, and `Serialize` as derived, for a type that derives both for `remote = "Self"`.
macro_rules! read_by_document {
    ($type:ty) => {
        crate::document::read_by_document!($type, {});
    };
    ($type:ty, { $($own:tt)* }) => {
        impl crate::document::Document for $type {
            fn derived<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$type>::deserialize(deserializer)
            }

            $($own)*
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                <$type>::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::document::read_one(deserializer)
            }
        }
    };
}

pub(crate) use read_by_document;
