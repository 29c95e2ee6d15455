//! Where somebody came from, each time that it is known.

use serde::{Deserialize, Serialize};

use crate::lead::Attribution;
use crate::values::{Instant, Origin};

/// A touch (タッチ): a time at which it is known where the person came from: an activity that says its source. Besides, every beginning
/// of a cycle with a source is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct Touch {
    pub(in crate::insight) at: Instant,
    pub(in crate::insight) attribution: Attribution,
}

/// Where the person was met first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct FirstMet {
    pub(in crate::insight) at: Instant,
    pub(in crate::insight) origin: Origin,
    pub(in crate::insight) attribution: Attribution,
}
