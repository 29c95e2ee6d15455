//! A hand-over and what field sales made of it.

use serde::{Deserialize, Serialize};

use crate::insight::line::when::When;
use crate::values::{ReasonCode, Role};

/// A hand-over and what field sales made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct HandoffLine {
    pub(in crate::insight) when: Option<When>,
    pub(in crate::insight) by: Role,
    pub(in crate::insight) standing: u32,
    pub(in crate::insight) accepted: Option<When>,
    pub(in crate::insight) rejected: Option<(Option<When>, ReasonCode)>,
    /// The first meeting, and whether it was valid; of several the first valid one.
    pub(in crate::insight) meeting: Option<(Option<When>, bool)>,
}
