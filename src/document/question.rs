//! Asks types and visitors what they expect.

use alloc::string::{String, ToString as _};
use serde::de::{Deserialize, Deserializer, Expected, Visitor};
use serde::forward_to_deserialize_any;

use crate::document::trouble::Trouble;
use crate::values::Expected as Wanted;

/// What a visitor says that it expects.
pub(super) fn words_of_visitor<'de, V: Visitor<'de>>(visitor: &V) -> String {
    let expected: &dyn Expected = visitor;
    expected.to_string()
}

/// What a type says that it expects; nothing if it asks for nothing.
pub(super) fn words_of_type<'de, T: Deserialize<'de>>() -> String {
    let answer = T::deserialize(Question).err().map(Trouble::into_structure);
    match answer.map(|fault| fault.expected) {
        Some(Wanted::Reader(words)) => words,
        Some(_) | None => String::new(),
    }
}

/// Answers every type with what it asks for.
struct Question;

impl<'de> Deserializer<'de> for Question {
    type Error = Trouble;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        Err(Trouble::new(Wanted::Reader(words_of_visitor(&visitor)), None))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option newtype_struct
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
