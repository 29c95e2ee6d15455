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
    /// A fact is of another lead.
    #[error("fact {revision} is of another lead: a line is made of the history of one")]
    OtherLead {
        /// Its revision.
        revision: u64,
    },
    /// A fact does not follow the one before it.
    #[error("fact {revision} does not follow fact {after}: give each fact of a history once, in order")]
    Order {
        /// Its revision.
        revision: u64,
        /// That of the one before it.
        after: u64,
    },
}
