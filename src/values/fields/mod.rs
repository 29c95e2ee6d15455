//! Typed fields: their declaration and their values.

mod check_members;
mod field_catalog;
mod field_error;
mod field_kind;
mod field_lookup;
mod field_spec;
mod field_text;
mod field_text_error;
mod field_value;
mod fields;
mod set_text;

pub(super) use check_members::check_members;
pub use field_catalog::FieldCatalog;
pub use field_error::FieldError;
pub use field_kind::FieldKind;
pub use field_lookup::FieldLookup;
pub use field_spec::FieldSpec;
pub use field_text_error::FieldTextError;
pub use field_value::FieldValue;
pub use fields::Fields;
