//! Typed fields: their declaration and their values.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use core::fmt;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::decimal;
use crate::values::keys::{FieldName, Keyword, Text};
use crate::values::limits;
use crate::values::suggest::suggest;
use crate::values::time::Date;

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Free text.
    Text,
    /// An exact number: counts, sizes, amounts.
    Number,
    /// Yes or no.
    Flag,
    /// A civil date.
    Date,
    /// Several keywords.
    Set,
}

impl fmt::Display for FieldKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "flag",
            Self::Date => "date",
            Self::Set => "set",
        })
    }
}

/// The value of a field. Numbers compare by value: `1.0` equals `1.00`, and both are written `1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// Free text.
    Text(Text),
    /// An exact number.
    Number(#[serde(with = "decimal::text")] Decimal),
    /// Yes or no.
    Flag(bool),
    /// A civil date.
    Date(Date),
    /// Several keywords.
    Set(BTreeSet<Keyword>),
}

impl FieldValue {
    /// The type of the value.
    #[must_use]
    pub const fn kind(&self) -> FieldKind {
        match self {
            Self::Text(_) => FieldKind::Text,
            Self::Number(_) => FieldKind::Number,
            Self::Flag(_) => FieldKind::Flag,
            Self::Date(_) => FieldKind::Date,
            Self::Set(_) => FieldKind::Set,
        }
    }

    /// Clones straight to where the value stays. Values are moved byte by byte around their tag, and a processor that
    /// is to read in one piece what was just written in many waits: replay felt it.
    #[inline]
    pub(super) fn copy_to(&self, place: &mut Option<Self>) {
        match self {
            Self::Text(text) => *place = Some(Self::Text(text.clone())),
            Self::Number(_) | Self::Flag(_) | Self::Date(_) | Self::Set(_) => *place = Some(self.clone()),
        }
    }
}

impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => fmt::Display::fmt(text, f),
            Self::Number(number) => f.write_str(&decimal::to_text(*number)),
            Self::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            Self::Date(date) => fmt::Display::fmt(date, f),
            Self::Set(members) => {
                for (index, member) in members.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{member}")?;
                }
                Ok(())
            }
        }
    }
}

/// How a field is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

/// Why a field is not accepted. `Display` is the default wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldError {
    /// No such field is declared.
    Unknown {
        /// The name.
        name: FieldName,
        /// A declared name close to it.
        suggestion: Option<String>,
    },
    /// The declared type is another.
    WrongType {
        /// The name.
        name: FieldName,
        /// The declared type.
        expected: FieldKind,
        /// The given type.
        got: FieldKind,
    },
    /// Too many fields at once.
    TooMany {
        /// How many.
        count: usize,
        /// The limit.
        max: usize,
    },
    /// Too many members of a set.
    TooManyMembers {
        /// The name.
        name: FieldName,
        /// How many.
        count: usize,
        /// The limit.
        max: usize,
    },
}

impl core::error::Error for FieldError {}

/// The declared fields of a policy: the standard ones and the host's own.
///
/// ```
/// use lead_lifecycle::{FieldCatalog, FieldName, FieldValue};
/// let catalog = FieldCatalog::standard();
/// assert!(catalog.check(&FieldName::new("employees")?, &FieldValue::Number(300.into())).is_ok());
/// let error = catalog.check(&FieldName::new("employes")?, &FieldValue::Number(300.into())).unwrap_err();
/// assert_eq!(error.to_string(), "field `employes` is not declared in the policy: did you mean `employees`?");
/// # Ok::<(), lead_lifecycle::TextError>(())
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
    /// The standard fields: company, industry, employees, `annual_revenue`, region, location, website, department,
    /// `job_title`,
    /// `person_name`, email, phone, `purchase_by`, interests.
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

/// That a set has no more members than allowed.
pub(super) fn check_members(name: &FieldName, value: &FieldValue) -> Result<(), FieldError> {
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

/// Anything in which a field can be looked up by name.
pub trait FieldLookup {
    /// The value of a field, if it has one.
    fn value(&self, field: &str) -> Option<&FieldValue>;
}

impl FieldLookup for Fields {
    fn value(&self, field: &str) -> Option<&FieldValue> {
        self.get(field)
    }
}

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
        Self::from_map(BTreeMap::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
