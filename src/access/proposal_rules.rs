//! How many proposals may be open on one lead, and for how long.

use serde::{Deserialize, Serialize};

use crate::values::{Expected, FaultCode, Faults, Path, Span, limits};

/// How many proposals may be open on one lead, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct ProposalRules {
    /// The most open at once.
    pub max_open: u32,
    /// How long one stays open.
    pub expires_after: Span,
}

impl ProposalRules {
    /// Ours: five, for seven days.
    #[must_use]
    pub fn standard() -> Self {
        Self { max_open: 5, expires_after: Span::days(7) }
    }

    /// Checks the rules; every fault is added, and the rules come back only if there is none.
    pub fn check(&self, path: &Path, faults: &mut Faults) -> Option<Self> {
        let before = faults.len();
        if !limits::OPEN_PROPOSALS.admits(self.max_open) {
            let at = path.key("max_open");
            faults.add(FaultCode::OutOfRange, &at, limits::OPEN_PROPOSALS, self.max_open);
        }
        if self.expires_after == Span::ZERO {
            let at = path.key("expires_after");
            faults.add(FaultCode::OutOfRange, &at, Expected::PositiveSpan, self.expires_after);
        }
        (faults.len() == before).then(|| self.clone())
    }
}

impl Default for ProposalRules {
    fn default() -> Self {
        Self::standard()
    }
}
