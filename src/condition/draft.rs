//! Conditions on typed fields, as people write them. How they are read stands in `levels`.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::condition::literal::Literal;
use crate::values::FieldName;

/// A condition on the fields of a profile or of an activity.
///
/// Texts and keywords are compared after one normalisation: outer space dropped and runs of space made one, letters in
/// lower case, full-width letters and digits made plain, half-width katakana made full-width (`ＩＴ` = `IT` = ` it `). A
/// field that is missing meets no comparison.
///
/// ```
/// use lead_lifecycle::scoring::{Comparison, ConditionDraft};
/// let at_least = Comparison { field: "employees".parse()?, value: 300.into() };
/// let written: ConditionDraft = toml::from_str(r#"at_least = { field = "employees", value = 300 }"#)?;
/// assert_eq!(written, ConditionDraft::AtLeast(at_least));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// One that is built by hand deeper than [`limits::NESTING`](crate::values::limits::NESTING) is refused by the check and is
/// not serialised.
#[derive(Serialize)]
#[serde(rename_all = "snake_case", remote = "Self")]
#[non_exhaustive]
pub enum ConditionDraft {
    /// Every one of them; an empty list is met.
    All(Vec<ConditionDraft>),
    /// At least one of them; an empty list is not met.
    Any(Vec<ConditionDraft>),
    /// Not this one.
    Not(Box<ConditionDraft>),
    /// The field has a value.
    Present(FieldName),
    /// The field equals the value (a set: it has exactly this one member).
    Equals(Comparison),
    /// The field equals one of the values (a set: at least one of them is a member).
    OneOf(Choice),
    /// The text contains the value; the set has it as a member.
    Contains(Comparison),
    /// The text begins with the value.
    Prefix(Comparison),
    /// The number or date is at least the value.
    AtLeast(Comparison),
    /// The number or date is less than the value.
    Below(Comparison),
    /// The number or date lies in a range.
    Range(RangeDraft),
    /// The date is before the value.
    Before(Comparison),
    /// The date is after the value.
    After(Comparison),
}

/// A field and the value that it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Comparison {
    /// The field.
    pub field: FieldName,
    /// The value, of the field's declared type.
    pub value: Literal,
}

/// A field and the values that it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Choice {
    /// The field.
    pub field: FieldName,
    /// The values, of the field's declared type.
    pub values: Vec<Literal>,
}

/// A field and a range: from a value (included) to a value (not included); at least one end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct RangeDraft {
    /// The field.
    pub field: FieldName,
    /// The lowest value, included.
    #[serde(default)]
    pub from: Option<Literal>,
    /// The upper end, not included.
    #[serde(default)]
    pub to: Option<Literal>,
}
