//! A piece of advice on the rules of scoring, with its place.

use serde::Serialize;

use crate::scoring::policy::advice::ScoringAdvice;
use crate::scoring::policy::lint_code::ScoringLintCode;
use crate::values::Path;

/// A piece of advice: what is legal but can hardly be meant, and where. `Display` is the default wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ScoringLint {
    /// The kind: that of the advice.
    pub code: ScoringLintCode,
    /// Where.
    pub path: Path,
    /// What is advised.
    pub advice: ScoringAdvice,
}

impl ScoringLint {
    pub(super) const fn new(path: Path, advice: ScoringAdvice) -> Self {
        Self { code: advice.code(), path, advice }
    }
}
