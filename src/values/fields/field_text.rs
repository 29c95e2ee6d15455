//! Values of fields from text, as it stands in forms, cells and command lines.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::values::decimal;
use crate::values::fields::field_catalog::FieldCatalog;
use crate::values::fields::field_error::FieldError;
use crate::values::fields::field_kind::FieldKind;
use crate::values::fields::field_value::FieldValue;
use crate::values::limits;
use crate::values::suggest::suggest;
use crate::values::text::{FieldName, Keyword, Text, TextError};

/// Why a text is not the value of a field of a type. `Display` is the default wording, which says what would be right.
///
/// ```
/// use lead_lifecycle::values::FieldKind;
/// let error = FieldKind::Flag.parse("yse").unwrap_err();
/// assert_eq!(error.to_string(), "a flag is `yes`, `no`, `true` or `false`, not `yse` (did you mean `yes`?)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(expecting = "a table")]
pub struct FieldTextError {
    /// The type.
    pub kind: FieldKind,
    /// What was given, at most its first 40 characters.
    pub got: String,
    /// What stands against the text, or against a member of the set.
    pub text: Option<TextError>,
    /// The member of a set that stands there twice.
    pub twice: Option<Keyword>,
    /// The word that was probably meant.
    pub suggestion: Option<String>,
}

impl core::error::Error for FieldTextError {}

const FLAGS: [(&str, bool); 6] =
    [("yes", true), ("no", false), ("true", true), ("false", false), ("1", true), ("0", false)];

impl FieldKind {
    /// Reads a value of this type from text: the other way round of its `Display`.
    ///
    /// | type | text |
    /// |---|---|
    /// | `text` | as it is |
    /// | `number` | digits with an optional sign and point: `12.5`; no commas, which are points elsewhere |
    /// | `flag` | `yes`, `no`, `true`, `false`, in whatever case, and `1`, `0` as tables have them |
    /// | `date` | `2026-04-01` |
    /// | `set` | its members with commas between: `crm, cti`; one that holds a comma in quotes: `"Kyoto, Japan", Osaka` |
    ///
    /// Space around numbers, flags, dates and members is no part of them.
    ///
    /// ```
    /// use lead_lifecycle::values::FieldKind;
    /// for (kind, text) in [(FieldKind::Number, "12.5"), (FieldKind::Flag, "no"), (FieldKind::Set, "crm, cti")] {
    ///     assert_eq!(kind.parse(text)?.to_string(), text);
    /// }
    /// let error = FieldKind::Number.parse("1,200").unwrap_err();
    /// assert_eq!(error.to_string(), "a number is written in digits with an optional point, like `12.5`, not `1,200`");
    /// # Ok::<(), lead_lifecycle::values::FieldTextError>(())
    /// ```
    ///
    /// # Errors
    /// Text that is none of this type: letters for a number, a day that is none, an unknown word for a flag, a member that is
    /// no keyword or stands there twice.
    pub fn parse(self, text: &str) -> Result<FieldValue, FieldTextError> {
        let wrong = || FieldTextError {
            kind: self,
            got: text.chars().take(40).collect(),
            text: None,
            twice: None,
            suggestion: None,
        };
        match self {
            Self::Text => {
                let text = Text::new(text).map_err(|error| FieldTextError { text: Some(error), ..wrong() })?;
                Ok(FieldValue::Text(text))
            }
            Self::Number => {
                let number = decimal::parse(text.trim()).map_err(|_form| wrong())?;
                Ok(FieldValue::Number(number))
            }
            Self::Flag => {
                let word = text.trim();
                let known = FLAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
                known.map(|(_, flag)| FieldValue::Flag(*flag)).ok_or_else(|| {
                    let suggestion = suggest(word, FLAGS.iter().map(|(known, _)| *known)).map(String::from);
                    FieldTextError { suggestion, ..wrong() }
                })
            }
            Self::Date => text.trim().parse().map(FieldValue::Date).map_err(|_form| wrong()),
            Self::Set => {
                let mut members = BTreeSet::new();
                for member in split(text).ok_or_else(wrong)? {
                    let member =
                        Keyword::new(&member).map_err(|error| FieldTextError { text: Some(error), ..wrong() })?;
                    if members.contains(&member) {
                        return Err(FieldTextError { twice: Some(member), ..wrong() });
                    }
                    members.insert(member);
                }
                Ok(FieldValue::Set(members))
            }
        }
    }
}

impl FieldCatalog {
    /// Reads the value of a declared field from text, by its type: see [`FieldKind::parse`].
    ///
    /// ```
    /// use lead_lifecycle::values::{FieldCatalog, FieldValue};
    /// let catalog = FieldCatalog::standard();
    /// assert_eq!(catalog.parse(&"employees".parse()?, "300")?, FieldValue::Number(300.into()));
    /// let error = catalog.parse(&"employees".parse()?, "many").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "field `employees`: a number is written in digits with an optional point, like `12.5`, not `many`",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// An undeclared name (with a suggestion), text that is no value of the declared type, too many members of a set.
    pub fn parse(&self, name: &FieldName, text: &str) -> Result<FieldValue, FieldError> {
        let spec = self.declared(name)?;
        let value = spec.kind.parse(text).map_err(|error| FieldError::Text { name: name.clone(), error })?;
        self.check(name, &value)?;
        Ok(value)
    }
}

/// A member as it stands in the text of a set: in quotes where commas, quotes or nothing but the quotes would be misread.
pub(super) fn quoted(member: &str) -> alloc::borrow::Cow<'_, str> {
    if member.contains([',', '"']) {
        return alloc::format!("\"{}\"", member.replace('"', "\"\"")).into();
    }
    member.into()
}

/// The members in the text of a set; none if quotes do not close, or something stands beside them. Of blank text: no members.
fn split(text: &str) -> Option<Vec<String>> {
    let mut members = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (member, after) = match rest.strip_prefix('"') {
            Some(inside) => unquote(inside)?,
            None => {
                let (member, after) = rest.find(',').map_or((rest, ""), |comma| rest.split_at(comma));
                (String::from(member.trim_end()), after)
            }
        };
        // Nothing may stand between a member and the comma, nor a comma at the end.
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) if next.trim().is_empty() => return None,
            Some(next) => next.trim_start(),
            None if after.is_empty() => after,
            None => return None,
        };
        members.push(member);
        if members.len() > limits::SET_MEMBERS.max_len().saturating_add(1) {
            // Too many in any case: the bound is told by the check.
            break;
        }
    }
    Some(members)
}

/// What stands before the closing quotes, with doubled ones made single, and what stands after them.
fn unquote(inside: &str) -> Option<(String, &str)> {
    let mut member = String::new();
    let mut rest = inside;
    loop {
        let (before, after) = rest.split_once('"')?;
        member.push_str(before);
        let Some(next) = after.strip_prefix('"') else { return Some((member, after)) };
        member.push('"');
        rest = next;
    }
}
