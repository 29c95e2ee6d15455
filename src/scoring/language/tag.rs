//! Tags of a policy: which activities earn them, which count as one, and how many are kept.

use alloc::boxed::Box;

use crate::condition::Condition;
use crate::scoring::language::once_per::OncePer;
use crate::scoring::language::place::{RulePlace, TagPlace};
use crate::values::{ActivityKind, Fingerprint, TagName};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct Tag {
    pub(in crate::scoring) name: TagName,
    pub(in crate::scoring) key: Fingerprint,
    pub(in crate::scoring) keep: u16,
    pub(in crate::scoring) when: Option<Condition>,
    pub(in crate::scoring) once_per: Option<OncePer>,
    /// Seconds; at least 1.
    pub(in crate::scoring) period: Option<u64>,
    /// The kinds, for comparing two policies.
    pub(in crate::scoring) kinds: Box<[ActivityKind]>,
    /// First and one past the last of its rules in `Rules::engagements`.
    pub(in crate::scoring) rules: (RulePlace, RulePlace),
}

/// What an activity of a kind may earn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct KindTags {
    pub(in crate::scoring) kind: ActivityKind,
    pub(in crate::scoring) tags: Box<[TagPlace]>,
    /// The one tag of the kind, if every activity earns it, and every one counts.
    pub(in crate::scoring) sole: Option<TagPlace>,
}

impl Tag {
    /// Every activity of its kinds earns it, and counts.
    pub(in crate::scoring) const fn plain(&self) -> bool {
        self.when.is_none() && self.once_per.is_none() && self.period.is_none()
    }
}
