//! The declared fields of a policy.

use alloc::collections::BTreeMap;
use alloc::string::String;
use serde::Serialize;

use crate::values::fields::check_members::check_members;
use crate::values::fields::field_error::FieldError;
use crate::values::fields::field_kind::FieldKind;
use crate::values::fields::field_spec::FieldSpec;
use crate::values::fields::field_value::FieldValue;
use crate::values::suggest::suggest;
use crate::values::text::FieldName;

/// The declared fields of a policy: the standard ones and the host's own.
///
/// ```
/// use lead_lifecycle::values::{FieldCatalog, FieldName, FieldValue};
/// let catalog = FieldCatalog::standard();
/// assert!(catalog.check(&FieldName::new("employees")?, &FieldValue::Number(300.into())).is_ok());
/// let error = catalog.check(&FieldName::new("employes")?, &FieldValue::Number(300.into())).unwrap_err();
/// assert_eq!(error.to_string(), "field `employes` is not declared in the policy: did you mean `employees`?");
/// # Ok::<(), lead_lifecycle::values::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct FieldCatalog(BTreeMap<FieldName, FieldSpec>);

/// The standard fields: name, type, personal. The practice asks for industry, company size, job title, region, contact.
const STANDARD: [(&str, FieldKind, bool); 14] = [
    ("company", FieldKind::Text, false),
    ("industry", FieldKind::Text, false),
    ("employees", FieldKind::Number, false),
    ("annual_revenue", FieldKind::Number, false),
    ("region", FieldKind::Text, false),
    ("location", FieldKind::Text, false),
    ("website", FieldKind::Text, false),
    ("department", FieldKind::Text, false),
    ("job_title", FieldKind::Text, false),
    ("person_name", FieldKind::Text, true),
    ("email", FieldKind::Text, true),
    ("phone", FieldKind::Text, true),
    ("purchase_by", FieldKind::Date, false),
    ("interests", FieldKind::Set, false),
];

impl FieldCatalog {
    /// The standard fields:
    ///
    /// | type | fields |
    /// |---|---|
    /// | text | `company`, `industry`, `region`, `location`, `website`, `department`, `job_title` |
    /// | text, personal | `person_name`, `email`, `phone` |
    /// | number | `employees`, `annual_revenue` |
    /// | date | `purchase_by` |
    /// | set | `interests` |
    ///
    /// A value of another type is refused, a number written as text too. A policy adds its own in the section `fields`:
    /// `text`, `number`, `flag`, `date` or `set`, personal unless it says otherwise.
    #[must_use]
    pub fn standard() -> Self {
        let mut fields = BTreeMap::new();
        for (name, kind, personal) in STANDARD {
            if let Ok(name) = FieldName::new(name) {
                let label = None;
                fields.insert(name, FieldSpec { kind, personal, label });
            }
        }
        Self(fields)
    }

    /// The standard fields and, over them, the host's own.
    #[must_use]
    pub fn with(own: &BTreeMap<FieldName, FieldSpec>) -> Self {
        let mut catalog = Self::standard();
        catalog.0.extend(own.iter().map(|(name, spec)| (name.clone(), spec.clone())));
        catalog
    }

    /// The declaration of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FieldSpec> {
        self.0.get(name)
    }

    /// All declared names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(FieldName::as_str)
    }

    /// All declarations, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&FieldName, &FieldSpec)> {
        self.0.iter()
    }

    /// The declaration of a field that must be declared.
    ///
    /// # Errors
    /// An undeclared name, with a suggestion.
    pub fn declared(&self, name: &FieldName) -> Result<&FieldSpec, FieldError> {
        self.0.get(name).ok_or_else(|| FieldError::Unknown {
            name: name.clone(),
            suggestion: suggest(name.as_str(), self.names()).map(String::from),
        })
    }

    /// Checks a value against its declaration.
    ///
    /// # Errors
    /// An undeclared name (with a suggestion), another type than declared, too many members of a set.
    pub fn check(&self, name: &FieldName, value: &FieldValue) -> Result<&FieldSpec, FieldError> {
        let spec = self.declared(name)?;
        if spec.kind != value.kind() {
            return Err(FieldError::WrongType { name: name.clone(), expected: spec.kind, got: value.kind() });
        }
        check_members(name, value)?;
        Ok(spec)
    }
}
