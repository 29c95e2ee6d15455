//! Reads a typed value out of the tree and knows at every moment where it is.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer as _, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::document::node::Node;
use crate::document::question::words_of_visitor;
use crate::document::trouble::Trouble;
use crate::values::unique::{DIFFERENT, LOOKED_AT};
use crate::values::{Got, Path, Shape, Written};

/// Decodes a tree, or says what is wrong and where.
///
/// With something to read instead, a value that its type refuses does not end the decoding: only a wrong shape does.
/// Without, it ends it too.
pub(super) fn decode<T: DeserializeOwned>(tree: &Node, instead: Option<&dyn Instead>) -> Result<T, Trouble> {
    let root = Path::root();
    let cursor = Cursor { node: tree, path: &root, place: Place::Value, instead };
    T::deserialize(cursor).map_err(|error| error.at(&root, tree))
}

/// Knows what may be read in place of a value that its type refuses.
pub(super) trait Instead {
    /// What to read instead of what is written; the refusal is noted. `expected` are the words of the type that is to
    /// read it.
    ///
    /// None if the type takes what is written, or if its shape is wrong: then reading it as it is tells why.
    fn instead_of(&self, written: &Node, path: &Path, place: Place<'_>, expected: &str) -> Option<Node>;

    /// Notes what is wrong with a value that is read all the same, unless the value was refused.
    fn note(&self, trouble: Trouble);
}

/// A node and where it is.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    pub(super) node: &'t Node,
    pub(super) path: &'t Path,
    pub(super) place: Place<'t>,
    pub(super) instead: Option<&'t dyn Instead>,
}

/// What a node is in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'t> {
    /// The key of an entry of the table at this path.
    KeyOf(&'t Path),
    Value,
    /// What belongs to this bare word: nothing is written there.
    BareOf(&'t str),
}

impl<'t> Cursor<'t> {
    fn below<'b>(self, node: &'b Node, path: &'b Path) -> Cursor<'b>
    where
        't: 'b,
    {
        Cursor { node, path, place: Place::Value, instead: self.instead }
    }

    /// What is read here instead, when the type of the visitor refuses what is written.
    fn stand_in<'de, V: Visitor<'de>>(self, visitor: &V) -> Option<Node> {
        let instead = self.instead?;
        if matches!(self.node, Node::List(_) | Node::Table(_) | Node::Null) {
            return None;
        }
        instead.instead_of(self.node, self.path, self.place, &words_of_visitor(visitor))
    }

    /// What a bare word leaves out may be the keys of a table, never a value.
    fn check_written(self) -> Result<(), Trouble> {
        match self.place {
            Place::BareOf(word) => {
                let word = word.to_string();
                Err(Trouble::new(Shape::TableOf(word.clone()), None).at(self.path, &Node::Text(word)))
            }
            Place::KeyOf(_) | Place::Value => Ok(()),
        }
    }

    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        match self.node {
            Node::Null => visitor.visit_unit(),
            Node::Flag(flag) => visitor.visit_bool(*flag),
            Node::Signed(number) => visitor.visit_i64(*number),
            Node::Unsigned(number) => visitor.visit_u64(*number),
            Node::Float(number) => visitor.visit_f64(*number),
            Node::Text(text) => visitor.visit_str(text),
            Node::List(entries) => self.visit_list(entries, visitor),
            Node::Table(entries) => {
                self.check_repeats(entries)?;
                visitor.visit_map(Table { whole: self, rest: entries.iter(), value: None })
            }
        }
    }

    /// A type of fixed length takes as many entries as it has room for and looks no further; here, what it leaves is a
    /// fault.
    fn visit_list<'de, V: Visitor<'de>>(self, list: &[Node], visitor: V) -> Result<V::Value, Trouble> {
        let different = words_of_visitor(&visitor) == DIFFERENT;
        let mut entries = Entries { whole: self, rest: list.iter().enumerate(), different };
        let value = visitor.visit_seq(&mut entries)?;
        let left = entries.rest.len();
        if left > 0 {
            return Err(Trouble::too_long(list.len().saturating_sub(left), list.len()));
        }
        if different {
            self.check_members(list)?;
        }
        Ok(value)
    }

    /// A member of a set that stands there again would be lost.
    fn check_members(self, list: &[Node]) -> Result<(), Trouble> {
        let mut texts = BTreeSet::new();
        for (index, node) in list.iter().enumerate() {
            let (again, got) = match node {
                Node::Text(text) => (!texts.insert(text.as_str()), Some(Got::Again(text.clone()))),
                Node::Null
                | Node::Flag(_)
                | Node::Signed(_)
                | Node::Unsigned(_)
                | Node::Float(_)
                | Node::List(_)
                | Node::Table(_) => (list.iter().take(index).any(|before| before == node), None),
            };
            if again {
                let again = Trouble::again(Shape::EveryEntryOnce, got).at(&self.path.index(index), node);
                match self.instead {
                    Some(instead) => instead.note(again),
                    None => return Err(again),
                }
            }
        }
        Ok(())
    }

    /// Formats differ in what they do with a repeated key; here it is a fault.
    fn check_repeats(self, entries: &[(String, Node)]) -> Result<(), Trouble> {
        let mut seen = BTreeSet::new();
        for (key, node) in entries {
            if !seen.insert(key.as_str()) {
                let again = Trouble::new(Shape::EveryKeyOnce, Some(Got::Again(key.clone())));
                return Err(again.at(&self.path.key(key), node));
            }
        }
        Ok(())
    }
}

