//! The declaration of a field.

use serde::{Deserialize, Serialize};

use crate::values::fields::field_kind::FieldKind;
use crate::values::text::Text;

/// How a field is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct FieldSpec {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// Whether it holds personal data, which redaction removes. Yes unless said otherwise.
    #[serde(default = "personal_unless_said")]
    pub personal: bool,
    /// The label people see.
    #[serde(default)]
    pub label: Option<Text>,
}

const fn personal_unless_said() -> bool {
    true
}
