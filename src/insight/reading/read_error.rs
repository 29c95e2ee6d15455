//! Why a report cannot answer.

use alloc::string::String;
use alloc::vec::Vec;

use crate::insight::report::{Dimension, ReportError};

/// Why a report cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not split by that.
    #[error("the report is not split by `{by}`: its plan has {}", listed(.has))]
    NotSplitBy {
        /// What was asked for.
        by: Dimension,
        /// By what it is split.
        has: Vec<Dimension>,
    },
    /// A line does not go with the report.
    #[error(transparent)]
    Line(#[from] ReportError),
}

fn listed(has: &[Dimension]) -> String {
    if has.is_empty() {
        return "nothing to split by".into();
    }
    let words: Vec<_> = has.iter().map(|by| alloc::format!("`{by}`")).collect();
    words.join(", ")
}
