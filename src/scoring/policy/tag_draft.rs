//! Behaviour tags and hand-raises, as people write them.

use alloc::collections::BTreeSet;
use serde::{Deserialize, Serialize};

use crate::condition::ConditionDraft;
use crate::scoring::language::once_per::OncePer;
use crate::values::{ActivityKind, Span, TagName};

/// A behaviour tag: which activities earn it, which of them count as the same, and how many are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "行動タグ")]
pub struct TagDraft {
    /// The kinds of activity that earn the tag; at least one.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub kinds: BTreeSet<ActivityKind>,
    /// A condition on the activity's fields. Default: none.
    #[serde(default)]
    pub when: Option<ConditionDraft>,
    /// How many of the newest occurrences are kept (1 to 512). It bounds the stored state: rules cannot look further
    /// back.
    pub keep: u16,
    /// Count one occurrence per distinct thing, the newest. Default: every occurrence.
    #[serde(default)]
    pub once_per: Option<OncePer>,
    /// Count one occurrence per aligned period, the newest. Periods follow each other from Monday 1970-01-05, 00:00 in
    /// the policy's zone.
    #[serde(default)]
    pub one_per_period: Option<Span>,
}

/// Activities by which a person asks for contact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct HandRaiseDraft {
    /// Kinds of activity that are such a request.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub kinds: BTreeSet<ActivityKind>,
    /// Tags that say so: an activity that earns one of them is such a request.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub tags: BTreeSet<TagName>,
}
