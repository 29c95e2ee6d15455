//! Why a text is not accepted.

use alloc::string::String;
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
    /// A control character, or in a key an invisible one.
    #[error("control character `{}` at character {at}: remove it", char.escape_default())]
    Control {
        /// The character.
        char: char,
        /// Its position, counted from 1.
        at: usize,
    },
}
