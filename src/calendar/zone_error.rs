//! Why a zone is not accepted.

use alloc::string::String;
use serde::Serialize;

use crate::values::{Instant, UtcOffset};

/// Why a zone is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ZoneError {
    /// Neither an offset nor a name.
    #[error("`{got}` is not a zone: write an offset like `+09:00`, or a name like `Asia/Tokyo`")]
    Choice {
        /// What was given.
        got: String,
    },
    /// Not a closing rule.
    #[error("`{got}` is not a closing rule: write a POSIX `TZ` text like `EST5EDT,M3.2.0,M11.1.0` or `JST-9`")]
    Rule {
        /// What was given.
        got: String,
    },
    /// More transitions than a zone may have.
    #[error("{got} transitions are too many: at most 1024, and a closing rule for what follows")]
    Transitions {
        /// How many were given.
        got: usize,
    },
    /// Transitions that do not follow each other.
    #[error("transition {at} does not come after the one before: write them in order, each once")]
    Order {
        /// The first that is out of order.
        at: Instant,
    },
    /// A closing rule that does not go on from the table.
    #[error("the closing rule says {rule} at {at}, where the table says {table}: it has to go on from the table")]
    Closing {
        /// Where the table ends.
        at: Instant,
        /// What the table says there.
        table: UtcOffset,
        /// What the rule says there.
        rule: UtcOffset,
    },
}