impl<'de> Deserializer<'de> for Cursor<'_> {
    type Error = Trouble;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.check_written()?;
        let outcome = match self.stand_in(&visitor) {
            Some(node) => Cursor { node: &node, ..self }.visit(visitor),
            None => self.visit(visitor),
        };
        outcome.map_err(|error| error.at(self.path, self.node))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.check_written()?;
        match self.node {
            Node::Null => visitor.visit_none(),
            Node::Flag(_)
            | Node::Signed(_)
            | Node::Unsigned(_)
            | Node::Float(_)
            | Node::Text(_)
            | Node::List(_)
            | Node::Table(_) => visitor.visit_some(self),
        }
        .map_err(|error| error.at(self.path, self.node))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Trouble> {
        let outcome = visitor.visit_newtype_struct(self);
        outcome.map_err(|error| error.at(self.path, self.node))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        self.check_written()?;
        let stand_in = self.stand_in(&visitor);
        let outcome = match stand_in.as_ref().unwrap_or(self.node) {
            Node::Text(word) => visitor.visit_enum(Variant { cursor: self, word, content: None }),
            Node::Table(entries) => match entries.as_slice() {
                [(word, content)] => visitor.visit_enum(Variant { cursor: self, word, content: Some(content) }),
                _ => self
                    .check_repeats(entries)
                    .and(Err(Trouble::new(Shape::TableOfOne, Some(Written::TableOf(entries.len()).into())))),
            },
            Node::Null | Node::Flag(_) | Node::Signed(_) | Node::Unsigned(_) | Node::Float(_) | Node::List(_) => {
                Err(Trouble::new(Shape::WordOrTable, None))
            }
        };
        outcome.map_err(|error| error.at(self.path, self.node))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        match self.node {
            // A table of which every key may be left out, and is.
            Node::Table(_) if matches!(self.place, Place::BareOf(_)) => {
                let outcome = Cursor { place: Place::Value, ..self }.visit(visitor);
                // What is missing, the word says better than the first key that it lacks.
                outcome.or_else(|missing| self.check_written().and(Err(missing)))
            }
            // serde would read it by position, and what is left out as the standard.
            Node::List(_) => Err(Trouble::new(Shape::Table, None).at(self.path, self.node)),
            Node::Null
            | Node::Flag(_)
            | Node::Signed(_)
            | Node::Unsigned(_)
            | Node::Float(_)
            | Node::Text(_)
            | Node::Table(_) => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

struct Entries<'t> {
    whole: Cursor<'t>,
    rest: core::iter::Enumerate<core::slice::Iter<'t, Node>>,
    /// Whether it was looked at that nothing stands twice.
    different: bool,
}

impl<'de> SeqAccess<'de> for Entries<'_> {
    type Error = Trouble;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Trouble> {
        let Some((index, node)) = self.rest.next() else {
            return Ok(None);
        };
        let path = self.whole.path.index(index);
        let entry = seed.deserialize(self.whole.below(node, &path));
        entry.map(Some).map_err(|error| error.at(&path, node))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(if self.different { LOOKED_AT } else { self.rest.len() })
    }
}

