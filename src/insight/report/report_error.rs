//! Why lines or reports do not go together.

use crate::values::LeadKey;

/// Why lines or reports do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The line keeps something else.
    #[error("the line of `{lead}` is of another plan: build it anew with the plan of the report")]
    OtherLine {
        /// The lead.
        lead: LeadKey,
    },
    /// The reports are split otherwise, or over other lines.
    #[error("the reports are of two plans: only reports of one plan go together")]
    OtherPlan,
    /// The plan is not that of the report.
    #[error("the report is of another plan than the one given")]
    NotItsPlan,
}
