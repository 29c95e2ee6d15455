//! Values of fields from text, as it stands in forms, cells and command lines.

use alloc::collections::BTreeSet;
use alloc::string::String;

use crate::values::decimal;
use crate::values::fields::field_catalog::FieldCatalog;
use crate::values::fields::field_error::FieldError;
use crate::values::fields::field_kind::FieldKind;
use crate::values::fields::field_text_error::FieldTextError;
use crate::values::fields::field_value::FieldValue;
use crate::values::fields::set_text::split;
use crate::values::suggest::suggest;
use crate::values::text::{FieldName, Keyword, Text};

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
