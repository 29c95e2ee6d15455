//! What a hand-raise does where there is no cycle to be worked on.

use serde::{Deserialize, Serialize};

/// What a hand-raise does where there is no cycle to be worked on. All values are legal.
///
/// Which activities are a hand-raise says `scoring.hand_raise`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[doc(alias = "ハンドレイズ")]
pub struct HandRaiseRules {
    /// Whether a contact that a customer or a disqualified lead begins is a hand-raise.
    pub inbound: bool,
    /// Whether the hand-raise of a customer opens an expansion by itself.
    pub opens_expansion: bool,
}

impl HandRaiseRules {
    /// Ours: neither; the hand-raise is an item of the agenda.
    #[must_use]
    pub const fn standard() -> Self {
        Self { inbound: false, opens_expansion: false }
    }
}
