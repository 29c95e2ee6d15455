//! The fingerprint and the digest of any serde value, independent of formats: a serializer that hashes serde's data
//! model.

use alloc::string::ToString as _;
use core::fmt;
use serde::ser::{self, Serialize};

use crate::values::digest::{Digest, Running};
use crate::values::fingerprint::{Fingerprint, Fnv};

/// The stable fingerprint of a value's serde form.
///
/// Two values with the same serialised structure have the same fingerprint, whatever format they are stored in. Lengths
/// and kinds are hashed too, so that `["ab"]` and `["a", "b"]` differ. A value whose own `Serialize` fails is hashed up
/// to there.
#[must_use]
pub fn fingerprint_of<T: Serialize + ?Sized>(value: &T) -> Fingerprint {
    let mut hasher = Hasher(Fnv::new());
    // The hasher itself never fails; a failing `Serialize` is documented above.
    let _outcome: Result<(), Never> = value.serialize(&mut hasher);
    hasher.0.finish()
}

/// The digest of a value's serde form, as [`fingerprint_of`] but with 128 bits.
#[must_use]
pub fn digest_of<T: Serialize + ?Sized>(value: &T) -> Digest {
    let mut hasher = Hasher(Running::new());
    // As above. No text begins with this byte: values are told apart from texts.
    hasher.0.write(&[0xfe]);
    let _outcome: Result<(), Never> = value.serialize(&mut hasher);
    hasher.0.finish()
}

/// What is hashed goes here.
pub(super) trait Sink {
    fn write(&mut self, bytes: &[u8]);
}

impl Sink for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        Self::write(self, bytes);
    }
}

impl Sink for Running {
    fn write(&mut self, bytes: &[u8]) {
        Self::write(self, bytes);
    }
}

#[derive(Clone, Copy)]
pub(super) struct Hasher<S>(pub(super) S);

#[derive(Debug)]
pub(super) struct Never;

impl fmt::Display for Never {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value refused to be serialised")
    }
}

impl core::error::Error for Never {}

impl ser::Error for Never {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self
    }
}

impl<S: Sink> Hasher<S> {
    pub(super) fn tag(&mut self, tag: u8) {
        self.0.write(&[tag]);
    }

    pub(super) fn text(&mut self, tag: u8, text: &str) {
        self.tag(tag);
        self.length(text.len());
        self.0.write(text.as_bytes());
    }

    fn length(&mut self, length: usize) {
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        self.0.write(&length.to_le_bytes());
    }

    fn integer(&mut self, value: i128) {
        self.tag(b'i');
        self.0.write(&value.to_le_bytes());
    }
}

macro_rules! integers {
    ($($method:ident: $type:ty,)*) => {
        $(fn $method(self, v: $type) -> Result<(), Never> {
            self.integer(i128::from(v));
            Ok(())
        })*
    };
}

impl<S: Sink> ser::Serializer for &mut Hasher<S> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    integers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
    }

    fn serialize_bool(self, v: bool) -> Result<(), Never> {
        self.0.write(&[b'b', u8::from(v)]);
        Ok(())
    }

    fn serialize_f32(self, v: f32) -> Result<(), Never> {
        self.serialize_f64(f64::from(v))
    }

    fn serialize_f64(self, v: f64) -> Result<(), Never> {
        self.tag(b'f');
        self.0.write(&v.to_bits().to_le_bytes());
        Ok(())
    }

    fn serialize_char(self, v: char) -> Result<(), Never> {
        self.text(b's', v.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, v: &str) -> Result<(), Never> {
        self.text(b's', v);
        Ok(())
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<(), Never> {
        self.tag(b'y');
        self.length(v.len());
        self.0.write(v);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.tag(b'n');
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.tag(b'u');
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Result<(), Never> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.text(b'v', variant);
        value.serialize(self)
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<Self, Never> {
        self.tag(b'[');
        Ok(self)
    }

    fn serialize_tuple(self, _len: usize) -> Result<Self, Never> {
        self.tag(b'[');
        Ok(self)
    }

    fn serialize_tuple_struct(self, _name: &'static str, _len: usize) -> Result<Self, Never> {
        self.tag(b'[');
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Self, Never> {
        self.text(b'v', variant);
        self.tag(b'[');
        Ok(self)
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Self, Never> {
        self.tag(b'{');
        Ok(self)
    }

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<Self, Never> {
        self.tag(b'{');
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Self, Never> {
        self.text(b'v', variant);
        self.tag(b'{');
        Ok(self)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Never> {
        self.text(b's', &value.to_string());
        Ok(())
    }

    fn is_human_readable(&self) -> bool {
        true
    }
}

macro_rules! items {
    ($($trait:ident::$method:ident,)*) => {$(
        impl<S: Sink> ser::$trait for &mut Hasher<S> {
            type Ok = ();
            type Error = Never;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
                value.serialize(&mut **self)
            }
            fn end(self) -> Result<(), Never> {
                self.tag(b']');
                Ok(())
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
        impl<S: Sink> ser::$trait for &mut Hasher<S> {
            type Ok = ();
            type Error = Never;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Never> {
                self.text(b'k', key);
                value.serialize(&mut **self)
            }
            fn end(self) -> Result<(), Never> {
                self.tag(b'}');
                Ok(())
            }
        }
    )*};
}

named! { SerializeStruct, SerializeStructVariant, }

impl<S: Sink> ser::SerializeMap for &mut Hasher<S> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        self.tag(b'k');
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        self.tag(b'}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::values::fingerprint_of::fingerprint_of;

    #[test]
    fn structure_is_part_of_the_fingerprint() {
        assert_ne!(fingerprint_of(&["ab"]), fingerprint_of(&["a", "b"]));
        assert_ne!(fingerprint_of(&[1u8]), fingerprint_of(&1u8));
        assert_eq!(fingerprint_of(&1u8), fingerprint_of(&1i64));
    }
}
