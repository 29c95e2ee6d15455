//! Which occurrences of a tag count as one.

use serde::{Deserialize, Serialize};

use crate::values::FieldName;

/// What makes two occurrences of a tag the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OncePer {
    /// The activity's object: one mail, one page, one event. An activity without an object is its own.
    Object,
    /// The value of a field of the activity. An activity without the field is its own.
    Field(FieldName),
}
