//! Tolerances of time.

use serde::{Deserialize, Serialize};

use crate::values::Span;

/// Tolerances of time. All values are legal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct TimeRules {
    /// How much earlier than the newest fact of a lead a new one may be recorded; it is then recorded at the same
    /// instant.
    pub clock_skew: Span,
    /// How far in the future something may be said to have happened; it then counts as now.
    pub future: Span,
    /// How long before it is recorded something may be said to have happened. None: any time.
    pub back: Option<Span>,
}

impl TimeRules {
    /// Ours: one minute, five minutes, and no bound on late news.
    #[must_use]
    pub fn standard() -> Self {
        Self { clock_skew: Span::minutes(1), future: Span::minutes(5), back: None }
    }
}

impl Default for TimeRules {
    fn default() -> Self {
        Self::standard()
    }
}
