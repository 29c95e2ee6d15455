//! The scheme of criteria and bars as people write it.

use alloc::collections::BTreeMap;
use alloc::vec;
use serde::{Deserialize, Serialize};

use crate::qualification::bar::Bar;
use crate::qualification::criterion::Criterion;
use crate::values::{CriterionName, Literal as _, Span};

/// A qualification scheme as people write it. A table of criteria replaces the standard one as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct QualificationDraft {
    /// The criteria.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub criteria: BTreeMap<CriterionName, Criterion>,
    /// What must hold before a lead is handed over.
    pub bar: Bar,
    /// What must hold before a meeting is offered; an empty `all_of` asks nothing.
    pub before_appointment: Bar,
    /// Whether the lead must have agreed to a meeting before it is handed over.
    pub require_consent: bool,
}

impl QualificationDraft {
    /// BANT. The bar is the usual one, need and timeline confirmed; before a meeting is offered problem, timing and
    /// decision process must be known ([the practice](crate::practice::qualification)). That answers count for 90 days
    /// is ours.
    #[must_use]
    #[doc(alias = "予算")]
    #[doc(alias = "決裁権")]
    #[doc(alias = "必要性")]
    #[doc(alias = "導入時期")]
    pub fn standard() -> Self {
        let names = ["budget", "authority", "need", "timeline"];
        let criterion = Criterion { label: None, valid_for: Some(Span::days(90)), needs_evidence: false };
        let [budget, authority, need, timeline] = names.map(CriterionName::literal);
        Self {
            criteria: [&budget, &authority, &need, &timeline].map(|name| (name.clone(), criterion.clone())).into(),
            bar: Bar::AllOf(vec![Bar::Confirmed(need.clone()), Bar::Confirmed(timeline.clone())]),
            before_appointment: Bar::AllOf(vec![Bar::Known(need), Bar::Known(timeline), Bar::Known(authority)]),
            require_consent: true,
        }
    }
}

impl Default for QualificationDraft {
    fn default() -> Self {
        Self::standard()
    }
}
