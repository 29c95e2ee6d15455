//! Where a cycle came from, as marketing reports it.

use serde::{Deserialize, Serialize};

use crate::values::Keyword;

/// Where a cycle came from, at the smallest unit that later analysis can use.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
#[doc(alias = "流入元")]
pub struct Attribution {
    /// The source: `google`, `exhibition_2026`, `partner_x` …
    pub source: Option<Keyword>,
    /// The medium: `cpc`, `organic`, `webinar` …
    pub medium: Option<Keyword>,
    /// The campaign.
    pub campaign: Option<Keyword>,
    /// The content: which ad, which article.
    pub content: Option<Keyword>,
}

impl Attribution {
    /// Fills what is not known.
    pub fn fill(&mut self, other: &Self) {
        let Self { source, medium, campaign, content } = self;
        let gaps =
            [(source, &other.source), (medium, &other.medium), (campaign, &other.campaign), (content, &other.content)];
        for (known, other) in gaps {
            if known.is_none() {
                known.clone_from(other);
            }
        }
    }
}
