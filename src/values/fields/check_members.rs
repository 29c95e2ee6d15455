//! The bound of a set.

use crate::values::fields::field_error::FieldError;
use crate::values::fields::field_value::FieldValue;
use crate::values::limits;
use crate::values::text::FieldName;

/// That a set has no more members than allowed.
pub(in crate::values) fn check_members(name: &FieldName, value: &FieldValue) -> Result<(), FieldError> {
    match value {
        FieldValue::Set(members) if !limits::SET_MEMBERS.admits_len(members.len()) => Err(FieldError::TooManyMembers {
            name: name.clone(),
            count: members.len(),
            max: limits::SET_MEMBERS.max_len(),
        }),
        FieldValue::Text(_)
        | FieldValue::Number(_)
        | FieldValue::Flag(_)
        | FieldValue::Date(_)
        | FieldValue::Set(_) => Ok(()),
    }
}
