//! Reads a typed value out of the tree and knows at every moment where it is.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer as _, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::policy::document::Node;
use crate::values::{Fault, FaultCode, Path, suggest};

/// Decodes a tree, or says what the first fault is and where.
pub(crate) fn decode<T: serde::de::DeserializeOwned>(tree: &Node) -> Result<T, Fault> {
    let root = Path::root();
    T::deserialize(Cursor { node: tree, path: &root }).map_err(|error| error.at(&root, tree).0.fault)
}

/// A fault on its way up: the innermost place that sees it says where it is.
#[derive(Debug)]
struct Trouble(Box<Parts>);

#[derive(Debug)]
struct Parts {
    fault: Fault,
    placed: bool,
    /// Whether `got` says what is there; if not, the place fills it in.
    says_got: bool,
}

impl Trouble {
    fn new(expected: impl fmt::Display, got: Option<String>) -> Self {
        let says_got = got.is_some();
        let got = got.unwrap_or_default();
        let fault = Fault::new(FaultCode::Structure, &Path::root(), expected, got);
        Self(Box::new(Parts { fault, placed: false, says_got }))
    }

    /// Places the fault, unless an inner place has.
    fn at(mut self, path: &Path, node: &Node) -> Self {
        if !self.0.placed {
            self.0.placed = true;
            self.0.fault.path = path.clone();
            if !self.0.says_got {
                self.0.fault.got = node.show();
            }
        }
        self
    }

    fn one_of(word: &str, known: &'static [&'static str]) -> Self {
        let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        let expected =
            if names.is_empty() { "nothing here".to_string() } else { format!("one of {}", names.join(", ")) };
        let mut trouble = Self::new(expected, Some(format!("`{word}`")));
        trouble.0.fault.suggestion = suggest(word, known.iter().copied()).map(String::from);
        trouble
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.fault, f)
    }
}

impl core::error::Error for Trouble {}

impl serde::de::Error for Trouble {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new("a legal value", Some(message.to_string()))
    }

    fn invalid_type(_unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(in_plain_words(&expected.to_string()), None)
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let got = if let Unexpected::Other(what) = unexpected { Some(what.to_string()) } else { None };
        Self::new(in_plain_words(&expected.to_string()), got)
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(expected, Some(format!("{length} entries")))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::one_of(field, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::one_of(variant, expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("a value for `{field}`"), Some("nothing".to_string()))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("every key once", Some(format!("`{field}` again")))
    }
}

/// serde's own words for what it expects, without names of types.
fn in_plain_words(expected: &str) -> &str {
    match expected {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number from 0",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "a boolean" => "`true` or `false`",
        "a string" | "a borrowed string" => "text",
        "a sequence" => "a list",
        "a map" => "a table",
        other if other.starts_with("struct ") => "a table",
        other if other.starts_with("tuple ") => "a list",
        other => other,
    }
}

/// A node and where it is.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    node: &'t Node,
    path: &'t Path,
}

impl<'de> Cursor<'_> {
    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        match self.node {
            Node::Null => visitor.visit_unit(),
            Node::Flag(flag) => visitor.visit_bool(*flag),
            Node::Signed(number) => visitor.visit_i64(*number),
            Node::Unsigned(number) => visitor.visit_u64(*number),
            Node::Float(number) => visitor.visit_f64(*number),
            Node::Text(text) => visitor.visit_str(text),
            Node::List(entries) => visitor.visit_seq(Entries { path: self.path, rest: entries.iter().enumerate() }),
            Node::Table(entries) => {
                self.check_repeats(entries)?;
                visitor.visit_map(Table { path: self.path, rest: entries.iter(), value: None })
            }
        }
    }

    /// Formats differ in what they do with a repeated key; here it is a fault.
    fn check_repeats(self, entries: &[(String, Node)]) -> Result<(), Trouble> {
        let mut seen = BTreeSet::new();
        for (key, node) in entries {
            if !seen.insert(key.as_str()) {
                let again = Trouble::new("every key once", Some(format!("`{key}` again")));
                return Err(again.at(&self.path.key(key), node));
            }
        }
        Ok(())
    }
}

impl<'de> Deserializer<'de> for Cursor<'_> {
    type Error = Trouble;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.visit(visitor).map_err(|error| error.at(self.path, self.node))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
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
        let outcome = match self.node {
            Node::Text(word) => visitor.visit_enum(Variant { cursor: self, word, content: None }),
            Node::Table(entries) => match entries.as_slice() {
                [(word, content)] => visitor.visit_enum(Variant { cursor: self, word, content: Some(content) }),
                _ => Err(Trouble::new("a table with one key", Some(format!("a table with {} keys", entries.len())))),
            },
            Node::Null | Node::Flag(_) | Node::Signed(_) | Node::Unsigned(_) | Node::Float(_) | Node::List(_) => {
                Err(Trouble::new("a word, or a table with one key", None))
            }
        };
        outcome.map_err(|error| error.at(self.path, self.node))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Entries<'t> {
    path: &'t Path,
    rest: core::iter::Enumerate<core::slice::Iter<'t, Node>>,
}

impl<'de> SeqAccess<'de> for Entries<'_> {
    type Error = Trouble;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Trouble> {
        let Some((index, node)) = self.rest.next() else {
            return Ok(None);
        };
        let path = self.path.index(index);
        let entry = seed.deserialize(Cursor { node, path: &path });
        entry.map(Some).map_err(|error| error.at(&path, node))
    }
}

struct Table<'t> {
    path: &'t Path,
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
        let text: StrDeserializer<'_, Trouble> = key.as_str().into_deserializer();
        let key_read = seed.deserialize(text);
        key_read.map(Some).map_err(|error| error.at(&self.path.key(key), node))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Trouble> {
        let (key, node) = self.value.take().ok_or_else(|| Trouble::custom("a value was asked for before its key"))?;
        let path = self.path.key(key);
        let value = seed.deserialize(Cursor { node, path: &path });
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
        let Cursor { path, node } = self.cursor;
        let place = match self.content {
            Some(_) => path.key(self.word),
            None => path.clone(),
        };
        let variant = seed.deserialize(text).map_err(|error| error.at(&place, node))?;
        let content = Content { place, node: self.content, word: self.word };
        Ok((variant, content))
    }
}

struct Content<'t> {
    place: Path,
    node: Option<&'t Node>,
    word: &'t str,
}

impl Content<'_> {
    fn cursor(&self) -> Result<Cursor<'_>, Trouble> {
        let node = self.node.ok_or_else(|| {
            let expected = format!("a table with the key `{}` and its content", self.word);
            let word = Node::Text(self.word.to_string());
            Trouble::new(expected, None).at(&self.place, &word)
        })?;
        Ok(Cursor { node, path: &self.place })
    }
}

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Trouble;

    fn unit_variant(self) -> Result<(), Trouble> {
        match self.node {
            None | Some(Node::Null) => Ok(()),
            Some(node) => {
                let expected = format!("the bare word `{}`", self.word);
                Err(Trouble::new(expected, None).at(&self.place, node))
            }
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Trouble> {
        let cursor = self.cursor()?;
        let content = seed.deserialize(cursor);
        content.map_err(|error| error.at(cursor.path, cursor.node))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Trouble> {
        self.cursor()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        self.cursor()?.deserialize_any(visitor)
    }
}
