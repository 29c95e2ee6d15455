//! Why a text is not accepted.

use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Serialize};

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
    /// A control character; in a key, which is one line, a line break or tab too.
    #[error("{} at character {at}: remove it", Named(*char))]
    Control {
        /// The character.
        char: char,
        /// Its position, counted from 1.
        at: usize,
    },
    /// A character of a key that cannot be seen.
    #[error("invisible character U+{:04X} at character {at}: remove it", u32::from(*char))]
    Invisible {
        /// The character.
        char: char,
        /// Its position, counted from 1.
        at: usize,
    },
}

/// A control character as people know it.
struct Named(char);

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.0 {
            '\n' | '\r' => "line break",
            '\t' => "tab",
            _ => "control character",
        };
        write!(f, "{name} U+{:04X}", u32::from(self.0))
    }
}
