//! The matrix as people write it.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::access::grant::Grant;
use crate::access::right::Right;
use crate::values::Role;

/// Cells that differ from the standard matrix. What is not written stays as the standard has it.
///
/// ```toml
/// [access.reopen]
/// sdr = "R"
///
/// [access.schedule_follow_up]
/// cs = "R own leads"
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessDraft(
    #[serde(deserialize_with = "crate::values::unique::map_of_maps")] pub BTreeMap<Right, BTreeMap<Role, Grant>>,
);

impl AccessDraft {
    /// The standard matrix with no changes.
    #[must_use]
    pub const fn standard() -> Self {
        Self(BTreeMap::new())
    }
}
