//! What goes wrong while a document is read, on its way up to the place that knows its path.

use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use core::fmt;
use serde::de::{Expected, Unexpected};

use crate::document::node::Node;
use crate::values::nesting::DEEPER_NESTING;
use crate::values::unique::DIFFERENT;
use crate::values::{Counted, Expected as Wanted, Fault, FaultCode, Got, Path, Shape, Written, limits, suggest};

/// A fault on its way up: the innermost place that sees it says where it is.
#[derive(Debug)]
pub(super) struct Trouble(Box<Parts>);

#[derive(Debug)]
struct Parts {
    fault: Fault,
    /// What kind of fault it is where the type alone refuses the value; none: the shape itself is wrong.
    refused: Option<FaultCode>,
    placed: bool,
    /// Whether `got` says what is there; if not, the place fills it in.
    says_got: bool,
}

impl Trouble {
    /// Without `got`, the innermost place says what is there.
    pub(super) fn new(expected: impl Into<Wanted>, got: Option<Got>) -> Self {
        let says_got = got.is_some();
        let got = got.unwrap_or(Got::Written(Written::Nothing));
        let fault = Fault::new(FaultCode::Structure, &Path::root(), expected, got);
        Self(Box::new(Parts { fault, refused: None, placed: false, says_got }))
    }

    fn refused(mut self, code: FaultCode) -> Self {
        self.0.refused = Some(code);
        self
    }

    /// What is wrong with the shape: one fault, wherever it is.
    pub(super) fn into_structure(self) -> Fault {
        self.0.fault
    }

    /// What is wrong with a value that has the right shape; none: its shape is wrong.
    pub(super) fn into_refusal(self, expected: &str) -> Option<Fault> {
        let Parts { mut fault, refused, .. } = *self.0;
        fault.code = refused?;
        if fault.code == FaultCode::Illegal {
            fault.expected = Wanted::Reader(expected.to_string());
        }
        Some(fault)
    }

    /// An entry that stands there already.
    pub(super) fn again(expected: Shape, got: Option<Got>) -> Self {
        Self::new(expected, got).refused(FaultCode::Duplicate)
    }

    /// What is wrong with a value that is read all the same.
    pub(super) fn into_noted(self) -> Fault {
        let Parts { fault, refused, .. } = *self.0;
        Fault { code: refused.unwrap_or(fault.code), ..fault }
    }

    /// Places the fault, unless an inner place has.
    pub(super) fn at(mut self, path: &Path, node: &Node) -> Self {
        if !self.0.placed {
            self.0.placed = true;
            self.0.fault.path = path.clone();
            if !self.0.says_got {
                self.0.fault.got = node.written().into();
            }
        }
        self
    }

    /// A list that goes on after all that its type takes.
    pub(super) fn too_long(taken: usize, length: usize) -> Self {
        Self::new(Shape::ListOf(taken), Some(entries(length)))
    }

    fn word_of(word: &str, known: &'static [&'static str]) -> Self {
        let mut trouble = Self::new(Shape::WordOf(known), Some(Got::name(word)));
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
        Self::new(Shape::Legal, Some(Got::Reader(message.to_string()))).refused(FaultCode::Illegal)
    }

    fn invalid_type(_unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(wanted(expected.to_string()), None)
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let wanted = |got| Self::new(wanted(expected.to_string()), got);
        let trouble = if let Unexpected::Other(what) = unexpected {
            match what {
                DEEPER_NESTING => Self::new(limits::NESTING, Some(Got::DeeperNesting)),
                what => wanted(Some(Got::Reader(what.to_string()))),
            }
        } else {
            wanted(None)
        };
        trouble.refused(FaultCode::OutOfRange)
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(wanted(expected.to_string()), Some(entries(length)))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::word_of(field, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::word_of(variant, expected).refused(FaultCode::UnknownName)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Shape::ValueOf(field), Some(Written::Nothing.into()))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(Shape::EveryKeyOnce, Some(Got::Again(field.to_string())))
    }
}

/// What serde says that a type expects, without names of types; what a type of ours says stays as it is.
fn wanted(words: String) -> Wanted {
    if let Some(length) = FIXED_LENGTH.iter().find_map(|begin| words.strip_prefix(begin)) {
        return length.parse().map_or(Shape::List, Shape::ListOf).into();
    }
    let whole = |least, most: Option<u32>| Shape::WholeNumber { least, most: most.map(u64::from) };
    let shape = match words.as_str() {
        "u8" => whole(Some(0), Some(u8::MAX.into())),
        "u16" => whole(Some(0), Some(u16::MAX.into())),
        "u32" => whole(Some(0), Some(u32::MAX)),
        "u64" | "usize" => whole(Some(0), None),
        "i8" | "i16" | "i32" | "i64" | "isize" => whole(None, None),
        "a boolean" => Shape::Flag,
        "a string" | "a borrowed string" => Shape::Text,
        "a sequence" | DIFFERENT => Shape::List,
        "a map" | "a table" => Shape::Table,
        other if other.starts_with("struct ") => Shape::Table,
        other if other.starts_with("tuple ") => Shape::List,
        other if other.starts_with("enum ") || other == "variant identifier" => Shape::WordOrTable,
        "field identifier" => Shape::Text,
        _ => return Wanted::Reader(words),
    };
    shape.into()
}

/// How serde begins to speak of a list of fixed length.
const FIXED_LENGTH: [&str; 2] = ["an array of length ", "a tuple of size "];

fn entries(count: usize) -> Got {
    Got::Count { count, of: Counted::Entries }
}
