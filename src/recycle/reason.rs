//! A reason as it is given with a backward move.

use core::fmt;
use serde::{Deserialize, Serialize};

use crate::values::{Literal as _, ReasonCode, Text};

/// Why a lead went backward: a code that the policy declares and, for some codes, a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "理由")]
pub struct Reason {
    code: ReasonCode,
    #[serde(default)]
    note: Option<Text>,
}

/// The reasons of the crate itself, which no policy may declare.
pub(super) const RESERVED: [&str; 3] = ["max_cycles", "imported_unknown", "erased"];

/// The reason of a lead that was recycled as often as the policy allows: `max_cycles`.
#[must_use]
pub fn max_cycles() -> Reason {
    Reason::new(ReasonCode::literal("max_cycles"), None)
}

/// The reason of a legacy row that does not give one: `imported_unknown`.
#[must_use]
pub fn imported_unknown() -> Reason {
    Reason::new(ReasonCode::literal("imported_unknown"), None)
}

/// The reason of a lead that was erased: `erased`.
#[must_use]
pub fn erased() -> Reason {
    Reason::new(ReasonCode::literal("erased"), None)
}

impl Reason {
    /// A reason, with what its code does not say.
    #[must_use]
    pub const fn new(code: ReasonCode, note: Option<Text>) -> Self {
        Self { code, note }
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> &ReasonCode {
        &self.code
    }

    /// What the code does not say.
    #[must_use]
    pub const fn note(&self) -> Option<&Text> {
        self.note.as_ref()
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
