//! The kinds of faults.

use core::fmt;
use serde::Serialize;

/// The kind of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultCode {
    /// The document has the wrong shape: a wrong type, an unknown or missing key.
    Structure,
    /// A value that its type refuses: a currency that is none, a blank name, a span that cannot be read.
    Illegal,
    /// Something that is needed is not there.
    Missing,
    /// A number, length or span outside its bound.
    OutOfRange,
    /// A name that nothing declares.
    UnknownName,
    /// The same name or value twice.
    Duplicate,
    /// Values that are each legal but contradict each other.
    Conflict,
    /// Things in the wrong order.
    Order,
    /// Two names with the same fingerprint: rename one.
    Collision,
    /// A value of another type than the field it is compared with.
    WrongType,
    /// Something that this place does not allow.
    NotAllowed,
}

impl FaultCode {
    /// The code as a stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Illegal => "illegal",
            Self::Missing => "missing",
            Self::OutOfRange => "out_of_range",
            Self::UnknownName => "unknown_name",
            Self::Duplicate => "duplicate",
            Self::Conflict => "conflict",
            Self::Order => "order",
            Self::Collision => "collision",
            Self::WrongType => "wrong_type",
            Self::NotAllowed => "not_allowed",
        }
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
