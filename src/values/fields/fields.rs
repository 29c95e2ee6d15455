//! Named values.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::fields::check_members::check_members;
use crate::values::fields::field_error::FieldError;
use crate::values::fields::field_lookup::FieldLookup;
use crate::values::fields::field_value::FieldValue;
use crate::values::limits;
use crate::values::text::FieldName;
use crate::values::unique;

/// Named values: at most 256.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<FieldName, FieldValue>);

impl Fields {
    /// No fields.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Checks the size and keeps the values.
    ///
    /// # Errors
    /// More than 256 fields, or more than 64 members in one set.
    pub fn from_map(fields: BTreeMap<FieldName, FieldValue>) -> Result<Self, FieldError> {
        if !limits::FIELDS.admits_len(fields.len()) {
            return Err(FieldError::TooMany { count: fields.len(), max: limits::FIELDS.max_len() });
        }
        for (name, value) in &fields {
            check_members(name, value)?;
        }
        Ok(Self(fields))
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FieldValue> {
        self.0.get(name)
    }

    /// All fields, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&FieldName, &FieldValue)> {
        self.0.iter()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same fields less those that `keep` turns down.
    #[must_use]
    pub fn retain(mut self, mut keep: impl FnMut(&FieldName) -> bool) -> Self {
        self.0.retain(|name, _| keep(name));
        self
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_map(unique::map(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl FieldLookup for Fields {
    fn value(&self, field: &str) -> Option<&FieldValue> {
        self.get(field)
    }
}
