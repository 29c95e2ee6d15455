//! Whose a lead was, and what was known of it.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::values::{ActorId, FieldValue, Instant, PolicyStamp, Rank, TeamKey};

/// Whose a lead was at some time, and what was known of it: what reports are split by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct Standing {
    pub(in crate::insight) owner: Option<ActorId>,
    pub(in crate::insight) team: Option<TeamKey>,
    /// The rank of the newest hand-over of the cycle.
    pub(in crate::insight) rank: Option<Rank>,
    pub(in crate::insight) policy: Option<PolicyStamp>,
    /// The fields that the plan of the line names, in its order.
    pub(in crate::insight) fields: Vec<Option<FieldValue>>,
}

/// The same as it is now, with who wrote last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct LastWriters {
    pub(in crate::insight) owner: Option<Instant>,
    pub(in crate::insight) team: Option<Instant>,
    pub(in crate::insight) fields: Vec<Option<Instant>>,
    pub(in crate::insight) account: Option<Instant>,
    pub(in crate::insight) person: Option<Instant>,
    pub(in crate::insight) origin: Option<Instant>,
    pub(in crate::insight) attribution: [Option<Instant>; 4],
}
