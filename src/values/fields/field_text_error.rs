//! Why a text is not the value of a field.

use alloc::string::String;
use serde::{Deserialize, Serialize};

use crate::values::fields::field_kind::FieldKind;
use crate::values::text::{Keyword, TextError};

/// Why a text is not the value of a field of a type. `Display` is the default wording, which says what would be right.
///
/// ```
/// use lead_lifecycle::values::FieldKind;
/// let error = FieldKind::Flag.parse("ture").unwrap_err();
/// assert_eq!(error.to_string(), "a flag is `yes`, `no`, `true` or `false`, not `ture` (did you mean `true`?)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(expecting = "a table")]
pub struct FieldTextError {
    /// The type.
    pub kind: FieldKind,
    /// What was given, at most its first 40 characters.
    pub got: String,
    /// What stands against the text, or against a member of the set.
    pub text: Option<TextError>,
    /// The member of a set that stands there twice.
    pub twice: Option<Keyword>,
    /// The word that was probably meant.
    pub suggestion: Option<String>,
}

impl core::error::Error for FieldTextError {}