struct Table<'t> {
    whole: Cursor<'t>,
    rest: core::slice::Iter<'t, (String, Node)>,
    value: Option<(&'t str, &'t Node)>,
}

impl<'de> MapAccess<'de> for Table<'_> {
    type Error = Trouble;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Trouble> {
        let Some((key, node)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some((key, node));
        let (path, text) = (self.whole.path.key(key), Node::Text(key.clone()));
        let cursor = Cursor { place: Place::KeyOf(self.whole.path), ..self.whole.below(&text, &path) };
        // What is shown of a key that fits nowhere is what is written there.
        seed.deserialize(cursor).map(Some).map_err(|error| error.at(&path, node))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Trouble> {
        let (key, node) = self.value.take().ok_or_else(|| Trouble::custom("a value was asked for before its key"))?;
        let path = self.whole.path.key(key);
        let value = seed.deserialize(self.whole.below(node, &path));
        value.map_err(|error| error.at(&path, node))
    }
}

struct Variant<'t> {
    cursor: Cursor<'t>,
    word: &'t str,
    content: Option<&'t Node>,
}

impl<'de, 't> EnumAccess<'de> for Variant<'t> {
    type Error = Trouble;
    type Variant = Content<'t>;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Content<'t>), Trouble> {
        let text: StrDeserializer<'_, Trouble> = self.word.into_deserializer();
        let Cursor { path, node, .. } = self.cursor;
        let place = match self.content {
            Some(_) => path.key(self.word),
            None => path.clone(),
        };
        let variant = seed.deserialize(text).map_err(|error| error.at(&place, node))?;
        let content = Content { cursor: self.cursor, place, node: self.content, word: self.word };
        Ok((variant, content))
    }
}

struct Content<'t> {
    cursor: Cursor<'t>,
    place: Path,
    node: Option<&'t Node>,
    word: &'t str,
}

impl Content<'_> {
    /// What is written for the word; nothing is as good as an empty table.
    fn cursor<'b>(&'b self, bare: &'b Node) -> Cursor<'b> {
        match self.node {
            Some(
                node @ (Node::Flag(_)
                | Node::Signed(_)
                | Node::Unsigned(_)
                | Node::Float(_)
                | Node::Text(_)
                | Node::List(_)
                | Node::Table(_)),
            ) => self.cursor.below(node, &self.place),
            Some(Node::Null) | None => {
                Cursor { place: Place::BareOf(self.word), ..self.cursor.below(bare, &self.place) }
            }
        }
    }
}

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Trouble;

    fn unit_variant(self) -> Result<(), Trouble> {
        match self.node {
            None | Some(Node::Null) => Ok(()),
            Some(Node::Table(entries)) if entries.is_empty() => Ok(()),
            Some(node) => {
                let expected = Shape::Word(self.word.to_string());
                Err(Trouble::new(expected, None).at(&self.place, node))
            }
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Trouble> {
        let bare = Node::Table(Vec::new());
        let cursor = self.cursor(&bare);
        let content = seed.deserialize(cursor);
        content.map_err(|error| error.at(cursor.path, cursor.node))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Trouble> {
        self.cursor(&Node::Table(Vec::new())).deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Trouble> {
        self.cursor(&Node::Table(Vec::new())).deserialize_struct("", fields, visitor)
    }
}
