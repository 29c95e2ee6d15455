//! Why a history makes no line.

use crate::values::FactKind;

/// Why a history makes no line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// Nothing had been recorded by then.
    #[error("nothing of the lead had been recorded by then: there is no line")]
    Nothing,
    /// The first fact begins no lead: it is only the end of a history.
    #[error("`{kind}` begins no lead: a line is made of a whole history, from `captured` on")]
    Beginning {
        /// The first fact that counts.
        kind: FactKind,
    },
}
