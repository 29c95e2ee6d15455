//! What goes wrong while a document is read, on its way up to the place that knows its path.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;
use serde::de::{Expected, Unexpected};

use crate::document::node::Node;
use crate::values::{Fault, FaultCode, Path, suggest};

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
    pub(super) fn new(expected: impl fmt::Display, got: Option<String>) -> Self {
        let says_got = got.is_some();
        let got = got.unwrap_or_default();
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
            fault.expected = expected.to_string();
        }
        Some(fault)
    }

    /// Places the fault, unless an inner place has.
    pub(super) fn at(mut self, path: &Path, node: &Node) -> Self {
        if !self.0.placed {
            self.0.placed = true;
            self.0.fault.path = path.clone();
            if !self.0.says_got {
                self.0.fault.got = node.show();
            }
        }
        self
    }

    /// A list that goes on after all that its type takes.
    pub(super) fn too_long(taken: usize, length: usize) -> Self {
        Self::new(format!("a list of {}", entries(taken)), Some(entries(length)))
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
        Self::new("a legal value", Some(message.to_string())).refused(FaultCode::Illegal)
    }

    fn invalid_type(_unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(in_plain_words(&expected.to_string()), None)
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let got = if let Unexpected::Other(what) = unexpected { Some(what.to_string()) } else { None };
        Self::new(in_plain_words(&expected.to_string()), got).refused(FaultCode::OutOfRange)
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(in_plain_words(&expected.to_string()), Some(entries(length)))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::one_of(field, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::one_of(variant, expected).refused(FaultCode::UnknownName)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("a value for `{field}`"), Some("nothing".to_string()))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("every key once", Some(format!("`{field}` again")))
    }
}

/// serde's own words for what it expects, without names of types.
fn in_plain_words(expected: &str) -> Cow<'_, str> {
    if let Some(length) = FIXED_LENGTH.iter().find_map(|words| expected.strip_prefix(words)) {
        return length
            .parse()
            .map_or(Cow::Borrowed("a list"), |length| format!("a list of {}", entries(length)).into());
    }
    Cow::Borrowed(match expected {
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
    })
}

/// How serde begins to speak of a list of fixed length.
const FIXED_LENGTH: [&str; 2] = ["an array of length ", "a tuple of size "];

/// So many entries, in words.
fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_string() } else { format!("{count} entries") }
}
