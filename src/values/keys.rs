//! Checked text: short keys (one type per meaning) and free text.

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::values::fingerprint::Fingerprint;
use crate::values::limits;
use crate::values::named::Named;

/// Why a text is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TextError {
    /// Nothing, or nothing but spaces.
    #[error("empty text: write at least one character")]
    Empty,
    /// More characters than the limit.
    #[error("{chars} characters are too many: at most {max}")]
    TooLong {
        /// Characters counted.
        chars: usize,
        /// Characters allowed.
        max: usize,
    },
    /// Space at an end, which would make two keys look alike.
    #[error("`{text}` begins or ends with space: remove it")]
    OuterSpace {
        /// The text, shortened.
        text: String,
    },
    /// A control character, or in a key an invisible one.
    #[error("control character `{}` at character {at}: remove it", char.escape_default())]
    Control {
        /// The character.
        char: char,
        /// Its position, counted from 1.
        at: usize,
    },
}

fn check_chars(text: &str, max: usize, lines: bool) -> Result<(), TextError> {
    // Byte length bounds the character count: long input is refused without being walked twice.
    if text.len() > max {
        let chars = text.chars().count();
        if chars > max {
            return Err(TextError::TooLong { chars, max });
        }
    }
    // Plain ASCII, the usual key, needs no decoding.
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Ok(());
    }
    for (index, char) in text.chars().enumerate() {
        let allowed = lines && matches!(char, '\n' | '\t');
        if (char.is_control() && !allowed) || (!lines && is_invisible(char)) {
            return Err(TextError::Control { char, at: index.saturating_add(1) });
        }
    }
    Ok(())
}

/// Characters that take no room or turn the direction of writing: with them two different keys would look alike.
const fn is_invisible(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn check_key(text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    check_chars(text, limits::KEY_CHARS.max_len(), false)?;
    if text.trim().len() != text.len() {
        return Err(TextError::OuterSpace { text: text.chars().take(40).collect() });
    }
    Ok(())
}

fn check_text(text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    check_chars(text, limits::TEXT_CHARS.max_len(), true)
}

/// Texts of this crate's own, for presets and reserved names.
pub(crate) trait Literal {
    /// Keeps a text that is known to be legal.
    fn literal(text: &'static str) -> Self;
}

/// A text.
type Plain = Arc<str>;

/// A text that is looked up by its fingerprint so often that it carries it.
#[derive(Clone)]
struct Printed {
    text: Arc<str>,
    print: Fingerprint,
}

/// How a checked text is held.
trait Held: Sized {
    fn hold(text: &str) -> Self;
    fn text(&self) -> &str;
    fn fingerprint(&self) -> Fingerprint;
}

impl Held for Plain {
    fn hold(text: &str) -> Self {
        Self::from(text)
    }

    fn text(&self) -> &str {
        self
    }

    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self)
    }
}

impl Held for Named {
    fn hold(text: &str) -> Self {
        Self::of(text)
    }

    fn text(&self) -> &str {
        self.as_str()
    }

    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.as_str())
    }
}

impl Held for Printed {
    fn hold(text: &str) -> Self {
        Self { print: Fingerprint::of(text), text: text.into() }
    }

    fn text(&self) -> &str {
        &self.text
    }

    fn fingerprint(&self) -> Fingerprint {
        self.print
    }
}

// The fingerprint follows from the text: only the text is compared. What differs there mostly differs in the
// fingerprint already.

impl PartialEq for Printed {
    fn eq(&self, other: &Self) -> bool {
        self.print == other.print && (Arc::ptr_eq(&self.text, &other.text) || self.text == other.text)
    }
}

impl Eq for Printed {}

impl PartialOrd for Printed {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Printed {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl core::hash::Hash for Printed {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident: $held:ty, $check:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($held);

        impl $name {
            #[doc = concat!("Checks and keeps ", $what, ".")]
            ///
            /// # Errors
            /// Empty or blank text, too many characters, control characters, and (for keys) space at either end.
            pub fn new(text: &str) -> Result<Self, TextError> {
                $check(text)?;
                Ok(Self(Held::hold(text)))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.text()
            }

            /// The stable fingerprint of the text.
            #[must_use]
            pub fn fingerprint(&self) -> Fingerprint {
                self.0.fingerprint()
            }
        }

