//! What the qualification lacks.

use alloc::string::String;
use serde::{Deserialize, Serialize};

use crate::qualification::BarReport;
use crate::values::CriterionName;

/// What answers lack, or all of them together for a bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum QualificationUnmet {
    /// A criterion that the policy does not declare.
    UnknownCriterion {
        /// The criterion given.
        criterion: CriterionName,
        /// A declared one close to it.
        suggestion: Option<String>,
    },
    /// The policy asks for evidence with this answer.
    EvidenceNeeded {
        /// The criterion.
        criterion: CriterionName,
    },
    /// Too many criteria were answered over the life of the lead.
    AnswersFull,
    /// The bar for a hand-over is not met.
    Bar(BarReport),
    /// What must be known before an appointment is offered is not known.
    AppointmentBar(BarReport),
}

impl QualificationUnmet {
    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownCriterion { .. } => "unknown_criterion",
            Self::EvidenceNeeded { .. } => "evidence_needed",
            Self::AnswersFull => "answers_full",
            Self::Bar(_) => "bar",
            Self::AppointmentBar(_) => "appointment_bar",
        }
    }
}
