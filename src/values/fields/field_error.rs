//! Why a field is not accepted.

use alloc::string::String;
use serde::{Deserialize, Serialize};

use crate::values::fields::field_kind::FieldKind;
use crate::values::fields::field_text_error::FieldTextError;
use crate::values::text::FieldName;

/// Why a field is not accepted. `Display` is the default wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldError {
    /// No such field is declared.
    Unknown {
        /// The name.
        name: FieldName,
        /// A declared name close to it.
        suggestion: Option<String>,
    },
    /// The declared type is another.
    WrongType {
        /// The name.
        name: FieldName,
        /// The declared type.
        expected: FieldKind,
        /// The given type.
        got: FieldKind,
    },
    /// Text that is no value of the declared type.
    Text {
        /// The name.
        name: FieldName,
        /// What stands against it.
        error: FieldTextError,
    },
    /// Too many fields at once.
    TooMany {
        /// How many.
        count: usize,
        /// The limit.
        max: usize,
    },
    /// Too many members of a set.
    TooManyMembers {
        /// The name.
        name: FieldName,
        /// How many.
        count: usize,
        /// The limit.
        max: usize,
    },
}

impl core::error::Error for FieldError {}
