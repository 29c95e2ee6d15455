//! What a lead remembers.

use serde::{Deserialize, Serialize};

use crate::values::{FaultCode, Faults, Path, limits};

/// What a lead remembers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct MemoryRules {
    /// How many of the newest activity ids, so that none counts twice.
    pub activities: u16,
}

impl MemoryRules {
    /// Ours: 128 ids.
    #[must_use]
    pub const fn standard() -> Self {
        Self { activities: 128 }
    }

    /// Checks the bounds; every fault is added, and the rules come back only if there is none.
    pub fn check(&self, path: &Path, faults: &mut Faults) -> Option<Self> {
        let before = faults.len();
        if !limits::ACTIVITY_MEMORY.admits(self.activities) {
            let at = path.key("activities");
            faults.add(FaultCode::OutOfRange, &at, limits::ACTIVITY_MEMORY, self.activities);
        }
        (faults.len() == before).then(|| self.clone())
    }
}

impl Default for MemoryRules {
    fn default() -> Self {
        Self::standard()
    }
}
