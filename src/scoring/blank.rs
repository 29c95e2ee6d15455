//! A scoring policy without rules, so that a policy can be assembled whatever the check of its scoring says.

use crate::scoring::index::Index;
use crate::scoring::rules::Scoring;
use crate::values::UtcOffset;

impl Scoring {
    /// Nothing earns a point, and nothing promotes.
    pub(crate) fn blank(offset: UtcOffset) -> Self {
        Self {
            offset,
            tags: [].into(),
            tag_index: Index::of(&[]),
            kind_index: Index::of(&[]),
            fit_index: Index::of(&[]),
            kinds: [].into(),
            fits: [].into(),
            fit_points: [].into(),
            engagements: [].into(),
            plans: [].into(),
            timings: [].into(),
            steps: 0,
            outline: [].into(),
            groups: [].into(),
            dimensions: [].into(),
            profiles: [].into(),
            promotes: 0,
            raising_kinds: [].into(),
            raising_tags: [].into(),
        }
    }
}
