//! Where fields are looked up.

use crate::values::fields::field_value::FieldValue;

/// Anything in which a field can be looked up by name.
pub trait FieldLookup {
    /// The value of a field, if it has one.
    fn value(&self, field: &str) -> Option<&FieldValue>;
}
