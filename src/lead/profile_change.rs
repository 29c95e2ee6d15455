//! What a fact writes into a profile.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::scoring::FitTags;
use crate::values::{FieldName, FieldValue};

/// One field as written into a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct FieldWrite {
    /// The field.
    pub name: FieldName,
    /// The value; none clears it, and is what redaction leaves of a personal one.
    pub value: Option<FieldValue>,
    /// Whether the policy marks it as personal.
    pub personal: bool,
}

/// A change of the profile, with the attribute tags that the whole profile earns after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ProfileChange {
    /// The fields written.
    pub writes: Vec<FieldWrite>,
    /// The tags earned by the profile with them.
    pub tags: FitTags,
}
