//! Where a person was met first.

use serde::{Deserialize, Serialize};

use crate::lead::attribution::Attribution;
use crate::values::{Instant, LeadKey, Origin};

/// Where a person was met first: of a lead that others were merged into, the earliest of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "ファーストタッチ")]
pub struct FirstTouch {
    /// As which lead.
    pub lead: LeadKey,
    /// When it was captured; of a lead of a legacy system whose date is not known, when it was imported.
    pub at: Instant,
    /// Where from.
    pub origin: Origin,
    /// Source, medium, campaign, content.
    pub attribution: Attribution,
}
