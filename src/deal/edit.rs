//! Changes of an open deal.

use alloc::collections::BTreeSet;
use serde::{Deserialize, Serialize};

use crate::deal::line::DealLine;
use crate::values::{Date, FieldName, FieldValue, Fields, List, Text};

/// What to do with one value of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit<T> {
    /// Leave it as it is.
    #[default]
    Keep,
    /// Take it away.
    Clear,
    /// Put this in its place.
    To(T),
}

impl<T> Edit<T> {
    /// The value after the change.
    pub fn of(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::To(value) => Some(value),
        }
    }
}

/// A change of the open deal. What is left at its default stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct DealEdit {
    /// The lines, all of them; none leaves them as they are.
    pub lines: Option<List<DealLine>>,
    /// The expected day of closing.
    pub expected_close: Edit<Date>,
    /// Fields to set.
    pub set: Fields,
    /// Fields to take away. A field that is also set is set.
    pub clear: List<FieldName>,
}

impl DealEdit {
    /// The fields to set.
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.set
    }

    /// Whether nothing is to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Removes the values of fields, but those that were recorded as `public`, see
    /// [`Deal::redact`](crate::deal::Deal::redact).
    pub fn redact(&mut self, public: &BTreeSet<FieldName>) {
        let Self { lines: _, expected_close: _, set, clear: _ } = self;
        redact_fields(set, public);
    }
}

/// Replaces the values of fields that are not public, whatever their type, and free text and sets of all; names stay, so
/// that what a stage needs stays filled.
pub(super) fn redact_fields(fields: &mut Fields, public: &BTreeSet<FieldName>) {
    let redacted = fields.iter().map(|(name, value)| {
        let value = match value {
            FieldValue::Set(_) if public.contains(name) => FieldValue::Set(BTreeSet::new()),
            FieldValue::Number(_) | FieldValue::Flag(_) | FieldValue::Date(_) if public.contains(name) => value.clone(),
            FieldValue::Text(_)
            | FieldValue::Set(_)
            | FieldValue::Number(_)
            | FieldValue::Flag(_)
            | FieldValue::Date(_) => FieldValue::Text(Text::redacted()),
        };
        (name.clone(), value)
    });
    // INVARIANT: as many fields as before, and no larger sets, so the check cannot fail.
    *fields = Fields::from_map(redacted.collect()).unwrap_or_default();
}
