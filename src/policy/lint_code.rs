//! The kinds of advice on a policy.

use core::fmt;
use serde::{Serialize, Serializer};

use crate::scoring::ScoringLintCode;

/// The kind of a piece of advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LintCode {
    /// A command that nobody may issue.
    NobodyMayIssue,
    /// A stage that nobody may leave.
    StageWithoutExit,
    /// A rule that can never take effect.
    NeverFires,
    /// A criterion that no bar asks for.
    UnusedCriterion,
    /// A bar that asks for the same criterion twice.
    RepeatedTest,
    /// A reason that ends a deal or a contract without saying what follows.
    ReasonWithoutRule,
    /// Reasons for a command that nobody may issue.
    UnusedReasons,
    /// A cooling that is as long as the longest from the start, so that it never grows.
    CoolingNeverGrows,
    /// A lead that counts as stale while it still cools.
    CoolingOutlastsStale,
    /// A later deal stage with a smaller probability.
    ProbabilityFalls,
    /// An open deal stage with the probability of an outcome, 0 % or 100 %.
    ProbabilityOfOutcome,
    /// A field that the standard marks as personal and the policy does not.
    PersonalMadePublic,
    /// A tag that keeps prints of a personal field, which an erasure cannot remove.
    PersonalPrint,
    /// A list of holidays that no calendar uses.
    UnusedHolidays,
    /// Transitions of a zone in which nothing is read.
    UnusedZone,
    /// A list of holidays that ends soon.
    HolidaysEnd,
    /// What the scoring room advises.
    Scoring(ScoringLintCode),
}

impl LintCode {
    /// The code as a stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NobodyMayIssue => "nobody_may_issue",
            Self::StageWithoutExit => "stage_without_exit",
            Self::NeverFires => "never_fires",
            Self::UnusedCriterion => "unused_criterion",
            Self::RepeatedTest => "repeated_test",
            Self::ReasonWithoutRule => "reason_without_rule",
            Self::UnusedReasons => "unused_reasons",
            Self::CoolingNeverGrows => "cooling_never_grows",
            Self::CoolingOutlastsStale => "cooling_outlasts_stale",
            Self::ProbabilityFalls => "probability_falls",
            Self::ProbabilityOfOutcome => "probability_of_outcome",
            Self::PersonalMadePublic => "personal_made_public",
            Self::PersonalPrint => "personal_print",
            Self::UnusedHolidays => "unused_holidays",
            Self::UnusedZone => "unused_zone",
            Self::HolidaysEnd => "holidays_end",
            Self::Scoring(code) => code.as_str(),
        }
    }
}

impl fmt::Display for LintCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for LintCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
