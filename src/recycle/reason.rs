//! A reason as it is given with a backward move.

use core::fmt;
use serde::{Deserialize, Serialize};

use crate::values::{ReasonCode, Text};

/// Why a lead went backward: a code that the policy declares and, for some codes, a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "理由")]
pub struct Reason {
    /// The code.
    pub code: ReasonCode,
    /// What the code does not say.
    #[serde(default)]
    pub note: Option<Text>,
}

impl Reason {
    /// A reason without a note.
    #[must_use]
    pub const fn new(code: ReasonCode) -> Self {
        Self { code, note: None }
    }

    /// The same reason with a note.
    #[must_use]
    pub fn with_note(self, note: Text) -> Self {
        Self {
            note: Some(note),
            ..self
        }
    }

    /// Drops the note.
    pub fn redact(&mut self) {
        self.note = None;
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.note {
            Some(note) => write!(f, "{}: {note}", self.code),
            None => fmt::Display::fmt(&self.code, f),
        }
    }
}
