//! One sign between cells or around them: `,`, `;`, `tab`.

use std::fmt;

use serde::Deserialize;

/// A sign of one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Mark(u8);

impl Mark {
    pub(crate) const COMMA: Self = Self(b',');
    pub(crate) const SEMICOLON: Self = Self(b';');
    pub(crate) const TAB: Self = Self(b'\t');
    pub(crate) const BAR: Self = Self(b'|');
    pub(crate) const QUOTE: Self = Self(b'"');

    pub(crate) const fn byte(self) -> u8 {
        self.0
    }
}

impl TryFrom<String> for Mark {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_bytes() {
            _ if text == "tab" => Ok(Self::TAB),
            [byte] if byte.is_ascii() && !matches!(byte, b'\n' | b'\r') => Ok(Self(*byte)),
            _ => Err(format!("`{text}` must be one sign, like `,` or `;`, or the word `tab`")),
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::TAB { f.write_str("tab") } else { write!(f, "{}", char::from(self.0)) }
    }
}
