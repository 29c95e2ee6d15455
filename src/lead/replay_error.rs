//! Why the history of a lead does not fold.

use serde::Serialize;

use crate::lead::apply_error::ApplyError;

/// The history of a lead does not fold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReplayError {
    /// There is no fact at all.
    #[error("no facts: a lead begins with `captured`")]
    Empty,
    /// A fact does not fit.
    #[error("fact number {number}: {error}")]
    Fact {
        /// The position in the history, counted from 1.
        number: u64,
        /// What is wrong with it.
        #[source]
        error: ApplyError,
    },
}