        impl Literal for $name {
            fn literal(text: &'static str) -> Self {
                debug_assert!($check(text).is_ok(), "not a legal text");
                Self(Held::hold(text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl core::str::FromStr for $name {
            type Err = TextError;
            fn from_str(text: &str) -> Result<Self, TextError> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = TextError;
            fn try_from(text: &str) -> Result<Self, TextError> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct TextVisitor;
                impl Visitor<'_> for TextVisitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($what)
                    }
                    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<$name, E> {
                        $name::new(v).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(TextVisitor)
            }
        }
    };
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident: $held:ty, $what:literal;)*) => {
        $(checked_text! {
            $(#[$doc])*
            ///
            /// 1 to 128 characters, no control or invisible characters, no space at either end; compared character by
            /// character, so a host normalises width and composition first if it wants to. Cloning is cheap.
            $name: $held, check_key, $what
        })*
    };
}

keys! {
    /// The host's key of a lead.
    #[doc(alias = "リード")]
    LeadKey: Printed, "a lead key";
    /// The host's key of a command, for its uniqueness check.
    CommandId: Plain, "a command id";
    /// The source system's id of an activity.
    ActivityId: Printed, "an activity id";
    /// The host's key of a company.
    AccountKey: Plain, "an account key";
    /// The host's key of a person.
    PersonKey: Plain, "a person key";
    /// Who acts: a member, a service or an assistant.
    ActorId: Plain, "an actor id";
    /// A team of the host's organisation.
    TeamKey: Plain, "a team key";
    /// The host's key of a deal.
    DealKey: Plain, "a deal key";
    /// The host's key of a contract.
    ContractKey: Plain, "a contract key";
    /// A product of the host's catalogue.
    ProductKey: Plain, "a product key";
    /// The key of an assistant's proposal.
    ProposalId: Plain, "a proposal id";
    /// The name of a rule in a policy.
    RuleName: Printed, "a rule name";
    /// The name of a behaviour or attribute tag.
    #[doc(alias = "タグ")]
    TagName: Printed, "a tag name";
    /// A reason as declared in the policy.
    #[doc(alias = "理由")]
    ReasonCode: Plain, "a reason code";
    /// A qualification criterion as declared in the policy (BANT: `budget`, `authority`, `need`, `timeline`).
    CriterionName: Named, "a criterion name";
    /// An open stage of the deal pipeline.
    DealStageName: Named, "a deal stage name";
    /// A field of a profile, of an activity or of a deal.
    FieldName: Named, "a field name";
    /// The kind of an activity (`page_view`, `seminar` …).
    ActivityKind: Printed, "an activity kind";
    /// The distinct thing an activity was about (one mail, one page, one event).
    ObjectKey: Printed, "an object key";
    /// A named score profile of a policy.
    ProfileName: Plain, "a score profile name";
    /// A group of score rules.
    GroupName: Plain, "a group name";
    /// A dimension of a score (`fit`, `engagement`, `timing`).
    DimensionName: Plain, "a dimension name";
    /// The label of a policy version.
    PolicyLabel: Named, "a policy label";
    /// The name of a service-level clock.
    ClockName: Plain, "a clock name";
    /// A short text value of a field, or a member of a set.
    Keyword: Plain, "a keyword";
    /// A step of a funnel.
    StepName: Plain, "a step name";
    /// A segment of a plan.
    SegmentName: Plain, "a segment name";
}

checked_text! {
    /// Free text: notes, evidence, memos. Always treated as personal: redaction removes it.
    ///
    /// 1 to 4,000 characters, not blank, no control characters but line feed and tab.
    Text: Plain, check_text, "a text"
}

impl Text {
    /// The text that redaction leaves behind.
    #[must_use]
    pub fn redacted() -> Self {
        Self(Arc::from("[redacted]"))
    }
}

#[cfg(test)]
mod tests {
    use crate::values::keys::{LeadKey, Text, TextError};

    #[test]
    fn keys_that_look_alike_are_not_two() {
        for text in ["a\u{202e}b", "a\u{200b}b", "\u{feff}ab"] {
            assert!(matches!(LeadKey::new(text), Err(TextError::Control { .. })), "{text:?}");
            assert!(Text::new(text).is_ok(), "free text may hold anything that people write");
        }
        assert!(LeadKey::new("株式会社 北浜").is_ok());
    }
}
