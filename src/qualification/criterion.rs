//! A criterion of a scheme.

use serde::{Deserialize, Serialize};

use crate::values::{Span, Text};

/// One criterion of a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct Criterion {
    /// The label people see.
    pub label: Option<Text>,
    /// How long an answer counts; none: for ever. Whole days are civil days in the policy's zone.
    pub valid_for: Option<Span>,
    /// Whether a confirmed or denied answer must come with evidence.
    pub needs_evidence: bool,
}
