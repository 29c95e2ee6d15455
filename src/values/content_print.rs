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
        self.to.0.text(b'k', key);
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

#[cfg(test)]
mod tests {
    use alloc::collections::{BTreeMap, BTreeSet};
    use alloc::{string::String, vec, vec::Vec};
    use serde::Serialize;

    use crate::values::content_print::content_print_of;

    /// A section of today.
    #[derive(Serialize)]
    struct Today {
        limit: u8,
        strict: bool,
        kind: Kind<Inner>,
        list: Vec<Inner>,
        map: BTreeMap<u8, Inner>,
        given: Option<Inner>,
    }

    #[derive(Serialize, Default)]
    struct Inner {
        on: bool,
    }

    #[derive(Serialize)]
    enum Kind<T> {
        Plain,
        Of(T),
    }

    /// The same in a later version: more fields, before, between and after, at every depth.
    #[derive(Serialize)]
    struct Later {
        new_option: Option<u8>,
        limit: u8,
        new_list: Vec<u8>,
        strict: bool,
        new_map: BTreeMap<u8, u8>,
        kind: Kind<LaterInner>,
        list: Vec<LaterInner>,
        new_section: LaterInner,
        map: BTreeMap<u8, LaterInner>,
        given: Option<LaterInner>,
        new_flag: bool,
    }

    #[derive(Serialize, Default)]
    struct LaterInner {
        new_set: Wrapper,
        on: bool,
        label: String,
        new_options: Deeper,
    }

    #[derive(Serialize, Default)]
    struct Wrapper(BTreeSet<u8>);

    #[derive(Serialize, Default)]
    struct Deeper {
        one: Option<u8>,
        two: Empty,
    }

    #[derive(Serialize, Default)]
    struct Empty {}

    #[test]
    fn fields_that_say_nothing_may_be_added_at_any_depth() {
        for (strict, on) in [(false, false), (true, false), (false, true), (true, true)] {
            for full in [false, true] {
                let (inner, later) = (|| Inner { on }, || LaterInner { on, ..LaterInner::default() });
                let today = Today {
                    limit: 3,
                    strict,
                    kind: if full { Kind::Of(inner()) } else { Kind::Plain },
                    list: if full { vec![inner(), inner()] } else { vec![] },
                    map: if full { [(1, inner())].into() } else { BTreeMap::new() },
                    given: full.then(inner),
                };
                let grown = Later {
                    new_option: None,
                    limit: 3,
                    new_list: vec![],
                    strict,
                    new_map: BTreeMap::new(),
                    kind: if full { Kind::Of(later()) } else { Kind::Plain },
                    list: if full { vec![later(), later()] } else { vec![] },
                    new_section: LaterInner::default(),
                    map: if full { [(1, later())].into() } else { BTreeMap::new() },
                    given: full.then(later),
                    new_flag: false,
                };
                assert_eq!(content_print_of(&today), content_print_of(&grown), "{strict} {on} {full}");
                let used = Later { new_option: Some(0), ..grown };
                assert_ne!(content_print_of(&today), content_print_of(&used), "{strict} {on} {full}");
            }
        }
    }

    /// Whatever may be mistaken for nothing, in every place where it is something.
    #[derive(Serialize, Clone, Debug)]
    #[expect(clippy::option_option, reason = "none that is given is not none")]
    struct Tricky {
        flag: bool,
        option: Option<Option<bool>>,
        list: Vec<Vec<bool>>,
        given: Option<Vec<Option<bool>>>,
        map: BTreeMap<u8, Option<bool>>,
        kind: Option<Shape>,
    }

    #[derive(Serialize, Clone, Debug)]
    enum Shape {
        Plain,
        New(Option<bool>),
        Pair(bool, bool),
        Named { flag: bool, list: Vec<bool> },
    }

    fn tricky() -> Vec<Tricky> {
        let nothing = Tricky { flag: false, option: None, list: vec![], given: None, map: BTreeMap::new(), kind: None };
        let mut all = vec![nothing];
        let mut vary = |change: &dyn Fn(&Tricky) -> Vec<Tricky>| all = all.iter().flat_map(change).collect();
        vary(&|t| [false, true].map(|flag| Tricky { flag, ..t.clone() }).into());
        let options = [None, Some(None), Some(Some(false)), Some(Some(true))];
        vary(&|t| options.map(|option| Tricky { option, ..t.clone() }).into());
        let lists = [vec![], vec![vec![]], vec![vec![], vec![]], vec![vec![false]], vec![vec![], vec![false]]];
        vary(&|t| lists.clone().map(|list| Tricky { list, ..t.clone() }).into());
        let given = [None, Some(vec![]), Some(vec![None]), Some(vec![Some(false)]), Some(vec![None, None])];
        vary(&|t| given.clone().map(|given| Tricky { given, ..t.clone() }).into());
        let maps = [vec![], vec![(0, None)], vec![(0, Some(false))], vec![(0, None), (1, None)], vec![(1, None)]];
        vary(&|t| maps.clone().map(|map| Tricky { map: map.into_iter().collect(), ..t.clone() }).into());
        let named = |flag, list| Some(Shape::Named { flag, list });
        let news = [None, Some(false), Some(true)].map(|new| Some(Shape::New(new)));
        let pairs = [(false, false), (false, true), (true, false)].map(|(a, b)| Some(Shape::Pair(a, b)));
        let others = [None, Some(Shape::Plain), named(false, vec![]), named(true, vec![]), named(false, vec![false])];
        let kinds: Vec<_> = news.into_iter().chain(pairs).chain(others).collect();
        vary(&|t| kinds.iter().map(|kind| Tricky { kind: kind.clone(), ..t.clone() }).collect());
        all
    }

    #[test]
    fn values_of_one_type_that_differ_have_different_prints() {
        let all = tricky();
        let prints: BTreeSet<_> = all.iter().map(content_print_of).collect();
        assert_eq!((all.len(), prints.len()), (11_000, 11_000));
    }

    #[derive(Serialize)]
    struct Labelled {
        label: Option<&'static str>,
        map: BTreeMap<&'static str, &'static str>,
        kind: Named,
    }

    #[derive(Serialize)]
    enum Named {
        Case { label: &'static str },
    }

    #[test]
    fn a_field_called_label_never_counts_and_a_name_that_reads_so_does() {
        let print = |label, key, word, case| {
            content_print_of(&Labelled { label, map: [(key, word)].into(), kind: Named::Case { label: case } })
        };
        let one = print(None, "label", "one", "");
        assert_eq!(one, print(Some("業種"), "label", "one", "case"));
        assert_ne!(one, print(None, "label", "two", ""));
        assert_ne!(one, print(None, "labels", "one", ""));
    }
}
