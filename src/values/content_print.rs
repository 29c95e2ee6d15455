//! The print of what a policy says: as the fingerprint of any value, but without words for people, and without the
//! fields that say nothing.
//!
//! A field of a struct is hashed only if it counts. One at its neutral value does not: none, `false`, an empty list or
//! map, and a struct of which nothing is hashed. So a later version may add a field, at any depth, and the print of
//! whatever does not use it stays. One called `label` never counts. Elements of lists, keys and values of maps, what
//! stands within `Some` and variants of enums always count, so that nothing but labels is lost: two values of one type
//! that differ elsewhere write different bytes.

use core::fmt;
use serde::ser::{self, Serialize};

use crate::values::fingerprint::{Fingerprint, Fnv};
use crate::values::fingerprint_of::{Hasher, Never};

/// Words for people. No rule may read a field of this name.
const LABEL: &str = "label";

/// Fields that had another name when they were first hashed. They keep that one in every print, so that stored policies keep
/// theirs.
const RENAMED: [(&str, &str); 1] = [("zone", "utc_offset")];

fn first_name(key: &str) -> &str {
    RENAMED.iter().find(|(now, _)| *now == key).map_or(key, |(_, first)| first)
}

/// The print of a value's serde form, without labels and without fields at their neutral value.
///
/// Fields are hashed by name, in the order of their declaration. As with
/// [`fingerprint_of`](crate::values::fingerprint_of), a value whose own `Serialize` fails is hashed up to there.
pub(crate) fn content_print_of<T: Serialize + ?Sized>(value: &T) -> Fingerprint {
    let mut printer = Printer(Hasher(Fnv::new()));
    // The printer itself never fails.
    let _outcome: Result<Weight, Never> = value.serialize(&mut printer);
    printer.0.0.finish()
}

/// What is said of a value that was just hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// As the field of a struct it says nothing.
    Neutral,
    /// It says something wherever it stands.
    Counts,
}

struct Printer(Hasher<Fnv>);

impl Printer {
    fn begin(&mut self, open: u8, close: u8, weight: Weight) -> Parts<'_> {
        self.0.tag(open);
        Parts { to: self, close, weight }
    }
}

/// The parts of a list, a map or a struct, as they are hashed.
struct Parts<'p> {
    to: &'p mut Printer,
    close: u8,
    weight: Weight,
}

impl Parts<'_> {
    fn counted<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.weight = Weight::Counts;
        value.serialize(&mut *self.to).map(|_weight| ())
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Never> {
        if key == LABEL {
            return Ok(());
        }
        let before = self.to.0;
        self.to.0.text(b'k', first_name(key));
        match value.serialize(&mut *self.to)? {
            // As if neither key nor value had been there.
            Weight::Neutral => self.to.0 = before,
            Weight::Counts => self.weight = Weight::Counts,
        }
        Ok(())
    }

    fn close(self) -> Weight {
        self.to.0.tag(self.close);
        self.weight
    }
}

/// Values of which none is neutral are hashed as in every fingerprint.
macro_rules! leaves {
    ($($method:ident($($type:ty)?),)*) => {
        $(leaves!(@ $method $($type)?);)*
    };
    (@ $method:ident) => {
        fn $method(self) -> Result<Weight, Never> {
            ser::Serializer::$method(&mut self.0).map(|()| Weight::Counts)
        }
    };
    (@ $method:ident $type:ty) => {
        fn $method(self, v: $type) -> Result<Weight, Never> {
            ser::Serializer::$method(&mut self.0, v).map(|()| Weight::Counts)
        }
    };
}

impl<'p> ser::Serializer for &'p mut Printer {
    type Ok = Weight;
    type Error = Never;
    type SerializeSeq = Parts<'p>;
    type SerializeTuple = Parts<'p>;
    type SerializeTupleStruct = Parts<'p>;
    type SerializeTupleVariant = Parts<'p>;
    type SerializeMap = Parts<'p>;
    type SerializeStruct = Parts<'p>;
    type SerializeStructVariant = Parts<'p>;

    leaves! {
        serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64), serialize_i128(i128),
        serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64), serialize_f32(f32),
        serialize_f64(f64), serialize_char(char), serialize_str(&str), serialize_bytes(&[u8]),
        serialize_unit_struct(&'static str), serialize_unit(),
    }

    fn serialize_bool(self, v: bool) -> Result<Weight, Never> {
        let weight = if v { Weight::Counts } else { Weight::Neutral };
        ser::Serializer::serialize_bool(&mut self.0, v).map(|()| weight)
    }

    fn serialize_none(self) -> Result<Weight, Never> {
        ser::Serializer::serialize_none(&mut self.0).map(|()| Weight::Neutral)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Weight, Never> {
        // `Some(false)`, `Some(None)` and an empty list that was given are not none.
        self.0.tag(b'+');
        value.serialize(self).map(|_weight| Weight::Counts)
    }

    fn serialize_unit_variant(self, name: &'static str, index: u32, variant: &'static str) -> Result<Weight, Never> {
        ser::Serializer::serialize_unit_variant(&mut self.0, name, index, variant).map(|()| Weight::Counts)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Result<Weight, Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Weight, Never> {
        self.0.text(b'v', variant);
        value.serialize(self).map(|_weight| Weight::Counts)
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<Parts<'p>, Never> {
        Ok(self.begin(b'[', b']', Weight::Neutral))
    }

    fn serialize_tuple(self, _len: usize) -> Result<Parts<'p>, Never> {
        Ok(self.begin(b'[', b']', Weight::Counts))
    }

    fn serialize_tuple_struct(self, _name: &'static str, _len: usize) -> Result<Parts<'p>, Never> {
        Ok(self.begin(b'[', b']', Weight::Counts))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Parts<'p>, Never> {
        self.0.text(b'v', variant);
        Ok(self.begin(b'[', b']', Weight::Counts))
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Parts<'p>, Never> {
        Ok(self.begin(b'{', b'}', Weight::Neutral))
    }

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<Parts<'p>, Never> {
        Ok(self.begin(b'{', b'}', Weight::Neutral))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Parts<'p>, Never> {
        self.0.text(b'v', variant);
        Ok(self.begin(b'{', b'}', Weight::Counts))
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<Weight, Never> {
        ser::Serializer::collect_str(&mut self.0, value).map(|()| Weight::Counts)
    }

    fn is_human_readable(&self) -> bool {
        true
    }
}

macro_rules! items {
    ($($trait:ident::$method:ident,)*) => {$(
        impl ser::$trait for Parts<'_> {
            type Ok = Weight;
            type Error = Never;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
                self.counted(value)
            }
            fn end(self) -> Result<Weight, Never> {
                Ok(self.close())
            }
        }
    )*};
}

items! {
    SerializeSeq::serialize_element, SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field, SerializeTupleVariant::serialize_field,
}

macro_rules! named {
    ($($trait:ident,)*) => {$(
        impl ser::$trait for Parts<'_> {
            type Ok = Weight;
            type Error = Never;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Never> {
                self.field(key, value)
            }
            fn end(self) -> Result<Weight, Never> {
                Ok(self.close())
            }
        }
    )*};
}

named! { SerializeStruct, SerializeStructVariant, }

impl ser::SerializeMap for Parts<'_> {
    type Ok = Weight;
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        self.to.0.tag(b'k');
        self.counted(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.counted(value)
    }

    fn end(self) -> Result<Weight, Never> {
        Ok(self.close())
    }
}
